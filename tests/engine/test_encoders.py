"""The models of one process: loaded when first needed, two kept, downloads announced."""

import threading
from pathlib import Path

import pytest

from imagefinder.core.errors import KnownError, ModelUnavailable
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import Notice, Progress
from imagefinder.embed.models import ModelSpec
from imagefinder.embed.weights import DownloadProgress
from imagefinder.engine.encoders import Encoders
from imagefinder.store.rows import ModelRow
from tests.engine import fakes


def row(name: str, key: str = "") -> ModelRow:
    return ModelRow(1, key or name, name, None, None, None)


@pytest.fixture
def encoders(tmp_path: Path, loaded) -> Encoders:
    return Encoders(LibraryPaths(tmp_path))


def test_a_model_is_loaded_once_from_whichever_thread(encoders: Encoders, loaded) -> None:
    got = []
    threads = [
        threading.Thread(target=lambda: got.append(encoders.get(row("default")))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loaded["default"]) == 1
    assert all(encoder is got[0] for encoder in got)
    assert encoders.loaded("default") is got[0]
    assert encoders.loaded("coarse") is None


def test_only_the_last_two_models_are_kept(encoders: Encoders, loaded, monkeypatch) -> None:
    monkeypatch.setitem(fakes.MODELS, "third", 3)
    for name in ("default", "coarse", "default", "third"):
        encoders.get(row(name))
    assert encoders.loaded("coarse") is None
    assert encoders.loaded("default") is not None
    assert encoders.loaded("third") is not None
    assert len(loaded["default"]) == 1


def test_weights_that_changed_since_are_refused(encoders: Encoders) -> None:
    with pytest.raises(KnownError, match="index again with"):
        encoders.get(row("default", key="another"))


def test_words_are_read_by_their_half_of_the_model_once(
    encoders: Encoders, loaded, monkeypatch
) -> None:
    asked: list[str] = []
    half = fakes.ColourEncoder("default")
    monkeypatch.setattr(
        "imagefinder.engine.encoders.words.read", lambda spec: asked.append(spec.name) or half
    )
    assert encoders.for_words(row("default")) is half
    encoders.get(row("default"))
    assert encoders.for_words(row("default")) is half
    assert asked == ["default"]


def test_words_of_a_model_that_has_no_such_half_are_read_by_all_of_it(
    encoders: Encoders, loaded
) -> None:
    assert encoders.for_words(row("default")) is encoders.get(row("default"))


def test_words_do_not_wait_for_a_model_that_is_being_loaded(
    encoders: Encoders, monkeypatch
) -> None:
    half = fakes.ColourEncoder("default")
    monkeypatch.setattr("imagefinder.engine.encoders.words.read", lambda spec: half)
    with encoders._loading:
        assert encoders.for_words(row("default")) is half


def test_words_of_weights_that_changed_since_are_refused(encoders: Encoders) -> None:
    with pytest.raises(KnownError, match="index again with"):
        encoders.for_words(row("default", key="another"))


def test_fetch_of_a_model_that_is_here_only_loads(encoders: Encoders) -> None:
    steps = list(encoders.fetch(row("default")))
    assert [type(step) for step in steps] == [Progress]
    assert encoders.loaded("default")


def test_a_download_is_announced_before_it_begins(encoders: Encoders, monkeypatch) -> None:
    fetched = []

    def download(spec: ModelSpec):
        for done in (10, 20):
            fetched.append(done)
            yield DownloadProgress(done, 20, 1.0)

    monkeypatch.setenv("IMAGEFINDER_OFFLINE", "0")
    monkeypatch.setattr("imagefinder.engine.encoders.weights.located", lambda spec: None)
    monkeypatch.setattr(
        "imagefinder.engine.encoders.weights.announcement", lambda s: f"for {s.name}"
    )
    monkeypatch.setattr("imagefinder.engine.encoders.weights.download", download)

    steps = encoders.fetch(row("default"))
    assert next(steps) == Notice("for default")
    assert fetched == []
    rest = list(steps)
    assert fetched == [10, 20]
    assert all(step.phase == "model" for step in rest if isinstance(step, Progress))
    assert encoders.loaded("default")


def test_a_model_that_cannot_be_had_is_asked_for_again_next_time(encoders: Encoders, monkeypatch):
    with pytest.raises(ModelUnavailable):
        encoders.get(row(fakes.UNAVAILABLE))
    monkeypatch.setattr(fakes, "UNAVAILABLE", "")
    monkeypatch.setitem(fakes.MODELS, "unavailable", 3)
    assert encoders.get(row("unavailable")).dim == 28
