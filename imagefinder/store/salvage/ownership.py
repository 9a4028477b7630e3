"""Which page belongs to which table: by the tree that it hangs on, else by what its rows look like.

Comes in: `Pages`. Goes out: the pages of each table and index. Called by `rescue`. The roots of the
trees are found wherever a page lists tables, so that the loss of the first page loses no other. A
page whose parents are lost and whose rows could be those of two tables belongs to none: what is
read as something else would be worse than what is lost.
"""

from collections.abc import Iterator

from imagefinder.store.salvage.pages import Pages
from imagefinder.store.salvage.records import Page
from imagefinder.store.salvage.shapes import Shape

_KINDS = frozenset({"table", "index", "trigger", "view"})


def owned_pages(pages: Pages, shapes: list[Shape]) -> dict[str, list[int]]:
    """Page numbers by the name of a shape; those on a tree come before those that lost theirs."""
    return _Ownership(pages, shapes).find()


class _Ownership:
    def __init__(self, pages: Pages, shapes: list[Shape]) -> None:
        self._pages = pages
        self._shapes = {shape.name: shape for shape in shapes}
        self._free = set(pages.free())
        self._seen: set[int] = set()
        self._owned: dict[str, list[int]] = {shape.name: [] for shape in shapes}

    def find(self) -> dict[str, list[int]]:
        for name, root in self._roots().items():
            if name in self._shapes:
                self._walk(self._shapes[name], root)
        for number in self._in_use():
            if number not in self._seen:
                self._adopt(number)
        return self._owned

    def _in_use(self) -> Iterator[int]:
        return (n for n in range(1, self._pages.count + 1) if n not in self._free)

    def _roots(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for number in self._in_use():
            page = Page(self._pages, number)
            if page.is_index or page.is_inner:
                continue
            for name, root in _listed(page):
                self._seen.add(number)
                found.setdefault(name, root)
        return found

    def _walk(self, shape: Shape, root: int) -> None:
        below = [root]
        while below:
            number = below.pop()
            page = Page(self._pages, number)
            if number in self._seen or page.kind is None or not _can_be(shape, page):
                continue
            self._seen.add(number)
            self._owned[shape.name].append(number)
            # Smallest keys first: they are written in that order.
            below += reversed(page.children())

    def _adopt(self, number: int) -> None:
        page = Page(self._pages, number)
        rows = list(page.rows())
        # Half of them: what damaged one row of a page left the others as they were.
        fitting = [
            shape
            for shape in self._shapes.values()
            if rows and 2 * sum(map(shape.fits, rows)) > len(rows)
        ]
        if len(fitting) == 1:
            self._owned[fitting[0].name].append(number)


def _can_be(shape: Shape, page: Page) -> bool:
    if page.is_index is shape.has_rowid:
        return False
    row = next(page.rows(), None)
    return row is None or shape.fits(row) or any(map(shape.fits, page.rows()))


def _listed(page: Page) -> Iterator[tuple[str, int]]:
    """Name and root of each table and index, where the page is one of those that list them."""
    for row in page.rows():
        match row.values:
            case (str(kind), str(name), str(), int(root), str() | None) if kind in _KINDS:
                if root > 1:
                    yield name, root
            case _:
                return
