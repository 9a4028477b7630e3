"""How many: what the status line, `imagefinder status` and a search's coverage say.

Asked at every search, so none of these may walk through a million photos: the table `lacking` and
the partial indexes make them a matter of milliseconds.
"""

from imagefinder.core.reports import FolderStatus
from imagefinder.core.types import Coverage
from imagefinder.store.questions import Questions
from imagefinder.store.rows import Folder

# Photos that can't have a vector, and which of them are problems to be told of.
_NEVER = "FROM photos WHERE problem IS NOT NULL AND missing = 0"
_LISTED, _IGNORED = "ignored = 0", "ignored <> 0"


class Counts(Questions):
    """Counts over one library; see `Questions`."""

    def photo_count(self, folder: Folder) -> int:
        """How many photos of a folder are known, also those that can't be read."""
        return self._count("SELECT count(*) FROM photos WHERE folder_id = ?", folder.id)

    def other_count(self, folder: Folder | None = None) -> int:
        """How many files, of a folder or of all, are no pictures; none of them is a photo."""
        if folder is None:
            return self._count("SELECT count(*) FROM others")
        return self._count("SELECT count(*) FROM others WHERE folder_id = ?", folder.id)

    def vector_count(self, model_id: int) -> int:
        """How many contents have a vector of this model."""
        return self._count("SELECT count(*) FROM embeddings WHERE model_id = ?", model_id)

    def coverage(self, model_id: int) -> Coverage:
        """How much of the library a search with this model sees."""
        photos = self._count("SELECT count(*) FROM photos") - self._count(
            "SELECT count(*) FROM photos WHERE missing = 1"
        )
        never, ignored = self._count(f"SELECT count(*) {_NEVER}"), self.ignored_count()
        pending = self._pending(model_id) if self._knows(model_id) else photos - never
        offline = self._count(
            "SELECT count(*) FROM folders f CROSS JOIN photos p ON p.folder_id = f.id "
            "WHERE f.offline IS NOT NULL AND p.missing = 0"
        )
        searched = photos - pending - never
        return Coverage(photos, searched, pending, never - ignored, offline, ignored)

    def folder_statuses(self, model_id: int) -> tuple[FolderStatus, ...]:
        """Each watched folder with its counts, by path."""
        counts = "SELECT folder_id, count(*) FROM photos"
        every = self._by_folder(f"{counts} GROUP BY folder_id")
        missing = self._by_folder(f"{counts} WHERE missing = 1 GROUP BY +folder_id")
        problems, ignored = (
            self._by_folder(f"SELECT folder_id, count(*) {_NEVER} AND {which} GROUP BY +folder_id")
            for which in (_LISTED, _IGNORED)
        )
        pending = self._pending_by_folder(model_id)
        others, unreadable = (
            self._by_folder(f"SELECT folder_id, count(*) FROM {table} GROUP BY folder_id")
            for table in ("others", "unreadable")
        )
        return tuple(
            FolderStatus(
                folder.path,
                photos=every.get(folder.id, 0) - missing.get(folder.id, 0),
                pending=pending.get(folder.id, 0),
                problems=problems.get(folder.id, 0),
                offline=folder.offline,
                others=others.get(folder.id, 0),
                ignored=ignored.get(folder.id, 0),
                unreadable=unreadable.get(folder.id, 0),
            )
            for folder in self.folders()
        )

    def problem_count(self) -> int:
        """How many files and folders `problems` lists."""
        return self._count(
            f"SELECT (SELECT count(*) {_NEVER} AND {_LISTED}) + (SELECT count(*) FROM unreadable)"
        )

    def ignored_count(self) -> int:
        """How many files can't be read, but the person does not want to hear of them."""
        return self._count(f"SELECT count(*) {_NEVER} AND {_IGNORED}")

    def _pending(self, model_id: int) -> int:
        """Photos that lack a vector, but for those that are missing or can't have one."""
        lacking = "SELECT count(*) FROM lacking WHERE model_id = ?"
        never = (
            "SELECT count(*) FROM photos p CROSS JOIN lacking l ON l.model_id = ? "
            "AND l.photo_id = p.id WHERE "
        )
        return (
            self._count(lacking, model_id)
            - self._count(f"{never} p.missing = 1", model_id)
            - self._count(f"{never} p.problem IS NOT NULL AND p.missing = 0", model_id)
        )

    def _pending_by_folder(self, model_id: int) -> dict[int, int]:
        lacking = "lacking l CROSS JOIN photos p ON l.model_id = ? AND p.id = l.photo_id"
        source, values = (lacking, [model_id]) if self._knows(model_id) else ("photos p", [])
        return self._by_folder(
            f"SELECT p.folder_id, count(*) FROM {source} "
            "WHERE p.missing = 0 AND p.problem IS NULL GROUP BY +p.folder_id",
            *values,
        )

    def _knows(self, model_id: int) -> bool:
        return self._one("SELECT 1 FROM models WHERE id = ?", model_id) is not None

    def _by_folder(self, sql: str, *values: object) -> dict[int, int]:
        return dict(self._all(sql, *values))  # type: ignore[arg-type]
