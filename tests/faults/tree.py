"""A folder of hostile files, the same for the same seed, sorted into families by sub-folder.

Among the spoilt ones stand sound neighbours, which must be indexed whatever happens beside them.
"""

import io
import os
import random
import socket
import struct
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from PIL import Image

from tests.faults.samples import drawn, samples
from tests.faults.spoil import SPOILS

# One in so many files is a sound one.
SOUND_EVERY = 10
# Pictures that are wanted whatever happens to their neighbours; no two have the same content.
SOUND = "sound"
EXTENSIONS = ("jpg", "png", "heic", "tif", "gif", "txt", "webp", "raw", "nef", "cr2", "jxl", "")


class Tree(msgspec.Struct):
    """What was made: files that must end indexed or listed, some of them indexed; the others."""

    folder: Path
    tried: dict[str, list[str]]
    sound: set[str]
    # What is no regular file, or leads outside: nobody may ask for more than its name.
    passed_over: dict[str, list[str]]


def make_tree(folder: Path, count: int, seed: int = 0) -> Tree:
    """About `count` spoilt files of all formats, and every special one once."""
    tree = Tree(folder, {}, set(), {})
    _spoilt(tree, count, seed)
    for family, make in _FAMILIES.items():
        place = folder / family
        place.mkdir(parents=True)
        make(tree, place, random.Random(f"{seed} {family}"))
    return tree


def add_sound(tree: Tree, family: str, number: int) -> Path:
    """A sound picture of its own content in a family's folder."""
    path = tree.folder / family / f"{SOUND} {number}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    drawn(hash_of(family) + number).save(path)
    tree.tried.setdefault(family, []).append(str(path))
    tree.sound.add(str(path))
    return path


def hash_of(text: str) -> int:
    return zlib.crc32(text.encode()) * 1000


def _spoilt(tree: Tree, count: int, seed: int) -> None:
    chance = random.Random(seed)
    kinds = list(samples(seed).items())
    for number in range(count):
        family = list(SPOILS)[number % len(SPOILS)]
        name, content = kinds[chance.randrange(len(kinds))]
        place = tree.folder / family
        if number // len(SPOILS) % SOUND_EVERY == 0:
            add_sound(tree, family, number)
            continue
        place.mkdir(parents=True, exist_ok=True)
        stem, _, extension = name.partition(".")
        if chance.random() < 0.1:  # a wrong extension
            extension = chance.choice(EXTENSIONS)
        path = place / f"{number:05} {stem}.{extension}"
        path.write_bytes(SPOILS[family](content, chance))
        tree.tried.setdefault(family, []).append(str(path))


def _write(tree: Tree, place: Path, name: str | bytes, content: bytes) -> None:
    path = place / os.fsdecode(name)
    try:
        path.write_bytes(content)
    except OSError:
        return  # a name that this file system can't hold
    tree.tried.setdefault(place.name, []).append(str(path))


def _names(tree: Tree, place: Path, chance: random.Random) -> None:
    """Sound pictures under every kind of name."""
    word = "Ångström 漢字 Ж한글"
    names: list[str | bytes] = [
        *(unicodedata.normalize(form, word) + f" {form}.png" for form in ("NFC", "NFD", "NFKD")),
        *("trailing dot.", "trailing dots.png...", "blank .png ", " blank first.png"),
        *("line\nbreak.png", "tab\t.png", "bell\a.png", "-rf.png", "--help", "%s%n{0}.png"),
        *("'; DROP TABLE photos; --.png", '"quoted".png', "back\\slash.png", "star*?.png"),
        *("CON.png", "aux.jpg", "nul", "<b>x<img src=a>.png", "\u202egnp.exe", "\u200b.png"),
        *("👩‍👩‍👧‍👦.png", "x" * 251 + ".png", "é" * 125 + ".png", "0", "a.b.c.d.png", "~.png"),
        *(b"caf\xe9.png", b"\xff\xfe\xfd.png", b"\xed\xa0\x80 surrogate.png", b"\x80"),
    ]
    for number, name in enumerate(names):
        buffer = io.BytesIO()
        drawn(hash_of("names") + number).save(buffer, "PNG")
        before = len(tree.tried.get(place.name, ()))
        _write(tree, place, name, buffer.getvalue())
        tree.sound.update(tree.tried.get(place.name, [])[before:])


def _sizes(tree: Tree, place: Path, chance: random.Random) -> None:
    """Extreme edges, and bombs: small files that would fill the memory."""
    for name, content in _extremes():
        _write(tree, place, name, content)
    add_sound(tree, place.name, 1)


