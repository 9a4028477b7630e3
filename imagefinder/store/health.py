"""What is wrong in a library's database, beyond what SQLite itself would complain of.

Read-only questions that may take long, asked by `engine.doctor`; each finding is a sentence.
"""

import sqlite3
from collections.abc import Iterator

from imagefinder.store.faults import check, faults_as_sentences
from imagefinder.store.rows import ModelRow

# What must count nothing, and what it means where it does.
_NEVER = (
    (
        "SELECT count(*) FROM photos WHERE folder_id NOT IN (SELECT id FROM folders)",
        "{} photos belong to no folder",
    ),
    (
        "SELECT count(*) FROM embeddings WHERE model_id NOT IN (SELECT id FROM models)",
        "{} vectors belong to no model",
    ),
    (
        "SELECT count(*) FROM embeddings e JOIN models m ON m.id = e.model_id "
        "WHERE length(e.vector) <> 2 * m.dim",
        "{} vectors have another length than their model's",
    ),
    (
        "SELECT count(*) FROM lacking l WHERE NOT EXISTS "
        "(SELECT 1 FROM photos p WHERE p.id = l.photo_id)",
        "{} photos are waited for that are not there",
    ),
    (
        "SELECT count(*) FROM lacking l JOIN photos p ON p.id = l.photo_id "
        "JOIN embeddings e ON e.model_id = l.model_id AND e.digest = p.digest",
        "{} photos count as pending though they have a vector",
    ),
    (
        "SELECT count(*) FROM models m CROSS JOIN photos p WHERE NOT EXISTS "
        "(SELECT 1 FROM embeddings e WHERE e.model_id = m.id AND e.digest = p.digest) "
        "AND NOT EXISTS (SELECT 1 FROM lacking l WHERE l.model_id = m.id AND l.photo_id = p.id)",
        "{} photos without a vector are not waited for",
    ),
    (
        "SELECT count(*) FROM photos WHERE dirty = 0 AND problem IS NULL AND missing = 0 "
        "AND (digest IS NULL OR digest NOT IN (SELECT digest FROM pictures))",
        "{} photos count as read though nothing is known of them",
    ),
    (
        "SELECT count(*) FROM others WHERE path IN (SELECT path FROM photos)",
        "{} files count both as photos and as no pictures",
    ),
    (
        "SELECT count(*) FROM pragma_foreign_key_check",
        "{} rows refer to rows that are not there",
    ),
)


def findings(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong, sentence by sentence; none where the library is sound."""
    with faults_as_sentences(connection):
        if fault := check(connection, whole=True):
            yield f"the file is damaged ({fault})"
            return
        for sql, meaning in _NEVER:
            if count := connection.execute(sql).fetchone()[0]:
                yield meaning.format(f"{count:,}")


def used_models(connection: sqlite3.Connection) -> list[ModelRow]:
    """Every model that has made vectors here."""
    with faults_as_sentences(connection):
        sql = "SELECT id, key, name, dim, device, precision FROM models WHERE dim IS NOT NULL"
        return [ModelRow(*row) for row in connection.execute(sql)]


def readable_contents(connection: sqlite3.Connection) -> int:
    """How many contents should have a thumbnail."""
    sql = (
        "SELECT count(DISTINCT digest) FROM photos "
        "WHERE problem IS NULL AND missing = 0 AND dirty = 0 AND digest IS NOT NULL"
    )
    with faults_as_sentences(connection):
        return int(connection.execute(sql).fetchone()[0])
