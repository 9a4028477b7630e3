"""The arguments of every command; each sub-parser names the function that carries it out."""

import argparse
import re
from collections.abc import Sequence

from imagefinder import __version__
from imagefinder.cli import commands, demo, doctor, mapping, restore, window
from imagefinder.cli.arguments import FORCE_HELP, Subparsers, add_command, add_paths_only, positive
from imagefinder.cli.taste import add_taste

_QUERY_HELP = """what to look for, e.g.: sunset over water -people 2:"red kayak" folder:Norway
after:2019-06 before:2020 date:2019..2021 camera:canon type:heic name:IMG_2 size:>12mp
place:59.9,10.7,5km taste:cosy is:hidden; a minus before any of them turns it round"""
_MODEL_HELP = "a tier (see: model list), ARCH:TAG, ARCH:PATH-TO-WEIGHTS, or demo"


_AXIS_HELP = """the number of a component, from 1; or "winter": how much of it; or
"indoors|outdoors": from the one to the other; default %(default)s"""
_TOP_HELP = "how many hits, default 20"
_BACKUP_HELP = "which backup, see --list; default: the newest sound one"
_SALVAGE_HELP = "bring back what can still be read of the damaged library itself"
_JSON_HELP = "the same as JSON"
_SIZE_HELP = "of the picture in pixels, default 1600x1200"
_SMALLEST_SIDE, _LARGEST_SIDE = 320, 16_000


def parse_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """The parsed arguments, with `run` to call; exits with code 2 on a wrong use."""
    return build_parser().parse_args(_with_minus_words(arguments))


def build_parser() -> argparse.ArgumentParser:
    """The whole parser; without a command it opens the window."""
    parser = argparse.ArgumentParser(
        prog="imagefinder",
        description="Finds photographs on your own disks by words and by example.",
    )
    parser.add_argument("--version", action="version", version=f"imagefinder {__version__}")
    parser.add_argument(
        "--library",
        metavar="DIR",
        help="where the library is kept (also IMAGEFINDER_LIBRARY; default per platform)",
    )
    parser.set_defaults(run=window.open_window)
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_demo(subparsers)
    _add_folder(subparsers)
    _add_index(subparsers)
    _add_search(subparsers)
    _add_map(subparsers)
    add_taste(subparsers)
    _add_reports(subparsers)
    _add_model(subparsers)
    _add_care(subparsers)
    return parser


# Set before a word that argparse would take for an option; no argument of a process holds a NUL.
_WORD = "\0"
_SHORT_OPTIONS = ("-h", "-0")


def _with_minus_words(arguments: Sequence[str]) -> list[str]:
    """`arguments` in which `-people` after `search` is a word: few options have one minus."""
    arguments = list(arguments)
    if "search" not in arguments:
        return arguments
    first = arguments.index("search") + 1
    return arguments[:first] + [_marked(word) for word in arguments[first:]]


def _marked(word: str) -> str:
    is_minus_word = (
        len(word) > 1 and word[0] == "-" and word[1] != "-" and word not in _SHORT_OPTIONS
    )
    return _WORD + word if is_minus_word else word


def _word(text: str) -> str:
    return text.removeprefix(_WORD)


def _add_demo(subparsers: "Subparsers[argparse.ArgumentParser]") -> None:
    parser = add_command(subparsers, "demo", "make a library of drawn pictures and search it")
    parser.add_argument(
        "--headless", action="store_true", help="run searches and write contact sheets instead"
    )
    parser.set_defaults(run=demo.run)


def _add_folder(subparsers: "Subparsers[argparse.ArgumentParser]") -> None:
    parser = add_command(subparsers, "folder", "which folders are watched")
    actions = parser.add_subparsers(required=True, metavar="add|remove|gone|list")
    for name, run, text in (
        ("add", commands.folder_add, "watch a folder"),
        ("remove", commands.folder_remove, "stop watching a folder and forget its photos"),
        ("gone", commands.folder_gone, "say that the pictures of an offline folder are gone"),
    ):
        action = add_command(actions, name, text)
        action.add_argument("path", metavar="PATH")
        action.set_defaults(run=run)
    add_command(actions, "list", "list them").set_defaults(run=commands.folder_list)


def _add_index(subparsers: "Subparsers[argparse.ArgumentParser]") -> None:
    parser = add_command(subparsers, "index", "scan the folders and embed what is new")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="folders to add first")
    parser.add_argument("--model", metavar="M", help=_MODEL_HELP)
    parser.add_argument("--json", action="store_true", help="report on standard output as JSON")
    parser.set_defaults(run=commands.index)
    watch = add_command(subparsers, "watch", "index, then keep watching until interrupted")
    watch.set_defaults(run=commands.watch)


