"""Hostile files through the real engine: per family, how many ended how.

`fuzz(folder, count, seed)` makes the tree, indexes it and gives a row for each family. While it is
indexed, some files grow, change and vanish under the reader.
"""

import os
import random
from collections.abc import Iterable
from pathlib import Path

import msgspec

from tests.faults.tree import Tree, add_sound, make_tree
from tests.faults.watched_engine import Outcome, index_watched

RESTLESS = "changing while read"
# Words that no reason may hold: they mean something to us only.
_NO_REASON = ("Traceback", "bug", "imagefinder failed")


class Row(msgspec.Struct):
    """One family's line of the table. `lost` are files that ended nowhere, or ended wrongly."""

    family: str
    tried: int = 0
    indexed: int = 0
    listed: int = 0
    passed_over: int = 0
    crashed: int = 0
    hung: int = 0
    lost: list[str] = msgspec.field(default_factory=list)


class Fuzzed(msgspec.Struct):
    """All rows, and what the whole run came to."""

    rows: list[Row]
    outcome: Outcome

    @property
    def faults(self) -> list[str]:
        """What should not be, in words; empty where all went well."""
        lost = [f"lost: {path}" for row in self.rows for path in row.lost]
        hung = [f"hung over: {path}" for path in self.outcome.hung]
        crashed = [f"the engine died {self.outcome.restarts} times"] * bool(self.outcome.restarts)
        return [*lost, *hung, *crashed, *(f"refused: {text}" for text in self.outcome.refusals)]


def fuzz(folder: Path, count: int, seed: int, extra: Iterable[Path] = ()) -> Fuzzed:
    """Make `count` hostile files in `folder`, index them and count; `extra` are files to add."""
    tree = make_tree(folder / "pictures", count, seed)
    _add_extra(tree, extra)
    restless = _Restless(tree, seed)
    outcome = index_watched(folder / "library", tree.folder, restless.stir)
    return Fuzzed([_row(tree, family, outcome, restless) for family in _families(tree)], outcome)


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table, with their sums."""
    heads = ("family", "tried", "indexed", "listed", "passed over", "crashed", "hung", "lost")
    lines = [heads, tuple("---" if n == 0 else "---:" for n in range(len(heads)))]
    numbers = [(_numbers(row), row.family) for row in rows]
    lines += [(family, *map(str, counts)) for counts, family in numbers]
    sums = [sum(column) for column in zip(*(counts for counts, _ in numbers), strict=True)]
    lines.append(("**together**", *(f"{number:,}" for number in sums)))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _numbers(row: Row) -> tuple[int, ...]:
    counts = (row.tried, row.indexed, row.listed, row.passed_over, row.crashed, row.hung)
    return (*counts, len(row.lost))


def _families(tree: Tree) -> list[str]:
    return sorted({*tree.tried, *tree.passed_over})


def _row(tree: Tree, family: str, outcome: Outcome, restless: "_Restless") -> Row:
    row = Row(family)
    place = str(tree.folder / family) + os.sep
    row.hung = sum(path.startswith(place) for path in outcome.hung)
    for path in tree.tried.get(family, ()):
        row.tried += 1
        if path in outcome.indexed:
            row.indexed += 1
        elif path in restless.gone:
            row.passed_over += 1
        elif (reason := outcome.reasons.get(path)) is None or path in tree.sound:
            row.lost.append(f"{path!r} ({reason})")
        elif not reason or any(word in reason for word in _NO_REASON):
            row.lost.append(f"{path!r}: {reason}")
        else:
            row.listed += 1
            row.crashed += "set aside" in reason
    for path in tree.passed_over.get(family, ()):
        row.tried += 1
        row.passed_over += 1
        if path in outcome.indexed or path in outcome.reasons:
            row.lost.append(f"{path!r} is no file, but was read")
    return row


def _add_extra(tree: Tree, extra: Iterable[Path]) -> None:
    """Files from elsewhere, as links would be read too: copied."""
    for number, source in enumerate(extra):
        path = tree.folder / "from elsewhere" / f"{number:04} {source.name}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(source.read_bytes())
        tree.tried.setdefault("from elsewhere", []).append(str(path))


class _Restless:
    """Files that are written to, replaced and deleted while the engine reads them."""

    def __init__(self, tree: Tree, seed: int, count: int = 30) -> None:
        self._chance = random.Random(f"{seed} restless")
        self.gone: set[str] = set()
        self._paths = [add_sound(tree, RESTLESS, number) for number in range(count)]
        for path in self._paths[3:]:
            tree.sound.discard(str(path))  # they may end any way, but the first three stay as is
        self._contents = {path: path.read_bytes() for path in self._paths}

    def stir(self) -> None:
        """One of them changes."""
        path = self._chance.choice(self._paths[3:])
        kind = self._chance.randrange(16)
        if not path.exists():
            return
        if kind == 0:
            path.unlink()
            self.gone.add(str(path))
        elif kind < 6:
            with path.open("ab") as file:
                file.write(bytes(100_000))
        elif kind < 11:
            path.write_bytes(self._contents[path][: self._chance.randrange(200)])
        else:
            path.write_bytes(self._contents[path])
