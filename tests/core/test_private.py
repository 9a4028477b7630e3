"""What the program writes is for the person's eyes only, whatever stood there before."""

import os
import stat

import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.private import make_private_file, make_private_folder, write_private

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")


@pytest.fixture(autouse=True)
def _open_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_files_and_folders_are_private(tmp_path):
    make_private_folder(tmp_path / "a")
    make_private_file(tmp_path / "a" / "new")
    (tmp_path / "a" / "old").touch()
    make_private_file(tmp_path / "a" / "old")
    assert mode(tmp_path / "a") == 0o700
    assert mode(tmp_path / "a" / "new") == mode(tmp_path / "a" / "old") == 0o600


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"before")
    (tmp_path / "file.tmp").write_bytes(b"left by a killed program")
    write_private(file, b"after")
    assert (file.read_bytes(), mode(file)) == (b"after", 0o600)
    assert list(tmp_path.iterdir()) == [file]


def test_what_a_full_disk_refuses_leaves_what_was_there(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_bytes(b"before")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("imagefinder.core.private.os.replace", refuse)
    with pytest.raises(OSError, match="No space"):
        write_private(file, b"after")
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]


def test_where_nothing_can_be_written_it_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(KnownError, match="can't be made"):
        make_private_folder(tmp_path / "file" / "folder")
    with pytest.raises(KnownError, match="can't be written to"):
        make_private_file(tmp_path / "no folder" / "file")
