"""Actions on photos: seen once somebody listens, with the ids of what is chosen."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from imagefinder.gui.listing import Ids
from imagefinder.gui.photo_actions import PhotoActions

CHOSEN = np.array([7, 3], np.int64)


def texts(actions: PhotoActions, widget: QWidget) -> list[str]:
    """What the menu shows."""
    menu = actions.menu(widget)
    seen = [a.text() for a in menu.actions() if a.isVisible() and not a.isSeparator()]
    menu.deleteLater()
    return seen


@pytest.fixture
def widget(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_only_what_somebody_listens_to_is_seen(widget: QWidget) -> None:
    actions = PhotoActions(lambda: CHOSEN, widget)
    assert texts(actions, widget) == []
    votes: list[tuple[Ids, bool]] = []
    actions.votes_wanted.connect(lambda ids, liked: votes.append((ids, liked)))
    assert texts(actions, widget) == ["Like", "Don't like"]
    for action in widget.actions():
        if action.isVisible():
            action.trigger()
    assert [(ids.tolist(), liked) for ids, liked in votes] == [([7, 3], True), ([7, 3], False)]


def test_nothing_happens_without_a_photo(widget: QWidget) -> None:
    actions = PhotoActions(lambda: CHOSEN[:0], widget)
    wanted: list[Ids] = []
    actions.trash_wanted.connect(wanted.append)
    for action in widget.actions():
        action.trigger()
    assert wanted == []


def test_hidden_photos_can_be_shown_again_only(widget: QWidget) -> None:
    actions = PhotoActions(lambda: CHOSEN, widget)
    actions.hide_wanted.connect(lambda *_: None)
    assert texts(actions, widget) == ["Hide from results"]
    actions.show_hidden(True)
    assert texts(actions, widget) == ["Show in results again"]


def test_keys_work_but_for_those_left_out(
    qtbot: QtBot, widget: QWidget, show: Callable[[QWidget], None]
) -> None:
    actions = PhotoActions(lambda: CHOSEN, widget, without_keys="+-")
    heard: list[object] = []
    actions.similar_wanted.connect(lambda *_: heard.append("similar"))
    actions.trash_wanted.connect(lambda ids: heard.append(ids.tolist()))
    show(widget)
    qtbot.keyClick(widget, Qt.Key.Key_Plus)
    qtbot.keyClick(widget, Qt.Key.Key_Delete)
    assert heard == [[7, 3]]


def test_no_two_actions_share_a_key(widget: QWidget) -> None:
    PhotoActions(lambda: CHOSEN, widget)
    keys = [a.shortcut().toString() for a in widget.actions() if not a.shortcut().isEmpty()]
    assert len(keys) == len(set(keys)) > 10
