import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from imagefinder.core.errors import FolderOffline
from imagefinder.core.types import FileStamp, FoundFile
from imagefinder.files import crawl as crawl_module
from imagefinder.files.crawl import UnreadableFolder, crawl, is_entered

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def plant(root: Path, *names: str) -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(os.fsencode(name))


def names(root: Path, found: Iterable[FoundFile | UnreadableFolder]) -> list[str]:
    return [os.path.relpath(each.path, root) for each in found]


def test_files_come_folder_by_folder_in_the_order_of_their_names(tmp_path: Path) -> None:
    plant(tmp_path, "z.jpg", "b/2.jpg", "b/1.jpg", "a/c/deep.jpg", "a/x.txt", "LICENSE")
    (tmp_path / "empty").mkdir()
    expected = ["LICENSE", "z.jpg", "a/x.txt", "a/c/deep.jpg", "b/1.jpg", "b/2.jpg"]
    assert names(tmp_path, crawl(str(tmp_path))) == expected


def test_a_file_comes_with_its_stamp(tmp_path: Path) -> None:
    plant(tmp_path, "a.jpg")
    os.utime(tmp_path / "a.jpg", ns=(1, 1_234_567_891_234_567_891))
    assert list(crawl(str(tmp_path))) == [
        FoundFile(str(tmp_path / "a.jpg"), FileStamp(5, 1_234_567_891_234_567_891))
    ]


def test_hidden_things_and_companions_are_passed_by(tmp_path: Path) -> None:
    plant(tmp_path, "a.jpg", ".hidden.jpg", ".git/a.jpg", "@eaDir/a.jpg", "__MACOSX/a.jpg")
    plant(tmp_path, "$RECYCLE.BIN/a.jpg", "lost+found/a.jpg", "a.xmp", "film.mp4", "Thumbs.db")
    assert names(tmp_path, crawl(str(tmp_path))) == ["a.jpg"]


def test_a_hidden_root_was_asked_for(tmp_path: Path) -> None:
    plant(tmp_path, ".photos/a.jpg")
    assert names(tmp_path, crawl(str(tmp_path / ".photos"))) == [".photos/a.jpg"]


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        (["*.png"], ["a.jpg", "x/c.jpg", "x/y/d.jpg"]),
        (["x"], ["a.jpg", "b.png"]),
        (["x/"], ["a.jpg", "b.png"]),
        (["x/y"], ["a.jpg", "b.png", "x/c.jpg"]),
        (["x/y/*"], ["a.jpg", "b.png", "x/c.jpg"]),
        (["y", "a.*"], ["b.png", "x/c.jpg"]),
        (["**/d.jpg"], ["a.jpg", "b.png", "x/c.jpg"]),
        (["[ab].*"], ["x/c.jpg", "x/y/d.jpg"]),
        (["", "/"], ["a.jpg", "b.png", "x/c.jpg", "x/y/d.jpg"]),
        (["/elsewhere/*"], ["a.jpg", "b.png", "x/c.jpg", "x/y/d.jpg"]),
    ],
)
def test_exclusions(exclude: list[str], left: list[str], tmp_path: Path) -> None:
    plant(tmp_path, "a.jpg", "b.png", "x/c.jpg", "x/y/d.jpg")
    assert names(tmp_path, crawl(str(tmp_path), exclude)) == left


def test_an_exclusion_by_absolute_path(tmp_path: Path) -> None:
    plant(tmp_path, "x/a.jpg", "b.jpg")
    assert names(tmp_path, crawl(str(tmp_path), [f"{tmp_path}/x"])) == ["b.jpg"]


def test_the_librarys_own_folder_is_not_entered_by_any_name(tmp_path: Path) -> None:
    plant(tmp_path, "photos/library/thumb.jpg", "photos/a.jpg")
    (tmp_path / "link").symlink_to(tmp_path / "photos")
    skip = [str(tmp_path / "photos" / "library")]
    assert names(tmp_path, crawl(str(tmp_path / "photos"), skip=skip)) == ["photos/a.jpg"]
    assert names(tmp_path, crawl(str(tmp_path / "link"), skip=skip)) == ["link/a.jpg"]
    assert list(crawl(skip[0], skip=skip)) == []


