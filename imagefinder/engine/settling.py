"""Writes the outcomes of reading into the library, a batch in one transaction.

A batch is photos with their outcomes and the vectors made for them. Here it is decided whether a
file is new, changed, touched, moved or a copy; `report` counts it.
"""

from collections.abc import Mapping, Sequence

from imagefinder.core.reports import IndexReport
from imagefinder.core.types import Digest, Vector
from imagefinder.engine.outcomes import Decoded, Gone, Known, Other, Outcome, Unreadable
from imagefinder.files.lookout import has_entries
from imagefinder.store.library import Library
from imagefinder.store.rows import PhotoRow
from imagefinder.store.thumbs import ThumbnailFile


class Settling:
    """Settles photos for one model."""

    def __init__(
        self, library: Library, thumbnails: ThumbnailFile, model_id: int, report: IndexReport
    ) -> None:
        self._library = library
        self._thumbnails = thumbnails
        self._model_id = model_id
        self._report = report

    def settle(
        self,
        batch: Sequence[tuple[PhotoRow, Outcome]],
        vectors: Mapping[Digest, Vector],
        cleared: Sequence[str] = (),
    ) -> None:
        """Write the batch: all of it, or nothing. The paths `cleared` are suspected no more."""
        pictures = [outcome.picture for _, outcome in batch if isinstance(outcome, Decoded)]
        # Thumbnails first: a photo that counts as read has one.
        self._thumbnails.add((picture.digest, picture.thumbnail) for picture in pictures)
        with self._library.transaction():
            for picture in pictures:
                self._library.add_picture(picture.digest, picture.metadata)
            for digest, vector in vectors.items():
                self._library.add_embedding(self._model_id, digest, vector)
            self._report.embedded += len(vectors)
            fresh = set(vectors)
            for photo, outcome in batch:
                self._one(photo, outcome, fresh)
            for path in cleared:
                self._library.set_strikes(path, 0)

    def _one(self, photo: PhotoRow, outcome: Outcome, fresh: set[Digest]) -> None:
        match outcome:
            case Gone() if self._lies_in_reach(photo):
                self._library.settle_gone(photo)
            case Gone():
                pass  # its disk was unplugged since the scan: it is kept, and read another time
            case Other(reason=reason):
                self._library.settle_other(photo, reason)
            case Unreadable(reason=reason, digest=digest):
                self._problem(photo, reason, digest)
            case Known(digest=digest, problem=str(reason)):
                self._problem(photo, reason, digest)
            case Known(digest=digest):
                self._content(photo, digest, fresh)
            case Decoded(picture=picture):
                self._content(photo, picture.digest, fresh)

    def _lies_in_reach(self, photo: PhotoRow) -> bool:
        """Whether its folder is there; of an unplugged disk at most an empty mount point is."""
        roots = {folder.id: folder.path for folder in self._library.folders()}
        root = roots.get(photo.folder_id)
        return root is None or has_entries(root)

    def _content(self, photo: PhotoRow, digest: Digest, fresh: set[Digest]) -> None:
        if self._moved(photo, digest):
            return
        self._library.settle_same(photo, digest)
        if self._count_difference(photo, digest):
            if digest in fresh:
                fresh.discard(digest)  # a second file with this content reuses the vector
            else:
                self._report.reused += 1

    def _problem(self, photo: PhotoRow, reason: str, digest: Digest | None) -> None:
        if digest is None or not self._moved(photo, digest):
            self._library.settle_problem(photo, reason, digest)
            self._count_difference(photo, digest)

    def _moved(self, photo: PhotoRow, digest: Digest) -> bool:
        """Whether a new file is a known photo at another path; then that photo goes on here."""
        old = self._library.missing_twin(digest) if photo.digest is None else None
        if old is None:
            return False
        self._library.settle_moved(photo, old)
        self._report.moved += 1
        return True

    def _count_difference(self, photo: PhotoRow, digest: Digest | None) -> bool:
        """Count the photo as added or changed; False where its content is what it was."""
        if photo.digest is None:
            self._report.added += 1
        elif photo.digest != digest:
            self._report.changed += 1
        return photo.digest is None or photo.digest != digest
