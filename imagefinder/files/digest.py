"""The identity of a picture's content: xxh3-128 over the file's bytes, 16 bytes.

Renamed, moved and copied files keep their digest, and with it their embedding and votes.
"""

from pathlib import Path

import xxhash

from imagefinder.core.types import Digest

CHUNK_BYTES = 1 << 20


def digest(data: bytes) -> Digest:
    """The digest of content that is in memory already."""
    return xxhash.xxh3_128_digest(data)


def digest_file(path: str | Path) -> Digest:
    """The digest of a file, read in pieces of 1 MiB; raises `OSError` as reading does."""
    state = xxhash.xxh3_128()
    with Path(path).open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK_BYTES):
            state.update(chunk)
    return state.digest()
