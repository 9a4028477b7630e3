"""What a person does with the program, from a folder of pictures to pictures found."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from imagefinder.core.paths import LibraryPaths, demo_folder
from imagefinder.demo.library import DemoPicture
from imagefinder.store.connect import lock_library
from tests.e2e.conftest import PATIENCE_S, Held, Program

Drawn = tuple[Path, list[DemoPicture]]


def paths_of(found: object) -> list[str]:
    assert isinstance(found, dict)
    return [hit["path"] for hit in found["hits"]]


def test_words_find_what_was_drawn(indexed: Program, drawn: Drawn) -> None:
    scenes = {str(picture.path): picture.scene for picture in drawn[1]}
    wanted = {p for p, s in scenes.items() if (s.colour, s.shape) == ("red", "circle")}
    assert wanted, "the drawn library has no red circle"

    found = paths_of(indexed.run("search", "red circle", "--top", "8", "--json").json())

    assert wanted & set(found[:4]), "no red circle in the first row"
    assert all(scenes[path].colour == "red" for path in found[:2])


def test_an_indexed_picture_is_its_own_first_hit(indexed: Program, drawn: Drawn) -> None:
    example = drawn[1][17].path
    found = indexed.run("search", "--like", example, "--json").json()
    assert isinstance(found, dict)
    assert found["hits"][0]["path"] == str(example)
    assert found["hits"][0]["score"] >= 0.999


def test_status_and_problems(indexed: Program, drawn: Drawn) -> None:
    status = indexed.run("status", "--json").json()
    assert isinstance(status, dict)
    assert (status["photos"], status["embedded"], status["pending"]) == (150, 150, 0)
    assert status["folders"] == [{"path": str(drawn[0]), "online": True, "photos": 150}]
    assert status["model"] == "demo"
    assert status["device"]
    assert indexed.run("problems", "--json").json() == []


def test_a_second_index_embeds_nothing(indexed: Program) -> None:
    report = indexed.index()
    counts = ("added", "changed", "moved", "removed", "embedded", "reused", "problems")
    assert {name: report[name] for name in counts} == dict.fromkeys(counts, 0)
    assert report["scanned"] == 150


def test_filters_find_dates_and_cameras_that_were_written(indexed: Program, drawn: Drawn) -> None:
    canon = {str(p.path) for p in drawn[1] if p.camera and p.camera[0] == "Canon"}
    found = indexed.run("search", "camera:canon", "--top", "150", "--json").json()
    assert canon
    assert set(paths_of(found)) == canon


def test_a_reader_that_has_enough_ends_it_in_peace(indexed: Program) -> None:
    with indexed.start("search", "type:jpeg", "--paths", "--top", "150") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait(timeout=PATIENCE_S) == 0
    assert errors == b""


def test_names_that_are_not_utf8_come_out_as_their_bytes(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    name = b"caf\xe9.png"
    Image.new("RGB", (40, 30), "red").save(folder / os.fsdecode(name))
    program.index(folder, "--model", "demo")
    assert program.run("search", "red", "--paths").output == bytes(folder) + b"/" + name + b"\n"


def test_a_question_in_words_waits_for_no_torch(indexed: Program) -> None:
    script = (
        "import sys; from imagefinder.cli import main;"
        f"code = main(['--library', {str(indexed.library)!r}, 'search', 'red circle', '--paths']);"
        "sys.exit(code or ('torch' in sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (ran.returncode, len(ran.stdout.splitlines())) == (0, 20), ran.stderr


def test_one_writer_at_a_time_and_searches_beside_it(indexed: Program) -> None:
    lock = lock_library(LibraryPaths(indexed.library))
    try:
        second = indexed.run("index")
        search = indexed.run("search", "red circle", "--paths")
    finally:
        lock.release()
    assert second.code == 1
    assert f"process {os.getpid()}" in second.errors
    assert len(second.errors.splitlines()) == 1
    assert search.code == 0
    assert len(search.output.splitlines()) == 20


def test_two_programs_that_index_at_once(program: Program, held: Held) -> None:
    with program.start("index", held.folder, "--model", "demo", "--json") as first:
        wait_for(lambda: (program.library / "writer.owner").exists() or first.poll() is not None)
        second = program.run("index")
        held.let_go()
        first.communicate(timeout=PATIENCE_S)
    assert first.returncode == 0
    assert second.code == 1
    assert "being written by process" in second.errors
    assert "Traceback" not in second.errors


def test_watch_finds_what_comes(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.new("RGB", (40, 30), "red").save(folder / "a.png")
    assert program.run("model", "use", "demo").code == 0
    assert program.run("folder", "add", folder).code == 0
    with program.start("watch") as watch:
        wait_for(lambda: program.embedded() == 1)
        Image.new("RGB", (40, 30), "blue").save(folder / "b.png")
        wait_for(lambda: program.embedded() == 2)
        watch.send_signal(signal.SIGINT)
        _, errors = watch.communicate(timeout=PATIENCE_S)
    assert watch.returncode == 130
    assert b"Traceback" not in errors


def test_demo_headless_writes_contact_sheets(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.environment["XDG_DATA_HOME"] = str(tmp_path / "data")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    ran = program.run("demo", "--headless")

    assert ran.code == 0, ran.errors
    sheets = sorted((demo_folder() / "contact sheets").glob("*.png"))
    assert len(sheets) == 8
    for sheet in sheets:
        with Image.open(sheet) as opened:
            assert opened.width > 1000
            assert len(opened.convert("RGB").getcolors(1 << 24) or ()) > 500
    assert not program.library.exists(), "the demo keeps away from the person's library"


def wait_for(condition) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
