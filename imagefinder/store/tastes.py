"""Tastes and their votes, kept by content: whatever happens to a file, its vote stays.

Written by the engine's taste thread through a connection of its own, in short transactions, so that
no vote waits for a batch of the indexing; read by whoever ranks. Votes are in the order in which
they were given; one that is changed counts as the newest.
"""

import datetime
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from imagefinder.core.errors import KnownError
from imagefinder.core.tasting import TasteSummary
from imagefinder.core.types import Digest
from imagefinder.store.connect import transaction
from imagefinder.store.questions import Questions

LONGEST_NAME = 60
DIGEST_BYTES = 16
_CHUNK = 500
_SUMMARIES = (
    "SELECT t.name, coalesce(sum(v.liked), 0), count(v.id) - coalesce(sum(v.liked), 0) "
    "FROM tastes t LEFT JOIN votes v ON v.taste_id = t.id GROUP BY t.id ORDER BY t.name"
)
_UNUSED = "DELETE FROM foreign_vectors WHERE digest NOT IN (SELECT digest FROM votes)"
_PRESENT = "p.missing = 0 AND p.problem IS NULL"


class VoteRow(msgspec.Struct, frozen=True):
    """A vote; `expected_yes` is what was expected before it, None where nothing was."""

    digest: Digest
    liked: bool
    expected_yes: bool | None = None


class Votable(msgspec.Struct, frozen=True):
    """A content that may be shown, with one of its files."""

    embedding_id: int
    digest: Digest
    photo_id: int


