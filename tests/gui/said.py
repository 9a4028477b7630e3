"""What the program says in sentences, gathered from its sources as templates.

A sentence is what an error, a notice, a reason or a note of progress is made with: a literal, or an
f-string whose values become `{}`. What is handed on in a variable was made elsewhere: such ones are
listed here, so that a new one is thought about.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "imagefinder"
# The command line speaks English, and so does what it alone says.
NOT_SHOWN = ("cli/", "demo/", "engine/doctor.py", "engine/rehearsing.py", "store/health.py")
# Made with the sentence that a person reads. The window says all else in Qt's way.
ERRORS = frozenset(
    {"KnownError", "UnreadableImage", "NotAPicture", "Vanished", "FolderOffline", "LibraryBusy"}
    | {"DamagedLibrary", "ModelUnavailable"}
)
MADE = ERRORS | {"Notice", "Unreadable", "Other", "UnreadableFolder", "_say", "_damaged", "damaged"}
# What makes the parts of sentences, by module: functions, or a constant that holds many.
SAYING: dict[str, set[str]] = {
    "embed/models.py": {"_closest", "_unknown_tag"},
    "embed/weights.py": {"announcement"},
    "engine/taste_status.py": {"note", "_few"},
    "files/decode.py": {"_why_unopened"},
    "files/formats.py": {"content_kind"},
    "files/openers.py": {"_reason"},
    "files/watch.py": {"watch", "_watch_natively"},
    "search/hints.py": {"nothing_below"},
    "store/connect.py": {"_busy_sentence", "_refuse_emptied"},
    "store/faults.py": {"_FAULTS"},
}
# Said in ways that no rule here sees; the last are what systems say most.
BESIDES = frozenset(
    {"PDF", "an archive", "a program", "process {} (imagefinder)"}
    | {"offline photos, by their thumbnails"}
    | {"permission denied", "no such file or directory", "no space left on device"}
    | {"input/output error", "read-only file system"}
)
# Variables that hold values, or sentences that were gathered where they are made.
HANDED_ON = frozenset(
    {
        "_busy_sentence(paths)",
        "_file_of(connection)",
        "_reason(e)",
        "_why(e)",
        "_why(unseen)",
        "_why_unopened(e)",
        "e",
    }
    | {"content.digest", "digest_file(photo.path)", "e.strerror or str(e)", "file", "folder"}
    | {
        "fault",
        "fresh.database",
        "name",
        "note",
        "paths.database",
        "GARBLED",
        "reason",
        "start",
        "str(e)",
        "str(file)",
        "text",
    }
    | {"weights.announcement(spec)", "what", "path", "phase", "source", "kind", "None", "unknown"}
    | {"note(rows, votes, model.name, following)", "read_text(_owner_note(paths))"}
)
_FIELD = re.compile(r"\{\w*\}")

Constants = Mapping[str, str]


def said() -> dict[str, str]:
    """Each template, and a place where it is said."""
    return {template: place for place, _, templates in _gathered() for template in templates}


def unknown() -> list[str]:
    """What is handed on and was not thought about."""
    return [
        f"{place}: {what}" for place, what, found in _gathered() if not found | ({what} & HANDED_ON)
    ]


def _gathered() -> Iterator[tuple[str, str, set[str]]]:
    """Place, source and templates of each argument that is said."""
    for file in sorted(PACKAGE.rglob("*.py")):
        module = file.relative_to(PACKAGE).as_posix()
        if module.startswith(NOT_SHOWN):
            continue
        tree = ast.parse(file.read_text("utf-8"))
        constants = _constants(tree)
        for node in _said_in(module, tree):
            templates = set(_templates(node, constants))
            yield f"{module}:{node.lineno}", ast.unparse(node), templates


def _constants(tree: ast.Module) -> Constants:
    """The module's own texts, by their names."""
    return {
        target.id: value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name) and (value := _text(statement.value))
    }


def _said_in(module: str, tree: ast.Module) -> Iterator[ast.expr]:
    made = ERRORS if module.startswith("gui/") else MADE
    for node in ast.walk(tree):
        match node:
            case ast.Call() if _name(node.func) in made:
                yield from (*node.args, *(k.value for k in node.keywords))
            case ast.Call() if not module.startswith("gui/"):
                yield from (k.value for k in node.keywords if k.arg == "note")
            case ast.Raise(exc=ast.Call(func=ast.Name(id="ValueError"), args=args)):
                yield from args if module.startswith("search/") else ()
            case ast.FunctionDef(name=name) if name in SAYING.get(module, ()):
                yield from _parts_of(node)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(values=values)):
                yield from values if name in SAYING.get(module, ()) else ()


def _parts_of(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """What a function returns, keeps or gathers of texts."""
    for node in ast.walk(function):
        match node:
            case ast.Return(value=ast.expr() as value) | ast.Assign(value=value):
                if any(_templates(value, {})):
                    yield value
            case ast.Call(func=ast.Attribute(attr="append"), args=args):
                yield from (arg for arg in args if any(_templates(arg, {})))


def _templates(node: ast.expr, constants: Constants) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)) if text:
            yield _FIELD.sub("{}", text)
        case ast.Name(id=name) if name in constants:
            yield _FIELD.sub("{}", constants[name])
        case ast.JoinedStr(values=values):
            yield "".join(_text(value) or "{}" for value in values)
            for value in values:
                yield from _interpolated(value, constants)
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*_templates(body, constants), *_templates(orelse, constants))
        case ast.BoolOp(values=values):
            for value in values:
                yield from _templates(value, constants)
        case ast.Call(func=ast.Attribute(attr="format", value=value), keywords=keywords):
            for part in (value, *(keyword.value for keyword in keywords)):
                yield from _templates(part, constants)


def _interpolated(value: ast.expr, constants: Constants) -> Iterator[str]:
    """A sentence that stands, as a constant, in another one; names of things are none."""
    match value:
        case ast.FormattedValue(value=ast.Name(id=name)) if " " in constants.get(name, ""):
            yield constants[name]


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
    return ""


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