def _add_search(subparsers: "Subparsers[argparse.ArgumentParser]") -> None:
    parser = add_command(subparsers, "search", "find photos by words and by example")
    parser.add_argument("query", nargs="*", type=_word, metavar="QUERY", help=_QUERY_HELP)
    for name, text in (("like", "pictures like this one"), ("unlike", "none like this one")):
        text += "; may be given again"
        parser.add_argument(
            f"--{name}", action="append", type=_word, default=[], metavar="FILE", help=text
        )
    parser.add_argument("--top", type=_positive, default=20, metavar="N", help=_TOP_HELP)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="hits with scores as JSON")
    add_paths_only(form)
    parser.set_defaults(run=commands.search, parser=parser)


def _add_map(subparsers: "Subparsers[argparse.ArgumentParser]") -> None:
    parser = add_command(subparsers, "map", "draw a map on which pictures that are alike meet")
    parser.add_argument("--out", metavar="FILE", help="the map as a PNG, with thumbnails")
    parser.add_argument("--csv", metavar="FILE", help="path and coordinates of every photo")
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument("--query", metavar="QUERY", help="only the best 2,000 hits of a query")
    scope.add_argument("--folder", metavar="DIR", help="only the photos below a folder")
    for axis, default in (("x", "1"), ("y", "2")):
        parser.add_argument(f"--{axis}", metavar="AXIS", default=default, help=_AXIS_HELP)
    parser.add_argument("--size", type=_size, default=(1600, 1200), metavar="WxH", help=_SIZE_HELP)
    parser.add_argument("--force", action="store_true", help=FORCE_HELP)
    parser.add_argument("--json", action="store_true", help="what the map shows as JSON")
    parser.set_defaults(run=mapping.run, parser=parser)


def _add_reports(subparsers: "Subparsers[argparse.ArgumentParser]") -> None:
    status = add_command(subparsers, "status", "the library at a glance")
    status.add_argument("--json", action="store_true", help=_JSON_HELP)
    status.set_defaults(run=commands.status)
    problems = add_command(subparsers, "problems", "files that could not be read, and why")
    problems.add_argument("--json", action="store_true", help=_JSON_HELP)
    problems.add_argument("--all", action="store_true", help="also what is ignored or no picture")
    problems.add_argument("--retry", action="store_true", help="read them again at the next index")
    problems.set_defaults(run=commands.problems)


def _add_model(subparsers: "Subparsers[argparse.ArgumentParser]") -> None:
    parser = add_command(subparsers, "model", "which model is used")
    actions = parser.add_subparsers(required=True, metavar="list|use|download")
    add_command(actions, "list", "the recommended models").set_defaults(run=commands.model_list)
    use = add_command(actions, "use", "index with this model from now on")
    use.add_argument("model", metavar="M", help=_MODEL_HELP)
    use.set_defaults(run=commands.model_use)
    download = add_command(actions, "download", "fetch a model's files now")
    download.add_argument("model", metavar="M", nargs="?", default="default", help=_MODEL_HELP)
    download.set_defaults(run=commands.model_download)


def _add_care(subparsers: "Subparsers[argparse.ArgumentParser]") -> None:
    parser = add_command(subparsers, "doctor", "look over library, machine and model")
    parser.add_argument("--json", action="store_true", help=_JSON_HELP)
    parser.set_defaults(run=doctor.run)
    parser = add_command(subparsers, "restore", "put a backup in the place of a damaged library")
    parser.add_argument("number", metavar="NUMBER", nargs="?", type=_positive, help=_BACKUP_HELP)
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--list", action="store_true", help="list the backups instead")
    instead.add_argument("--salvage", action="store_true", help=_SALVAGE_HELP)
    parser.add_argument("--yes", action="store_true", help="without asking")
    parser.set_defaults(run=restore.run)


def _size(text: str) -> tuple[int, int]:
    sides = re.fullmatch(r"(\d{1,6})[xX](\d{1,6})", text, re.ASCII)
    width, height = map(int, sides.groups()) if sides else (0, 0)
    if not all(_SMALLEST_SIDE <= side <= _LARGEST_SIDE for side in (width, height)):
        raise argparse.ArgumentTypeError(
            f"{text} is no size: say WxH, each {_SMALLEST_SIDE} to {_LARGEST_SIDE} pixels"
        )
    return width, height


def _positive(text: str) -> int:
    return positive(_word(text))
