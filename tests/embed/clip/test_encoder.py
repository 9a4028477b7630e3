"""What the encoder does when memory runs out, a device is lost, or two threads want it."""

import threading

import numpy as np
import pytest
import torch

from imagefinder.core.errors import KnownError
from imagefinder.core.types import CropSpec
from imagefinder.embed.clip import ClipEncoder, load
from imagefinder.embed.clip.pace import BATCH_S, Pace
from imagefinder.embed.clip.start import Started
from imagefinder.embed.clip.towers import Placement
from imagefinder.embed.models import ModelSpec
from tests.embed.clip.conftest import noise
from tests.embed.clip.fakes import DIM, FakeTower, Fault, lost, out_of_memory_above

PATIENCE_S = 120.0
GPU = Placement("cuda:0", "bfloat16")


class FakeTexts:
    def __init__(self, device: str, fault: Fault | None) -> None:
        self.fault = fault if device != "cpu" else None

    def __call__(self, tokens: torch.Tensor) -> np.ndarray:
        if self.fault:
            self.fault(len(tokens))
        return np.full((len(tokens), DIM), 0.5, np.float32)


def encoder(
    gpu: Fault | None = None, cpu: Fault | None = None, text: Fault | None = None, batch: int = 16
) -> ClipEncoder:
    faults = {"cuda:0": gpu, "cpu": cpu}
    return ClipEncoder(
        ModelSpec(name="fake", architecture="fake", key="fake"),
        DIM,
        CropSpec(size=2),
        Started(FakeTower(GPU, gpu), batch),  # type: ignore[arg-type]
        lambda placement: FakeTower(placement, faults[placement.device]),  # type: ignore[arg-type, return-value]
        lambda device: FakeTexts(device, text),  # type: ignore[arg-type, return-value]
        lambda texts: torch.zeros(len(texts), 3),
    )


def expected(crops: np.ndarray) -> np.ndarray:
    return FakeTower(GPU)(crops)


def test_out_of_memory_halves_the_batch_and_loses_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    made = encoder(gpu=out_of_memory_above(3))
    crops = noise(37, 2)
    np.testing.assert_array_equal(made.encode_images(crops), expected(crops))
    assert (made.device, made.batch_size) == ("cuda:0", 2)
    assert "Out of memory on cuda:0: 8 at once" in caplog.text
    made.encode_images(crops)
    assert made.batch_size == 2


def test_memory_too_small_for_one_picture_leads_to_the_cpu() -> None:
    made = encoder(gpu=out_of_memory_above(0))
    crops = noise(5, 2)
    np.testing.assert_array_equal(made.encode_images(crops), expected(crops))
    assert (made.device, made.precision) == ("cpu", "float32")
    assert made.batch_size >= 1


def test_no_memory_anywhere_is_said() -> None:
    made = encoder(gpu=out_of_memory_above(0), cpu=out_of_memory_above(0))
    with pytest.raises(KnownError, match="not enough memory to run fake"):
        made.encode_images(noise(2, 2))


def test_lost_device_leads_to_the_cpu_without_losing_the_batch(
    caplog: pytest.LogCaptureFixture,
) -> None:
    made = encoder(gpu=lost)
    crops = noise(20, 2)
    np.testing.assert_array_equal(made.encode_images(crops), expected(crops))
    assert made.device == "cpu"
    assert "bfloat16 on cuda:0 failed (CUDA error" in caplog.text
    assert made.encode_texts(["red"]).shape == (1, DIM)


def test_device_lost_while_reading_words_leads_to_the_cpu() -> None:
    made = encoder(text=lost)
    assert made.encode_texts(["red", "blue"]).shape == (2, DIM)
    assert made.device == "cpu"


def test_fault_of_the_cpu_is_not_hidden() -> None:
    made = encoder(gpu=lost, cpu=lost)
    with pytest.raises(RuntimeError, match="device-side assert"):
        made.encode_images(noise(2, 2))
    with pytest.raises(RuntimeError, match="device-side assert"):
        made.encode_images(noise(2, 2))


def test_two_threads_get_their_own_answers(tiny: ModelSpec) -> None:
    made = load(tiny, device="cpu", precision="float32")
    crops, texts = noise(24, 32), ["red", "a blue square", "Zürich"]
    images, words = made.encode_images(crops), made.encode_texts(texts)
    wrong: list[str] = []

    def index() -> None:
        for _ in range(10):
            if not np.allclose(made.encode_images(crops), images, atol=1e-5):
                wrong.append("images")

    def search() -> None:
        for _ in range(20):
            if not np.allclose(made.encode_texts(texts), words, atol=1e-5):
                wrong.append("texts")

    threads = [threading.Thread(target=work) for work in (index, search, search)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_query_waits_for_one_batch_only() -> None:
    """A query that comes while a batch is computed is next, whatever else there is to index."""
    begun, may_end = threading.Event(), threading.Event()
    order: list[str] = []

    def batch(_: int) -> None:
        order.append("batch")
        begun.set()
        assert may_end.wait(PATIENCE_S)

    made = encoder(gpu=batch, text=lambda _: order.append("query"), batch=1)
    indexing = threading.Thread(target=made.encode_images, args=(noise(40, 2),))
    searching = threading.Thread(target=made.encode_texts, args=(["red"],))
    indexing.start()
    assert begun.wait(PATIENCE_S)
    searching.start()
    while not made._turn._door.locked():
        assert searching.is_alive()
    may_end.set()
    indexing.join()
    searching.join()
    assert order[:3] == ["batch", "query", "batch"]


def test_pace_slows_down_when_batches_take_long() -> None:
    pace = Pace(16)
    for _ in range(3):
        pace.observe(16, 3 * BATCH_S)
    assert pace.at_once == 8


def test_pace_quickens_when_there_is_time() -> None:
    pace = Pace(4)
    for _ in range(3):
        pace.observe(4, BATCH_S / 10)
    assert pace.at_once == 8


def test_pace_keeps_still_after_one_slow_batch() -> None:
    pace = Pace(16)
    for seconds in (BATCH_S, 4 * BATCH_S, BATCH_S, BATCH_S):
        pace.observe(16, seconds)
    assert pace.at_once == 16


def test_pace_learns_nothing_from_part_of_a_batch() -> None:
    pace = Pace(16)
    for _ in range(9):
        pace.observe(3, 0.001)
    assert pace.at_once == 16


def test_pace_never_goes_below_one_or_above_its_limit() -> None:
    pace = Pace(8)
    pace.limit(4)
    for _ in range(30):
        pace.observe(pace.at_once, 0.001)
    assert pace.at_once == 4
    for _ in range(30):
        pace.observe(pace.at_once, 9.0)
    assert pace.at_once == 1
