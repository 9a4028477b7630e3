"""The panel on the right: the chosen photo, larger, and what is known of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from imagefinder.gui.style import SPACE_L, SPACE_M, SPACE_S, small_font

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
        self._preview = QLabel(self)
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._preview.setMinimumHeight(PREVIEW_PX * 3 // 4)
        self._preview.setVisible(preview)
        self._hint = QLabel(self.tr("Choose a photo to see what is known of it."), self)
        self._hint.setWordWrap(True)
        self._hint.setEnabled(False)
        self._form = QFormLayout()
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._form.setVerticalSpacing(SPACE_S)
        self.setWidget(self._laid_out())

    def show_nothing(self) -> None:
        """No photo is chosen."""
        self._clear()
        self._preview.clear()
        self._hint.show()

    def show_photo(self, pixmap: QPixmap | None, rows: Sequence[tuple[str, str]]) -> None:
        """Show one photo."""
        self._clear()
        self._hint.hide()
        self._show_preview(pixmap)
        for name, value in rows:
            self._form.addRow(self._name_label(name), self._value_label(value))

    def _laid_out(self) -> QWidget:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_M)
        column.addWidget(self._preview)
        column.addWidget(self._hint)
        column.addLayout(self._form)
        column.addStretch(1)
        return inside

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

    def _name_label(self, name: str) -> QLabel:
        label = QLabel(name, self)
        label.setFont(small_font(self.font()))
        label.setEnabled(False)
        return label

    def _value_label(self, value: str) -> QLabel:
        label = QLabel(self)
        # Names and EXIF come from strangers: shown as text, whatever they contain.
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(_breakable(value))
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _clear(self) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)


def _breakable(text: str) -> str:
    """Long paths and names without blanks may break after these, so that nothing is cut off."""
    for mark in ("/", "_", "-", "."):
        text = text.replace(mark, mark + "\u200b")
    return text
