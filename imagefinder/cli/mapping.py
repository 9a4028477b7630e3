"""`imagefinder map`: a map of the library, a folder or a query's hits, as picture, CSV and JSON."""

import argparse
import csv
import io
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from imagefinder.cli.commands import answers_of, library_folder
from imagefinder.cli.map_picture import AxisText, MapText, draw_map
from imagefinder.cli.output import follow, say, tell, tell_json
from imagefinder.core.errors import KnownError
from imagefinder.core.mapping import (
    Axis,
    BelowFolder,
    ByComponent,
    ByWords,
    HitsOf,
    Layout,
    Scope,
    WholeLibrary,
)
from imagefinder.core.paths import LibraryPaths, absolute
from imagefinder.core.reports import Notice, Progress
from imagefinder.engine.answers import Answers
from imagefinder.engine.exporting import Exporting
from imagefinder.engine.map_layouts import read
from imagefinder.engine.map_making import Steps
from imagefinder.engine.map_measures import Measuring
from imagefinder.engine.mapping import Maps
from imagefinder.search.parse import parse
from imagefinder.store.rows import PhotoRow
from imagefinder.store.thumbs import ThumbnailFile, read_thumbnails

_PAGE = 10_000


def run(options: argparse.Namespace) -> None:
    """Make the map and write what is asked for."""
    files = _wanted_files(options)
    paths = LibraryPaths(library_folder(options))
    with closing(answers_of(options)) as answers, tempfile.TemporaryDirectory() as folder:
        exporting = Exporting(answers.reader, paths, replace=options.force)
        for file in files.all():
            exporting.check(file)
        maps = Maps(paths, answers, Path(folder))
        layout = follow(_progress(maps.lay_out(_scope(options))))
        drawn = _Drawn(answers, paths, maps.measuring(layout), layout, options)
        _write(drawn, files, exporting)


class _Files(NamedTuple):
    """What is to be written."""

    picture: Path | None
    table: Path | None

    def all(self) -> list[Path]:
        return [file for file in self if file]


def _wanted_files(options: argparse.Namespace) -> _Files:
    named = (options.out, options.csv)
    if not options.json and named == (None, None):
        options.parser.error("say what to make: --out FILE.png, --csv FILE or --json")
    files = _Files(*(None if name is None else Path(absolute(name)) for name in named))
    if files.picture and files.picture.suffix.lower() != ".png":
        raise KnownError(f"The map is a PNG: {options.out} should end in .png.")
    if files.picture == files.table and files.picture:
        raise KnownError(f"Picture and table can't both be {files.picture}. Name two files.")
    return files


class _Drawn:
    """A map with its two axes, and all that is known of its photos."""

    def __init__(
        self,
        answers: Answers,
        paths: LibraryPaths,
        measuring: Measuring,
        layout: Layout,
        options: argparse.Namespace,
    ) -> None:
        self.options = options
        self.layout = layout
        self.paths = paths
        model = answers.reader.model(layout.model)
        self.model = model.name if model else layout.model
        self._answers = answers
        self._measuring = measuring
        self.axes = (axis_of(options.x), axis_of(options.y))
        columns = [measuring.measure(axis).values for axis in self.axes]
        self.places = np.stack(columns, axis=1)
        self.photo_ids = read(Path(layout.folder), "photo_ids")

    def paths_and_places(self) -> Iterator[tuple[str, list[float]]]:
        """Path and coordinates of every photo; a million of them never lie in memory at once."""
        for start in range(0, len(self.photo_ids), _PAGE):
            ids = self.photo_ids[start : start + _PAGE].tolist()
            photos = self._answers.reader.photos(ids)
            for photo_id, place in zip(
                ids, self.places[start : start + _PAGE].tolist(), strict=True
            ):
                if photo_id in photos:
                    yield photos[photo_id].path, place

    def photo(self, row: int) -> PhotoRow | None:
        """The photo in one row."""
        photo_id = int(self.photo_ids[row])
        return self._answers.reader.photos([photo_id]).get(photo_id)

    def texts(self) -> tuple[AxisText, ...]:
        """What is to be written along the two axes."""
        return tuple(AxisText(self._title(axis), *self._ends(axis)) for axis in self.axes)

    def _title(self, axis: Axis) -> str:
        if isinstance(axis, ByComponent):
            share = self.layout.explained[axis.number - 1]
            return f"component {axis.number} ({share:.0%} of what differs)"
        return f"from {axis.away} to {axis.towards}" if axis.away else f"how much {axis.towards}"

    def _ends(self, axis: Axis) -> tuple[str, str]:
        try:
            return self._measuring.ends(axis)
        except KnownError:  # no model is here to say it in words; the map itself needs none
            return "-", "+"


