"""Settling photos, work, coverage: the counts agree in every state that a library can be in."""

import os

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from imagefinder.core.reports import ForestFigures, Problem
from imagefinder.core.types import Coverage, Metadata, Place
from imagefinder.store.marks import Marks
from tests.store.small import DIM, digest, paths_of, photo_at, reading, scanned, unit, writing


@pytest.fixture
def model(library):
    return library.use_model("key", "name").id


@pytest.fixture
def three(library):
    folder = library.add_folder("/p")
    scanned(library, folder, {f"/p/{n}.jpg": n for n in (1, 2, 3)})
    return [photo_at(library, f"/p/{n}.jpg") for n in (1, 2, 3)]


def test_photos_are_found_by_the_name_of_their_file(library):
    folder = library.add_folder("/p")
    raw = os.fsdecode(b"/p/\xe9/a.jpg")
    paths = ["/p/a.jpg", "/p/ä/a.jpg", raw, "/p/ba.jpg", "/p/a.jpg.png", "/p/é.jpg"]
    scanned(library, folder, dict.fromkeys(paths, 1))
    assert set(library.paths_called("a.jpg")) == {"/p/a.jpg", "/p/ä/a.jpg", raw}
    assert library.paths_called("é.jpg") == ["/p/é.jpg"]
    scanned(library, folder, {"/p/é.jpg": 1})
    assert library.paths_called("a.jpg") == []


def test_settling_what_is_known(library, model, three):
    library.add_embedding(model, digest(1), unit(1))
    library.settle_same(three[0], digest(1))
    assert photo_at(library, "/p/1.jpg").digest == digest(1)
    assert [photo.id for photo in library.work(model, 0, 9)] == [three[1].id, three[2].id]
    library.settle_same(three[1], digest(2))  # known, but not to this model
    assert library.work_count(model) == 2
    library.add_embedding(model, digest(2), unit(2))
    assert library.work_count(model) == 1


def test_settling_a_problem(library, model, three):
    library.settle_problem(three[0], "broken", digest(1))
    library.settle_problem(three[1], "forbidden")
    assert library.problem_of(digest(1)) == "broken"
    assert library.problem_of(digest(2)) is None
    assert library.problems() == [Problem("/p/1.jpg", "broken"), Problem("/p/2.jpg", "forbidden")]
    assert library.work_count(model) == 1
    library.set_strikes("/p/1.jpg", 2)
    assert library.retry_problems() == 2
    assert (library.problems(), library.suspects(), library.work_count(model)) == ([], {}, 3)


def test_a_moved_file_keeps_its_row(library, model, three):
    one, two, _ = three
    library.settle_same(one, digest(1))
    folder = library.folders()[0]
    scanned(library, folder, {"/p/2.jpg": 2, "/p/3.jpg": 3})
    twin = library.missing_twin(digest(1))
    assert twin.id == one.id
    library.settle_moved(two, twin)
    moved = photo_at(library, "/p/2.jpg")
    assert (moved.id, moved.digest, moved.stamp) == (one.id, digest(1), two.stamp)
    assert paths_of(library) == {"/p/2.jpg", "/p/3.jpg"}
    assert library.missing_twin(digest(1)) is None
    assert [photo.id for photo in library.work(model, 0, 9)] == [one.id, three[2].id]


@pytest.mark.parametrize("decoded_since", [True, False])
def test_a_moved_file_keeps_its_problem_while_it_has_one(library, model, three, decoded_since):
    """It was too large, say; then the person allowed larger ones, and moved it."""
    one, two, _ = three
    library.settle_problem(one, "too large", digest(1))
    scanned(library, library.folders()[0], {"/p/2.jpg": 2, "/p/3.jpg": 3})
    if decoded_since:
        library.add_picture(digest(1), Metadata("JPEG", 1, 1))
        library.add_embedding(model, digest(1), unit(1))
    library.settle_moved(two, library.missing_twin(digest(1)))
    assert library.coverage(model).searched == decoded_since
    assert len(library.problems()) == (not decoded_since)


