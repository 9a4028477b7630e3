"""Clicks, ranges and the rubber band, on masks."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imagefinder.gui.grid.selection import Gesture, Selection


def selected(selection: Selection) -> list[int]:
    return selection.indexes().tolist()


def test_a_plain_click_selects_one_only() -> None:
    selection = Selection(10)
    selection.go_to(3, Gesture.REPLACE)
    selection.go_to(5, Gesture.REPLACE)
    assert selected(selection) == [5]
    assert selection.current == 5


def test_ctrl_adds_and_takes_away() -> None:
    selection = Selection(10)
    for index in (1, 4, 1):
        selection.go_to(index, Gesture.TOGGLE)
    assert selected(selection) == [4]
    assert selection.current == 1


def test_shift_selects_from_the_first_click_wherever_one_goes() -> None:
    selection = Selection(10)
    selection.go_to(5, Gesture.REPLACE)
    selection.go_to(8, Gesture.EXTEND)
    selection.go_to(3, Gesture.EXTEND)
    assert selected(selection) == [3, 4, 5]


def test_ctrl_and_shift_keep_what_was_selected_before() -> None:
    selection = Selection(10)
    selection.go_to(0, Gesture.REPLACE)
    selection.go_to(5, Gesture.TOGGLE)
    selection.go_to(7, Gesture.ADD_RANGE)
    assert selected(selection) == [0, 5, 6, 7]


def test_moving_selects_nothing_but_begins_the_next_range() -> None:
    selection = Selection(10)
    selection.go_to(1, Gesture.REPLACE)
    selection.go_to(4, Gesture.MOVE)
    assert selected(selection) == [1]
    selection.go_to(6, Gesture.EXTEND)
    assert selected(selection) == [4, 5, 6]


def test_a_range_without_a_beginning_is_one_photo() -> None:
    selection = Selection(10)
    selection.go_to(4, Gesture.EXTEND)
    assert selected(selection) == [4]


def band(selection: Selection, gesture: Gesture, *steps: list[int]) -> list[int]:
    selection.begin_band(gesture)
    for inside in steps:
        selection.band(np.array(inside, np.int64), gesture)
    selection.end_band()
    return selected(selection)


def test_a_band_selects_what_it_covers_at_its_end() -> None:
    selection = Selection(10)
    selection.go_to(9, Gesture.REPLACE)
    assert band(selection, Gesture.REPLACE, [1, 2, 3, 4], [1, 2]) == [1, 2]


def test_a_band_with_ctrl_turns_each_over_and_with_shift_adds() -> None:
    selection = Selection(10)
    selection.go_to(2, Gesture.REPLACE)
    assert band(selection, Gesture.TOGGLE, [1, 2, 3]) == [1, 3]
    assert band(selection, Gesture.EXTEND, [3, 4]) == [1, 3, 4]


def test_an_empty_band_leaves_what_ctrl_kept() -> None:
    selection = Selection(10)
    selection.go_to(2, Gesture.REPLACE)
    assert band(selection, Gesture.TOGGLE, [1, 2], []) == [2]


ids = st.lists(st.integers(0, 40), unique=True, max_size=20)


@given(ids, ids, st.data())
def test_the_same_photos_stay_selected_in_another_list(
    old: list[int], new: list[int], data: st.DataObject
) -> None:
    selection = Selection(len(old))
    chosen = data.draw(st.sets(st.sampled_from(old))) if old else set()
    for photo_id in chosen:
        selection.go_to(old.index(photo_id), Gesture.TOGGLE)
    carried = selection.carried_over(np.array(old, np.int64), np.array(new, np.int64))
    assert {new[i] for i in selected(carried)} == chosen & set(new)
    current = None if selection.current is None else old[selection.current]
    assert (None if carried.current is None else new[carried.current]) == (
        current if current in new else None
    )