def axis_of(text: str) -> Axis:
    """What `--x` and `--y` name: the number of a component, a word, or two with | between."""
    if text.strip().lstrip("+-").isdecimal():
        return ByComponent(int(text))
    first, bar, second = (part.strip() for part in text.partition("|"))
    return ByWords(towards=second, away=first) if bar else ByWords(first)


def _scope(options: argparse.Namespace) -> Scope:
    if options.query is not None:
        return HitsOf(parse(options.query))
    return WholeLibrary() if options.folder is None else BelowFolder(absolute(options.folder))


def _progress(steps: Steps) -> Generator[Progress | Notice, None, Layout]:
    while True:
        try:
            step = next(steps)
        except StopIteration as done:
            layout: Layout = done.value
            return layout
        yield Progress("map", step.done, step.total or None, note=step.phase)


def _write(drawn: _Drawn, files: _Files, exporting: Exporting) -> None:
    texts = drawn.texts() if files.picture or drawn.options.json else ()
    if files.table:
        exporting.write(files.table, _csv(drawn))
    if files.picture:
        exporting.write(files.picture, _png(drawn, texts))
    if drawn.options.json:
        tell_json(_summary(drawn, files, texts))
        return
    for file in files.all():
        tell(str(file))
    say(f"A map of {drawn.layout.photos:,} photos.")


def _csv(drawn: _Drawn) -> bytes:
    """Path and coordinates of every photo; a name that is not UTF-8 keeps its bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("path", "x", "y"))
    for path, place in drawn.paths_and_places():
        writer.writerow((path, *(f"{value:.7g}" for value in place)))
    return text.getvalue().encode("utf-8", "surrogateescape")


def _png(drawn: _Drawn, texts: tuple[AxisText, ...]) -> bytes:
    x, y = texts
    words = MapText(_called(drawn.options), f"{drawn.layout.photos:,} photos", x, y)
    image = draw_map(drawn.places, _thumbnails(drawn), words, drawn.options.size)
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def _called(options: argparse.Namespace) -> str:
    if options.query is not None:
        return str(options.query)
    return "The whole library" if options.folder is None else absolute(options.folder)


def _thumbnails(drawn: _Drawn) -> Callable[[int], Image.Image | None]:
    try:
        file = read_thumbnails(drawn.paths.thumbnails)
    except KnownError:  # derived data: without it there are points
        say(
            "There are no thumbnails, so the map shows points only. To make them: imagefinder index"
        )
        return lambda row: None
    return lambda row: _thumbnail(file, drawn.photo(row))


def _thumbnail(file: ThumbnailFile, photo: PhotoRow | None) -> Image.Image | None:
    jpeg = file.get(photo.digest) if photo and photo.digest else None
    try:
        return Image.open(io.BytesIO(jpeg)) if jpeg else None
    except OSError:
        return None


def _summary(drawn: _Drawn, files: _Files, texts: tuple[AxisText, ...]) -> dict[str, object]:
    options = drawn.options
    return {
        "photos": drawn.layout.photos,
        "model": drawn.model,
        "explained": [round(share, 6) for share in drawn.layout.explained],
        "axes": [
            {"axis": given, "low": text.low, "high": text.high}
            for given, text in zip((options.x, options.y), texts, strict=True)
        ],
        "files": [str(file) for file in files.all()],
    }
