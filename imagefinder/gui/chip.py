"""One chip of the query bar: a term or a filter, with its sign, its weight, and a way out.

Clicking the sign turns it; the wheel or + and - change a term's weight; Space turns it, Delete
removes the chip; its menu offers the same. What is unwanted is drawn in another colour and struck
out.
"""

from functools import partial

import msgspec
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from imagefinder.core.query import PictureFile, TasteTerm
from imagefinder.gui.chip_text import Part, Weighed, is_minus, label, spoken
from imagefinder.gui.icons import put_icon
from imagefinder.gui.plain import plain_tip
from imagefinder.gui.style import SPACE_XS, Tones, icon_pixmap, tones

WEIGHT_STEP = 0.25
LARGEST_WEIGHT = 9.0
MENU_WEIGHTS = (0.5, 1.0, 2.0, 3.0)
LONGEST_LABEL = 32
HEIGHT_PX = 28
BUTTON_PX, PICTURE_PX, ICON_PX = 18, 22, 12


class Chip(QFrame):
    """Shows and edits one `part` of a query."""

    changed = Signal()
    removed = Signal()
    # The neighbour in this direction, -1 or 1, is wanted by the keyboard.
    neighbour_wanted = Signal(int)

    def __init__(self, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self.setObjectName("Chip")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(HEIGHT_PX)
        self._sign = self._button(self.tr("Turn between wanted and unwanted"))
        self._picture = QLabel(self)
        self._picture.setVisible(isinstance(part, PictureFile | TasteTerm))
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._remove = self._button(self.tr("Remove"))
        put_icon(self._remove, "close", self)
        self._sign.clicked.connect(self._turn)
        self._remove.clicked.connect(self.removed)
        self._lay_out()
        self._show()

    def show_picture(self, pixmap: QPixmap) -> None:
        """Show this picture, which the chip stands for."""
        ratio = self.devicePixelRatioF()
        side_px = round(PICTURE_PX * ratio)
        scaled = pixmap.scaled(
            QSize(side_px, side_px),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(ratio)
        self._picture.setPixmap(scaled)
        self.adjustSize()
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus weigh, space turns, delete removes, left and right go on."""
        match event.key():
            case Qt.Key.Key_Plus:
                self._weigh(WEIGHT_STEP)
            case Qt.Key.Key_Minus:
                self._weigh(-WEIGHT_STEP)
            case Qt.Key.Key_Space:
                self._turn()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.removed.emit()
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self.neighbour_wanted.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel weighs."""
        if step := event.angleDelta().y():
            self._weigh(WEIGHT_STEP if step > 0 else -WEIGHT_STEP)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same for the mouse alone, and for the menu key."""
        menu = QMenu(self)
        self.fill(menu)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def fill(self, menu: QMenu) -> None:
        """What can be done with the chip."""
        minus = is_minus(self.part)
        menu.addAction(self.tr("Want it") if minus else self.tr("Don't want it"), self._turn)
        if isinstance(self.part, Weighed):
            sign = -1 if minus else 1
            for weight in MENU_WEIGHTS:
                text = self.tr("Weigh {0} times").format(f"{weight:g}")
                action = menu.addAction(text, partial(self._become, weight=sign * weight))
                action.setCheckable(True)
                action.setChecked(abs(self.part.weight) == weight)
        menu.addAction(self.tr("Remove"), self.removed.emit)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it is not."""
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A pill: filled for what is wanted, outlined for what is not."""
        colours = tones(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(colours.base if is_minus(self.part) else colours.selected))
        painter.setPen(self._outline(colours))
        radius = HEIGHT_PX / 2 - 1
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        painter.end()

    def _outline(self, colours: Tones) -> QPen:
        if self.hasFocus():
            return QPen(QColor(colours.accent), 2)
        if is_minus(self.part):
            return QPen(QColor(colours.danger), 1, Qt.PenStyle.DashLine)
        return QPen(QColor(colours.selected), 1)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_XS + 2, 0, SPACE_XS + 2, 0)
        row.setSpacing(SPACE_XS)
        for widget in (self._sign, self._picture, self._label, self._remove):
            row.addWidget(widget)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFixedSize(BUTTON_PX, BUTTON_PX)
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setAccessibleName(name)
        button.setToolTip(plain_tip(name))
        return button

    def _turn(self) -> None:
        if isinstance(self.part, Weighed):
            self._become(weight=-self.part.weight)
        else:
            self._become(negated=not self.part.negated)

    def _weigh(self, step: float) -> None:
        if isinstance(self.part, Weighed):
            # Nought would be a term that says nothing: it is stepped over.
            weight = max(-LARGEST_WEIGHT, min(LARGEST_WEIGHT, self.part.weight + step)) or step
            self._become(weight=weight)

    def _become(self, **changes: float | bool) -> None:
        self.part = msgspec.structs.replace(self.part, **changes)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        text = label(self.part)
        self._label.setText(text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…")
        self._dress_label()
        put_icon(self._sign, "minus" if is_minus(self.part) else "plus", self)
        if self._picture.pixmap().isNull() or isinstance(self.part, TasteTerm):
            self._picture.setPixmap(self._stand_in())
        self.setAccessibleName(spoken(self.part))
        hint = self.tr("+ and - or the wheel weigh, Space turns it round")
        self.setToolTip(plain_tip(f"{text}\n{hint}"))
        self.adjustSize()
        self.updateGeometry()
        self.update()

    def _stand_in(self) -> QPixmap:
        name = "taste" if isinstance(self.part, TasteTerm) else "picture"
        return icon_pixmap(name, tones(self.palette()).muted, 16, self.devicePixelRatioF())

    def _dress_label(self) -> None:
        colours, minus = tones(self.palette()), is_minus(self.part)
        palette = self._label.palette()
        palette.setColor(
            self._label.foregroundRole(), QColor(colours.danger if minus else colours.text)
        )
        self._label.setPalette(palette)
        font = self.font()
        font.setStrikeOut(minus)
        self._label.setFont(font)