class TestLinks:
    def test_a_link_to_a_file_inside_is_that_file(self, tmp_path: Path) -> None:
        plant(tmp_path, "x/real.jpg")
        (tmp_path / "link.jpg").symlink_to("x/real.jpg")
        found = {Path(f.path).name: f for f in crawl(str(tmp_path))}
        assert found["link.jpg"].stamp == found["real.jpg"].stamp

    def test_nothing_outside_is_followed(self, tmp_path: Path) -> None:
        plant(tmp_path, "outside/secret.jpg", "outside2/s.jpg", "root/a.jpg")
        root = tmp_path / "root"
        (root / "file.jpg").symlink_to(tmp_path / "outside" / "secret.jpg")
        (root / "relative.jpg").symlink_to("../outside/secret.jpg")
        (root / "folder").symlink_to(tmp_path / "outside")
        # Its name begins like the root's own.
        (tmp_path / "root-too").symlink_to(tmp_path / "outside2")
        (root / "near.jpg").symlink_to(tmp_path / "root-too" / "s.jpg")
        assert names(root, crawl(str(root))) == ["a.jpg"]

    def test_cycles_end(self, tmp_path: Path) -> None:
        plant(tmp_path, "x/a.jpg")
        (tmp_path / "x" / "up").symlink_to("..")
        (tmp_path / "x" / "self").symlink_to("self")
        (tmp_path / "one.jpg").symlink_to("two.jpg")
        (tmp_path / "two.jpg").symlink_to("one.jpg")
        (tmp_path / "nowhere.jpg").symlink_to("missing.jpg")
        assert names(tmp_path, crawl(str(tmp_path))) == ["x/a.jpg"]

    def test_a_root_may_be_a_link(self, tmp_path: Path) -> None:
        plant(tmp_path, "real/a.jpg")
        (tmp_path / "root").symlink_to("real")
        (tmp_path / "real" / "b.jpg").symlink_to("a.jpg")
        assert names(tmp_path, crawl(str(tmp_path / "root"))) == ["root/a.jpg", "root/b.jpg"]

    def test_a_mount_that_leads_back_is_entered_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plant(tmp_path, "a/x.jpg", "a/again/y.jpg")
        real = crawl_module._folder_id
        again = str(tmp_path / "a" / "again")
        monkeypatch.setattr(
            crawl_module, "_folder_id", lambda f: real(str(Path(f).parent) if f == again else f)
        )
        assert names(tmp_path, crawl(str(tmp_path))) == ["a/x.jpg"]

    def test_folders_without_numbers_are_all_entered(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plant(tmp_path, "a/b/x.jpg")
        monkeypatch.setattr(crawl_module, "_folder_id", lambda _: (7, 0))
        assert names(tmp_path, crawl(str(tmp_path))) == ["a/b/x.jpg"]


def test_only_regular_files_are_found(tmp_path: Path) -> None:
    plant(tmp_path, "a.jpg")
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "device.jpg").symlink_to("/dev/zero")
    (tmp_path / "pipe-link.jpg").symlink_to("pipe.jpg")
    assert names(tmp_path, crawl(str(tmp_path))) == ["a.jpg"]


def test_names_that_are_no_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/ordn\xfcr/caf\xe9.jpg"
    plant(tmp_path, os.fsdecode(b"ordn\xfcr/caf\xe9.jpg"))
    (found,) = crawl(str(tmp_path))
    assert os.fsencode(found.path) == path


def test_depth_is_no_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(1000):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.jpg").write_bytes(b"")
    assert names(tmp_path, crawl(str(tmp_path))) == ["d/" * 1000 + "a.jpg"]
    # Removed here: pytest's own cleaning up recurses, and would fail in whichever run comes later.
    Path("a.jpg").unlink()
    for _ in range(1000):
        os.chdir("..")
        Path("d").rmdir()


