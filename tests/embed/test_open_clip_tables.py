import subprocess
import sys

from open_clip.factory import list_models
from open_clip.pretrained import _PRETRAINED
from open_clip.transform import PreprocessCfg

from imagefinder.embed import open_clip_tables, preprocess
from imagefinder.embed.open_clip_tables import default_settings, tag_settings, tags


def test_tags_are_those_of_the_imported_module() -> None:
    imported = {
        name: {tag: settings["hf_hub"] for tag, settings in tags.items()}
        for name, tags in _PRETRAINED.items()
    }
    assert {name: tags(name) for name in imported} == imported


def test_settings_are_those_of_the_imported_module() -> None:
    found = {name: {tag: tag_settings(name, tag) for tag in tags(name)} for name in _PRETRAINED}
    assert found == _PRETRAINED


def test_defaults_are_those_of_the_imported_module() -> None:
    defaults = {**default_settings(), **preprocess._DEFAULTS}
    assert defaults == {name: getattr(PreprocessCfg(), name) for name in defaults}


def test_an_unknown_tag_has_no_settings() -> None:
    assert tag_settings("ViT-B-32", "nobodys") == {}


def test_architectures_are_those_of_the_imported_module() -> None:
    assert set(open_clip_tables.architectures()) == set(list_models())


def test_neither_tags_nor_preprocessing_import_torch() -> None:
    program = """if True:
        import sys
        from imagefinder.embed.models import resolve
        from imagefinder.embed.preprocess import preprocess_of, read_config
        spec = resolve("default")
        assert preprocess_of(spec, read_config(spec)).crop.size == 256
        print(sorted({"torch", "open_clip", "huggingface_hub"} & set(sys.modules)))
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
