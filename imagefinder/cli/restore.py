"""`imagefinder restore`: puts a backup of the library in the place of a damaged one."""

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
from imagefinder.store.restore import newest_sound, restore


def run(options: argparse.Namespace) -> None:
    """List the backups, or put one back."""
    paths = LibraryPaths(library_folder(options))
    if options.list:
        _list(paths)
        return
    lock = lock_library(paths)
    try:
        backup = _chosen(paths, options.number)
        if options.yes or _agreed(paths, backup):
            _tell(restore(paths, backup))
        else:
            say("Nothing was changed.")
    finally:
        lock.release()


def _list(paths: LibraryPaths) -> None:
    rows = [(str(b.number), _date(b), b.reason, f"{b.size / 1e6:.1f} MB") for b in backups(paths)]
    if not rows:
        say(f"There are no backups in {paths.backups} yet; one is made each week.")
        return
    table([("NUMBER", "MADE", "WHY", "SIZE"), *rows])


def _chosen(paths: LibraryPaths, number: int | None) -> Backup:
    if number is None:
        return newest_sound(paths)
    for backup in backups(paths):
        if backup.number == number:
            if fault := check_file(backup.file):
                raise KnownError(f"The backup {backup.file} is damaged too ({fault}).")
            return backup
    raise KnownError(f"There is no backup {number}. See: imagefinder restore --list")


def _agreed(paths: LibraryPaths, backup: Backup) -> bool:
    say(
        f"The library in {paths.folder} will be as it was on {_date(backup)}. What you voted, "
        "marked and saved since then is lost; photos that came since are indexed again. The "
        "present file is kept beside it under another name."
    )
    if not sys.stdin.isatty():
        raise KnownError("To put the backup back without being asked: imagefinder restore --yes")
    return input("Put it back? [y/N] ").strip().lower() in ("y", "yes")


def _tell(aside: Path | None) -> None:
    say("The backup is in place. Now: imagefinder index")
    if aside:
        say(f"What stood there is kept as {aside}")


def _date(backup: Backup) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(backup.made_at))
