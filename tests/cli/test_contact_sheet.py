"""A contact sheet shows its hits in order, and grows by rows."""

from pathlib import Path

import numpy as np
from PIL import Image

from imagefinder.cli.contact_sheet import CELL, COLUMNS, MARGIN, TITLE_HEIGHT, write_contact_sheet
from tests.engine.home import draw


def test_hits_are_shown_in_their_order(tmp_path: Path) -> None:
    colours = ["red", "green", "blue", "yellow", "white"]
    hits = [(str(draw(tmp_path / f"{c}.png", c)), 0.9 - n / 10) for n, c in enumerate(colours)]
    sheet = tmp_path / "sheet.png"

    write_contact_sheet(sheet, "red -blue", hits)

    with Image.open(sheet) as opened:
        pixels = np.asarray(opened.convert("RGB")).astype(int)
    x, y = MARGIN + CELL[0] // 2, TITLE_HEIGHT + CELL[1] // 2
    step = CELL[0] + MARGIN
    assert pixels[y, x].argmax() == 0
    assert pixels[y, x + step].argmax() == 1
    assert pixels[y, x + 2 * step].argmax() == 2
    assert len(hits) == COLUMNS + 1  # so there are two rows
    assert pixels.shape[0] > TITLE_HEIGHT + 2 * CELL[1]


def test_a_sheet_without_hits(tmp_path: Path) -> None:
    write_contact_sheet(tmp_path / "none.png", "nothing", [])
    with Image.open(tmp_path / "none.png") as sheet:
        assert sheet.width > COLUMNS * CELL[0]
