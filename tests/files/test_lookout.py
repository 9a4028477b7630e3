"""Questions about roots are answered aside, and one that hangs holds up nobody."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from imagefinder.files import lookout as lookout_module
from imagefinder.files.lookout import Lookout, has_entries, identity

WAIT_S = 20.0


class Heard:
    """The roots of which the answer was yes; each can be waited for."""

    def __init__(self) -> None:
        self.roots: list[str] = []
        self._changed = threading.Condition()

    def __call__(self, root: str) -> None:
        with self._changed:
            self.roots.append(root)
            self._changed.notify_all()

    def wait_for(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.roots) >= count, WAIT_S), self.roots


@pytest.fixture
def heard() -> Heard:
    return Heard()


def test_a_root_that_hangs_is_not_asked_again_and_holds_up_no_other(heard: Heard) -> None:
    back, begun, asked = threading.Event(), threading.Event(), []

    def hangs(root: str) -> bool:
        asked.append(root)
        begun.set()
        return back.wait(WAIT_S)

    lookout = Lookout(heard)
    lookout.ask("/dead", hangs)
    assert begun.wait(WAIT_S)
    lookout.ask("/dead", hangs)
    lookout.ask("/disk", lambda _: True)
    heard.wait_for(1)
    assert (heard.roots, asked) == (["/disk"], ["/dead"])
    back.set()
    heard.wait_for(2)
    assert heard.roots == ["/disk", "/dead"]


def test_only_a_yes_is_told(heard: Heard) -> None:
    answered = threading.Event()

    def no(_: str) -> bool:
        answered.set()
        return False

    lookout = Lookout(heard)
    lookout.ask("/a", no)
    assert answered.wait(WAIT_S)
    lookout.ask("/b", lambda _: True)
    heard.wait_for(1)
    assert heard.roots == ["/b"]


@pytest.mark.parametrize(
    "act",
    [
        lambda root: root.rename(root.with_name("away")),
        lambda root: root.rmdir(),
        lambda root: (root.rename(root.with_name("away")), root.mkdir()),
    ],
)
def test_a_folder_that_left_is_another(tmp_path: Path, act: Callable[[Path], object]) -> None:
    root = tmp_path / "root"
    root.mkdir()
    before = identity(str(root))
    assert before is not None
    assert identity(str(root)) == before
    act(root)
    assert identity(str(root)) != before


def test_what_changes_inside_leaves_it_the_same(tmp_path: Path) -> None:
    before = identity(str(tmp_path))
    (tmp_path / "new.jpg").touch()
    assert identity(str(tmp_path)) == before


def test_numbers_that_a_network_makes_up_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookout_module, "network_type", lambda _: "cifs")
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    assert identity(str(first)) == identity(str(second)) != identity(str(tmp_path / "none"))


def test_has_entries(tmp_path: Path) -> None:
    assert not has_entries(str(tmp_path / "none"))
    assert not has_entries(str(tmp_path))
    (tmp_path / "a.jpg").touch()
    assert has_entries(str(tmp_path))
