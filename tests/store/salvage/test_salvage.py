"""What comes back of a damaged library: all that its damaged pages did not hold, nothing else."""

import random
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths
from imagefinder.store.health import findings
from imagefinder.store.salvage import salvage as salvaging
from imagefinder.store.salvage.pages import Pages
from imagefinder.store.salvage.records import Page
from imagefinder.store.salvage.rescue import TABLES
from imagefinder.store.salvage.salvage import salvage
from tests.store.salvage.conftest import FOLDER, PHOTOS, rows
from tests.store.small import paths_of, reading, scanned, writing

PAGE = 4096
# What is not to be made again by indexing, or only at great cost.
PRECIOUS = ("photos", "embeddings", "pictures", "votes")


def damage(paths: LibraryPaths, *numbers: int, content: bytes = bytes(PAGE)) -> None:
    with paths.database.open("r+b") as file:
        for number in numbers:
            file.seek((number - 1) * PAGE)
            file.write(content)


def table_of(sound_file: Path) -> dict[int, str]:
    """Page number to table or index, as SQLite itself sees it."""
    with closing(sqlite3.connect(sound_file)) as connection:
        try:
            return dict(connection.execute("SELECT pageno, name FROM dbstat"))
        except sqlite3.OperationalError:
            pytest.skip("this SQLite can't tell which page is whose")


def pages_of(sound_file: Path, table: str) -> list[int]:
    return [number for number, name in table_of(sound_file).items() if name == table]


def on_pages(file: Path, numbers: set[int], table: str) -> int:
    """How many rows of a table stand on those pages."""
    owners = table_of(file)
    with closing(Pages(file)) as pages:
        return sum(Page(pages, n).row_count for n in numbers if owners.get(n) == table)


def assert_sound(paths: LibraryPaths) -> None:
    with writing(paths.folder) as library:
        assert list(findings(library.connection)) == []


def test_nothing_is_salvaged_of_a_sound_library(paths: LibraryPaths, sound: bytes) -> None:
    with pytest.raises(KnownError, match="not damaged"):
        salvage(paths)
    assert paths.database.read_bytes() == sound


def test_every_row_comes_from_where_only_an_index_is_damaged(
    paths: LibraryPaths,
) -> None:
    before = {table: rows(paths.database, table) for table in TABLES}
    damage(paths, *pages_of(paths.database, "photos_by_digest"))

    came = salvage(paths)

    assert {table: rows(paths.database, table) for table in TABLES} == before
    assert (came.photos.came, came.photos.expected) == (PHOTOS, 0)
    assert came.votes.came == 300
    assert_sound(paths)


def test_the_first_page_is_lost_alone(paths: LibraryPaths) -> None:
    before = {table: rows(paths.database, table) for table in TABLES}
    damage(paths, 1)
    salvage(paths)
    assert {table: rows(paths.database, table) for table in TABLES} == before
    assert_sound(paths)


@pytest.mark.parametrize("seed", range(30))
def test_rows_of_untouched_pages_come_back(paths: LibraryPaths, seed: int, tmp_path: Path) -> None:
    sound_file = Path(shutil.copy(paths.database, tmp_path / "sound.sqlite"))
    chance = random.Random(seed)
    # Pages that count: SQLite does not mind what stands in those of an empty table.
    used = [number for name in PRECIOUS for number in pages_of(sound_file, name)]
    hit = {1 + seed % 5, *chance.sample(used, chance.choice([1, 2, 5, 20]))}
    damage(paths, *hit, content=chance.choice([bytes(PAGE), chance.randbytes(PAGE)]))

    salvage(paths)

    for table in PRECIOUS:
        before = {_key(table, row) for row in rows(sound_file, table)}
        after = {_key(table, row) for row in rows(paths.database, table)}
        assert after <= before, table
        assert len(before - after) <= on_pages(sound_file, hit, table), table
    assert_sound(paths)


def _key(table: str, row: tuple[object, ...]) -> tuple[object, ...]:
    """What identifies a row and what it says, but for a photo's flags."""
    return row[:6] if table == "photos" else row


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_done_to_the_file_it_is_a_sentence_or_a_sound_library(
    paths: LibraryPaths, seed: int
) -> None:
    chance = random.Random(seed)
    raw = bytearray(paths.database.read_bytes())
    for _ in range(chance.choice([1, 10, 300])):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    if chance.random() < 0.3:
        del raw[chance.randrange(len(raw)) :]
    paths.database.write_bytes(raw)
    before = bytes(raw)
    try:
        came = salvage(paths)
    except KnownError:
        assert paths.database.read_bytes() == before
        return
    assert came.aside is not None
    assert came.aside.read_bytes() == before
    assert_sound(paths)
    assert not list(paths.folder.glob("*.tmp"))


