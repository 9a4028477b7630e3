"""Looks a library over: versions, device, database, derived files, disk, watches, model, log.

`examine` yields one `Finding` after the other, so that what takes long comes while the rest is
read. It only reads, beside any writer, and never raises: what it can't look at is a finding too.
Printed by `imagefinder doctor`.
"""

import os
import platform
import shutil
import sqlite3
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np

from imagefinder import __version__
from imagefinder.core.errors import KnownError
from imagefinder.core.log import last_lines
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.settings import load_settings
from imagefinder.embed.models import resolve
from imagefinder.embed.weights import located
from imagefinder.engine.encoders import Encoders
from imagefinder.files.mounts import network_type
from imagefinder.search.indexes import forests_folder, matrix_folder, open_forest, open_matrix
from imagefinder.store.backup import EVERY_S, backups, check_file
from imagefinder.store.connect import open_for_reading
from imagefinder.store.health import findings, readable_contents, used_models
from imagefinder.store.reader import Reader
from imagefinder.store.rows import ANSWERING_MODEL, WANTED_MODEL, ModelRow
from imagefinder.store.thumbs import read_thumbnails

LITTLE_ROOM_BYTES = 2**30
LOG_LINES = 15
# Folders are counted no further: a walk through millions of them would take minutes.
COUNTED_FOLDERS = 200_000
_PACKAGES = ("PySide6-Essentials", "torch", "open_clip_torch", "annoy", "pillow", "pillow-heif")
_WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")