def test_a_vanished_file_is_missing(library, model, three):
    library.settle_gone(three[0])
    assert paths_of(library) == {"/p/2.jpg", "/p/3.jpg"}
    assert library.work_count(model) == 2
    assert library.remove_missing() == 1


def test_work_comes_in_pages_by_id(library, model, three):
    library.add_embedding(model, digest(2), unit(2))
    library.settle_same(three[0], digest(1))  # lacks a vector
    library.settle_same(three[1], digest(2))  # done
    pages, last = [], 0
    while page := library.work(model, last, 1):
        pages.append(page[0].path)
        last = page[-1].id
    assert pages == ["/p/1.jpg", "/p/3.jpg"]


def test_a_page_of_work_costs_a_page(library, model):
    """However many photos wait: a first indexing asks for hundreds of pages."""
    folder = library.add_folder("/p")
    scanned(library, folder, {f"/p/{n}.jpg": 1 for n in range(3000)})

    def steps_for(ask):
        steps = []
        library.connection.set_progress_handler(lambda: steps.append(1), 50)
        assert len(ask()) == 10
        library.connection.set_progress_handler(None, 0)
        return len(steps)

    read_by_none = steps_for(lambda: library.work(model, 0, 10))
    library.connection.execute("UPDATE photos SET dirty = 0, digest = CAST(id AS BLOB)")
    lacking = steps_for(lambda: library.work(model, 0, 10))
    every = steps_for(lambda: library.work(model, 0, 3000)[:10])
    assert max(read_by_none, lacking) * 20 < every


def test_offline_photos_with_a_known_content_are_work_of_their_own(library, model, three):
    library.settle_same(three[0], digest(1))
    library.settle_problem(three[1], "broken", digest(2))
    library.set_offline(library.folders()[0], "unplugged")
    assert library.work(model, 0, 9) == []
    assert [photo.id for photo in library.offline_work(model, 0, 9)] == [three[0].id]
    assert library.offline_work(model, three[0].id, 9) == []
    library.add_embedding(model, digest(1), unit(1))
    assert library.offline_work(model, 0, 9) == []


def test_reading_everything_again_leaves_problems_alone(library, model, three):
    library.add_embedding(model, digest(1), unit(1))
    library.settle_same(three[0], digest(1))
    library.settle_problem(three[1], "broken")
    library.reread_all()
    assert [photo.id for photo in library.work(model, 0, 9)] == [three[0].id, three[2].id]
    assert library.coverage(model).searched == 1


def test_vectors_come_back_as_they_were_put(library, model):
    other = library.use_model("other", "o").id
    for number in range(1, 8):
        library.add_embedding(model, digest(number), unit(number))
        library.add_embedding(other, digest(number), unit(-number % 97))
    library.add_embedding(model, digest(1), unit(50))  # the first stays
    ids, vectors = library.vectors_after(model, 0, 3)
    assert (len(ids), vectors.shape, vectors.dtype) == (3, (3, DIM), np.float16)
    more, _ = library.vectors_after(model, int(ids[-1]), 99)
    assert len(more) == 4
    assert sorted([*ids, *more]) == [*ids, *more]
    np.testing.assert_array_equal(vectors[0], unit(1).astype(np.float16))
    np.testing.assert_array_equal(library.vector(model, digest(1)), vectors[0])
    assert library.vector(model, digest(99)) is None
    stored = library.vectors_of(model, [int(ids[1]), 999])
    np.testing.assert_array_equal(stored[int(ids[1])], vectors[1])
    assert len(stored) == 1
    assert library.vector_count(other) == 7
    empty, none = library.vectors_after(model, 10**9, 5)
    assert (len(empty), none.shape[0]) == (0, 0)


