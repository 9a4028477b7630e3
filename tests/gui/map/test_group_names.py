"""The names of groups, in German: word for word, and no folder's name among them."""

import numpy as np
import pytest

from imagefinder.core.mapping import ByCluster, ByFolder
from imagefinder.core.paths import resource
from imagefinder.gui.map.dress import dressed
from imagefinder.gui.map.group_names import told_group
from imagefinder.gui.sentences import TRANSLATED
from imagefinder.gui.style import LIGHT

GROUPS = np.array([0, 1, 1], np.float32)


@pytest.mark.parametrize("language", sorted(TRANSLATED))
def test_every_word_has_its_translation(language: str) -> None:
    english = resource("map_words.txt").read_text("utf-8").splitlines()
    words = resource(f"translations/map_words_{language}.txt").read_text("utf-8").splitlines()
    assert len(words) == len(english)
    assert all(word == word.strip() != "" and "," not in word for word in words)
    assert len(set(words)) == len(words), "two groups may have these names at once"
    known = dict(zip(english, words, strict=True))
    # Some from all over: a line left out would shift what follows.
    assert (known["people"], known["whale"], known["small"]) == ("Leute", "Wal", "klein")


def test_one_or_two_words_are_told(german: None) -> None:
    assert told_group("sunset") == "Sonnenuntergang"
    assert told_group("stars, star") == "Sterne, Stern"
    assert told_group("something, else") == "something, else"


def test_groups_are_told_and_folders_are_not(german: None) -> None:
    names = ("night", "beach, sea")
    told = dressed(GROUPS, names, ByCluster(2), LIGHT).legend
    assert [entry.text for entry in told.entries] == ["Nacht", "Strand, Meer"]
    kept = dressed(GROUPS, names, ByFolder(), LIGHT).legend
    assert [entry.text for entry in kept.entries] == list(names)
