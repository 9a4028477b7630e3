"""Which photos are points of the map, with which embeddings; where they lie and when taken."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from imagefinder.store import points
from imagefinder.store.library import Library
from imagefinder.store.marks import Marks
from imagefinder.store.points import MapPoints, Points
from tests.store.small import digest, photo_at, reading, scanned, unit, writing

UNDECODABLE = os.fsdecode(b"/p/inner/\xff.jpg")
# Contents 3 and 1 lie in two files each; content 6 has no vector.
CONTENTS = {
    "/p/a.jpg": 3, "/p/b.jpg": 1, "/p/c.jpg": 2, "/p/hidden.jpg": 4, "/p/gone.jpg": 5,
    "/p/inner/a.jpg": 3, UNDECODABLE: 1, "/p/inner-2/a.jpg": 2, "/p/new.jpg": 6,
}  # fmt: skip
SHOWN = set(CONTENTS) - {"/p/hidden.jpg", "/p/gone.jpg", "/p/new.jpg"}


@pytest.fixture
def ids(home: Path) -> dict[str, int]:
    """Photo ids by path; another model has vectors, too."""
    with writing(home) as library:
        folder = library.add_folder("/p")
        scanned(library, folder, dict.fromkeys(CONTENTS, 1))
        _embed(library)
        ids = {path: photo_at(library, path).id for path in CONTENTS}
        Marks(library.connection).hide([ids["/p/hidden.jpg"]])
        library.connection.execute("UPDATE photos SET missing = 1 WHERE path = '/p/gone.jpg'")
    return ids


def _embed(library: Library) -> None:
    models = [library.use_model(name, name).id for name in ("one", "two")]
    for path, content in CONTENTS.items():
        library.connection.execute(
            "UPDATE photos SET digest = ? WHERE id = ?",
            (digest(content), photo_at(library, path).id),
        )
    # Not in the order of the contents, nor of the photos.
    for content in (2, 5, 3, 4, 1):
        for model in models:
            library.connection.execute(
                "INSERT INTO embeddings (model_id, digest, vector) VALUES (?, ?, ?)",
                (model, digest(content), unit(content).astype("<f2").tobytes()),
            )


@pytest.fixture
def asked(home: Path, ids: dict[str, int]) -> Iterator[MapPoints]:
    with reading(home) as reader:
        model = reader.model("two")
        assert model is not None
        yield MapPoints(reader.connection, model.id)


def shown(found: Points, ids: dict[str, int]) -> set[str]:
    """Paths of the points; each must have the embedding of its content."""
    paths = {photo_id: path for path, photo_id in ids.items()}
    # Of model two, whose embeddings have the even ids.
    embedding = {2: 2, 5: 4, 3: 6, 4: 8, 1: 10}
    assert (np.diff(found.photo_ids) > 0).all()
    named = [paths[photo_id] for photo_id in found.photo_ids.tolist()]
    assert found.embedding_ids.tolist() == [embedding[CONTENTS[path]] for path in named]
    return set(named)


def test_every_photo_but_missing_hidden_and_pending_ones(asked: MapPoints, ids) -> None:
    assert shown(asked.every(), ids) == SHOWN


def test_those_below_a_folder(asked: MapPoints, ids) -> None:
    assert shown(asked.below("/p/inner"), ids) == {"/p/inner/a.jpg", UNDECODABLE}
    assert shown(asked.below("/p"), ids) == SHOWN
    assert shown(asked.below("/elsewhere"), ids) == set()


@pytest.mark.parametrize("few", [0, 20_000])
def test_those_of_a_selection(asked: MapPoints, ids, few: int, monkeypatch) -> None:
    """However large it is."""
    monkeypatch.setattr(points, "_FEW", few)
    monkeypatch.setattr(points, "_CHUNK", 2)
    wanted = ["/p/inner/a.jpg", "/p/b.jpg", "/p/hidden.jpg", "/p/gone.jpg", "/p/c.jpg", "/p/b.jpg"]
    found = asked.among(np.array([ids[path] for path in wanted] + [4711]))
    assert shown(found, ids) == {"/p/inner/a.jpg", "/p/b.jpg", "/p/c.jpg"}
    assert shown(asked.among(np.empty(0, np.int64)), ids) == set()


def test_folders(asked: MapPoints, ids) -> None:
    wanted = np.array([ids[UNDECODABLE], 4711, ids["/p/a.jpg"]])
    assert asked.folders_of(wanted) == ["/p/inner", "", "/p"]


def test_days_since_1970(home: Path, ids: dict[str, int], asked: MapPoints) -> None:
    with writing(home) as library:
        for content, taken in ((3, "1970-01-02T12:00:00"), (1, "1969-12-31T00:00:00"), (2, "once")):
            library.connection.execute(
                "INSERT INTO pictures (digest, format, width, height, taken_at) "
                "VALUES (?, 'JPEG', 1, 1, ?)",
                (digest(content), taken),
            )
    wanted = [ids["/p/b.jpg"], ids["/p/inner/a.jpg"], ids["/p/c.jpg"], ids["/p/new.jpg"], 4711]
    days = asked.days_of(np.array([*wanted, ids["/p/a.jpg"]]))
    np.testing.assert_array_equal(days, [-1.0, 1.5, np.nan, np.nan, np.nan, 1.5])


def test_no_dates_at_all(asked: MapPoints, ids) -> None:
    assert np.isnan(asked.days_of(np.array(sorted(ids.values())))).all()
