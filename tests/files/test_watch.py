"""Watching, with the kernel's own events; every wait ends as soon as what it waits for is there."""

import errno
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog.observers import Observer

from imagefinder.core.errors import FolderOffline
from imagefinder.files import watch as watch_module
from imagefinder.files.watch import PROBE_PREFIX, DirtyFolders, Watcher

WAIT_S = 120.0
QUIET_S = 0.05


class Seen:
    """Collects what is reported and lets a test wait for it."""

    def __init__(self) -> None:
        self.reports: list[set[str]] = []
        self.threads: set[str] = set()
        self._changed = threading.Condition()

    def __call__(self, folders: set[str]) -> None:
        with self._changed:
            self.reports.append(folders)
            self.threads.add(threading.current_thread().name)
            self._changed.notify_all()

    @property
    def folders(self) -> set[str]:
        return set().union(*self.reports)

    def wait_for(self, *folders: Path | str) -> None:
        wanted = {str(folder) for folder in folders}
        with self._changed:
            seen = self._changed.wait_for(lambda: wanted <= self.folders, WAIT_S)
        assert seen, f"{wanted - self.folders} of {wanted} were never reported"

    def forget(self) -> None:
        with self._changed:
            self.reports.clear()


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of the program's own."""
    own = tmp_path / "own"
    own.mkdir()
    return own


@pytest.fixture
def watcher(seen: Seen, own: Path) -> Iterator[Watcher]:
    before = set(threading.enumerate())
    watcher = Watcher(seen, str(own), quiet_s=QUIET_S, poll_s=0.05)
    yield watcher
    watcher.stop()
    assert set(threading.enumerate()) <= before, "threads were left behind"


