"""`imagefinder map`: what it writes, what it prints, and what it says to bad input."""

import csv
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imagefinder.cli.mapping import axis_of
from imagefinder.core.mapping import ByComponent, ByWords
from tests.cli.conftest import Run
from tests.engine.fakes import COLOURS
from tests.engine.home import Home, draw, draw_many


@pytest.fixture
def indexed(home: Home, run: Run) -> Home:
    """Thirty pictures of six colours in turn, the last six in a folder of their own."""
    draw_many(home.pictures, 24)
    draw_many(home.pictures / "inner", 6, first=24)
    assert run("index", home.pictures).code == 0
    return home


def table(file: Path) -> dict[str, tuple[float, float]]:
    with file.open(newline="", encoding="utf-8", errors="surrogateescape") as opened:
        head, *rows = csv.reader(opened)
    assert head == ["path", "x", "y"]
    return {path: (float(x), float(y)) for path, x, y in rows}


def test_a_picture_and_a_table(indexed: Home, run: Run, tmp_path: Path) -> None:
    png, file = tmp_path / "map.png", tmp_path / "map.csv"
    ran = run("map", "--out", png, "--csv", file, "--size", "640x480")
    assert ran.code == 0
    assert [Path(os.fsdecode(line)) for line in ran.lines] == [png, file]
    assert "30 photos" in ran.errors
    with Image.open(png) as image:
        assert (image.format, image.size) == ("PNG", (640, 480))
        colours = {pixel for _, pixel in image.convert("RGB").getcolors(10**6) or ()}
    assert {min(COLOURS, key=lambda c: np.ptp(np.subtract(COLOURS[c], p))) for p in colours}
    rows = table(file)
    assert set(rows) == set(map(str, indexed.pictures.rglob("*.png")))
    assert len(set(rows.values())) > 20
    assert not list(tmp_path.glob("*.part"))


