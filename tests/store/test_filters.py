"""Filters as SQL against the same filters in plain Python, over small random libraries."""

import datetime
import os
import re
import sqlite3
import time
import unicodedata
from contextlib import closing
from itertools import groupby

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from imagefinder.core.errors import KnownError
from imagefinder.core.query import (
    ByCamera,
    BytesBetween,
    InFolder,
    Named,
    NearPlace,
    OfType,
    PixelsBetween,
    Taken,
)
from imagefinder.core.types import FileStamp, FoundFile, Metadata, Place
from imagefinder.store.filters import MOST_FILTERS, TAKEN, distance_km
from imagefinder.store.rows import FROM_PHOTOS
from imagefinder.store.scan import ScanNotes
from tests.store.small import digest, unit, writing

NFC, NFD = (unicodedata.normalize(form, "Zoë Ærøskøbing") for form in ("NFC", "NFD"))
FOLDERS = (
    *("/p", "/p/Norway", "/p/norway 2", "/p/100%", "/p/a_b", "/p/[x]", f"/p/{NFC}", f"/p/{NFD}"),
    *("/p/\udcff", "/q", "/p/Norwayish/STRASSE", "/p/straße"),
)
NAMES = ("IMG_1.jpg", "img_2.JPG", "IMGx1.jpg", "[a]*?.png", "100%.jpg", "ÉTÉ.jpg", "\udcfe.jpg")
TEXTS = (
    *("norway", "NORWAY/", "p/a_b", "100%", "[x]", "zoë", "ÆRØ", "straße", "STRASSE", "?", "é"),
    *("img", "IMG_", "_1", "[a]", "*", "\\", "x", "\udcff", "\ud800", "'", "İ", "K"),
)
DAY = 86_400 * 10**9
TIMES = ("2019-06-30T23:59:59", "2019-07-01T00:00:00", "2020-02-29T12:00:00", "1969-12-31T10:00:00")
BOUNDS = ("2019", "2019-06", "2019-07-01", "2019-06-30T12", "1970", "2020-02-29", "nonsense")
PLACES = (Place(0, 179.9), Place(0, -179.9), Place(89.9, 10), Place(89.9, -170), Place(59.9, 10.7))

metadata = st.builds(
    Metadata,
    format=st.sampled_from(["JPEG", "PNG", "HEIF"]),
    width=st.sampled_from([10, 4000]),
    height=st.sampled_from([10, 3000]),
    taken_at=st.none() | st.sampled_from(TIMES),
    camera=st.none() | st.sampled_from(["Canon EOS 5D", "NIKON", "Kamera_1 100%"]),
    lens=st.none() | st.sampled_from(["EF 50mm", "Canon lens"]),
    place=st.none() | st.sampled_from(PLACES),
)
instant = st.sampled_from([18_077, 18_078, 18_321, 0, -1, 20_000]).flatmap(
    lambda day: st.integers(0, 23).map(lambda hour: day * DAY + hour * 3_600 * 10**9 + 5)
)
photo = st.tuples(
    st.builds("{}/{}".format, st.sampled_from(FOLDERS), st.sampled_from(NAMES)),
    st.builds(FileStamp, st.integers(0, 30).map(lambda n: n * 100), instant),
    st.none() | metadata,
)
PHOTOS = st.lists(photo, min_size=1, max_size=8, unique_by=lambda one: one[0])

negated = st.booleans()
text = st.sampled_from(TEXTS)
bound = st.none() | st.sampled_from(BOUNDS) | st.sampled_from(BOUNDS[:3]).map(lambda b: b + "~")
FILTERS = st.lists(
    st.one_of(
        st.builds(InFolder, text | st.sampled_from(FOLDERS) | st.just("/"), negated),
        st.builds(Taken, bound, bound, negated),
        st.builds(ByCamera, st.sampled_from(["canon", "_1", "100%", "é", "50MM"]), negated),
        st.builds(OfType, st.sampled_from(["JPEG", "GIF"]), negated),
        st.builds(
            Named, text | st.sampled_from(["*.jpg", "img_?.*", "[a]*", "*[*", "É*"]), negated
        ),
        st.builds(
            PixelsBetween, st.sampled_from([0, 101]), st.sampled_from([None, 10**6]), negated
        ),
        st.builds(BytesBetween, st.integers(0, 900), st.none() | st.integers(0, 3000), negated),
        st.builds(NearPlace, st.sampled_from(PLACES), st.sampled_from([1.0, 30, 20_100]), negated),
    ),
    max_size=4,
)


def fold(some):
    shown = os.fsencode(some) if some.isascii() else some.encode("utf-8", "replace")
    return unicodedata.normalize("NFC", shown.decode()).casefold()


