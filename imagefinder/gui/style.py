"""How the program looks: two quiet Fusion palettes, spacing, fonts, and icons in their colours.

`gui/app.py` calls `apply_style` at start and when the theme is changed. Widgets take their colours
from their own palette (`tones`), so that a change of theme reaches them as a PaletteChange.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QToolTip

from imagefinder.core.paths import resource
from imagefinder.gui.sheet import SHEET

Theme = Literal["system", "light", "dark"]
Shade = Literal["light", "dark"]

# Every distance in the window is one of these, in logical pixels.
SPACE_XS, SPACE_S, SPACE_M, SPACE_L, SPACE_XL = 4, 8, 12, 16, 24
RADIUS_PX = 6
ICON_PX = 20

# What a line icon is drawn at; QIcon shrinks the next larger one. 40 and 64 serve 200 and 300 %.
_ICON_SIZES_PX = (16, 20, 24, 32, 40, 64)


class Tones(msgspec.Struct, frozen=True):
    """Colours of one shade, as `#rrggbb`; those that no palette role names are used directly."""

    window: str
    base: str
    raised: str
    striped: str
    button: str
    text: str
    muted: str
    faint: str
    line: str
    grip: str
    accent: str
    on_accent: str
    placeholder: str
    surround: str
    hover: str
    selected: str
    warning: str
    danger: str
    liked: str


LIGHT = Tones(
    window="#f3f4f5",
    base="#ffffff",
    raised="#fafafb",
    striped="#fafafb",
    button="#f9fafb",
    text="#1c1e21",
    muted="#62676e",
    faint="#a3a8ae",
    line="#d5d8db",
    grip="#8d9399",
    accent="#2a68c8",
    on_accent="#ffffff",
    placeholder="#e9ebed",
    surround="#e2e4e7",
    hover="#eef0f2",
    selected="#d3e2f8",
    warning="#9a6200",
    danger="#b3261e",
    liked="#c2334d",
)
DARK = Tones(
    window="#212326",
    base="#191a1c",
    raised="#292b2f",
    striped="#1e2023",
    button="#2f3236",
    text="#e4e6e8",
    muted="#a0a5ac",
    faint="#6a6f76",
    line="#3b3e43",
    grip="#6a6f76",
    accent="#6b9df0",
    on_accent="#0e1420",
    placeholder="#2a2c30",
    surround="#141516",
    hover="#25272a",
    selected="#2b405f",
    warning="#e0ac5a",
    danger="#f2857c",
    liked="#ee7389",
)


def apply_style(app: QApplication, theme: Theme) -> Shade:
    """Dress the whole program; returns the shade that `system` came to.

    To follow a system that changes while the program runs, call it again at every
    `app.styleHints().colorSchemeChanged`.
    """
    shade = _shade(app, theme)
    app.setStyle("Fusion")
    colours = DARK if shade == "dark" else LIGHT
    palette = palette_of(colours)
    app.setPalette(palette)
    # A sheet would take the titles of its sections from a menu. PySide's stub wants bytes.
    menus = palette_of(msgspec.structs.replace(colours, base=colours.raised))
    app.setPalette(menus, "QMenu")  # type: ignore[arg-type]
    app.setStyleSheet(SHEET.substitute(msgspec.structs.asdict(colours)))
    QToolTip.setPalette(palette)
    return shade


def _shade(app: QApplication, theme: Theme) -> Shade:
    hints = app.styleHints()
    # Asked of the platform too, where it listens: the frame and its title are not ours to paint.
    match theme:
        case "system":
            hints.unsetColorScheme()
            return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
        case "dark":
            hints.setColorScheme(Qt.ColorScheme.Dark)
        case "light":
            hints.setColorScheme(Qt.ColorScheme.Light)
    return theme


def palette_of(tones: Tones) -> QPalette:
    """The Fusion palette made of these colours."""
    palette = QPalette()
    for part, colour in _roles(tones).items():
        palette.setColor(part, QColor(colour))
    role, disabled = QPalette.ColorRole, QPalette.ColorGroup.Disabled
    for greyed in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(disabled, greyed, QColor(tones.faint))
    palette.setColor(disabled, role.Highlight, QColor(tones.line))
    palette.setColor(disabled, role.Accent, QColor(tones.faint))
    return palette


def _roles(tones: Tones) -> dict[QPalette.ColorRole, str]:
    role = QPalette.ColorRole
    return {
        role.Window: tones.window,
        role.WindowText: tones.text,
        role.Base: tones.base,
        role.AlternateBase: tones.striped,
        role.ToolTipBase: tones.raised,
        role.ToolTipText: tones.text,
        role.PlaceholderText: tones.muted,
        role.Text: tones.text,
        role.Button: tones.button,
        role.ButtonText: tones.text,
        role.BrightText: tones.danger,
        role.Light: tones.raised,
        role.Midlight: tones.raised,
        role.Mid: tones.line,
        role.Dark: tones.faint,
        role.Shadow: "#000000",
        role.Highlight: tones.accent,
        role.HighlightedText: tones.on_accent,
        role.Accent: tones.accent,
        role.Link: tones.accent,
        role.LinkVisited: tones.muted,
    }


def tones(palette: QPalette) -> Tones:
    """The colours of the shade that `palette` belongs to, for what has no role of its own."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def title_font(font: QFont) -> QFont:
    """For the heading of a page or an empty state."""
    return _sized(font, 1.35, QFont.Weight.DemiBold)


