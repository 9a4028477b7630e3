"""Maps of a library of a few dozen pictures: what is laid out, kept, reused, measured and told."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Timer

import numpy as np
import psutil
import pytest
from PIL import Image

from imagefinder.core.errors import KnownError
from imagefinder.core.mapping import (
    Axis,
    BelowFolder,
    ByCluster,
    ByComponent,
    ByDate,
    ByFolder,
    ByScore,
    ByTaste,
    ByWords,
    Colouring,
    GivenUp,
    GiveUpLayout,
    HitsOf,
    LaidOut,
    LayingOut,
    LayOut,
    Layout,
    Locate,
    Located,
    MapEvent,
    MapRequest,
    Measure,
    Measured,
    Scope,
    ThesePhotos,
    WholeLibrary,
)
from imagefinder.core.messages import Failed
from imagefinder.core.query import InFolder, PictureFile, Query, TasteTerm, Words
from imagefinder.engine import mapping
from imagefinder.engine.client import EngineClient
from imagefinder.engine.engine import Engine
from imagefinder.engine.giving_up import GivingUp
from imagefinder.engine.map_layouts import KEPT_LAYOUTS
from imagefinder.engine.mapping import Maps
from imagefinder.store.marks import Marks
from tests.engine import fake_worker
from tests.engine.fakes import COLOURS
from tests.engine.home import Home, draw, draw_many

PATIENCE_S = 120.0
WHOLE = WholeLibrary()
ScriptedJob = Callable[[Path, str, str], str]


class Mapped:
    """A home whose maps are asked for as the engine's map thread asks."""

    def __init__(self, home: Home) -> None:
        self.home = home

    def answer(self, request: MapRequest) -> list[MapEvent]:
        return self.home.ask(lambda answers: list(Maps(self.home.paths, answers).answer(request)))

    def lay_out(self, scope: Scope = WHOLE, refit: bool = False) -> Layout:
        *before, last = self.answer(LayOut(7, scope, refit))
        assert isinstance(last, LaidOut)
        assert last.request == 7
        assert all(isinstance(event, LayingOut) and event.request == 7 for event in before)
        return last.layout

    def measured(self, layout: Layout, by: Axis | Colouring) -> Measured:
        (event,) = self.answer(Measure(8, layout, by))
        assert isinstance(event, Measured)
        return event

    def values(self, layout: Layout, by: Axis | Colouring) -> dict[str, float]:
        """The number of each photo, by its file's name."""
        values = np.load(self.measured(layout, by).file)
        assert (values.shape, values.dtype) == ((layout.photos,), np.float32)
        return dict(zip(self.names(layout), values.tolist(), strict=True))

    def names(self, layout: Layout) -> list[str]:
        return [Path(path).name for path in self.paths(array(layout, "photo_ids"))]

    def paths(self, ids: np.ndarray) -> list[str]:
        photos = self.home.ask(lambda answers: answers.reader.photos(ids.tolist()))
        return [photos[photo_id].path for photo_id in ids.tolist()]

    def ids(self, *names: str) -> bytes:
        def found(answers) -> list[int]:  # type: ignore[no-untyped-def]
            return [answers.reader.photo_at(str(self.home.pictures / name)).id for name in names]

        return np.array(self.home.ask(found), "<i8").tobytes()

    def folders(self) -> list[str]:
        return sorted(f.name for f in self.home.paths.derived.glob("maps-*/*"))


@pytest.fixture
def mapped(home: Home) -> Mapped:
    """Thirty pictures of six colours in turn."""
    draw_many(home.pictures, 30)
    home.index()
    return Mapped(home)


def array(layout: Layout, name: str) -> np.ndarray:
    return np.load(Path(layout.folder) / f"{name}.npy")


def basis(layout: Layout) -> dict[str, np.ndarray]:
    with np.load(Path(layout.folder) / "basis.npz") as arrays:
        return dict(arrays)


def colour_of(name: str) -> str:
    return list(COLOURS)[int(name[:4]) % len(COLOURS)]


# --- Layouts --------------------------------------------------------------------------------------