def test_a_table_of_more_photos_than_a_page(
    indexed: Home, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, paged = tmp_path / "whole.csv", tmp_path / "paged.csv"
    run("map", "--csv", whole)
    monkeypatch.setattr("imagefinder.cli.mapping._PAGE", 7)
    run("map", "--csv", paged)
    assert paged.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("folder", ["elsewhere", "pictures/innner"])
def test_a_folder_that_is_not_in_the_library(
    indexed: Home, run: Run, tmp_path: Path, folder: str
) -> None:
    nowhere = indexed.pictures.parent / folder
    ran = run("map", "--csv", tmp_path / "map.csv", "--folder", nowhere)
    assert ran.code == 1
    assert ran.errors.strip().endswith(
        f"No photo of the library lies in {nowhere}. See: imagefinder folder list"
    )
    assert run("map", "--csv", tmp_path / "map.csv", "--folder", indexed.pictures.parent).code == 0


def test_thumbnails_are_in_the_picture(indexed: Home, run: Run, tmp_path: Path) -> None:
    png = tmp_path / "map.png"
    assert run("map", "--out", png).code == 0
    with Image.open(png) as image:
        pixels = np.asarray(image.convert("RGB")).astype(int)
    for colour in ("red", "green", "blue", "yellow"):
        near = np.abs(pixels - COLOURS[colour]).max(axis=2) < 12
        assert near.sum() > 2000, colour


def test_json(indexed: Home, run: Run, tmp_path: Path) -> None:
    summary = run("map", "--json", "--x", "red|blue", "--csv", tmp_path / "map.csv").json()
    assert isinstance(summary, dict)
    assert set(summary) == {"photos", "model", "explained", "axes", "files"}
    assert (summary["photos"], summary["model"]) == (30, "default")
    assert len(summary["explained"]) >= 8
    assert summary["axes"][0] == {"axis": "red|blue", "low": "red", "high": "blue"}
    assert summary["axes"][1]["axis"] == "2"
    assert summary["files"] == [str(tmp_path / "map.csv")]


def test_a_word_axis_orders_the_pictures(indexed: Home, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "map.csv"
    assert run("map", "--csv", file, "--x", "red|blue", "--y", "green").code == 0
    rows = {int(Path(path).stem): place for path, place in table(file).items()}
    colour = {number: list(COLOURS)[number % len(COLOURS)] for number in rows}
    x = {c: [rows[n][0] for n in rows if colour[n] == c] for c in COLOURS}
    y = {c: [rows[n][1] for n in rows if colour[n] == c] for c in COLOURS}
    assert max(x["red"]) < 0 < min(x["blue"])
    assert min(y["green"]) > max(max(y[c]) for c in COLOURS if c != "green")


@pytest.mark.parametrize(
    ("scope", "count"), [(("--query", "green folder:inner"), 1), (("--folder", "inner"), 6)]
)
def test_a_folder_or_the_hits_of_a_query(
    indexed: Home, run: Run, tmp_path: Path, scope: tuple[str, str], count: int
) -> None:
    draw(indexed.pictures / "inner" / "a.png", "green", 901)
    draw(indexed.pictures / "inner" / "b.png", "green", 902)
    run("index")
    file = tmp_path / "map.csv"
    option, value = scope
    value = str(indexed.pictures / value) if option == "--folder" else value
    assert run("map", option, value, "--csv", file).code == 0
    assert {Path(path).parent.name for path in table(file)} == {"inner"}
    assert len(table(file)) == 8


def test_names_that_are_not_utf8_keep_their_bytes(home: Home, run: Run, tmp_path: Path) -> None:
    draw_many(home.pictures, 4)
    name = os.fsdecode(b'ann\xe9e, "1".png')
    try:
        shutil.copy(home.pictures / "0001.png", home.pictures / name)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    run("index", home.pictures)
    file = tmp_path / "map.csv"
    assert run("map", "--csv", file, "--out", tmp_path / "map.png").code == 0
    assert str(home.pictures / name) in table(file)
    assert b'ann\xe9e, ""1"".png"' in file.read_bytes()


def test_the_map_that_is_kept_serves(indexed: Home, run: Run, tmp_path: Path) -> None:
    """It is neither made again nor written to, and none is left by a command."""
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    run("map", "--csv", first)
    assert not list(indexed.paths.derived.glob("maps-*"))
    run("map", "--csv", second)
    assert first.read_bytes() == second.read_bytes()


def test_it_works_without_thumbnails_and_says_so(indexed: Home, run: Run, tmp_path: Path) -> None:
    for file in indexed.paths.derived.glob("thumbnails*"):
        file.unlink()
    ran = run("map", "--out", tmp_path / "map.png")
    assert ran.code == 0
    assert "no thumbnails" in ran.errors
    assert (tmp_path / "map.png").exists()


def test_a_thumbnail_that_is_damaged_is_left_out(indexed: Home, run: Run, tmp_path: Path) -> None:
    with closing(sqlite3.connect(indexed.paths.thumbnails)) as connection, connection:
        connection.execute("UPDATE thumbnails SET jpeg = ?", [b"no JPEG"])
    assert run("map", "--out", tmp_path / "map.png").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say what to make"),
        (("--json", "--size", "3x3"), "3x3 is no size"),
        (("--json", "--size", "800"), "800 is no size"),
        (("--json", "--query", "x", "--folder", "y"), "not allowed with"),
    ],
)
def test_a_wrong_use_ends_with_2(home: Home, run: Run, arguments, said: str) -> None:
    ran = run("map", *arguments)
    assert (ran.code, ran.output) == (2, b"")
    assert said in ran.errors


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--out", "map.jpg"), "map.jpg should end in .png"),
        (("--json", "--x", "99"), "components 1 to"),
        (("--json", "--x", "0"), "no 0"),
        (("--json", "--y", " "), "needs a word"),
        (("--json", "--y", "red|"), "needs a word"),
        (("--json", "--folder", "/nowhere"), "No photo of the library lies in /nowhere"),
        (("--json", "--query", "after:yesterday"), "yesterday"),
        (("--csv", "/nowhere/map.csv"), "/nowhere/map.csv can't be written"),
        (("--out", "/nowhere/map.png"), "/nowhere/map.png can't be written"),
    ],
)
def test_what_cant_be_done_is_one_sentence(indexed: Home, run: Run, arguments, said: str) -> None:
    ran = run("map", *arguments)
    assert (ran.code, ran.output) == (1, b"")
    assert said in ran.errors
    assert len(ran.errors.splitlines()) == 1


def test_no_library_is_one_sentence(run: Run, home: Home) -> None:
    ran = run("map", "--json")
    assert ran.code == 1
    assert len(ran.errors.splitlines()) == 1


def test_axes_as_they_are_typed() -> None:
    assert axis_of(" 3") == ByComponent(3)
    assert axis_of("-1") == ByComponent(-1)
    assert axis_of("winter") == ByWords("winter")
    assert axis_of("in the city | by the sea") == ByWords("by the sea", "in the city")
    assert axis_of("7 dwarfs") == ByWords("7 dwarfs")
