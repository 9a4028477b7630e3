"""Looks at a library after a kill: is it sound, is anything lost, doubled or left over?

Everything is read with SQLite's own means, beside the program. Called by `kills`.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil

from imagefinder.core.paths import LibraryPaths, path_from_column
from imagefinder.store.backup import backups, check_file
from tests.faults.places import PATIENCE_S


def orphans(library: Path) -> int:
    """Processes that work on this library long after its engine died."""
    deadline = time.monotonic() + PATIENCE_S
    while (count := len(list(_at_work_on(library)))) and time.monotonic() < deadline:
        time.sleep(0.05)
    return count


def _at_work_on(library: Path) -> Iterator[int]:
    for process in psutil.process_iter(["cmdline"]):
        line = process.info["cmdline"] or ()
        if process.pid != os.getpid() and any(str(library) in word for word in line):
            yield process.pid


def unsound(paths: LibraryPaths) -> Iterator[str]:
    """What SQLite says of each file, as it lies there after the kill."""
    for file in (paths.database, paths.thumbnails):
        if file.exists():
            with closing(sqlite3.connect(file)) as connection:
                said = connection.execute("PRAGMA integrity_check").fetchone()[0]
                if said != "ok":
                    yield f"{file.name}: {said}"


def incomplete(paths: LibraryPaths, pictures: Path, voted: dict[bytes, bool]) -> Iterator[str]:
    """What is lost, doubled or left over at the end."""
    files = {str(file) for file in pictures.iterdir()}
    with closing(sqlite3.connect(paths.database)) as library:
        rows = [
            (path_from_column(p), *rest)
            for p, *rest in library.execute(
                "SELECT path, digest, dirty, problem, missing FROM photos"
            )
        ]
        model = _answering(library)
        vectors = library.execute("SELECT model_id, digest FROM embeddings").fetchall()
        votes = dict(library.execute("SELECT digest, liked FROM votes"))
        forests = {m for (m,) in library.execute("SELECT model_id FROM forests")}
    with closing(sqlite3.connect(paths.thumbnails)) as thumbnails:
        pictured = {d for (d,) in thumbnails.execute("SELECT digest FROM thumbnails")}
    digests = {row[1] for row in rows}
    checks = {
        "photos lost or doubled": sorted(row[0] for row in rows) == sorted(files),
        "photos unread or with a problem": all(row[2:] == (0, None, 0) for row in rows),
        "vectors lost": {d for m, d in vectors if m == model} == digests,
        "vectors doubled": len(vectors) == len(set(vectors)),
        "thumbnails lost": digests <= pictured,
        "acknowledged votes lost": all(votes.get(d) == liked for d, liked in voted.items()),
        "no map": any(paths.derived.glob("maps-*/*/layout.json")),
        "no components": any(paths.derived.glob("matrix-*/reduced/*")),
        "no backup": bool(backups(paths)),
        "a backup is damaged": all(check_file(made.file) is None for made in backups(paths)),
        "no vote was ever acknowledged": bool(voted),
        "no forest": model in forests,
    }  # fmt: skip
    yield from (text for text, holds in checks.items() if not holds)
    left = [p for p in paths.folder.rglob("*") if _is_leftover(p.name)]
    yield from (f"left over: {path}" for path in left)


def _answering(library: sqlite3.Connection) -> int:
    """The model that answers, which must be the one that was wanted last."""
    keys = dict(library.execute("SELECT key, value FROM state WHERE key LIKE '%_model'"))
    if keys["answering_model"] != keys["wanted_model"]:
        return 0
    sql = "SELECT id FROM models WHERE key = ?"
    return int(library.execute(sql, [keys["answering_model"]]).fetchone()[0])


def _is_leftover(name: str) -> bool:
    return any(mark in name for mark in (".tmp", ".part", ".journal")) or name.startswith(
        ("building-", "making-", "writing-")
    )
