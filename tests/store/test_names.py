"""All files by name, against the same order in plain Python."""

import os

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imagefinder.store import names
from tests.store.small import scanned, writing

LETTERS = "abAB12_ .éÉßİ海\u0301\U0001f600"
name = st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: text.strip("."))
raw = st.sampled_from([b"\xff.jpg", b"A\xfe", b"a\xfe"]).map(os.fsdecode)
PATHS = st.lists(
    st.builds("/p/{}{}".format, st.sampled_from(["", "b/", "B/", "é/"]), name | raw),
    min_size=1,
    max_size=12,
    unique=True,
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with writing(tmp_path_factory.mktemp("names") / "library") as library:
        yield library


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(paths=PATHS, page_rows=st.integers(1, 13))
def test_by_folded_name_then_path(shared, monkeypatch, paths, page_rows):
    monkeypatch.setattr(names, "_PAGE_ROWS", page_rows)
    folder = shared.add_folder("/p")
    scanned(shared, folder, dict.fromkeys(paths, 1))
    try:
        found = [shared.photos([i])[i].path for i in shared.ids_by_name().tolist()]
        assert found == sorted(paths, key=names.name_key)
    finally:
        shared.remove_folder("/p")


def test_case_and_composition_make_no_difference():
    paths = ["/p/b.jpg", "/p/É.jpg", "/q/A.jpg", "/p/e\u0301.jpg", "/p/a.jpg", "/p/C.jpg"]
    ordered = ["/p/a.jpg", "/q/A.jpg", "/p/b.jpg", "/p/C.jpg", "/p/e\u0301.jpg", "/p/É.jpg"]
    assert sorted(paths, key=names.name_key) == ordered


def test_of_very_long_names_the_beginning_counts(library):
    folder = library.add_folder("/p")
    long = "x" * 150
    scanned(
        library, folder, dict.fromkeys([f"/p/b/{long}1", f"/p/a/{long}2", f"/p/c/{long[:9]}"], 1)
    )
    found = library.paths(library.ids_by_name()).values()
    assert list(found) == [f"/p/c/{long[:9]}", f"/p/a/{long}2", f"/p/b/{long}1"]


def test_a_library_without_photos(library):
    assert library.ids_by_name().dtype == np.int64
    assert library.ids_by_name().tolist() == []
