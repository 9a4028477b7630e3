"""What work says of itself: progress while it runs, reports when it is done, the library's status.

Yielded by the engine's generators; printed by the command line, sent to the window as frames.
"""

from typing import Literal

import msgspec

from imagefinder.core.types import Coverage, Hit

Phase = Literal["scan", "model", "index", "forest", "map"]
# Whether work goes on gently, by choice or since the machine runs on its battery.
Gentle = Literal["", "chosen", "battery"]


class Progress(msgspec.Struct, frozen=True):
    """How far a long piece of work is. `total` is None while it is not known yet.

    `rate` counts per second over the last seconds; `seconds_left` follows from it.
    """

    phase: Phase
    done: int
    total: int | None = None
    rate: float | None = None
    seconds_left: float | None = None
    note: str = ""
    gentle: Gentle = ""


class Notice(msgspec.Struct, frozen=True):
    """A sentence that the person should read; the work goes on."""

    text: str


class IndexReport(msgspec.Struct):
    """What one indexing did. Counts are files, but `embedded` counts distinct pictures.

    `reused` counts new or changed files whose content was already embedded by this model.
    `problems` and `others` (files that are no pictures) count those of the whole library.
    """

    scanned: int = 0
    added: int = 0
    changed: int = 0
    moved: int = 0
    removed: int = 0
    embedded: int = 0
    reused: int = 0
    problems: int = 0
    others: int = 0
    offline: list[str] = []
    seconds: float = 0.0
    images_per_second: float = 0.0
    model: str = ""


class FolderStatus(msgspec.Struct, frozen=True):
    """One watched folder; `offline` is the reason why it cannot be read, else None.

    Of its `photos`, `problems` can't be read and `ignored` neither, which the person does not want
    to hear of. `unreadable` counts folders in it that can't be listed, which are problems too.
    """

    path: str
    photos: int
    pending: int
    problems: int
    offline: str | None = None
    others: int = 0
    ignored: int = 0
    unreadable: int = 0


class ForestFigures(msgspec.Struct, frozen=True):
    """The published forest of one model and what its calibration measured."""

    generation: int
    vectors: int
    last_id: int
    trees: int
    search_k: int
    recall_at_100: float
    exact_is_faster: bool = False


class LibraryStatus(msgspec.Struct, frozen=True):
    """The whole library at a glance. `problems` counts what the list of problems holds: files, and
    folders that can't be listed; `ignored` the files that it leaves out since the person said so.

    Of the `vectors`, `reduced` have components that a search proposes them by. `others` are files
    that are no pictures: known, so that they aren't read again, and no photos.
    """

    photos: int
    embedded: int
    pending: int
    problems: int
    folders: tuple[FolderStatus, ...]
    model: str
    answering_model: str
    device: str | None
    precision: str | None
    vectors: int
    forest: ForestFigures | None
    reduced: int = 0
    others: int = 0
    ignored: int = 0


class Problem(msgspec.Struct, frozen=True):
    """A file or folder that could not be read, and why; or one that is no picture."""

    path: str
    reason: str


class SearchResult(msgspec.Struct, frozen=True):
    """The answer to one query, best hit first.

    The first `sure` hits stand out of this query's background, the first `maybe` stand out a
    little (they include the sure ones); the rest is only nearest. See `search.relevance`. `hint`
    is a sentence where nothing was found and it can be told why, else empty.
    """

    model: str
    hits: tuple[Hit, ...]
    coverage: Coverage
    milliseconds: float
    sure: int = 0
    maybe: int = 0
    hint: str = ""
