"""Small sound pictures in every format, drawn here: what the fuzzer spoils."""

import io
import random
from collections.abc import Callable, Iterator

import pillow_heif
from PIL import Image, ImageDraw

SIZE_PX = (97, 71)  # odd, so that blocks and rows end in the middle

pillow_heif.register_heif_opener()


def drawn(seed: int, mode: str = "RGB", size: tuple[int, int] = SIZE_PX) -> Image.Image:
    """A picture with edges and noise, unlike those of other seeds."""
    chance = random.Random(seed)
    colour = lambda: tuple(chance.randrange(256) for _ in range(3))  # noqa: E731
    picture = Image.new("RGB", size, colour())
    pen = ImageDraw.Draw(picture)
    for _ in range(6):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        pen.ellipse((x, y, x + chance.randrange(4, 40), y + chance.randrange(4, 40)), colour())
    return picture.convert(mode)


def exif(seed: int) -> bytes:
    """EXIF with an orientation, a camera whose name is markup, and a place."""
    tags = Image.Exif()
    tags[0x0112] = seed % 8 + 1
    tags[0x010F], tags[0x0110] = "<b>Maker</b>", f"<img src=x{seed}>"
    tags.get_ifd(0x8769)[0x9003] = f"2019:06:0{seed % 9 + 1} 12:00:00"
    tags.get_ifd(0x8825)[2] = (59.0, 54.0, 50.0)
    return tags.tobytes()


def samples(seed: int = 0) -> dict[str, bytes]:
    """Content by a name with the right extension; the same for the same seed."""
    made = {}
    for number, (name, save) in enumerate(_KINDS):
        buffer = io.BytesIO()
        try:
            save(seed * 100 + number, buffer)
        except (OSError, KeyError, RuntimeError, ValueError):
            continue  # a codec that this installation lacks
        made[name] = buffer.getvalue()
    return made


def _saver(mode: str, kind: str, **options: object) -> Callable[[int, io.BytesIO], None]:
    return lambda seed, buffer: drawn(seed, mode).save(buffer, kind, **options)


def _with_exif(kind: str) -> Callable[[int, io.BytesIO], None]:
    return lambda seed, buffer: drawn(seed).save(buffer, kind, exif=exif(seed))


def _frames(kind: str, count: int, **options: object) -> Callable[[int, io.BytesIO], None]:
    def save(seed: int, buffer: io.BytesIO) -> None:
        first, *others = (drawn(seed + n) for n in range(count))
        first.save(buffer, kind, save_all=True, append_images=others, **options)

    return save


_KINDS: tuple[tuple[str, Callable[[int, io.BytesIO], None]], ...] = (
    ("plain.jpg", _saver("RGB", "JPEG", quality=80)),
    ("progressive.jpg", _saver("RGB", "JPEG", progressive=True, quality=70)),
    ("grey.jpg", _saver("L", "JPEG")),
    ("cmyk.jpg", _saver("CMYK", "JPEG")),
    ("exif.jpg", _with_exif("JPEG")),
    ("plain.png", _saver("RGB", "PNG")),
    ("alpha.png", _saver("RGBA", "PNG")),
    ("palette.png", _saver("P", "PNG")),
    ("bits.png", _saver("1", "PNG")),
    ("deep.png", _saver("I;16", "PNG")),
    ("exif.png", _with_exif("PNG")),
    ("animated.png", _frames("PNG", 3)),
    ("lossy.webp", _saver("RGB", "WEBP", quality=60)),
    ("lossless.webp", _saver("RGBA", "WEBP", lossless=True)),
    ("animated.webp", _frames("WEBP", 3, duration=10, loop=0)),
    ("exif.webp", _with_exif("WEBP")),
    ("plain.gif", _saver("P", "GIF")),
    ("endless.gif", _frames("GIF", 5, duration=1, loop=0)),
    ("plain.tif", _saver("RGB", "TIFF")),
    ("lzw.tif", _saver("RGB", "TIFF", compression="tiff_lzw")),
    ("deflate.tif", _saver("L", "TIFF", compression="tiff_deflate")),
    ("jpeg.tif", _saver("RGB", "TIFF", compression="jpeg")),
    ("fax.tif", _saver("1", "TIFF", compression="group4")),
    ("pages.tif", _frames("TIFF", 3)),
    ("exif.tif", _with_exif("TIFF")),
    ("plain.bmp", _saver("RGB", "BMP")),
    ("palette.bmp", _saver("P", "BMP")),
    ("plain.ppm", _saver("RGB", "PPM")),
    ("plain.jp2", _saver("RGB", "JPEG2000")),
    ("plain.heic", _saver("RGB", "HEIF")),
    ("exif.heic", _with_exif("HEIF")),
    ("plain.avif", _saver("RGB", "AVIF")),
    ("plain.jxl", _saver("RGB", "JXL")),
)


def chunks_of(content: bytes) -> Iterator[tuple[int, int]]:
    """Where the parts of a file begin and end: PNG's chunks, JPEG's segments, RIFF's, boxes."""
    if content.startswith(b"\x89PNG"):
        yield from _steps(content, 8, lambda at: 12 + int.from_bytes(content[at : at + 4], "big"))
    elif content.startswith(b"\xff\xd8"):
        yield from _steps(
            content, 2, lambda at: 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        )
    elif content.startswith(b"RIFF"):
        yield from _steps(
            content,
            12,
            lambda at: 8 + (int.from_bytes(content[at + 4 : at + 8], "little") + 1 & ~1),
        )
    elif content[4:8] == b"ftyp":
        yield from _steps(content, 0, lambda at: int.from_bytes(content[at : at + 4], "big"))


def _riff_length(field: bytes) -> int:
    return 8 + (int.from_bytes(field, "little") + 1 & ~1)


def _steps(content: bytes, at: int, length: Callable[[int], int]) -> Iterator[tuple[int, int]]:
    while at + 8 < len(content):
        step = max(8, length(at))
        yield at, min(len(content), at + step)
        at += step