def test_models_keep_their_identity(library):
    first = library.use_model("key", "fast")
    library.note_model_loaded(first.id, 512, "cuda:0", "bfloat16")
    again = library.use_model("key", "ViT-B-32:tag")
    assert (again.id, again.name, again.dim, again.device) == (
        *(first.id, "ViT-B-32:tag", 512, "cuda:0"),
    )
    assert library.model("unknown") is None


def test_metadata_comes_back_whole(library):
    full = Metadata(
        *("JPEG", 40, 30, "2019-06-30T10:00:00", 120, "Canon", "EF 50", 0.01, 2.8, 100, 50.0),
        place=Place(59.9, 10.7),
    )
    bare = Metadata("PNG", 1, 1)
    library.add_picture(digest(1), full)
    library.add_picture(digest(2), bare)
    library.add_picture(digest(1), bare)
    assert (library.metadata(digest(1)), library.metadata(digest(2))) == (full, bare)
    assert library.metadata(digest(3)) is None


def test_half_a_place_is_none(library):
    library.add_picture(digest(1), Metadata("PNG", 1, 1, place=Place(5.0, float("nan"))))
    assert library.metadata(digest(1)).place is None


def test_choices_forests_and_suspects(library, model):
    library.remember("model", "a")
    library.remember("model", "b")
    assert (library.state("model"), library.state("other")) == ("b", None)
    figures = ForestFigures(3, 100, 120, 20, 5000, 0.96, exact_is_faster=True)
    assert library.forest(model) is None
    library.publish_forest(model, ForestFigures(1, 1, 1, 1, 1, 1.0))
    library.publish_forest(model, figures)
    assert library.forest(model) == figures
    for strikes in (1, 2):
        library.set_strikes("/p/\udcff.jpg", strikes)
    assert library.suspects() == {"/p/\udcff.jpg": 2}
    library.set_strikes("/p/\udcff.jpg", 0)
    assert library.suspects() == {}


def test_copies_stand_behind_one_embedding(library, model, three):
    for photo in three[:2]:
        library.settle_same(photo, digest(1))
    library.settle_same(three[2], digest(3))
    library.add_embedding(model, digest(1), unit(1))
    library.add_embedding(model, digest(2), unit(2))
    ids, _ = library.vectors_after(model, 0, 9)
    found = library.photos_of_embeddings(ids.tolist())
    assert {i: [photo.path for photo in group] for i, group in found.items()} == {
        int(ids[0]): ["/p/1.jpg", "/p/2.jpg"]
    }
    assert library.photos_of_embeddings([]) == {}


def test_asking_for_more_than_one_statement_holds(library, model):
    folder = library.add_folder("/p")
    scanned(library, folder, {f"/p/{n}.jpg": 1 for n in range(1200)})
    ids = sorted(library.photos_left_by([]))
    assert library.photos_left_by([], among=ids) == set(ids)
    assert len(library.photos(ids)) == 1200
    with library.transaction():
        for photo in library.photos(ids).values():
            library.settle_same(photo, digest(photo.id))
            library.add_embedding(model, digest(photo.id), unit(1))
    embeddings, _ = library.vectors_after(model, 0, 2000)
    assert len(library.photos_of_embeddings(embeddings.tolist())) == 1200


def test_a_model_never_seen_has_everything_pending(library, three):
    library.settle_problem(three[0], "broken")
    coverage = library.coverage(0)
    assert (coverage.photos, coverage.searched, coverage.pending, coverage.failed) == (3, 0, 2, 1)
    assert library.folder_statuses(0)[0].pending == 2


PATHS = st.sampled_from([f"/{folder}/{n}.jpg" for folder in "ab" for n in range(4)])


