"""The inside of the query bar: chips in rows as many as they need, then the line to type in."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from imagefinder.gui.chip import HEIGHT_PX, Chip
from imagefinder.gui.style import SPACE_XS

SMALLEST_LINE_PX = 180


class ChipField(QWidget):
    """Places its chips and its line; the height follows."""

    def __init__(self, line: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._chips: Sequence[Chip] = ()
        line.setParent(self)
        self._place()

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Place these, in this order."""
        self._chips = tuple(chips)
        for chip, following in pairwise((*self._chips, self._line)):
            chip.show()
            QWidget.setTabOrder(chip, following)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the rows anew."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """A chip has changed its size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        left = top = 0
        for chip in self._chips:
            size = chip.sizeHint()
            left, top = self._broken(left, top, min(size.width(), self.width()))
            chip.setGeometry(QRect(left, top, min(size.width(), self.width()), HEIGHT_PX))
            left += size.width() + SPACE_XS
        left, top = self._broken(left, top, SMALLEST_LINE_PX)
        self._line.setGeometry(left, top, max(0, self.width() - left), HEIGHT_PX)
        if self.height() != top + HEIGHT_PX:
            self.setFixedHeight(top + HEIGHT_PX)

    def _broken(self, left: int, top: int, width: int) -> tuple[int, int]:
        """Where a thing of this width goes: here, or at the beginning of the next row."""
        if left and left + width > self.width():
            return 0, top + HEIGHT_PX + SPACE_XS
        return left, top

    def sizeHint(self) -> QSize:
        """As wide as may be."""
        return QSize(SMALLEST_LINE_PX, HEIGHT_PX)
