"""The panel on the right: the chosen photo, larger, and what is known of it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from imagefinder.gui.style import SPACE_L, SPACE_M, SPACE_XS, small_font, tones

WIDTH_PX = 264
PREVIEW_PX = 232


class DetailsPanel(QScrollArea):
    """Shows names and values, below a preview unless told otherwise; empty until one is chosen."""

    def __init__(self, parent: QWidget | None = None, preview: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("DetailsPanel")
        self.setAccessibleName(self.tr("Details of the chosen photo"))
        self.setWidgetResizable(True)
        self.setFixedWidth(WIDTH_PX)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Reached by the keyboard only to scroll what is too long.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._with_preview = preview
        self._shown: list[tuple[str, str]] = []
        self._preview = QLabel(self)
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._preview.setFixedHeight(PREVIEW_PX)
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_XS)
        self.setWidget(_Inside(self._laid_out(), self))
        self.show_nothing()

    def show_nothing(self) -> None:
        """No photo is chosen."""
        self.show_remark(self.tr("Choose a photo to see what is known of it."))

    def show_remark(self, text: str) -> None:
        """A sentence instead of a photo."""
        self._show_rows([])
        self._preview.setVisible(False)
        self._hint.setText(text)
        self._hint.show()

    def show_photo(self, pixmap: QPixmap | None, rows: Sequence[tuple[str, str]]) -> None:
        """Show one photo."""
        self._hint.hide()
        self._preview.setVisible(self._with_preview)
        self._show_preview(pixmap)
        self._show_rows(list(rows))

    def changeEvent(self, event: QEvent) -> None:
        """Names of values are muted in the theme's colour."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shown"):
            shown, self._shown = self._shown, []
            self._show_rows(shown)

    def _show_rows(self, rows: list[tuple[str, str]]) -> None:
        if rows == self._shown:
            return
        self._shown = rows
        while (item := self._rows.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for name, value in rows:
            self._rows.addWidget(self._name_label(name))
            self._rows.addWidget(self._value_label(value))
            self._rows.addSpacing(SPACE_XS)

    def _laid_out(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_M)
        column.addWidget(self._preview)
        column.addWidget(self._hint)
        column.addLayout(self._rows)
        column.addStretch(1)
        return column

    def _show_preview(self, pixmap: QPixmap | None) -> None:
        if pixmap is None:
            self._preview.clear()
            return
        ratio = self.devicePixelRatioF()
        scaled = pixmap.scaled(
            round(PREVIEW_PX * ratio),
            round(PREVIEW_PX * ratio),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(ratio)
        self._preview.setPixmap(scaled)
        self._preview.setFixedHeight(round(scaled.height() / ratio))

    def _name_label(self, name: str) -> QLabel:
        label = QLabel(name, self)
        label.setFont(small_font(self.font()))
        palette = label.palette()
        palette.setColor(label.foregroundRole(), QColor(tones(self.palette()).muted))
        label.setPalette(palette)
        return label

    def _value_label(self, value: str) -> QLabel:
        label = QLabel(self)
        # Names and EXIF come from strangers: shown as text, whatever they contain.
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(_breakable(value))
        label.setWordWrap(True)
        # Not selectable: what is copied would hold the places where it may break.
        copy = QAction(self.tr("Copy"), label)
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(value))
        label.addAction(copy)
        label.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return label


class _Inside(QWidget):
    """What is scrolled; draws the line that parts the panel from the grid."""

    def __init__(self, layout: QVBoxLayout, parent: QWidget) -> None:
        super().__init__(parent)
        self.setLayout(layout)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line along the left edge."""
        painter = QPainter(self)
        painter.fillRect(0, 0, 1, self.height(), QColor(tones(self.palette()).line))
        painter.end()


def _breakable(text: str) -> str:
    """Long paths and names without blanks may break after these, so that nothing is cut off."""
    for mark in ("/", "_", "-", "."):
        text = text.replace(mark, mark + "\u200b")
    return text
