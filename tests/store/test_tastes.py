"""Votes by content: their order, what survives, and what names are refused."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.tasting import TasteSummary
from imagefinder.core.types import Metadata
from imagefinder.store.connect import open_for_writing, transaction
from imagefinder.store.library import Library
from imagefinder.store.marks import Marks
from imagefinder.store.tastes import Tastes, VoteRow, valid_name
from tests.store.small import digest, photo_at, scanned, unit, writing


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    """Six photos with contents 0 to 5 and a model's vectors of them."""
    with writing(home) as library:
        put(library, {f"/p/{n}.jpg": n for n in range(6)})
        yield library


def put(library: Library, contents: dict[str, int]) -> None:
    folder = library.add_folder("/p")
    scanned(library, folder, dict.fromkeys(contents, 1))
    model = library.use_model("m", "m").id
    for path, number in contents.items():
        library.add_embedding(model, digest(number), unit(number))
        library.add_picture(digest(number), Metadata("JPEG", 1, 1))
        library.settle_same(photo_at(library, path), digest(number))


@pytest.fixture
def tastes(library: Library) -> Tastes:
    return Tastes(library.connection)


def votes(tastes: Tastes, name: str = "cosy") -> list[tuple[int, bool]]:
    return [(int.from_bytes(vote.digest, "big"), vote.liked) for vote in tastes.votes(name)]


def cast(tastes: Tastes, *given: tuple[int, bool], name: str = "cosy", expected=None) -> None:
    tastes.cast(name, [VoteRow(digest(number), liked, expected) for number, liked in given])


def model_of(library: Library) -> int:
    model = library.model("m")
    assert model is not None
    return model.id


# --- Votes ----------------------------------------------------------------------------------------


def test_the_first_vote_makes_the_taste(tastes: Tastes) -> None:
    cast(tastes, (1, True), (2, False), name=" cosy ")
    assert tastes.all() == (TasteSummary("cosy", 1, 1),)
    assert votes(tastes) == [(1, True), (2, False)]


def test_a_changed_vote_is_the_newest(tastes: Tastes) -> None:
    cast(tastes, (1, True), (2, False))
    cast(tastes, (1, False))
    assert votes(tastes) == [(2, False), (1, False)]


def test_undo_takes_back_any_number_also_after_a_restart(home: Path) -> None:
    with writing(home) as library:
        cast(Tastes(library.connection), (1, True), (2, False), (3, True))
    with writing(home) as library:
        tastes = Tastes(library.connection)
        assert [tastes.undo("cosy") for _ in range(4)] == [digest(3), digest(2), digest(1), None]
        assert votes(tastes) == []


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=12))
def test_votes_are_the_last_ones_in_their_order_and_undo_walks_back(given_votes) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(
            "CREATE TABLE tastes (id INTEGER PRIMARY KEY, name TEXT UNIQUE);"
            "CREATE TABLE votes (id INTEGER PRIMARY KEY, taste_id, digest, liked, voted_at,"
            "expected_yes, UNIQUE (taste_id, digest));"
        )
        tastes = Tastes(connection)
        tastes.make("cosy")
        for vote in given_votes:
            cast(tastes, vote)
        left: dict[int, bool] = {}
        for number, liked in given_votes:
            left.pop(number, None)
            left[number] = liked
        assert votes(tastes) == list(left.items())
        for number in reversed(list(left)):
            assert tastes.undo("cosy") == digest(number)
        assert tastes.undo("cosy") is None


def test_what_was_expected_before_the_first_vote_stays(tastes: Tastes) -> None:
    cast(tastes, (1, True), expected=True)
    cast(tastes, (2, True))
    cast(tastes, (1, False), expected=False)
    cast(tastes, (2, False), expected=False)
    expected = {vote.digest: vote.expected_yes for vote in tastes.votes("cosy")}
    assert expected == {digest(1): True, digest(2): None}


def test_votes_are_taken_back_by_content(tastes: Tastes) -> None:
    cast(tastes, (1, True), (2, False), (3, True))
    tastes.take_back("cosy", [digest(2), digest(9)])
    assert votes(tastes) == [(1, True), (3, True)]


def test_another_connection_writes_meanwhile(home: Path, tastes: Tastes) -> None:
    with closing(open_for_writing(LibraryPaths(home))) as other:
        with transaction(other):
            other.execute("INSERT INTO state VALUES ('a', 'b')")
        cast(tastes, (1, True))
        cast(Tastes(other), (2, True))
    assert votes(tastes) == [(1, True), (2, True)]


# --- Names ----------------------------------------------------------------------------------------


def test_rename_duplicate_reset_delete(tastes: Tastes) -> None:
    cast(tastes, (1, True), (2, False), expected=True)
    tastes.duplicate("cosy", "warm")
    tastes.rename("cosy", " snug ")
    assert tastes.all() == (TasteSummary("snug", 1, 1), TasteSummary("warm", 1, 1))
    assert tastes.votes("warm") == tastes.votes("snug")
    tastes.reset("warm")
    assert tastes.all() == (TasteSummary("snug", 1, 1), TasteSummary("warm", 0, 0))
    tastes.delete("snug")
    assert tastes.all() == (TasteSummary("warm", 0, 0),)


