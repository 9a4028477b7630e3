"""What is dropped on the window or pasted: pictures become a query, folders are watched.

The bytes are copied at once, since a drop's data is gone after its event; the engine decodes them.
Where there is an address only, the picture is fetched from there, now that it was asked for.
"""

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths
from imagefinder.gui import drops
from imagefinder.gui.fetching import Fetching
from imagefinder.gui.folder_changes import FolderChanges
from imagefinder.gui.query_bar import QueryBar
from imagefinder.gui.sentences import told

# More examples than this say no more, and no query bar has room for them.
MOST_PICTURES = 12


class TakingIn(QObject):
    """Hands on what came in."""

    asked = Signal()
    remarked = Signal(str)

    def __init__(
        self,
        paths: LibraryPaths,
        bar: QueryBar,
        changes: FolderChanges,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._keep_in = paths.derived / "dropped"
        self._bar = bar
        self._changes = changes
        self._adds = False
        self.fetching = Fetching(self)
        self.fetching.begun.connect(self._on_begun)
        self.fetching.fetched.connect(self._on_fetched)
        self.fetching.failed.connect(self.remarked)

    def close(self) -> None:
        """Fetch no more."""
        self.fetching.close()

    def paste(self) -> None:
        """Ask for what lies on the clipboard: a picture, files, or words."""
        data = QGuiApplication.clipboard().mimeData()
        if not drops.holds_picture(data) and _is_plain_text(data):
            self._bar.set_text(" ".join(data.text().split()))
            self.asked.emit()
        else:
            self.take(data, add=False)

    def take(self, data: QMimeData, add: bool) -> None:
        """Ask for the pictures (in addition to what is asked, with `add`), watch the folders."""
        try:
            paths = drops.dropped_pictures(data, self._keep_in)
        except KnownError as e:
            self.remarked.emit(told(str(e)))
            return
        folders = [path for path in paths if Path(path).is_dir()]
        pictures = [path for path in paths if Path(path).is_file()]
        for folder in folders:
            self._changes.add(folder)
        if pictures:
            self._ask(pictures, add)
        elif not folders:
            self._fetch(data, add)

    def _ask(self, pictures: list[str], add: bool) -> None:
        first = pictures[:MOST_PICTURES]
        if add:
            self._bar.add_pictures(first)
        else:
            self._bar.ask_for_pictures(first)
        self.asked.emit()
        if len(pictures) > len(first):
            self.remarked.emit(
                self.tr("Searching with the first {0} pictures only.").format(len(first))
            )

    def _fetch(self, data: QMimeData, add: bool) -> None:
        address = drops.web_address(data)
        if address is None:
            self.remarked.emit(self.tr("There is no picture in this."))
        else:
            self._adds = add
            self.fetching.fetch(address)

    def _on_begun(self, host: str) -> None:
        self.remarked.emit(self.tr("Fetching the picture from {0}…").format(host))

    def _on_fetched(self, content: bytes) -> None:
        try:
            file = drops.kept(content, self._keep_in)
        except KnownError as e:
            self.remarked.emit(told(str(e)))
        else:
            self._ask([str(file)], self._adds)


def _is_plain_text(data: QMimeData) -> bool:
    text = data.text().strip()
    return bool(text) and not text.startswith("data:")