class Counts(RuleBasedStateMachine):
    """Whatever happens to a library, its counts add up and agree with counting row by row."""

    def __init__(self):
        super().__init__()
        import tempfile
        from pathlib import Path

        self.place = tempfile.TemporaryDirectory()
        self.context = writing(Path(self.place.name) / "library")
        self.library = self.context.__enter__()
        self.models = [self.library.use_model("one", "one").id]

    def teardown(self):
        self.context.__exit__(None, None, None)
        self.place.cleanup()

    @rule(tree=st.dictionaries(PATHS, st.integers(1, 2), max_size=6), closed=st.booleans())
    def scan(self, tree, closed):
        for folder in self.library.folders():
            mine = {p: t for p, t in tree.items() if p.startswith(folder.path + "/")}
            scanned(self.library, folder, mine, unreadable=[f"{folder.path}/0"] * closed)

    @rule(path=st.sampled_from(["/a", "/b", "/"]))
    def add(self, path):
        self.library.add_folder("/a" if path == "/" else path)

    @rule(path=st.sampled_from(["/a", "/b"]), offline=st.booleans())
    def remove(self, path, offline):
        for folder in self.library.folders():
            if folder.path == path and offline:
                self.library.set_offline(folder, None if folder.offline else "gone")
            elif folder.path == path:
                self.library.remove_folder(path)

    @rule(path=PATHS, content=st.integers(1, 3), embedded=st.booleans(), one=st.integers(0, 2))
    def settle(self, path, content, embedded, one):
        photo = self.library.photo_at(path)
        if photo is None:
            return
        if embedded:
            model = self.models[one % len(self.models)]
            self.library.add_embedding(model, digest(content), unit(content))
        twin = self.library.missing_twin(digest(content))
        if twin and one == 1 and photo.digest is None:
            self.library.settle_moved(photo, twin)
        else:
            self.library.settle_same(photo, digest(content))

    @rule(path=PATHS, content=st.none() | st.integers(1, 3), gone=st.booleans())
    def fail(self, path, content, gone):
        if photo := self.library.photo_at(path):
            if gone:
                self.library.settle_gone(photo)
            else:
                self.library.settle_problem(photo, "broken", content and digest(content))

    @rule(path=PATHS)
    def ignore(self, path):
        Marks(self.library.connection).ignore_problems([path])

    @rule(path=PATHS)
    def find_no_picture(self, path):
        if photo := self.library.photo_at(path):
            self.library.settle_other(photo, "is no picture")

    @rule(what=st.sampled_from(["retry", "retry others", "reread", "sweep", "model"]))
    def maintain(self, what):
        match what:
            case "retry":
                self.library.retry_problems()
            case "retry others":
                self.library.retry_others()
            case "reread":
                self.library.reread_all()
            case "sweep":
                self.library.remove_missing()
            case "model" if len(self.models) < 3:
                self.models.append(self.library.use_model(f"m{len(self.models)}", "m").id)

    @invariant()
    def counts_add_up(self):
        for model in [0, *self.models]:
            coverage = self.library.coverage(model)
            every = self.library.folder_statuses(model)
            never = coverage.failed + coverage.ignored
            assert coverage.photos == coverage.searched + coverage.pending + never
            assert coverage.photos == sum(folder.photos for folder in every)
            assert coverage.pending == sum(folder.pending for folder in every)
            assert coverage.failed == sum(folder.problems for folder in every)
            assert coverage.ignored == sum(folder.ignored for folder in every)
            listed = sum(folder.problems + folder.unreadable for folder in every)
            assert listed == self.library.problem_count() == len(self.library.problems())
            assert coverage.ignored == len(self.library.ignored_problems())
            assert self.library.other_count() == sum(folder.others for folder in every)
        both = "SELECT count(*) FROM others WHERE path IN (SELECT path FROM photos)"
        assert self.library.connection.execute(both).fetchone() == (0,)

    @invariant()
    def counts_agree_with_the_rows(self):
        rows = self.library.connection.execute(
            "SELECT p.id, digest, problem, dirty, missing, offline IS NOT NULL FROM photos p "
            "JOIN folders f ON f.id = p.folder_id ORDER BY p.id"
        ).fetchall()
        for model in self.models:
            here = [row for row in rows if not row[4]]
            lacks = {r[0] for r in rows if not (r[1] and self.library.embedded(model, r[1]))}
            coverage = self.library.coverage(model)
            assert coverage.pending == sum(r[2] is None and r[0] in lacks for r in here)
            assert coverage.offline == sum(r[5] for r in here)
            work = [r[0] for r in here if not r[5] and (r[3] or (r[2] is None and r[0] in lacks))]
            assert [photo.id for photo in self.library.work(model, 0, 99)] == work
            assert self.library.work_count(model) == len(work)
            offline = [r[0] for r in rows if r[5] and r[1] and r[2] is None and r[0] in lacks]
            assert [photo.id for photo in self.library.offline_work(model, 0, 99)] == offline


