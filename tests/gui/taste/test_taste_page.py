"""The page of tastes by itself: keys, what it shows, what it asks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from imagefinder.core.tasting import Accuracy, Suggestion, TasteStatus, TasteSummary
from imagefinder.gui.taste import TastePage
from imagefinder.gui.taste.questions import NameQuestion
from imagefinder.gui.viewer.picture import Picture

MakePage = Callable[..., TastePage]
Suggest = Callable[..., Suggestion]
MakeStatus = Callable[..., TasteStatus]
KEY = Qt.Key


class Heard:
    """What came out of a ballot, in order."""

    def __init__(self, page: TastePage) -> None:
        self.said: list[str] = []
        page.ballot.voted.connect(lambda liked: self.said.append("yes" if liked else "no"))
        page.ballot.skipped.connect(lambda: self.said.append("skip"))
        page.ballot.undone.connect(lambda: self.said.append("undo"))


def test_keys_vote_as_soon_as_the_page_is_shown(qtbot: QtBot, make_page: MakePage) -> None:
    page = make_page()
    heard = Heard(page)
    for key in (KEY.Key_Y, KEY.Key_N, KEY.Key_S, KEY.Key_Z):
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert heard.said == ["yes", "no", "skip", "undo"]


def test_buttons_do_the_same_and_leave_the_keys_with_the_picture(
    qtbot: QtBot, make_page: MakePage
) -> None:
    page = make_page()
    heard = Heard(page)
    for button in page.ballot._buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Y)
    assert heard.said == ["yes", "no", "skip", "undo", "yes"]


def test_a_key_that_is_held_down_votes_once(make_page: MakePage) -> None:
    shortcuts = make_page().findChildren(QShortcut)
    assert {shortcut.key().toString() for shortcut in shortcuts} == {"Y", "N", "S", "Z"}
    assert not any(shortcut.autoRepeat() for shortcut in shortcuts)


def test_what_is_typed_in_a_field_is_no_vote(
    qtbot: QtBot, make_page: MakePage, status: MakeStatus
) -> None:
    page = make_page()
    page.show_status(status())
    heard = Heard(page)
    words = page.standing._words
    words.setFocus()
    with qtbot.waitSignal(page.standing.words_given) as given:
        qtbot.keyClicks(words, "snowy zen")
        qtbot.keyClick(words, KEY.Key_Return)
    assert given.args == ["snowy zen"]
    assert heard.said == []


def test_the_whole_picture_takes_the_place_of_its_thumbnail(
    qtbot: QtBot, make_page: MakePage, suggest: Suggest, pictures: dict[int, Path]
) -> None:
    page = make_page()
    page.show_suggestion(suggest(1))
    page.ballot.picture.read_ahead(suggest(2))
    read = page.ballot.picture._read
    qtbot.waitUntil(lambda: set(read) == {str(pictures[1]), str(pictures[2])} or _both(page))
    canvas = page.ballot.picture._canvas
    assert canvas.zoom() is not None
    assert canvas.zoom().picture == (61, 40)
    page.show_suggestion(suggest(2))
    # Read ahead, hence there at once: nothing else was on the screen in between.
    assert canvas.zoom().picture == (62, 40)
    assert canvas._levels[0].width() == 62


def _both(page: TastePage) -> bool:
    read = page.ballot.picture._read
    return len(read) == 2 and all(isinstance(one, Picture) for one in read.values())


def test_a_picture_whose_disk_is_away_is_voted_on_by_its_thumbnail(
    qtbot: QtBot, make_page: MakePage, suggest: Suggest, pictures: dict[int, Path]
) -> None:
    page = make_page()
    pictures[1].unlink()
    page.show_suggestion(suggest(1))
    picture = page.ballot.picture
    qtbot.waitUntil(lambda: str(pictures[1]) in picture._read)
    qtbot.waitUntil(lambda: bool(picture._canvas._levels))
    assert picture._canvas._levels[0].width() >= 61


def test_without_file_and_thumbnail_it_says_why(
    qtbot: QtBot,
    make_page: MakePage,
    suggest: Suggest,
    pictures: dict[int, Path],
    stored: dict[int, bytes],
) -> None:
    page = make_page()
    pictures[1].unlink()
    del stored[1]
    page.show_suggestion(suggest(1))
    canvas = page.ballot.picture._canvas
    qtbot.waitUntil(lambda: canvas._message[0] == "1.png")
    assert "not there any more" in canvas._message[1]


def test_a_wait_is_told_once_it_is_noticed_and_no_earlier(
    qtbot: QtBot, make_page: MakePage, suggest: Suggest
) -> None:
    page = make_page()
    page.show_suggestion(suggest(1))
    page.ballot.show_waiting()
    assert page.ballot._expected.text()
    qtbot.waitUntil(lambda: page.ballot.picture._canvas._message[0] == "One moment…")
    assert not page.ballot._expected.text()


def test_hidden_it_keeps_and_reads_nothing(
    qtbot: QtBot, make_page: MakePage, suggest: Suggest
) -> None:
    page = make_page()
    page.show_suggestion(suggest(1))
    qtbot.waitUntil(lambda: len(page.ballot.picture._read) == 1)
    page.hide()
    assert not page.ballot.picture._read
    page.show()
    qtbot.waitUntil(lambda: len(page.ballot.picture._read) == 1)


@pytest.mark.parametrize(
    ("key", "becomes"),
    [(KEY.Key_Space, False), (KEY.Key_Return, False), (KEY.Key_Delete, None)],
)
def test_a_vote_is_changed_and_taken_back_by_keys(
    qtbot: QtBot, make_page: MakePage, status: MakeStatus, key: Qt.Key, becomes: bool | None
) -> None:
    page = make_page()
    votes = status([(3, True), (2, False), (1, True)])
    page.show_status(votes)
    strip = page.ballot.strip
    strip.setFocus()
    strip.setCurrentRow(1)
    qtbot.keyClick(strip, KEY.Key_Right)
    with qtbot.waitSignal(strip.changed) as changed:
        qtbot.keyClick(strip, key)
    assert changed.args == [votes.recent[2], becomes]


def test_a_vote_is_changed_by_its_menu(
    qtbot: QtBot, make_page: MakePage, status: MakeStatus
) -> None:
    page = make_page()
    page.show_status(status([(2, False)]))
    strip = page.ballot.strip
    vote = strip._vote(strip.item(0))
    assert vote is not None
    turn, take_back = strip.menu_of(vote).actions()
    said: list[object] = []
    strip.changed.connect(lambda _, liked: said.append(liked))
    turn.trigger()
    take_back.trigger()
    assert turn.text() == "Change to yes"
    assert said == [True, None]


def test_the_strip_stays_at_the_vote_that_was_chosen(
    make_page: MakePage, status: MakeStatus
) -> None:
    page = make_page()
    page.show_status(status([(2, False), (1, True)]))
    page.ballot.strip.setCurrentRow(1)
    page.show_status(status([(3, True), (2, False), (1, True)]))
    assert page.ballot.strip.currentRow() == 2


def test_before_it_is_known_how_a_taste_stands_nothing_is_said_of_it(make_page: MakePage) -> None:
    standing = make_page().standing
    assert not standing._rank.isEnabled()
    for part in (standing._start, standing._right, standing._curve, standing._liked):
        assert not part.isVisible()


def test_until_there_are_enough_it_offers_a_start_and_no_ranking(
    make_page: MakePage, status: MakeStatus
) -> None:
    page = make_page(chosen=4)
    standing = page.standing
    page.show_status(status([(1, True)], note="One vote so far, a yes."))
    assert standing._start.isVisible()
    assert standing._from_selection.isVisible()
    assert not standing._rank.isEnabled()
    assert not standing._right.isVisible()
    figures = Accuracy(14, 20, 0.48, 0.86)
    page.show_status(status(yes=12, no=9, overall=figures, last_20=figures, curve=(0.5, 0.6, 0.7)))
    assert not standing._start.isVisible()
    assert standing._rank.isEnabled()
    assert "14" in standing._overall.text()
    assert standing._curve.isVisible()
    assert "70" in standing._curve.accessibleDescription()
    assert not standing._last_20.isVisible()


def test_exemplars_name_their_pictures(make_page: MakePage, status: MakeStatus) -> None:
    page = make_page()
    page.show_status(status([(1, True), (2, False)], liked=(1,), disliked=(2,)))
    assert page.standing._liked.accessibleDescription() == "1.png"
    assert page.standing._disliked.accessibleDescription() == "2.png"


def test_without_a_taste_it_explains_and_takes_a_name(qtbot: QtBot, make_page: MakePage) -> None:
    page = make_page(names=())
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert not page.empty._start.isEnabled()
    with qtbot.waitSignal(page.deeds.change_wanted) as wanted:
        qtbot.keyClicks(field, "cosy nooks")
        qtbot.keyClick(field, KEY.Key_Return)
    assert wanted.args == ["new", "cosy nooks", ""]
    page.show_tastes([TasteSummary("cosy nooks", 0, 0)], "cosy nooks")
    assert QApplication.focusWidget() is page.ballot.picture._canvas


def test_a_name_is_asked_and_none_that_is_taken(qtbot: QtBot, make_page: MakePage) -> None:
    page = make_page(names=("cosy", "wild"))
    rows = page.list._rows
    rows.setFocus()
    qtbot.keyClick(rows, KEY.Key_F2)
    dialog = page.findChild(NameQuestion)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    ok = dialog._buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert ok.isEnabled()
    for name in ("", "wild", 'a "b"'):
        dialog._field.setText(name)
        assert not ok.isEnabled()
    dialog._field.setText("warm")
    with qtbot.waitSignal(page.deeds.change_wanted) as wanted:
        qtbot.keyClick(dialog._field, KEY.Key_Return)
    assert wanted.args == ["rename", "cosy", "warm"]


@pytest.mark.parametrize("sure", [True, False])
def test_a_taste_is_deleted_only_when_one_is_sure(
    qtbot: QtBot, make_page: MakePage, sure: bool
) -> None:
    page = make_page(names=("cosy",))
    rows = page.list._rows
    rows.setFocus()
    wanted: list[tuple[str, str, str]] = []
    page.deeds.change_wanted.connect(lambda *what: wanted.append(what))
    qtbot.keyClick(rows, KEY.Key_Delete)
    box = page.findChild(QMessageBox)
    assert box is not None
    qtbot.waitUntil(box.isVisible)
    assert "cosy" in box.text()
    button = next(b for b in box.findChildren(QPushButton) if b.text() == "Delete")
    # Enter presses what changes nothing.
    assert box.defaultButton() is not button
    (button if sure else box.defaultButton()).click()
    assert wanted == ([("delete", "cosy", "")] if sure else [])


def test_a_taste_is_exported_and_imported(
    make_page: MakePage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = make_page(names=("a/b",))
    file = str(tmp_path / "my.taste")
    offered: list[str] = []

    def save(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(name)
        return file, ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (file, ""))
    done: list[tuple[object, ...]] = []
    page.deeds.export_wanted.connect(lambda *what: done.append(what))
    page.deeds.import_wanted.connect(lambda *what: done.append(what))
    page.list.export_wanted.emit()
    page.list.import_wanted.emit()
    assert offered == ["a_b.taste"]
    assert done == [("a/b", file), (file,)]


def test_another_taste_is_chosen_by_keys(qtbot: QtBot, make_page: MakePage) -> None:
    page = make_page(names=("cosy", "wild"))
    rows = page.list._rows
    rows.setFocus()
    with qtbot.waitSignal(page.list.chosen) as chosen:
        qtbot.keyClick(rows, KEY.Key_Down)
    assert chosen.args == ["wild"]
    heard = Heard(page)
    qtbot.keyClick(rows, KEY.Key_Y)
    assert heard.said == ["yes"]


def test_tab_visits_every_control_and_comes_back(
    qtbot: QtBot, make_page: MakePage, status: MakeStatus
) -> None:
    page = make_page()
    page.resize(900, 420)
    page.show_status(status([(1, True), (2, False)], liked=(1, 3, 4, 5), disliked=(2,)))
    standing, listed = page.standing, page.list
    qtbot.waitUntil(lambda: standing.verticalScrollBar().maximum() > 0)
    start = QApplication.focusWidget()
    seen = [start]
    for _ in range(20):
        qtbot.keyClick(seen[-1], KEY.Key_Tab)
        seen.append(QApplication.focusWidget())
        if seen[-1] is start:
            break
    assert seen[-1] is start
    wanted = {listed._rows, listed._new, listed._more, page.ballot.strip, standing._words}
    assert wanted <= set(seen)
    # What is too long to be seen at once is scrolled by the keyboard too.
    assert standing in seen


def test_the_list_tells_counts_to_a_screen_reader(make_page: MakePage) -> None:
    page = make_page()
    page.show_tastes([TasteSummary("cosy", 3, 4)], "cosy")
    said = page.list._rows.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "cosy, 3 yes · 4 no"


def test_every_control_is_named(
    make_page: MakePage, unnamed_controls: Callable[[QWidget], list[str]]
) -> None:
    assert unnamed_controls(make_page()) == []


@pytest.mark.parametrize("width", [620, 800, 1200])
def test_no_button_is_cut_off(qtbot: QtBot, make_page: MakePage, width: int) -> None:
    page = make_page()
    page.resize(width, 500)
    QApplication.processEvents()
    for button in page.ballot._buttons:
        assert button.width() >= button.sizeHint().width()
        right = button.mapTo(page, QPoint(button.width(), 0)).x()
        assert right <= page.standing.x()


def test_votes_are_painted_with_their_thumbnails(
    make_page: MakePage, suggest: Suggest, status: MakeStatus, qtbot: QtBot
) -> None:
    page = make_page()
    page.show_status(status([(1, True), (2, False)], liked=(1,), disliked=(2,)))
    strip = page.ballot.strip

    def red() -> bool:
        image: QImage = strip.grab().toImage()
        return image.pixelColor(12, 20).red() > 200 and image.pixelColor(12, 20).green() < 60

    qtbot.waitUntil(red)
