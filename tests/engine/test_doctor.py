"""The doctor: what it says of a library in order, and of each thing that is not."""

import shutil
from types import SimpleNamespace

import pytest

from imagefinder.engine import doctor
from imagefinder.engine.doctor import Finding, examine
from imagefinder.engine.engine import Engine
from imagefinder.index.generations import generations
from imagefinder.search.indexes import forests_folder
from imagefinder.store.backup import back_up
from tests.engine.home import Home, draw_many

OTHER = "coarse"


def want(home: Home, name: str) -> None:
    """As after `model use`, before the next indexing."""
    with Engine(home.library) as engine:
        engine.use_model(name)


def looked_over(home: Home) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(home.library)}


@pytest.fixture
def indexed(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home of twelve pictures with a forest, backed up."""
    monkeypatch.setattr(doctor, "located", lambda spec: home.pictures)
    home.configure(forest_from=5)
    draw_many(home.pictures, 12)
    home.index()
    back_up(home.paths, "weekly")
    return home


def test_all_is_fine(indexed: Home) -> None:
    found = looked_over(indexed)
    assert list(found) == [
        *("versions", "settings", "device", "database", "writing", "derived files", "folders"),
        *("model", "wanted model", "backups", "disk", "log"),
    ]
    assert {name: f for name, f in found.items() if f.state != "fine" and name != "disk"} == {}
    assert "imagefinder" in found["versions"].text
    assert "self-test" in found["model"].text


def test_where_there_is_no_library_it_says_so_and_makes_none(home: Home) -> None:
    found = looked_over(home)
    assert found["database"].state == "warning"
    assert "no library" in found["database"].text
    assert not home.library.exists()


def test_a_library_that_cant_be_written_to(indexed: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write everywhere but on a disk that is mounted for reading."""
    shut = {indexed.library, indexed.paths.database}
    monkeypatch.setattr(doctor.os, "access", lambda path, _: path not in shut)
    found = looked_over(indexed)["writing"]
    assert (found.state, len(found.lines)) == ("warning", 3)
    assert found.lines[1] == f"{indexed.paths.database} can't be written to"


def test_a_damaged_database(indexed: Home) -> None:
    indexed.paths.database.write_bytes(b"a letter " * 999)
    found = looked_over(indexed)
    assert found["database"].state == "fault"
    assert "imagefinder restore" in found["database"].text
    assert found["backups"].state == "fine"


def test_damaged_and_missing_derived_files(indexed: Home) -> None:
    model = 1
    forests = forests_folder(indexed.paths, model)
    assert generations(forests)
    shutil.rmtree(forests)
    raw = indexed.paths.thumbnails.read_bytes()
    indexed.paths.thumbnails.write_bytes(raw[: len(raw) // 2])
    found = looked_over(indexed)["derived files"]
    assert found.state == "warning"
    assert any("forest" in line for line in found.lines)
    assert any("thumbnails are damaged" in line for line in found.lines)


def test_too_many_folders_for_the_system(indexed: Home, tmp_path, monkeypatch) -> None:
    limit = tmp_path / "limit"
    limit.write_text("2\n")
    monkeypatch.setattr(doctor, "_WATCHES", limit)
    for name in "abc":
        (indexed.pictures / name).mkdir()
    found = looked_over(indexed)["folders"]
    assert found.state == "warning"
    assert any("4 folders, but 2 watches" in line for line in found.lines)


def test_an_offline_folder(indexed: Home) -> None:
    indexed.pictures.rename(indexed.pictures.with_name("away"))
    indexed.index()
    found = looked_over(indexed)["folders"]
    assert found.state == "warning"
    assert any("is offline" in line for line in found.lines)


def test_a_model_that_is_not_here(indexed: Home, monkeypatch) -> None:
    monkeypatch.setattr(doctor, "located", lambda spec: None)
    found = looked_over(indexed)["model"]
    assert found.state == "fault"
    assert "model download" in found.lines[0]


def test_the_model_that_answers_and_the_one_that_will(indexed: Home, monkeypatch) -> None:
    monkeypatch.setattr(doctor, "resolve", lambda name: SimpleNamespace(name=name))
    assert looked_over(indexed)["wanted model"].text == "the one that answers"
    want(indexed, OTHER)
    found = looked_over(indexed)
    assert "(answers)" in found["model"].text
    assert OTHER not in found["model"].text
    assert found["wanted model"].text.startswith(f"{OTHER} (will answer instead of")
    assert "self-test" in found["wanted model"].text


def test_a_wanted_model_that_is_not_here(indexed: Home, monkeypatch) -> None:
    want(indexed, OTHER)
    monkeypatch.setattr(doctor, "resolve", lambda name: SimpleNamespace(name=name))
    monkeypatch.setattr(doctor, "located", lambda s: None if s.name == OTHER else indexed.pictures)
    found = looked_over(indexed)
    assert found["model"].state == "fine"
    assert found["wanted model"].state == "fault"
    assert "model download" in found["wanted model"].lines[0]


def test_a_damaged_backup(indexed: Home) -> None:
    (backup,) = doctor.backups(indexed.paths)
    backup.file.write_bytes(backup.file.read_bytes()[:5000])
    found = looked_over(indexed)["backups"]
    assert found.state == "warning"
    assert any("damaged" in line for line in found.lines)


def test_little_room(indexed: Home, monkeypatch) -> None:
    monkeypatch.setattr(doctor, "LITTLE_ROOM_BYTES", 1 << 60)
    assert looked_over(indexed)["disk"].state == "warning"


def test_one_look_that_fails_spoils_no_other(indexed: Home, monkeypatch) -> None:
    def fails() -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr("imagefinder.embed.clip.devices.present_devices", fails)
    found = looked_over(indexed)
    assert found["device"].state == "fault"
    assert "no such luck" in found["device"].text
    assert found["database"].state == "fine"
