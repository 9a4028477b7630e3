"""The taste desk: voting, what comes next, undo, and what a vote survives."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.tasting import (
    ChangeTaste,
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
from imagefinder.engine import suggesting
from imagefinder.engine.answers import Answers
from imagefinder.engine.engine import Engine
from imagefinder.engine.tasting import TasteDesk, decision_values
from imagefinder.index.nearest import Nearest
from imagefinder.learn.next_vote import NEAR_COPY
from imagefinder.store.marks import Marks
from tests.engine.home import Home, draw, draw_many, finish

Likes = Callable[[str], bool]
COLOURS = ("red", "green", "blue", "yellow", "white", "black")


class Desk:
    """One session with the desk, by photo names."""

    def __init__(self, engine: Engine, desk: TasteDesk, name: str = "cosy") -> None:
        self.engine, self.desk, self.name = engine, desk, name
        self.skipped: tuple[bytes, ...] = ()

    def ask(self, request: object) -> TasteStatus:
        (answer,) = self.desk.answer(request)  # type: ignore[arg-type]
        assert isinstance(answer, TasteIs)
        assert answer.request == request.request  # type: ignore[attr-defined]
        return answer.status

    def open(self, **seeds: object) -> TasteStatus:
        return self.ask(OpenTaste(1, self.name, skipped=self.skipped, **seeds))  # type: ignore[arg-type]

    def vote(self, shown: Suggestion, liked: bool | None) -> TasteStatus:
        expected = shown.expected_yes
        request = Vote(2, self.name, liked, (shown.digest,), (), expected, self.skipped)
        return self.ask(request)

    def vote_on(self, liked: bool | None, *names: str) -> TasteStatus:
        ids = tuple(self.photo_id(name) for name in names)
        return self.ask(Vote(3, self.name, liked, photo_ids=ids, skipped=self.skipped))

    def undo(self) -> TasteStatus:
        return self.ask(UndoVote(4, self.name, self.skipped))

    def change(self, change: str, name: str, to: str = "") -> tuple[TasteSummary, ...]:
        (answer,) = self.desk.answer(ChangeTaste(5, change, name, to))  # type: ignore[arg-type]
        assert isinstance(answer, TastesAre)
        return answer.tastes

    def tastes(self) -> tuple[TasteSummary, ...]:
        (answer,) = self.desk.answer(ListTastes(6))
        assert isinstance(answer, TastesAre)
        return answer.tastes

    def photo_id(self, name: str) -> int:
        photos = self.engine.library.photos(sorted(self.engine.library.photos_left_by([])))
        (found,) = [i for i, photo in photos.items() if Path(photo.path).name == name]
        return found

    def file(self, photo_id: int | None) -> str:
        assert photo_id is not None
        return Path(self.engine.library.photos([photo_id])[photo_id].path).name

    def play(self, likes: Likes, count: int, **seeds: object) -> list[tuple[Suggestion, bool]]:
        """Vote on what is shown, from the start or on."""
        shown, status = [], self.open(**seeds)
        for _ in range(count):
            if status.next is None:
                break
            liked = likes(self.file(status.next.photo_id))
            shown.append((status.next, liked))
            status = self.vote(status.next, liked)
        return shown


@contextmanager
def at_desk(home: Home, name: str = "cosy") -> Iterator[Desk]:
    with Engine(home.library) as engine:
        answers = Answers(engine.paths, lambda: engine.settings, engine.encoders)
        with closing(TasteDesk(engine.paths, answers)) as desk:
            opened = Desk(engine, desk, name)
            if name not in [taste.name for taste in opened.tastes()]:
                opened.change("new", name)
            yield opened


def colour_of(name: str) -> str:
    return COLOURS[int(name[:4]) % len(COLOURS)]


def likes_red(name: str) -> bool:
    return colour_of(name) == "red"


@pytest.fixture
def sixty(home: Home) -> Home:
    """Sixty pictures, ten of each colour; votes on near-copies in a row are allowed for."""
    draw_many(home.pictures, 60)
    home.index()
    return home


@pytest.fixture
def no_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures of one colour are nearly alike to the colour model; here they count as different."""
    monkeypatch.setattr("imagefinder.learn.next_vote.NEAR_COPY", 2.0)


# --- What comes next ------------------------------------------------------------------------------


