"""Maps of a library of a few dozen pictures: what is laid out, kept, reused, and told."""

from pathlib import Path

import numpy as np
import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.mapping import (
    BelowFolder,
    HitsOf,
    LaidOut,
    Layout,
    LayingOut,
    LayOut,
    Scope,
    ThesePhotos,
    WholeLibrary,
)
from imagefinder.core.query import Query, Words
from imagefinder.core.settings import load_settings
from imagefinder.engine import mapping
from imagefinder.engine.answers import Answers
from imagefinder.engine.encoders import Encoders
from imagefinder.engine.mapping import Maps
from tests.engine.home import Home, draw, draw_many, finish


@pytest.fixture
def maps(home: Home):
    """Maps of a home of 30 pictures, asked as the engine's map thread asks."""
    draw_many(home.pictures, 30)
    home.index()
    answers = Answers(home.paths, load_settings(home.paths.settings), Encoders(home.paths))
    yield Maps(home.paths, answers)
    answers.close()


def laid_out(maps: Maps, scope: Scope = WholeLibrary(), refit: bool = False) -> Layout:
    *before, last = maps.answer(LayOut(7, scope, refit))
    assert isinstance(last, LaidOut)
    assert all(isinstance(event, LayingOut) and event.request == 7 for event in before)
    return last.layout


def array(layout: Layout, name: str) -> np.ndarray:
    return np.load(Path(layout.folder) / f"{name}.npy")


def test_the_whole_library_is_laid_out(maps: Maps) -> None:
    layout = laid_out(maps)
    photo_ids, components = array(layout, "photo_ids"), array(layout, "components")
    assert layout.photos == 30
    assert (photo_ids.shape, photo_ids.dtype) == ((30,), np.int64)
    assert (np.diff(photo_ids) > 0).all()
    assert (components.shape, components.dtype) == ((len(layout.explained), 30), np.float32)
    assert len(layout.explained) >= 8
    assert list(layout.explained) == sorted(layout.explained, reverse=True)
    assert 0.9 < sum(layout.explained) <= 1.0001
