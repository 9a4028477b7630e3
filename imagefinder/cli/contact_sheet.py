"""A picture of an answer: its hits as thumbnails in rows, each with its rank, score and name."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from imagefinder import __version__

COLUMNS = 4
CELL = (260, 195)
CAPTION_HEIGHT = 26
MARGIN = 18
TITLE_HEIGHT = 64
PAPER, INK, FAINT, SHADE = "#f7f6f3", "#22252a", "#7c828c", "#e9e7e2"


def write_contact_sheet(file: Path, query: str, hits: Sequence[tuple[str, float]]) -> None:
    """Write the hits (path, score), best first, as one PNG."""
    rows = max(1, -(-len(hits) // COLUMNS))
    width = MARGIN + COLUMNS * (CELL[0] + MARGIN)
    height = TITLE_HEIGHT + rows * (CELL[1] + CAPTION_HEIGHT + MARGIN) + MARGIN // 2
    sheet = Image.new("RGB", (width, height), PAPER)
    _title(sheet, query, len(hits))
    for rank, (path, score) in enumerate(hits):
        row, column = divmod(rank, COLUMNS)
        x = MARGIN + column * (CELL[0] + MARGIN)
        y = TITLE_HEIGHT + row * (CELL[1] + CAPTION_HEIGHT + MARGIN)
        _cell(sheet, (x, y), Path(path), f"{rank + 1}.  {score:.3f}")
    sheet.save(file)


def _title(sheet: Image.Image, query: str, count: int) -> None:
    draw = ImageDraw.Draw(sheet)
    draw.text((MARGIN, 18), query, INK, ImageFont.load_default(26))
    note = f"{count} hits · imagefinder {__version__}"
    font = ImageFont.load_default(14)
    draw.text((sheet.width - MARGIN - draw.textlength(note, font), 28), note, FAINT, font)


def _cell(sheet: Image.Image, at: tuple[int, int], path: Path, caption: str) -> None:
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((*at, at[0] + CELL[0], at[1] + CELL[1]), SHADE)
    with Image.open(path) as opened:
        opened.draft("RGB", CELL)
        picture = ImageOps.contain(ImageOps.exif_transpose(opened).convert("RGB"), CELL)
    left = at[0] + (CELL[0] - picture.width) // 2
    sheet.paste(picture, (left, at[1] + (CELL[1] - picture.height) // 2))
    font = ImageFont.load_default(14)
    below = at[1] + CELL[1] + 6
    draw.text((at[0], below), caption, INK, font)
    name = path.name
    draw.text((at[0] + CELL[0] - draw.textlength(name, font), below), name, FAINT, font)