def meets(one, path, stamp, found):
    """Whether a photo meets a filter; `found` is its metadata or None."""
    match one:
        case InFolder(text=wanted) if wanted.startswith("/"):
            forms = {unicodedata.normalize(form, wanted) for form in ("NFC", "NFD")} | {wanted}
            return any(path.startswith(form.rstrip("/") + "/") for form in forms)
        case InFolder(text=wanted):
            return fold(wanted) in fold(path.rpartition("/")[0] + "/")
        case Named(text=wanted):
            return is_named(path.rpartition("/")[2], wanted)
        case Taken(start=start, end=end):
            return (start or "") <= taken_at(stamp, found) < (end or "~")
        case BytesBetween(low=low, high=high):
            return low <= stamp.size and (high is None or stamp.size <= high)
    return found is not None and shows(one, found)


def is_named(name, wanted):
    if not set("*?") & set(wanted):
        return fold(wanted) in fold(name)
    pattern = re.escape(fold(wanted)).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(pattern, fold(name), re.DOTALL) is not None


def taken_at(stamp, found):
    return (found and found.taken_at) or local_time(int(stamp.mtime_ns / 10**9))


def local_time(seconds):
    """By this machine's zone; before 1970 SQLite takes the rules that the zone has had since."""
    if seconds >= 0:
        return datetime.datetime.fromtimestamp(seconds).isoformat(timespec="seconds")
    with closing(sqlite3.connect(":memory:")) as clock:
        told = "SELECT strftime('%Y-%m-%dT%H:%M:%S', ?, 'unixepoch', 'localtime')"
        return clock.execute(told, [seconds]).fetchone()[0]


def shows(one, found):
    match one:
        case ByCamera(text=wanted):
            return any(fold(wanted) in fold(each or "") for each in (found.camera, found.lens))
        case OfType(format=wanted):
            return found.format == wanted
        case PixelsBetween(low=low, high=high):
            pixels = found.width * found.height
            return low <= pixels and (high is None or pixels <= high)
        case NearPlace(place=place, radius_km=radius):
            return found.place is not None and chord_km(place, found.place) <= radius


def chord_km(one, other):
    """The great circle by vectors in space: another way than the formula under test."""

    def vector(place):
        lat, lon = np.radians([place.latitude, place.longitude])
        return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])

    a, b = vector(one), vector(other)
    return 6371.0088 * float(np.arctan2(np.linalg.norm(np.cross(a, b)), a @ b))


def left(filters, photos):
    kept = set()
    for path, stamp, found in photos:
        ok = all(not meets(f, path, stamp, found) for f in filters if f.negated)
        wide, narrow = [], []
        for one in filters:
            if not one.negated:
                kind = isinstance(one, InFolder | ByCamera | OfType | Named)
                (wide if kind else narrow).append(one)
        ok = ok and all(meets(f, path, stamp, found) for f in narrow)
        wide.sort(key=lambda f: type(f).__name__)
        for _, group in groupby(wide, key=lambda f: type(f).__name__):
            ok = ok and any(meets(f, path, stamp, found) for f in list(group))
        if ok:
            kept.add(path)
    return kept


def put(library, photos):
    """The photos as a scan and a reading leave them; returns the model."""
    model = library.use_model("m", "m").id
    folder = library.add_folder("/")
    notes = ScanNotes(library, folder)
    for path, stamp, _ in photos:
        notes.saw(FoundFile(path, stamp))
    notes.apply()
    library.connection.execute("DELETE FROM pictures")
    for number, (path, _, found) in enumerate(photos, start=1):
        library.settle_same(library.photo_at(path), digest(number))
        library.add_embedding(model, digest(number), unit(number))
        if found:
            library.add_picture(digest(number), found)
    return model


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with writing(tmp_path_factory.mktemp("filters") / "library") as library:
        yield library


@settings(max_examples=200)
@given(photos=PHOTOS, filters=FILTERS)
@example([("/p/Norway/a.jpg", FileStamp(1, 0), None)], [OfType("JPEG", negated=True)])
@example([("/p/Norway/a.jpg", FileStamp(1, 0), None)], [InFolder("/p/Nor")])
@example([("/p/" + NFD + "/a.jpg", FileStamp(1, 0), None)], [InFolder("/p/" + NFC)])
def test_filters_against_plain_python(shared, photos, filters):
    model = put(shared, photos)
    try:
        wanted = left(filters, photos)
        by_id = {shared.photo_at(path).id: path for path, _, _ in photos}
        assert {by_id[i] for i in shared.photos_left_by(filters)} == wanted
        assert {by_id[i] for i in shared.photos_left_by(filters, among=list(by_id))} == wanted
        newest = [photo.path for photo in shared.newest_photos(filters, 99)]
        assert (set(newest), len(newest)) == (wanted, len(wanted))
        ids = shared.embeddings_left_by(model, filters)
        assert ids.tolist() == sorted(set(ids.tolist()))
        behind = shared.photos_of_embeddings(ids.tolist())
        assert {photo.path for group in behind.values() for photo in group} == wanted
    finally:
        shared.remove_folder("/")


