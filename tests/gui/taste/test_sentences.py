"""What is said of expectations, accuracy and votes."""

from collections.abc import Callable
from typing import get_args

import pytest
from PySide6.QtWidgets import QApplication

from imagefinder.core.tasting import Accuracy, Suggestion, TasteStatus, Why
from imagefinder.gui.languages import speak
from imagefinder.gui.taste import sentences


@pytest.fixture(autouse=True)
def _spoken(qapp: QApplication) -> None:
    speak(qapp)


@pytest.mark.parametrize(
    ("expected_yes", "decision", "said"),
    [
        (True, 1.7, "I expect you like this · sure"),
        (True, 0.5, "I expect you like this · fairly sure"),
        (False, -0.1, "I expect you don’t · hardly sure"),
        (False, -2.0, "I expect you don’t · sure"),
        (None, 0.0, "Do you like it?"),
    ],
)
def test_an_expectation_tells_how_sure_it_is(
    suggest: Callable[..., Suggestion], expected_yes: bool | None, decision: float, said: str
) -> None:
    suggestion = suggest(1, expected_yes=expected_yes, decision=decision)
    assert sentences.expectation(suggestion) == said


def test_each_reason_is_another_sentence() -> None:
    said = {sentences.why(reason) for reason in get_args(Why)}
    assert len(said) == len(get_args(Why))
    assert all(said)


def test_accuracy_tells_its_interval() -> None:
    assert sentences.accuracy(Accuracy(14, 20, 0.481, 0.855)) == "right 14 of 20 · 48–86 %"


def test_progress_is_told_until_there_are_enough(status: Callable[..., TasteStatus]) -> None:
    assert sentences.progress(status(yes=5, no=1)) == "3 of 3 yes · 1 of 3 no"
    assert sentences.progress(status(yes=3, no=3)) == ""


def test_votes_on_a_selection_are_told_with_the_taste() -> None:
    said = sentences.cast(True, 12, "cosy")
    assert said.startswith("12 photo")
    assert said.endswith("voted yes in “cosy”")
    assert sentences.cast(False, 1, "cosy").endswith("voted no in “cosy”")
