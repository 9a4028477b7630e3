"""Searches that somebody else saved, in a library from elsewhere: nothing in them is trusted."""

import os
import struct
from pathlib import Path

import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.query import InFolder, PictureFile, PictureVector, Query, Words
from imagefinder.engine.engine import Engine
from imagefinder.store.marks import Marks
from tests.engine import fakes
from tests.engine.home import Home, draw, draw_many

SECRET = "hunter2"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    home = Home(tmp_path, fakes.install(monkeypatch.setattr))
    draw_many(home.pictures, 6)
    home.index()
    return home


def save(home: Home, query: Query) -> Query:
    """Saved and read again, as the window does it."""
    with Engine(home.library) as engine:
        Marks(engine.library.connection).save_search("theirs", query)
        return Marks(engine.library.connection).saved_searches()["theirs"]


def ask(home: Home, query: Query) -> int:
    return len(home.ask(lambda answers: answers.answer(query, 20)).hits)


def test_a_picture_outside_is_read_as_a_picture_only(home: Home, tmp_path: Path) -> None:
    secret = tmp_path / "passwords.txt"
    secret.write_text(f"{SECRET}\n" * 50)
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    (tmp_path / "link.png").symlink_to(secret)
    (tmp_path / "circle.png").symlink_to("circle.png")
    paths = [secret, pipe, tmp_path, tmp_path / "link.png", tmp_path / "circle.png"]
    for path in [*paths, Path("/dev/zero"), Path("/dev/tty"), Path("/proc/self/mem"), Path("a\0b")]:
        query = save(home, Query((PictureFile(str(path)),)))
        with pytest.raises(KnownError) as refused:
            ask(home, query)
        assert SECRET not in str(refused.value)
    outside = draw(tmp_path / "outside.png", "blue")
    assert ask(home, save(home, Query((PictureFile(str(outside)),)))) == 6
    assert outside.exists()
    assert secret.read_text().startswith(SECRET)


@pytest.mark.parametrize(
    "vector",
    [b"", b"abc", bytes(4), struct.pack("<49f", *[float("nan")] * 49), b"\xff" * 196, bytes(10**6)],
)
def test_a_vector_that_is_none_is_a_sentence(home: Home, vector: bytes) -> None:
    with pytest.raises(KnownError):
        ask(home, save(home, Query((PictureVector("x", vector), Words("red")))))


def test_a_folder_is_text_to_compare_with_never_a_path_to_open(home: Home) -> None:
    for text in ("/etc", "../..", "%", "' OR 1=1 --", "\0", "~root"):
        assert ask(home, save(home, Query((Words("red"),), (InFolder(text),)))) == 0


def test_what_is_no_query_is_no_search(home: Home) -> None:
    with Engine(home.library) as engine:
        for number, text in enumerate(("", "{", "[]", '{"terms": 3}', "\0", "9" * 10_000)):
            engine.library.connection.execute(
                "INSERT INTO saved_searches VALUES (?, ?)", (str(number), text)
            )
        Marks(engine.library.connection).save_search("sound", Query((Words("red"),)))
        assert list(Marks(engine.library.connection).saved_searches()) == ["sound"]
