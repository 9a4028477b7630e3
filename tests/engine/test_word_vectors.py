"""Lists of words are encoded once for each model; a file that can't be trusted is made anew."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from imagefinder.core.mapping import ByCluster, LaidOut, LayOut
from imagefinder.core.types import Vectors
from imagefinder.engine.forests import PROBE_WORDS
from imagefinder.engine.mapping import Maps
from imagefinder.engine.word_vectors import WordVectors
from imagefinder.index.forest import Forest
from imagefinder.store.rows import ModelRow
from tests.engine.fakes import ColourEncoder
from tests.engine.home import Home, draw_many

WORDS = ("red", "green boat", "blue")


class Counting(ColourEncoder):
    """Notes what it was asked to encode."""

    def __init__(self, name: str = "default") -> None:
        super().__init__(name)
        self.asked: list[tuple[str, ...]] = []

    def encode_texts(self, texts) -> Vectors:  # type: ignore[no-untyped-def]
        self.asked.append(tuple(texts))
        return super().encode_texts(texts)


def row(name: str = "default", number: int = 1) -> ModelRow:
    return ModelRow(number, name, name, ColourEncoder(name).dim, "cpu", "float32")


def never() -> ColourEncoder:
    raise AssertionError("the model is not needed")


def test_the_next_process_reads_what_the_first_encoded(tmp_path: Path) -> None:
    encoder = Counting()
    first = WordVectors(tmp_path, "words", WORDS).of(row(), lambda: encoder)
    again = WordVectors(tmp_path, "words", WORDS).of(row(), never)
    assert encoder.asked == [WORDS]
    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(first, encoder.encode_texts(WORDS))


def test_before_they_are_encoded_none_are_kept(tmp_path: Path) -> None:
    vectors = WordVectors(tmp_path, "words", WORDS)
    assert vectors.kept(row()) is None
    encoded = vectors.of(row(), Counting)
    file = vectors.kept(row())
    assert file is not None
    np.testing.assert_array_equal(np.load(file), encoded)


def test_other_words_are_encoded_and_the_old_file_goes(tmp_path: Path) -> None:
    WordVectors(tmp_path, "words", WORDS).of(row(), Counting)
    (tmp_path / "words-1.npy").touch()
    (tmp_path / "words-12-of-another-model.npy").touch()
    encoder = Counting()
    vectors = WordVectors(tmp_path, "words", WORDS[:2])
    assert vectors.of(row(), lambda: encoder).shape == (2, encoder.dim)
    assert encoder.asked == [WORDS[:2]]
    kept = vectors.kept(row())
    assert kept is not None
    assert {f.name for f in tmp_path.iterdir()} == {kept.name, "words-12-of-another-model.npy"}


def test_lists_and_models_do_not_take_each_other_s_files_away(tmp_path: Path) -> None:
    lists = [WordVectors(tmp_path, name, WORDS) for name in ("words", "probes")]
    models = [row(), row("coarse", 2)]
    for vectors in lists:
        for model in models:
            vectors.of(model, lambda model=model: Counting(model.name))  # type: ignore[misc]
    assert all(vectors.kept(model) for vectors in lists for model in models)


def test_a_number_given_to_another_model_is_not_mistaken(tmp_path: Path) -> None:
    vectors = WordVectors(tmp_path, "words", WORDS)
    vectors.of(row(), Counting)
    renamed = ModelRow(1, "another", "another", row().dim, None, None)
    encoder = Counting()
    vectors.of(renamed, lambda: encoder)
    assert encoder.asked == [WORDS]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-7])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def rubbish(file: Path) -> None:
    file.write_bytes(b"rubbish" * 100)


def zeroed(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-60] + b"\0" * 60)


def not_finite(file: Path) -> None:
    vectors = np.load(file)
    vectors[1] = np.nan
    np.save(file, vectors)


def of_another_shape(file: Path) -> None:
    np.save(file, np.load(file)[:2])


def pickled(file: Path) -> None:
    np.save(file, np.array([{}], object))


@pytest.mark.parametrize(
    "damage", [cut, emptied, rubbish, zeroed, not_finite, of_another_shape, pickled]
)
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    vectors = WordVectors(tmp_path, "words", WORDS)
    vectors.of(row(), Counting)
    file = vectors.kept(row())
    assert file is not None
    damage(file)
    assert vectors.kept(row()) is None
    assert not file.exists()
    damaged_again = WordVectors(tmp_path, "words", WORDS)
    damaged_again.of(row(), Counting)
    damage(file)
    encoder = Counting()
    np.testing.assert_array_equal(
        vectors.of(row(), lambda: encoder), ColourEncoder("default").encode_texts(WORDS)
    )
    assert encoder.asked == [WORDS]
    assert vectors.kept(row()) == file


def test_where_nothing_can_be_written_they_are_encoded_each_time(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    vectors = WordVectors(tmp_path / "file", "words", WORDS)
    encoder = Counting()
    for _ in range(2):
        assert vectors.of(row(), lambda: encoder).shape == (3, encoder.dim)
    assert encoder.asked == [WORDS, WORDS]


def test_groups_are_named_without_the_model_once_its_words_are_kept(home: Home) -> None:
    def coloured() -> tuple[str, ...]:
        def ask(answers):  # type: ignore[no-untyped-def]
            maps = Maps(home.paths, answers)
            *_, last = maps.answer(LayOut(1))
            assert isinstance(last, LaidOut)
            return maps.measuring(last.layout).measure(ByCluster(6)).legend

        return home.ask(ask)

    draw_many(home.pictures, 30)
    home.index()
    legend = coloured()
    loaded = len(home.loaded["default"])
    assert coloured() == legend
    assert len(home.loaded["default"]) == loaded


def test_a_second_forest_is_calibrated_without_encoding(home: Home, monkeypatch) -> None:
    asked: list[tuple[str, ...]] = []
    encode = ColourEncoder.encode_texts

    def noted(self: ColourEncoder, texts) -> Vectors:  # type: ignore[no-untyped-def]
        asked.append(tuple(texts))
        return encode(self, texts)

    monkeypatch.setattr(ColourEncoder, "encode_texts", noted)
    home.configure(forest_from=100, forest_trees=3)
    draw_many(home.pictures, 120)
    home.index()
    draw_many(home.pictures, 40, first=120)
    home.index()
    forest = home.status().forest
    assert forest is not None
    assert forest.generation == 2
    (newest,) = home.paths.derived.glob("forests-*/2")
    assert Forest.open(newest).info.real_words
    assert asked == [PROBE_WORDS]
