"""The list of tastes on the left, and what can be done with them: new, rename, export and so on."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from imagefinder.core.tasting import TasteSummary
from imagefinder.gui.grid.rows import displayed
from imagefinder.gui.icons import put_icon
from imagefinder.gui.plain import plain_tip
from imagefinder.gui.style import RADIUS_PX, SPACE_S, SPACE_XS, small_font, tones
from imagefinder.gui.taste import sentences

_TASTE = Qt.ItemDataRole.UserRole


class TasteList(QWidget):
    """What is wanted of the chosen taste comes out as signals; who listens asks first."""

    chosen = Signal(str)
    new_wanted = Signal()
    rename_wanted = Signal()
    duplicate_wanted = Signal()
    reset_wanted = Signal()
    delete_wanted = Signal()
    export_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = self._make_rows()
        self._new = QPushButton(self.tr("New"), self)
        put_icon(self._new, "plus", self)
        self._new.setToolTip(self.tr("New taste"))
        self._new.clicked.connect(self.new_wanted)
        self._more = QToolButton(self)
        put_icon(self._more, "more", self)
        self._more.setAccessibleName(self.tr("What to do with this taste"))
        self._more.setToolTip(self._more.accessibleName())
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._menu = self._make_menu()
        self._more.setMenu(self._menu)
        self._lay_out()

    def show_tastes(self, tastes: Sequence[TasteSummary], current: str) -> None:
        """List these, and mark the current one."""
        self._rows.blockSignals(True)
        self._rows.clear()
        for taste in tastes:
            item = QListWidgetItem(displayed(taste.name))
            item.setData(_TASTE, taste)
            counts = sentences.votes(taste.yes, taste.no)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{taste.name}, {counts}")
            item.setToolTip(plain_tip(f"{taste.name}\n{counts}"))
            self._rows.addItem(item)
            if taste.name == current:
                self._rows.setCurrentItem(item)
        self._rows.blockSignals(False)

    def _make_rows(self) -> QListWidget:
        rows = QListWidget(self)
        rows.setAccessibleName(self.tr("Tastes"))
        rows.setFrameShape(QFrame.Shape.NoFrame)
        rows.setItemDelegate(_Painting(rows))
        rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows.viewport().setAutoFillBackground(False)
        rows.currentItemChanged.connect(self._on_current)
        rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows.customContextMenuRequested.connect(self._on_menu)
        return rows

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        for text, icon_name, key, wanted in (
            (self.tr("Rename…"), "", "F2", self.rename_wanted.emit),
            (self.tr("Duplicate…"), "copy", "", self.duplicate_wanted.emit),
            (self.tr("Forget the votes…"), "retry", "", self.reset_wanted.emit),
            (self.tr("Delete…"), "trash", "Del", self.delete_wanted.emit),
            ("", "", "", None),
            (self.tr("Export…"), "export", "", self.export_wanted.emit),
            (self.tr("Import…"), "", "", self.import_wanted.emit),
        ):
            if wanted is None:
                menu.addSeparator()
            else:
                menu.addAction(self._action(text, icon_name, key, wanted))
        return menu

    def _action(self, text: str, icon_name: str, key: str, run: Callable[[], object]) -> QAction:
        action = QAction(text, self._rows)
        if icon_name:
            put_icon(action, icon_name, self)
        if key:
            action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: run())
        self._rows.addAction(action)
        return action

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_XS)
        buttons.addWidget(self._new, stretch=1)
        buttons.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self._rows, stretch=1)
        column.addLayout(buttons)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_TASTE).name)

    def _on_menu(self, at: QPoint) -> None:
        if self._rows.itemAt(at) is not None:
            self._menu.popup(self._rows.viewport().mapToGlobal(at))


class _Painting(QStyledItemDelegate):
    """The name, and below it how many votes there are."""

    def __init__(self, rows: QListWidget) -> None:
        super().__init__(rows)
        self._list = rows

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines."""
        line_px = self._list.fontMetrics().height()
        return QSize(0, 2 * line_px + 2 * SPACE_S)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """A long name is cut; its tooltip tells it whole."""
        taste, rows = index.data(_TASTE), self._list
        colours = tones(rows.palette())
        state: QStyle.StateFlag = option.state
        cell: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            if chosen and rows.hasFocus():
                painter.setPen(QColor(colours.accent))
            painter.setBrush(QColor(colours.selected if chosen else colours.hover))
            frame = cell.toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        text = cell.adjusted(SPACE_S, SPACE_S, -SPACE_S, -SPACE_S)
        name = rows.fontMetrics().elidedText(
            displayed(taste.name), Qt.TextElideMode.ElideRight, text.width()
        )
        painter.setFont(rows.font())
        painter.setPen(QColor(colours.text))
        painter.drawText(text, Qt.AlignmentFlag.AlignTop, name)
        painter.setFont(small_font(rows.font()))
        painter.setPen(QColor(colours.muted))
        counts = sentences.votes(taste.yes, taste.no)
        painter.drawText(text, Qt.AlignmentFlag.AlignBottom, counts)
        painter.restore()
