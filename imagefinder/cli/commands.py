"""The commands but for `demo` and the window: each opens the library, acts, prints, closes."""

import argparse
import time
from pathlib import Path

import msgspec

from imagefinder.cli.output import duration, follow, say, table, tell, tell_json, tell_paths
from imagefinder.cli.status import status_json, status_rows
from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths, absolute, named_library
from imagefinder.core.reports import IndexReport, SearchResult
from imagefinder.core.settings import load_settings
from imagefinder.embed.models import TIERS, resolve
from imagefinder.embed.weights import located, refuse_other_files
from imagefinder.engine.answers import Answers
from imagefinder.engine.encoders import Encoders, download
from imagefinder.engine.engine import Engine
from imagefinder.engine.upkeep import back_up_if_due
from imagefinder.engine.watching import Watching
from imagefinder.search.parse import parse

_WATCH_POLL_S = 0.2


def folder_add(options: argparse.Namespace) -> None:
    """Watch a folder."""
    with Engine(library_folder(options)) as engine:
        folder = engine.add_folder(options.path)
    if folder.path == absolute(options.path):
        say(f"Watching {folder.path}. To index it now: imagefinder index")
    else:
        say(f"{absolute(options.path)} lies in {folder.path}, which is watched already.")


def folder_remove(options: argparse.Namespace) -> None:
    """Stop watching a folder."""
    with Engine(library_folder(options)) as engine:
        removed = engine.library.remove_folder(absolute(options.path))
    say(f"No longer watching {absolute(options.path)}; {removed} photos left the library.")


def folder_gone(options: argparse.Namespace) -> None:
    """Give up the photos of an offline folder."""
    with Engine(library_folder(options)) as engine:
        removed = engine.give_up_photos(absolute(options.path))
    say(f"{removed} photos of {absolute(options.path)} left the library; it is still watched.")


def folder_list(options: argparse.Namespace) -> None:
    """List the watched folders."""
    status = answers_of(options).status()
    for folder in status.folders:
        state = f"offline: {folder.offline}" if folder.offline else "online"
        tell(f"{folder.path}\t{folder.photos} photos\t{state}")


def index(options: argparse.Namespace) -> None:
    """Index everything, new folders first."""
    with Engine(library_folder(options)) as engine:
        _prepare(engine, options)
        report = follow(engine.index())
        _back_up(engine.paths)
    if options.json:
        tell_json(msgspec.to_builtins(report))
    else:
        say(_indexed(report))


def watch(options: argparse.Namespace) -> None:
    """Index, then keep indexing what changes, until interrupted."""
    with Engine(library_folder(options)) as engine:
        watching = Watching(engine)
        say("Watching until Ctrl+C.")
        try:
            _keep_indexing(engine, watching)
        finally:
            watching.close()


def search(options: argparse.Namespace) -> None:
    """Find photos."""
    text = " ".join(options.query)
    if not (text.strip() or options.like or options.unlike):
        options.parser.error("name something to look for: words, a filter, --like or --unlike")
    result = answers_of(options).search(text, options.like, options.unlike, options.top)
    if options.json:
        tell_json(_search_json(text, result))
        return
    if options.paths or options.null:
        tell_paths((hit.path for hit in result.hits), options)
    else:
        # Filters alone don't say how well a photo fits.
        asked = parse(text).terms or options.like or options.unlike
        for hit in result.hits:
            tell(f"{hit.score:.3f}  {hit.path}" if asked else hit.path)
        say(_coverage(result))
    if result.hint:
        say(result.hint)


def status(options: argparse.Namespace) -> None:
    """The library at a glance."""
    current = answers_of(options).status()
    if options.json:
        tell_json(status_json(current))
        return
    table(status_rows(current))


def problems(options: argparse.Namespace) -> None:
    """Files that could not be read."""
    if options.retry:
        with Engine(library_folder(options)) as engine:
            retried = engine.library.retry_problems()
            retried += engine.library.retry_others() if options.all else 0
        say(f"{retried:,} files will be read again. Now: imagefinder index")
    answers = answers_of(options)
    if options.json:
        tell_json(_problems_json(answers, options.all))
        return
    for problem in answers.problems():
        tell(f"{problem.path}: {problem.reason}")
    if options.all:
        _tell_left_out(answers)
    else:
        _say_left_out(answers)


def model_list(options: argparse.Namespace) -> None:
    """The recommended models."""
    rows = [("TIER", "MODEL", "SIZE", "DIM", "IMAGENET", "HERE", "LICENCE", "GOOD AT")]
    for tier in TIERS:
        here = "yes" if located(resolve(tier.tier)) else "no"
        accuracy = f"{tier.imagenet_percent:.1f} %"
        names = (tier.tier, tier.name)
        figures = (f"{tier.megabytes} MB", str(tier.dim), accuracy, here)
        rows.append((*names, *figures, tier.licence, tier.good_at))
    rows.append(("demo", "demo", "7 MB", "64", "-", "yes", "MIT", "drawn shapes only"))
    table(rows)