def _extremes() -> Iterator[tuple[str, bytes]]:
    yield "wide.png", _png(65_535, 1)
    yield "tall.png", _png(1, 65_535)
    yield "wide.jpg", _saved(Image.new("L", (65_500, 1)), "JPEG")
    yield "tall.jpg", _saved(Image.new("L", (1, 65_500)), "JPEG")
    yield "wide.bmp", _saved(Image.new("1", (65_535, 2)), "BMP")
    yield "tall.gif", _saved(Image.new("P", (1, 65_535)), "GIF")
    yield "large, allowed.png", _png(9_000, 9_000)
    yield "too large.png", _png(40_000, 40_000, rows=9)
    yield "far too large.png", _png(2**31 - 1, 2**31 - 1, rows=9)
    yield "no pixels.png", _png(0, 0, rows=0)
    yield "says 65535.gif", b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0, 0, 0) + b";"
    yield "text bomb.png", _with_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(200 * 2**20)))
    yield "profile bomb.png", _with_chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(200 * 2**20)))
    yield "many texts.png", _with_chunk(b"tEXt", b"a\0b", times=20_000)
    yield "zip.jpg", b"PK\x03\x04" + bytes(2000)
    yield "frames.gif", _gif_frames(20_000)
    yield "no end.tif", _looping_tiff()
    yield "65535 tags.tif", b"II*\0\x08\0\0\0\xff\xff" + b"\xfe\0\x04\0\xff\xff\xff\xff" * 65_535


def _png(width: int, height: int, rows: int | None = None) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(1)
    row = bytes(1 + (width + 7) // 8) if width < 2**20 else b"\0"
    data = b"".join(packer.compress(row) for _ in range(height if rows is None else rows))
    chunks = ((b"IHDR", header), (b"IDAT", data + packer.flush()), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _with_chunk(kind: bytes, body: bytes, times: int = 1) -> bytes:
    sound = _png(40, 30)
    return sound[:33] + _chunk(kind, body) * times + sound[33:]


def _saved(picture: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()


def _gif_frames(count: int) -> bytes:
    one = _saved(drawn(3, "P", (8, 8)), "GIF")
    start = one.index(b",")
    return one[:start] + one[start:-1] * count + b";"


def _looping_tiff() -> bytes:
    content = bytearray(_saved(drawn(4), "TIFF"))
    at = struct.unpack_from("<I", content, 4)[0]
    tags = struct.unpack_from("<H", content, at)[0]
    struct.pack_into("<I", content, at + 2 + 12 * tags, at)
    return bytes(content)


def _no_files(tree: Tree, place: Path, chance: random.Random) -> None:
    """Pipes, sockets, devices, links in circles and outside, folders named like pictures."""
    add_sound(tree, place.name, 1)
    makers: dict[str, Callable[[Path], object]] = {
        "pipe.jpg": os.mkfifo,
        "socket.png": _bound,
        "zeros.jpg": lambda path: path.symlink_to("/dev/zero"),
        "random.jpg": lambda path: path.symlink_to("/dev/random"),
        "terminal.png": lambda path: path.symlink_to("/dev/tty"),
        "itself.jpg": lambda path: path.symlink_to(path.name),
        "one.png": lambda path: path.symlink_to("other.png"),
        "other.png": lambda path: path.symlink_to("one.png"),
        "nowhere.jpg": lambda path: path.symlink_to("nowhere at all"),
        "outside.jpg": lambda path: path.symlink_to("/etc/hostname"),
        "pipe link.jpg": lambda path: path.symlink_to("pipe.jpg"),
        "folder.jpg": Path.mkdir,
        "circle": lambda path: path.symlink_to(".", target_is_directory=True),
        "up": lambda path: path.symlink_to("..", target_is_directory=True),
    }
    for name, make in makers.items():
        make(place / name)
        tree.passed_over.setdefault(place.name, []).append(str(place / name))
    deep = place / "folder.jpg"
    for _ in range(40):
        deep /= "deeper and deeper"
    deep.mkdir(parents=True)
    drawn(7).save(deep / "at the bottom.png")
    tree.tried[place.name].append(str(deep / "at the bottom.png"))


def _bound(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's path may have some 100 bytes only
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.chdir(here)


def _forbidden(tree: Tree, place: Path, chance: random.Random) -> None:
    """Files and a folder that may not be read; root reads them all the same."""
    for number in range(5):
        path = place / f"{number}.png"
        drawn(hash_of(place.name) + 100 + number).save(path)
        path.chmod(0)
        tree.tried.setdefault(place.name, []).append(str(path))
    add_sound(tree, place.name, 1)


_FAMILIES: dict[str, Callable[[Tree, Path, random.Random], None]] = {
    "names": _names,
    "bombs and edges": _sizes,
    "no files": _no_files,
    "permission denied": _forbidden,
}
