"""A library with something in every table, of many pages, as its pieces: see `Sound`."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.types import Metadata
from imagefinder.store.library import Library
from tests.store.small import digest, photo_at, scanned, unit, writing

PHOTOS = 600
FOLDER = "/home/ann/pictures"
DIM = 64


def path_of(number: int) -> str:
    return f"{FOLDER}/{number // 100}/IMG_{number:05}.jpg"


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a sound library, all of its log moved over."""
    home = tmp_path_factory.mktemp("sound") / "library"
    with writing(home) as library:
        fill(library)
    return LibraryPaths(home).database.read_bytes()


@pytest.fixture
def paths(home: Path, sound: bytes) -> LibraryPaths:
    """Where that file stands, to be damaged."""
    home.mkdir()
    made = LibraryPaths(home)
    made.database.write_bytes(sound)
    return made


def fill(library: Library) -> None:
    model = library.use_model("arch:tag", "arch:tag").id
    library.note_model_loaded(model, DIM, "cpu", "float32")
    library.remember("wanted_model", "arch:tag")
    library.remember("answering_model", "arch:tag")
    folder = library.add_folder(FOLDER)
    scanned(library, folder, {path_of(n): n + 1 for n in range(PHOTOS)})
    library.connection.execute("INSERT INTO tastes VALUES (1, 'cosy')")
    with library.transaction():
        for number in range(PHOTOS - 20):
            library.add_picture(digest(number), Metadata("JPEG", 4, 3))
            library.add_embedding(model, digest(number), unit(number, DIM))
            library.settle_same(photo_at(library, path_of(number)), digest(number))
    more(library.connection)


def more(connection: sqlite3.Connection) -> None:
    """Votes, hidden contents, a long saved search, vectors from elsewhere, a failed file."""
    vote = "INSERT INTO votes (taste_id, digest, liked, voted_at) VALUES (1, ?, ?, '2026-01-01')"
    connection.execute("BEGIN")
    connection.executemany(vote, ((digest(n), n % 2) for n in range(300)))
    connection.executemany("INSERT INTO hidden VALUES (?)", ((digest(n),) for n in range(5)))
    query = json.dumps({"words": "long " * 3000}).encode()
    connection.execute("INSERT INTO saved_searches VALUES ('long', ?)", [query])
    foreign = ((1, digest(n), unit(n, DIM).astype("<f2").tobytes()) for n in range(700, 720))
    connection.executemany("INSERT INTO foreign_vectors VALUES (?, ?, ?)", foreign)
    connection.execute("UPDATE photos SET problem = 'cut off', dirty = 0 WHERE id = 599")
    connection.execute("UPDATE photos SET path = ? WHERE id = 598", [b"/home/ann/pictures/\xff"])
    connection.execute("COMMIT")


def rows(database: Path, table: str) -> set[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return set(connection.execute(f"SELECT * FROM {table}"))
