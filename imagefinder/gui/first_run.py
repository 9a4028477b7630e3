"""What a person sees first: no folder yet. Choose one, or try the demo."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from imagefinder.embed.models import TIERS
from imagefinder.gui.grid.rows import displayed
from imagefinder.gui.icons import put_icon
from imagefinder.gui.style import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, title_font

COLUMN_WIDTH_PX = 560
DEFAULT_TIER = "default"


class FirstRun(QWidget):
    """Asks for a folder and a model; says what will happen."""

    begin_wanted = Signal(object, str)  # folder, model
    demo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = _pictures_folder()
        self._folder_label = QLabel(self)
        self._folder_label.setTextFormat(Qt.TextFormat.PlainText)
        self._models = self._make_models()
        self._about = self._text("")
        self._note = self._text("")
        self._begin = QPushButton(self.tr("Find my photos"), self)
        self._begin.setDefault(True)
        self._begin.clicked.connect(self._on_begin)
        self._lay_out()
        self._models.currentIndexChanged.connect(lambda _: self._show_model())
        self._show_folder()
        self._show_model()

    def show_note(self, text: str) -> None:
        """Say why it did not work."""
        self._note.setText(text)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Find your photos by what is in them"), self)
        title.setFont(title_font(self.font()))
        column = QVBoxLayout()
        column.setSpacing(SPACE_M)
        column.addWidget(title)
        column.addWidget(
            self._text(
                self.tr(
                    "Everything stays on this computer: pictures are looked at here, and nothing "
                    "is ever sent. The one thing fetched is the model below, once. Your photos "
                    "are never changed."
                )
            )
        )
        column.addSpacing(SPACE_S)
        column.addLayout(self._folder_row())
        column.addWidget(QLabel(self.tr("Model"), self))
        column.addWidget(self._models)
        column.addWidget(self._about)
        column.addSpacing(SPACE_S)
        column.addLayout(self._button_row())
        column.addWidget(self._note)
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

    def _folder_row(self) -> QHBoxLayout:
        choose = QPushButton(self.tr("Choose folder…"), self)
        put_icon(choose, "folder", self)
        choose.clicked.connect(self._on_choose)
        row = QHBoxLayout()
        row.setSpacing(SPACE_L)
        row.addWidget(self._folder_label, stretch=1)
        row.addWidget(choose)
        return row

    def _button_row(self) -> QHBoxLayout:
        demo = QPushButton(self.tr("Try the demo"), self)
        put_icon(demo, "picture", self)
        demo.setToolTip(self.tr("Drawn pictures and a tiny model that knows them; no download"))
        demo.clicked.connect(self.demo_wanted)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._begin)
        row.addWidget(demo)
        row.addStretch(1)
        return row

    def _make_models(self) -> QComboBox:
        models = QComboBox(self)
        # Never wider than the column, whatever a model is good at.
        models.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        models.setAccessibleName(self.tr("Model"))
        models.view().setAccessibleName(self.tr("Model"))
        for tier in TIERS:
            models.addItem(f"{tier.tier} · {tier.good_at} · {tier.megabytes} MB", tier.tier)
        models.setCurrentIndex(models.findData(DEFAULT_TIER))
        return models

    def _text(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setWordWrap(True)
        return label

    def _show_folder(self) -> None:
        self._folder_label.setText(displayed(self._folder))

    def _show_model(self) -> None:
        tier = next(t for t in TIERS if t.tier == self._models.currentData())
        self._about.setText(
            self.tr("{0}: {1} % right on ImageNet. Licence: {2}. Fetched once, {3} MB.").format(
                tier.name, f"{tier.imagenet_percent:.1f}", tier.licence, tier.megabytes
            )
        )

    def _on_choose(self) -> None:
        path = QFileDialog.getExistingDirectory(
            self, self.tr("Choose a folder of photos"), self._folder
        )
        if path:
            self._folder = path
            self._show_folder()

    def _on_begin(self) -> None:
        self.show_note("")
        self.begin_wanted.emit(self._folder, str(self._models.currentData()))


def _pictures_folder() -> str:
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return found if found and Path(found).is_dir() else str(Path.home())
