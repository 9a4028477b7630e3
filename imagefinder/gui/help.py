"""Help: a sheet of all keys and of the typed language, and what this program is.

The keys are read off the actions themselves; only those of grid, viewer and chips, which are no
actions, are listed here.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QMainWindow,
    QMenu,
    QMessageBox,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from imagefinder import __version__
from imagefinder.gui.completion import field_hints
from imagefinder.gui.photo_actions import PhotoActions

translate = QCoreApplication.translate

Pairs = Sequence[tuple[str, str]]

SIZE_PX = (560, 620)
FIRST_COLUMN_PX = 170


class HelpSheet(QDialog):
    """Sections of two columns: a key or a field, and what it does."""

    def __init__(self, sections: Sequence[tuple[str, Pairs]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys and the language of the query"))
        text = QTextBrowser(self)
        text.setAccessibleName(self.windowTitle())
        text.setHtml("".join(_section(title, pairs) for title, pairs in sections if pairs))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(text)
        column.addWidget(buttons)
        self.resize(QSize(*SIZE_PX).boundedTo(parent.size()))


def sections(window: QMainWindow) -> list[tuple[str, Pairs]]:
    """All that has a key in this window, menu by menu, then the fields that can be typed."""
    menus = [action for action in window.menuBar().actions() if action.menu()]
    found = [(_plain(menu.text()), list(_keys(_below(menu)))) for menu in menus]
    photo = window.findChildren(PhotoActions)
    if photo:
        # Listed above already, once their menu was opened.
        known = {pair for _, pairs in found for pair in pairs}
        menu = photo[0].menu(window)
        keys = [pair for pair in _keys(menu.actions()) if pair not in known]
        found.append((translate("Help", "Chosen photos"), keys))
        menu.deleteLater()
    fields = [(f"{name}:", hint) for name, hint in field_hints().items()]
    return [*found, *_other_keys(), (translate("Help", "Typed in the query"), _syntax() + fields)]


def show_about(window: QWidget, model: str) -> None:
    """Which version this is, and under which licence."""
    lines = (
        translate("Help", "Finds photos on your own disks by words and by example."),
        translate("Help", "All of it stays on this machine."),
        translate("Help", "Model: {0}").format(escape(model or "\N{EN DASH}")),
        translate("Help", "Free software under the MIT licence."),
    )
    text = "".join(f"<p>{line}</p>" for line in lines)
    QMessageBox.about(window, "imagefinder", f"<h3>imagefinder {_version()}</h3>{text}")


def _version() -> str:
    # Here, since the start of the window would pay for importing it.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("imagefinder")
    except PackageNotFoundError:
        return __version__


def _below(action: QAction) -> Iterator[QAction]:
    menu = action.menu()
    for inner in menu.actions() if isinstance(menu, QMenu) else ():
        yield from _below(inner) if inner.menu() else (inner,)


def _keys(actions: Iterable[QAction]) -> Iterator[tuple[str, str]]:
    for action in actions:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if keys and action.isVisible():
            yield keys, _plain(action.text())


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def _syntax() -> list[tuple[str, str]]:
    return [
        ("red boat", translate("Help", "words that describe the photo")),
        ('red -"blue sky"', translate("Help", "one thing, and away from another")),
        ('2:"old boat"', translate("Help", "a term that weighs twice")),
        ("-folder:Norway", translate("Help", "leaves out what this field finds")),
    ]


def _other_keys() -> list[tuple[str, Pairs]]:
    return [
        (translate("Help", "Query"), _line_keys()),
        (translate("Help", "Grid"), _grid_keys()),
        (translate("Help", "Viewer"), _viewer_keys()),
    ]


def _line_keys() -> Pairs:
    return [
        (translate("Help", "Enter"), translate("Help", "make chips of what is typed")),
        (translate("Help", "Down"), translate("Help", "offers: recent searches, fields, values")),
        (translate("Help", "Backspace"), translate("Help", "take the last chip back")),
        (translate("Help", "Left"), translate("Help", "go to the chips")),
        (
            translate("Help", "+  −  Space  Del"),
            translate("Help", "on a chip: weigh, turn round, remove"),
        ),
        (translate("Help", "Esc"), translate("Help", "clear the query")),
    ]


def _grid_keys() -> Pairs:
    return [
        (
            translate("Help", "Arrows, Home, End"),
            translate("Help", "go to a photo; Shift chooses on the way"),
        ),
        (translate("Help", "Space"), translate("Help", "view the photo")),
        (translate("Help", "Ctrl+Space"), translate("Help", "choose one more, or one less")),
        (translate("Help", "Ctrl+wheel"), translate("Help", "larger or smaller thumbnails")),
    ]


def _viewer_keys() -> Pairs:
    return [
        (translate("Help", "Left, Right"), translate("Help", "the photo before, the photo after")),
        (translate("Help", "+  −  0  1"), translate("Help", "zoom, fit, actual size")),
        (translate("Help", "F"), translate("Help", "fill the screen")),
        (translate("Help", "I"), translate("Help", "details")),
        (translate("Help", "R"), translate("Help", "search for a region")),
        (translate("Help", "Esc"), translate("Help", "back to the grid")),
    ]


def _section(title: str, pairs: Pairs) -> str:
    rows = "".join(
        f'<tr><td width="{FIRST_COLUMN_PX}" style="padding: 3px 16px 3px 0">'
        f"<b>{escape(left)}</b></td>"
        f'<td style="padding: 3px 0">{escape(right)}</td></tr>'
        for left, right in pairs
    )
    return f"<h3>{escape(title)}</h3><table>{rows}</table>"
