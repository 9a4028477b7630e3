"""The list that drops from the query bar: lines with an icon, a text, and a remark at the right.

It lies in the window, above everything, and never takes the keyboard: whoever shows it moves the
mark in it. A click comes out as `chosen`.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from imagefinder.gui.completion import Offer
from imagefinder.gui.style import SPACE_M, SPACE_S, SPACE_XS, icon_pixmap, small_font, tones

MOST_ROWS = 10
ROW_PX, ICON_PX = 30, 16
WIDTH_PX = 460
BESIDE = Qt.ItemDataRole.UserRole
ICON = Qt.ItemDataRole.UserRole + 1


class OfferList(QListWidget):
    """Shown by `offer`, hidden by `hide`; rows are counted from 0."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("OfferList")
        self.hide()
        self.setAccessibleName(self.tr("Suggestions"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(LineDelegate(self))
        self.itemClicked.connect(lambda item: self.chosen.emit(self.row(item)))

    def offer(self, offers: Sequence[Offer], below: QWidget) -> None:
        """Show these below a widget, none of them marked."""
        self.clear()
        for one in offers:
            item = QListWidgetItem(one.text, self)
            item.setData(BESIDE, one.beside)
            item.setData(ICON, one.icon)
            spoken = f"{one.text} {one.beside}".strip()
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        self.setCurrentRow(-1)
        self._dress()
        self._place(below)
        self.scrollToTop()
        self.setVisible(bool(offers))
        self.raise_()

    def mark(self, step: int) -> str:
        """Mark the next line in this direction, or none beyond the ends; returns what it says."""
        wanted = (self.currentRow() + 1 + step) % (self.count() + 1) - 1
        self.setCurrentRow(wanted)
        item = self.item(wanted)
        return str(item.data(Qt.ItemDataRole.AccessibleTextRole)) if item else ""

    def _dress(self) -> None:
        """Fusion's frame can't be seen on dark; made anew each time, to follow the theme."""
        colours = tones(self.window().palette())
        self.setStyleSheet(
            f"#OfferList {{ background: {colours.raised}; border: 1px solid {colours.line}; }}"
        )

    def _place(self, below: QWidget) -> None:
        window = below.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        at = below.mapTo(window, QPoint(0, below.height() + SPACE_XS))
        room = max(ROW_PX, window.height() - at.y() - SPACE_S)
        wanted = min(self.count(), MOST_ROWS) * ROW_PX + 2 * self.frameWidth()
        width = min(WIDTH_PX, below.width())
        self.setGeometry(QRect(at, QSize(width, min(wanted, room))))


class LineDelegate(QStyledItemDelegate):
    """Paints the lines of this list and, one marked, of the saved searches."""

    def __init__(self, shown: QListWidget) -> None:
        super().__init__(shown)
        self._list = shown

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Icon and text at the left, the remark muted at the right."""
        colours, rect = tones(option.palette), option.rect.adjusted(SPACE_S, 0, -SPACE_M, 0)
        shown = self._list
        # A list that the keyboard can be in is marked only while it is.
        keys_here = shown.hasFocus() or shown.focusPolicy() is Qt.FocusPolicy.NoFocus
        marked = keys_here and shown.currentRow() == index.row()
        mouse = shown.viewport().mapFromGlobal(shown.cursor().pos())
        hovered = option.rect.contains(mouse)
        painter.save()
        if marked or hovered:
            painter.fillRect(option.rect, QColor(colours.selected if marked else colours.hover))
        if name := index.data(ICON):
            ratio = painter.device().devicePixelRatio()
            top = rect.top() + (rect.height() - ICON_PX) // 2
            icon = icon_pixmap(str(name), colours.muted, ICON_PX, ratio)
            painter.drawPixmap(rect.left(), top, icon)
        rect.setLeft(rect.left() + ICON_PX + SPACE_S)
        self._write(painter, rect, option, index)
        painter.restore()

    def _write(
        self,
        painter: QPainter,
        rect: QRect,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        colours, middle = tones(option.palette), Qt.AlignmentFlag.AlignVCenter
        beside = str(index.data(BESIDE) or "")
        painter.setFont(small_font(option.font))
        painter.setPen(QColor(colours.muted))
        painter.drawText(rect, middle | Qt.AlignmentFlag.AlignRight, beside)
        taken = painter.fontMetrics().horizontalAdvance(beside) + SPACE_M
        painter.setFont(option.font)
        painter.setPen(QColor(colours.text))
        room = rect.adjusted(0, 0, -taken, 0)
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, text)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Lines are of one height."""
        return QSize(0, ROW_PX)
