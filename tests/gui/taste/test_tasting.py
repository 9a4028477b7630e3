"""Between page and engine: what is sent when, and what becomes of the answers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QDialogButtonBox
from pytestqt.qtbot import QtBot

from imagefinder.core.messages import Done, Failed, Request
from imagefinder.core.tasting import (
    ChangeTaste,
    ExportTaste,
    ImportTaste,
    ListTastes,
    OpenTaste,
    Suggestion,
    TasteIs,
    TastesAre,
    TasteStatus,
    TasteSummary,
    UndoVote,
    Vote,
)
from imagefinder.gui.remembered import Remembered
from imagefinder.gui.taste import TastePage, Tasting
from imagefinder.gui.taste.questions import WhichTaste

R = TypeVar("R")


class Engine(QObject):
    """Keeps what it is told; the test answers."""

    ready = Signal()
    tastes_received = Signal(object)
    taste_received = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    indexed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Request] = []
        self._requests = 0

    def next_request(self) -> int:
        self._requests += 1
        return self._requests

    def send(self, request: Request) -> None:
        self.told.append(request)

    def last(self, kind: type[R]) -> R:
        """The newest request, which is of this kind."""
        assert isinstance(self.told[-1], kind), self.told[-1]
        return self.told[-1]


class Desk:
    """A page, its controller, and an engine that the test answers for."""

    def __init__(
        self, page: TastePage, file: Path, status: Callable[..., TasteStatus], chosen: list[int]
    ) -> None:
        self.page, self.engine, self._status = page, Engine(), status
        self.remembered = Remembered(file)
        self.tasting = Tasting(
            self.engine,  # type: ignore[arg-type]
            page,
            self.remembered,
            lambda: np.array(chosen, np.int64),
        )

    def list(self, *names: str) -> None:
        self.engine.tastes_received.emit(
            TastesAre(self._asked(), tuple(TasteSummary(name, 0, 0) for name in names))
        )

    def answer(self, following: Suggestion | None, request: int = 0, **values: object) -> None:
        status = self._status(next=following, **values)
        self.engine.taste_received.emit(TasteIs(request or self._asked(), status))

    def shown(self) -> int | None:
        wanted = self.page.ballot.picture._wanted
        return wanted[0].photo_id if wanted else None

    def _asked(self) -> int:
        return getattr(self.engine.told[-1], "request", 0) if self.engine.told else 0


Suggest = Callable[..., Suggestion]
MakeDesk = Callable[..., Desk]


@pytest.fixture
def desk(
    make_page: Callable[..., TastePage], tmp_path: Path, status: Callable[..., TasteStatus]
) -> MakeDesk:
    """A page for "cosy" that shows photo 1 and has photo 2 ready, unless nothing is listed."""

    def made(suggest: Suggest | None = None, chosen: tuple[int, ...] = ()) -> Desk:
        page = make_page(names=("cosy",) if suggest else ())
        opened = Desk(page, tmp_path / "window.ini", status, list(chosen))
        if suggest:
            opened.list("cosy")
            opened.answer(suggest(1))
            opened.answer(suggest(2))
        return opened

    return made


def test_a_vote_shows_the_next_at_once_and_asks_for_one_more(
    desk: MakeDesk, suggest: Suggest
) -> None:
    at = desk(suggest)
    at.engine.told.clear()
    at.page.ballot.voted.emit(True)
    assert at.shown() == 2
    sent = at.engine.last(Vote)
    assert (sent.liked, sent.digests) == (True, (suggest(1).digest,))
    # The one that is looked at now is not to come again.
    assert sent.skipped == (suggest(2).digest,)
    at.answer(suggest(3), yes=1)
    assert at.shown() == 2
    at.page.ballot.voted.emit(False)
    assert at.engine.last(Vote).digests == (suggest(2).digest,)
    assert at.shown() == 3


def test_a_key_without_a_picture_at_hand_is_no_vote(desk: MakeDesk, suggest: Suggest) -> None:
    at = desk(suggest)
    at.page.ballot.voted.emit(True)
    at.page.ballot.voted.emit(True)
    told = len(at.engine.told)
    for _ in range(3):
        at.page.ballot.voted.emit(False)
        at.page.ballot.skipped.emit()
    assert len(at.engine.told) == told


def test_what_was_expected_goes_with_the_vote(desk: MakeDesk, suggest: Suggest) -> None:
    at = desk(suggest)
    at.answer(suggest(3, expected_yes=False, decision=-0.7), request=at.tasting._newest)
    at.page.ballot.voted.emit(True)
    assert at.engine.last(Vote).expected_yes is None
    assert "don’t · fairly sure" in at.page.ballot._expected.text()
    at.page.ballot.voted.emit(True)
    assert at.engine.last(Vote).expected_yes is False


def test_an_answer_that_is_out_of_date_shows_counts_but_suggests_nothing(
    desk: MakeDesk, suggest: Suggest
) -> None:
    at = desk(suggest)
    at.page.ballot.voted.emit(True)
    first = at.engine.last(Vote).request
    at.page.ballot.voted.emit(True)
    at.answer(suggest(5), request=first, yes=1)
    assert at.tasting._turns.at is None
    assert "1 yes" in at.page.list._rows.item(0).toolTip()
    at.answer(suggest(4), yes=2)
    assert at.shown() == 4


def test_skipping_and_back_need_no_vote(desk: MakeDesk, suggest: Suggest) -> None:
    at = desk(suggest)
    at.page.ballot.skipped.emit()
    assert at.engine.last(OpenTaste).skipped == (suggest(1).digest, suggest(2).digest)
    assert at.shown() == 2
    at.page.ballot.undone.emit()
    assert at.shown() == 1
    assert not any(isinstance(told, UndoVote | Vote) for told in at.engine.told)


def test_undoing_a_vote_brings_its_picture_back_and_then_the_one_after(
    desk: MakeDesk, suggest: Suggest
) -> None:
    at = desk(suggest)
    at.page.ballot.voted.emit(True)
    at.answer(suggest(3), yes=1)
    at.page.ballot.undone.emit()
    assert at.engine.last(UndoVote).name == "cosy"
    at.page.ballot.voted.emit(True)
    at.engine.last(UndoVote)
    at.answer(suggest(1))
    assert at.shown() == 1
    at.page.ballot.voted.emit(False)
    assert at.shown() == 2


def test_a_vote_of_the_strip_is_changed_with_what_was_expected(
    desk: MakeDesk, suggest: Suggest, status: Callable[..., TasteStatus]
) -> None:
    at = desk(suggest)
    vote = status([(4, True)]).recent[0]
    at.page.ballot.strip.changed.emit(vote, None)
    sent = at.engine.last(Vote)
    assert (sent.digests, sent.liked) == ((vote.digest,), None)
    assert at.shown() == 1


def test_where_nothing_is_left_it_says_why(desk: MakeDesk, suggest: Suggest) -> None:
    at = desk(suggest)
    at.page.ballot.voted.emit(True)
    at.answer(None, yes=1)
    at.page.ballot.voted.emit(True)
    at.answer(None, yes=2, note="No picture is left to vote on.")
    assert at.page.ballot.picture._canvas._message == (
        "Nothing to vote on",
        "No picture is left to vote on.",
    )


def test_a_refusal_is_told_where_the_picture_would_be(desk: MakeDesk) -> None:
    at = desk()
    at.list("cosy")
    at.engine.failed.emit(Failed(at.engine.last(OpenTaste).request, "No photo is indexed yet."))
    assert at.page.ballot.picture._canvas._message[1] == "No photo is indexed yet."
    at.engine.indexed.emit(None)
    at.engine.last(OpenTaste)


def test_words_and_a_selection_seed(desk: MakeDesk, suggest: Suggest) -> None:
    at = desk(suggest, chosen=(3, 4))
    at.page.standing.words_given.emit("cosy interiors")
    assert at.engine.last(OpenTaste).words == "cosy interiors"
    at.answer(suggest(5))
    assert at.shown() == 5
    at.page.standing.selection_wanted.emit()
    assert at.engine.last(OpenTaste).photo_ids == (3, 4)


def test_votes_on_a_selection_go_to_the_current_taste(
    desk: MakeDesk, suggest: Suggest, qtbot: QtBot
) -> None:
    at = desk(suggest)
    at.tasting.vote_on(np.array([1, 5], np.int64), True)
    sent = at.engine.last(Vote)
    assert (sent.name, sent.photo_ids, sent.liked) == ("cosy", (1, 5), True)
    # Photo 1 was shown: it has been voted on now.
    assert at.shown() == 2
    with qtbot.waitSignal(at.tasting.remarked) as remarked:
        at.answer(suggest(3), yes=2)
    assert "yes in “cosy”" in remarked.args[0]


def test_without_a_taste_a_selection_asks_in_which(
    desk: MakeDesk, suggest: Suggest, qtbot: QtBot
) -> None:
    at = desk()
    at.tasting.vote_on(np.array([1], np.int64), False)
    dialog = at.page.window().findChild(WhichTaste)
    assert dialog is not None
    ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    dialog.findChild(QComboBox).setEditText("wild")
    ok.click()
    sent = at.engine.last(Vote)
    assert (sent.name, sent.photo_ids, sent.liked) == ("wild", (1,), False)
    with qtbot.waitSignal(at.tasting.remarked):
        at.answer(suggest(2), name="wild", no=1)
    assert any(isinstance(told, ListTastes) for told in at.engine.told)
    assert at.remembered.taste == "wild"


def test_the_taste_is_remembered(desk: MakeDesk) -> None:
    at = desk()
    at.remembered.keep(taste="wild")
    at.list("cosy", "wild")
    assert at.engine.last(OpenTaste).name == "wild"
    at.page.list.chosen.emit("cosy")
    assert at.remembered.taste == "cosy"


def test_a_new_taste_is_shown_and_a_deleted_one_gives_way_to_its_neighbour(
    desk: MakeDesk,
) -> None:
    at = desk()
    at.list("a", "b", "c")
    at.page.deeds.change_wanted.emit("new", "bb", "")
    assert at.engine.last(ChangeTaste).change == "new"
    at.list("a", "b", "bb", "c")
    assert at.engine.last(OpenTaste).name == "bb"
    at.page.deeds.change_wanted.emit("delete", "bb", "")
    at.list("a", "b", "c")
    assert at.engine.last(OpenTaste).name == "c"
    at.page.deeds.change_wanted.emit("rename", "c", "d")
    at.list("a", "b", "d")
    assert at.engine.last(OpenTaste).name == "d"
    for left in (("a", "b"), ("a",), ()):
        at.list(*left)
    assert at.page.empty.isVisible()


def test_files_are_told_when_they_are_done(desk: MakeDesk, qtbot: QtBot) -> None:
    at = desk()
    at.list("cosy")
    at.page.deeds.export_wanted.emit("cosy", "/tmp/cosy.taste")
    sent = at.engine.last(ExportTaste)
    with qtbot.waitSignal(at.tasting.remarked) as remarked:
        at.engine.done.emit(Done(sent.request, sent.file))
    assert "/tmp/cosy.taste" in remarked.args[0]
    at.page.deeds.import_wanted.emit("/tmp/other.taste")
    at.engine.last(ImportTaste)
    with qtbot.waitSignal(at.tasting.remarked) as remarked:
        at.list("cosy", "other")
    assert "other" in remarked.args[0]
    assert at.engine.last(OpenTaste).name == "other"


def test_hidden_it_asks_for_nothing(desk: MakeDesk) -> None:
    at = desk()
    at.page.hide()
    at.list("cosy")
    opened: list[Any] = [told for told in at.engine.told if isinstance(told, OpenTaste)]
    assert not opened
    at.page.show()
    assert at.engine.last(OpenTaste).name == "cosy"
