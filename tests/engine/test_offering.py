"""What may be asked for is counted before anybody types, and again once a library has grown."""

import threading
from collections.abc import Callable
from contextlib import closing

import pytest

from imagefinder.core.errors import KnownError
from imagefinder.engine import offering
from imagefinder.engine.offering import Offering
from imagefinder.store import suggestions
from imagefinder.store.connect import open_for_reading
from imagefinder.store.suggestions import kept
from tests.engine.conftest import PATIENCE_S
from tests.engine.home import Home, draw_many


@pytest.fixture(autouse=True)
def _eager(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST_LOOK_S", "LOOK_S", "REST_S"):
        monkeypatch.setattr(offering, name, 0.001)
    # A thread of the tests can't be given its priority back.
    monkeypatch.setattr(offering, "lower_thread_priority", lambda nice: None)


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], threading.Event]:
    """Tells that a function of the module was called, after it was."""

    def note(name: str) -> threading.Event:
        called, real = threading.Event(), getattr(offering, name)

        def noting(*arguments: object) -> object:
            result = real(*arguments)
            called.set()
            return result

        monkeypatch.setattr(offering, name, noting)
        return called

    return note


def test_a_library_that_was_never_asked_is_counted(home: Home, noted) -> None:
    draw_many(home.pictures, 3)
    home.index()
    done = noted("keep")
    counting = Offering(home.paths)
    assert done.wait(PATIENCE_S)
    counting.close()
    found = kept(home.paths.suggestions)
    assert found is not None
    assert (found.formats, found.counted) == ({"PNG": 3}, True)


def test_one_that_has_grown_much_is_counted_again(home: Home, noted, monkeypatch) -> None:
    monkeypatch.setattr(suggestions, "FEW", 1)
    draw_many(home.pictures, 3)
    home.index()
    first = noted("keep")
    with closing(Offering(home.paths)):
        assert first.wait(PATIENCE_S)
        looked = noted("is_due")
        assert looked.wait(PATIENCE_S)
        again = noted("keep")
        draw_many(home.pictures, 4, first=3)
        home.index()
        assert again.wait(PATIENCE_S)
    found = kept(home.paths.suggestions)
    assert found is not None
    assert found.formats == {"PNG": 7}


def test_what_is_true_still_is_not_counted_again(home: Home, noted, monkeypatch) -> None:
    draw_many(home.pictures, 3)
    home.index()
    done = noted("keep")
    with closing(Offering(home.paths)):
        assert done.wait(PATIENCE_S)
    counted = noted("suggestions")
    looked = noted("is_due")
    with closing(Offering(home.paths)):
        assert looked.wait(PATIENCE_S)
        looked.clear()
        assert looked.wait(PATIENCE_S)
    assert not counted.is_set()


def test_closing_breaks_it_off(home: Home, monkeypatch) -> None:
    draw_many(home.pictures, 3)
    home.index()
    monkeypatch.setattr(suggestions, "_STEPS", 1)
    monkeypatch.setattr(offering, "REST_S", PATIENCE_S)
    begun = threading.Event()
    real = offering.suggestions

    def counting(connection, given_up):  # type: ignore[no-untyped-def]
        begun.set()
        return real(connection, given_up)

    monkeypatch.setattr(offering, "suggestions", counting)
    offers = Offering(home.paths)
    assert begun.wait(PATIENCE_S)
    offers.close()
    assert not offers._thread.is_alive()
    assert not home.paths.suggestions.exists()


@pytest.mark.parametrize("fault", [KnownError("The disk is full."), ZeroDivisionError()])
def test_a_fault_ends_nothing(home: Home, noted, monkeypatch, fault: Exception) -> None:
    draw_many(home.pictures, 3)
    home.index()
    faults = [fault]
    real = offering.suggestions

    def fails(connection, given_up):  # type: ignore[no-untyped-def]
        if faults:
            raise faults.pop()
        return real(connection, given_up)

    monkeypatch.setattr(offering, "suggestions", fails)
    done = noted("keep")
    with closing(Offering(home.paths)):
        assert done.wait(PATIENCE_S)
    assert kept(home.paths.suggestions) is not None


def test_nothing_is_written_for_a_library_without_pictures(home: Home, noted) -> None:
    home.index()
    looked = noted("is_due")
    with closing(Offering(home.paths)):
        assert looked.wait(PATIENCE_S)
    with closing(open_for_reading(home.paths)) as connection:
        assert not suggestions.is_due(home.paths.suggestions, connection)
    assert not home.paths.suggestions.exists()
