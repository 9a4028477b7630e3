"""Safetensors as arrays on the disk: the same numbers, and no file of another form is trusted."""

import json
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from imagefinder.embed.mapped import mapped

TENSORS = {
    "a": np.arange(6, dtype=np.float32).reshape(2, 3),
    "b.half": np.linspace(0, 1, 5).astype(np.float16),
    "scalar": np.array(3, np.float32),
    "empty": np.zeros((0, 4), np.float32),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "model.safetensors"
    safetensors.numpy.save_file(
        TENSORS | {"count": np.array([1], np.int64)}, path, metadata={"format": "pt"}
    )
    return path


def test_numbers_are_those_of_the_package(file: Path) -> None:
    found = mapped(file)
    assert found.keys() == TENSORS.keys()
    for name, tensor in safetensors.numpy.load_file(file).items():
        if name in found:
            np.testing.assert_array_equal(found[name], tensor)
            assert found[name].dtype == tensor.dtype


def test_they_can_be_read_only(file: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        mapped(file)["a"][0] = 1


def headed(header: bytes, numbers: bytes = bytes(24)) -> bytes:
    return len(header).to_bytes(8, "little") + header + numbers


def told(**changes: object) -> bytes:
    tensor = {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]} | changes
    return headed(json.dumps({"a": tensor}).encode())


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\x01", bytes(8), headed(b"{"), headed(b"[]"), headed(b"\xff\xfe")),
        (1 << 62).to_bytes(8, "little") + b"{}",
        told(data_offsets=[0, 28]),
        told(data_offsets=[-24, 0]),
        told(data_offsets=[24, 0]),
        told(data_offsets=[8, 32]),
        told(data_offsets=None),
        told(data_offsets=[0]),
        told(shape=[2, 4]),
        told(shape="six"),
        told(shape=[-2, -3]),
    ],
    ids=range(16),
)
def test_another_form_is_a_value_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "model.safetensors"
    file.write_bytes(content)
    with pytest.raises(ValueError):  # noqa: PT011 - of numpy, of json, or our own
        mapped(file)


def test_a_file_cut_off_anywhere_is_a_value_error(file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    cut = tmp_path / "cut.safetensors"
    for length in range(0, len(whole) - 1, 7):
        cut.write_bytes(whole[:length])
        with pytest.raises(ValueError):  # noqa: PT011
            mapped(cut)