def test_a_taste_may_be_renamed_to_its_own_name(tastes: Tastes) -> None:
    tastes.make("cosy")
    tastes.rename("cosy", "cosy ")
    assert [taste.name for taste in tastes.all()] == ["cosy"]


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 61, 'say "cheese"', "two\nlines", "nul\0", "\ud800"]
)
def test_what_is_no_name(tastes: Tastes, name: str) -> None:
    tastes.make("cosy")
    for act in (
        lambda: tastes.make(name),
        lambda: tastes.rename("cosy", name),
        lambda: tastes.duplicate("cosy", name),
        lambda: tastes.cast(name, [VoteRow(digest(1), True)]),
    ):
        with pytest.raises(KnownError, match="1 to 60 characters"):
            act()


def test_a_name_is_given_once(tastes: Tastes) -> None:
    tastes.make("cosy")
    tastes.make("warm")
    for act in (
        lambda: tastes.make(" cosy "),
        lambda: tastes.rename("warm", "cosy"),
        lambda: tastes.duplicate("warm", "cosy"),
    ):
        with pytest.raises(KnownError, match='a taste "cosy" already'):
            act()
    assert [taste.name for taste in tastes.all()] == ["cosy", "warm"]


def test_an_unknown_taste_is_a_sentence(tastes: Tastes) -> None:
    for act in (tastes.votes, tastes.reset, tastes.delete, tastes.undo):
        with pytest.raises(KnownError, match='no taste "nobody"'):
            act("nobody")


def test_sixty_characters_of_any_script_are_a_name() -> None:
    assert valid_name("日" * 60) == "日" * 60


# --- Contents -------------------------------------------------------------------------------------


def test_votable_is_what_has_a_file_and_is_not_hidden(library: Library, tastes: Tastes) -> None:
    scanned(library, library.folders()[0], {f"/p/{n}.jpg": 1 for n in (0, 1, 2, 3, 4)})
    Marks(library.connection).hide([photo_at(library, "/p/1.jpg").id])
    library.settle_problem(photo_at(library, "/p/2.jpg"), "broken", digest(2))
    ids = tastes.embedding_ids(model_of(library), [digest(n) for n in range(6)])
    found = tastes.votable(ids[::-1])
    assert [one.digest for one in found] == [digest(4), digest(3), digest(0)]
    assert found[0].photo_id == photo_at(library, "/p/4.jpg").id


def test_pages_hold_all_that_is_votable(
    library: Library, tastes: Tastes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imagefinder.store.tastes._CHUNK", 2)
    Marks(library.connection).hide([photo_at(library, "/p/1.jpg").id])
    pages = list(tastes.votable_pages(model_of(library)))
    found = [[int.from_bytes(one.digest, "big") for one in page] for page in pages]
    assert found == [[0, 2], [3, 4], [5]]
    assert [one.photo_id for one in pages[0]] == [
        photo_at(library, path).id for path in ("/p/0.jpg", "/p/2.jpg")
    ]


def test_a_content_with_several_files_is_one(library: Library, tastes: Tastes) -> None:
    put(library, {f"/p/{n}.jpg": n for n in range(6)} | {"/p/copy.jpg": 1})
    (one,) = tastes.votable(tastes.embedding_ids(model_of(library), [digest(1)]))
    assert one.photo_id == photo_at(library, "/p/1.jpg").id
    copies = [photo_at(library, path).id for path in ("/p/1.jpg", "/p/copy.jpg", "/p/2.jpg")]
    assert tastes.digests_of(copies) == [digest(1), digest(2)]


def test_a_content_on_a_readable_disk_comes_first(library: Library, tastes: Tastes) -> None:
    library.set_offline(library.folders()[0], "unplugged")
    library.add_folder("/q")
    scanned(library, library.folder_at("/q"), {"/q/1.jpg": 1})
    library.settle_same(photo_at(library, "/q/1.jpg"), digest(1))
    assert tastes.photos_of([digest(1)]) == {digest(1): photo_at(library, "/q/1.jpg").id}
    assert tastes.photos_of([digest(2)]) == {digest(2): photo_at(library, "/p/2.jpg").id}


def test_vectors_from_elsewhere_stand_in_and_yield(library: Library, tastes: Tastes) -> None:
    model, foreign = model_of(library), unit(99).astype(np.float16)
    rows = [VoteRow(digest(1), True), VoteRow(digest(8), False)]
    tastes.take_in("theirs", rows, model, [(digest(1), foreign), (digest(8), foreign)])
    vectors = tastes.vectors(model, [digest(1), digest(8), digest(7)])
    assert set(vectors) == {digest(1), digest(8)}
    assert vectors[digest(1)] == pytest.approx(unit(1), abs=1e-3)
    assert vectors[digest(8)] == pytest.approx(unit(99), abs=1e-3)
    assert np.linalg.norm(vectors[digest(8)]) == pytest.approx(1, abs=1e-6)
    assert not library.embedded(model, digest(8))
    tastes.delete("theirs")
    assert set(tastes.vectors(model, [digest(1), digest(8)])) == {digest(1)}


def test_more_contents_than_one_statement_takes(library: Library, tastes: Tastes) -> None:
    model = model_of(library)
    for number in range(100, 1300):
        library.add_embedding(model, digest(number), unit(number))
    asked = [digest(number) for number in range(100, 1300)]
    assert len(tastes.vectors(model, asked)) == len(tastes.embedding_ids(model, asked)) == 1200
