"""The bar above the viewed picture: its name and place, and a button for whatever keys do too."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QLocale, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from imagefinder.gui import style
from imagefinder.gui.plain import plain_tip


class ViewerBar(QWidget):
    """Buttons that call the functions they are made with."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons: dict[QToolButton, str] = {}
        self._name = QLabel(self)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setFont(style.heading_font(self.font()))
        # A long name is cut off, rather than that it widens the window.
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._full_name = ""
        self._place = QLabel(self)
        self._zoom = QLabel(self)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom.setMinimumWidth(self.fontMetrics().horizontalAdvance("3,200 %"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(style.SPACE_S, style.SPACE_XS, style.SPACE_S, style.SPACE_XS)
        self._row.setSpacing(style.SPACE_XS)

    def add_button(
        self, icon: str, text: str, key: str, run: Callable[..., object], checkable: bool = False
    ) -> QToolButton:
        """A button with an icon; `text` is what it is called, `key` is named in its tooltip."""
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setIconSize(QSize(style.ICON_PX, style.ICON_PX))
        button.setIcon(style.icon(icon, self.palette()))
        button.setAccessibleName(text)
        button.setToolTip(f"{text} ({key})")
        button.setCheckable(checkable)
        (button.toggled if checkable else button.clicked).connect(run)
        self._icons[button] = icon
        self._row.addWidget(button)
        return button

    def add_name(self) -> None:
        """The name and place of the picture, in all the room that buttons leave."""
        self._row.addSpacing(style.SPACE_S)
        self._row.addWidget(self._name, stretch=1)
        self._row.addWidget(self._place)
        self._row.addSpacing(style.SPACE_L)

    def add_zoom(self) -> None:
        """How large the picture is seen."""
        self._row.addWidget(self._zoom)

    def add_gap(self) -> None:
        """Between groups of buttons."""
        self._row.addSpacing(style.SPACE_M)

    def show_name(self, name: str, index: int, count: int) -> None:
        """Which picture is seen."""
        locale = QLocale()
        self._full_name = name
        self._name.setToolTip(plain_tip(name))
        self._place.setText(
            self.tr("{place} of {count}").format(
                place=locale.toString(index + 1), count=locale.toString(count)
            )
        )
        self._cut_name()

    def show_zoom(self, magnification: float | None) -> None:
        """In percent; None while there is no picture."""
        percent = "" if magnification is None else QLocale().toString(round(magnification * 100))
        self._zoom.setText(f"{percent} %" if percent else "")

    def changeEvent(self, event: QEvent) -> None:
        """Icons in the colours of the new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for button, icon in self._icons.items():
                button.setIcon(style.icon(icon, self.palette()))

    def event(self, event: QEvent) -> bool:
        """Cut the name anew once the layout has given it another width."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._cut_name()
        return done

    def _cut_name(self) -> None:
        metrics, middle = self._name.fontMetrics(), Qt.TextElideMode.ElideMiddle
        self._name.setText(metrics.elidedText(self._full_name, middle, self._name.width()))
