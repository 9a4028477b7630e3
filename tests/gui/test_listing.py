"""Listings: what is left out shifts the bands; few photos are ordered as many are."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from imagefinder.gui import listing
from imagefinder.gui.listing import Listing, Order, ordered, whole_library, without
from imagefinder.store.library import Library
from tests.store.small import digest, photo_at, scanned, writing


@pytest.mark.parametrize(
    ("left_out", "ids", "bands"),
    [
        ([3], [5, 1, 9, 7], (1, 3)),
        ([1, 9], [5, 3, 7], (2, 2)),
        ([7, 100], [5, 3, 1, 9], (2, 4)),
        ([5, 3, 1, 9, 7], [], (0, 0)),
    ],
)
def test_photos_left_out_shift_the_bands(
    left_out: list[int], ids: list[int], bands: tuple[int, int]
) -> None:
    scores = np.array([0.5, 0.3, 0.1, 0.09, 0.07], np.float32)
    whole = Listing(np.array([5, 3, 1, 9, 7], np.int64), scores, (2, 4))
    left = without(whole, np.array(left_out, np.int64))
    assert left.ids.tolist() == ids
    assert left.bands == bands
    assert left.scores is not None
    known = dict(zip(whole.ids.tolist(), scores.tolist(), strict=True))
    assert left.scores.tolist() == [known[photo_id] for photo_id in ids]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Five photos, one of them hidden and one that can't be read."""
    with writing(tmp_path / "library") as made:
        folder = made.add_folder("/p")
        scanned(made, folder, {f"/p/{name}": at * 10**9 for at, name in enumerate("bEaDc")})
        for number, name in enumerate("bEaDc"):
            made.settle_same(photo_at(made, f"/p/{name}"), digest(number))
        made.settle_problem(photo_at(made, "/p/D"), "broken")
        made.connection.execute("INSERT INTO hidden VALUES (?)", [digest(4)])
        yield made


@pytest.mark.parametrize("few", [0, 100])
@pytest.mark.parametrize(
    ("order", "names"),
    [
        (Order.RELEVANCE, "caEb"),
        (Order.NEWEST, "caEb"),
        (Order.OLDEST, "bEac"),
        (Order.NAME, "abcE"),
    ],
)
def test_the_order_is_the_same_for_few_photos_and_for_many(
    library: Library, monkeypatch: pytest.MonkeyPatch, few: int, order: Order, names: str
) -> None:
    monkeypatch.setattr(listing, "FEW", few)
    shown = whole_library(library, order).tolist()
    assert named(library, shown) == names.replace("c", "")
    readable = [photo_at(library, f"/p/{name}").id for name in "abcE"]
    ids = ordered(library, np.array([*readable, 10**6], np.int64), order)
    assert named(library, ids.tolist()) == names


def named(library: Library, ids: list[int]) -> str:
    return "".join(Path(library.photos([photo_id])[photo_id].path).name for photo_id in ids)
