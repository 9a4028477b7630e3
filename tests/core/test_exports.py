"""Files that a person asked for by name: whole, and over another one only if so told."""

import errno
import os
from pathlib import Path

import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.exports import publish


def names(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()]


def refuse_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", link)


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_is_whole_and_leaves_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        refuse_links(monkeypatch)
    publish(tmp_path / "map.csv", b"a,b")
    assert (tmp_path / "map.csv").read_bytes() == b"a,b"
    assert names(tmp_path) == ["map.csv"]


@pytest.mark.parametrize("links", [True, False])
def test_a_name_taken_at_the_last_moment_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """Somebody writes the same name after the look for it."""
    if not links:
        refuse_links(monkeypatch)
    monkeypatch.setattr("imagefinder.core.exports.refuse_taken", lambda *_, **__: None)
    (tmp_path / "map.csv").write_bytes(b"mine")
    with pytest.raises(KnownError, match="exists already"):
        publish(tmp_path / "map.csv", b"a,b")
    assert (tmp_path / "map.csv").read_bytes() == b"mine"
    assert names(tmp_path) == ["map.csv"]


def test_what_is_there_is_replaced_on_demand_only(tmp_path: Path) -> None:
    file = tmp_path / "map.csv"
    file.write_bytes(b"mine")
    with pytest.raises(KnownError, match=r"map.csv exists already.*--force"):
        publish(file, b"a,b")
    assert file.read_bytes() == b"mine"
    publish(file, b"a,b", replace=True)
    assert file.read_bytes() == b"a,b"


@pytest.mark.parametrize("kind", ["folder", "link", "dangling link", "pipe"])
def test_only_a_plain_file_is_replaced(tmp_path: Path, kind: str) -> None:
    file, real = tmp_path / "map.csv", tmp_path / "real"
    if kind == "link":
        real.write_bytes(b"mine")
    if kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to(real)
    before = file.lstat()
    with pytest.raises(KnownError, match="no plain file"):
        publish(file, b"a,b", replace=True)
    assert file.lstat().st_ino == before.st_ino


def test_the_persons_own_unfinished_files_stay(tmp_path: Path) -> None:
    own = [tmp_path / "map.csv.part", tmp_path / ".map.csv.part"]
    for file in own:
        file.write_bytes(b"a download of my own")
    publish(tmp_path / "map.csv", b"a,b")
    assert [file.read_bytes() for file in own] == [b"a download of my own"] * 2


@pytest.mark.parametrize(
    ("name", "said"),
    [("no/map.csv", "can't be written"), ("x" * 300, "name too long"), ("a\0b", "no name")],
)
def test_what_cant_be_written_is_a_sentence(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(KnownError, match=f"(?i){said}"):
        publish(tmp_path / name, b"a,b")
    assert names(tmp_path) == []


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    publish(tmp_path / ("x" * 255), b"a,b")
    assert names(tmp_path) == ["x" * 255]
