"""All that is written to the library, by its one writer.

A scan notes what it saw of a folder (`ScanNotes`), then `apply_scan` compares that with the photos
known so far, in one transaction. Reading the files then settles each photo: `settle_*`.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager

import msgspec

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import is_inside, path_to_column
from imagefinder.core.reports import ForestFigures
from imagefinder.core.types import Digest, Metadata, Vector
from imagefinder.store.connect import transaction
from imagefinder.store.faults import faults_as_sentences
from imagefinder.store.reader import Reader
from imagefinder.store.rows import Folder, ModelRow, PhotoRow

_READ_AGAIN = "UPDATE photos SET problem = NULL, dirty = 1 WHERE problem IS NOT NULL"


class Library(Reader):
    """Writes to one library; everything a `Reader` answers, it answers too."""

    def transaction(self) -> AbstractContextManager[None]:
        """All writes inside happen, or none."""
        return transaction(self.connection)

    def remember(self, key: str, value: str) -> None:
        """Keep a choice, such as the wanted model."""
        self._do(
            "INSERT INTO state VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            *(key, value),
        )

    def add_folder(self, path: str) -> Folder:
        """Watch `path`. A folder above it that is watched already is returned instead.

        Watched folders below `path` become part of it, but for those that are offline: as a part
        of a folder that can be read, their photos would count as gone.
        """
        folders = self.folders()
        for folder in folders:
            if is_inside(path, folder.path):
                return folder
        with self.transaction():
            self._do("INSERT INTO folders (path) VALUES (?)", path_to_column(path))
            added = next(f for f in self.folders() if f.path == path)
            for folder in folders:
                if is_inside(folder.path, path) and folder.offline is None:
                    self._absorb(folder, added)
        return added

    def remove_folder(self, path: str) -> int:
        """Stop watching `path` and forget its photos; returns how many. Vectors are kept."""
        folder = self.folder_at(path)
        with self.transaction():
            removed = self._forget_photos(folder)
            self._do("DELETE FROM folders WHERE id = ?", folder.id)
        return removed

    def give_up_photos(self, path: str) -> int:
        """Forget the photos of a folder whose pictures the person says are gone; returns how many.

        The folder stays watched. Vectors and votes stay, keyed by content.
        """
        with self.transaction():
            return self._forget_photos(self.folder_at(path))

    def folder_at(self, path: str) -> Folder:
        """The watched folder at exactly this path, or a KnownError."""
        for folder in self.folders():
            if folder.path == path:
                return folder
        raise KnownError(f"{path} is not a watched folder. See: imagefinder folder list")

    def set_offline(self, folder: Folder, reason: str | None) -> None:
        """Note that a folder can't be read, or (None) that it can."""
        self._do("UPDATE folders SET offline = ? WHERE id = ?", reason, folder.id)

    def settle_same(self, photo: PhotoRow, digest: Digest) -> None:
        """The file was read and its content is known: nothing else to store."""
        self._do(
            "UPDATE photos SET digest = ?, dirty = 0, problem = NULL WHERE id = ?", digest, photo.id
        )

    def settle_problem(self, photo: PhotoRow, reason: str, digest: Digest | None = None) -> None:
        """The file is no readable picture."""
        self._do(
            "UPDATE photos SET problem = ?, digest = ?, dirty = 0 WHERE id = ?",
            *(reason, digest, photo.id),
        )

    def settle_other(self, photo: PhotoRow, reason: str) -> None:
        """The file is no picture and isn't named like one: it is no photo, and not read again."""
        stamp = photo.stamp
        self._do(
            # Its folder is asked anew: it may have left the library since.
            "INSERT OR REPLACE INTO others "
            "SELECT path, folder_id, ?, ?, ? FROM photos WHERE id = ?",
            *(stamp.size, stamp.mtime_ns, reason, photo.id),
        )
        self._do("DELETE FROM photos WHERE id = ?", photo.id)

    def settle_moved(self, new: PhotoRow, old: PhotoRow) -> None:
        """`new` is the file of `old` at another path: the old photo goes on under the new path."""
        # Asked anew: its folder may have left the library since, or become part of another.
        row = self._one("SELECT folder_id FROM photos WHERE id = ?", new.id)
        if row is None:
            return
        self._do("DELETE FROM photos WHERE id = ?", new.id)
        self._do(
            "UPDATE photos SET folder_id = ?, path = ?, size = ?, mtime_ns = ?, dirty = 0, "
            # A content that was decoded since has metadata, and no problem any more.
            "missing = 0, problem = CASE WHEN EXISTS (SELECT 1 FROM pictures m "
            "WHERE m.digest = photos.digest) THEN NULL ELSE problem END WHERE id = ?",
            *(row[0], path_to_column(new.path), new.stamp.size, new.stamp.mtime_ns, old.id),
        )

    def settle_gone(self, photo: PhotoRow) -> None:
        """The file vanished between being seen and being read."""
        self._do("UPDATE photos SET missing = 1 WHERE id = ?", photo.id)

    def add_picture(self, digest: Digest, metadata: Metadata) -> None:
        """Store what a content says about itself, unless it is known."""
        m = metadata
        place = (m.place.latitude, m.place.longitude) if m.place else (None, None)
        self._do(
            "INSERT INTO pictures VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?) "
            "ON CONFLICT (digest) DO NOTHING",
            *(digest, m.format, m.width, m.height, m.taken_at, m.taken_offset_min, m.camera),
            *(m.lens, m.exposure_s, m.aperture, m.iso, m.focal_length_mm, *place),
        )

    def add_embedding(self, model_id: int, digest: Digest, vector: Vector) -> None:
        """Store the `(dim,)` unit vector of a content, unless it has one."""
        blob = vector.astype("<f2").tobytes()
        self._do(
            "INSERT INTO embeddings (model_id, digest, vector) VALUES (?, ?, ?) "
            "ON CONFLICT (model_id, digest) DO NOTHING",
            *(model_id, digest, blob),
        )

    def remove_missing(self) -> int:
        """Forget the photos whose files are gone from readable folders; returns how many."""
        with self.transaction():
            return self._do(
                "DELETE FROM photos WHERE missing = 1 AND +folder_id IN "
                "(SELECT id FROM folders WHERE offline IS NULL)"
            )

    def use_model(self, key: str, name: str) -> ModelRow:
        """The row of a model, made if the library has not used it yet."""
        self._do(
            "INSERT INTO models (key, name) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET name = excluded.name",
            *(key, name),
        )
        row = self.model(key)
        if row is None:
            raise AssertionError("the model's row was just written")
        return row

    def note_model_loaded(self, model_id: int, dim: int, device: str, precision: str) -> None:
        """Keep what `status` shows without loading the model."""
        self._do(
            "UPDATE models SET dim = ?, device = ?, precision = ? WHERE id = ?",
            *(dim, device, precision, model_id),
        )

    def publish_forest(self, model_id: int, figures: ForestFigures) -> None:
        """Make a finished generation the one that answers."""
        self._do(
            "INSERT INTO forests VALUES (?, ?, ?) ON CONFLICT (model_id) DO UPDATE "
            "SET generation = excluded.generation, figures = excluded.figures",
            *(model_id, figures.generation, msgspec.json.encode(figures).decode()),
        )

    def retry_problems(self, paths: Sequence[str] = ()) -> int:
        """Have these files with a problem, or all, read again at the next index; returns how many.

        What was ignored stays so, should it fail again. Those of `paths` that are no pictures are
        read again too.
        """
        with self.transaction():
            if not paths:
                self._do("DELETE FROM suspects")
                return self._do(_READ_AGAIN)
            return sum(self._retry(path_to_column(path)) for path in paths)

    def retry_others(self) -> int:
        """Have all files that are no pictures read again at the next index; returns how many."""
        with self.transaction():
            return self._retry_others("1")

    def judge_again(
        self, folder: Folder, recognised_by: str, decoded_by: str, but_for: str
    ) -> None:
        """Have files of a folder read again at the next index if they would be judged by others.

        Files that are no pictures where other formats are recognised than when they were read;
        those that can't be read also where other decoders are there. But for those whose problem
        is `but_for`.
        """
        row = self._one("SELECT recognised_by, decoded_by FROM folders WHERE id = ?", folder.id)
        if row is None or tuple(row) == (recognised_by, decoded_by):
            return
        with self.transaction():
            if row[0] != recognised_by:
                self._retry_others("folder_id = ?", folder.id)
            self._do(
                # Not those that are gone: where one was moved to goes on with its problem.
                f"{_READ_AGAIN} AND missing = 0 AND +folder_id = ? AND problem <> ?",
                *(folder.id, but_for),
            )
            self._do(
                "UPDATE folders SET recognised_by = ?, decoded_by = ? WHERE id = ?",
                *(recognised_by, decoded_by, folder.id),
            )

    def reread_all(self) -> None:
        """Have every readable photo read again: its thumbnails are gone."""
        self._do("UPDATE photos SET dirty = 1 WHERE problem IS NULL")

    def set_strikes(self, path: str, strikes: int) -> None:
        """Note how strongly a file is suspected of killing the decoder; 0 clears it."""
        if strikes:
            self._do(
                "INSERT INTO suspects VALUES (?, ?) "
                "ON CONFLICT (path) DO UPDATE SET strikes = excluded.strikes",
                *(path_to_column(path), strikes),
            )
        else:
            self._do("DELETE FROM suspects WHERE path = ?", path_to_column(path))

    def _absorb(self, inner: Folder, outer: Folder) -> None:
        for table in ("photos", "others"):
            self._do(f"UPDATE {table} SET folder_id = ? WHERE folder_id = ?", outer.id, inner.id)
        self._do("DELETE FROM folders WHERE id = ?", inner.id)

    def _retry(self, path: str | bytes) -> int:
        self._do("DELETE FROM suspects WHERE path = ?", path)
        return self._do(f"{_READ_AGAIN} AND path = ?", path) + self._retry_others("path = ?", path)

    def _retry_others(self, condition: str, *values: object) -> int:
        self._do(
            "INSERT INTO photos (folder_id, path, size, mtime_ns) "
            f"SELECT folder_id, path, size, mtime_ns FROM others WHERE {condition}",
            *values,
        )
        return self._do(f"DELETE FROM others WHERE {condition}", *values)

    def _forget_photos(self, folder: Folder) -> int:
        self._do("DELETE FROM others WHERE folder_id = ?", folder.id)
        return self._do("DELETE FROM photos WHERE folder_id = ?", folder.id)

    def _do(self, sql: str, *values: object) -> int:
        with faults_as_sentences(self.connection):
            return self.connection.execute(sql, values).rowcount
