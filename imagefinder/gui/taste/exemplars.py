"""A few thumbnails under a heading: what the taste likes most, or least."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from imagefinder.core.types import Digest
from imagefinder.gui.style import RADIUS_PX, SPACE_S, SPACE_XS, heading_font, tones
from imagefinder.gui.taste.crop import paint_cropped
from imagefinder.gui.taste.sources import Sources

MOST = 4
_LOADED_PX = 256


class Exemplars(QWidget):
    """One column; looked at only, hence not reached by the keyboard."""

    def __init__(self, title: str, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._sources = title, sources
        self._asker = f"exemplars {title}"
        self._digests: list[Digest] = []
        sources.thumbnails.loaded.connect(self._on_thumbnails)
        self.setAccessibleName(title)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_photos(self, photo_ids: Sequence[int]) -> None:
        """Show the first few of these."""
        rows = self._sources.rows(photo_ids[:MOST])
        shown = [row for photo_id in photo_ids[:MOST] if (row := rows.get(photo_id))]
        self._digests = [row.digest for row in shown if row.digest]
        self._sources.thumbnails.want(self._digests, _LOADED_PX, asker=self._asker)
        self.setAccessibleDescription(", ".join(row.name for row in shown))
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """Squares as wide as there is room."""
        return self._heading_px() + len(self._digests) * (width + SPACE_XS)

    def sizeHint(self) -> QSize:
        """Two of these fit beside each other in the panel."""
        return QSize(96, self.heightForWidth(96))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The heading, then one picture below the other."""
        colours = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(heading_font(self.font()))
        painter.setPen(QColor(colours.text))
        right = Qt.TextElideMode.ElideRight
        title = painter.fontMetrics().elidedText(self._title, right, self.width())
        painter.drawText(QRect(0, 0, self.width(), self._heading_px()), 0, title)
        for place, digest in enumerate(self._digests):
            square = self._square(place)
            rounded = QPainterPath()
            rounded.addRoundedRect(square.toRectF(), RADIUS_PX, RADIUS_PX)
            painter.setClipPath(rounded)
            painter.fillRect(square, QColor(colours.placeholder))
            paint_cropped(painter, square, self._sources.thumbnails.pixmap(digest, _LOADED_PX))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def _heading_px(self) -> int:
        return self.fontMetrics().height() + SPACE_S

    def _square(self, place: int) -> QRect:
        side = self.width()
        return QRect(0, self._heading_px() + place * (side + SPACE_XS), side, side)

    def _on_thumbnails(self, digests: frozenset[Digest]) -> None:
        if not digests.isdisjoint(self._digests):
            self.update()
