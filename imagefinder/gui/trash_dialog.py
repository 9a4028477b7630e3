"""Asks before photos are moved to the trash: how many, which, and that they can be put back."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from imagefinder.gui.grid.rows import RowInfo
from imagefinder.gui.muted import Muted
from imagefinder.gui.style import SPACE_L, SPACE_M, SPACE_S, heading_font, icon_pixmap, tones

_NAMED = 5
_ICON_PX = 40
_WIDTH_PX = 420


class TrashDialog(QDialog):
    """`accepted` is a yes. What Enter and Escape do is no."""

    def __init__(self, paths: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        count = QLocale().toString(len(paths))
        self.setWindowTitle(self.tr("Move to trash"))
        self._question = QLabel(
            self.tr("Move {0} photos to the trash?").format(count)
            if len(paths) > 1
            else self.tr("Move this photo to the trash?"),
            self,
        )
        self._question.setFont(heading_font(self.font()))
        self._names = QLabel(self)
        self._names.setTextFormat(Qt.TextFormat.PlainText)
        self._names.setText("\n".join(self._first_names(paths)))
        remark = self.tr("The files themselves are moved. Your system's trash can put them back.")
        self._remark = Muted(self, remark)
        self._buttons = self._make_buttons()
        self._lay_out()

    def sizeHint(self) -> QSize:
        """Wide enough for most names."""
        return super().sizeHint().expandedTo(QSize(_WIDTH_PX, 0))

    def _first_names(self, paths: Sequence[str]) -> list[str]:
        metrics, middle = self.fontMetrics(), Qt.TextElideMode.ElideMiddle
        room = _WIDTH_PX - _ICON_PX - 3 * SPACE_L
        names = [metrics.elidedText(RowInfo(p).name, middle, room) for p in paths[:_NAMED]]
        more = len(paths) - len(names)
        return [*names, self.tr("and %Ln more", "", more)] if more else names

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        cancel = QPushButton(self.tr("Cancel"), self)
        move = QPushButton(self.tr("Move to trash"), self)
        buttons.addButton(move, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        move.setAutoDefault(False)
        cancel.setDefault(True)
        cancel.setFocus()
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _lay_out(self) -> None:
        sign = QLabel(self)
        colour = tones(self.palette()).muted
        sign.setPixmap(icon_pixmap("trash", colour, _ICON_PX, self.devicePixelRatioF()))
        text = QVBoxLayout()
        text.setSpacing(SPACE_M)
        for label in (self._question, self._names, self._remark):
            text.addWidget(label)
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_L + SPACE_S)
        grid.addWidget(sign, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(text, 0, 1)
        grid.addWidget(self._buttons, 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)
