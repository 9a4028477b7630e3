"""Which picture a vote is about, whatever comes when."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from imagefinder.core.tasting import Suggestion
from imagefinder.gui.taste.turns import Turns

Suggest = Callable[..., Suggestion]


def made(photo_id: int) -> Suggestion:
    return Suggestion(photo_id, bytes([photo_id]) * 16, "varied")


def test_a_vote_is_about_the_picture_at_hand_and_the_next_takes_its_place() -> None:
    turns = Turns()
    for photo_id in (1, 2):
        turns.suggest(made(photo_id))
    assert (turns.at, turns.ahead) == (made(1), made(2))
    assert turns.vote() == made(1)
    assert (turns.at, turns.ahead) == (made(2), None)


def test_while_no_picture_is_at_hand_no_vote_counts() -> None:
    turns = Turns()
    assert turns.vote() is None
    turns.suggest(made(1))
    turns.vote()
    assert turns.vote() is None
    assert not turns.skip()


def test_the_picture_at_hand_is_left_out_last_so_that_the_next_differs_from_it() -> None:
    turns = Turns()
    for photo_id in (1, 2):
        turns.suggest(made(photo_id))
    turns.skip()
    assert turns.left_out == (made(1).digest, made(2).digest)


def test_going_back_comes_to_what_was_skipped_and_then_to_votes() -> None:
    turns = Turns()
    for photo_id in (1, 2):
        turns.suggest(made(photo_id))
    turns.vote()
    turns.suggest(made(3))
    turns.skip()
    assert turns.go_back()
    assert (turns.at, turns.ahead) == (made(2), made(3))
    assert not turns.go_back()
    # The engine suggests what was voted on; what was at hand comes after it.
    assert (turns.at, turns.ahead) == (None, made(2))
    turns.suggest(made(1))
    assert (turns.at, turns.ahead) == (made(1), made(2))


def test_what_was_voted_on_elsewhere_is_not_asked_for() -> None:
    turns = Turns()
    for photo_id in (1, 2):
        turns.suggest(made(photo_id))
    turns.drop([1])
    assert (turns.at, turns.ahead) == (made(2), None)
    turns.suggest(made(3))
    turns.drop([2, 3])
    assert (turns.at, turns.ahead) == (None, None)


@given(st.lists(st.sampled_from(["vote", "skip", "back", 1, 2, 3, None])))
def test_the_next_is_never_the_one_at_hand(steps: list[str | int | None]) -> None:
    turns = Turns()
    for step in steps:
        match step:
            case "vote":
                turns.vote()
            case "skip":
                turns.skip()
            case "back":
                turns.go_back()
            case _:
                turns.suggest(None if step is None else made(int(step)))
        assert turns.at is None or turns.at != turns.ahead
