"""The rescan benchmark measures what it says, on a handful of files."""

from pathlib import Path

from benchmarks.rescan import FILES_PER_FOLDER, measured, walk, write_files
from tests.engine import fakes


def test_files_and_walk(tmp_path: Path) -> None:
    count = FILES_PER_FOLDER + 7
    write_files(tmp_path, count)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == count
    assert walk(str(tmp_path)) == sum(file.stat().st_size for file in files)


def test_a_row(monkeypatch) -> None:
    fakes.install(monkeypatch.setattr)
    monkeypatch.setitem(fakes.MODELS, "demo", 2)
    count, walking, indexing, ratio, _ = measured(120, rounds=3)
    assert count == 120
    assert walking > 0
    assert ratio == indexing / walking
