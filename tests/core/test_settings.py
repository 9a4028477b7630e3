"""Settings: defaults, files of other versions, damage, writing whole."""

import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.settings import Settings, changed, load_settings, save_settings


def test_none_are_the_defaults(tmp_path):
    assert load_settings(tmp_path / "settings.json") == Settings()


def test_round_trip_writes_only_what_was_chosen(tmp_path):
    file = tmp_path / "settings.json"
    chosen = Settings(max_megapixels=20, exclude=("*.tmp", "/photos/ä*"))
    save_settings(file, chosen)
    assert load_settings(file) == chosen
    assert "forest_trees" not in file.read_text()
    assert [each.name for each in tmp_path.iterdir()] == ["settings.json"]


def test_keys_of_a_newer_program_are_passed_over(tmp_path):
    file = tmp_path / "settings.json"
    file.write_text('{"telepathy": true, "forest_trees": 7}')
    assert load_settings(file) == Settings(forest_trees=7)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"forest_trees": "many"}',
        b'{"max_megapixels": 0}',
        b'{"decode_threads": -1}',
        b'{"exclude": ["\xff"]}',
        b"\xff\xfe",
    ],
)
def test_damage_is_a_sentence_that_names_the_file(tmp_path, content):
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    with pytest.raises(KnownError, match=r"settings\.json.*(Mend|delete)"):
        load_settings(file)


def test_a_folder_in_its_place_is_a_sentence(tmp_path):
    with pytest.raises(KnownError, match=str(tmp_path)):
        load_settings(tmp_path)


def test_a_save_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    file = tmp_path / "settings.json"
    save_settings(file, Settings(forest_trees=3))

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("imagefinder.core.settings.os.replace", refuse)
    with pytest.raises(KnownError, match="No space left"):
        save_settings(file, Settings(forest_trees=4))
    assert load_settings(file).forest_trees == 3


def test_a_choice_changes_nothing_else():
    before = Settings(max_megapixels=20)
    assert changed(before, effort="gentle", exclude=("*.gif",)) == Settings(
        max_megapixels=20, effort="gentle", exclude=("*.gif",)
    )
    assert before == Settings(max_megapixels=20)


@pytest.mark.parametrize(
    ("name", "value"), [("effort", "heroic"), ("max_megapixels", 0), ("watch", "yes")]
)
def test_a_choice_that_cannot_be_says_which(name, value):
    with pytest.raises(KnownError, match=name):
        changed(Settings(), **{name: value})
