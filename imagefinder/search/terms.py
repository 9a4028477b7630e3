"""A query's terms become vectors: words by the model, pictures by what is stored, or by the model.

A picture that the library holds is not embedded again, so it is its own best hit exactly.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from imagefinder.core.errors import BugError, KnownError, UnreadableImage, Vanished
from imagefinder.core.query import PictureFile, PictureVector, TasteTerm, Term, Words
from imagefinder.core.types import Digest, Vector
from imagefinder.embed.encoder import Encoder, TextEncoder
from imagefinder.files.decode import Content, Limits, decode, read_content
from imagefinder.search.compose import EmbeddedTerm
from imagefinder.store.reader import Reader


class TermEmbedder:
    """Embeds terms with one model.

    `encoder` is only called where a picture needs the model, `texts` where words need their half.
    """

    def __init__(
        self,
        reader: Reader,
        model_id: int,
        encoder: Callable[[], Encoder],
        texts: Callable[[], TextEncoder],
        limits: Limits,
    ) -> None:
        self._reader = reader
        self._model_id = model_id
        self._encoder = encoder
        self._texts = texts
        self._limits = limits

    def embed(self, terms: Iterable[Term]) -> list[EmbeddedTerm]:
        """Each term's unit vector and weight, in order; KnownError names a picture that is none."""
        terms = list(terms)
        words = iter(self._words([term.text for term in terms if isinstance(term, Words)]))
        return [EmbeddedTerm(self._vector(term, words), term.weight) for term in terms]

    def picture(self, path: str) -> Vector:
        """The unit vector of a picture file, stored or made now."""
        try:
            content = _content(path, self._limits)
            stored = self._stored(content.digest)
            if stored is not None:
                return stored
            encoder = self._encoder()
            crop = decode(content, encoder.crop, self._limits).crop
        except Vanished as e:
            raise KnownError(f"There is no file {path}.") from e
        except UnreadableImage as e:
            raise KnownError(f"{path} can't be used as a query: it {e}.") from e
        if crop is None:
            raise BugError("a crop was asked for")
        return np.asarray(encoder.encode_images(crop[None])[0])

    def _vector(self, term: Term, words: Iterable[Vector]) -> Vector:
        match term:
            case Words():
                return next(iter(words))
            case PictureFile(path=path):
                return self.picture(path)
            case PictureVector(vector=vector):
                return _given(vector)
            case TasteTerm(name=name):
                raise KnownError(f'The taste "{name}" is no single direction. Ask without it here.')

    def _words(self, texts: Sequence[str]) -> Sequence[Vector]:
        return list(self._texts().encode_texts(texts)) if texts else []

    def _stored(self, digest: Digest) -> Vector | None:
        half = self._reader.vector(self._model_id, digest)
        if half is None:
            return None
        vector = half.astype(np.float32)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def _given(vector: bytes) -> Vector:
    """The vector that a query brings along; who saved it may have been anybody."""
    whole = len(vector) - len(vector) % np.dtype("<f4").itemsize
    values = np.frombuffer(vector[:whole], dtype="<f4")
    if whole != len(vector) or not np.isfinite(values).all():
        raise KnownError("A picture of this query is damaged. Put it into the query again.")
    return values


def _content(path: str, limits: Limits) -> Content:
    try:
        return read_content(path, limits)
    except ValueError as e:  # a NUL or half a character in the name
        raise UnreadableImage("no file can be named so") from e