Counts.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestCounts = Counts.TestCase


def test_a_reader_counts_beside_the_writer(library, model, three, home):
    with reading(home) as reader:
        assert reader.coverage(model).pending == 3
        with library.transaction():
            library.add_embedding(model, digest(1), unit(1))
            library.settle_same(three[0], digest(1))
            assert reader.coverage(model).pending == 3
        assert reader.coverage(model).pending == 2


def test_paths_of_any_number_in_the_order_asked(library):
    folder = library.add_folder("/p")
    scanned(library, folder, {f"/p/{n}.jpg": n for n in range(1200)})
    ids = np.array([library.photo_at(f"/p/{n}.jpg").id for n in (7, 1100, 3)] + [10**9], np.int64)
    assert list(library.paths(ids).values()) == ["/p/7.jpg", "/p/1100.jpg", "/p/3.jpg"]


def test_an_ignored_problem_stays_so_until_the_file_changes(library):
    folder = library.add_folder("/p")
    scanned(library, folder, {"/p/a.jpg": 1, "/p/b.jpg": 1})
    for name in ("/p/a.jpg", "/p/b.jpg"):
        library.settle_problem(photo_at(library, name), "broken", digest(1))
    Marks(library.connection).ignore_problems(["/p/a.jpg"])
    assert [one.path for one in library.problems()] == ["/p/b.jpg"]
    assert library.retry_problems() == 2
    for name in ("/p/a.jpg", "/p/b.jpg"):
        library.settle_problem(photo_at(library, name), "broken", digest(1))
    assert [one.path for one in library.problems()] == ["/p/b.jpg"]
    scanned(library, folder, {"/p/a.jpg": 2, "/p/b.jpg": 1})
    library.settle_problem(photo_at(library, "/p/a.jpg"), "broken", digest(2))
    assert [one.path for one in library.problems()] == ["/p/a.jpg", "/p/b.jpg"]


def test_what_is_no_picture_is_no_photo_and_no_problem(library, model):
    folder = library.add_folder("/p")
    scanned(library, folder, {"/p/a.jpg": 1, "/p/notes.txt": 1, "/p/\udcff": 1})
    for name in ("/p/notes.txt", "/p/\udcff"):
        library.settle_other(photo_at(library, name), "is no picture")
    assert [one.path for one in library.others()] == ["/p/notes.txt", "/p/\udcff"]
    assert (library.problems(), library.other_count(), library.other_count(folder)) == ([], 2, 2)
    assert library.coverage(model) == Coverage(1, 0, 1, 0, 0)
    (status,) = library.folder_statuses(model)
    assert (status.photos, status.pending, status.problems, status.others) == (1, 1, 0, 2)
    assert [photo.path for photo in library.work(model, 0, 9)] == ["/p/a.jpg"]


def test_what_is_no_picture_is_read_again_on_request(library, model):
    scanned(library, library.add_folder("/p"), {"/p/a": 1, "/p/b": 1, "/p/c": 1})
    for name in "abc":
        library.settle_other(photo_at(library, f"/p/{name}"), "is no picture")
    assert library.retry_problems() == 0
    assert library.retry_problems(["/p/b"]) == 1
    assert [photo.path for photo in library.work(model, 0, 9)] == ["/p/b"]
    assert library.retry_others() == 2
    assert {photo.path for photo in library.work(model, 0, 9)} == {"/p/a", "/p/b", "/p/c"}
    assert library.others() == []