def test_the_whole_library_is_laid_out(mapped: Mapped) -> None:
    layout = mapped.lay_out()
    photo_ids, components = array(layout, "photo_ids"), array(layout, "components")
    assert layout.photos == 30
    assert layout.model == "default"
    assert (photo_ids.shape, photo_ids.dtype) == ((30,), np.int64)
    assert (np.diff(photo_ids) > 0).all()
    assert (components.shape, components.dtype) == ((len(layout.explained), 30), np.float32)
    assert len(layout.explained) >= 8
    assert list(layout.explained) == sorted(layout.explained, reverse=True)
    assert 0.9 < sum(layout.explained) <= 1.0001


def test_pictures_of_one_colour_lie_together(mapped: Mapped) -> None:
    layout = mapped.lay_out()
    places = array(layout, "components")[:2].T
    colours = [colour_of(name) for name in mapped.names(layout)]
    middles = {c: places[[c == other for other in colours]].mean(axis=0) for c in COLOURS}
    nearest = [min(middles, key=lambda c: np.linalg.norm(middles[c] - p)) for p in places]
    assert nearest == colours


def test_coordinates_are_the_vectors_in_the_basis(mapped: Mapped) -> None:
    layout = mapped.lay_out()
    kept = basis(layout)

    def vectors(answers) -> np.ndarray:  # type: ignore[no-untyped-def]
        matrix = answers.nearest(answers.answering_model()).matrix
        return matrix.unit(matrix.rows_of(array(layout, "embedding_ids")))

    by_hand = (mapped.home.ask(vectors) - kept["mean"]) @ kept["axes"].T
    np.testing.assert_allclose(array(layout, "components"), by_hand.T, atol=1e-5)


def test_files_of_one_content_are_points_at_one_place(mapped: Mapped) -> None:
    shutil.copy(mapped.home.pictures / "0001.png", mapped.home.pictures / "copy.png")
    mapped.home.index()
    layout = mapped.lay_out()
    names = mapped.names(layout)
    places = array(layout, "components")[:, [names.index("0001.png"), names.index("copy.png")]]
    assert layout.photos == 31
    np.testing.assert_array_equal(places[:, 0], places[:, 1])


def test_a_folder_a_selection_and_hits(mapped: Mapped) -> None:
    inner = mapped.home.pictures / "inner"
    draw_many(inner, 6, first=100)
    mapped.home.index()
    below = mapped.lay_out(BelowFolder(str(inner)))
    assert set(mapped.names(below)) == {f"{n:04}.png" for n in range(100, 106)}
    chosen = ("0007.png", "0002.png", "0011.png")
    these = mapped.lay_out(ThesePhotos(mapped.ids(*chosen)))
    assert set(mapped.names(these)) == set(chosen)
    hits = mapped.lay_out(HitsOf(Query((Words("green"),)), top=5))
    assert {colour_of(name) for name in mapped.names(hits)} == {"green"}
    assert hits.photos == 5


def test_hidden_and_vanished_pictures_are_left_out(mapped: Mapped) -> None:
    with Engine(mapped.home.library) as engine:
        Marks(engine.library.connection).hide(np.frombuffer(mapped.ids("0003.png"), "<i8").tolist())
    (mapped.home.pictures / "0004.png").unlink()
    mapped.home.index()
    expected = {f"{n:04}.png" for n in range(30)} - {"0003.png", "0004.png"}
    assert set(mapped.names(mapped.lay_out())) == expected
    chosen = mapped.ids("0001.png", "0002.png", "0003.png", "0005.png")
    these = mapped.lay_out(ThesePhotos(chosen))
    assert set(mapped.names(these)) == {"0001.png", "0002.png", "0005.png"}


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_pictures_are_a_sentence(mapped: Mapped, count: int) -> None:
    chosen = ThesePhotos(mapped.ids(*[f"{n:04}.png" for n in range(count)]))
    with pytest.raises(KnownError, match=f"at least 3 different pictures; there are {count}"):
        mapped.lay_out(chosen)
    assert mapped.folders() == []


def test_pictures_that_look_the_same_are_a_sentence(home: Home) -> None:
    for number in range(5):
        (draw(home.pictures / f"{number}.bmp")).write_bytes(
            (home.pictures / f"{number}.bmp").read_bytes() + bytes(number)
        )
    home.index()
    with pytest.raises(KnownError, match="look the same"):
        Mapped(home).lay_out()


def test_a_library_without_vectors_is_a_sentence(home: Home) -> None:
    home.index()
    with pytest.raises(KnownError, match="imagefinder index"):
        Mapped(home).lay_out()


