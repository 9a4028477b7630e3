"""The learning curve: the share of right expectations over the last twenty, vote after vote."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLocale, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from imagefinder.gui.style import SPACE_XS, small_font, tones

HEIGHT_PX = 64
# A curve of fewer points only shows chance.
FEWEST = 3


class Curve(QWidget):
    """A small line from 0 to 100 %, half of it marked: what a coin would reach."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: Sequence[float] = ()
        self.setAccessibleName(self.tr("Learning curve"))
        self.setToolTip(self.tr("How often it was right, over the last 20 votes each time"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(small_font(self.font()))

    def show_shares(self, shares: Sequence[float]) -> None:
        """Draw this curve; hidden while it says nothing."""
        self._shares = shares
        self.setVisible(len(shares) >= FEWEST)
        if len(shares) >= FEWEST:
            self.setAccessibleDescription(
                self.tr("Right {0} % at first, {1} % now, after {2} votes").format(
                    *(QLocale().toString(n) for n in self._described())
                )
            )
        self.update()

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(200, HEIGHT_PX + self.fontMetrics().height())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes as hints, then the line, and a dot where it is now."""
        colours, area = tones(self.palette()), self._area()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter, area)
        points = [self._point(area, place) for place in range(len(self._shares))]
        painter.setPen(QPen(QColor(colours.accent), 2, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF(points))
        if points:
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(points[-1], 2, 2)
        painter.end()

    def _paint_axes(self, painter: QPainter, area: QRectF) -> None:
        colours, number = tones(self.palette()), QLocale().toString
        painter.setFont(self.font())
        for share, dash in ((1.0, False), (0.5, True), (0.0, False)):
            y = area.bottom() - share * area.height()
            style = Qt.PenStyle.DashLine if dash else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(colours.line), 1, style))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(colours.muted))
            label = QRectF(0, y - 10, area.left() - SPACE_XS, 20)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(label, right, f"{number(round(100 * share))} %")
        below = QRect(0, round(area.bottom()) + 2, round(area.right()), self.fontMetrics().height())
        votes = self.tr("{0} votes").format(number(len(self._shares)))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, votes)

    def _area(self) -> QRectF:
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance("100 %") + SPACE_XS
        half = metrics.height() / 2
        height = self.height() - metrics.height() - half - 4
        return QRectF(left, half, self.width() - left - 3, height)

    def _point(self, area: QRectF, place: int) -> QPointF:
        along = place / max(1, len(self._shares) - 1)
        return QPointF(
            area.left() + along * area.width(),
            area.bottom() - self._shares[place] * area.height(),
        )

    def _described(self) -> tuple[int, int, int]:
        first, last = self._shares[0], self._shares[-1]
        return round(100 * first), round(100 * last), len(self._shares)
