"""What the desk shows next: kinds in turn, never a copy or a picture twice, the same each time."""

import pytest

from imagefinder.engine import suggesting
from imagefinder.index.nearest import Nearest
from imagefinder.learn.next_vote import NEAR_COPY
from imagefinder.store.marks import Marks
from tests.engine.desk import COLOURS, at_desk, colour_of, likes_red
from tests.engine.home import Home, draw_many, finish


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


def test_where_nearly_all_files_are_gone_the_rest_is_found(
    sixty: Home, no_copies: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "MOST_CANDIDATES", 5)
    monkeypatch.setattr(suggesting, "RANDOM_SHARE", 2)
    with at_desk(sixty) as desk:
        for n in range(57):
            (sixty.pictures / f"{n:04}.png").unlink()
        finish(desk.engine.index())
        shown = desk.play(likes_red, 9)
        assert sorted(desk.file(one.photo_id) for one, _ in shown) == [
            *("0057.png", "0058.png", "0059.png")
        ]


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
