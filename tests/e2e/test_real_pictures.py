"""Real pictures: each file of a folder is either embedded or listed with a reason, none is lost."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.conftest import Program

FOLDERS = ("golden-rclip", "exif-orientation", "heif", "broken", "kodak24", "coco-ccby")


@pytest.fixture(scope="module")
def pictures(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real") / "pictures"
    for name in FOLDERS:
        shutil.copytree(photos / name, folder / name)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


@pytest.fixture(scope="module")
def real(pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> Program:
    program = Program(tmp_path_factory.mktemp("library") / "library")
    program.index(pictures, "--model", "demo")
    return program


def embedded(program: Program) -> set[str]:
    with closing(sqlite3.connect(program.database)) as library:
        rows = library.execute(
            "SELECT path FROM photos p JOIN embeddings e ON e.digest = p.digest "
            "WHERE p.problem IS NULL AND p.missing = 0"
        )
        return {path for (path,) in rows}


def problems(program: Program, *options: str) -> dict[str, str]:
    found = program.run("problems", "--json", *options).json()
    assert isinstance(found, list)
    return {problem["path"]: problem["reason"] for problem in found}


def test_every_file_is_embedded_or_listed(real: Program, pictures: Path) -> None:
    files = {
        str(path)
        for path in pictures.rglob("*")
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(pictures).parts)
    }
    good, bad = embedded(real), problems(real, "--all")
    assert good | set(bad) == files
    assert not good & set(bad)
    assert len(good) > 80
    assert all(bad.values())


def test_a_second_index_reads_none_of_them_again(real: Program) -> None:
    report = real.index()
    assert (report["embedded"], report["added"], report["changed"]) == (0, 0, 0)
    assert report["problems"] == len(problems(real))


def test_each_format_is_its_own_first_hit(real: Program, pictures: Path) -> None:
    for name in ("duck.jp2", "magpie.pbm", "chess-knight.tiff", "bee_animated.gif", "tree.webp"):
        (example,) = (pictures / "golden-rclip" / "images").glob(name)
        found = real.run("search", "--like", example, "--json").json()
        assert isinstance(found, dict)
        best = [hit["path"] for hit in found["hits"] if hit["score"] >= 0.999]
        assert str(example) in best, f"{name}: {found['hits'][:3]}"


def test_a_text_file_is_no_example(real: Program, pictures: Path) -> None:
    text = pictures / "golden-rclip" / "images" / "not-an-image.txt"
    ran = real.run("search", "--like", text)
    assert ran.code == 1
    assert "not-an-image.txt" in ran.errors
    assert len(ran.errors.splitlines()) == 1
