"""Why nothing was found, in a sentence, where that can be told.

Asked by the searcher for an answer without hits, and by the map before it is laid out.
"""

from collections.abc import Sequence
from pathlib import Path

from imagefinder.core.query import Filter, InFolder
from imagefinder.store.reader import Reader


def hint(reader: Reader, filters: Sequence[Filter]) -> str:
    """What is wrong with the filters of a query that finds nothing; empty where nothing is known.

    Part of a folder's name may rightly fit no folder; a whole path was meant to be one.
    """
    paths = (one.text for one in filters if isinstance(one, InFolder) and not one.negated)
    said = (nothing_below(reader, path) for path in paths if Path(path).is_absolute())
    return next(filter(None, said), "")


def nothing_below(reader: Reader, folder: str) -> str:
    """That no photo lies below this absolute path; empty where one does."""
    if reader.holds_below(folder):
        return ""
    return f"No photo of the library lies in {folder}. See: imagefinder folder list"
