"""A button of the side bar: icon and name on a rounded field that shows where one is."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from imagefinder.gui.style import RADIUS_PX, SPACE_S, tones

WIDE_ICON_PX, NARROW_ICON_PX = 20, 24
WIDE_HEIGHT_PX = 34


class PageButton(QToolButton):
    """Wide, its name stands beside the icon; narrow, below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoRaise(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_wide(False)

    def set_wide(self, wide: bool) -> None:
        """Where the name stands."""
        style, side = Qt.ToolButtonStyle, WIDE_ICON_PX if wide else NARROW_ICON_PX
        self.setIconSize(QSize(side, side))
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if wide else style.ToolButtonTextUnderIcon
        )
        self.setMinimumHeight(WIDE_HEIGHT_PX if wide else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field first, then what every button shows."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        self._paint_field(painter)
        if self.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon:
            option.rect = option.rect.adjusted(SPACE_S, 0, -SPACE_S, 0)
        painter.drawControl(QStyle.ControlElement.CE_ToolButtonLabel, option)
        painter.end()

    def _paint_field(self, painter: QPainter) -> None:
        colours = tones(self.palette())
        fill = colours.selected if self.isChecked() else colours.hover
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colours.accent), 2) if self.hasFocus() else QPen(Qt.PenStyle.NoPen)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isEnabled() and (self.isChecked() or self.underMouse()):
            painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)
