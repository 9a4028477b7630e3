"""`imagefinder restore`: puts a backup, or what can still be read, in a damaged library's place."""

import argparse
import sys
import time
from pathlib import Path

from imagefinder.cli.commands import library_folder
from imagefinder.cli.output import say, table
from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths
from imagefinder.store.backup import Backup, backups, check_file
from imagefinder.store.connect import lock_library
from imagefinder.store.holding import holding
from imagefinder.store.restore import newest_sound, restore


def run(options: argparse.Namespace) -> None:
    """List the backups, put one back, or salvage."""
    paths = LibraryPaths(library_folder(options))
    if options.list:
        _list(paths)
        return
    lock = lock_library(paths)
    try:
        done = _salvage(paths, options) if options.salvage else _put_back(paths, options)
        if not done:
            say("Nothing was changed.")
    finally:
        lock.release()


def _put_back(paths: LibraryPaths, options: argparse.Namespace) -> bool:
    backup = _chosen(paths, options.number)
    if agreed := options.yes or _agreed(_about_backup(paths, backup), "Put it back?"):
        aside = restore(paths, backup)
        say("The backup is in place. Now: imagefinder index")
        _tell_kept(aside)
    return bool(agreed)


def _salvage(paths: LibraryPaths, options: argparse.Namespace) -> bool:
    if agreed := options.yes or _agreed(_about_salvage(paths), "Begin?"):
        # It brings what migrates, which no other command is to wait for.
        from imagefinder.store.salvage.salvage import salvage

        came = salvage(paths)
        say(f"{came.sentence} Now: imagefinder index")
        say("Look over the folders, too: imagefinder folder list")
        _tell_kept(came.aside)
    return bool(agreed)


def _list(paths: LibraryPaths) -> None:
    rows = [_row(backup) for backup in backups(paths)]
    if not rows:
        say(f"There are no backups in {paths.backups} yet; one is made each week.")
        return
    table([("NUMBER", "MADE", "WHY", "SIZE", "PHOTOS", "VOTES"), *rows])


def _row(backup: Backup) -> tuple[str, ...]:
    held = holding(backup.file, still=True)
    counts = (f"{held.photos:,}", f"{held.votes:,}") if held else ("unreadable", "-")
    return (
        str(backup.number),
        _date(backup),
        backup.reason,
        f"{backup.size / 1e6:.1f} MB",
        *counts,
    )


def _chosen(paths: LibraryPaths, number: int | None) -> Backup:
    if number is None:
        return newest_sound(paths)
    for backup in backups(paths):
        if backup.number == number:
            if fault := check_file(backup.file):
                raise KnownError(f"The backup {backup.file} is damaged too ({fault}).")
            return backup
    raise KnownError(f"There is no backup {number}. See: imagefinder restore --list")


def _about_backup(paths: LibraryPaths, backup: Backup) -> str:
    return (
        f"The library in {paths.folder} will be as it was on {_date(backup)}"
        f"{_with(backup)}. What you voted, "
        "marked and saved since then is lost; photos that came since are indexed again. The "
        "present file is kept beside it under another name. To bring back what can still be read "
        "of that instead: imagefinder restore --salvage"
    )


def _about_salvage(paths: LibraryPaths) -> str:
    kept = backups(paths)
    newest = f" The newest backup is of {_date(kept[0])}{_with(kept[0])}." if kept else ""
    return (
        f"All that can still be read of the library in {paths.folder} is copied into a new file; "
        f"the damaged one is kept beside it under another name.{newest}"
    )


def _with(backup: Backup) -> str:
    held = holding(backup.file, still=True)
    return f", with {held.photos:,} photos and {held.votes:,} votes" if held else ""


def _agreed(about: str, question: str) -> bool:
    say(about)
    if not sys.stdin.isatty():
        raise KnownError("To do it without being asked, add --yes to the command.")
    return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")


def _tell_kept(aside: Path | None) -> None:
    if aside:
        say(f"What stood there is kept as {aside}")


def _date(backup: Backup) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(backup.made_at))
