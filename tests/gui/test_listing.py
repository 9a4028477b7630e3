"""Listings: what is left out shifts the bands."""

import numpy as np
import pytest

from imagefinder.gui.listing import Listing, without


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
    listing = Listing(np.array([5, 3, 1, 9, 7], np.int64), scores, (2, 4))
    left = without(listing, np.array(left_out, np.int64))
    assert left.ids.tolist() == ids
    assert left.bands == bands
    assert left.scores is not None
    known = dict(zip(listing.ids.tolist(), scores.tolist(), strict=True))
    assert left.scores.tolist() == [known[photo_id] for photo_id in ids]
