"""Folders that come, go, nest and hide: nothing is lost, and only what is gone for sure leaves."""

import os
import shutil
from pathlib import Path

import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.reports import IndexReport
from imagefinder.engine.engine import Engine
from tests.engine.home import Home, draw, draw_many, finish, names_of

as_root = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read every folder"
)


def index_dirty(home: Home, *dirty: Path) -> IndexReport:
    with Engine(home.library) as engine:
        return finish(engine.index([str(path) for path in dirty]))


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch):
    """Makes folders refuse to be listed, as permissions do to anybody but root."""
    refused: set[str] = set()
    scandir = os.scandir

    def refuse(path):
        if os.fspath(path) in refused:
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr("imagefinder.files.crawl.os.scandir", refuse)
    return refused


def test_a_missing_root_is_offline_and_loses_nothing(home: Home) -> None:
    draw_many(home.pictures, 6)
    home.index()
    away = home.pictures.with_name("unplugged")
    home.pictures.rename(away)

    report = home.index()
    assert (report.offline, report.removed) == ([str(home.pictures)], 0)
    assert home.status().folders[0].offline
    hits = home.search("red").hits
    assert len(hits) == 6
    assert not any(hit.online for hit in hits)

    away.rename(home.pictures)
    report = home.index()
    assert (report.offline, report.embedded, report.added) == ([], 0, 0)
    assert all(hit.online for hit in home.search("red").hits)


def test_an_unreadable_root_is_offline_and_loses_nothing(home: Home, unreadable) -> None:
    draw_many(home.pictures, 3)
    home.index()
    unreadable.add(str(home.pictures))

    report = home.index()

    assert (report.offline, report.removed) == ([str(home.pictures)], 0)
    assert "permission denied" in (home.status().folders[0].offline or "")
    assert len(home.names()) == 3


@as_root
def test_permissions_make_a_root_offline(home: Home) -> None:
    draw_many(home.pictures, 3)
    home.index()
    home.pictures.chmod(0)
    try:
        assert home.index().offline == [str(home.pictures)]
    finally:
        home.pictures.chmod(0o755)
    assert len(home.names()) == 3


def test_a_root_that_became_a_file_is_offline(home: Home) -> None:
    draw_many(home.pictures, 2)
    home.index()
    shutil.rmtree(home.pictures)
    home.pictures.write_text("not a folder any more")

    assert home.index().offline == [str(home.pictures)]
    assert len(home.names()) == 2


def test_a_suddenly_empty_root_is_offline_until_given_up(home: Home) -> None:
    draw_many(home.pictures, 6)
    home.index()
    for file in home.pictures.iterdir():
        file.unlink()

    assert home.index().offline == [str(home.pictures)]
    reason = home.status().folders[0].offline or ""
    assert "empty" in reason
    assert "folder gone" in reason
    assert len(home.names()) == 6

    with Engine(home.library) as engine:
        assert engine.give_up_photos(str(home.pictures)) == 6
    report = home.index()
    assert (report.offline, home.status().photos) == ([], 0)


def test_given_up_pictures_that_return_are_not_embedded_again(home: Home) -> None:
    draw_many(home.pictures, 4)
    home.index()
    away = home.pictures.with_name("unplugged")
    home.pictures.rename(away)
    home.index()
    with Engine(home.library) as engine:
        engine.library.give_up_photos(str(home.pictures))
    assert home.names() == set()
    away.rename(home.pictures)

    report = home.index()

    assert (report.added, report.reused, report.embedded) == (4, 4, 0)


def test_giving_up_a_folder_that_is_not_watched_says_so(home: Home) -> None:
    with Engine(home.library) as engine, pytest.raises(KnownError, match="not a watched folder"):
        engine.library.give_up_photos("/nowhere")


def test_an_unreadable_sub_folder_keeps_its_photos(home: Home, unreadable) -> None:
    draw_many(home.pictures, 2)
    draw_many(home.pictures / "secret" / "deeper", 3, first=10)
    home.index()
    unreadable.add(str(home.pictures / "secret"))

    report = home.index()

    assert (report.removed, report.offline, len(home.names())) == (0, [], 5)
    assert "permission denied" in home.problems()["secret"]
    # As `index` and `status` say it: each counts what `problems` lists.
    assert (report.problems, home.status().problems) == (1, 1)

    unreadable.clear()
    assert home.index().embedded == 0
    assert home.problems() == {}


def test_a_dirty_folder_that_turned_unreadable_takes_no_root_offline(home: Home, unreadable):
    draw_many(home.pictures, 2)
    draw_many(home.pictures / "secret", 3, first=10)
    home.index()
    unreadable.add(str(home.pictures / "secret"))

    report = index_dirty(home, home.pictures / "secret")

    assert (report.offline, report.removed, len(home.names())) == ([], 0, 5)
    assert "secret" in home.problems()

    unreadable.clear()
    index_dirty(home, home.pictures / "secret")
    assert home.problems() == {}


def test_dirty_folders_alone_are_scanned(home: Home) -> None:
    draw_many(home.pictures / "a", 3)
    draw_many(home.pictures / "b", 3, first=10)
    home.index()
    draw(home.pictures / "a" / "new.png", "blue", seed=77)
    (home.pictures / "a" / "0000.png").unlink()
    draw(home.pictures / "b" / "unseen.png", "blue", seed=78)

    report = index_dirty(home, home.pictures / "a")

    assert (report.scanned, report.added, report.removed) == (3, 1, 1)
    assert "unseen.png" not in home.names()
    assert home.index().added == 1