def watched_folders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that the system is asked to watch from now on."""
    asked: list[str] = []

    class Noting(Observer):  # type: ignore[misc,valid-type]
        def schedule(self, handler, path, **options):  # type: ignore[no-untyped-def]
            asked.append(path)
            return super().schedule(handler, path, **options)

    monkeypatch.setattr(watch_module, "Observer", Noting)
    return asked


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    for folder in ("a", "b/deep", ".hidden", "a/.git"):
        (root / folder).mkdir(parents=True)
    (root / "a" / "old.jpg").write_bytes(b"old")
    return root


def write(path: Path) -> None:
    path.write_bytes(b"new")


@pytest.mark.parametrize(
    ("act", "dirty"),
    [
        (lambda root: write(root / "new.jpg"), ["."]),
        (lambda root: write(root / "b" / "deep" / "new.jpg"), ["b/deep"]),
        (lambda root: write(root / "a" / "old.jpg"), ["a"]),
        (lambda root: (root / "a" / "old.jpg").unlink(), ["a"]),
        (lambda root: (root / "a" / "old.jpg").rename(root / "b" / "x.jpg"), ["a", "b"]),
        (lambda root: (root / "a" / "old.jpg").rename(root.parent / "out.jpg"), ["a"]),
        (lambda root: os.utime(root / "a" / "old.jpg", (1, 1)), ["a"]),
        (lambda root: (root / "b" / "deep").rmdir(), ["b/deep", "b"]),
        (lambda root: (root / "b").rename(root / "c"), ["b", "c", "c/deep"]),
        (lambda root: (root / "b").rename(root.parent / "c"), ["b"]),
    ],
)
def test_what_marks_which_folder(
    act: Callable[[Path], None], dirty: list[str], root: Path, seen: Seen, watcher: Watcher
) -> None:
    assert watcher.watch(str(root)) is None
    act(root)
    seen.wait_for(*(os.path.normpath(root / folder) for folder in dirty))
    assert seen.threads == {"folder-watcher"}


def test_a_tree_moved_in_is_marked_throughout(
    root: Path, tmp_path: Path, seen: Seen, watcher: Watcher
) -> None:
    (tmp_path / "in" / "x" / "y").mkdir(parents=True)
    write(tmp_path / "in" / "x" / "y" / "new.jpg")
    watcher.watch(str(root))
    (tmp_path / "in").rename(root / "in")
    seen.wait_for(root / "in", root / "in" / "x", root / "in" / "x" / "y")
    seen.forget()
    write(root / "in" / "x" / "y" / "newer.jpg")
    seen.wait_for(root / "in" / "x" / "y")


def test_reading_hidden_things_and_companions_mark_nothing(
    root: Path, seen: Seen, watcher: Watcher
) -> None:
    watcher.watch(str(root))
    (root / "a" / "old.jpg").read_bytes()
    list(root.rglob("*"))
    write(root / ".hidden" / "new.jpg")
    write(root / "a" / ".git" / "new.jpg")
    write(root / "a" / "film.mp4")
    write(root / "a" / "new.jpg.part")
    # Events keep their order, so that this one comes last.
    write(root / "b" / "new.jpg")
    seen.wait_for(root / "b")
    assert seen.folders == {str(root / "b")}


def test_the_librarys_own_folder_marks_nothing(root: Path, seen: Seen) -> None:
    own = root / "a" / "library"
    own.mkdir()
    watcher = Watcher(seen, str(own), quiet_s=QUIET_S, skip=[str(own)])
    try:
        watcher.watch(str(root))
        write(own / "derived.bin")
        write(root / "b" / "new.jpg")
        seen.wait_for(root / "b")
    finally:
        watcher.stop()
    assert seen.folders == {str(root / "b")}


def test_folders_keep_the_name_by_which_they_are_watched(
    root: Path, tmp_path: Path, seen: Seen, watcher: Watcher
) -> None:
    (tmp_path / "link").symlink_to(root)
    watcher.watch(str(tmp_path / "link"))
    write(root / "a" / "new.jpg")
    seen.wait_for(tmp_path / "link" / "a")


def test_one_folder_by_two_names(root: Path, tmp_path: Path, seen: Seen, watcher: Watcher) -> None:
    (tmp_path / "link").symlink_to(root)
    watcher.watch(str(root))
    watcher.watch(str(tmp_path / "link"))
    write(root / "new.jpg")
    seen.wait_for(root, tmp_path / "link")
    watcher.unwatch(str(tmp_path / "link"))
    seen.forget()
    write(root / "a" / "new.jpg")
    seen.wait_for(root / "a")
    assert str(tmp_path / "link" / "a") not in seen.folders


def test_names_that_are_no_text(root: Path, seen: Seen, watcher: Watcher) -> None:
    folder = os.fsdecode(os.fsencode(root) + b"/caf\xe9")
    Path(folder).mkdir()
    watcher.watch(str(root))
    write(Path(folder) / "new.jpg")
    seen.wait_for(folder)


def test_a_root_that_went_and_came_back_is_watched_afresh(
    root: Path, tmp_path: Path, seen: Seen, watcher: Watcher
) -> None:
    watcher.watch(str(root))
    away = tmp_path / "away"
    root.rename(away)
    with pytest.raises(FolderOffline):
        watcher.watch(str(root))
    away.rename(root)
    assert watcher.watch(str(root)) is None
    write(root / "a" / "new.jpg")
    seen.wait_for(root / "a")


def test_a_deleted_root_is_marked(tmp_path: Path, seen: Seen, watcher: Watcher) -> None:
    root = tmp_path / "short-lived"
    root.mkdir()
    watcher.watch(str(root))
    root.rmdir()
    seen.wait_for(root)


def test_after_unwatch_nothing_is_reported(
    root: Path, tmp_path: Path, seen: Seen, watcher: Watcher
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    watcher.watch(str(root))
    watcher.watch(str(other))
    watcher.unwatch(str(root))
    watcher.unwatch(str(root))
    write(root / "new.jpg")
    write(other / "new.jpg")
    seen.wait_for(other)
    assert seen.folders == {str(other)}


def test_stop_may_be_called_twice(root: Path, seen: Seen, watcher: Watcher) -> None:
    watcher.watch(str(root))
    watcher.stop()
    watcher.stop()
    write(root / "new.jpg")
    assert seen.reports == []


def test_stop_from_within_a_report(root: Path, own: Path) -> None:
    stopped = threading.Event()

    def stop(_: set[str]) -> None:
        watcher.stop()
        stopped.set()

    watcher = Watcher(stop, str(own), quiet_s=QUIET_S)
    watcher.watch(str(root))
    write(root / "new.jpg")
    assert stopped.wait(WAIT_S)
    watcher.stop()


def test_a_failed_report_does_not_end_the_watching(
    root: Path, own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seen = Seen()
    calls = iter([True, False])

    def fail_once(folders: set[str]) -> None:
        seen(folders)
        if next(calls, False):
            raise RuntimeError("the scan failed")

    watcher = Watcher(fail_once, str(own), quiet_s=QUIET_S)
    try:
        watcher.watch(str(root))
        write(root / "a" / "new.jpg")
        seen.wait_for(root / "a")
        write(root / "b" / "new.jpg")
        seen.wait_for(root / "b")
    finally:
        watcher.stop()
    assert "the scan failed" in caplog.text


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A folder with a thousand folders in each other."""
    root = tmp_path / "deep"
    folders = [f"{root}{'/d' * depth}" for depth in range(1200)]
    for folder in folders:
        os.mkdir(folder)  # noqa: PTH102 - a Path is slow with so many parts
    yield root
    # pytest would remove them by recursion.
    for folder in reversed(folders):
        os.rmdir(folder)  # noqa: PTH106


