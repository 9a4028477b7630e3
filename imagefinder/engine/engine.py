"""The writing half of the engine: everything composed for one library, in one process.

Holds the writer's lock from `open` to `close`. Driven by the command line directly, and by the
engine process for the window.
"""

import faulthandler
import os
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack
from pathlib import Path

from imagefinder.core.closing import ClosedAtEnd
from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths, absolute, is_inside
from imagefinder.core.reports import IndexReport, Notice, Progress
from imagefinder.core.settings import Settings, load_settings, save_settings
from imagefinder.embed.models import resolve
from imagefinder.embed.weights import refuse_other_files
from imagefinder.engine.effort import Pacing
from imagefinder.engine.encoders import Encoders
from imagefinder.engine.forests import grow_forest
from imagefinder.engine.journal import CrashJournal, strike_suspects, watch_for_crashes
from imagefinder.engine.leftovers import sweep
from imagefinder.engine.patience import Patience
from imagefinder.engine.pipeline import Pipeline
from imagefinder.engine.reducing import keep_reduced
from imagefinder.engine.scanning import holds_files
from imagefinder.files.decode import Limits
from imagefinder.store.connect import lock_library, open_for_writing
from imagefinder.store.library import Library
from imagefinder.store.rows import ANSWERING_MODEL, WANTED_MODEL, Folder, ModelRow
from imagefinder.store.thumbs import open_thumbnails

DEFAULT_MODEL = "default"


class Engine(ClosedAtEnd):
    """One library, open for writing. Use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        self.paths = LibraryPaths(folder)
        # The search thread and this engine's own both append to the derived matrix, in turns.
        self.matrix_lock = threading.Lock()
        self._dirty: set[str] = set()
        self._pacing = Pacing(lambda: self.settings)
        with ExitStack() as held:
            held.callback(lock_library(self.paths).release)
            sweep(self.paths)
            self.settings = load_settings(self.paths.settings)
            self.library = Library(open_for_writing(self.paths))
            held.callback(self.library.close)
            self.encoders = Encoders(self.paths, self.settings.device)
            strike_suspects(self.library, self.paths)
            held.callback(watch_for_crashes(self.paths).close)
            held.callback(faulthandler.disable)
            self._thumbnails = open_thumbnails(self.paths.thumbnails)
            held.callback(self._thumbnails.close)
            self._take_up_thumbnails()
            self._journal = CrashJournal(self.paths.crash_journal)
            held.callback(self._journal.close)
            held.callback(Patience(self._journal).close)
            self._held = held.pop_all()

    def close(self) -> None:
        """Let go of the library: the next writer may come."""
        self._held.close()

    def add_folder(self, path: str) -> Folder:
        """Watch a folder; the folder returned may be one above it that is watched already."""
        wanted = absolute(path)
        self._refuse_own(wanted)
        known = [folder for folder in self.library.folders() if folder.path == wanted]
        # Of a name that no folder can have, pathlib raises.
        if not known and not os.path.isdir(wanted):  # noqa: PTH112
            raise KnownError(f"{wanted} is no folder. Name a folder that is there.")
        return self.library.add_folder(wanted)

    def give_up_photos(self, path: str) -> int:
        """Forget the photos of a folder that can't be reached any more; returns how many.

        Raises `KnownError` where it can: they would only be indexed again.
        """
        folder = self.library.folder_at(path)
        if holds_files(self.paths, self.settings, folder.path):
            raise KnownError(f"{path} can be reached; nothing is given up.")
        return self.library.give_up_photos(path)

    def change_settings(self, settings: Settings) -> None:
        """Use these from the next piece of work on, and at the next start.

        Raises `KnownError`, and changes nothing, where this machine lacks the device.
        """
        before = self.settings
        if settings.device != before.device:
            self.encoders.use_device(settings.device)
        save_settings(self.paths.settings, settings)
        # Other threads read it once for each piece of work: it is replaced whole, never changed.
        self.settings = settings
        if Limits.of(settings) != Limits.of(before):
            self.library.retry_problems()
        if _found_by(settings) != _found_by(before):
            self.look_again([folder.path for folder in self.library.folders()])

    def look_again(self, folders: Sequence[str]) -> None:
        """Have these folders scanned soon; `take_dirty` hands them out."""
        self._dirty.update(folders)

    def take_dirty(self) -> list[str]:
        """The folders to be scanned soon, once."""
        dirty, self._dirty = self._dirty, set()
        return sorted(dirty)

    def use_model(self, name: str) -> ModelRow:
        """Index with this model from now on; the old one answers until it has caught up."""
        spec = resolve(name)
        refuse_other_files(spec)
        model = self.library.use_model(spec.key, spec.name)
        self.library.remember(WANTED_MODEL, spec.key)
        return model

    def wanted_model(self) -> ModelRow:
        """The model to index with: the one chosen, else the default tier."""
        key = self.library.state(WANTED_MODEL)
        model = self.library.model(key) if key else None
        return model or self.use_model(DEFAULT_MODEL)

    def index(
        self, dirty: Sequence[str] | None = None
    ) -> Generator[Progress | Notice, None, IndexReport]:
        """Index everything, or what lies below the `dirty` folders; returns what was done.

        Closing the generator stops the work; what was written stays.
        """
        self._take_up_thumbnails()
        model = self.wanted_model()
        pipeline = Pipeline(
            library=self.library,
            thumbnails=self._thumbnails,
            paths=self.paths,
            settings=self.settings,
            encoders=self.encoders,
            journal=self._journal,
            model=model,
            pacing=self._pacing,
        )
        started = time.monotonic()
        yield from pipeline.run(dirty)
        self.library.remember(ANSWERING_MODEL, model.key)
        yield from keep_reduced(self.library, self.paths, model, self.matrix_lock)
        yield from grow_forest(
            self.library, self.paths, self.settings, self.encoders, model, self.matrix_lock
        )
        pipeline.report.seconds = round(time.monotonic() - started, 3)
        return pipeline.report

    def _refuse_own(self, folder: str) -> None:
        """No scan enters the library's own folder: photos would be added there and never found."""
        own = str(self.paths.folder)
        if is_inside(os.path.realpath(folder), os.path.realpath(own)):
            raise KnownError(
                f"{folder} lies in the library's own folder, in which no photos are searched. Keep "
                "the library elsewhere: --library, or IMAGEFINDER_LIBRARY."
            )

    def _take_up_thumbnails(self) -> None:
        """Where the file had to be begun anew, have every photo read for its thumbnail."""
        if self._thumbnails.fresh:
            self.library.reread_all()
            self._thumbnails.take_up()


def _found_by(settings: Settings) -> tuple[object, ...]:
    """What decides which files a scan finds, and which of those can be read."""
    return settings.exclude, Limits.of(settings)
