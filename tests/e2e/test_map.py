"""The map of the demo's pictures: what its axes separate, and how a word axis orders."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from imagefinder.demo.library import DemoPicture
from imagefinder.demo.scenes import Scene
from tests.e2e.conftest import Program

Drawn = tuple[Path, list[DemoPicture]]


@pytest.fixture
def mapped(indexed: Program, drawn: Drawn, tmp_path: Path):
    """What each picture shows, and its coordinates on two axes."""
    scenes = {str(picture.path): picture.scene for picture in drawn[1]}

    def mapped(x: str, y: str) -> tuple[list[Scene], np.ndarray]:
        file = tmp_path / "map.csv"
        assert indexed.run("map", "--csv", file, "--force", "--x", x, "--y", y).code == 0
        with file.open(newline="", encoding="utf-8") as opened:
            rows = list(csv.DictReader(opened))
        assert len(rows) == len(scenes)
        places = np.array([[float(row["x"]), float(row["y"])] for row in rows])
        return [scenes[row["path"]] for row in rows], places.T

    return mapped


def explained_by(values: np.ndarray, words: list[str]) -> float:
    """Eta squared: the share of the variance that lies between the groups of `words`."""
    groups = [values[np.array(words) == word] for word in set(words)]
    between = sum(len(group) * (group.mean() - values.mean()) ** 2 for group in groups)
    return float(between / ((values - values.mean()) ** 2).sum())


def test_the_first_components_separate_what_the_pictures_differ_in(mapped) -> None:
    found = []
    for pair in (("1", "2"), ("3", "4"), ("5", "6"), ("7", "8"), ("9", "10"), ("11", "12")):
        scenes, places = mapped(*pair)
        found += [
            {name: explained_by(values, [getattr(scene, name) for scene in scenes])
             for name in ("shape", "colour", "background")}
            for values in places
        ]  # fmt: skip
    most = {name: max(axis[name] for axis in found[:8]) for name in ("shape", "colour")}
    assert most["shape"] > 0.6
    assert most["colour"] > 0.6
    assert max(axis["background"] for axis in found) > 0.6
    # Each of the first two tells one thing, not a bit of everything.
    assert all(max(axis.values()) > 0.6 for axis in found[:2])


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("colour", "red", "blue"), ("colour", "white", "black"), ("background", "snow", "forest")],
)
def test_an_axis_between_two_words_orders_the_pictures(
    mapped, name: str, low: str, high: str
) -> None:
    scenes, (places, _) = mapped(f"{low}|{high}", "1")
    truth = {low: 0, high: 1}
    chosen = [i for i, scene in enumerate(scenes) if getattr(scene, name) in truth]
    drawn = [truth[getattr(scenes[i], name)] for i in chosen]
    # Of two values only, as many of each, a perfect order reaches 0.866.
    assert spearmanr(places[chosen], drawn).statistic >= 0.8


def test_an_axis_of_one_word_orders_the_pictures(mapped) -> None:
    scenes, (places, _) = mapped("night", "1")
    night = np.array([scene.background == "night" for scene in scenes])
    assert places[night].min() > np.median(places[~night])
    assert places[night].mean() > np.quantile(places[~night], 0.9)


def test_the_picture(indexed: Program, tmp_path: Path) -> None:
    summary = indexed.run(
        *("map", "--json", "--out", tmp_path / "map.png", "--x", "2", "--y", "small|big"),
    ).json()
    assert isinstance(summary, dict)
    assert summary["photos"] == 150
    assert Path(summary["files"][0]).read_bytes().startswith(b"\x89PNG")
    assert summary["axes"][0]["low"] != summary["axes"][0]["high"]