def model_use(options: argparse.Namespace) -> None:
    """Choose the model to index with."""
    with Engine(library_folder(options)) as engine:
        model = engine.use_model(options.model)
    say(f"{model.name} will be used. Now: imagefinder index")


def model_download(options: argparse.Namespace) -> None:
    """Fetch a model's files."""
    spec = resolve(options.model)
    refuse_other_files(spec)
    if located(spec) is None:
        follow(download(spec))
    say(f"{spec.name} is here: {located(spec)}")


def library_folder(options: argparse.Namespace) -> Path:
    """The library named by `--library`, by IMAGEFINDER_LIBRARY, or the platform's own."""
    return named_library(options.library)


def answers_of(options: argparse.Namespace) -> Answers:
    """What answers questions to that library, in this process."""
    paths = LibraryPaths(library_folder(options))
    settings = load_settings(paths.settings)
    return Answers(paths, lambda: settings, Encoders(paths, settings.device))


def _problems_json(answers: Answers, with_others: bool) -> list[dict[str, object]]:
    """What is listed; where all is, each file says why the usual list leaves it out, if so."""
    if not with_others:
        return [msgspec.structs.asdict(problem) for problem in answers.problems()]
    reader = answers.reader
    listed = (
        (answers.problems(), {"other": False, "ignored": False}),
        (reader.ignored_problems(), {"other": False, "ignored": True}),
        (answers.others(), {"other": True, "ignored": False}),
    )
    return [
        {**msgspec.structs.asdict(problem), **left_out}
        for problems, left_out in listed
        for problem in problems
    ]


def _tell_left_out(answers: Answers) -> None:
    """Each file that the list of problems leaves out."""
    for ignored in answers.reader.ignored_problems():
        tell(f"{ignored.path}: {ignored.reason} (ignored)")
    for other in answers.others():
        tell(f"{other.path}: {other.reason}")


def _say_left_out(answers: Answers) -> None:
    """How many files the list of problems leaves out."""
    see = "(see: imagefinder problems --all)"
    if ignored := answers.reader.ignored_count():
        say(f"{ignored:,} more files can't be read, and you chose to ignore them {see}.")
    if others := answers.reader.other_count():
        say(f"{others:,} other files are no pictures {see}.")


def _prepare(engine: Engine, options: argparse.Namespace) -> None:
    if options.model:
        engine.use_model(options.model)
    for path in options.paths:
        engine.add_folder(path)
    if not engine.library.folders():
        say("No folder is watched yet. Name one: imagefinder index FOLDER")


def _back_up(paths: LibraryPaths) -> None:
    try:
        back_up_if_due(paths)
    except KnownError as e:
        say(f"No backup was made: {e}")


def _keep_indexing(engine: Engine, watching: Watching) -> None:
    while True:
        for note in watching.follow_folders():
            say(note)
        dirty = watching.due()
        if dirty is None:
            time.sleep(_WATCH_POLL_S)
            continue
        report = follow(engine.index(dirty or None))
        if not dirty or report.added or report.changed or report.moved or report.removed:
            say(_indexed(report))


def _indexed(report: IndexReport) -> str:
    counts = ", ".join(
        f"{count:,} {name}"
        for name, count in (
            ("added", report.added),
            ("changed", report.changed),
            ("moved", report.moved),
            ("removed", report.removed),
            ("embedded", report.embedded),
            ("reused", report.reused),
        )
        if count
    )
    pace = f", {report.images_per_second:.1f} pictures/s" if report.embedded else ""
    line = f"{report.scanned:,} files in {duration(report.seconds)}{pace}: {counts or 'no change'}."
    if report.problems:
        line += f" {report.problems:,} can't be read (see: imagefinder problems)."
    if report.others:
        line += f" {report.others:,} other files are no pictures."
    if report.offline:
        line += f" Offline: {', '.join(report.offline)}."
    return line


def _coverage(result: SearchResult) -> str:
    seen = result.coverage
    parts = [f"searched {seen.searched:,} of {seen.photos:,}"]
    for name, count in (
        ("pending", seen.pending),
        ("failed", seen.failed),
        ("ignored", seen.ignored),
        ("in offline folders", seen.offline),
    ):
        parts += [f"{count:,} {name}"] if count else []
    found = "" if result.hits else "nothing found; "
    return f"{found}{'; '.join(parts)} ({result.milliseconds:.0f} ms)"


def _search_json(text: str, result: SearchResult) -> dict[str, object]:
    return {
        "query": text,
        "model": result.model,
        "photos": result.coverage.photos,
        "searched": result.coverage.searched,
        "hits": [{"path": hit.path, "score": hit.score} for hit in result.hits],
        "milliseconds": round(result.milliseconds, 3),
    }
