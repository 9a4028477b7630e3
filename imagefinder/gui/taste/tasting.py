"""Between the page of tastes and the engine: votes go down, what to show next comes up.

Nothing waits: a vote is sent, and the picture that was asked for ahead is shown at once. Votes on
selections come from anywhere by `vote_on`; `rank_wanted` says which taste is to rank the library.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QObject, Signal

from imagefinder.core.messages import Done, Failed
from imagefinder.core.tasting import (
    CastVote,
    Change,
    ChangeTaste,
    ExportTaste,
    ImportTaste,
    ListTastes,
    OpenTaste,
    TasteIs,
    TastesAre,
    TasteStatus,
    TasteSummary,
    UndoVote,
    Vote,
)
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.listing import Ids
from imagefinder.gui.remembered import Remembered
from imagefinder.gui.taste import sentences
from imagefinder.gui.taste.page import TastePage
from imagefinder.gui.taste.questions import WhichTaste
from imagefinder.gui.taste.turns import Turns

# What more photos have in common is no start.
MOST_SEEDS = 1000


class Tasting(QObject):
    """One engine, one page. `chosen` gives the photos that are chosen elsewhere, by id."""

    rank_wanted = Signal(str)
    remarked = Signal(str)

    def __init__(
        self,
        engine: EngineClient,
        page: TastePage,
        remembered: Remembered,
        chosen: Callable[[], Ids],
    ) -> None:
        super().__init__(page)
        self._engine, self._page, self._remembered = engine, page, remembered
        self._chosen = chosen
        self._name = ""
        self._tastes: Sequence[TasteSummary] = ()
        self._turns = Turns()
        # The newest request whose answer brings a suggestion; an earlier one's is out of date.
        self._newest = 0
        # What to do, by request, once it is answered.
        self._then: dict[int, Callable[[], object]] = {}
        self._connect()

    def vote_on(self, photo_ids: Ids, liked: bool) -> None:
        """Vote on these in the current taste; without one, ask in which."""
        if self._name:
            self._vote_on(photo_ids, liked, self._name)
            return
        title = self.tr("Vote yes in") if liked else self.tr("Vote no in")
        names = [taste.name for taste in self._tastes]
        WhichTaste(title, names, partial(self._vote_on, photo_ids, liked), self._window()).open()

    # --- connecting

    def _connect(self) -> None:
        engine, page = self._engine, self._page
        engine.ready.connect(self._list)
        engine.tastes_received.connect(self._on_tastes)
        engine.taste_received.connect(self._on_taste)
        engine.done.connect(self._on_done)
        engine.failed.connect(self._on_failed)
        engine.indexed.connect(lambda _: self._open())
        page.shown.connect(self._open)
        page.list.chosen.connect(self._choose)
        page.ballot.voted.connect(self._on_voted)
        page.ballot.skipped.connect(self._on_skipped)
        page.ballot.undone.connect(self._on_undone)
        page.ballot.strip.changed.connect(self._on_vote_changed)
        page.standing.words_given.connect(lambda words: self._begin_anew(words=words))
        page.standing.selection_wanted.connect(self._on_selection)
        page.standing.rank_wanted.connect(lambda: self.rank_wanted.emit(self._name))
        page.deeds.change_wanted.connect(self._on_change)
        page.deeds.export_wanted.connect(self._on_export)
        page.deeds.import_wanted.connect(self._on_import)

    # --- which taste

    def _list(self) -> None:
        self._engine.send(ListTastes(self._engine.next_request()))

    def _on_tastes(self, event: TastesAre) -> None:
        before = self._names()
        self._tastes = event.tastes
        go_on = self._then.pop(event.request, None)
        if go_on is not None:
            go_on()
        if self._name not in self._names():
            self._choose(self._instead(before))
        self._page.show_tastes(self._tastes, self._name)

    def _instead(self, before: Sequence[str]) -> str:
        """What is shown where the current taste is gone: its neighbour, at first the last shown."""
        names = self._names()
        kept = self._name or self._remembered.taste
        if kept in names or not names:
            return kept if names else ""
        place = before.index(self._name) if self._name in before else 0
        return names[min(place, len(names) - 1)]

    def _names(self) -> list[str]:
        return [taste.name for taste in self._tastes]

    def _choose(self, name: str) -> None:
        self._name = name
        self._remembered.keep(taste=name)
        self._page.show_tastes(self._tastes, name)
        self._page.standing.clear_words()
        self._page.ballot.show_waiting()
        self._turns = Turns()
        self._open()

    def _open(self) -> None:
        """Ask for a picture, where one is to be seen and there is none."""
        if self._name and self._turns.at is None and self._page.isVisible():
            self._send(OpenTaste)

    def _begin_anew(self, **seeds: object) -> None:
        """From these words or photos, in place of what was to be shown."""
        self._turns = Turns()
        self._page.ballot.show_waiting()
        self._page.ballot.picture.setFocus()
        self._send(OpenTaste, **seeds)

    def _on_selection(self) -> None:
        self._begin_anew(photo_ids=tuple(self._chosen()[:MOST_SEEDS].tolist()))

    # --- voting

    def _on_voted(self, liked: bool) -> None:
        voted = self._turns.vote()
        if voted is not None:
            self._show_turn()
            expected = voted.expected_yes
            self._send(Vote, liked=liked, digests=(voted.digest,), expected_yes=expected)

    def _on_skipped(self) -> None:
        if self._turns.skip():
            self._show_turn()
            self._send(OpenTaste)

    def _on_undone(self) -> None:
        if not self._name:
            return
        went_back = self._turns.go_back()
        self._show_turn()
        self._send(OpenTaste if went_back else UndoVote)

    def _on_vote_changed(self, vote: CastVote, liked: bool | None) -> None:
        self._send(Vote, liked=liked, digests=(vote.digest,), expected_yes=vote.expected_yes)

    def _vote_on(self, photo_ids: Ids, liked: bool, name: str) -> None:
        ids = tuple(photo_ids.tolist())
        remark = partial(self.remarked.emit, sentences.cast(liked, len(ids), name))
        if name == self._name:
            self._turns.drop(ids)
            self._show_turn()
            self._then[self._send(Vote, liked=liked, photo_ids=ids)] = remark
            return
        number = self._engine.next_request()
        self._then[number] = partial(self._on_voted_elsewhere, name, remark)
        self._engine.send(Vote(number, name, liked, photo_ids=ids))

    def _on_voted_elsewhere(self, name: str, remark: Callable[[], object]) -> None:
        """There may be a taste more than before."""
        remark()
        self._go_to(name)
        self._list()

    def _send(self, kind: type[OpenTaste] | type[Vote] | type[UndoVote], **values: Any) -> int:
        self._newest = self._engine.next_request()
        skipped = self._turns.left_out
        self._engine.send(kind(request=self._newest, name=self._name, skipped=skipped, **values))
        return self._newest

    def _on_taste(self, event: TasteIs) -> None:
        status = event.status
        if go_on := self._then.pop(event.request, None):
            go_on()
        if status.name != self._name:
            return
        self._show_status(status)
        if event.request == self._newest:
            self._take(status)

    def _take(self, status: TasteStatus) -> None:
        """The suggestion is for now, or, where a picture is at hand, for later."""
        was_waiting = self._turns.at is None
        self._turns.suggest(status.next)
        if self._turns.at is None:
            self._page.ballot.show_message(self.tr("Nothing to vote on"), status.note)
            return
        if was_waiting:
            self._show_turn()
            if self._turns.ahead is None:
                self._send(OpenTaste)
        elif self._turns.ahead is not None:
            self._page.ballot.picture.read_ahead(self._turns.ahead)

    def _show_turn(self) -> None:
        ballot = self._page.ballot
        if self._turns.at is None:
            ballot.show_waiting()
            return
        ballot.show_suggestion(self._turns.at)
        if self._turns.ahead is not None:
            ballot.picture.read_ahead(self._turns.ahead)

    def _show_status(self, status: TasteStatus) -> None:
        self._page.show_status(status)
        counted = TasteSummary(status.name, status.yes, status.no)
        tastes = [counted if one.name == status.name else one for one in self._tastes]
        if tastes != list(self._tastes):
            self._tastes = tastes
            self._page.show_tastes(tastes, self._name)

    def _on_failed(self, failed: Failed) -> None:
        self._then.pop(failed.request, None)
        if failed.request == self._newest and self._turns.at is None:
            self._page.ballot.show_message(self.tr("Nothing to vote on"), failed.text)

    # --- what is done to tastes

    def _on_change(self, change: str, name: str, to: str) -> None:
        number = self._engine.next_request()
        if change != "delete":
            self._then[number] = partial(self._go_to, to or name)
        self._engine.send(ChangeTaste(number, cast(Change, change), name, to))

    def _go_to(self, name: str) -> None:
        # Not looked up: it may be one that is about to be listed.
        self._choose(name.strip())

    def _on_export(self, name: str, file: str) -> None:
        number = self._engine.next_request()
        self._then[number] = partial(
            self.remarked.emit, self.tr("“{0}” exported to {1}").format(name, file)
        )
        self._engine.send(ExportTaste(number, name, file))

    def _on_done(self, done: Done) -> None:
        if go_on := self._then.pop(done.request, None):
            go_on()

    def _on_import(self, file: str) -> None:
        number, before = self._engine.next_request(), set(self._names())

        def go_on() -> None:
            new = [name for name in self._names() if name not in before]
            if new:
                self._go_to(new[0])
                self.remarked.emit(self.tr("“{0}” imported").format(new[0]))

        self._then[number] = go_on
        self._engine.send(ImportTaste(number, file))

    def _window(self) -> Any:
        return self._page.window()
