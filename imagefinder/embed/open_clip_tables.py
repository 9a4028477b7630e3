"""What open_clip knows by name, read from its files without importing it (that takes seconds).

In: the installed `open_clip` package, located but not run. Out: the architectures with their
configuration, and for each the pretrained tags with the hub repository that holds their weights.
`models` validates names with it, `weights` learns from it what to fetch.

The tags stand in `pretrained.py` as calls with constant arguments (`webli=_slpcfg(hf_hub='…')`);
the syntax tree gives them. A test compares the result with the imported module.
"""

import ast
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from imagefinder.core.errors import BugError


@cache
def _package() -> Path:
    """The folder of the installed open_clip."""
    found = find_spec("open_clip")
    if found is None or found.origin is None:
        raise BugError("open_clip is a dependency, yet it isn't installed")
    return Path(found.origin).parent


@cache
def architectures() -> tuple[str, ...]:
    """Every architecture that open_clip can build, sorted."""
    return tuple(sorted(file.stem for file in (_package() / "model_configs").glob("*.json")))


def architecture_config(architecture: str) -> dict[str, Any]:
    """The configuration of a built-in architecture, a fresh copy."""
    file = _package() / "model_configs" / f"{architecture}.json"
    config: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return config


@cache
def tags(architecture: str) -> dict[str, str]:
    """The pretrained tags of an architecture with their place on the hub.

    The place is `owner/repo/` (open_clip's usual file names) or `owner/repo/file`, empty for
    weights that are not on the hub.
    """
    return _all_tags().get(architecture, {})


@cache
def _all_tags() -> dict[str, dict[str, str]]:
    tree = ast.parse((_package() / "pretrained.py").read_text(encoding="utf-8"))
    named = {name: value for node in tree.body for name, value in _assigned(node)}
    table = named["_PRETRAINED"]
    if not isinstance(table, ast.Dict):
        raise BugError("open_clip's table of pretrained weights has changed its form")
    found = {
        str(ast.literal_eval(key)): _tag_table(value, named)
        for key, value in zip(table.keys, table.values, strict=True)
        if key is not None
    }
    return found | _quick_gelu_twins(table, named)


def _assigned(node: ast.stmt) -> list[tuple[str, ast.expr]]:
    """The `(name, value)` of a plain assignment, else nothing."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return [(name, value)]
    return []


def _tag_calls(value: ast.expr, named: dict[str, ast.expr]) -> dict[str, ast.Call]:
    """`dict(tag=_pcfg(…), …)`, or a name standing for it, as tag and call."""
    match value:
        case ast.Name(id=name):
            return _tag_calls(named[name], named)
        case ast.Call(keywords=keywords):
            return {k.arg: k.value for k in keywords if k.arg and isinstance(k.value, ast.Call)}
    return {}


def _tag_table(value: ast.expr, named: dict[str, ast.expr]) -> dict[str, str]:
    return {tag: _argument(call, "hf_hub") or "" for tag, call in _tag_calls(value, named).items()}


def _argument(call: ast.Call, name: str) -> Any:
    """The constant passed as keyword `name`, or None."""
    for keyword in call.keywords:
        if keyword.arg == name and isinstance(keyword.value, ast.Constant):
            return keyword.value.value
    return None


def _quick_gelu_twins(table: ast.Dict, named: dict[str, ast.expr]) -> dict[str, dict[str, str]]:
    """`ARCH-quickgelu` carries the tags of ARCH that were trained with that activation."""
    twins: dict[str, dict[str, str]] = {}
    for key, value in zip(table.keys, table.values, strict=True):
        calls = _tag_calls(value, named) if key is not None else {}
        quick = {t: c for t, c in calls.items() if _argument(c, "quick_gelu")}
        if quick and key is not None:
            name = f"{ast.literal_eval(key)}-quickgelu"
            twins[name] = {t: _argument(c, "hf_hub") or "" for t, c in quick.items()}
    return twins