State = Literal["fine", "warning", "fault"]


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at; `lines` say more, or what to do."""

    name: str
    state: State
    text: str
    lines: tuple[str, ...] = ()


def examine(folder: Path) -> Iterator[Finding]:
    """Everything that can be found out about the library in this folder, and this machine."""
    looking = _Looking(LibraryPaths(folder))
    for name, look in looking.all():
        try:
            yield look()
        except KnownError as e:
            yield Finding(name, "fault", str(e))
        except Exception as e:  # the edge of a look: the others go on
            lines = traceback.format_exception(e)
            yield Finding(name, "fault", f"this could not be looked at ({e!r})", tuple(lines))


class _Looking:
    def __init__(self, paths: LibraryPaths) -> None:
        self._paths = paths

    def all(self) -> Iterator[tuple[str, Callable[[], Finding]]]:
        yield "versions", self._versions
        yield "settings", self._settings
        yield "device", self._device
        yield "database", self._database
        if self._paths.database.exists():
            yield "writing", self._writing
            yield "derived files", self._derived
            yield "folders", self._folders
            yield "model", self._model
            yield "wanted model", self._wanted
        yield "backups", self._backups
        yield "disk", self._disk
        yield "log", self._log

    def _versions(self) -> Finding:
        said = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
        said += [f"{package} {_version(package)}" for package in _PACKAGES]
        text = f"imagefinder {__version__}, {platform.platform()}"
        return Finding("versions", "fine", text, (", ".join(said),))

    def _settings(self) -> Finding:
        changed = msgspec.to_builtins(load_settings(self._paths.settings))
        said = ", ".join(f"{name} {value}" for name, value in changed.items())
        return Finding("settings", "fine", said or "as they come")

    def _device(self) -> Finding:
        from imagefinder.embed.clip.devices import device_title, present_devices

        devices = [f"{device} {device_title(device)}".strip() for device in present_devices()]
        return Finding("device", "fine", "; ".join(devices), (f"{os.cpu_count()} processors",))

    def _database(self) -> Finding:
        if not self._paths.database.exists() and not backups(self._paths):
            text = f"there is no library in {self._paths.folder} yet"
            return Finding("database", "warning", text, ("Make one: imagefinder index FOLDER",))
        with closing(open_for_reading(self._paths)) as connection:
            wrong = tuple(findings(connection))
            size = self._paths.database.stat().st_size
        if wrong:
            hint = "Put a backup back with: imagefinder restore"
            return Finding("database", "fault", f"{len(wrong)} things are wrong", (*wrong, hint))
        return Finding("database", "fine", f"{size / 1e6:.1f} MB, every check passed")

    def _writing(self) -> Finding:
        """A library that can't be written to answers searches, and that is all."""
        paths = self._paths
        ours = (paths.folder, paths.database, paths.settings, paths.derived, paths.thumbnails)
        shut = tuple(
            f"{path} can't be written to"
            for path in ours
            if path.exists() and not os.access(path, os.W_OK)
        )
        if shut:
            text = "it can be searched, but nothing is indexed, voted or kept"
            return Finding(
                "writing", "warning", text, (*shut, "Is it yours? Is the disk writable?")
            )
        return Finding("writing", "fine", f"{paths.folder} can be written to")

    def _derived(self) -> Finding:
        with closing(Reader(open_for_reading(self._paths))) as reader:
            known = used_models(reader.connection)
            wrong = [line for model in known for line in self._derived_of(reader, model)]
            wrong += self._thumbnails(reader)
        if wrong:
            hint = "All of it is made again by: imagefinder index"
            return Finding("derived files", "warning", "not up to date", (*wrong, hint))
        return Finding("derived files", "fine", "they fit the database")

    def _derived_of(self, reader: Reader, model: ModelRow) -> Iterator[str]:
        on_disk = len(list(matrix_folder(self._paths, model.id).glob("ids-*"))) > 0
        matrix = open_matrix(reader, self._paths, model, writable=False)
        if on_disk and not np.isfinite(matrix.unit(np.arange(min(len(matrix), 1000)))).all():
            yield f"the vectors of {model.name} are damaged"
        published = reader.forest(model.id)
        if published and open_forest(self._paths, model.id, matrix, published) is None:
            where = forests_folder(self._paths, model.id)
            yield f"the forest {published.generation} of {model.name} in {where} can't be used"

    def _thumbnails(self, reader: Reader) -> Iterator[str]:
        wanted = readable_contents(reader.connection)
        if not wanted:
            return
        try:
            with closing(read_thumbnails(self._paths.thumbnails)) as thumbnails:
                fault = thumbnails.fault()
                lacking = 0 if fault else wanted - thumbnails.count()
        except KnownError as e:
            fault, lacking = str(e), 0
        if fault:
            yield f"the thumbnails are damaged ({fault}); delete {self._paths.thumbnails}"
        if lacking > 0:
            yield f"{lacking:,} of {wanted:,} pictures have no thumbnail"

    def _folders(self) -> Finding:
        with closing(Reader(open_for_reading(self._paths))) as reader:
            folders = reader.folders()
        counted = {f.path: _count_folders(f.path) for f in folders if f.offline is None}
        lines = [_folder_line(f.path, f.offline, counted.get(f.path, 0)) for f in folders]
        limit, needed = _watch_limit(), sum(counted.values())
        if limit is not None and needed > limit:
            allowed = f"{limit:,} watches are allowed (fs.inotify.max_user_watches)"
            lines.append(f"They are polled: {needed:,} folders, but {allowed}.")
        offline = any(f.offline for f in folders)
        state: State = "warning" if offline or (limit is not None and needed > limit) else "fine"
        return Finding("folders", state, f"{len(folders)} watched", tuple(lines))

    def _model(self) -> Finding:
        with closing(Reader(open_for_reading(self._paths))) as reader:
            row = _used(reader, ANSWERING_MODEL) or _used(reader, WANTED_MODEL)
        return self._tested("model", row, "answers")

    def _wanted(self) -> Finding:
        """The one that is to answer once it has seen every picture, where that is another."""
        with closing(Reader(open_for_reading(self._paths))) as reader:
            answering, row = _used(reader, ANSWERING_MODEL), _used(reader, WANTED_MODEL)
        if row is None or answering is None or row.key == answering.key:
            return Finding("wanted model", "fine", "the one that answers")
        return self._tested("wanted model", row, f"will answer instead of {answering.name}")

    def _tested(self, name: str, row: ModelRow | None, role: str) -> Finding:
        if row is None:
            return Finding(name, "warning", "none was used yet")
        if located(resolve(row.name)) is None:
            hint = f"Fetch it: imagefinder model download {row.name}"
            return Finding(name, "fault", f"{row.name} ({role}) is not on this machine", (hint,))
        settings = load_settings(self._paths.settings)
        encoder = Encoders(self._paths, settings.device).get(row)
        vector = encoder.encode_texts(["a photo"])[0]
        sound = abs(float(np.linalg.norm(vector)) - 1) < 0.01
        text = f"{row.name} ({role}) on {encoder.device}, {encoder.precision}"
        if not sound:
            return Finding(name, "fault", f"{text}: gives no unit vectors")
        return Finding(name, "fine", f"{text}: passed its self-test")

    def _backups(self) -> Finding:
        kept = backups(self._paths)
        lines = [f"{b.number}: {_date(b.made_at)}, {b.reason}, {b.size / 1e6:.1f} MB" for b in kept]
        bad = [f"{b.file} is damaged" for b in kept if check_file(b.file)]
        if bad:
            return Finding("backups", "warning", f"{len(bad)} are damaged", (*lines, *bad))
        if not kept:
            return Finding("backups", "warning", "none yet; one is made each week")
        old = time.time() - kept[0].made_at > 2 * EVERY_S
        return Finding("backups", "warning" if old else "fine", f"{len(kept)} kept", tuple(lines))

    def _disk(self) -> Finding:
        there = next(p for p in (self._paths.folder, *self._paths.folder.parents) if p.exists())
        usage = shutil.disk_usage(there)
        text = f"{usage.free / 1e9:.1f} of {usage.total / 1e9:.1f} GB free at {there}"
        return Finding("disk", "warning" if usage.free < LITTLE_ROOM_BYTES else "fine", text)

    def _log(self) -> Finding:
        lines = last_lines(self._paths.logs, LOG_LINES)
        return Finding("log", "fine", str(self._paths.logs), tuple(lines))


def _used(reader: Reader, role: str) -> ModelRow | None:
    key = reader.state(role)
    return reader.model(key) if key else None


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _count_folders(root: str) -> int:
    count = 0
    for _ in os.walk(root):
        count += 1
        if count == COUNTED_FOLDERS:
            break
    return count


def _folder_line(path: str, offline: str | None, count: int) -> str:
    if offline:
        return f"{path} is offline: {offline}"
    network = network_type(path)
    return f"{path}: {count:,} folders" + (f", on a network ({network})" if network else "")


def _watch_limit() -> int | None:
    try:
        return int(_WATCHES.read_text())
    except (OSError, ValueError):
        return None


def _date(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
