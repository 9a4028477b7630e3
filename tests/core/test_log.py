"""The log: private, turned over, and silent about what was searched for."""

import logging
import stat

import pytest

from imagefinder.core import log as log_module
from imagefinder.core.log import DEBUG_VARIABLE, OLDER_FILES, last_lines, log_to


@pytest.fixture
def logs(tmp_path, monkeypatch):
    """A folder to which the root logger writes, until the test ends."""
    monkeypatch.delenv(DEBUG_VARIABLE, raising=False)
    root = logging.getLogger()
    level = root.level
    handler = log_to(tmp_path / "logs", "engine")
    yield tmp_path / "logs"
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()


def fail_at(query: str) -> None:
    try:
        int(query)
    except ValueError:
        logging.getLogger("imagefinder.search").exception("request 7 failed")


def test_lines_come_back_with_where_they_come_from(logs):
    logging.getLogger("imagefinder.engine").warning("a disk is gone")
    (line,) = last_lines(logs, 5)
    assert line.startswith("engine: ")
    assert line.endswith("WARNING imagefinder.engine: a disk is gone")


def test_it_is_private_and_limited_in_size(logs, monkeypatch):
    (handler,) = [h for h in logging.getLogger().handlers if isinstance(h, log_module._PrivateFile)]
    handler.maxBytes = 1000
    for number in range(200):
        logging.getLogger().info("line %d of many", number)
    files = sorted(logs.iterdir())
    assert len(files) == 1 + OLDER_FILES
    assert all(file.stat().st_size <= 1000 for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(logs.stat().st_mode) == 0o700


def test_what_was_searched_for_is_not_in_it(logs):
    fail_at("my old flame")
    text = (logs / "engine.log").read_text()
    assert "ValueError" in text
    assert "fail_at" in text
    assert "my old flame" not in text


def test_debugging_has_to_be_asked_for(logs, monkeypatch):
    monkeypatch.setenv(DEBUG_VARIABLE, "1")
    fail_at("my old flame")
    assert "my old flame" in (logs / "engine.log").read_text()


def test_names_that_are_no_text_are_logged_all_the_same(logs):
    logging.getLogger().info("decoding %s", "caf\udce9.jpg")
    assert "caf\\udce9.jpg" in last_lines(logs, 1)[0]


def test_a_disk_that_is_full_stops_nobody(logs, monkeypatch, capsys):
    (handler,) = [h for h in logging.getLogger().handlers if isinstance(h, log_module._PrivateFile)]
    logging.getLogger().info("opens the file")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(handler.stream, "write", full)
    logging.getLogger().info("lost")
    assert capsys.readouterr().err == ""
