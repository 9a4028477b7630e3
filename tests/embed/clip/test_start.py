"""Which placement is taken: by the self-test, by timing, by what was timed before."""

import logging
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from imagefinder.embed.clip import start as start_module
from imagefinder.embed.clip.start import Started, start
from imagefinder.embed.clip.timings import Timings
from imagefinder.embed.clip.towers import CPU_FLOAT32, Placement
from tests.embed.clip.fakes import FakeTower, Fault, lost, out_of_memory_above

GPU = "cuda:0"
Make = Callable[[Placement], FakeTower]
Slow = Callable[[float], Fault]


def begun(
    make: Make, devices: list[str], precision: str = "auto", timings: Path | None = None
) -> Started:
    known = Timings(timings, "ViT", precision)
    return start(FakeTower(CPU_FLOAT32), make, devices, precision, known)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _all_precisions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_module, "quick_precisions", lambda _: ["bfloat16", "float32"])


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Takes so many seconds for a picture, by a clock that hardly moves but by computing."""
    now_s = 0.0

    def pass_by(seconds: float) -> float:
        nonlocal now_s
        now_s += seconds
        return now_s

    clock = SimpleNamespace(perf_counter=lambda: pass_by(1e-6))
    monkeypatch.setattr(start_module, "time", clock)
    return lambda seconds: lambda pictures: pass_by(seconds * pictures)


def test_quickest_precision_is_taken(slow: Slow) -> None:
    taken = {"bfloat16": 0.001, "float32": 0.02}
    found = begun(lambda p: FakeTower(p, slow(taken[p.precision])), ["cpu"])
    assert found.tower.placement == Placement("cpu", "bfloat16")
    taken = {"bfloat16": 0.02, "float32": 0.001}
    found = begun(lambda p: FakeTower(p, slow(taken[p.precision])), ["cpu"])
    assert found.tower.placement == CPU_FLOAT32


def test_batch_takes_a_quarter_of_a_second(slow: Slow) -> None:
    found = begun(lambda p: FakeTower(p, slow(0.02)), ["cpu"], "float32")
    assert found.batch_size == 8


def test_precision_that_computes_something_else_is_not_used(
    caplog: pytest.LogCaptureFixture,
) -> None:
    found = begun(lambda p: FakeTower(p, wrong=p.precision == "bfloat16"), [GPU, "cpu"])
    assert found.tower.placement == Placement(GPU, "float32")
    assert "bfloat16 on cuda:0 computes something else" in caplog.text


def test_device_that_fails_every_test_gives_way_to_the_cpu(
    caplog: pytest.LogCaptureFixture,
) -> None:
    found = begun(lambda p: FakeTower(p, lost if p.device == GPU else None), [GPU, "cpu"])
    assert found.tower.placement.device == "cpu"
    assert "cuda:0 can't be used" in caplog.text


def test_precision_asked_for_is_tested_not_timed(slow: Slow) -> None:
    taken = {"float16": 0.02, "float32": 0.001}
    found = begun(lambda p: FakeTower(p, slow(taken[p.precision])), ["cpu"], "float16")
    assert found.tower.placement.precision == "float16"


def test_precision_asked_for_gives_way_to_float32_where_it_fails() -> None:
    found = begun(lambda p: FakeTower(p, wrong=p.precision == "float16"), [GPU], "float16")
    assert found.tower.placement == Placement(GPU, "float32")


def test_batch_that_does_not_fit_is_halved_at_start() -> None:
    found = begun(lambda p: FakeTower(p, out_of_memory_above(8)), [GPU, "cpu"], "float32")
    assert found.tower.placement.device == GPU
    assert found.batch_size <= 8


def test_second_start_does_not_time_again(tmp_path: Path) -> None:
    file = tmp_path / "timings.json"
    made: list[FakeTower] = []

    def make(placement: Placement) -> FakeTower:
        made.append(FakeTower(placement))
        return made[-1]

    first = begun(make, ["cpu"], timings=file)
    made.clear()
    second = begun(make, ["cpu"], timings=file)
    assert second.tower.placement == first.tower.placement
    assert second.batch_size == first.batch_size
    assert all(len(tower.batches) == 1 for tower in made)


def test_remembered_precision_that_fails_now_is_replaced(tmp_path: Path, slow: Slow) -> None:
    file = tmp_path / "timings.json"
    taken = {"bfloat16": 0.001, "float32": 0.01}
    begun(lambda p: FakeTower(p, slow(taken[p.precision])), ["cpu"], timings=file)
    for _ in range(2):
        found = begun(
            lambda p: FakeTower(p, wrong=p.precision == "bfloat16"), ["cpu"], timings=file
        )
        assert found.tower.placement == CPU_FLOAT32


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"x": 3}', b"\xff"])
def test_damaged_timings_cost_a_timing_only(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "timings.json"
    file.write_bytes(content)
    begun(FakeTower, ["cpu"], timings=file)
    assert Timings(file, "ViT", "auto").known("cpu")


def test_timings_that_cant_be_written_are_said_not_raised(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    with caplog.at_level(logging.INFO):
        begun(FakeTower, ["cpu"], timings=tmp_path / "file" / "timings.json")
    assert "Timings not kept" in caplog.text


def test_another_model_is_timed_for_itself(tmp_path: Path) -> None:
    file = tmp_path / "timings.json"
    begun(FakeTower, ["cpu"], timings=file)
    assert Timings(file, "another", "auto").known("cpu") is None


def test_a_first_run_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It pays for threads that start and for what is computed for the first time."""
    slower, quick = FakeTower(CPU_FLOAT32), FakeTower(Placement("cpu", "bfloat16"))
    runs = {slower: iter([20.0, 15.0, 15.0]), quick: iter([60.0, 4.0, 4.0])}
    monkeypatch.setattr(start_module, "_seconds", lambda tower, _: next(runs[tower]))
    assert start_module._fastest([quick, slower]) is quick
    assert next(runs[slower]) == 15.0  # out after two runs: one is left
