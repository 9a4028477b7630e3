"""What the search page lists: which photos, in what order, and what is known of them together.

`ordered` and `newest` go over many photos: they are asked of `LibraryReads`.
"""

from enum import Enum

import msgspec
import numpy as np
import numpy.typing as npt

from imagefinder.core.reports import SearchResult
from imagefinder.store.names import name_key
from imagefinder.store.reader import Reader

# So many photos are looked up; to order more, the whole library is read in one go.
FEW = 20_000

# Some screens of thumbnails.
FIRST = 500

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]


class Order(Enum):
    """How photos follow each other. Without a query, relevance is newest first."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"


class Listing(msgspec.Struct, frozen=True):
    """Photos in order. `result` is the answer that they come from, None for the whole library.

    `scores` go with `ids`; `bands` are where *maybe* and *the rest* begin, where they are in order
    of relevance. `chosen` where photos were picked out by hand instead of being asked for.
    `refused` says why there are none where the question could not be answered.
    """

    ids: Ids
    scores: Scores | None = None
    bands: tuple[int, int] | None = None
    result: SearchResult | None = None
    chosen: bool = False
    refused: str = ""


def of_result(result: SearchResult) -> Listing:
    """An answer in its own order. Without scores (filters alone) there is nothing to band."""
    ids = np.array([hit.photo_id for hit in result.hits], np.int64)
    scores = np.array([hit.score for hit in result.hits], np.float32)
    if not scores.any():
        return Listing(ids, result=result)
    # Where nothing stands out, one band would hold everything and say nothing.
    bands = (result.sure, result.maybe) if result.maybe else None
    return Listing(ids, scores, bands, result)


def in_order(listing: Listing, ids: Ids) -> Listing:
    """The same photos in this order, without bands."""
    if listing.scores is None:
        return Listing(ids, result=listing.result)
    known = dict(zip(listing.ids.tolist(), listing.scores.tolist(), strict=True))
    scores = np.array([known[photo_id] for photo_id in ids.tolist()], np.float32)
    return Listing(ids, scores, result=listing.result)


def without(listing: Listing, ids: Ids) -> Listing:
    """The same without these photos."""
    kept = ~np.isin(listing.ids, ids)
    scores = None if listing.scores is None else listing.scores[kept]
    maybe, rest = listing.bands or (0, 0)
    bands = (int(kept[:maybe].sum()), int(kept[:rest].sum())) if listing.bands else None
    return Listing(listing.ids[kept], scores, bands, listing.result, listing.chosen)


def first_photos(reader: Reader) -> Ids:
    """Ids of some screens of the newest photos, found at once in a library of any size."""
    return np.array([photo.id for photo in reader.newest_photos((), FIRST)], np.int64)


def whole_library(reader: Reader, order: Order) -> Ids:
    """Ids of all readable photos."""
    newest = reader.newest_ids()
    if order is Order.NAME:
        by_name = reader.ids_by_name()
        return by_name[np.isin(by_name, newest)]
    return _turned(newest, order)


def ordered(reader: Reader, ids: Ids, order: Order) -> Ids:
    """These photos in another order; those that have left the library are gone."""
    if len(ids) > FEW:
        every = reader.ids_by_name() if order is Order.NAME else reader.newest_ids(hidden=True)
        left = every[np.isin(every, ids)]
        # The names are those of all files, also of those that can't be read.
        return left if order is Order.NAME else _turned(left, order)
    newest = reader.newest_of(ids)
    return _by_name(reader, newest) if order is Order.NAME else _turned(newest, order)


def _turned(newest: Ids, order: Order) -> Ids:
    return newest[::-1].copy() if order is Order.OLDEST else newest


def _by_name(reader: Reader, ids: Ids) -> Ids:
    paths = reader.paths(ids)
    return np.array(sorted(paths, key=lambda photo_id: name_key(paths[photo_id])), np.int64)
