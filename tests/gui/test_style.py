"""Palettes that can be read, icons that are there."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QTableView

from imagefinder.core.paths import resource
from imagefinder.gui import style

ICONS = (
    "search map taste folder problem settings plus minus close pause play retry trash copy export "
    "open-external show-in-folder similar sort filter heart eye zoom-in zoom-out fit full-screen "
    "left right info check picture offline region actual-size"
).split()


@pytest.fixture
def palette(qapp: QApplication) -> QPalette:
    return style.palette_of(style.DARK)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
                for c in QColor(colour).getRgbF()[:3])  # fmt: skip
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tones", [style.LIGHT, style.DARK], ids=["light", "dark"])
def test_text_stands_out_from_every_ground(tones: style.Tones) -> None:
    for ground in (tones.window, tones.base, tones.raised, tones.button, tones.selected):
        assert contrast(tones.text, ground) >= 7
    for ground in (tones.window, tones.base, tones.raised):
        assert contrast(tones.muted, ground) >= 4.5
        assert contrast(tones.warning, ground) >= 4.5
        assert contrast(tones.danger, ground) >= 4.5
    assert contrast(tones.on_accent, tones.accent) >= 4.5
    # What is no text needs less, by WCAG 2; here the handle of a scroll bar.
    assert contrast(tones.grip, tones.base) >= 3


def test_tables_are_dressed_by_the_sheet_of_the_theme(qapp: QApplication) -> None:
    for theme, tones in (("dark", style.DARK), ("light", style.LIGHT)):
        style.apply_style(qapp, theme)
        table = QTableView()
        table.ensurePolished()
        chosen = table.palette().color(QPalette.ColorRole.Highlight)
        assert chosen == QColor(tones.selected)
        table.deleteLater()


def test_every_icon_is_there_and_none_is_without_use_of_the_palette() -> None:
    drawn = {file.stem for file in Path(resource("icons")).glob("*.svg")} - {"imagefinder"}
    assert drawn >= set(ICONS)
    for name in drawn:
        source = resource(f"icons/{name}.svg").read_text("utf-8")
        assert "currentColor" in source
        assert 'stroke-width="1.7"' in source


def test_icons_take_the_colour_of_the_palette(palette: QPalette) -> None:
    image = style.icon("pause", palette).pixmap(32, 32).toImage()
    colours = {image.pixelColor(x, 16).name() for x in range(32)
               if image.pixelColor(x, 16).alpha() == 255}  # fmt: skip
    assert colours == {palette.color(QPalette.ColorRole.ButtonText).name()}


def test_the_shade_is_known_by_the_palette(palette: QPalette) -> None:
    assert style.tones(palette) is style.DARK
    assert style.tones(style.palette_of(style.LIGHT)) is style.LIGHT


def test_the_theme_reaches_the_program(qapp: QApplication) -> None:
    before = qapp.palette(), qapp.style().objectName()
    try:
        assert style.apply_style(qapp, "dark") == "dark"
        assert style.tones(qapp.palette()) is style.DARK
        assert style.apply_style(qapp, "light") == "light"
        assert style.tones(qapp.palette()) is style.LIGHT
        assert style.apply_style(qapp, "system") in ("light", "dark")
    finally:
        qapp.setPalette(before[0])
        qapp.setStyle(before[1])
