"""Makes one library of the rows that came: none refers to what is not there.

Comes in: a connection to the rescued rows, in a transaction. Whatever is small and names what is
large is made again from what is large: a lost folder from the paths of its photos, the model from
the state, a taste under a makeshift name. Called by `salvage`.
"""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import suppress

from imagefinder.core.paths import below, path_from_column, path_to_column
from imagefinder.store.rows import ANSWERING_MODEL, WANTED_MODEL

# What remains after these refers only to what is there; each drops rows that lost what they need.
_DROP_STRAYS = (
    "DELETE FROM photos WHERE folder_id NOT IN (SELECT id FROM folders)",
    "DELETE FROM unreadable WHERE folder_id NOT IN (SELECT id FROM folders)",
    "DELETE FROM votes WHERE taste_id NOT IN (SELECT id FROM tastes)",
    "DELETE FROM embeddings WHERE NOT EXISTS "
    "(SELECT 1 FROM models m WHERE m.id = model_id AND length(vector) = 2 * m.dim)",
    "DELETE FROM foreign_vectors WHERE model_id NOT IN (SELECT id FROM models)",
)
# What was read, but is not known any more, is read again by the next indexing.
_READ_AGAIN = (
    "UPDATE photos SET dirty = 1 WHERE problem IS NULL AND "
    "(digest IS NULL OR digest NOT IN (SELECT digest FROM pictures))"
)
# Folders that hold other people's and other programs' folders.
_TOO_WIDE = frozenset({"", "home", "Users", "mnt", "media", "Volumes", "run", "var", "tmp"})
_LACKING = (
    "DELETE FROM lacking",
    "INSERT INTO lacking SELECT m.id, p.id FROM models m, photos p WHERE NOT EXISTS "
    "(SELECT 1 FROM embeddings e WHERE e.model_id = m.id AND e.digest = p.digest)",
)


def mend(connection: sqlite3.Connection) -> None:
    """Everything that rows alone can tell."""
    _find_model(connection)
    _find_folders(connection)
    _name_tastes(connection)
    _drop_misplaced(connection)
    for statement in (*_DROP_STRAYS, _READ_AGAIN, *_LACKING):
        connection.execute(statement)
    _choose_model(connection)


def _find_model(connection: sqlite3.Connection) -> None:
    """The model of vectors that lost it, where there can be one only: never mix two models'."""
    lost = connection.execute(
        "SELECT DISTINCT model_id, length(vector) / 2 FROM embeddings "
        "WHERE model_id NOT IN (SELECT id FROM models)"
    ).fetchall()
    known = connection.execute("SELECT count(*) FROM models").fetchone()[0]
    key = _state(connection, ANSWERING_MODEL) or _state(connection, WANTED_MODEL)
    if len(lost) == 1 and not known and key:
        connection.execute(
            "INSERT INTO models (id, key, name, dim) VALUES (?, ?, ?, ?)",
            (lost[0][0], key, key, lost[0][1]),
        )


def _find_folders(connection: sqlite3.Connection) -> None:
    """Folders that are lost, as the deepest one that all their photos lie in."""
    lost = connection.execute(
        "SELECT DISTINCT folder_id FROM photos WHERE folder_id NOT IN (SELECT id FROM folders)"
    ).fetchall()
    for (folder_id,) in lost:
        rows = connection.execute("SELECT path FROM photos WHERE folder_id = ?", [folder_id])
        if folder := _common_folder([path_from_column(path) for (path,) in rows]):
            connection.execute(
                "INSERT OR IGNORE INTO folders (id, path) VALUES (?, ?)",
                (folder_id, path_to_column(folder)),
            )


def _common_folder(paths: Sequence[str]) -> str | None:
    """None where it would be more than a folder of photos: nobody asked for all of `/home`.

    The first and last hundredth don't count: one damaged path would lead all the way up.
    """
    few = len(paths) // 100
    kept = sorted(paths)[few : len(paths) - few]
    with suppress(ValueError):  # no absolute paths, or on several drives
        folder = os.path.commonpath([os.path.dirname(path) for path in kept])  # noqa: PTH120
        return None if folder.strip(os.sep) in _TOO_WIDE else folder
    return None


def _name_tastes(connection: sqlite3.Connection) -> None:
    """Votes are what nobody can make again: a taste that lost its name gets another."""
    connection.execute(
        "INSERT OR IGNORE INTO tastes SELECT DISTINCT taste_id, 'recovered ' || taste_id "
        "FROM votes WHERE taste_id NOT IN (SELECT id FROM tastes)"
    )


def _drop_misplaced(connection: sqlite3.Connection) -> None:
    """Photos that lie outside of their folder: one of the two is damaged."""
    folders = connection.execute("SELECT id, path FROM folders").fetchall()
    for folder_id, path in folders:
        (first, last), (first_raw, last_raw) = below(path_from_column(path))
        connection.execute(
            "DELETE FROM photos WHERE folder_id = ? AND NOT (path >= ? AND path < ?) "
            "AND NOT (path >= ? AND path < ?)",
            (folder_id, first, last, first_raw, last_raw),
        )


def _choose_model(connection: sqlite3.Connection) -> None:
    """Where the choice is lost: the model that most vectors are of."""
    most = connection.execute(
        "SELECT key FROM models JOIN embeddings ON models.id = model_id "
        "GROUP BY model_id ORDER BY count(*) DESC LIMIT 1"
    ).fetchone()
    for name in (WANTED_MODEL, ANSWERING_MODEL) if most else ():
        connection.execute("INSERT OR IGNORE INTO state VALUES (?, ?)", (name, most[0]))


def _state(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM state WHERE key = ?", [key]).fetchone()
    return row[0] if row else None