class TestUnreadable:
    @pytest.mark.parametrize("name", ["missing", "missing/deeper"])
    def test_a_missing_root_is_offline_at_once(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(FolderOffline, match="isn't there"):
            crawl(str(tmp_path / name))

    def test_a_file_is_no_root(self, tmp_path: Path) -> None:
        plant(tmp_path, "a.jpg")
        with pytest.raises(FolderOffline, match="is no folder"):
            crawl(str(tmp_path / "a.jpg"))

    def test_a_root_lost_after_the_start_is_offline(self, tmp_path: Path) -> None:
        root = tmp_path / "root"
        plant(root, "a.jpg")
        found = crawl(str(root))
        (root / "a.jpg").unlink()
        root.rmdir()
        with pytest.raises(FolderOffline, match="can't be read"):
            list(found)

    def test_a_folder_that_fails_is_named_and_the_rest_found(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plant(tmp_path, "a/1.jpg", "b/2.jpg", "c/3.jpg")
        real = os.scandir

        def scandir(path: str) -> object:
            if path.endswith("/b"):
                raise OSError(5, "Input/output error")
            return real(path)

        monkeypatch.setattr(crawl_module.os, "scandir", scandir)
        found = list(crawl(str(tmp_path)))
        assert names(tmp_path, found) == ["a/1.jpg", "b", "c/3.jpg"]
        assert found[1] == UnreadableFolder(str(tmp_path / "b"), "input/output error")
        assert list(crawl(str(tmp_path), start=str(tmp_path / "b"))) == [found[1]]

    @pytest.mark.skipif(IS_ROOT, reason="root reads all")
    def test_forbidden_folders(self, tmp_path: Path) -> None:
        plant(tmp_path, "a/1.jpg", "b/2.jpg")
        (tmp_path / "a").chmod(0)
        (tmp_path / "b").chmod(0o444)
        try:
            found = list(crawl(str(tmp_path)))
            with pytest.raises(FolderOffline, match="permission denied"):
                crawl(str(tmp_path / "a"))
        finally:
            (tmp_path / "a").chmod(0o700)
            (tmp_path / "b").chmod(0o700)
        assert [type(each) for each in found] == [UnreadableFolder, UnreadableFolder]

    def test_a_folder_whose_files_cannot_be_looked_at_is_unreadable(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plant(tmp_path, "a/1.jpg", "a/2.jpg", "a/3.jpg")
        real = crawl_module._Walk._look_at

        def look_at(walk: object, entry: os.DirEntry[str], folders: list[str]) -> object:
            if entry.name == "1.jpg":
                raise FileNotFoundError
            if entry.name == "2.jpg":
                raise PermissionError(13, "Permission denied")
            return real(walk, entry, folders)

        monkeypatch.setattr(crawl_module._Walk, "_look_at", look_at)
        found = list(crawl(str(tmp_path)))
        assert names(tmp_path, found) == ["a/3.jpg", "a"]
        assert found[1].reason == "permission denied"

    def test_a_file_that_vanishes_meanwhile_is_passed_by(self, tmp_path: Path) -> None:
        plant(tmp_path, "1.jpg", "2.jpg", "3.jpg")
        found = crawl(str(tmp_path))
        first = next(found)
        (tmp_path / "2.jpg").unlink()
        assert names(tmp_path, [first, *found]) == ["1.jpg", "3.jpg"]


class TestStart:
    def test_what_lies_there_and_below(self, tmp_path: Path) -> None:
        plant(tmp_path, "a/1.jpg", "a/deep/2.jpg", "3.jpg")
        root = str(tmp_path)
        assert names(tmp_path, crawl(root, start=f"{root}/a")) == ["a/1.jpg", "a/deep/2.jpg"]
        assert names(tmp_path, crawl(root, start=f"{root}/a/deep")) == ["a/deep/2.jpg"]
        assert list(crawl(root, start=root)) == list(crawl(root))

    def test_a_folder_that_is_gone_holds_nothing(self, tmp_path: Path) -> None:
        plant(tmp_path, "was-a-folder")
        for gone in ("gone", "gone/deeper", "was-a-folder", "was-a-folder/deeper"):
            assert list(crawl(str(tmp_path), start=str(tmp_path / gone))) == []

    def test_a_folder_that_is_not_crawled_holds_nothing(self, tmp_path: Path) -> None:
        plant(tmp_path, ".git/a.jpg", "x/y/b.jpg", "library/c.jpg", "library/sub/d.jpg")
        (tmp_path / "link").symlink_to("x")
        skip = [str(tmp_path / "library")]
        for folder in (".git", "x/y", "library", "library/sub", "link/y", "..", "../elsewhere"):
            found = crawl(str(tmp_path), ["x"], skip, start=str(tmp_path / folder))
            assert list(found) == [], folder

    def test_without_its_root_nothing_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(FolderOffline):
            crawl(str(tmp_path / "root"), start=str(tmp_path / "root" / "a"))


@pytest.mark.parametrize("name", [".git", "@eaDir", "System Volume Information", "$Recycle.Bin"])
def test_folders_not_entered(name: str) -> None:
    assert not is_entered(name)
    assert is_entered("Holiday")
