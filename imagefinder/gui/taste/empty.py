"""What the page of tastes shows before there is one: what a taste is, and a name for the first."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from imagefinder.gui.icons import put_icon
from imagefinder.gui.style import SPACE_M, SPACE_S, SPACE_XL, title_font

COLUMN_WIDTH_PX = 480


class NoTasteYet(QWidget):
    """Asks for a name."""

    start_wanted = Signal(str)
    import_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = QLineEdit(self)
        self._name.setPlaceholderText(self.tr("a name, as cosy"))
        self._name.setAccessibleName(self.tr("Name of the first taste"))
        self._name.textChanged.connect(self._on_text)
        self._name.returnPressed.connect(self._on_start)
        self._start = QPushButton(self.tr("Start"), self)
        put_icon(self._start, "taste", self)
        self._start.clicked.connect(self._on_start)
        self._import = QPushButton(self.tr("Import…"), self)
        self._import.setToolTip(self.tr("Read a taste from a file that was exported"))
        self._import.clicked.connect(self.import_wanted)
        self._on_text("")
        self._lay_out()

    def take_keys(self) -> None:
        """The keyboard goes to the name. As a focus proxy it would catch Tab in this page."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Teach it what you like"), self)
        title.setFont(title_font(self.font()))
        about = QLabel(
            self.tr(
                "Say yes or no to one photo after the other, and it learns to tell which ones you "
                "like. What it learnt can rank your whole library, and stays on this computer."
            ),
            self,
        )
        about.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._name, stretch=1)
        row.addWidget(self._start)
        row.addWidget(self._import)
        column = QVBoxLayout()
        column.setSpacing(SPACE_M)
        column.addWidget(title)
        column.addWidget(about)
        column.addSpacing(SPACE_S)
        column.addLayout(row)
        box = QWidget(self)
        box.setLayout(column)
        box.setMaximumWidth(COLUMN_WIDTH_PX)
        # Between stretches: what is aligned is not asked how high it gets when it is wrapped.
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(box, stretch=100)
        across.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        outer.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(2)

    def _on_text(self, text: str) -> None:
        self._start.setEnabled(bool(text.strip()))

    def _on_start(self) -> None:
        if name := self._name.text().strip():
            self._name.clear()
            self.start_wanted.emit(name)
