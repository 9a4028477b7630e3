"""What the colours of the map mean; a click on a group chooses its photos."""

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QLinearGradient, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from imagefinder.gui.map.colours import RAMP_SHADES, Palette
from imagefinder.gui.map.dress import Entry, Legend
from imagefinder.gui.style import SPACE_S, SPACE_XS, small_font

WIDTH_PX = 190
_SWATCH_PX = 12
_RAMP_HEIGHT_PX = 12
# As many groups as can be asked for. Of folders there may be more; they are coloured all the same.
_MOST_ENTRIES = 24


class LegendPanel(QScrollArea):
    """Stands beside the map, and scrolls where it is longer; hidden where colours mean nothing."""

    # A shade.
    group_chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Colours"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The keyboard goes from group to group; the one that has it is scrolled to.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget(self)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
        self._column.setSpacing(1)
        self.setFixedWidth(WIDTH_PX)
        self.hide()

    def show_legend(self, legend: Legend, palette: Palette) -> None:
        """Show this one instead."""
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for entry in legend.entries[:_MOST_ENTRIES]:
            self._column.addWidget(self._button(entry, palette))
        if legend.ends is not None:
            self._column.addWidget(_Ramp(palette, self._inside))
            self._column.addWidget(self._ends(legend.ends))
        self.updateGeometry()
        self.setVisible(bool(legend.entries) or legend.ends is not None)

    def sizeHint(self) -> QSize:
        """As high as all of it."""
        return QSize(WIDTH_PX, self._inside.sizeHint().height())

    def _button(self, entry: Entry, palette: Palette) -> QToolButton:
        button = QToolButton(self._inside)
        button.setAutoRaise(True)
        button.setFont(small_font(self.font()))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(_swatch(palette.name(entry.shade), self.devicePixelRatioF()))
        button.setIconSize(QSize(_SWATCH_PX, _SWATCH_PX))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        count = QLocale().toString(entry.count)
        room = WIDTH_PX - 2 * SPACE_S - _SWATCH_PX - 3 * SPACE_S
        metrics = button.fontMetrics()
        room -= metrics.horizontalAdvance(count)
        room -= self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        name = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, room)
        # An ampersand in a folder's name is no mark of a key.
        button.setText(f"{name}  {count}".replace("&", "&&"))
        button.setAccessibleName(f"{entry.text}, {count}")
        button.setToolTip(self.tr("{0}: choose these {1} photos").format(entry.text, count))
        button.clicked.connect(lambda: self.group_chosen.emit(entry.shade))
        return button

    def _ends(self, ends: tuple[str, str]) -> QWidget:
        row = QLabel(self._inside)
        row.setFont(small_font(self.font()))
        row.setTextFormat(Qt.TextFormat.RichText)
        cells = f"<td>{ends[0]}</td><td align='right'>{ends[1]}</td>"
        row.setText(f"<table width='{WIDTH_PX - 2 * SPACE_S}'><tr>{cells}</tr></table>")
        return row


class _Ramp(QWidget):
    """Shades from the low to the high end."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self.setFixedHeight(_RAMP_HEIGHT_PX + SPACE_XS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """From left to right."""
        room = QRectF(0, 0, self.width(), _RAMP_HEIGHT_PX)
        shading = QLinearGradient(room.topLeft(), room.topRight())
        for shade in range(1, RAMP_SHADES + 1, 9):
            shading.setColorAt((shade - 1) / (RAMP_SHADES - 1), QColor(self._palette.name(shade)))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shading)
        painter.drawRoundedRect(room, 3, 3)
        painter.end()


def _swatch(colour: str, ratio: float) -> QIcon:
    side = round(_SWATCH_PX * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QRectF(0.5, 0.5, side - 1, side - 1))
    painter.end()
    return QIcon(pixmap)
