"""From a `ModelSpec` to files on this machine: found in the hub's cache, or fetched once.

`download` is the only network call in the program; whoever calls it shows `announcement` first.
It yields its progress, continues where an earlier try broke off, and ends with every file checked
and in place, so that `located` finds the weights and `clip.load` needs no network.

    spec → files it needs → `hub.find` (size, checksum) → room on disk? → `hub.fetch` → cache
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from imagefinder.core.errors import KnownError, ModelUnavailable
from imagefinder.core.plain_files import open_plain
from imagefinder.embed.hub import HubFile, Remote, cache_folder, cached, endpoint, fetch, find
from imagefinder.embed.mapped import numbers_begin
from imagefinder.embed.models import TIERS, ModelSpec
from imagefinder.embed.open_clip_tables import architecture_config, tags

OFFLINE_VARIABLE = "IMAGEFINDER_OFFLINE"

_TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json")
# open_clip's usual names; the first that is there is taken, so pickles come last.
_WEIGHT_FILES = ("open_clip_model.safetensors", "open_clip_pytorch_model.bin")
_PROGRESS_SECONDS = 0.1
_HEAD_BYTES = 16
# A zip archive, and a bare pickle, which torch wrote in former times.
_CHECKPOINTS = (b"PK\x03\x04", b"\x80\x02")


class DownloadProgress(msgspec.Struct, frozen=True):
    """Of all files together; `bytes_per_s` since this download began."""

    done_bytes: int
    total_bytes: int
    bytes_per_s: float


def located(spec: ModelSpec) -> Path | None:
    """The weights of `spec`, if they and all else that it needs are on this machine."""
    if _missing(spec):
        return None
    return spec.weights or _first_cached(_weight_files(spec))


def refuse_other_files(spec: ModelSpec) -> None:
    """Raises `ModelUnavailable` where the file that was named begins as none of weights does.

    What lies behind the beginning is found out by `clip.load`, which takes a while.
    """
    if spec.weights is None:
        return
    try:
        with open_plain(spec.weights) as opened:
            head, size = opened.read(_HEAD_BYTES), os.fstat(opened.fileno()).st_size
    except OSError as e:
        raise ModelUnavailable(
            f"The weights {spec.weights} can't be read ({e.strerror}). Check the path."
        ) from e
    safe = spec.weights.suffix == ".safetensors"
    if not (numbers_begin(head, size) if safe else head.startswith(_CHECKPOINTS)):
        raise ModelUnavailable(
            f"{spec.weights} is no file of weights: neither a .safetensors file nor a checkpoint"
            " of torch. Choose another file."
        )


def read_ahead(spec: ModelSpec) -> None:
    """Have the system begin to read the weights from disk, which takes as long as to import torch.

    Where the system can't be asked to, nothing happens.
    """
    file = located(spec)
    if file and hasattr(os, "posix_fadvise"):
        with suppress(OSError), file.open("rb") as opened:
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_WILLNEED)


def tokenizer_folder(spec: ModelSpec) -> Path | None:
    """Where the tokenizer's files of `spec` lie, if it needs some and they are here."""
    if spec.weights and all((spec.weights.parent / f).is_file() for f in _TOKENIZER_FILES):
        return spec.weights.parent
    files = [cached(file) for file in _tokenizer_files(spec)]
    return files[0].parent if files and files[0] and all(files) else None


def announcement(spec: ModelSpec) -> str:
    """The sentence to show before `download`."""
    size = [f" ({t.megabytes} MB)" for t in TIERS if t.name == spec.name]
    host = endpoint().partition("://")[2]
    return f"Downloading {spec.name}{''.join(size)} once from {host} to {cache_folder()}."


def refuse_offline(spec: ModelSpec) -> None:
    """Raises `ModelUnavailable` where the person forbade every download."""
    if os.environ.get(OFFLINE_VARIABLE, "0") not in ("", "0"):
        raise ModelUnavailable(
            f"{OFFLINE_VARIABLE} is set, so {spec.name}, which is not on this machine, can't be"
            " downloaded. Unset it, name a weights file (ARCHITECTURE:PATH-TO-WEIGHTS), or use"
            " --model demo."
        )


def download(spec: ModelSpec) -> Iterator[DownloadProgress]:
    """Fetch what `spec` lacks; at most ten times a second says how far it is.

    Closing the iterator stops it; what came stays and is continued next time. Raises
    `ModelUnavailable` where the network or the hub refuses, `KnownError` where the disk is full.
    """
    refuse_offline(spec)
    remotes = [find(spec.name, alternatives) for alternatives in _missing(spec)]
    _check_room(spec, remotes)
    yield from _fetched(spec, remotes)


def _fetched(spec: ModelSpec, remotes: list[Remote]) -> Iterator[DownloadProgress]:
    total_bytes = sum(remote.size_bytes for remote in remotes)
    began_s, shown_s = time.monotonic(), 0.0
    began_bytes = sum(remote.here_bytes() for remote in remotes)
    before_bytes = 0
    for remote in remotes:
        for done_bytes in fetch(spec.name, remote):
            now_s = time.monotonic()
            done = before_bytes + done_bytes
            if now_s - shown_s >= _PROGRESS_SECONDS or done == total_bytes:
                shown_s = now_s
                rate = max(0, done - began_bytes) / max(now_s - began_s, 1e-3)
                yield DownloadProgress(done, total_bytes, rate)
        before_bytes += remote.size_bytes


def _missing(spec: ModelSpec) -> list[list[HubFile]]:
    """What must be fetched; each as the names under which the hub may have it, best first."""
    missing = [[file] for file in _tokenizer_files(spec) if not tokenizer_folder(spec)]
    if spec.weights is None and not _first_cached(_weight_files(spec)):
        missing.insert(0, _weight_files(spec))
    return missing


def _weight_files(spec: ModelSpec) -> list[HubFile]:
    place = tags(spec.architecture).get(spec.tag or "", "")
    if not place:
        raise ModelUnavailable(
            f"The hub doesn't have {spec.name}. Fetch its weights yourself and name the file:"
            f" {spec.architecture}:PATH-TO-WEIGHTS."
        )
    repo, _, name = place.rpartition("/")
    names = [str(Path(name).with_suffix(".safetensors")), name] if name else _WEIGHT_FILES
    return [HubFile(repo, n) for n in dict.fromkeys(names)]


def _tokenizer_files(spec: ModelSpec) -> list[HubFile]:
    """Empty for the models that use open_clip's own tokenizer."""
    if spec.folder is not None:
        return []
    text: dict[str, Any] = architecture_config(spec.architecture)["text_cfg"]
    repo = text.get("hf_tokenizer_name")
    return [HubFile(repo, name) for name in _TOKENIZER_FILES] if repo else []


def _first_cached(files: list[HubFile]) -> Path | None:
    return next((path for file in files if (path := cached(file))), None)


def _check_room(spec: ModelSpec, remotes: list[Remote]) -> None:
    needed_bytes = sum(remote.size_bytes - remote.here_bytes() for remote in remotes)
    folder = cache_folder()
    there = next(f for f in (folder, *folder.parents) if f.exists())
    free_bytes = shutil.disk_usage(there).free
    if needed_bytes > free_bytes:
        raise KnownError(
            f"{spec.name} needs {needed_bytes / 1e6:.0f} MB, but the disk of {folder} has only"
            f" {free_bytes / 1e6:.0f} MB free. Make room there, or set HF_HUB_CACHE to a folder"
            " on another disk."
        )
