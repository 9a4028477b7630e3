"""A taste as one file, to keep or to give away: votes and vectors, no pictures, no paths.

The file is JSON. It names the vectors' model by its key and, where the weights are at hand, by
their hash; another model refuses it, since vectors of two models mean nothing to each other. What
comes in is not trusted: every length and number is checked, nothing in it is run or opened.
Vectors that come in are kept apart from those that this library made (`store.tastes`), so that no
file can change what a picture is found by. Called by the taste desk.
"""

from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Meta

from imagefinder.core.errors import KnownError
from imagefinder.core.plain_files import NotPlainFile, open_plain
from imagefinder.embed.models import content_hash, resolve
from imagefinder.embed.weights import located
from imagefinder.store.rows import ModelRow
from imagefinder.store.tastes import LONGEST_NAME, Tastes, VoteRow, valid_name

VERSION = 1
# Forty thousand votes at 512 dimensions.
LARGEST_FILE_BYTES = 64 * 2**20
_UNIT_TOLERANCE = 0.01


class FiledVote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One vote. `vector` is `(dim,)` float16, little-endian; empty where there was none."""

    digest: Annotated[bytes, Meta(min_length=16, max_length=16)]
    liked: bool
    expected_yes: bool | None
    vector: bytes


class TasteFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    imagefinder_taste: int
    name: str
    model: str
    weights: str
    dim: Annotated[int, Meta(ge=1, le=65536)]
    votes: list[FiledVote]


class _Version(msgspec.Struct, frozen=True):
    imagefinder_taste: int


def taste_content(tastes: Tastes, model: ModelRow, name: str) -> bytes:
    """What the file of this taste holds."""
    rows = tastes.votes(name)
    vectors = tastes.vectors(model.id, [row.digest for row in rows])
    votes = [
        FiledVote(row.digest, row.liked, row.expected_yes, _blob(vectors.get(row.digest)))
        for row in rows
    ]
    weights = _weights_hash(model)
    filed = TasteFile(VERSION, name.strip(), model.key, weights, model.dim or 1, votes)
    return msgspec.json.encode(filed) + b"\n"


def read_taste(tastes: Tastes, model: ModelRow, file: str) -> str:
    """Take the taste in `file` in and return its name, which is a new one where it is taken."""
    filed = _decoded(file, _content(Path(file)))
    _refuse_other_model(filed, model, file)
    vectors = [(vote.digest, _vector(vote, filed.dim, file)) for vote in filed.votes if vote.vector]
    rows = [VoteRow(vote.digest, vote.liked, vote.expected_yes) for vote in filed.votes]
    if len({row.digest for row in rows}) != len(rows):
        raise _damaged(file, "it has two votes on one picture")
    name = _free_name(tastes, _named(filed, file))
    tastes.take_in(name, rows, model.id, vectors)
    return name


def _content(file: Path) -> bytes:
    try:
        with open_plain(file) as opened:
            content = opened.read(LARGEST_FILE_BYTES + 1)
    except NotPlainFile as e:
        raise KnownError(f"{file} is no plain file. Choose another one.") from e
    except OSError as e:
        raise KnownError(f"{file} can't be read ({e.strerror}).") from e
    except ValueError as e:  # a NUL in the name
        raise KnownError(f"{file!s} is no name of a file.") from e
    if len(content) > LARGEST_FILE_BYTES:
        raise _damaged(str(file), "it is far too large")
    return content


def _decoded(file: str, content: bytes) -> TasteFile:
    try:
        if msgspec.json.decode(content, type=_Version).imagefinder_taste != VERSION:
            raise KnownError(f"{file} was written by a newer imagefinder. Update this one first.")
        return msgspec.json.decode(content, type=TasteFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as e:
        raise _damaged(file, str(e)) from e


def _refuse_other_model(filed: TasteFile, model: ModelRow, file: str) -> None:
    if filed.model != model.key or filed.dim != model.dim:
        raise KnownError(
            f"{file} was made with the model {_short(filed.model)}, this library answers with "
            f"{model.key}. Change to that model, index, then import it."
        )
    here = _weights_hash(model)
    if filed.weights and here and filed.weights != here:
        raise KnownError(
            f"{file} was made with other weights of {model.key} than the ones that are here. "
            "It can't be used with these."
        )


def _vector(vote: FiledVote, dim: int, file: str) -> npt.NDArray[np.float16]:
    if len(vote.vector) != 2 * dim:
        raise _damaged(file, f"a vector of it has not {dim} numbers")
    vector = np.frombuffer(vote.vector, "<f2")
    length = float(np.linalg.norm(vector.astype(np.float32)))
    if not abs(length - 1) <= _UNIT_TOLERANCE:  # not a number is not near to one either
        raise _damaged(file, "a vector of it is not of length one")
    return vector


def _named(filed: TasteFile, file: str) -> str:
    try:
        return valid_name(filed.name)
    except KnownError as e:
        raise _damaged(file, "its name is none that a taste can have") from e


def _free_name(tastes: Tastes, name: str) -> str:
    """The name, or the first of `name 2`, `name 3`, … that is free."""
    taken = {taste.name for taste in tastes.all()}
    free, number = name, 1
    while free in taken:
        number += 1
        suffix = f" {number}"
        free = name[: LONGEST_NAME - len(suffix)].rstrip() + suffix
    return free


def _blob(vector: npt.NDArray[np.float32] | None) -> bytes:
    return b"" if vector is None else vector.astype("<f2").tobytes()


def _weights_hash(model: ModelRow) -> str:
    """The hash of the model's weights; empty where they can't be found here."""
    try:
        file = located(resolve(model.name))
        return content_hash([file]) if file else ""
    except KnownError:
        return ""


def _short(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:99]}…"


def _damaged(file: str, reason: str) -> KnownError:
    return KnownError(f"{file} is no taste of imagefinder, or is damaged: {reason}.")
