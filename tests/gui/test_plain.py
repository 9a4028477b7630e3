"""Names and camera data that look like markup are shown as text, in labels and in tooltips."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.reports import FolderStatus, Problem
from imagefinder.gui.app import make_window
from imagefinder.gui.main_window import MainWindow
from imagefinder.gui.plain import plain_tip
from imagefinder.gui.problems_page import Listed

# As a folder and a file in it: no name holds a slash.
NAME = "<b>x<img src=stolen.png>.jpg"
PATH = f"/photos/<i>holiday</i>/{NAME}"


def shown_by_tooltip(text: str) -> str:
    """As Qt's source tells a tooltip's text: markup begins with a tag or an entity."""
    if "<" not in text and "&lt;" not in text:
        return text
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


@pytest.mark.parametrize("text", [NAME, PATH, "a < b & c", "&lt;b&gt;", f"{NAME}\n{PATH}", ""])
def test_a_tooltip_shows_what_it_is_given(text: str) -> None:
    assert shown_by_tooltip(plain_tip(text)) == text


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """The whole window, without an engine, told of hostile names wherever it takes names."""
    window = make_window(tmp_path / "library")
    line, search = window._line, window._search
    line.show_remark(PATH)
    line.show_note(PATH)
    search.show_message(PATH)
    search.show_trouble(PATH)
    search.panel.show_photo(None, [("Name", NAME), ("Camera", "<h1>Canon</h1>"), ("Folder", PATH)])
    window._folders.show_folders((FolderStatus(PATH, 1, 0, 1, f"{PATH} is gone"),))
    window._problems.show_listed(Listed([Problem(PATH, f"{NAME} is broken")]))
    window._bar.add_pictures([PATH])
    window._viewing.viewer._bar.show_name(NAME, 0, 1)
    yield window
    window.close()
    window._engine.deleteLater()
    window.deleteLater()


def tooltips(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    model = widget.model() if isinstance(widget, QAbstractItemView) else None
    for row in range(model.rowCount(widget.rootIndex()) if model else 0):
        for column in range(6):
            yield model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or ""


def test_no_label_and_no_tooltip_takes_a_name_for_markup(window: MainWindow) -> None:
    told = 0
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QLabel) and ("<b>x" in widget.text() or "<h1>" in widget.text()):
            told += 1
            assert widget.textFormat() == Qt.TextFormat.PlainText, widget.text()
        for tip in tooltips(widget):
            if "holiday" in tip or "stolen" in tip:
                told += 1
                assert "<img src" in shown_by_tooltip(tip), tip
    assert told >= 6, "the names were told, but not shown"


def test_the_message_boxes_are_told_so() -> None:
    """Those with a name in them: each sets its format where it is made."""
    folder = Path(__file__).parents[2] / "imagefinder" / "gui"
    for file in folder.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        boxes = text.count("QMessageBox(QMessageBox.")
        assert text.count("box.setTextFormat(Qt.TextFormat.PlainText)") >= boxes, file.name


def test_the_check_above_can_fail(qtbot: QtBot) -> None:
    label = QLabel(NAME)
    qtbot.addWidget(label)
    label.setToolTip(NAME)
    assert isinstance(label, QObject)
    assert label.textFormat() != Qt.TextFormat.PlainText
    assert "<img" not in shown_by_tooltip(label.toolTip())