def test_a_model_that_has_not_caught_up_leaves_the_map_to_the_old_one(mapped: Mapped) -> None:
    with Engine(mapped.home.library) as engine:
        engine.use_model("coarse")
    assert mapped.lay_out().model == "default"


# --- Kept, reused, brought up to date -------------------------------------------------------------


def test_the_whole_library_is_laid_out_once(mapped: Mapped) -> None:
    first = mapped.lay_out()
    assert mapped.lay_out() == first
    assert mapped.lay_out(refit=True).folder != first.folder


def test_nothing_is_looked_up_while_the_library_stays_as_it_is(mapped: Mapped) -> None:
    def ask_often(answers) -> list[int]:  # type: ignore[no-untyped-def]
        maps = Maps(mapped.home.paths, answers)
        counts = [len(list(maps.answer(LayOut(1)))) for _ in range(3)]
        draw(mapped.home.pictures / "new.png", "blue", seed=900)
        mapped.home.index()
        counts += [len(list(maps.answer(LayOut(1)))) for _ in range(2)]
        (folder,) = mapped.home.paths.derived.glob("maps-*")
        shutil.rmtree(folder)
        return [*counts, len(list(maps.answer(LayOut(1))))]

    first, second, third, changed, again, deleted = mapped.home.ask(ask_often)
    assert (second, third, again) == (1, 1, 1)
    assert min(first, changed, deleted) > 1


def test_new_photos_are_placed_by_the_basis_that_is_there(mapped: Mapped) -> None:
    first = mapped.lay_out()
    new = draw(mapped.home.pictures / "new.png", "blue", seed=900)
    mapped.home.index()
    second = mapped.lay_out()
    names = mapped.names(second)

    assert second.photos == 31
    assert second.explained == first.explained
    for name, kept in basis(first).items():
        np.testing.assert_array_equal(basis(second)[name], kept)
    old = [names.index(name) for name in mapped.names(first)]
    np.testing.assert_array_equal(array(second, "components")[:, old], array(first, "components"))
    located = mapped.answer(Locate(1, second, str(new)))[0]
    assert isinstance(located, Located)
    np.testing.assert_allclose(
        array(second, "components")[:2, names.index("new.png")], located.coordinates, atol=1e-3
    )


def test_it_is_fitted_again_when_more_than_a_fifth_is_new(mapped: Mapped) -> None:
    first = mapped.lay_out()
    draw_many(mapped.home.pictures, 7, first=30)  # 7 of 37 are 19 %
    mapped.home.index()
    second = mapped.lay_out()
    assert (second.explained, second.photos) == (first.explained, 37)
    draw_many(mapped.home.pictures, 1, first=37)  # 8 of 38 are 21 %, though one by one
    mapped.home.index()
    third = mapped.lay_out()
    assert third.photos == 38
    assert third.explained != first.explained


def test_it_is_fitted_again_when_much_is_gone(mapped: Mapped) -> None:
    first = mapped.lay_out()
    for number in range(10):
        (mapped.home.pictures / f"{number:04}.png").unlink()
    mapped.home.index()
    second = mapped.lay_out()
    assert second.photos == 20
    assert second.explained != first.explained


def test_a_refit_does_not_mirror_the_map(mapped: Mapped) -> None:
    first = mapped.lay_out()
    folder = Path(first.folder)
    # As another fit might have come out: every axis the other way round.
    kept = basis(first)
    np.savez(folder / "basis.npz", **{**kept, "axes": -kept["axes"]})
    np.save(folder / "components.npy", -array(first, "components"))
    second = mapped.lay_out(refit=True)
    np.testing.assert_allclose(
        array(second, "components")[:3], array(first, "components")[:3], atol=1e-4
    )


def test_a_map_of_a_part_keeps_the_signs_of_the_whole(mapped: Mapped) -> None:
    whole = mapped.lay_out()
    part = mapped.lay_out(ThesePhotos(mapped.ids(*[f"{n:04}.png" for n in range(24)])))
    cosines = (basis(whole)["axes"] * basis(part)["axes"]).sum(axis=1)
    assert (cosines[:2] > 0.8).all()


def test_old_maps_go_and_the_whole_librarys_stays(mapped: Mapped) -> None:
    whole = mapped.lay_out()
    for number in range(KEPT_LAYOUTS + 3):
        last = mapped.lay_out(ThesePhotos(mapped.ids(*[f"{n:04}.png" for n in range(number + 3)])))
    assert Path(last.folder).name in mapped.folders()
    assert Path(whole.folder).name in mapped.folders()
    assert len(mapped.folders()) == KEPT_LAYOUTS + 2
    assert mapped.lay_out() == whole


