"""Each kind of disorder in the rows is found; a library in order has none."""

import pytest

from imagefinder.core.types import Metadata
from imagefinder.store.health import findings, readable_contents, used_models
from tests.store.small import digest, photo_at, reading, scanned, unit, writing


@pytest.fixture
def library(home):
    """Two photos that were read and embedded, one that was not."""
    with writing(home) as opened:
        model = opened.use_model("arch:tag", "arch:tag").id
        opened.note_model_loaded(model, 4, "cpu", "float32")
        folder = opened.add_folder("/photos")
        scanned(opened, folder, {f"/photos/{n}.jpg": 1 for n in range(3)})
        for number in range(2):
            opened.add_picture(digest(number), Metadata("JPEG", 4, 3))
            opened.add_embedding(model, digest(number), unit(number))
            opened.settle_same(photo_at(opened, f"/photos/{number}.jpg"), digest(number))
        yield opened


def test_a_library_in_order(library):
    assert list(findings(library.connection)) == []
    assert readable_contents(library.connection) == 2
    assert [model.name for model in used_models(library.connection)] == ["arch:tag"]


@pytest.mark.parametrize(
    ("disorder", "said"),
    [
        ("UPDATE photos SET folder_id = 9 WHERE id = 1", "belong to no folder"),
        ("UPDATE embeddings SET model_id = 9 WHERE id = 1", "belong to no model"),
        ("UPDATE embeddings SET vector = x'00' WHERE id = 1", "another length"),
        ("INSERT INTO lacking VALUES (1, 99)", "not there"),
        ("INSERT INTO lacking VALUES (1, 1)", "count as pending though"),
        ("DELETE FROM lacking", "not waited for"),
        ("DELETE FROM pictures", "nothing is known"),
    ],
)
def test_disorder_is_found(library, disorder, said):
    library.connection.execute("PRAGMA foreign_keys = OFF")
    library.connection.execute(disorder)
    assert any(said in sentence for sentence in findings(library.connection))


def test_damage_is_found(library, home):
    library.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sql = "SELECT rootpage FROM sqlite_master WHERE name = 'photos_by_digest'"
    page = library.connection.execute(sql).fetchone()[0]
    library.close()
    with (home / "library.sqlite").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)
    with reading(home) as reader:
        (only,) = findings(reader.connection)
    assert "damaged" in only