class TestPolling:
    """What is done where the kernel's events can't be had."""

    def test_a_network_is_polled_and_the_person_told(
        self, root: Path, seen: Seen, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(watch_module, "network_type", lambda _: "nfs4")
        told = watcher.watch(str(root))
        assert told == (
            f"{root} is looked through every 0.05 seconds, since it lies on a network (nfs4)."
        )
        write(root / "b" / "deep" / "new.jpg")
        seen.wait_for(root / "b" / "deep")
        (root / "a" / "old.jpg").unlink()
        seen.wait_for(root / "a")
        assert str(root / ".hidden") not in seen.folders

    def test_links_are_not_followed_in_a_circle(
        self, root: Path, seen: Seen, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (root / "a" / "up").symlink_to(root)
        monkeypatch.setattr(watch_module, "network_type", lambda _: "cifs")
        watcher.watch(str(root))
        write(root / "a" / "new.jpg")
        seen.wait_for(root / "a")
        assert seen.folders == {str(root / "a")}

    @pytest.mark.parametrize("code", [errno.ENOSPC, errno.EMFILE])
    def test_out_of_watches(
        self,
        code: int,
        root: Path,
        seen: Seen,
        watcher: Watcher,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def probe(*_: object) -> None:
            raise OSError(code, "inotify limit reached")

        monkeypatch.setattr(watch_module, "_probe", probe)
        assert "limit of watched folders" in watcher.watch(str(root))
        write(root / "a" / "new.jpg")
        seen.wait_for(root / "a")

    def test_what_is_made_to_try_lies_in_a_folder_of_our_own_and_goes(
        self,
        root: Path,
        own: Path,
        watcher: Watcher,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        temporary = tmp_path / "temporary"
        temporary.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(temporary))
        before = {folder: folder.stat().st_mtime_ns for folder in (root, temporary)}
        tried = watched_folders(monkeypatch)
        assert watcher.watch(str(root)) is None
        assert tried[0] == str(root)
        (made,) = tried[1:]
        assert Path(made).parent == own
        assert Path(made).name.startswith(PROBE_PREFIX)
        assert list(own.iterdir()) == []
        assert {folder: folder.stat().st_mtime_ns for folder in before} == before

    def test_where_nothing_can_be_made_to_try_it_is_watched_all_the_same(
        self, root: Path, own: Path, seen: Seen, watcher: Watcher
    ) -> None:
        own.rmdir()
        assert watcher.watch(str(root)) is None
        write(root / "a" / "new.jpg")
        seen.wait_for(root / "a")

    def test_out_of_instances(
        self, root: Path, seen: Seen, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def observer() -> None:
            raise OSError(errno.EMFILE, "inotify instance limit reached")

        monkeypatch.setattr(watch_module, "Observer", observer)
        assert "limit of watched folders" in watcher.watch(str(root))
        write(root / "a" / "new.jpg")
        seen.wait_for(root / "a")

    def test_a_tree_too_deep_to_be_walked_by_recursion(
        self, deep: Path, root: Path, seen: Seen, watcher: Watcher
    ) -> None:
        told = watcher.watch(str(deep))
        assert told == (
            f"Changes in {deep} are found by full scans only, since its folders lie too deep in "
            "each other to be watched."
        )
        # The others are watched as ever.
        assert watcher.watch(str(root)) is None
        write(root / "a" / "new.jpg")
        seen.wait_for(root / "a")

    def test_a_system_that_refuses(
        self, root: Path, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def observer() -> None:
            raise OSError(errno.ENOSYS, "Function not implemented")

        monkeypatch.setattr(watch_module, "Observer", observer)
        assert "Function not implemented" in watcher.watch(str(root))

    @pytest.mark.parametrize("network", [None, "nfs"])
    def test_a_missing_root_is_offline(
        self,
        network: str | None,
        tmp_path: Path,
        watcher: Watcher,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(watch_module, "network_type", lambda _: network)
        with pytest.raises(FolderOffline):
            watcher.watch(str(tmp_path / "missing"))


class TestDirtyFolders:
    """When folders are due, by a clock that the test holds."""

    def test_nothing_is_due_at_first(self) -> None:
        assert DirtyFolders(0.5).due_in_s(7.0) is None

    def test_folders_are_due_once_it_is_quiet(self) -> None:
        dirty = DirtyFolders(0.5)
        dirty.add({"a"}, 10.0)
        assert dirty.due_in_s(10.1) == pytest.approx(0.4)
        dirty.add({"a", "b"}, 10.4)
        assert dirty.due_in_s(10.5) == pytest.approx(0.4)
        assert dirty.due_in_s(11.0) == 0
        assert dirty.take() == {"a", "b"}
        assert dirty.due_in_s(11.0) is None

    def test_under_a_constant_stream_they_are_late_but_due(self) -> None:
        dirty = DirtyFolders(0.5, late_s=5.0)
        for tenths in range(60):
            dirty.add({"a"}, 10 + tenths / 10)
        assert dirty.due_in_s(15.0) == 0
        dirty.take()
        dirty.add({"b"}, 16.0)
        assert dirty.due_in_s(16.0) == pytest.approx(0.5)
