"""Which files can be pictures: cheaply by name while crawling, then by their first bytes.

The crawler and the watcher ask `is_candidate` for every name they meet. `decode` asks `sniff` for
the first `SNIFF_BYTES` bytes and thereby decides which decoder may see the file at all; a name says
nothing there, but for RAW, where most makers write a TIFF that only the extension tells apart.
"""

import hashlib
import re
from importlib.util import find_spec

SNIFF_BYTES = 64

# Never pictures and never worth listing: side files of pictures, films, sound, the traces of
# programs and downloads under way. Everything else is a candidate: its content decides.
COMPANIONS = tuple(
    # side files of pictures
    "xmp aae thm pp3 dop cos lrv lrcat "
    # films and sound
    "mp4 m4v mov avi mkv webm mpg mpeg mts m2ts 3gp 3g2 wmv flv ogv vob insv srt vtt "
    "mp3 m4a aac wav flac ogg oga opus wma aif aiff amr mid "
    # what programs keep
    "db db-wal db-shm db-journal sqlite sqlite-wal sqlite-shm lock log lnk ini url desktop swp "
    # not there yet
    "part partial filepart crdownload download tmp temp".split()
)
_COMPANIONS = frozenset(COMPANIONS)
_SYSTEM_FILES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "autorun.inf"})

_RAW_IN_TIFF = frozenset(
    "3fr arw cr2 dcr dng erf fff iiq k25 kdc mef mos nef nrw pef ptx raw rwl sr2 srf srw".split()
)
_RAW_OF_ITS_OWN = frozenset("cr3 crw mrw orf raf rw2 x3f".split())
_PLAIN_EXTENSIONS = frozenset(
    "jpg jpeg jpe jfif mpo png webp tif tiff bmp dib gif jp2 j2k jpx jpf jpc "
    "pnm pbm pgm ppm pfm pam heic heif hif heics heifs avif avifs jxl".split()
)
_PICTURE_EXTENSIONS = _PLAIN_EXTENSIONS | _RAW_IN_TIFF | _RAW_OF_ITS_OWN

_TIFF_MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_RAW_MAGIC = (b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS", b"MMOR", b"IIU\0", b"\0MRM", b"FOVb")
_PREFIXES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"\xff\x4f\xff\x51", "JPEG2000"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG2000"),
    (b"\xff\x0a", "JXL"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "JXL"),
)
# The magic number, then white space, comments, and the width or what begins a PAM header: a text
# that happens to start with "P1 " is none. Comments may run past the sniffed bytes.
_PNM = re.compile(rb"P(?:[1-6]|f)\s(?:\s|#[^\r\n]*(?:[\r\n]|\Z))*(?:\d|\Z)|P7\s+(?:#|WIDTH|HEIGHT)")
_BMP_HEADER_BYTES = (12, 16, 40, 52, 56, 64, 108, 124)
_HEIF_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"))
_AVIF_BRANDS = frozenset((b"avif", b"avis"))
_ANY_CODEC_BRANDS = (b"mif1", b"msf1")
# HEIF with codecs that hardly anyone uses; the decoder refuses some of them, with a reason.
_RARE_HEIF_BRANDS = (
    b"avci",
    b"avcs",
    b"j2ki",
    b"j2is",
    b"jpeg",
    b"jpgs",
    b"unif",
    b"mif2",
    b"mif3",
)
# How the tables are used. To be raised when the code below comes to judge by other rules.
_RULES = 1
_JUDGED_BY = (
    *(_PREFIXES, _TIFF_MAGIC, _RAW_MAGIC, _PNM.pattern, _BMP_HEADER_BYTES, _RARE_HEIF_BRANDS),
    *(_ANY_CODEC_BRANDS, _HEIF_BRANDS, _AVIF_BRANDS, _RAW_IN_TIFF, _PICTURE_EXTENSIONS, _RULES),
)


def is_candidate(name: str) -> bool:
    """Whether a file of this name (no folder) may be a picture; most names that aren't ours may."""
    if name.startswith((".", "~$")):
        return False
    lower = name.lower()
    return lower.rpartition(".")[2] not in _COMPANIONS and lower not in _SYSTEM_FILES


