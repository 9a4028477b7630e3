"""Which photos changed last: what holds photos in memory follows the library by it.

In goes the number of the last change that is known; out come the photos that changed since. The
table `changes` is kept by triggers, whoever writes, and holds the last hundred thousand changes.
Called by `search.left`.
"""

import numpy as np
import numpy.typing as npt

from imagefinder.store.faults import faults_as_sentences
from imagefinder.store.questions import Questions

Ids = npt.NDArray[np.int64]


def last_change(library: Questions) -> int:
    """The number of the last change; 0 where nothing ever changed."""
    with faults_as_sentences(library.connection):
        row = library.connection.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = 'changes'"
        ).fetchone()
    return int(row[0]) if row else 0


def changed_since(library: Questions, known: int) -> tuple[int, Ids] | None:
    """The last change now, and the ascending ids of the photos that changed after `known`.

    None where not all of them are kept any more, or the library went back to an older state.
    """
    with faults_as_sentences(library.connection):
        rows = library.connection.execute(
            "SELECT id, photo_id FROM changes WHERE id >= ? ORDER BY id", (known,)
        ).fetchall()
    # The change that was known last must still be there: then none after it was dropped.
    if (rows[0][0] if rows else 0) != (known or min(1, len(rows))):
        return None
    last = rows[-1][0] if rows else 0
    ids = {photo_id for number, photo_id in rows if number > known}
    return last, np.array(sorted(ids), np.int64)
