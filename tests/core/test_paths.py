"""Paths: names that are not UTF-8, what lies inside what, where things are."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagefinder.core import paths
from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths, below, is_inside, path_from_column, path_to_column

NAMES = st.binary(min_size=1, max_size=12).map(lambda raw: raw.replace(b"\0", b"-"))


@given(NAMES)
def test_any_name_survives_its_column(raw):
    path = os.fsdecode(b"/photos/" + raw)
    column = path_to_column(path)
    assert path_from_column(column) == path
    assert isinstance(column, str) == (raw.decode("utf-8", "ignore").encode() == raw)


@pytest.mark.parametrize(
    ("path", "folder", "inside"),
    [
        ("/a/b", "/a/b", True),
        ("/a/b", "/a/b/", True),
        ("/a/b/", "/a/b", True),
        ("/a/b/c", "/a/b/", True),
        ("/a/bc", "/a/b", False),
        ("/a", "/a/b", False),
        ("/", "/", True),
        ("/a", "/", True),
        ("/", "/a", False),
    ],
)
def test_is_inside(path, folder, inside):
    assert is_inside(path, folder) is inside


@given(NAMES, NAMES)
def test_below_agrees_with_is_inside(raw_folder, raw_path):
    folder, path = os.fsdecode(b"/" + raw_folder), os.fsdecode(b"/" + raw_path + b"/x.jpg")
    texts, blobs = below(folder)
    column = path_to_column(path)
    low, high = texts if isinstance(column, str) else blobs
    encoded = [os.fsencode(one) if isinstance(one, str) else one for one in (low, column, high)]
    if not (isinstance(column, str) and isinstance(path_to_column(folder), bytes)):
        assert (encoded[0] <= encoded[1] < encoded[2]) == is_inside(path, folder)


def test_below_takes_half_a_character_that_was_typed():
    assert below("/\ud800")[1][0] == b"/?/"


def test_the_library_is_where_the_variable_says(monkeypatch, tmp_path):
    monkeypatch.setenv(paths.LIBRARY_VARIABLE, str(tmp_path / "mine"))
    assert paths.default_library_folder() == tmp_path / "mine"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(paths.LIBRARY_VARIABLE, "~/photos")
    assert paths.default_library_folder() == tmp_path / "photos"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(paths.LIBRARY_VARIABLE, "beside")
    assert paths.default_library_folder() == tmp_path / "beside"
    monkeypatch.setenv(paths.LIBRARY_VARIABLE, "")
    folder = paths.default_library_folder()
    assert (folder.name, folder.parent.name) == ("library", "imagefinder")
    assert paths.demo_folder().parent == folder.parent


def test_absolute_keeps_links(tmp_path, monkeypatch):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path)
    assert paths.absolute("link/../link/x/") == str(tmp_path / "link" / "x")


def test_resources_lie_in_the_checkout_or_in_the_package(tmp_path, monkeypatch):
    assert paths.resource("demo").is_dir()
    installed = tmp_path / "site" / "imagefinder"
    (installed / "core").mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(installed / "core" / "paths.py"))
    assert paths.resource("icons") == tmp_path / "site" / "resources" / "icons"
    (installed / "resources").mkdir()
    assert paths.resource("icons") == installed / "resources" / "icons"


def test_what_can_be_derived_lies_apart(tmp_path):
    library = LibraryPaths(tmp_path)
    assert library.thumbnails.parent == library.derived
    kept = (library.database, library.settings, library.lock, library.crash_journal)
    assert {file.parent for file in kept} == {tmp_path}
    assert len({file.name for file in kept}) == len(kept)


def test_an_empty_name_is_not_the_current_folder():
    with pytest.raises(KnownError, match="empty name"):
        paths.absolute("")
    assert paths.absolute(".") == os.getcwd()  # noqa: PTH109 - as `absolute` gives it