def named_like_picture(name: str) -> bool:
    """Whether the extension of `name` promises a picture that we know."""
    return _extension(name) in _PICTURE_EXTENSIONS


def sniff(header: bytes, name: str = "") -> str | None:
    """The format that the first `SNIFF_BYTES` of a file show, or None for no picture.

    One of JPEG, PNG, WEBP, TIFF, BMP, GIF, JPEG2000, PPM (all of PNM), HEIF, AVIF, JXL, RAW. `name`
    tells a RAW that is a TIFF inside from a plain TIFF.
    """
    for prefix, found in _PREFIXES:
        if header.startswith(prefix):
            return found
    return _sniff_tiff(header, name) or _sniff_container(header) or _sniff_loose(header)


def recognition() -> str:
    """What the verdicts of this program go by, in a word: another where they may be others."""
    told = repr([sorted(one) if isinstance(one, frozenset) else one for one in _JUDGED_BY])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def supported_formats() -> tuple[str, ...]:
    """The formats that this installation reads, as people call them."""
    always = ("JPEG", "PNG", "WebP", "TIFF", "BMP", "GIF", "JPEG 2000", "PNM", "HEIC", "AVIF")
    return always + tuple(
        label for label, module in (("JPEG XL", "pillow_jxl"), ("RAW", "rawpy")) if has(module)
    )


def has(module: str) -> bool:
    """Whether the optional `module` is installed; it isn't imported."""
    return find_spec(module) is not None


def content_kind(header: bytes) -> str:
    """What the first bytes of a file that is no picture look like, in a word or two."""
    for magic, kind in ((b"%PDF", "PDF"), (b"PK\x03\x04", "an archive"), (b"\x7fELF", "a program")):
        if header.startswith(magic):
            return kind
    if header[4:8] == b"ftyp":
        return "a film"
    if not any(header):
        return "zeros only" if header else "empty"
    return "text" if _looks_like_text(header) else "unknown"


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _sniff_tiff(header: bytes, name: str) -> str | None:
    if header.startswith(_RAW_MAGIC) or header[6:14] == b"HEAPCCDR":
        return "RAW"
    if not header.startswith(_TIFF_MAGIC):
        return None
    is_raw = header[8:10] == b"CR" or _extension(name) in _RAW_IN_TIFF
    return "RAW" if is_raw else "TIFF"


def _sniff_container(header: bytes) -> str | None:
    if header[:4] == b"RIFF" and header[8:12] == b"WEBP":
        return "WEBP"
    if header[4:8] != b"ftyp":
        return None
    if header[8:12] == b"crx ":
        return "RAW"
    return _sniff_brands(header)


def _sniff_brands(header: bytes) -> str | None:
    """HEIF or AVIF by the brands of the first box.

    Where the major brand leaves the codec open, the compatible ones name it.
    """
    major = header[8:12]
    if major in _RARE_HEIF_BRANDS:
        return "HEIF"
    if major not in _ANY_CODEC_BRANDS:
        return "AVIF" if major in _AVIF_BRANDS else "HEIF" if major in _HEIF_BRANDS else None
    end = min(int.from_bytes(header[:4], "big"), len(header))
    compatible = {header[i : i + 4] for i in range(16, end - 3, 4)}
    return "AVIF" if compatible & _AVIF_BRANDS and not compatible & _HEIF_BRANDS else "HEIF"


def _sniff_loose(header: bytes) -> str | None:
    """Formats whose magic is two letters that a text could begin with."""
    if header[:2] == b"BM" and int.from_bytes(header[14:18], "little") in _BMP_HEADER_BYTES:
        return "BMP"
    return "PPM" if _PNM.match(header) else None


def _looks_like_text(header: bytes) -> bool:
    # The last character may be cut in the middle by the end of what was read.
    text = header.decode("utf-8", "ignore")
    whole = len(header) - len(text.encode()) < 4
    return whole and all(c.isprintable() or c.isspace() for c in text)
