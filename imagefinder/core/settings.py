"""The person's choices for one library: read at start, changed in the window, written whole.

Kept as `settings.json` in the library's folder. Unknown keys are ignored, so that an older program
can read a newer file; a damaged file is a `KnownError` that names it.
"""

import os
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from imagefinder.core.errors import KnownError

Positive = Annotated[int, Meta(ge=1)]
Effort = Literal["gentle", "normal", "full"]


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """Defaults suit a laptop with some tens of thousands of photos.

    `max_megapixels` is the largest picture that is decoded (a guard against decompression bombs).
    `forest_from` is the number of vectors from which an Annoy forest is built: below it a scan is
    as quick. `forest_trees` are few on purpose: at high recall, more trees propose the same rows
    again (measured at 200 thousand vectors: 0.967 with 3 trees, 0.938 with 24, for the same work).
    `exclude` holds glob patterns of names or paths that the crawler skips. Without `watch`, folders
    are scanned on demand only. `effort` says how hard to work, see `engine.effort`. `device` is the
    best that there is (`auto`), or one as torch names it.
    """

    max_megapixels: Positive = 250
    max_file_megabytes: Positive = 2048
    forest_from: Positive = 2_000_000
    forest_trees: Positive = 4
    exclude: tuple[str, ...] = ()
    decode_threads: Annotated[int, Meta(ge=0)] = 0
    poll_seconds: Positive = 60
    full_scan_seconds: Positive = 3600
    watch: bool = True
    effort: Effort = "normal"
    gentle_on_battery: bool = True
    device: str = "auto"


def changed(settings: Settings, **choices: object) -> Settings:
    """`settings` with these choices; a value that can't be is a `KnownError` that says why."""
    plain = {**msgspec.to_builtins(settings), **choices}
    try:
        return msgspec.convert(plain, Settings)
    except msgspec.ValidationError as e:
        raise KnownError(f"{' and '.join(choices)} can't be set so: {e}.") from e


def load_settings(file: Path) -> Settings:
    """The settings in `file`, or the defaults where there is none."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Settings)
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as e:
        raise KnownError(f"The settings in {file} can't be read ({e.strerror}).") from e
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        raise KnownError(
            f"The settings in {file} can't be read ({e}). Mend or delete that file."
        ) from e


def save_settings(file: Path, settings: Settings) -> None:
    """Write `settings` to `file`: to a temporary name first, so that no half file ever shows."""
    temporary = file.with_suffix(".tmp")
    try:
        temporary.write_bytes(msgspec.json.format(msgspec.json.encode(settings)))
        os.replace(temporary, file)  # noqa: PTH105 - the name says what is atomic
    except OSError as e:
        raise KnownError(f"The settings can't be written to {file} ({e}).") from e
