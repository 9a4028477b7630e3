"""Opening a library: new, older, newer, damaged, locked, on a read-only disk, beside a writer."""

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from imagefinder.core.errors import KnownError, LibraryBusy
from imagefinder.core.paths import LibraryPaths
from imagefinder.store import connect, schema
from imagefinder.store.connect import (
    lock_library,
    open_for_reading,
    open_for_writing,
    transaction,
)
from imagefinder.store.faults import faults_as_sentences
from imagefinder.store.reader import Reader
from imagefinder.store.released import MIGRATION_NAMES
from tests.store.small import photo_at, reading, scanned, writing

HOLD = """
import sys
from pathlib import Path
from imagefinder.core.paths import LibraryPaths
from imagefinder.store.connect import lock_library
held = lock_library(LibraryPaths(Path(sys.argv[1])))
print("held", flush=True)
sys.stdin.read()
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def filled(home: Path, photos: int = 300) -> LibraryPaths:
    """A library of several pages, closed."""
    with writing(home) as library:
        folder = library.add_folder("/photos")
        scanned(library, folder, {f"/photos/{n:05}.jpg": n + 1 for n in range(photos)})
    return LibraryPaths(home)


def test_a_new_library_is_private_and_in_wal_mode(home):
    os.umask(os.umask(0o022))
    with writing(home) as library:
        library.add_folder("/photos")
        assert library.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert library.connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert mode(home) == 0o700
        files = sorted(home.iterdir())
        assert {file.name for file in files} >= {"library.sqlite", "library.sqlite-wal"}
        assert {mode(file) for file in files} == {0o600}


def test_opening_again_keeps_what_is_there(home):
    filled(home, 3)
    with writing(home) as library:
        assert [folder.path for folder in library.folders()] == ["/photos"]
        assert library.photo_count(library.folders()[0]) == 3


def test_a_reader_sees_what_a_writer_commits_and_cannot_write(library, home):
    library.add_folder("/a")
    with reading(home) as reader:
        with library.transaction():
            library.remember("key", "one")
            assert reader.state("key") is None
        assert reader.state("key") == "one"
        with pytest.raises(KnownError, match="written"), faults_as_sentences(reader.connection):
            reader.connection.execute("INSERT INTO state VALUES ('x', 'y')")


def test_a_read_transaction_keeps_its_moment_while_the_writer_goes_on(library, home):
    library.remember("key", "one")
    with reading(home) as reader:
        reader.connection.execute("BEGIN")
        assert reader.state("key") == "one"
        library.remember("key", "two")
        assert reader.state("key") == "one"
        reader.connection.execute("COMMIT")
        assert reader.state("key") == "two"


def test_where_there_is_no_library_a_reader_says_so(home):
    with pytest.raises(KnownError, match="no library"):
        open_for_reading(LibraryPaths(home))
    assert not home.exists()


def test_an_empty_file_is_no_library_to_a_reader_and_a_new_one_to_a_writer(home):
    home.mkdir()
    (home / "library.sqlite").touch()
    with pytest.raises(KnownError, match="no library"):
        open_for_reading(LibraryPaths(home))
    with writing(home) as library:
        assert library.folders() == []


def test_a_database_of_somebody_else_is_no_library_to_a_reader(home):
    home.mkdir()
    with closing(sqlite3.connect(home / "library.sqlite")) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(KnownError, match="no library"):
        open_for_reading(LibraryPaths(home))


@pytest.mark.parametrize("opened", [open_for_reading, open_for_writing])
@pytest.mark.parametrize("damage", ["header", "first page", "half", "text"])
def test_a_damaged_file_is_a_sentence_that_names_it(home, opened, damage):
    file = filled(home).database
    raw = file.read_bytes()
    match damage:
        case "header":
            file.write_bytes(b"\0" * 16 + raw[16:])
        case "first page":
            file.write_bytes(raw[:100] + b"\xff" * 3996 + raw[4096:])
        case "half":
            file.write_bytes(raw[: len(raw) // 2])
        case "text":
            file.write_bytes(b"this is a letter to my aunt " * 999)
    with pytest.raises(KnownError, match=r"library\.sqlite is damaged") as caught:
        opened(LibraryPaths(home))
    assert "imagefinder restore" in str(caught.value)


def test_damage_met_later_is_a_sentence_too(home, monkeypatch):
    monkeypatch.setattr(connect, "CHECKED_BYTES", 0)
    monkeypatch.setattr(connect, "CHECKED_AFTER_DEATH_BYTES", 0)
    file = filled(home).database
    with closing(sqlite3.connect(file)) as whole:
        names = "('folders', 'photos', 'state', 'pictures', 'photos_by_time', 'photos_by_digest')"
        sql = f"SELECT rootpage FROM sqlite_master WHERE name IN {names}"
        pages = [page for (page,) in whole.execute(sql)]
    with file.open("r+b") as damaged:
        for page in pages:
            damaged.seek((page - 1) * 4096)
            damaged.write(b"\xa5" * 4096)
    with reading(home) as reader:
        for ask in (reader.folders, lambda: reader.state("a"), lambda: reader.photos([5])):
            with pytest.raises(KnownError, match=r"library\.sqlite is damaged"):
                ask()
    with writing(home) as library:
        with pytest.raises(KnownError, match="damaged"):
            library.remember("a", "b")
        with pytest.raises(KnownError, match="damaged"), library.transaction():
            library.connection.execute("DELETE FROM photos")
        assert not library.connection.in_transaction


@pytest.mark.parametrize("opened", [open_for_reading, open_for_writing])
def test_a_newer_library_is_refused_untouched(home, opened):
    paths = filled(home, 3)
    with closing(sqlite3.connect(paths.database)) as newer:
        newer.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('imagefinder', 'm999_telepathy', 'later')"
        )
        newer.commit()
    before = content(home)
    assert set(before) == {"library.sqlite"}
    with pytest.raises(KnownError, match="newer imagefinder"):
        opened(paths)
    assert content(home) == before


def test_a_newer_library_in_use_is_refused_by_its_log_too(home, library):
    library.connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('imagefinder', 'm999_telepathy', 'later')"
    )
    for opened in (open_for_reading, open_for_writing):
        with pytest.raises(KnownError, match="newer imagefinder"):
            opened(LibraryPaths(home))


@pytest.mark.skipif(os.name == "nt", reason="permissions of folders")
def test_on_a_read_only_disk_a_library_can_be_read(home, monkeypatch):
    paths = filled(home, 3)
    uris = []
    real_connect = connect._connect

    def refused(uri, paths):
        uris.append(uri)
        if uri.endswith("mode=ro"):
            # What SQLite says where it can't make the shared memory; root may write anywhere.
            error = sqlite3.OperationalError("attempt to write a readonly database")
            error.sqlite_errorcode = sqlite3.SQLITE_READONLY_DIRECTORY
            raise error
        return real_connect(uri, paths)

    monkeypatch.setattr(connect, "_connect", refused)
    with reading(home) as reader:
        assert reader.photo_count(reader.folders()[0]) == 3
    assert [uri.rpartition("?")[2] for uri in uris] == ["mode=ro", "immutable=1"]
    assert paths.database.exists()


def test_a_library_that_is_busy_is_not_read_as_if_nobody_wrote(home, monkeypatch):
    filled(home, 3)
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY

    def refused(*_):
        raise error

    monkeypatch.setattr(connect, "_connect", refused)
    with pytest.raises(KnownError, match="another program"):
        open_for_reading(LibraryPaths(home))


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    for call in (open_for_writing, lock_library):
        with pytest.raises(KnownError, match="can't be made"):
            call(LibraryPaths(tmp_path / "file" / "library"))


def test_a_writer_that_has_to_wait_for_a_lock_is_not_told_of_damage(home, library, monkeypatch):
    monkeypatch.setattr(connect, "BUSY_TIMEOUT_S", 0)
    with writing(home) as second:
        library.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(KnownError, match="another program"):
            second.remember("a", "b")
        with pytest.raises(KnownError, match="another program"), second.transaction():
            pytest.fail("the lock is held")
        library.connection.execute("ROLLBACK")
        second.remember("a", "b")


def test_a_writer_waits_for_a_lock_that_is_let_go(home, library):
    with writing(home) as second, second.transaction():
        second.remember("a", "b")
    library.remember("a", "c")
    assert library.state("a") == "c"


# Transactions


def test_a_transaction_happens_whole_or_not_at_all(library):
    library.remember("key", "before")
    with pytest.raises(ZeroDivisionError), library.transaction():
        library.remember("key", str(1 / len(library.remember("key", "after") or "")))
    assert library.state("key") == "before"
    with library.transaction():
        library.remember("key", "after")
    assert library.state("key") == "after"


def test_a_transaction_begins_by_taking_the_lock(library):
    said = []
    library.connection.set_trace_callback(said.append)
    with library.transaction():
        pass
    library.connection.set_trace_callback(None)
    assert said == ["BEGIN IMMEDIATE", "COMMIT"]


def test_a_full_disk_ends_the_transaction_with_a_sentence(library):
    connection = library.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(KnownError, match="disk is full"), library.transaction():
        connection.executemany(
            "INSERT INTO state VALUES (?, ?)", [(f"{n}", "x" * 2000) for n in range(1000)]
        )
    assert not connection.in_transaction
    connection.execute("PRAGMA max_page_count = 100000")
    library.remember("again", "yes")
    assert [library.state(key) for key in ("0", "again")] == [None, "yes"]


def test_a_fault_of_ours_keeps_its_kind(library):
    with pytest.raises(sqlite3.OperationalError, match="syntax"), library.transaction():
        library.connection.execute("SELEKT 1")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.close()
        with pytest.raises(sqlite3.ProgrammingError), transaction(connection):
            pytest.fail("closed")


# The one writer


def test_a_second_writer_is_refused_and_told_who_holds_it(home):
    first = lock_library(LibraryPaths(home))
    try:
        with pytest.raises(LibraryBusy, match=f"process {os.getpid()}") as caught:
            lock_library(LibraryPaths(home))
        assert str(home) in str(caught.value)
    finally:
        first.release()
    lock_library(LibraryPaths(home)).release()


def test_a_killed_writer_lets_go(home):
    command = [sys.executable, "-c", HOLD, str(home)]
    environment = {**os.environ, "PYTHONPATH": str(Path(connect.__file__).parents[2])}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LibraryBusy, match=f"process {holder.pid}"):
            lock_library(LibraryPaths(home))
        with writing(home) as beside:  # the lock names the writer, readers need none
            assert beside.folders() == []
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    lock_library(LibraryPaths(home)).release()


def test_what_a_killed_writer_committed_is_there(home, tmp_path):
    """Its log is read again, by a reader as well as by the next writer."""
    with writing(home) as library:
        library.remember("key", "committed")
        shutil.copytree(home, tmp_path / "after the kill", ignore=shutil.ignore_patterns("*-shm"))
    with reading(tmp_path / "after the kill") as reader:
        assert reader.state("key") == "committed"
    with writing(tmp_path / "after the kill") as again:
        assert again.state("key") == "committed"


# Migrations


def test_the_names_are_those_of_the_migrations():
    blank = Database(memory=True, execute_plugins=False)
    assert {one.name for one in schema.MIGRATIONS.pending(blank)} == MIGRATION_NAMES


def test_every_released_schema_is_kept_as_a_fixture():
    kept = sorted(Path(__file__).parent.glob("schemas/*.sql"))
    released = len(MIGRATION_NAMES) - 1  # the newest is what `open_for_writing` makes
    assert len(kept) >= released > 0


SCHEMAS = ("001.sql", "002.sql", "003.sql", "004.sql", "005.sql", "006.sql")


@pytest.fixture(params=SCHEMAS)
def old_home(home, request):
    home.mkdir()
    script = (Path(__file__).parent / "schemas" / request.param).read_text()
    with closing(sqlite3.connect(home / "library.sqlite")) as old:
        old.executescript(script)
    return home


def test_an_old_library_is_migrated_and_keeps_its_rows(old_home):
    with writing(old_home) as library:
        one = library.model("arch:tag").id
        assert library.state("wanted_model") == "arch:tag"
        assert [(f.path, f.offline) for f in library.folders()] == [
            ("/disk", "unplugged"),
            ("/photos", None),
        ]
        assert photo_at(library, "/photos/\udcff.jpg").stamp.mtime_ns == 400
        assert library.metadata(bytes(15) + b"\1").camera == "Canon"
        assert library.vector(one, bytes(15) + b"\1").tolist() == [1, 0, 0, 0]
        assert library.forest(one).generation == 3
        assert library.suspects() == {"/photos/b.jpg": 1}
        assert len(library.problems()) == 2
        taste = "SELECT name, liked FROM votes JOIN tastes ON tastes.id = taste_id"
        assert library.connection.execute(taste).fetchall() == [("mountains", 1)]


def test_what_lacks_a_vector_is_counted_in_an_old_library(old_home):
    with writing(old_home) as library:
        one, other = library.model("arch:tag").id, library.model("other").id
        coverage = library.coverage(one)
        assert (coverage.photos, coverage.searched, coverage.pending, coverage.failed) == (
            *(5, 2, 2, 1),
        )
        assert library.coverage(other).searched == 1
        assert [photo.path for photo in library.work(one, 0, 9)] == [
            "/photos/b.jpg",
            "/photos/\udcff.jpg",
        ]


def test_what_an_older_program_judged_is_read_again_once(old_home):
    with writing(old_home) as library:
        assert len(library.problems()) == 2
        for folder in library.folders():
            library.judge_again(folder, "these", "those", "set aside")
        assert library.others() == []
        assert [problem.path for problem in library.problems()] == ["/photos/private"]
        library.settle_problem(photo_at(library, "/photos/text.jpg"), "no picture")
        for folder in library.folders():
            library.judge_again(folder, "these", "those", "set aside")
        assert len(library.problems()) == 2


@pytest.mark.parametrize("old_home", SCHEMAS[:4], indirect=True)
def test_what_is_no_picture_is_no_photo_in_an_old_library(old_home):
    """It was a photo with a problem, whether the problem was to be heard of or not."""
    no_picture = "is no picture: its content is of no known picture format (text)"
    with closing(sqlite3.connect(old_home / "library.sqlite")) as old, old:
        old.executemany(
            "INSERT INTO photos (folder_id, path, size, mtime_ns, digest, problem, dirty) "
            "VALUES (1, ?, 5, 700, NULL, ?, ?)",
            [
                ("/photos/notes.txt", no_picture, 0),
                (b"/photos/\xff.txt", no_picture, 0),
                ("/photos/changed.txt", None, 1),
                ("/photos/lost.jpg", "is damaged: its content is of no known picture format", 0),
            ],
        )
    with writing(old_home) as library:
        assert [(other.path, other.reason) for other in library.others()] == [
            ("/photos/notes.txt", no_picture),
            ("/photos/\udcff.txt", no_picture),
        ]
        assert library.photo_at("/photos/notes.txt") is None
        assert "/photos/lost.jpg" in [problem.path for problem in library.problems()]
        coverage = library.coverage(library.model("arch:tag").id)
        assert (coverage.photos, coverage.pending, coverage.failed) == (7, 3, 2)
        met = scanned(library, library.folders()[1], {"/photos/notes.txt": 700})
        assert (met.added, met.changed) == (1, 0)  # of another size now: a new file


def test_a_migrated_library_has_the_tables_of_a_new_one(old_home, tmp_path):
    def tables(library: Reader):
        sql = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '%sqlite_%' ORDER BY name"
        return library.connection.execute(sql).fetchall()

    with writing(old_home) as migrated, writing(tmp_path / "new") as new:
        assert tables(migrated) == tables(new)


def test_an_old_library_is_not_read_before_it_is_migrated(old_home):
    with pytest.raises(KnownError, match="older imagefinder"):
        open_for_reading(LibraryPaths(old_home))
    with writing(old_home), reading(old_home) as reader:
        assert len(reader.folders()) == 2


def test_a_migration_that_fails_changes_nothing(old_home, monkeypatch):
    newest = schema._JUDGED_BY + "CREATE TABLE photos (id INTEGER);"
    monkeypatch.setattr(schema, "_JUDGED_BY", newest)
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        open_for_writing(LibraryPaths(old_home))
    monkeypatch.undo()
    with writing(old_home) as library:
        assert library.coverage(1).photos == 5