def heading_font(font: QFont) -> QFont:
    """For the heading of a group."""
    return _sized(font, 1.0, QFont.Weight.DemiBold)


def small_font(font: QFont) -> QFont:
    """For captions and remarks."""
    return _sized(font, 0.92, QFont.Weight.Normal)


def _sized(font: QFont, factor: float, weight: QFont.Weight) -> QFont:
    sized = QFont(font)
    if font.pointSizeF() > 0:
        sized.setPointSizeF(font.pointSizeF() * factor)
    else:  # the font was given in pixels
        sized.setPixelSize(max(1, round(font.pixelSize() * factor)))
    sized.setWeight(weight)
    return sized


def icon(name: str, palette: QPalette) -> QIcon:
    """The line icon `resources/icons/NAME.svg` in the colour of button text.

    It keeps that colour: make it anew at a PaletteChange. What a disabled button shows is derived
    by the style.
    """
    # An icon engine of our own would draw at any size, but in Python it ends in a crash when Qt
    # clones it.
    made = QIcon()
    for pixmap in _drawn(name, palette.color(QPalette.ColorRole.ButtonText), _ICON_SIZES_PX):
        made.addPixmap(pixmap)
    return made


def icon_pixmap(name: str, colour: QColor | str, size_px: int, ratio: float = 1.0) -> QPixmap:
    """One icon in one colour for a painter: `size_px` logical pixels at this pixel ratio."""
    (pixmap,) = _drawn(name, QColor(colour), [round(size_px * ratio)])
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _drawn(name: str, colour: QColor, sizes_px: Sequence[int]) -> Iterator[QPixmap]:
    """Each drawn once: a hundred buttons share some thirty icons, and cells paint theirs often."""
    drawing: QSvgRenderer | None = None
    for size in sizes_px:
        key = f"imagefinder {name} {colour.name()} {size}"
        pixmap = QPixmap()
        if not QPixmapCache.find(key, pixmap):
            drawing = drawing or _drawing(name, colour)
            pixmap = _rendered(drawing, size)
            QPixmapCache.insert(key, pixmap)
        yield pixmap


def _drawing(name: str, colour: QColor) -> QSvgRenderer:
    source = resource(f"icons/{name}.svg").read_text("utf-8")
    return QSvgRenderer(QByteArray(source.replace("currentColor", colour.name()).encode()))


def _rendered(drawing: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