@settings(max_examples=60)
@given(photos=PHOTOS, count=st.integers(-1, 9))
def test_the_newest_come_first(shared, photos, count):
    put(shared, photos)
    try:
        newest = shared.newest_photos([], count)
        by_path = {path: (stamp, found) for path, stamp, found in photos}

        def moment(path):
            stamp, found = by_path[path]
            return taken_at(stamp, found)

        every = sorted((moment(path) for path in by_path), reverse=True)
        assert [moment(photo.path) for photo in newest] == every[: max(count, 0)]
    finally:
        shared.remove_folder("/")


def around_the_turns():
    """Seconds around the two turns of the clock in 2019, where it is turned, and around 1970."""
    hours = [-1, 0, 1553994000, 1572138000, 1572141600, 1552201200, 1572760800, -2_000_000_000]
    return st.sampled_from(hours).flatmap(lambda s: st.integers(s - 2, s + 2))


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"])
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_all_in_order_of_time_then_path(shared, monkeypatch, zone, data):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    stamp = st.builds(
        lambda s, ns: FileStamp(1, s * 10**9 + ns), around_the_turns(), st.integers(0, 10**9)
    )
    photos = data.draw(
        st.lists(
            st.tuples(photo.map(lambda one: one[0]), stamp, st.none() | metadata),
            min_size=1,
            max_size=9,
            unique_by=lambda one: one[0],
        )
    )
    put(shared, photos)
    try:
        # The order by definition: each photo's time as a text that SQLite makes.
        wanted = f"SELECT p.id {FROM_PHOTOS} ORDER BY {TAKEN} DESC, p.path"
        ids = [i for (i,) in shared.connection.execute(wanted)]
        assert shared.newest_ids().tolist() == ids
        assert shared.newest_of(np.array(ids[::2], np.int64)).tolist() == ids[::2]
    finally:
        shared.remove_folder("/")
        monkeypatch.undo()
        time.tzset()


def test_all_of_an_empty_library(library):
    assert library.newest_ids().tolist() == []
    assert library.newest_of(np.array([1], np.int64)).tolist() == []


def test_what_is_not_read_or_is_missing_is_not_among_the_newest(library):
    put(library, [(f"/p/{n}.jpg", FileStamp(1, n), None) for n in range(4)])
    library.settle_problem(library.photo_at("/p/0.jpg"), "broken", digest(1))
    library.settle_gone(library.photo_at("/p/1.jpg"))
    library.connection.execute("UPDATE photos SET digest = NULL WHERE path = '/p/2.jpg'")
    assert [photo.path for photo in library.newest_photos([], 9)] == ["/p/3.jpg"]
    left = library.photo_at("/p/3.jpg").id
    assert library.newest_ids().tolist() == [left]
    assert library.newest_of(np.arange(left + 5)).tolist() == [left]


def test_a_place_without_a_longitude_ends_no_search(library):
    put(library, [("/p/1.jpg", FileStamp(1, 1), None)])
    library.add_picture(digest(1), Metadata("PNG", 1, 1, place=Place(5.0, float("nan"))))
    assert library.photos_left_by([NearPlace(Place(5, 5), 1e9)]) == set()


def test_numbers_beyond_what_the_database_holds(library):
    put(library, [("/p/1.jpg", FileStamp(1, 1), None)])
    assert len(library.photos_left_by([BytesBetween(0, 10**30)])) == 1
    assert library.photos_left_by([BytesBetween(10**30)]) == set()


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ((0, 0), (0, 0), 0),
        ((0, 179.5), (0, -179.5), 111.19),
        ((90, 0), (90, 137), 0),
        ((-90, 0), (90, 0), 20_015.1),
        ((59.91, 10.75), (48.86, 2.35), 1_343),
    ],
)
def test_distances(one, other, km):
    assert distance_km(*one, *other) == pytest.approx(km, rel=2e-3, abs=1e-6)


@pytest.mark.parametrize(
    "make",
    [
        lambda n: Named(f"{n}.jpg"),
        lambda n: Named(f"{n}.jpg", negated=True),
        lambda n: InFolder(f"/{n}"),
        lambda n: BytesBetween(0, 10**6 + n),
    ],
)
def test_as_many_filters_as_anyone_may_ask(library, make):
    photos = [("/7/7.jpg", FileStamp(1, 1), None), ("/x/x.jpg", FileStamp(10**9, 1), None)]
    put(library, photos)
    many = [make(n) for n in range(MOST_FILTERS)]
    assert len(library.photos_left_by(many)) == 1
    with pytest.raises(KnownError, match="1000 filters at most; this one has 1001"):
        library.photos_left_by([*many, make(0)])


def test_a_folder_by_its_path_is_searched_in_the_index(library):
    put(library, [("/p/1.jpg", FileStamp(1, 1), None)])
    said = []
    library.connection.set_trace_callback(said.append)
    library.embeddings_left_by(1, [InFolder("/p")])
    library.connection.set_trace_callback(None)
    plan = library.connection.execute(f"EXPLAIN QUERY PLAN {said[-1]}").fetchall()
    assert not any(re.match(r"SCAN p\b", row[3]) for row in plan), plan
