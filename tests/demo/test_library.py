"""The demo library: pictures under neutral names, the same ones every time."""

from pathlib import Path

import pytest
from PIL import Image

from imagefinder.demo.library import DemoPicture, demo_pictures, make_demo_library
from imagefinder.demo.scenes import WORDS

COUNT = 24


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("library")


@pytest.fixture(scope="module")
def pictures(folder: Path) -> list[DemoPicture]:
    return make_demo_library(folder, COUNT, seed=7)


def test_folder_holds_the_pictures_and_nothing_else(
    folder: Path, pictures: list[DemoPicture]
) -> None:
    assert len(pictures) == COUNT
    assert {p for p in folder.rglob("*") if p.is_file()} == {p.path for p in pictures}


def test_files_are_what_they_are_said_to_be(pictures: list[DemoPicture]) -> None:
    kinds = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
    for picture in pictures:
        with Image.open(picture.path) as opened:
            opened.load()
            assert opened.format == kinds[picture.path.suffix]
            assert opened.size == picture.pixels


def test_some_pictures_tell_when_and_with_what_they_were_taken(
    pictures: list[DemoPicture],
) -> None:
    for picture in pictures:
        with Image.open(picture.path) as opened:
            exif = opened.getexif()
        taken = exif.get_ifd(0x8769).get(0x9003)
        assert taken == (picture.taken and picture.taken.strftime("%Y:%m:%d %H:%M:%S"))
        assert (exif.get(0x010F), exif.get(0x0110)) == (picture.camera or (None, None))
    assert len({p.camera for p in pictures}) > 2
    assert None in {p.taken for p in pictures}


def test_names_give_nothing_away(pictures: list[DemoPicture], folder: Path) -> None:
    words = {word for name in ("shape", "colour", "background") for word in WORDS[name]}
    for picture in pictures:
        path = str(picture.path.relative_to(folder)).lower()
        assert not [word for word in words if word in path]


def test_second_run_leaves_files_alone_and_mends_what_is_gone(
    folder: Path, pictures: list[DemoPicture]
) -> None:
    gone, *kept = (p.path for p in pictures)
    before = {path: path.stat().st_mtime_ns for path in kept}
    content = gone.read_bytes()
    gone.unlink()
    assert make_demo_library(folder, COUNT, seed=7) == pictures
    assert {path: path.stat().st_mtime_ns for path in kept} == before
    assert gone.read_bytes() == content


def test_shorter_library_is_the_beginning_of_a_longer_one(tmp_path: Path) -> None:
    assert demo_pictures(tmp_path, 30, seed=2)[:10] == demo_pictures(tmp_path, 10, seed=2)
    assert demo_pictures(tmp_path, 10, seed=2) != demo_pictures(tmp_path, 10, seed=3)


@pytest.mark.parametrize(
    "sought",
    [
        {"size": "big", "colour": "blue", "shape": "star"},
        {"colour": "red", "shape": "circle"},
        {"size": "small", "shape": "fish", "background": "under water"},
        {"colour": "yellow", "shape": "heart", "background": "night"},
    ],
)
def test_full_library_answers_the_queries_of_the_demo(
    sought: dict[str, str], tmp_path: Path
) -> None:
    scenes = [picture.scene for picture in demo_pictures(tmp_path)]
    assert any(all(getattr(s, name) == v for name, v in sought.items()) for s in scenes)


def test_full_library_shows_every_word_often(tmp_path: Path) -> None:
    scenes = [p.scene for p in demo_pictures(tmp_path)]
    assert len(scenes) == 400
    for name, words in WORDS.items():
        counts = [[getattr(s, name) for s in scenes].count(word) for word in words]
        assert max(counts) - min(counts) <= 1
