"""A taste in the query bar: typed, weighed, turned, told, asked for anew."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from imagefinder.core.query import Query, TasteTerm
from imagefinder.gui.query_bar import QueryBar
from imagefinder.search.parse import parse


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[QueryBar]:
    """A bar that is shown."""
    made = QueryBar(parse)
    qtbot.addWidget(made)
    made.resize(700, 60)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close_previews()


def test_a_typed_taste_becomes_a_chip_with_its_icon(bar: QueryBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.query_changed) as asked:
        qtbot.keyClicks(bar.line, '-2:taste:"old boats"')
        qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert asked.args == [Query((TasteTerm("old boats", -2.0),))]
    (chip,) = bar.chips()
    assert chip.accessibleName() == "without 2 × taste: old boats"
    icons = [label for label in chip.findChildren(QLabel) if not label.pixmap().isNull()]
    assert len(icons) == 1
    assert icons[0].isVisible()


def test_a_taste_is_weighed_turned_and_taken_away_by_keys(bar: QueryBar, qtbot: QtBot) -> None:
    bar.show_query(Query((TasteTerm("cosy"),)))
    (chip,) = bar.chips()
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Plus)
    assert bar.query().terms == (TasteTerm("cosy", 1.25),)
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert bar.query().terms == (TasteTerm("cosy", -1.25),)
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert bar.query() == Query()


def test_the_same_taste_is_asked_for_anew_after_more_votes(bar: QueryBar, qtbot: QtBot) -> None:
    query = Query((TasteTerm("cosy"),))
    bar.show_query(query, anew=True)
    with qtbot.waitSignal(bar.query_changed) as asked:
        bar.show_query(query, anew=True)
    assert asked.args == [query]
    with qtbot.assertNotEmitted(bar.query_changed):
        bar.show_query(query)