def test_a_dirty_folder_that_is_gone_takes_its_photos_along(home: Home) -> None:
    draw_many(home.pictures, 2)
    draw_many(home.pictures / "a" / "b", 3, first=10)
    home.index()
    shutil.rmtree(home.pictures / "a")

    report = index_dirty(home, home.pictures / "a" / "b", home.pictures / "a")

    assert (report.removed, len(home.names())) == (3, 2)


def test_a_moved_folder_is_moved_when_both_ends_are_dirty(home: Home) -> None:
    draw_many(home.pictures, 1)
    draw_many(home.pictures / "old", 5, first=10)
    home.index()
    (home.pictures / "old").rename(home.pictures / "new")

    report = index_dirty(home, home.pictures, home.pictures / "old", home.pictures / "new")

    assert (report.moved, report.added, report.removed, report.embedded) == (5, 0, 0, 0)


def test_a_dirty_scan_follows_the_same_rules_as_a_full_one(home: Home) -> None:
    home.configure(exclude=("trash",))
    draw(home.pictures / "real" / "a.png", "blue")
    (home.pictures / "links").mkdir()
    (home.pictures / "links" / "link.png").symlink_to(home.pictures / "real" / "a.png")
    draw(home.pictures / "trash" / "b.png", "green")
    draw(home.pictures / ".hidden" / "c.png", "green")
    home.index()
    assert home.names() == {"a.png", "link.png"}

    dirty = [home.pictures / name for name in ("links", "trash", ".hidden")]
    report = index_dirty(home, *dirty)

    assert (report.added, report.removed) == (0, 0)
    assert home.names() == {"a.png", "link.png"}


def test_the_librarys_own_folder_is_not_searched_for_pictures(home: Home) -> None:
    home.library = home.pictures / "library"
    home.paths = type(home.paths)(home.library)
    home.draw("a.png")
    home.index()
    draw(home.library / "not mine.png", "blue")

    assert home.index().added == 0
    assert home.names() == {"a.png"}


# --- Several roots --------------------------------------------------------------------------------


def test_a_root_inside_a_watched_one_is_already_watched(home: Home) -> None:
    draw_many(home.pictures / "inner", 3)
    home.index()

    report = home.index(home.pictures / "inner")

    assert (report.scanned, report.added) == (3, 0)
    assert [folder.path for folder in home.status().folders] == [str(home.pictures)]


def test_a_root_around_a_watched_one_takes_it_in(home: Home) -> None:
    draw_many(home.pictures / "inner", 3)
    draw_many(home.pictures, 2, first=10)
    home.index(home.pictures / "inner")

    report = home.index(home.pictures)

    assert (report.scanned, report.added, report.embedded) == (5, 2, 2)
    assert [(f.path, f.photos) for f in home.status().folders] == [(str(home.pictures), 5)]


def test_roots_with_the_same_beginning_are_two(home: Home, tmp_path: Path) -> None:
    draw(tmp_path / "trip" / "a.png")
    draw(tmp_path / "trip 2" / "b.png", "blue")
    home.index(tmp_path / "trip", tmp_path / "trip 2")
    with Engine(home.library) as engine:
        assert engine.library.remove_folder(str(tmp_path / "trip")) == 1
    assert home.names() == {"b.png"}


def test_a_picture_moved_from_one_root_to_another_is_moved(home: Home, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    draw_many(one, 3)
    draw_many(two, 2, first=10)
    home.index(one, two)
    (one / "0001.png").rename(two / "here now.png")

    report = home.index()
    assert (report.moved, report.added, report.removed, report.embedded) == (1, 0, 0, 0)
    assert [f.photos for f in home.status().folders] == [2, 3]

    (two / "here now.png").rename(one / "back again.png")
    report = home.index()
    assert (report.moved, report.added, report.removed, report.embedded) == (1, 0, 0, 0)
    assert [f.photos for f in home.status().folders] == [3, 2]


def test_one_offline_root_does_not_hold_up_the_other(home: Home, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    draw_many(one, 2)
    draw_many(two, 2, first=10)
    home.index(one, two)
    shutil.rmtree(one)
    draw(two / "new.png", "blue", seed=50)

    report = home.index()

    assert (report.offline, report.added, report.removed) == ([str(one)], 1, 0)
    assert len(home.names()) == 5


def test_removing_a_folder_keeps_vectors_for_its_return(home: Home) -> None:
    draw_many(home.pictures, 4)
    home.index()
    with Engine(home.library) as engine:
        assert engine.library.remove_folder(str(home.pictures)) == 4
    assert home.names() == set()

    report = home.index()

    assert (report.added, report.embedded, report.reused) == (4, 0, 4)


def test_a_folder_that_is_not_there_cannot_be_added(home: Home) -> None:
    file = home.draw("a.png")
    with Engine(home.library) as engine:
        for path in (home.pictures / "nowhere", file):
            with pytest.raises(KnownError, match="is no folder"):
                engine.add_folder(str(path))


def test_a_name_that_is_not_utf8_is_found_with_its_bytes(home: Home) -> None:
    name = os.fsdecode(b"caf\xe9.png")
    draw(home.pictures / name)
    home.index()
    assert [os.fsencode(n) for n in names_of(home.hits("red"))] == [b"caf\xe9.png"]
    assert home.index().scanned == 1
    (home.pictures / name).rename(home.pictures / os.fsdecode(b"\xff.png"))
    assert home.index().moved == 1
