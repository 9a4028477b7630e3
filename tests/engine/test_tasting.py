"""The taste desk: votes, undo, what a vote survives, and what others ask of it."""

import numpy as np
import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.tasting import TasteSummary, UndoVote, Vote
from imagefinder.engine.tasting import decision_values
from tests.engine.desk import at_desk, colour_of, likes_red
from tests.engine.home import Home, draw, finish

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


@pytest.mark.parametrize("votes_before", [0, 1, 2])
def test_what_one_starts_from_is_shown_at_once(
    sixty: Home, no_copies: None, votes_before: int
) -> None:
    with at_desk(sixty) as desk:
        desk.play(lambda _: True, votes_before)
        status = desk.open(photo_ids=(desk.photo_id("0000.png"), desk.photo_id("0006.png")))
        assert status.next is not None
        assert status.next.why == "selection"
        assert colour_of(desk.file(status.next.photo_id)) == "red"
        # Then by turns, so that what was named is not all there is.
        following = desk.vote(status.next, True).next
        assert following is not None
        assert following.why == "varied"


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


def test_before_anything_is_indexed_a_vote_is_refused_and_not_stored(home: Home) -> None:
    with at_desk(home) as desk:
        desk.desk.vote(Vote(1, "cosy", True, (bytes(16),)))  # as the command line may
        for refused in (Vote(1, "cosy", True, (b"x" * 16,)), UndoVote(2, "cosy")):
            with pytest.raises(KnownError, match="Nothing is indexed yet"):
                desk.ask(refused)
        assert desk.tastes() == (TasteSummary("cosy", 1, 0),)


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