def test_three_kinds_take_turns_and_it_learns(sixty: Home, no_copies: None) -> None:
    with at_desk(sixty) as desk:
        shown = desk.play(likes_red, 30)
        status = desk.open()
    known = [n for n, (one, _) in enumerate(shown) if one.expected_yes is not None]
    assert known
    assert known == list(range(known[0], 30))
    whys = [shown[n][0].why for n in known]
    assert whys == [("liked", "disliked", "unsure")[n % 3] for n in known]
    assert len({one.digest for one, _ in shown}) == 30
    told = [one.expected_yes == liked for one, liked in shown if one.expected_yes is not None]
    assert (status.overall.right, status.overall.told) == (sum(told), len(told))
    assert status.overall.low < sum(told) / len(told) <= status.overall.high
    assert len(status.curve) == len(told)
    assert status.last_20.told == min(20, len(told))
    assert sum(told) / len(told) > 0.6
    assert status.note == ""
    assert all((one.decision > 0) == one.expected_yes for one, _ in shown[known[0] :])


def test_the_first_pictures_are_varied_and_nothing_is_expected_of_them(sixty: Home) -> None:
    with at_desk(sixty) as desk:
        shown = desk.play(lambda _: False, 6)
        files = [desk.file(one.photo_id) for one, _ in shown]
    assert [one.why for one, _ in shown] == ["varied"] * 6
    assert {one.expected_yes for one, _ in shown} == {None}
    assert {colour_of(file) for file in files} == set(COLOURS)


def test_words_begin_with_what_they_mean(sixty: Home) -> None:
    with at_desk(sixty) as desk:
        shown = desk.play(likes_red, 4, words="red")
        assert [one.why for one, _ in shown] == ["words", "varied", "words", "varied"]
        assert [liked for _, liked in shown] == [True, False, True, False]


def test_a_selection_begins_with_its_like(sixty: Home, no_copies: None) -> None:
    with at_desk(sixty) as desk:
        chosen = (desk.photo_id("0001.png"), desk.photo_id("0007.png"))
        shown = desk.play(lambda name: colour_of(name) == "green", 4, photo_ids=chosen)
    assert [one.why for one, _ in shown] == ["selection", "varied", "selection", "varied"]
    assert [liked for _, liked in shown] == [True, False, True, False]


def test_never_two_near_copies_in_a_row_nor_one_skipped(sixty: Home) -> None:
    with at_desk(sixty) as desk:
        model = desk.engine.wanted_model()
        status, last, digests = desk.open(), None, []
        for turn in range(20):
            assert status.next is not None
            digests.append(status.next.digest)
            vector = desk.desk.tastes.vectors(model.id, [status.next.digest])[status.next.digest]
            assert last is None or vector @ last < NEAR_COPY
            last = vector
            if turn % 4 == 3:
                desk.skipped = (*desk.skipped, status.next.digest)
                status = desk.open()
            else:
                status = desk.vote(status.next, likes_red(desk.file(status.next.photo_id)))
    assert len(set(digests)) == 20


def test_where_only_copies_of_the_last_are_left_it_says_so(home: Home) -> None:
    for seed in range(3):
        home.draw(f"{seed}.png", "red", seed)
    home.index()
    with at_desk(home) as desk:
        status = desk.open()
        assert status.next is not None
        status = desk.vote(status.next, True)
    assert status.next is None
    assert "No picture is left" in status.note


def test_the_same_votes_lead_to_the_same_picture(sixty: Home) -> None:
    with at_desk(sixty) as desk:
        desk.play(likes_red, 9)
        first = desk.open()
        assert desk.open() == first
    with at_desk(sixty) as desk:
        assert desk.open() == first


def test_hidden_and_gone_pictures_are_not_shown(sixty: Home, no_copies: None) -> None:
    with at_desk(sixty) as desk:
        Marks(desk.engine.library.connection).hide(
            [desk.photo_id(f"{n:04}.png") for n in range(20)]
        )
        for n in range(20, 40):
            (sixty.pictures / f"{n:04}.png").unlink()
        finish(desk.engine.index())
        shown = desk.play(likes_red, 60)
        assert sorted(desk.file(one.photo_id) for one, _ in shown) == [
            f"{n:04}.png" for n in range(40, 60)
        ]
        assert desk.open().next is None


