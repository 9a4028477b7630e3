"""A file in the trash can be put back; what no trash takes stays where it is."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from send2trash import TrashPermissionError

from imagefinder.core.errors import KnownError
from imagefinder.files import trash
from imagefinder.files.trash import move_to_trash


def test_the_file_lies_in_the_trash_whole(tmp_path: Path, trash_folder: Path) -> None:
    file = tmp_path / "föto.jpg"
    file.write_bytes(b"picture")
    move_to_trash(str(file))
    assert not file.exists()
    assert (trash_folder / "files" / file.name).read_bytes() == b"picture"
    assert (trash_folder / "info" / f"{file.name}.trashinfo").exists()


def test_two_of_one_name_both_lie_there(tmp_path: Path, trash_folder: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.jpg").write_text(folder)
        move_to_trash(str(tmp_path / folder / "1.jpg"))
    lying = (trash_folder / "files").iterdir()
    assert sorted(file.read_text() for file in lying) == ["a", "b"]


def test_a_name_that_is_no_text(tmp_path: Path, trash_folder: Path) -> None:
    file = tmp_path / "caf\udce9.jpg"
    try:
        file.write_bytes(b"picture")
    except OSError:
        pytest.skip("this disk takes no such names")
    move_to_trash(str(file))
    assert (trash_folder / "files" / file.name).exists()


def test_a_file_that_is_gone_says_so(tmp_path: Path, trash_folder: Path) -> None:
    with pytest.raises(KnownError, match="not there any more"):
        move_to_trash(str(tmp_path / "gone.jpg"))


@pytest.mark.parametrize(
    ("fault", "said"),
    [(TrashPermissionError("/net"), "no trash"), (OSError(30, "Read-only"), "Read-only")],
)
def test_what_no_trash_takes_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError, said: str
) -> None:
    file = tmp_path / "1.jpg"
    file.touch()

    def refuse(path: str) -> None:
        raise fault

    monkeypatch.setattr(trash, "send2trash", refuse)
    with pytest.raises(KnownError, match=said):
        move_to_trash(str(file))
    assert file.exists()


@pytest.mark.parametrize(("kind", "moved"), [(2, False), (3, True), (4, False), (5, False)])
def test_windows_is_trusted_with_fixed_disks_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: int, moved: bool
) -> None:
    file = tmp_path / "1.jpg"
    file.touch()
    asked: list[str] = []
    drives = SimpleNamespace(kernel32=SimpleNamespace(GetDriveTypeW=lambda root: kind))
    monkeypatch.setattr(trash.sys, "platform", "win32")
    monkeypatch.setattr(trash.ctypes, "windll", drives, raising=False)
    monkeypatch.setattr(trash, "send2trash", asked.append)
    if moved:
        move_to_trash(str(file))
    else:
        with pytest.raises(KnownError, match="no trash"):
            move_to_trash(str(file))
    assert asked == [str(file)] * moved