@pytest.mark.parametrize("lost", ["components.npy", "basis.npz", "layout.json", "photo_ids.npy"])
@pytest.mark.parametrize("content", [None, b"rubbish"])
def test_a_damaged_map_is_made_anew(mapped: Mapped, lost: str, content: bytes | None) -> None:
    first = mapped.lay_out()
    file = Path(first.folder) / lost
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    second = mapped.lay_out()
    assert second.folder != first.folder
    assert second.explained == pytest.approx(first.explained)


def test_a_map_of_other_contents_under_the_same_ids_is_made_anew(mapped: Mapped) -> None:
    first = mapped.lay_out()
    places = array(first, "components")
    np.save(Path(first.folder) / "components.npy", places[:, ::-1])
    second = mapped.lay_out()
    np.testing.assert_allclose(array(second, "components"), places, atol=1e-4)


def test_a_deleted_map_comes_back(mapped: Mapped) -> None:
    layout = mapped.lay_out()
    shutil.rmtree(mapped.home.paths.derived)
    with pytest.raises(KnownError, match="no longer there"):
        mapped.measured(layout, ByComponent(1))
    assert mapped.lay_out().photos == 30


def test_a_folder_that_cant_be_written_is_named(mapped: Mapped) -> None:
    folder = Path(mapped.lay_out().folder).parent
    shutil.rmtree(folder)
    folder.write_bytes(b"in the way")
    with pytest.raises(KnownError, match=str(folder)):
        mapped.lay_out()


# --- Large maps, in a job -------------------------------------------------------------------------


@pytest.fixture
def in_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapping, "JOB_FROM", 10)


def test_a_job_lays_out_the_same_map(mapped: Mapped, monkeypatch: pytest.MonkeyPatch) -> None:
    here = mapped.lay_out()
    expected = array(here, "components")
    shutil.rmtree(mapped.home.paths.derived)
    monkeypatch.setattr(mapping, "JOB_FROM", 10)
    *steps, last = mapped.answer(LayOut(7))
    assert isinstance(last, LaidOut)
    np.testing.assert_allclose(array(last.layout, "components"), expected, atol=1e-4)
    phases = [step.phase for step in steps if isinstance(step, LayingOut)]
    assert list(dict.fromkeys(phases)) == ["finding", "fitting", "placing"]


@pytest.mark.usefixtures("in_jobs")
def test_a_job_serves_each_scope(mapped: Mapped) -> None:
    inner = mapped.home.pictures / "inner"
    draw_many(inner, 6, first=100)
    mapped.home.index()
    assert mapped.lay_out(BelowFolder(str(inner))).photos == 6
    chosen = [f"{n:04}.png" for n in range(12)]
    these = mapped.lay_out(ThesePhotos(mapped.ids(*chosen)))
    assert set(mapped.names(these)) == set(chosen)


