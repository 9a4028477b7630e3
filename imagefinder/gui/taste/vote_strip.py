"""The last votes as a row of thumbnails, newest first; each can be changed or taken back.

Space or Enter turns a vote round, Delete takes it back, a click or the menu key offers both.
"""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from imagefinder.core.tasting import CastVote
from imagefinder.core.types import Digest
from imagefinder.gui.style import RADIUS_PX, SPACE_XS, icon_pixmap, tones
from imagefinder.gui.taste.crop import paint_cropped
from imagefinder.gui.thumbnails import Thumbnails

SIDE_PX = 56
_MARK_PX, _MARK_ICON_PX = 20, 13
_VOTE = Qt.ItemDataRole.UserRole


class VoteStrip(QListWidget):
    """What becomes of a vote comes out of `changed`; its second value is None to take it back."""

    changed = Signal(object, object)  # CastVote, bool | None

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        thumbnails.loaded.connect(self._on_thumbnails)
        self.setAccessibleName(self.tr("Last votes, newest first"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Painting(thumbnails, self))
        self.setFixedHeight(SIDE_PX + 2 * SPACE_XS)
        self.viewport().setAutoFillBackground(False)
        self.itemClicked.connect(self._open_menu)

    def show_votes(self, votes: Sequence[CastVote]) -> None:
        """Show these."""
        chosen = self._vote(self.currentItem())
        self.clear()
        for vote in votes:
            self.addItem(self._item(vote))
            if chosen is not None and vote.digest == chosen.digest:
                self.setCurrentRow(self.count() - 1)
        side_px = round(SIDE_PX * self.devicePixelRatioF())
        self._thumbnails.want([vote.digest for vote in votes], 2 * side_px, asker="votes")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter turn, Delete takes back, the menu key offers both."""
        vote = self._vote(self.currentItem())
        if vote is None:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.changed.emit(vote, not vote.liked)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.changed.emit(vote, None)
            case Qt.Key.Key_Menu:
                self._open_menu(self.currentItem())
            case _:
                super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Marks follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()

    def menu_of(self, vote: CastVote) -> QMenu:
        """What can be done with a vote."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        turned = self.tr("Change to no") if vote.liked else self.tr("Change to yes")
        menu.addAction(turned, lambda: self.changed.emit(vote, not vote.liked))
        menu.addAction(self.tr("Take this vote back"), lambda: self.changed.emit(vote, None))
        return menu

    def _open_menu(self, item: QListWidgetItem) -> None:
        vote = self._vote(item)
        if vote is not None:
            below = self.visualItemRect(item).bottomLeft() + QPoint(0, SPACE_XS)
            self.menu_of(vote).popup(self.viewport().mapToGlobal(below))

    def _item(self, vote: CastVote) -> QListWidgetItem:
        item = QListWidgetItem()
        item.setData(_VOTE, vote)
        said = self.tr("Yes") if vote.liked else self.tr("No")
        if vote.expected_yes is not None and vote.expected_yes != vote.liked:
            said = self.tr("{0}, against expectation").format(said)
        item.setToolTip(said)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        item.setSizeHint(QSize(SIDE_PX + SPACE_XS, SIDE_PX + 2 * SPACE_XS))
        return item

    def _vote(self, item: QListWidgetItem | None) -> CastVote | None:
        vote = item.data(_VOTE) if item is not None else None
        return vote if isinstance(vote, CastVote) else None

    def _on_thumbnails(self, _digests: frozenset[Digest]) -> None:
        self.viewport().update()


class _Painting(QStyledItemDelegate):
    def __init__(self, thumbnails: Thumbnails, strip: VoteStrip) -> None:
        super().__init__(strip)
        self._thumbnails = thumbnails
        self._strip = strip

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """A square thumbnail, the mark of the vote, and a frame where the keyboard is."""
        vote = index.data(_VOTE)
        strip, colours = self._strip, tones(self._strip.palette())
        cell: QRect = option.rect
        square = QRect(cell.left(), cell.top() + SPACE_XS, SIDE_PX, SIDE_PX)
        side_px = round(2 * SIDE_PX * strip.devicePixelRatioF())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded = QPainterPath()
        rounded.addRoundedRect(square.toRectF(), RADIUS_PX, RADIUS_PX)
        painter.setClipPath(rounded)
        painter.fillRect(square, QColor(colours.placeholder))
        paint_cropped(painter, square, self._thumbnails.pixmap(vote.digest, side_px))
        painter.setClipping(False)
        self._paint_mark(painter, square, vote.liked)
        state: QStyle.StateFlag = option.state
        if strip.hasFocus() and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(square.toRectF().adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)
        painter.restore()

    def _paint_mark(self, painter: QPainter, square: QRect, liked: bool) -> None:
        colours = tones(self._strip.palette())
        mark = QRect(0, 0, _MARK_PX, _MARK_PX)
        mark.moveBottomRight(square.bottomRight() - QPoint(2, 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.base))
        painter.drawEllipse(mark)
        name, tone = ("heart", colours.liked) if liked else ("close", colours.muted)
        ratio = self._strip.devicePixelRatioF()
        icon = QRect(0, 0, _MARK_ICON_PX, _MARK_ICON_PX)
        icon.moveCenter(mark.center())
        painter.drawPixmap(icon, icon_pixmap(name, tone, _MARK_ICON_PX, ratio))
