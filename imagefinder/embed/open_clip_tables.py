"""What open_clip knows by name, read from its files without importing it (that takes seconds).

In: the installed `open_clip` package, located but not run. Out: the architectures with their
configuration, and for each the pretrained tags with what the training run asks of pictures and the
hub repository that holds its weights. `models` validates names with it, `weights` learns from it
what to fetch, `preprocess` how to cut.

The tags stand in `pretrained.py` as calls of small functions (`webli=_slpcfg(hf_hub='…')`). Its
statements are run, but for what it imports from other packages (torch in the end). A test compares
the result with the imported module.
"""

import ast
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from imagefinder.core.errors import BugError

Settings = dict[str, Any]

# The constants that the second file imports from the first.
_TABLE_FILES = ("constants.py", "pretrained.py")
_TABLE = "_PRETRAINED"
# `import …` brings modules of the standard library only, `from … import` and `try` all the rest.
_RUN = (ast.Import, ast.Assign, ast.FunctionDef, ast.For, ast.Expr)
# All that the signatures of its functions name.
_TYPING = "from typing import *"


@cache
def package() -> Path:
    """The folder of the installed open_clip."""
    found = find_spec("open_clip")
    if found is None or found.origin is None:
        raise BugError("open_clip is a dependency, yet it isn't installed")
    return Path(found.origin).parent


@cache
def architectures() -> tuple[str, ...]:
    """Every architecture that open_clip can build, sorted."""
    return tuple(sorted(file.stem for file in (package() / "model_configs").glob("*.json")))


def architecture_config(architecture: str) -> dict[str, Any]:
    """The configuration of a built-in architecture, a fresh copy."""
    file = package() / "model_configs" / f"{architecture}.json"
    config: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return config


@cache
def tags(architecture: str) -> dict[str, str]:
    """The pretrained tags of an architecture with their place on the hub.

    The place is `owner/repo/` (open_clip's usual file names) or `owner/repo/file`, empty for
    weights that are not on the hub.
    """
    return {tag: str(given["hf_hub"]) for tag, given in _trained(architecture).items()}


def tag_settings(architecture: str, tag: str) -> Settings:
    """What a training run asks of pictures: mean, std, interpolation, resize_mode, quick_gelu …

    Empty where the tag is not known.
    """
    return dict(_trained(architecture).get(clean_tag(tag), {}))


def default_settings() -> Settings:
    """Mean and deviation of pictures where nothing is known of the training: OpenAI's."""
    names = _names()
    return {"mean": names["OPENAI_DATASET_MEAN"], "std": names["OPENAI_DATASET_STD"]}


def clean_tag(tag: str) -> str:
    """`tag` as open_clip's table writes it."""
    return tag.lower().replace("-", "_")


def _trained(architecture: str) -> dict[str, Settings]:
    found: dict[str, Settings] = _names()[_TABLE].get(architecture, {})
    return found


@cache
def _names() -> dict[str, Any]:
    """What the two files define, their imports left out."""
    names: dict[str, Any] = {}
    exec(_TYPING, names)  # noqa: S102 - a constant
    for name in _TABLE_FILES:
        file = package() / name
        tree = ast.parse(file.read_text(encoding="utf-8"))
        tree.body = [node for node in tree.body if isinstance(node, _RUN)]
        exec(compile(tree, str(file), "exec"), names)  # noqa: S102 - as importing it would
    if not isinstance(names.get(_TABLE), dict):
        raise BugError("open_clip's table of pretrained weights has changed its form")
    return names
