from open_clip.factory import list_models
from open_clip.pretrained import _PRETRAINED

from imagefinder.embed import open_clip_tables


def test_tags_are_those_of_the_imported_module() -> None:
    imported = {
        name: {tag: settings["hf_hub"] for tag, settings in tags.items()}
        for name, tags in _PRETRAINED.items()
    }
    assert {name: open_clip_tables.tags(name) for name in imported} == imported


def test_architectures_are_those_of_the_imported_module() -> None:
    assert set(open_clip_tables.architectures()) == set(list_models())
