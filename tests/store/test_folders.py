"""Watched folders: nested, absorbed, removed, given up, offline."""

import pytest

from imagefinder.core.errors import KnownError
from tests.store.small import digest, paths_of, photo_at, scanned, unit


def test_the_same_folder_twice_is_one(library):
    assert library.add_folder("/a") == library.add_folder("/a")
    assert [folder.path for folder in library.folders()] == ["/a"]


def test_a_folder_inside_a_watched_one_is_that_one(library):
    outer = library.add_folder("/a")
    assert library.add_folder("/a/b/c") == outer
    beside = library.add_folder("/ab")
    assert [folder.id for folder in library.folders()] == [outer.id, beside.id]


def test_an_outer_folder_takes_in_the_inner_ones_and_their_photos(library):
    for path in ("/a/x", "/a/y", "/ab"):
        scanned(library, library.add_folder(path), {f"{path}/1.jpg": 1})
    ids = {path: photo_at(library, path).id for path in paths_of(library)}
    outer = library.add_folder("/a")
    assert [folder.path for folder in library.folders()] == ["/a", "/ab"]
    assert {path: photo_at(library, path).id for path in paths_of(library)} == ids
    assert photo_at(library, "/a/x/1.jpg").folder_id == outer.id
    difference = scanned(library, outer, {"/a/x/1.jpg": 1, "/a/y/1.jpg": 1, "/a/z.jpg": 1})
    assert (difference.added, difference.missing) == (1, 0)


def test_an_inner_folder_that_is_offline_keeps_its_photos(library):
    """Its mount point is there, and empty: a scan of the outer one must not miss them."""
    inner = library.add_folder("/media/disk")
    scanned(library, inner, {"/media/disk/1.jpg": 1})
    library.set_offline(inner, "unplugged")
    outer = library.add_folder("/media")
    scanned(library, outer, {"/media/2.jpg": 1})
    library.remove_missing()
    assert paths_of(library) == {"/media/disk/1.jpg", "/media/2.jpg"}
    library.set_offline(inner, None)
    found = scanned(library, outer, {"/media/2.jpg": 1, "/media/disk/1.jpg": 1})
    assert (found.added, found.missing) == (0, 0)


def test_the_root_holds_everything(library):
    root = library.add_folder("/")
    assert library.add_folder("/a") == root


def test_undecodable_names_of_folders(library):
    path = "/a/\udcff"
    folder = library.add_folder(path)
    scanned(library, folder, {f"{path}/1.jpg": 1})
    assert library.folder_at(path) == folder
    assert library.folder_statuses(0)[0].path == path
    assert library.add_folder(f"{path}/b") == folder
    assert library.add_folder("/a").path == "/a"
    assert paths_of(library) == {f"{path}/1.jpg"}


def test_removing_forgets_photos_and_keeps_vectors(library):
    model = library.use_model("m", "m")
    folder = library.add_folder("/a")
    scanned(library, folder, {"/a/1.jpg": 1, "/a/2.jpg": 1}, unreadable=["/a/private"])
    library.add_embedding(model.id, digest(1), unit(1))
    assert library.remove_folder("/a") == 2
    assert (library.folders(), library.problems(), paths_of(library)) == ([], [], set())
    assert library.embedded(model.id, digest(1))
    with pytest.raises(KnownError, match="/a is not a watched folder"):
        library.remove_folder("/a")


def test_giving_up_keeps_the_folder(library):
    folder = library.add_folder("/a")
    other = library.add_folder("/b")
    scanned(library, folder, {"/a/1.jpg": 1})
    scanned(library, other, {"/b/1.jpg": 1})
    assert library.give_up_photos("/a") == 1
    assert paths_of(library) == {"/b/1.jpg"}
    assert len(library.folders()) == 2
    with pytest.raises(KnownError, match="not a watched folder"):
        library.give_up_photos("/a/b")


def test_a_scan_of_a_folder_that_was_removed_meanwhile_changes_nothing(library):
    folder = library.add_folder("/a")
    library.remove_folder("/a")
    scanned(library, folder, {"/a/1.jpg": 1})
    assert paths_of(library) == set()


def test_offline_is_remembered_and_shown(library):
    folder = library.add_folder("/a")
    scanned(library, folder, {"/a/1.jpg": 1})
    library.set_offline(folder, "unplugged")
    assert library.folders()[0].offline == "unplugged"
    assert not photo_at(library, "/a/1.jpg").online
    assert library.coverage(0).offline == 1
    library.set_offline(folder, None)
    assert photo_at(library, "/a/1.jpg").online
    assert library.coverage(0).offline == 0