def test_in_a_large_library_neighbours_and_chance_propose(
    sixty: Home, no_copies: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    top = Nearest.top
    monkeypatch.setattr(suggesting, "MOST_CANDIDATES", 12)
    monkeypatch.setattr(suggesting, "RANDOM_SHARE", 4)
    monkeypatch.setattr(suggesting, "NEIGHBOURS", 3)
    monkeypatch.setattr(
        Nearest, "top", lambda self, *given: asked.append(given[1]) or top(self, *given)
    )
    with at_desk(sixty) as desk:
        shown = desk.play(likes_red, 24)
        assert len({one.digest for one, _ in shown}) == 24
        assert len(asked) <= 2 * 24
        assert set(asked) == {3}
        assert desk.open() == desk.open()


def test_all_pictures_are_voted_on_in_the_end(home: Home, no_copies: None) -> None:
    draw_many(home.pictures, 5)
    home.index()
    with at_desk(home) as desk:
        shown = desk.play(likes_red, 9)
        status = desk.open()
    assert len(shown) == 5
    assert status.next is None
    assert (status.yes, status.no) == (1, 4)
    assert "1 yes and 4 no so far. 3 of each are needed" in status.note


# --- Votes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("liked", [True, False])
def test_votes_all_alike_expect_nothing(sixty: Home, liked: bool) -> None:
    with at_desk(sixty) as desk:
        desk.play(lambda _: liked, 8)
        status = desk.open()
    assert status.note.startswith(f"All 8 votes are {'yes' if liked else 'no'}.")
    assert status.next is not None
    assert status.next.expected_yes is None
    assert status.overall.told == 0
    assert len(status.liked if liked else status.disliked) == 8


def test_contradicting_votes_on_copies_break_nothing(sixty: Home, no_copies: None) -> None:
    with at_desk(sixty) as desk:
        desk.vote_on(True, *(f"{n:04}.png" for n in range(0, 30, 6)))
        desk.vote_on(False, *(f"{n:04}.png" for n in range(30, 60, 6)))
        status = desk.vote_on(False, "0001.png", "0002.png")
    assert (status.yes, status.no) == (5, 7)
    assert status.next is not None
    assert status.next.expected_yes is not None
    assert np.isfinite(status.next.decision)


def test_a_selection_is_voted_on_at_once(sixty: Home) -> None:
    with at_desk(sixty) as desk:
        status = desk.vote_on(True, "0000.png", "0006.png", "0012.png")
        assert [desk.file(vote.photo_id) for vote in status.recent] == [
            *("0012.png", "0006.png", "0000.png")
        ]
        status = desk.vote_on(None, "0006.png")
        assert (status.yes, status.no) == (2, 0)


def test_a_vote_makes_the_taste(sixty: Home) -> None:
    with at_desk(sixty) as desk:
        desk.name = "new"
        assert desk.vote_on(True, "0000.png").yes == 1
        assert TasteSummary("new", 1, 0) in desk.tastes()


def test_photos_that_were_not_read_are_a_sentence(sixty: Home) -> None:
    with at_desk(sixty) as desk:
        with pytest.raises(KnownError, match="not been read yet"):
            desk.ask(Vote(1, "cosy", True, photo_ids=(999_999,)))
        with pytest.raises(KnownError, match="not been read yet"):
            desk.ask(Vote(1, "cosy", True, digests=(b"short",)))


def test_undo_shows_the_pictures_again_in_reverse(sixty: Home) -> None:
    with at_desk(sixty) as desk:
        shown = desk.play(likes_red, 8)
    with at_desk(sixty) as desk:
        for one, _ in reversed(shown):
            status = desk.undo()
            assert status.next is not None
            assert status.next.digest == one.digest
            assert status.next.expected_yes == one.expected_yes
            assert status.next.why == one.why
        assert (status.yes, status.no) == (0, 0)
        assert desk.undo().next is not None


def test_changing_a_vote_keeps_what_was_expected(sixty: Home, no_copies: None) -> None:
    with at_desk(sixty) as desk:
        shown = desk.play(likes_red, 30)
        one, liked = next(pair for pair in shown if pair[0].expected_yes is not None)
        before = desk.open().overall
        status = desk.ask(Vote(1, "cosy", not liked, (one.digest,)))
    assert status.recent[0].digest == one.digest
    assert status.recent[0].expected_yes == one.expected_yes
    assert status.overall.told == before.told
    assert abs(status.overall.right - before.right) == 1


def test_exemplars_are_the_strongest_votes(sixty: Home, no_copies: None) -> None:
    with at_desk(sixty) as desk:
        desk.play(likes_red, 30)
        status = desk.open()
        assert {colour_of(desk.file(i)) for i in status.liked} == {"red"}
        assert "red" not in {colour_of(desk.file(i)) for i in status.disliked}
        assert len(status.disliked) == 12


# --- What a vote survives -------------------------------------------------------------------------


def test_votes_survive_a_move_a_rename_and_a_restart(sixty: Home) -> None:
    with at_desk(sixty) as desk:
        desk.vote_on(True, "0000.png", "0006.png")
        desk.vote_on(False, "0001.png")
        (sixty.pictures / "0000.png").rename(sixty.pictures / "named anew.png")
        (sixty.pictures / "away").mkdir()
        (sixty.pictures / "0001.png").rename(sixty.pictures / "away" / "0001.png")
        finish(desk.engine.index())
    with at_desk(sixty) as desk:
        recent = [(desk.file(vote.photo_id), vote.liked) for vote in desk.open().recent]
    assert recent == [("0001.png", False), ("0006.png", True), ("named anew.png", True)]


def test_a_voted_picture_that_vanished_still_teaches_and_comes_back(sixty: Home) -> None:
    with at_desk(sixty) as desk:
        desk.vote_on(True, *(f"{n:04}.png" for n in range(0, 24, 6)))
        desk.vote_on(False, *(f"{n:04}.png" for n in range(1, 24, 6)))
        (sixty.pictures / "0000.png").unlink()
        finish(desk.engine.index())
        status = desk.open()
        assert (status.yes, status.no) == (4, 4)
        assert status.recent[-1].photo_id is None
        assert len(status.liked) == 3
        assert status.next is not None
        assert status.next.expected_yes is not None
        draw(sixty.pictures / "back.png", "red", 0)
        finish(desk.engine.index())
        assert desk.file(desk.open().recent[-1].photo_id) == "back.png"


def test_votes_outlive_an_unplugged_disk(sixty: Home) -> None:
    with at_desk(sixty) as desk:
        desk.vote_on(True, "0000.png")
        sixty.pictures.rename(sixty.pictures.with_name("unplugged"))
        finish(desk.engine.index())
        assert desk.file(desk.open().recent[0].photo_id) == "0000.png"


def test_another_model_learns_from_the_same_votes(sixty: Home, no_copies: None) -> None:
    with at_desk(sixty) as desk:
        desk.vote_on(True, *(f"{n:04}.png" for n in range(0, 30, 6)))
        desk.vote_on(False, *(f"{n:04}.png" for n in range(1, 30, 6)))
        (sixty.pictures / "0000.png").unlink()
        finish(desk.engine.index())
    sixty.index(model="coarse")
    with at_desk(sixty) as desk:
        status = desk.open()
        assert status.note.startswith("1 of the votes are on pictures that coarse has not read")
        assert (status.yes, status.no) == (5, 5)
        assert status.next is not None
        assert status.next.expected_yes is not None


# --- Names, and who else asks ---------------------------------------------------------------------


def test_tastes_are_made_renamed_doubled_emptied_and_forgotten(sixty: Home) -> None:
    with at_desk(sixty) as desk:
        desk.vote_on(True, "0000.png")
        assert desk.change("duplicate", "cosy", "warm") == (
            TasteSummary("cosy", 1, 0),
            TasteSummary("warm", 1, 0),
        )
        assert desk.change("rename", "warm", "snug")[1].name == "snug"
        assert desk.change("reset", "snug")[1] == TasteSummary("snug", 0, 0)
        assert desk.change("delete", "cosy") == (TasteSummary("snug", 0, 0),)
        with pytest.raises(KnownError, match='no taste "cosy"'):
            desk.open()


def test_decision_values_for_who_colours_a_map(sixty: Home) -> None:
    with at_desk(sixty) as desk:
        desk.vote_on(True, *(f"{n:04}.png" for n in range(0, 24, 6)))
        desk.vote_on(False, *(f"{n:04}.png" for n in range(1, 24, 6)))
        library, model = desk.engine.library, desk.engine.wanted_model()
        _, halves = library.vectors_after(model.id, 0, 100)
        values = decision_values(library, model.id, "cosy", halves.astype(np.float32))
    assert values.shape == (60,)
    order = np.argsort(-values)
    assert sorted(order[:10] % 6) == [0] * 10
