"""Which picture is voted on, and which comes next: bookkeeping only, no Qt.

While one picture is looked at, the next is asked for, with the one at hand counted as skipped. So
the next is there the moment a vote is given, and no vote ever means a picture that was not seen.
"""

from collections.abc import Sequence

from imagefinder.core.tasting import Suggestion
from imagefinder.core.types import Digest

# So many skipped pictures are kept out; the one skipped before them all may come again.
MOST_SKIPPED = 500


class Turns:
    """The turns of one taste since it was chosen."""

    def __init__(self) -> None:
        self.at: Suggestion | None = None
        self.ahead: Suggestion | None = None
        # What Undo goes back to: a skipped picture, or None for a vote, which the engine knows.
        self._past: list[Suggestion | None] = []

    @property
    def left_out(self) -> tuple[Digest, ...]:
        """What is not to be suggested now; the picture at hand comes last."""
        skipped = dict.fromkeys(one.digest for one in self._past if one is not None)
        if self.at is not None:
            skipped.pop(self.at.digest, None)
            skipped[self.at.digest] = None
        return tuple(skipped)[-MOST_SKIPPED:]

    def vote(self) -> Suggestion | None:
        """The picture that a vote given now is about, if any; the next one takes its place."""
        voted = self.at
        if voted is not None:
            self._past.append(None)
            self._advance()
        return voted

    def skip(self) -> bool:
        """Go on without a vote; False where there is nothing to skip."""
        if self.at is None:
            return False
        self._past.append(self.at)
        self._advance()
        return True

    def go_back(self) -> bool:
        """Back to what was skipped last; False where a vote has to be taken back first."""
        last = self._past.pop() if self._past else None
        waiting, self.at = self.at, last
        if waiting is not None:
            self.ahead = waiting
        self._forget_twice()
        return last is not None

    def suggest(self, suggestion: Suggestion | None) -> None:
        """The engine's newest suggestion."""
        if self.at is None:
            self.at = suggestion
        else:
            self.ahead = suggestion
        self._forget_twice()

    def drop(self, photo_ids: Sequence[int]) -> None:
        """These have been voted on elsewhere."""
        if self.ahead is not None and self.ahead.photo_id in photo_ids:
            self.ahead = None
        if self.at is not None and self.at.photo_id in photo_ids:
            self._advance()

    def _advance(self) -> None:
        self.at, self.ahead = self.ahead, None

    def _forget_twice(self) -> None:
        at, ahead = self.at, self.ahead
        if at is not None and ahead is not None and at.digest == ahead.digest:
            self.ahead = None