def judged(library, recognised_by="formats 1", decoded_by="decoders 1"):
    """Judge again; which files of `/p` are to be read then, all that were being settled."""
    (folder,) = library.folders()
    library.judge_again(folder, recognised_by, decoded_by, but_for="set aside")
    sql = "SELECT path FROM photos WHERE dirty = 1 ORDER BY path"
    return [path for (path,) in library.connection.execute(sql)]


@pytest.fixture
def settled(library):
    """A picture, a broken one, one that is set aside, and a file that is no picture."""
    names = [f"/p/{name}" for name in ("broken", "fine", "other", "set aside")]
    scanned(library, library.add_folder("/p"), dict.fromkeys(names, 1))
    judged(library)
    broken, fine, other, dangerous = (photo_at(library, name) for name in names)
    library.settle_problem(broken, "is damaged", digest(1))
    library.settle_same(fine, digest(2))
    library.settle_other(other, "is no picture")
    library.settle_problem(dangerous, "set aside", digest(3))
    return library


def test_what_is_judged_by_the_same_is_not_read_again(settled):
    assert judged(settled) == []
    assert settled.other_count() == 1


def test_new_decoders_may_read_what_the_old_ones_could_not(settled):
    assert judged(settled, decoded_by="decoders 2") == ["/p/broken"]
    settled.settle_problem(photo_at(settled, "/p/broken"), "is damaged", digest(1))
    assert judged(settled, decoded_by="decoders 2") == []


def test_new_formats_may_be_what_was_no_picture(settled):
    assert judged(settled, recognised_by="formats 2") == ["/p/broken", "/p/other"]
    settled.settle_other(photo_at(settled, "/p/other"), "is no picture")
    settled.settle_same(photo_at(settled, "/p/broken"), digest(1))
    assert judged(settled, recognised_by="formats 2") == []
    assert settled.other_count() == 1


def test_a_problem_of_a_file_that_is_gone_stays_with_it(settled):
    settled.settle_gone(photo_at(settled, "/p/broken"))
    assert judged(settled, decoded_by="decoders 2") == []
    (row,) = settled.connection.execute("SELECT problem FROM photos WHERE path = '/p/broken'")
    assert row == ("is damaged",)


def test_what_is_ignored_stays_so_when_it_is_judged_again(settled):
    Marks(settled.connection).ignore_problems(["/p/broken"])
    assert judged(settled, decoded_by="decoders 2") == ["/p/broken"]
    settled.settle_problem(photo_at(settled, "/p/broken"), "is damaged", digest(1))
    assert [problem.path for problem in settled.ignored_problems()] == ["/p/broken"]


def test_what_is_no_picture_goes_where_its_folder_goes(library):
    inner = library.add_folder("/p/inner")
    scanned(library, inner, {"/p/inner/a": 1})
    library.settle_other(photo_at(library, "/p/inner/a"), "is no picture")
    outer = library.add_folder("/p")
    assert library.other_count(outer) == 1
    library.set_offline(outer, "unplugged")
    library.give_up_photos("/p")
    assert library.other_count() == 0
    scanned(library, outer, {"/p/inner/a": 1})
    left = photo_at(library, "/p/inner/a")
    library.remove_folder("/p")
    library.settle_other(left, "is no picture")  # it was read while its folder was removed
    assert library.other_count() == 0


def test_some_problems_alone_are_tried_again(library):
    scanned(library, library.add_folder("/p"), {"/p/a.jpg": 1, "/p/b.jpg": 1})
    for name in ("/p/a.jpg", "/p/b.jpg"):
        library.settle_problem(photo_at(library, name), "broken", digest(1))
        library.set_strikes(name, 2)
    assert library.retry_problems(["/p/b.jpg", "/p/gone.jpg"]) == 1
    assert [one.path for one in library.problems()] == ["/p/a.jpg"]
    assert library.suspects() == {"/p/a.jpg": 2}
