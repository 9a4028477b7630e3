"""What life does to a file's bytes: each way takes a sound content and gives a spoilt one.

Deterministic: all chance comes in as a `random.Random`.
"""

import random
import struct
import zlib
from collections.abc import Callable

from tests.faults.samples import chunks_of

Spoil = Callable[[bytes, random.Random], bytes]


def cut_off(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def flip_bits(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def overwrite(content: bytes, chance: random.Random) -> bytes:
    """A run of one byte, as a dying disk leaves it."""
    at = chance.randrange(len(content))
    run = bytes([chance.choice((0, 0xFF, chance.randrange(256)))]) * chance.randrange(1, 600)
    return (content[:at] + run + content[at + len(run) :])[: len(content)]


def insert(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + chance.randbytes(chance.randrange(1, 300)) + content[at:]


def drop(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + content[at + chance.randrange(1, 300) :]


def swap_chunks(content: bytes, chance: random.Random) -> bytes:
    """Parts of the file in another order, doubled, or one of them gone."""
    parts = [content[start:end] for start, end in chunks_of(content)]
    if len(parts) < 2:
        half = len(content) // 2
        return content[half:] + content[:half]
    head = content[: len(content) - sum(map(len, parts))]
    match chance.randrange(3):
        case 0:
            chance.shuffle(parts)
        case 1:
            parts.insert(chance.randrange(len(parts)), chance.choice(parts))
        case 2:
            parts.pop(chance.randrange(len(parts)))
    return head + b"".join(parts)


def lie_about_length(content: bytes, chance: random.Random) -> bytes:
    """A length or a count that leads far past the end, or nowhere."""
    spots = [start for start, _ in chunks_of(content)] or [chance.randrange(min(64, len(content)))]
    at = chance.choice(spots)
    lie = chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0x80000000, len(content) * 3))
    order = chance.choice((">", "<"))
    return content[:at] + struct.pack(f"{order}I", lie) + content[at + 4 :]


def lie_about_size(content: bytes, chance: random.Random) -> bytes:
    """Dimensions that the picture does not have; PNG's checksum is made to fit."""
    edge = chance.choice((0, 1, 65_535, 30_000, 0x7FFFFFFF))
    other = chance.choice((edge, 1))
    if content.startswith(b"\x89PNG"):
        header = content[12:16] + struct.pack(">II", edge, other) + content[24:29]
        return content[:12] + header + struct.pack(">I", zlib.crc32(header)) + content[33:]
    if content.startswith(b"\xff\xd8"):
        frame = max(content.find(b"\xff\xc0"), content.find(b"\xff\xc2"))
        size = struct.pack(">HH", edge & 0xFFFF, other & 0xFFFF)
        return content[: frame + 5] + size + content[frame + 9 :]
    if content.startswith(b"GIF8"):
        return content[:6] + struct.pack("<HH", edge & 0xFFFF, other & 0xFFFF) + content[10:]
    if content.startswith(b"BM"):
        return content[:18] + struct.pack("<ii", edge, other) + content[26:]
    return lie_about_length(content, chance)


def deepen_exif(content: bytes, chance: random.Random) -> bytes:
    """EXIF whose directories follow each other without end, in front of a JPEG's picture."""
    links = chance.randrange(1, 900)
    tiff = b"MM\0*" + struct.pack(">I", 8)
    for number in range(links):
        following = 8 + 18 * ((number + 1) % links if chance.random() < 0.9 else 0)
        tiff += struct.pack(">HHHII", 1, 0x8769, 4, 1, following) + struct.pack(">I", following)
    body = b"Exif\0\0" + tiff[:65_000]
    segment = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    return (
        content[:2] + segment + content[2:] if content.startswith(b"\xff\xd8") else content + body
    )


def append_garbage(content: bytes, chance: random.Random) -> bytes:
    return content + chance.randbytes(chance.randrange(1, 5000))


def zeros(content: bytes, chance: random.Random) -> bytes:
    return bytes(chance.choice((0, 1, 63, 64, len(content))))


def noise(content: bytes, chance: random.Random) -> bytes:
    """Noise behind a sound beginning."""
    return content[: chance.choice((0, 4, 12, 40))] + chance.randbytes(len(content))


SPOILS: dict[str, Spoil] = {
    "cut off": cut_off,
    "bits flipped": flip_bits,
    "overwritten": overwrite,
    "bytes inserted": insert,
    "bytes dropped": drop,
    "chunks swapped": swap_chunks,
    "lying lengths": lie_about_length,
    "lying dimensions": lie_about_size,
    "deep EXIF": deepen_exif,
    "garbage behind": append_garbage,
    "zeros": zeros,
    "noise": noise,
}