@pytest.mark.usefixtures("in_jobs")
def test_a_job_tells_why_it_failed(mapped: Mapped) -> None:
    with pytest.raises(KnownError, match="there are 1 here"):
        mapped.lay_out(ThesePhotos(mapped.ids("0001.png")))
    assert mapped.folders() == []


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
@pytest.mark.usefixtures("in_jobs")
def test_a_job_killed_half_way_is_a_sentence_and_leaves_nothing(
    mapped: Mapped, scripted_job: ScriptedJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = mapped.lay_out()
    leftover = Path(first.folder).with_name("making-4711")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", scripted_job(leftover, "fitting", "kill -9 $$"))
        with pytest.raises(KnownError, match="broke off"):
            mapped.lay_out(refit=True)
    assert not leftover.exists()
    assert mapped.lay_out() == first
    assert mapped.folders() == [Path(first.folder).name]


@pytest.mark.usefixtures("in_jobs")
def test_a_job_ends_when_nobody_waits_for_it(mapped: Mapped) -> None:
    def leave(answers) -> None:  # type: ignore[no-untyped-def]
        with closing(Maps(mapped.home.paths, answers).lay_out(WHOLE)) as steps:
            next(steps)
            assert psutil.Process().children()
        assert not psutil.Process().children()

    mapped.home.ask(leave)


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
@pytest.mark.usefixtures("in_jobs")
def test_a_job_that_says_nothing_is_given_up_at_once_and_leaves_nothing(
    mapped: Mapped, scripted_job: ScriptedJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    leftover = mapped.home.paths.derived / "maps-1" / "making-4711"
    monkeypatch.setattr(sys, "executable", scripted_job(leftover, "fitting", "exec sleep 600"))
    giving_up = GivingUp()

    def ask(answers) -> list[MapEvent]:  # type: ignore[no-untyped-def]
        events = Maps(mapped.home.paths, answers, giving_up=giving_up).answer(LayOut(7))
        first = next(events)
        Timer(0, giving_up.give_up, [7]).start()
        return [first, *events]

    assert mapped.home.ask(ask) == [LayingOut(7, "fitting", 8, 30), GivenUp(7)]
    assert mapped.folders() == []
    assert not psutil.Process().children()


@pytest.mark.parametrize("steps_before", [0, 1, 2])
def test_a_layout_is_given_up_before_it_begins_and_between_two_steps(
    mapped: Mapped, steps_before: int
) -> None:
    giving_up = GivingUp()

    def ask(answers) -> list[MapEvent]:  # type: ignore[no-untyped-def]
        maps = Maps(mapped.home.paths, answers, giving_up=giving_up)
        events = maps.answer(LayOut(7))
        first = [next(events) for _ in range(steps_before)]
        giving_up.give_up(7)
        return [*first, *events, *maps.answer(LayOut(8))]

    events = mapped.home.ask(ask)
    assert [type(event) for event in events[:steps_before]] == [LayingOut] * steps_before
    assert events[steps_before] == GivenUp(7)
    assert isinstance(events[-1], LaidOut)
    assert mapped.folders() == ["1"]


@pytest.mark.usefixtures("in_jobs")
def test_a_job_that_cant_start_is_a_sentence(
    mapped: Mapped, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("true"))
    with pytest.raises(KnownError, match="broke off"):
        mapped.lay_out()


# --- Axes and colours -----------------------------------------------------------------------------


def test_a_component_is_its_row(mapped: Mapped) -> None:
    layout = mapped.lay_out()
    file = mapped.measured(layout, ByComponent(2)).file
    np.testing.assert_array_equal(np.load(file), array(layout, "components")[1])


@pytest.mark.parametrize("number", [0, -1, 17])
def test_a_component_that_there_is_not(mapped: Mapped, number: int) -> None:
    layout = mapped.lay_out()
    with pytest.raises(KnownError, match=f"no {number}"):
        mapped.measured(layout, ByComponent(number))


def test_an_axis_between_two_words_is_the_difference_of_cosines(mapped: Mapped) -> None:
    layout = mapped.lay_out()
    difference = mapped.values(layout, ByWords("red", "blue"))
    red, blue = (mapped.values(layout, ByWords(word)) for word in ("red", "blue"))
    for name, value in difference.items():
        assert value == pytest.approx(red[name] - blue[name], abs=1e-4)
    reds, blues = (
        [value for name, value in difference.items() if colour_of(name) == colour]
        for colour in ("red", "blue")
    )
    assert min(reds) > 0 > max(blues)


def test_an_axis_of_one_word_is_what_a_search_scores(mapped: Mapped) -> None:
    values = mapped.values(mapped.lay_out(), ByWords(" green "))
    for hit in mapped.home.search("green", top=30).hits:
        assert values[Path(hit.path).name] == pytest.approx(hit.score, abs=1e-5)


def test_an_axis_without_words_is_a_sentence(mapped: Mapped) -> None:
    with pytest.raises(KnownError, match="needs a word"):
        mapped.measured(mapped.lay_out(), ByWords(" "))


def test_scores_of_a_query_are_not_numbers_where_a_filter_leaves_a_photo_out(
    mapped: Mapped,
) -> None:
    draw_many(mapped.home.pictures / "inner", 6, first=100)
    mapped.home.index()
    query = Query((Words("red"), Words("blue", -0.5)), (InFolder("inner"),))
    values = mapped.values(mapped.lay_out(), ByScore(query))
    hits = mapped.home.ask(lambda answers: answers.answer(query, 100)).hits
    scored = {name: value for name, value in values.items() if value == value}
    assert scored == pytest.approx({Path(h.path).name: h.score for h in hits}, abs=1e-5)
    assert len(scored) == 6


def test_a_query_of_filters_only_scores_nought(mapped: Mapped) -> None:
    values = mapped.values(mapped.lay_out(), ByScore(Query((), (InFolder("nowhere"),))))
    assert all(value != value for value in values.values())


def test_clusters_are_groups_with_names(mapped: Mapped) -> None:
    layout = mapped.lay_out()
    measured = mapped.measured(layout, ByCluster(6))
    groups = mapped.values(layout, ByCluster(6))
    assert len(set(measured.legend)) == len(measured.legend) == 6
    found = {colour: {groups[n] for n in groups if colour_of(n) == colour} for colour in COLOURS}
    assert sorted(map(list, found.values())) == [[0], [1], [2], [3], [4], [5]]


@pytest.mark.parametrize("k", [-1, 0, 1, 41])
def test_no_map_has_so_many_clusters(mapped: Mapped, k: int) -> None:
    with pytest.raises(KnownError, match="2 to 40"):
        mapped.measured(mapped.lay_out(), ByCluster(k))


def test_the_largest_folders_are_named(mapped: Mapped) -> None:
    for number in range(13):
        draw_many(mapped.home.pictures / f"f{number:02}" / "sub", 2 + (number < 5), 50 + 5 * number)
    mapped.home.index()
    layout = mapped.lay_out()
    measured = mapped.measured(layout, ByFolder())
    values = np.load(measured.file)
    assert measured.legend[:2] == ("pictures", "f00/sub")
    assert len(measured.legend) == 11
    assert np.count_nonzero(values == 0) == 30
    assert np.count_nonzero(values == -1) == 2 * 3
    folders = [Path(path).parent.name for path in mapped.paths(array(layout, "photo_ids"))]
    assert [value for folder, value in zip(folders, values, strict=True) if folder != "sub"] == (
        [0] * 30
    )


def test_a_single_folder_is_called_by_its_name(mapped: Mapped) -> None:
    assert mapped.measured(mapped.lay_out(), ByFolder()).legend == ("pictures",)


def test_dates_are_days_since_1970(mapped: Mapped) -> None:
    taken = mapped.home.pictures / "taken.jpg"
    draw_with_date(taken, "1970:01:03 12:00:00")
    mapped.home.index()
    values = mapped.values(mapped.lay_out(), ByDate())
    assert values.pop("taken.jpg") == pytest.approx(2.5)
    assert all(value != value for value in values.values())


def draw_with_date(path: Path, taken: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = taken
    Image.new("RGB", (20, 20), (1, 200, 90)).save(path, exif=exif)


def test_what_cannot_change_is_measured_once(mapped: Mapped) -> None:
    layout = mapped.lay_out()
    for by in (ByComponent(1), ByWords("red", "blue"), ByCluster(3)):
        first = mapped.measured(layout, by)
        stamp = Path(first.file).stat().st_mtime_ns
        assert mapped.measured(layout, by) == first
        assert Path(first.file).stat().st_mtime_ns == stamp
    assert mapped.measured(layout, ByWords("blue", "red")) != mapped.measured(
        layout, ByWords("red", "blue")
    )


def test_what_may_change_gets_a_new_file_and_old_ones_go(mapped: Mapped) -> None:
    layout = mapped.lay_out()
    files = [mapped.measured(layout, ByFolder()).file for _ in range(12)]
    assert len(set(files)) == 12
    assert [Path(file).exists() for file in files] == [False] * 4 + [True] * 8


# --- Where a picture lies -------------------------------------------------------------------------


def test_a_picture_of_the_library_lies_where_it_is_drawn(mapped: Mapped) -> None:
    layout = mapped.lay_out()
    axes = (ByComponent(3), ByWords("red", "blue"), ByComponent(1))
    path = mapped.home.pictures / "0008.png"
    (located,) = mapped.answer(Locate(5, layout, str(path), axes, neighbours=4))
    assert isinstance(located, Located)
    expected = [mapped.values(layout, axis)["0008.png"] for axis in axes]
    np.testing.assert_allclose(located.coordinates, expected, atol=1e-3)
    nearest = [Path(p).name for p in mapped.paths(np.array(located.photo_ids))]
    assert nearest[0] == "0008.png"
    assert {colour_of(name) for name in nearest} == {"blue"}
    assert len(nearest) == 4


def test_a_picture_from_elsewhere_lies_among_its_like(mapped: Mapped, tmp_path: Path) -> None:
    layout = mapped.lay_out(ThesePhotos(mapped.ids(*[f"{n:04}.png" for n in range(12)])))
    (located,) = mapped.answer(Locate(5, layout, str(draw(tmp_path / "new.png", "green", 77))))
    assert isinstance(located, Located)
    assert len(located.coordinates) == 2
    nearest = [Path(p).name for p in mapped.paths(np.array(located.photo_ids))]
    assert set(nearest[:2]) == {"0001.png", "0007.png"}
    assert len(nearest) == 12


def test_what_is_no_picture_is_named(mapped: Mapped, tmp_path: Path) -> None:
    layout, file = mapped.lay_out(), tmp_path / "text.png"
    for content in (None, b"no picture"):
        if content:
            file.write_bytes(content)
        with pytest.raises(KnownError, match=r"text\.png"):
            mapped.answer(Locate(5, layout, str(file)))


def vote(mapped: Mapped, liked: str, disliked: str) -> None:
    """A taste for one colour and against another."""
    with closing(sqlite3.connect(mapped.home.paths.database)) as connection, connection:
        connection.execute("INSERT INTO tastes (name) VALUES ('cosy')")
        for number in range(24):
            if colour_of(f"{number:04}") in (liked, disliked):
                connection.execute(
                    "INSERT INTO votes (taste_id, digest, liked, voted_at) SELECT 1, digest, ?, '' "
                    "FROM photos WHERE path = ?",
                    (
                        colour_of(f"{number:04}") == liked,
                        str(mapped.home.pictures / f"{number:04}.png"),
                    ),
                )


def test_a_taste_colours_the_map_by_its_decisions(mapped: Mapped) -> None:
    vote(mapped, "green", "black")
    values = mapped.values(mapped.lay_out(), ByTaste("cosy"))
    assert all(values[name] > 0 for name in values if colour_of(name) == "green")
    assert all(values[name] < 0 for name in values if colour_of(name) == "black")


def test_a_query_with_a_taste_scores_the_map(mapped: Mapped) -> None:
    vote(mapped, "green", "black")
    for query in (Query((TasteTerm("cosy"),)), Query((TasteTerm("cosy"), Words("yellow")))):
        values = mapped.values(mapped.lay_out(), ByScore(query))
        hits = mapped.home.ask(lambda answers, asked=query: answers.answer(asked, 100)).hits
        assert values == pytest.approx({Path(h.path).name: h.score for h in hits}, abs=1e-4)


def test_a_taste_that_there_is_not_is_a_sentence(mapped: Mapped) -> None:
    with pytest.raises(KnownError, match="cosy"):
        mapped.measured(mapped.lay_out(), ByTaste("cosy"))


def test_a_picture_query_scores_the_map(mapped: Mapped) -> None:
    query = Query((PictureFile(str(mapped.home.pictures / "0001.png")),))
    values = mapped.values(mapped.lay_out(), ByScore(query))
    assert max(values, key=values.__getitem__) == "0001.png"


# --- Through the engine's pipe --------------------------------------------------------------------


def test_the_engine_answers_beside_its_other_work(
    mapped: Mapped, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imagefinder.engine.client.engine_command", fake_worker.command)
    with EngineClient(mapped.home.library) as client:

        def answer(request: MapRequest) -> MapEvent | Failed:
            client.send(request)
            while True:
                event = client.next_event(PATIENCE_S)
                assert event is not None
                if isinstance(event, LaidOut | GivenUp | Measured | Located | Failed):
                    assert event.request == request.request
                    return event

        laid_out = answer(LayOut(1))
        assert isinstance(laid_out, LaidOut)
        layout = laid_out.layout
        assert layout.photos == 30
        measured = answer(Measure(2, layout, ByCluster(4)))
        assert isinstance(measured, Measured)
        assert len(measured.legend) == 4
        failed = answer(LayOut(3, BelowFolder("/nowhere")))
        assert isinstance(failed, Failed)
        assert ("lies in /nowhere" in failed.text, failed.bug) == (True, "")
        located = answer(Locate(4, layout, str(mapped.home.pictures / "0001.png")))
        assert isinstance(located, Located)
        assert answer(LayOut(5)) == LaidOut(5, layout)
        client.send(GiveUpLayout(6))
        assert answer(LayOut(6)) == GivenUp(6)
        assert answer(LayOut(7)) == LaidOut(7, layout)
