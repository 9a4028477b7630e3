"""The tensors of a safetensors file as numpy arrays that stay on the disk until they are read.

Called by `words`; `weights` asks how such a file begins. The safetensors package would copy the
tensors: it maps them for torch only. The format: the length of the header in eight bytes, the
header in JSON, then the numbers of all tensors.
"""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Longer headers are refused, as the package does.
_LONGEST_HEADER = 100_000_000
_TYPES: dict[str, np.dtype[Any]] = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2")}
_LENGTH_BYTES = 8


def numbers_begin(head: bytes, size: int) -> int | None:
    """Where the numbers lie in a file of `size` bytes, by its first nine; None in another file."""
    begin = _LENGTH_BYTES + int.from_bytes(head[:_LENGTH_BYTES], "little")
    whole = begin <= min(size, _LENGTH_BYTES + _LONGEST_HEADER)
    return begin if whole and head[_LENGTH_BYTES : _LENGTH_BYTES + 1] == b"{" else None


def mapped(file: Path) -> dict[str, NDArray[Any]]:
    """Each tensor in float32 or float16 by name; ValueError where `file` is none of this format."""
    whole = np.asarray(np.memmap(file, np.uint8, mode="r"))
    begin = numbers_begin(whole[: _LENGTH_BYTES + 1].tobytes(), whole.size)
    if begin is None:
        raise ValueError(f"{file} has no header of this format")
    header = json.loads(whole[_LENGTH_BYTES:begin].tobytes())
    numbers = whole[begin:]
    try:
        return {
            name: _tensor(numbers, told)
            for name, told in header.items()
            if isinstance(told, dict) and told.get("dtype") in _TYPES
        }
    except (KeyError, TypeError, AttributeError) as e:
        raise ValueError(f"{file} has a header that says nothing of its tensors") from e


def _tensor(numbers: NDArray[np.uint8], told: dict[str, Any]) -> NDArray[Any]:
    start, end = told["data_offsets"]
    shape, dtype = told["shape"], _TYPES[told["dtype"]]
    if not 0 <= start <= end <= numbers.size or end - start != math.prod(shape) * dtype.itemsize:
        raise ValueError("a tensor lies outside of its file")
    return numbers[start:end].view(dtype).reshape(shape)
