"""A large button with its key shown, as on a key cap."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from imagefinder.gui.style import (
    SPACE_M,
    SPACE_S,
    heading_font,
    icon_pixmap,
    small_font,
    tones,
)

ICON_PX = 20
_CORNER_PX = 4


class VoteButton(QPushButton):
    """`tone` names the colour of its icon among `style.Tones`."""

    def __init__(
        self, text: str, icon_name: str, key: str, tone: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.key = key
        self._icon_name, self._tone = icon_name, tone
        self._compact = False
        self.setFont(heading_font(self.font()))
        # The keyboard stays with the picture; the button's own key works everywhere on the page.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({key})")

    def set_compact(self, compact: bool) -> None:
        """Whether icon and key have to do; the name is still told by tooltip and screen reader."""
        if compact != self._compact:
            self._compact = compact
            self.updateGeometry()
            self.update()

    def full_width_px(self) -> int:
        """How wide it is with its text."""
        return self._content_width(self.text()) + 2 * SPACE_M

    def compact_width_px(self) -> int:
        """How wide it is without."""
        return self._content_width("") + 2 * SPACE_M

    def sizeHint(self) -> QSize:
        """Room for icon, text and key."""
        width = self._content_width(self._shown()) + 2 * SPACE_M
        return QSize(width, max(ICON_PX, self.fontMetrics().height()) + 2 * SPACE_M)

    def minimumSizeHint(self) -> QSize:
        """Nothing is cut off."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Another font is another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style's button, and on it what is written."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        self._paint_content(painter)
        painter.end()

    def _paint_content(self, painter: QPainter) -> None:
        colours = tones(self.palette())
        left = (self.width() - self._content_width(self._shown())) // 2
        ratio = self.devicePixelRatioF()
        pixmap = icon_pixmap(self._icon_name, getattr(colours, self._tone), ICON_PX, ratio)
        painter.drawPixmap(QPoint(left, (self.height() - ICON_PX) // 2), pixmap)
        left += ICON_PX + SPACE_S
        painter.setFont(self.font())
        painter.setPen(QColor(colours.text))
        width = self._text_width(self._shown())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(left, 0, width, self.height()), middle, self._shown())
        cap = QRect(0, 0, self._cap_px(), self._cap_px())
        cap.moveLeft(left + width)
        cap.moveTop((self.height() - cap.height()) // 2)
        self._paint_cap(painter, cap)

    def _paint_cap(self, painter: QPainter, cap: QRect) -> None:
        colours = tones(self.palette())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.base))
        painter.drawRoundedRect(
            cap.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), _CORNER_PX, _CORNER_PX
        )
        painter.setFont(small_font(self.font()))
        painter.setPen(QColor(colours.muted))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.key)

    def _cap_px(self) -> int:
        return self.fontMetrics().height() + 2

    def _shown(self) -> str:
        return "" if self._compact else self.text()

    def _text_width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + SPACE_M if text else 0

    def _content_width(self, text: str) -> int:
        return ICON_PX + SPACE_S + self._text_width(text) + self._cap_px()
