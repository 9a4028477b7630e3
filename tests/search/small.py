"""A small library with random unit vectors, and an encoder that knows a few words."""

from contextlib import contextmanager

import numpy as np

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.types import CropSpec, FileStamp, FoundFile, Metadata
from imagefinder.files.decode import Limits
from imagefinder.search.indexes import open_nearest
from imagefinder.search.left import Left
from imagefinder.search.searcher import Searcher
from imagefinder.search.terms import TermEmbedder
from imagefinder.store.connect import open_for_writing
from imagefinder.store.library import Library
from imagefinder.store.scan import ScanNotes

DIM = 8
LIMITS = Limits(10**8, 10**8)


def unit(seed, dim=DIM):
    vector = np.random.default_rng(seed).standard_normal(dim)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def digest(number):
    return int(number).to_bytes(16, "big")


class Words:
    """An encoder of words by their length, and of pictures by their mean colour."""

    key = name = "words"
    dim = DIM
    crop = CropSpec(16)
    device, precision, batch_size = "cpu", "float32", 4

    def __init__(self):
        self.asked = []

    def encode_texts(self, texts):
        self.asked += texts
        return np.stack([word(text) for text in texts])

    def encode_images(self, crops):
        self.asked.append(crops.shape)
        vectors = np.zeros((len(crops), DIM), np.float32)
        vectors[:, :3] = crops.mean(axis=(1, 2)) + 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def word(text):
    return unit(1000 + sum(map(ord, text)))


class Small:
    """One library, its model and a searcher over it."""

    def __init__(self, library, paths):
        self.library, self.paths = library, paths
        self.encoder = Words()
        row = library.use_model("words", "words")
        library.note_model_loaded(row.id, DIM, "cpu", "float32")
        self.model = library.model("words")

    def put(self, contents, folder="/photos"):
        """Photos by path with the number of their content; None: not read yet."""
        root = self.library.add_folder(folder)
        notes = ScanNotes(self.library, root)
        for age, path in enumerate(contents):
            notes.saw(FoundFile(path, FileStamp(100, age * 86_400 * 10**9)))
        notes.apply()
        for path, number in contents.items():
            if number is not None:
                self.library.add_embedding(self.model.id, digest(number), unit(number))
                self.library.add_picture(digest(number), Metadata("JPEG", 10, 10))
                self.library.settle_same(self.library.photo_at(path), digest(number))

    def terms(self):
        return TermEmbedder(
            self.library, self.model.id, lambda: self.encoder, lambda: self.encoder, LIMITS
        )

    def nearest(self, *, writable=True):
        return open_nearest(self.library, self.paths, self.model, writable=writable)

    def searcher(self):
        left = Left(self.library, None)
        return Searcher(self.library, self.model, self.nearest(), self.terms(), left)


@contextmanager
def small(folder):
    paths = LibraryPaths(folder)
    library = Library(open_for_writing(paths))
    try:
        yield Small(library, paths)
    finally:
        library.close()
