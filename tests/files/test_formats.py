import io
import os
import re
import string
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagefinder.files import formats
from imagefinder.files.formats import (
    SNIFF_BYTES,
    content_kind,
    is_candidate,
    named_like_picture,
    recognition,
    sniff,
    supported_formats,
)

TABLES = [
    name
    for name, value in vars(formats).items()
    if isinstance(value, tuple | frozenset | re.Pattern)
    and name not in ("COMPANIONS", "_COMPANIONS", "_SYSTEM_FILES", "_JUDGED_BY")
]
# These are part of another table.
TABLES = [name for name in TABLES if name not in ("_RAW_OF_ITS_OWN", "_PLAIN_EXTENSIONS")]
SAVED = ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "JPEG2000", "PPM", "HEIF", "AVIF"]


@pytest.mark.parametrize(
    "name",
    ["IMG_1.JPG", "LICENSE", "x.txt", "photo.jpg.bak", "a.unknown", "é.png", "bad\udcff.jpg", "x."],
)
def test_content_decides_about_most_names(name: str) -> None:
    assert is_candidate(name)


@pytest.mark.parametrize(
    "name",
    [
        *(".hidden.jpg", ".DS_Store", "._IMG_1.jpg", "Thumbs.db", "desktop.ini", "Desktop.ini"),
        *("a.xmp", "a.AAE", "a.mp4", "A.MOV", "a.mp3", "a.db", "a.lnk", "a.sqlite-wal"),
        *("a.jpg.part", "a.crdownload", "a.tmp", "~$letter.doc"),
    ],
)
def test_companions_and_hidden_files_are_no_candidates(name: str) -> None:
    assert not is_candidate(name)


@pytest.mark.parametrize("format_name", SAVED)
def test_every_written_format_is_recognised(format_name: str, scene) -> None:
    buffer = io.BytesIO()
    scene().save(buffer, format_name)
    assert sniff(buffer.getvalue()[:SNIFF_BYTES]) == format_name


@pytest.mark.parametrize(
    ("header", "name", "expected"),
    [
        (b"II*\0\x10\0\0\0CR\x02\0", "x", "RAW"),
        (b"II*\0\x08\0\0\0", "x.nef", "RAW"),
        (b"MM\0*\0\0\0\x08", "x.PEF", "RAW"),
        (b"II*\0\x08\0\0\0", "x.tif", "TIFF"),
        (b"MM\0+\0\x08\0\0", "x", "TIFF"),
        (b"II*\0\x08\0\0\0", "nef", "TIFF"),
        (b"FUJIFILMCCD-RAW 0201", "x", "RAW"),
        (b"IIRO\x08\0\0\0", "x", "RAW"),
        (b"IIU\0\x18\0\0\0", "x", "RAW"),
        (b"\0\0\0\x18ftypcrx \0\0\0\x01", "x", "RAW"),
        (b"\xff\xd8\xff\xe1", "x.nef", "JPEG"),
        (b"\xff\x0a\xfa\x7f", "x", "JXL"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "x", "JXL"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "x", "AVIF"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heicmiaf", "x", "HEIF"),
        (b"\0\0\0\x18ftypavis\0\0\0\0", "x", "AVIF"),
        (b"\0\0\0\x18ftypmsf1\0\0\0\0", "x", "HEIF"),
        (b"\0\0\0\x18ftypavci\0\0\0\0", "x", "HEIF"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "x.heic", None),
        (b"P6\n# by hand\n4 4\n255\n", "x", "PPM"),
        (b"P1 4 4 1 0", "x", "PPM"),
        (b"P5\n# a comment that goes on past all that is looked at, and on", "x", "PPM"),
        (b"Pf\n4 4\n-1.0\n", "x", "PPM"),
        (b"P7\nWIDTH 4\n", "x", "PPM"),
        (b"P1 is the first of our two plans", "x.txt", None),
        (b"P6,P7", "x", None),
        (b"P9 4 4", "x", None),
        (b"BMW are the initials of a maker", "x.txt", None),
        (b"GIF of the day", "x.txt", None),
        (b"RIFF\0\0\0\0WAVEfmt ", "x", None),
        (b"", "x.jpg", None),
        (bytes(64), "x.jpg", None),
    ],
)
def test_sniffing(header: bytes, name: str, expected: str | None) -> None:
    assert sniff(header, name) == expected


@given(st.binary(max_size=SNIFF_BYTES), st.text(string.printable, max_size=8))
def test_any_bytes_can_be_sniffed(header: bytes, name: str) -> None:
    assert sniff(header, name) is None or sniff(header, name) in {*SAVED, "JXL", "RAW"}
    assert content_kind(header)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (b"Dear diary,\n", "text"),
        ("überall ".encode() * 9, "text"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04\x14\0", "an archive"),
        (b"\0\0\0\x20ftypisom", "a film"),
        (bytes(64), "zeros only"),
        (b"", "empty"),
        (b"\x01\x02\xfe\xff\x80", "unknown"),
    ],
)
def test_what_is_no_picture_is_named(header: bytes, kind: str) -> None:
    assert content_kind(header[:SNIFF_BYTES]) == kind


def test_names_that_promise_a_picture() -> None:
    assert named_like_picture("a.JPG")
    assert named_like_picture("a.cr3")
    assert not named_like_picture("jpg")
    assert not named_like_picture("a.txt")


def test_the_formats_always_read_are_named_first() -> None:
    assert supported_formats()[0] == "JPEG"
    assert {"HEIC", "AVIF", "WebP", "PNM"} <= set(supported_formats())


def test_verdicts_go_by_the_same_in_every_process() -> None:
    code = "from imagefinder.files.formats import recognition; print(recognition())"
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for seed in (1, 2)
    }
    assert said == {recognition()}


@pytest.mark.parametrize("name", [*TABLES, "_RULES"])
def test_no_table_is_forgotten_among_what_verdicts_go_by(name: str) -> None:
    """A program with another table judges otherwise, and has to say so."""
    source = Path(formats.__file__).read_text("utf-8")
    changed = f"{name} = _another({name})"
    marker = "_JUDGED_BY = ("
    assert source.count(marker) == 1
    module: dict[str, object] = {"_another": another}
    exec(source.replace(marker, f"{changed}\n{marker}"), module)
    other: Callable[[], str] = module["recognition"]  # type: ignore[assignment]
    assert other() != recognition()


def another(table: object) -> object:
    match table:
        case tuple():
            return (*table, b"new")
        case frozenset():
            return table | {min(table) * 2}
        case re.Pattern():
            return re.compile(table.pattern + b"|new")
        case int():
            return table + 1
    raise TypeError(table)
