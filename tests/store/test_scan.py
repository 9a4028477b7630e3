"""Scans against a model in plain Python: what was added, changed, missing, kept."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imagefinder.core.paths import is_inside
from imagefinder.store.scan import ScanNotes
from tests.store.small import digest, paths_of, photo_at, scanned, unit, writing

FOLDERS = ("/p", "/p/a", "/p/a%", "/p/a_b", "/p/a/b'c", "/p/\udcff", "/p/ä", "/p/[x]*?")
NAMES = ("1.jpg", "%.jpg", "_.jpg", 'o\'neill "x".jpg', "\udcfe.jpg", "[1].jpg", "日本.jpg", "?*")
PATHS = st.builds("{}/{}".format, st.sampled_from(FOLDERS), st.sampled_from(NAMES))
TREES = st.dictionaries(PATHS, st.integers(1, 3), max_size=14)
NOT_PICTURES = ("%.jpg", "?*", "\udcfe.jpg")
SOME_FOLDERS = st.lists(st.sampled_from(FOLDERS[1:]), max_size=2, unique=True)


def inside_any(path, folders):
    return any(is_inside(path, folder) for folder in folders)


def stamps(library):
    rows = library.photos(sorted(library.photos_left_by([]))).values()
    return {photo.path: photo.stamp.mtime_ns for photo in rows}


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with writing(tmp_path_factory.mktemp("scans") / "library") as library:
        yield library


@settings(max_examples=80)
@given(before=TREES, after=TREES, below=SOME_FOLDERS, unreadable=SOME_FOLDERS)
def test_a_scan_against_the_model(shared, before, after, below, unreadable):
    folder = shared.add_folder("/p")
    beside = shared.add_folder("/pa")
    scanned(shared, beside, {"/pa/1.jpg": 1})
    try:
        scanned(shared, folder, before)
        assert stamps(shared) == before | {"/pa/1.jpg": 1}
        others = {path for path in before if path.endswith(NOT_PICTURES)}
        for path in others:
            shared.settle_other(photo_at(shared, path), "text")
        looked_at = below or ["/p"]
        seen = {
            path: time
            for path, time in after.items()
            if inside_any(path, looked_at) and not inside_any(path, unreadable)
        }
        difference = scanned(shared, folder, seen, below=below, unreadable=unreadable)
        gone = {
            path
            for path in before.keys() - seen.keys()
            if inside_any(path, looked_at) and not inside_any(path, unreadable)
        }
        rewritten = {path for path, time in seen.items() if before.get(path, time) != time}
        assert difference.seen == len(seen)
        # A file that was no picture and was rewritten may be one now: it is a new photo.
        assert difference.added == len(seen.keys() - before.keys()) + len(rewritten & others)
        assert difference.changed == len(rewritten - others)
        assert difference.missing == len(gone - others)
        still = others - gone - rewritten
        assert {other.path for other in shared.others()} == still
        kept = {path: time for path, time in before.items() if path not in gone}
        photos = {path: time for path, time in (kept | seen).items() if path not in still}
        assert stamps(shared) == photos | {"/pa/1.jpg": 1}
        assert {problem.path for problem in shared.problems()} == set(unreadable)
        assert shared.remove_missing() == len(gone - others)
    finally:
        shared.remove_folder("/p")
        shared.remove_folder("/pa")
        assert shared.other_count() == 0


def test_nothing_new_changes_nothing(library):
    folder = library.add_folder("/p")
    tree = {f"/p/{n}.jpg": n for n in range(1, 50)}
    scanned(library, folder, tree)
    before = library.connection.total_changes
    again = scanned(library, folder, tree)
    assert (again.added, again.changed, again.missing, again.seen) == (0, 0, 0, 49)
    assert library.connection.total_changes - before == len(tree)  # notes of what was seen


def test_a_changed_file_is_to_be_read_again(library):
    model = library.use_model("m", "m").id
    folder = library.add_folder("/p")
    scanned(library, folder, {"/p/1.jpg": 1})
    library.settle_problem(photo_at(library, "/p/1.jpg"), "no picture", digest(1))
    assert library.work(model, 0, 9) == []
    scanned(library, folder, {"/p/1.jpg": 2})
    assert [photo.path for photo in library.work(model, 0, 9)] == ["/p/1.jpg"]
    assert library.problems() == []
    assert photo_at(library, "/p/1.jpg").digest == digest(1)


def test_a_file_that_comes_back_is_the_same_photo(library):
    folder = library.add_folder("/p")
    scanned(library, folder, {"/p/1.jpg": 1})
    photo = photo_at(library, "/p/1.jpg")
    library.settle_same(photo, digest(1))
    assert scanned(library, folder, {}).missing == 1
    assert library.photo_at("/p/1.jpg") is None
    assert library.missing_twin(digest(1)).id == photo.id
    assert scanned(library, folder, {"/p/1.jpg": 1}).added == 0
    assert photo_at(library, "/p/1.jpg").id == photo.id
    assert library.remove_missing() == 0


def test_what_is_missing_in_an_offline_folder_is_not_removed(library):
    folder = library.add_folder("/p")
    scanned(library, folder, {"/p/1.jpg": 1})
    scanned(library, folder, {})
    library.set_offline(folder, "unplugged")
    assert library.remove_missing() == 0
    library.set_offline(folder, None)
    assert library.remove_missing() == 1


def test_thousands_of_folders_that_cannot_be_listed_or_are_dirty(library):
    """More than SQLite allows in one expression."""
    folder = library.add_folder("/p")
    many = [f"/p/{n}" for n in range(3000)]
    scanned(library, folder, {f"{path}/1.jpg": 1 for path in many})
    assert scanned(library, folder, {}, unreadable=many[:-1]).missing == 1
    assert len(library.problems()) == 2999
    assert scanned(library, folder, {}, below=many).missing == 2999
    assert library.problems() == []


def test_times_beyond_what_the_database_holds(library):
    folder = library.add_folder("/p")
    tree = {"/p/far.jpg": 2**70, "/p/past.jpg": -(2**70)}
    scanned(library, folder, tree)
    assert scanned(library, folder, tree).changed == 0
    assert paths_of(library) == set(tree)


def test_many_files_at_once_are_counted_while_scanning(library):
    folder = library.add_folder("/p")
    notes = ScanNotes(library, folder)
    from imagefinder.core.types import FileStamp, FoundFile

    for number in range(4500):
        notes.saw(FoundFile(f"/p/{number}", FileStamp(1, 1)))
    assert notes.count() == 4500
    assert notes.apply().added == 4500


def test_a_scan_that_fails_leaves_the_library_as_it_was(library, monkeypatch):
    folder = library.add_folder("/p")
    scanned(library, folder, {"/p/1.jpg": 1})
    monkeypatch.setattr(ScanNotes, "_note_unreadable", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        scanned(library, folder, {"/p/2.jpg": 1})
    assert paths_of(library) == {"/p/1.jpg"}


def test_a_look_into_one_folder_searches_by_path(library):
    """At a million photos a walk over all of them would follow every event of the watcher."""
    folder = library.add_folder("/p")
    scanned(library, folder, {f"/p/{n}/1.jpg": 1 for n in range(2000)})
    steps = []
    library.connection.set_progress_handler(lambda: steps.append(1), 100)
    scanned(library, folder, {"/p/7/1.jpg": 1}, below=["/p/7"])
    library.connection.set_progress_handler(None, 0)
    few = len(steps)
    library.connection.set_progress_handler(lambda: steps.append(1), 100)
    scanned(library, folder, {f"/p/{n}/1.jpg": 1 for n in range(2000)})
    library.connection.set_progress_handler(None, 0)
    assert few * 20 < len(steps)


def test_embedded_photos_stay_embedded_through_a_scan(library):
    model = library.use_model("m", "m").id
    folder = library.add_folder("/p")
    scanned(library, folder, {"/p/1.jpg": 1})
    library.add_embedding(model, digest(1), unit(1))
    library.settle_same(photo_at(library, "/p/1.jpg"), digest(1))
    scanned(library, folder, {"/p/1.jpg": 1, os.fsdecode(b"/p/\xff.jpg"): 2})
    assert library.coverage(model).searched == 1
