"""The first run's page: folders, model, what will happen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.machine import Machine, ModelRate
from imagefinder.gui import models
from imagefinder.gui.counting import Count, counted
from imagefinder.gui.durations import duration
from imagefinder.gui.first_run import FirstRun

DEFAULT = "ViT-B-32-256:datacomp_s34b_b86k"


@pytest.fixture
def page(
    qtbot: QtBot, show: Callable[[QWidget], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FirstRun]:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "nothing fetched"))
    monkeypatch.setattr("imagefinder.gui.first_run._pictures_folder", lambda: str(tmp_path))
    made = FirstRun()
    show(made)
    yield made
    made.close_threads()


def plan(page: FirstRun) -> str:
    return page._plan.text()


def test_pictures_are_counted_and_the_time_is_told(
    page: FirstRun, tmp_path: Path, qtbot: QtBot, draw: Callable[..., Path]
) -> None:
    qtbot.waitUntil(lambda: "no pictures" in plan(page))
    (tmp_path / "trip").mkdir()
    for number in range(6):
        draw(f"trip/{number}.png", 8, 8)
    page.folders.add(str(tmp_path / "trip"))
    page.folders._list.setCurrentRow(0)
    page.folders._remove.click()
    qtbot.waitUntil(lambda: "6 pictures are looked at" in plan(page))
    assert "605 MB" in plan(page)
    assert "takes" not in plan(page)
    page.show_machine(Machine(("cpu",), ("",), (ModelRate(DEFAULT, 0.05, False),), False))
    assert "That takes about 2 min." in plan(page)


def test_several_folders_and_a_model_come_out(page: FirstRun, tmp_path: Path, qtbot: QtBot) -> None:
    page.folders.add("/somewhere/else")
    page.folders.add("/somewhere/else")
    page.choice._group.button(0).click()
    with qtbot.waitSignal(page.begin_wanted) as begun:
        page.begin.click()
    assert begun.args == [[str(tmp_path), "/somewhere/else"], "fast"]


def test_without_a_folder_there_is_no_beginning(page: FirstRun) -> None:
    page.folders._remove.click()
    assert not page.begin.isEnabled()
    assert not page.folders._remove.isEnabled()
    assert "Choose at least one folder" in plan(page)


def test_what_did_not_work_is_said_and_forgotten_at_the_next_try(page: FirstRun) -> None:
    page.show_note("No model is called “x”.")
    assert page.complaint.told == "No model is called “x”."
    page.begin.click()
    assert page.complaint.told == ""


def test_a_weights_file_keeps_the_models_own_preprocessing(
    page: FirstRun, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(
        models.QFileDialog, "getOpenFileName", lambda *_: ("/weights/own.safetensors", "")
    )
    page.choice._file.click()
    assert page.choice.model == "ViT-B-32-256@datacomp_s34b_b86k:/weights/own.safetensors"


def test_names_with_weights() -> None:
    assert models.with_weights("fast", "/w.pt") == "ViT-B-32@datacomp_xl_s13b_b90k:/w.pt"
    assert models.with_weights("ViT-L-14@openai:/old.pt", "/w.pt") == "ViT-L-14@openai:/w.pt"
    assert models.with_weights("RN50:openai", "/w.pt") == "RN50:/w.pt"


def test_a_model_that_is_here_needs_no_download(page: FirstRun, monkeypatch) -> None:
    monkeypatch.setattr(models, "is_here", lambda _: True)
    page.choice.show_rates([])
    assert "already here" in page.choice._takes[0].text()


def test_counting_ends_when_it_takes_too_long(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.jpg").touch()
    (tmp_path / "notes.txt").touch()
    assert counted([str(tmp_path), str(tmp_path / "gone")]) == Count(3, whole=True)
    assert counted([str(tmp_path)], longest_s=-1) == Count(1, whole=False)
    assert not counted([str(tmp_path)], lambda: True).whole


@pytest.mark.parametrize(
    ("seconds", "text"), [(40.4, "40 s"), (125, "2 min"), (3600 * 3 + 300, "3 h 05 min")]
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text
