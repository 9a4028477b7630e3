"""Between the list of tastes and what is done to them: asks, then says what is really wanted."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from imagefinder.core.tasting import TasteSummary
from imagefinder.gui.taste import sentences
from imagefinder.gui.taste.questions import NameQuestion, ask_whether_sure
from imagefinder.gui.taste.taste_list import TasteList

SUFFIX = ".taste"


class TasteDeeds(QObject):
    """Asks on behalf of one page, of which it is told what it shows."""

    change_wanted = Signal(str, str, str)  # core.tasting.Change, name, to
    export_wanted = Signal(str, object)  # name, file
    import_wanted = Signal(object)  # file

    def __init__(self, listed: TasteList, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._tastes: Sequence[TasteSummary] = ()
        self._current = ""
        listed.new_wanted.connect(self.ask_new)
        listed.rename_wanted.connect(self._ask_rename)
        listed.duplicate_wanted.connect(self._ask_duplicate)
        listed.reset_wanted.connect(self._ask_reset)
        listed.delete_wanted.connect(self._ask_delete)
        listed.export_wanted.connect(self._ask_export)
        listed.import_wanted.connect(self.ask_import)

    def show_tastes(self, tastes: Sequence[TasteSummary], current: str) -> None:
        """What there is, and which one is meant."""
        self._tastes, self._current = tastes, current

    def ask_new(self) -> None:
        """Ask for the name of a new taste."""
        self._ask_name(self.tr("New taste"), "", "new")

    def ask_import(self) -> None:
        """Ask for a file to read a taste from."""
        title, kinds = self.tr("Import a taste"), self._kinds()
        file, _ = QFileDialog.getOpenFileName(self._page, title, "", kinds)
        if file:
            self.import_wanted.emit(file)

    def _ask_rename(self) -> None:
        self._ask_name(self.tr("Rename “{0}”").format(self._current), self._current, "rename")

    def _ask_duplicate(self) -> None:
        title = self.tr("Duplicate “{0}”").format(self._current)
        self._ask_name(title, f"{self._current} 2", "duplicate")

    def _ask_name(self, title: str, name: str, change: str) -> None:
        current = self._current

        def wanted(given: str) -> None:
            names = (given, "") if change == "new" else (current, given)
            if change == "new" or given != current:
                self.change_wanted.emit(change, *names)

        taken = {taste.name for taste in self._tastes} - (
            {current} if change == "rename" else set()
        )
        NameQuestion(title, name, taken, wanted, self._page).open()

    def _ask_reset(self) -> None:
        question = self.tr("Forget all votes in “{0}”?").format(self._current)
        self._ask_sure(question, self.tr("Forget"), "reset")

    def _ask_delete(self) -> None:
        question = self.tr("Delete “{0}”?").format(self._current)
        self._ask_sure(question, self.tr("Delete"), "delete")

    def _ask_sure(self, question: str, does: str, change: str) -> None:
        taste = next((one for one in self._tastes if one.name == self._current), None)
        if taste is None:
            return
        what_goes = self.tr("Gone for good: {0}. The photos stay as they are.").format(
            sentences.votes(taste.yes, taste.no)
        )
        ask_whether_sure(
            *(question, what_goes, does),
            lambda: self.change_wanted.emit(change, taste.name, ""),
            self._page,
        )

    def _ask_export(self) -> None:
        name = self._current
        offered = "".join(c if c.isalnum() or c in " -_" else "_" for c in name) + SUFFIX
        title = self.tr("Export “{0}”").format(name)
        file, _ = QFileDialog.getSaveFileName(self._page, title, offered, self._kinds())
        if file:
            self.export_wanted.emit(name, file)

    def _kinds(self) -> str:
        return self.tr("Tastes") + f" (*{SUFFIX})"
