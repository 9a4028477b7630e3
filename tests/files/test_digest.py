from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagefinder.files.digest import CHUNK_BYTES, digest, digest_file


def test_the_digest_of_nothing_is_the_published_one() -> None:
    assert digest(b"").hex() == "99aa06d3014798d86001c324468d497f"


@pytest.mark.parametrize("length", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, 2 * CHUNK_BYTES + 7])
def test_streaming_gives_the_same_digest(tmp_path: Path, length: int) -> None:
    data = bytes(i * 7 % 251 for i in range(1000)) * (length // 1000 + 1)
    file = tmp_path / "file"
    file.write_bytes(data[:length])
    assert digest_file(str(file)) == digest(data[:length])


@given(st.binary(), st.binary())
def test_contents_and_digests_differ_together(one: bytes, other: bytes) -> None:
    assert len(digest(one)) == 16
    assert (digest(one) == digest(other)) == (one == other)