class Tastes(Questions):
    """Tastes of one library through one connection; only a writer's may be written to."""

    def all(self) -> tuple[TasteSummary, ...]:
        """Every taste with its number of votes, by name."""
        return tuple(TasteSummary(*row) for row in self._all(_SUMMARIES))

    def votes(self, name: str) -> list[VoteRow]:
        """The votes of a taste, oldest first; KnownError where there is no such taste."""
        rows = self._all(
            "SELECT digest, liked, expected_yes FROM votes WHERE taste_id = ? ORDER BY id",
            self._id(name),
        )
        return [VoteRow(d, bool(liked), None if e is None else bool(e)) for d, liked, e in rows]

    def make(self, name: str) -> None:
        """A new taste without votes."""
        name = valid_name(name)
        with transaction(self.connection):
            self._refuse_taken(name)
            self._do("INSERT INTO tastes (name) VALUES (?)", name)

    def rename(self, name: str, to: str) -> None:
        """Call a taste something else."""
        to = valid_name(to)
        with transaction(self.connection):
            taste = self._id(name)
            self._refuse_taken(to, but=taste)
            self._do("UPDATE tastes SET name = ? WHERE id = ?", to, taste)

    def duplicate(self, name: str, to: str) -> None:
        """A second taste with the same votes."""
        to = valid_name(to)
        with transaction(self.connection):
            taste = self._id(name)
            self._refuse_taken(to)
            self._do("INSERT INTO tastes (name) VALUES (?)", to)
            self._do(
                "INSERT INTO votes (taste_id, digest, liked, voted_at, expected_yes) "
                "SELECT ?, digest, liked, voted_at, expected_yes FROM votes "
                "WHERE taste_id = ? ORDER BY id",
                *(self._id(to), taste),
            )

    def reset(self, name: str) -> None:
        """Forget the votes of a taste."""
        with transaction(self.connection):
            self._do("DELETE FROM votes WHERE taste_id = ?", self._id(name))
            self._do(_UNUSED)

    def delete(self, name: str) -> None:
        """Forget a taste and its votes."""
        with transaction(self.connection):
            taste = self._id(name)
            self._do("DELETE FROM votes WHERE taste_id = ?", taste)
            self._do("DELETE FROM tastes WHERE id = ?", taste)
            self._do(_UNUSED)

    def cast(self, name: str, votes: Sequence[VoteRow]) -> None:
        """Vote, in this order; a taste of this name is made where there is none.

        A vote that changes an earlier one keeps what was expected before that: by now the
        recommender has been told.
        """
        name = valid_name(name)
        with transaction(self.connection):
            self._do("INSERT OR IGNORE INTO tastes (name) VALUES (?)", name)
            taste, now = self._id(name), _now()
            for vote in votes:
                self._cast(taste, vote, now)

    def take_back(self, name: str, digests: Sequence[Digest]) -> None:
        """Forget the votes on these contents, where there are any."""
        with transaction(self.connection):
            taste = self._id(name)
            for digest in digests:
                self._do("DELETE FROM votes WHERE taste_id = ? AND digest = ?", taste, digest)

    def undo(self, name: str) -> Digest | None:
        """Take the newest vote back; returns on what it was, None where no vote is left."""
        with transaction(self.connection):
            row = self._one(
                "SELECT id, digest FROM votes WHERE taste_id = ? ORDER BY id DESC LIMIT 1",
                self._id(name),
            )
            if row is None:
                return None
            self._do("DELETE FROM votes WHERE id = ?", row[0])
        digest: Digest = row[1]
        return digest

    def digests_of(self, photo_ids: Sequence[int]) -> list[Digest]:
        """The contents of these photos, in their order, each once; of unread ones there is none."""
        found: dict[int, Digest] = {}
        for chunk in _chunks(photo_ids):
            sql = f"SELECT id, digest FROM photos WHERE id IN ({_marks(chunk)})"
            found.update((i, d) for i, d in self._all(sql, *chunk) if d is not None)
        return list(dict.fromkeys(found[i] for i in photo_ids if i in found))

    def embedding_ids(self, model_id: int, digests: Sequence[Digest]) -> list[int]:
        """The ids of the vectors that this library has made of these contents, ascending."""
        found: list[int] = []
        for chunk in _chunks(digests):
            sql = f"SELECT id FROM embeddings WHERE model_id = ? AND digest IN ({_marks(chunk)})"
            found += [i for (i,) in self._all(sql, model_id, *chunk)]
        return sorted(found)

    def photos_of(self, digests: Sequence[Digest]) -> dict[Digest, int]:
        """One photo of each content that has a file at present; a readable one where there is."""
        found: dict[Digest, int] = {}
        for chunk in _chunks(digests):
            sql = (
                "SELECT p.digest, p.id FROM photos p JOIN folders f ON f.id = p.folder_id "
                f"WHERE p.digest IN ({_marks(chunk)}) AND {_PRESENT} "
                "ORDER BY f.offline IS NOT NULL, p.id"
            )
            for digest, photo_id in self._all(sql, *chunk):
                found.setdefault(digest, photo_id)
        return found

    def vectors(
        self, model_id: int, digests: Sequence[Digest]
    ) -> dict[Digest, npt.NDArray[np.float32]]:
        """The `(dim,)` float32 unit vector of each content that has one of this model.

        What came with an imported taste stands in for what this library has not read.
        """
        found: dict[Digest, npt.NDArray[np.float32]] = {}
        for table in ("embeddings", "foreign_vectors"):
            for chunk in _chunks([digest for digest in digests if digest not in found]):
                sql = (
                    f"SELECT digest, vector FROM {table} "
                    f"WHERE model_id = ? AND digest IN ({_marks(chunk)})"
                )
                rows = self._all(sql, model_id, *chunk)
                found.update(zip((d for d, _ in rows), _unit([b for _, b in rows]), strict=True))
        return found

    def votable(self, embedding_ids: Sequence[int]) -> list[Votable]:
        """Those of these embeddings that have a file and are not hidden, in the order given."""
        found: dict[int, Votable] = {}
        for chunk in _chunks(embedding_ids):
            sql = (
                "SELECT e.id, e.digest, p.id FROM embeddings e "
                "CROSS JOIN photos p ON p.digest = e.digest JOIN folders f ON f.id = p.folder_id "
                f"WHERE e.id IN ({_marks(chunk)}) AND {_PRESENT} "
                "AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.digest = e.digest) "
                "ORDER BY f.offline IS NOT NULL, p.id"
            )
            for row in self._all(sql, *chunk):
                found.setdefault(row[0], Votable(*row))
        return [found[i] for i in map(int, embedding_ids) if i in found]

    def votable_pages(self, model_id: int) -> Iterator[list[Votable]]:
        """All that may be shown, page by page, in the order of their photos."""
        sql = (
            "SELECT e.id, e.digest, p.id FROM photos p "
            "CROSS JOIN embeddings e ON e.model_id = ?1 AND e.digest = p.digest "
            f"WHERE p.id > ?2 AND {_PRESENT} "
            "AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.digest = p.digest) "
            f"ORDER BY p.id LIMIT {_CHUNK}"
        )
        rows = self._all(sql, model_id, 0)
        while rows:
            yield list({row[1]: Votable(*row) for row in rows}.values())
            rows = self._all(sql, model_id, rows[-1][2])

    def take_in(
        self,
        name: str,
        votes: Sequence[VoteRow],
        model_id: int,
        vectors: Sequence[tuple[Digest, npt.NDArray[np.float16]]],
    ) -> None:
        """A new taste with votes from elsewhere and their `(dim,)` float16 unit vectors.

        These count where the library has made no vector of a content itself, and for votes only.
        """
        with transaction(self.connection):
            self._do("INSERT INTO tastes (name) VALUES (?)", valid_name(name))
            taste, now = self._id(name), _now()
            for vote in votes:
                self._cast(taste, vote, now)
            for digest, vector in vectors:
                self._do(
                    "INSERT OR REPLACE INTO foreign_vectors VALUES (?, ?, ?)",
                    *(model_id, digest, vector.astype("<f2").tobytes()),
                )

    def _cast(self, taste: int, vote: VoteRow, now: str) -> None:
        earlier = self._one(
            "SELECT expected_yes FROM votes WHERE taste_id = ? AND digest = ?", taste, vote.digest
        )
        expected = vote.expected_yes if earlier is None else earlier[0]
        self._do("DELETE FROM votes WHERE taste_id = ? AND digest = ?", taste, vote.digest)
        self._do(
            "INSERT INTO votes (taste_id, digest, liked, voted_at, expected_yes) "
            "VALUES (?, ?, ?, ?, ?)",
            *(taste, vote.digest, vote.liked, now, expected),
        )

    def _id(self, name: str) -> int:
        row = self._one("SELECT id FROM tastes WHERE name = ?", name.strip())
        if row is None:
            raise KnownError(f'There is no taste "{name}". See: imagefinder taste list')
        return int(row[0])

    def _refuse_taken(self, name: str, but: int | None = None) -> None:
        row = self._one("SELECT id FROM tastes WHERE name = ?", name)
        if row is not None and row[0] != but:
            raise KnownError(f'There is a taste "{name}" already. Choose another name.')

    def _do(self, sql: str, *values: object) -> None:
        self.connection.execute(sql, values)


def valid_name(name: str) -> str:
    """The name without blanks around it; KnownError where it is none."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or '"' in name or not name.isprintable():
        raise KnownError(
            f"A taste's name has 1 to {LONGEST_NAME} characters, and no quotation mark. "
            "Choose another one."
        )
    return name


def _unit(blobs: Sequence[bytes]) -> npt.NDArray[np.float32]:
    """The vectors as `(n, dim)` float32 unit rows."""
    halves = np.frombuffer(b"".join(blobs), "<f2").reshape(len(blobs), -1 if blobs else 0)
    vectors = halves.astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return vectors


def _now() -> str:
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")


def _chunks(values: Sequence[object]) -> Iterator[list[object]]:
    for start in range(0, len(values), _CHUNK):
        yield list(values[start : start + _CHUNK])


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