def test_what_the_log_still_holds_comes_too(home: Path, paths: LibraryPaths) -> None:
    with writing(home) as library:
        library.connection.execute("PRAGMA wal_autocheckpoint = 0")
        scanned(library, library.add_folder("/home/ann/more"), {"/home/ann/more/a.jpg": 1})
        killed = LibraryPaths(home.with_name("killed"))
        shutil.copytree(home, killed.folder)
    assert (killed.folder / "library.sqlite-wal").stat().st_size
    damage(killed, *pages_of(paths.database, "photos_by_digest"), 1)
    salvage(killed)
    with reading(killed.folder) as reader:
        assert "/home/ann/more/a.jpg" in paths_of(reader)
        assert len(paths_of(reader)) == PHOTOS + 1


def test_a_log_cut_off_in_a_transaction_brings_none_of_it(home: Path, paths: LibraryPaths) -> None:
    with writing(home) as library:
        library.connection.execute("PRAGMA wal_autocheckpoint = 0")
        scanned(library, library.add_folder("/home/ann/more"), {"/home/ann/more/a.jpg": 1})
        killed = LibraryPaths(home.with_name("killed"))
        shutil.copytree(home, killed.folder)
    log = killed.folder / "library.sqlite-wal"
    log.write_bytes(log.read_bytes()[:-100])
    damage(killed, 1, *pages_of(paths.database, "photos_by_folder"))
    salvage(killed)
    with reading(killed.folder) as reader:
        assert "/home/ann/more/a.jpg" not in paths_of(reader)
        assert len(paths_of(reader)) == PHOTOS


def test_folder_model_and_taste_are_made_again_from_what_refers_to_them(
    paths: LibraryPaths,
) -> None:
    lost = [n for t in ("folders", "models", "tastes") for n in pages_of(paths.database, t)]
    damage(paths, *lost)
    came = salvage(paths)
    assert rows(paths.database, "folders") == {(1, FOLDER, None, None, None)}
    assert {row[1] for row in rows(paths.database, "models")} == {"arch:tag"}
    assert rows(paths.database, "tastes") == {(1, "recovered 1")}
    assert (came.photos.came, came.votes.came, came.embeddings.came) == (PHOTOS, 300, PHOTOS - 20)
    assert_sound(paths)


def test_how_much_is_lost_is_known_from_the_indexes(paths: LibraryPaths) -> None:
    number = pages_of(paths.database, "photos")[-1]
    standing = on_pages(paths.database, {number}, "photos")
    damage(paths, number)
    photos = salvage(paths).photos
    assert (photos.came, photos.expected) == (PHOTOS - standing, PHOTOS)


def test_what_a_damaged_page_made_of_a_vector_is_no_vector(
    paths: LibraryPaths, sound: bytes
) -> None:
    some = sound.find(sorted(rows(paths.database, "embeddings"))[7][3])
    paths.database.write_bytes(sound[:some] + b"\xff\x7f" * 20 + sound[some + 40 :])
    damage(paths, *pages_of(paths.database, "photos_by_digest"))
    assert salvage(paths).embeddings.came == PHOTOS - 21
    assert_sound(paths)


@pytest.mark.parametrize("schema", ["001.sql", "002.sql", "003.sql"])
def test_an_older_library_comes_back_in_the_newest_schema(home: Path, schema: str) -> None:
    home.mkdir()
    script = Path(__file__).parents[1] / "schemas" / schema
    paths = LibraryPaths(home)
    with closing(sqlite3.connect(paths.database)) as old:
        old.executescript(script.read_text())
    kept = {table: len(rows(paths.database, table)) for table in PRECIOUS}
    damage(paths, *pages_of(paths.database, "photos_by_digest"))
    salvage(paths)
    assert {table: len(rows(paths.database, table)) for table in PRECIOUS} == kept
    with writing(home) as library:
        assert library.state("wanted_model") == "arch:tag"
        assert library.vector(1, bytes(15) + b"\1").tolist() == [1, 0, 0, 0]


def test_a_newer_library_is_left_alone(paths: LibraryPaths) -> None:
    with closing(sqlite3.connect(paths.database)) as connection, connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('imagefinder', 'm999_wonders', '2030')"
        )
    damage(paths, *pages_of(paths.database, "photos_by_digest"))
    before = paths.database.read_bytes()
    with pytest.raises(KnownError, match="newer"):
        salvage(paths)
    assert paths.database.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"a letter to my aunt " * 999])
def test_where_nothing_is_left_it_says_so(paths: LibraryPaths, content: bytes) -> None:
    paths.database.write_bytes(content)
    with pytest.raises(KnownError, match="Nothing can be read"):
        salvage(paths)
    assert paths.database.read_bytes() == content


def test_without_a_library_it_says_so(home: Path) -> None:
    with pytest.raises(KnownError, match="Nothing can be read"):
        salvage(LibraryPaths(home))


def test_what_fails_its_check_takes_no_place(
    paths: LibraryPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(paths, 1)
    before = paths.database.read_bytes()
    monkeypatch.setattr(salvaging, "check", lambda *_, **__: "something is amiss")
    with suppress(KnownError):
        salvage(paths)
    assert paths.database.read_bytes() == before
    assert not list(paths.folder.glob("*.tmp"))
