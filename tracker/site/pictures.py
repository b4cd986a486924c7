"""A picture's bytes -> its bytes without personal metadata, or the reason why it is not published.

Pictures without personal metadata are published byte for byte. Pillow re-encodes the others: PNG
and lossless WebP without loss, JPEG with its own quantization tables, so that hardly a value
changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, NamedTuple

from tracker.site.svg import Fault, find_active_svg

MOST_PIXELS = 64_000_000  # of a picture to re-encode, which is held in memory whole
ENDINGS = ("avif", "gif", "jpeg", "jpg", "png", "svg", "webp")
_HEIC = ("heic", "heif")
_PILLOW_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
_ORIENTATION = 0x0112
_GPS = 0x8825
# Exif tags that describe the picture itself and not a person.
_HARMLESS = {
    0x0100,  # width
    0x0101,  # height
    0x0102,  # bits per sample
    0x0103,  # compression
    0x0106,  # colour model
    _ORIENTATION,
    0x0115,  # samples per pixel
    0x011A,  # horizontal resolution
    0x011B,  # vertical resolution
    0x0128,  # unit of the resolution
    0x0131,  # program
    0x0213,  # position of the chroma samples
}
_HARMLESS_TEXTS = {"software", "dpi", "aspect", "gamma", "srgb", "chromaticity", "interlace"}


class CleanedPicture(NamedTuple):
    """The bytes to publish, and in words the metadata removed: `the place where it was taken`."""

    data: bytes
    removed: tuple[str, ...] = ()


class PictureSize(NamedTuple):
    """The pixels of a picture, turned as browsers show it."""

    width: int
    height: int


def is_picture(name: str) -> bool:
    """Whether a file name has the ending of a picture, of a format that is published or not."""
    return _ending_of(name) in (*ENDINGS, *_HEIC)


def _ending_of(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _format_of(name: str) -> str:
    """`photo.JPEG` -> `jpg`."""
    ending = _ending_of(name)
    return "jpg" if ending == "jpeg" else ending


def find_fault(name: str, data: bytes) -> Fault | None:
    """Return the reason why a picture is not published; None where it is."""
    ending = _ending_of(name)
    if ending == "svg":
        return find_active_svg(data)
    message = _find_format_fault(name, ending, data)
    if message is None:
        return None
    return Fault(1, 1, message)


def _find_format_fault(name: str, ending: str, data: bytes) -> str | None:
    if ending in _HEIC:
        return "HEIC is shown by few browsers; save it as JPEG: heif-convert photo.heic photo.jpg"
    if ending not in ENDINGS:
        allowed = f"{', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
        return f"expected a picture: {allowed}, got {ending or name!r}"
    if not _BEGINNINGS[ending](data):
        return f"expected the bytes of a picture of the kind {ending}, found others"
    if ending == "avif" and any(mark in data[:65536] for mark in (b"Exif", b"application/rdf+xml")):
        return "this AVIF holds metadata, which cannot be taken out; save it as JPEG, PNG or WebP"
    return None


_BEGINNINGS: dict[str, Callable[[bytes], bool]] = {
    "avif": lambda data: data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis", b"mif1"),
    "gif": lambda data: data[:6] in (b"GIF87a", b"GIF89a"),
    "jpeg": lambda data: data[:3] == b"\xff\xd8\xff",
    "jpg": lambda data: data[:3] == b"\xff\xd8\xff",
    "png": lambda data: data[:8] == b"\x89PNG\r\n\x1a\n",
    "webp": lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP",
}
# A picture without one of these byte strings holds no metadata, and Pillow need not be loaded.
_SIGNS = {
    "jpg": (b"Exif\0", b"http://ns.adobe.com/", b"Photoshop 3.0", b"\xff\xfe"),
    "png": (b"eXIf", b"tEXt", b"zTXt", b"iTXt"),
    "webp": (b"EXIF", b"XMP "),
}


def remove_metadata(name: str, data: bytes) -> CleanedPicture:
    """Remove personal metadata from a picture. ValueError where it cannot be read or re-encoded."""
    ending = _format_of(name)
    if not _may_hold_metadata(ending, data):
        return CleanedPicture(data)
    with _open_picture(ending, data) as image:
        removed = tuple(dict.fromkeys(_find_personal_metadata(image)))
        if not removed:
            return CleanedPicture(data)
        if image.width * image.height > MOST_PIXELS:
            raise ValueError(
                f"it holds {removed[0]}, and is too large to take that out; make it smaller"
            )
        try:
            return CleanedPicture(_reencode_picture(ending, image, data), removed)
        except (OSError, ValueError, SyntaxError, MemoryError) as error:
            raise ValueError(f"it holds {removed[0]}, which cannot be taken out: {error}") from None


def find_metadata(name: str, data: bytes) -> tuple[str, ...]:
    """Name the personal metadata of a picture in words. ValueError where it cannot be read."""
    ending = _format_of(name)
    if not _may_hold_metadata(ending, data):
        return ()
    with _open_picture(ending, data) as image:
        return tuple(dict.fromkeys(_find_personal_metadata(image)))


def read_picture_size(name: str, data: bytes) -> PictureSize | None:
    """Read from a picture's head how large it is shown; None where that is not certain."""
    ending = _format_of(name)
    read_size = _SIZES.get(ending)
    if read_size is None or not _BEGINNINGS[ending](data):
        return None
    size = read_size(data)
    if not size or not all(size):
        return None
    if ending not in _EXIF or _EXIF[ending] not in data:
        return size
    if ending != "jpg":
        return None  # browsers differ in whether they turn these
    try:
        with _open_picture(ending, data) as image:
            turned = image.getexif().get(_ORIENTATION) in _TURNED
    except (OSError, ValueError, SyntaxError):
        return None
    return PictureSize(size.height, size.width) if turned else size


