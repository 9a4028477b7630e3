"""Where one is on the map: the library, then what was laid out of it, and the way back.

Asks the engine for what is to be laid out, and again after photos came or went. Made by `Mapping`,
which shows what comes of it.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from imagefinder.core.mapping import (
    BelowFolder,
    HitsOf,
    LaidOut,
    LayOut,
    Scope,
    ThesePhotos,
    WholeLibrary,
)
from imagefinder.core.query import Query
from imagefinder.gui.grid.rows import displayed
from imagefinder.gui.map.chart import Ids
from imagefinder.gui.map.requests import Requests
from imagefinder.gui.map.trail import Place


class Walk(QObject):
    """`places` lead to where one is: the last. None before the first map is there."""

    set_out = Signal()
    arrived = Signal()

    def __init__(self, requests: Requests, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._requests = requests
        self.places: Sequence[Place] = ()
        self._going: Sequence[Place] = ()
        self._going_scope: Scope = WholeLibrary()
        self.going_name = ""
        self._stale, self._stopped = True, False

    def begin(self) -> None:
        """The map is looked at: lay it out, unless what is there is still true."""
        if not self._stale and self.places:
            return
        self._stale = False
        self._again(refit=False)

    def follow(self, looked_at: bool) -> None:
        """Photos have come, gone or changed."""
        self._stale = True
        if looked_at and not self._stopped:
            self.begin()

    def stop(self) -> None:
        """What is there stays; nothing is laid out of itself before the map is looked at anew."""
        self._requests.give_up("layout")
        self._stopped = True
        self._stale = self._stale or not self.places

    def fail(self) -> None:
        """What was asked for can't be laid out."""
        self._stale = self._stale or not self.places

    def go_back(self, number: int) -> None:
        """To one of the places."""
        self._requests.give_up("layout")
        self.places = self.places[: number + 1]
        self.arrived.emit()

    def refit(self) -> None:
        """Lay out the same, along axes found anew."""
        self._again(refit=True)

    def go_to_library(self) -> None:
        """Lay out all there is."""
        self._go_to(WholeLibrary(), self.tr("Library"), ())

    def go_to_photos(self, ids: Ids) -> None:
        """Lay out these, out of where one is."""
        if len(ids):
            name = self.tr("%Ln chosen photo(s)", "", len(ids))
            self._go_to(ThesePhotos(ids.astype("<i8").tobytes()), name, self.places)

    def go_to_hits(self, query: Query) -> None:
        """Lay out what this finds."""
        self._go_to(HitsOf(query), self.tr("What the query finds"), self.places)

    def go_to_folder(self, path: str) -> None:
        """Lay out what lies below a folder."""
        self._go_to(BelowFolder(path), displayed(Path(path).name), self.places[:1])

    def _again(self, refit: bool) -> None:
        if self.places:
            here = self.places[-1]
            self._go_to(here.scope, here.name, self.places[:-1], refit)
        else:
            self.go_to_library()

    def _go_to(self, scope: Scope, name: str, after: Sequence[Place], refit: bool = False) -> None:
        """Lay this out, to stand behind those places."""
        self._going, self._going_scope, self.going_name = after, scope, name
        self._stopped = False
        self.set_out.emit()
        self._requests.ask("layout", lambda n: LayOut(n, scope, refit), self._on_laid_out)

    def _on_laid_out(self, event: LaidOut) -> None:
        self.places = [*self._going, Place(self._going_scope, self.going_name, event.layout)]
        self.arrived.emit()