def _read_png_size(data: bytes) -> PictureSize:
    return PictureSize(int.from_bytes(data[16:20]), int.from_bytes(data[20:24]))


def _read_gif_size(data: bytes) -> PictureSize:
    return PictureSize(_little(data[6:8]), _little(data[8:10]))


def _read_webp_size(data: bytes) -> PictureSize | None:
    kind = data[12:16]
    if kind == b"VP8X":
        return PictureSize(_little(data[24:27]) + 1, _little(data[27:30]) + 1)
    if kind == b"VP8L":
        bits = _little(data[21:25])
        return PictureSize((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 ":
        return PictureSize(_little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF)
    return None


def _read_jpeg_size(data: bytes) -> PictureSize | None:
    """Walk the segments up to the one that begins a frame."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
        elif marker in _FRAMES:
            height, width = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return PictureSize(int.from_bytes(width), int.from_bytes(height))
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")


_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_TURNED = {5, 6, 7, 8}  # orientations by a quarter
_EXIF = {"jpg": b"Exif\0", "png": b"eXIf", "webp": b"EXIF"}
_SIZES: dict[str, Callable[[bytes], PictureSize | None]] = {
    "gif": _read_gif_size,
    "jpg": _read_jpeg_size,
    "png": _read_png_size,
    "webp": _read_webp_size,
}


def _may_hold_metadata(ending: str, data: bytes) -> bool:
    return any(sign in data for sign in _SIGNS.get(ending, ()))


def _open_picture(ending: str, data: bytes) -> Any:
    from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

    # Not Image.open: it takes an iPhone's JPEG for two pictures, and warns at many pixels.
    plugins = {"jpg": JpegImagePlugin.JpegImageFile, "png": PngImagePlugin.PngImageFile}
    plugin = plugins.get(ending, WebPImagePlugin.WebPImageFile)
    try:
        return plugin(BytesIO(data))
    except (
        OSError,
        ValueError,
        SyntaxError,
        IndexError,
        TypeError,
        Image.DecompressionBombError,
    ) as error:
        raise ValueError(f"it cannot be read: {error}") from None


def _find_personal_metadata(image: Any) -> Iterator[str]:
    """Yield in words each kind of metadata that says something of a person."""
    try:
        exif = image.getexif()
    except (OSError, ValueError, SyntaxError):
        exif = {}
        yield "Exif data that cannot be read"
    if _GPS in exif:
        yield "the place where it was taken"
    if set(exif) - _HARMLESS - {_GPS}:
        yield "when and with what it was taken"
    info = image.info
    if any(key in info for key in ("xmp", "XML:com.adobe.xmp", "photoshop")):
        yield "notes of a picture program"
    texts = set(getattr(image, "text", {}) or {}) - {"XML:com.adobe.xmp"}
    if info.get("comment") or any(key.lower() not in _HARMLESS_TEXTS for key in texts):
        yield "a comment"


def _reencode_picture(ending: str, image: Any, data: bytes) -> bytes:
    """Re-encode a picture's pixels, colour profile and orientation, and nothing else."""
    from PIL import Image

    options: dict[str, Any] = {"exif": b""}
    if orientation := image.getexif().get(_ORIENTATION):
        exif = Image.Exif()
        exif[_ORIENTATION] = orientation
        options["exif"] = exif.tobytes()
    if profile := image.info.get("icc_profile"):
        options["icc_profile"] = profile
    if ending == "jpg":
        image.info.pop("comment", None)
        options["quality"] = "keep"
        options["progressive"] = bool(image.info.get("progressive"))
        options["comment"] = options["xmp"] = b""
    elif ending == "png":
        options["save_all"] = getattr(image, "n_frames", 1) > 1
        options["optimize"] = False
    else:
        options["save_all"] = image.n_frames > 1
        options["lossless"] = b"VP8L" in data[:64]
        options["quality"] = 90
        options["xmp"] = b""
    cleaned = BytesIO()
    image.save(cleaned, _PILLOW_FORMATS[ending], **options)
    return cleaned.getvalue()
