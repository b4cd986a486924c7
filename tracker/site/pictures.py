"""A picture's bytes -> the bytes to publish: without where, when and by whom it was taken; or why it is not published.

Pictures without such metadata are published byte for byte. The others are written anew by Pillow: PNG, and WebP that
was lossless, without loss; JPEG with its own quantization, so that hardly a value changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, NamedTuple

from tracker.site.svg import Fault, find_active_svg

MOST_PIXELS = 64_000_000  # of a picture that has to be written anew: it is held in memory whole
ENDINGS = ("avif", "gif", "jpeg", "jpg", "png", "svg", "webp")
_HEIC = ("heic", "heif")
_ORIENTATION = 0x0112
_GPS = 0x8825
# What Exif says of the picture itself and not of a person: size, resolution, orientation, colour space, program.
_HARMLESS = {
    0x0100,
    0x0101,
    0x0102,
    0x0103,
    0x0106,
    _ORIENTATION,
    0x0115,
    0x011A,
    0x011B,
    0x0128,
    0x0131,
    0x0213,
}
_HARMLESS_TEXTS = {"software", "dpi", "aspect", "gamma", "srgb", "chromaticity", "interlace"}


class CleanedPicture(NamedTuple):
    """The bytes to publish, and what was taken out of them in words: `the place where it was taken`."""

    data: bytes
    removed: tuple[str, ...] = ()


def is_picture(name: str) -> bool:
    """Whether a file's name says that it is a picture, of a kind that is published or not."""
    return _ending_of(name) in (*ENDINGS, *_HEIC)


def _ending_of(name: str) -> str:
    return name.rpartition(".")[2].lower()


def find_fault(name: str, data: bytes) -> Fault | None:
    """Why a picture is not published; None where it is."""
    ending = _ending_of(name)
    if ending in _HEIC:
        return Fault(
            1,
            1,
            "HEIC is shown by few browsers; save it as JPEG: heif-convert photo.heic photo.jpg",
        )
    if ending not in ENDINGS:
        return Fault(
            1,
            1,
            f"expected a picture: {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}, got {ending or name!r}",
        )
    if ending == "svg":
        return find_active_svg(data)
    if not _BEGINNINGS[ending](data):
        return Fault(1, 1, f"expected the bytes of a picture of the kind {ending}, found others")
    if ending == "avif" and any(mark in data[:65536] for mark in (b"Exif", b"application/rdf+xml")):
        return Fault(
            1,
            1,
            "this AVIF holds metadata, which cannot be taken out; save it as JPEG, PNG or WebP",
        )
    return None


_BEGINNINGS: dict[str, Callable[[bytes], bool]] = {
    "avif": lambda data: data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis", b"mif1"),
    "gif": lambda data: data[:6] in (b"GIF87a", b"GIF89a"),
    "jpeg": lambda data: data[:3] == b"\xff\xd8\xff",
    "jpg": lambda data: data[:3] == b"\xff\xd8\xff",
    "png": lambda data: data[:8] == b"\x89PNG\r\n\x1a\n",
    "webp": lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP",
}
# Without one of these in its bytes a picture holds no metadata, and Pillow need not be loaded.
_SIGNS = {
    "jpg": (b"Exif\0", b"http://ns.adobe.com/", b"Photoshop 3.0", b"\xff\xfe"),
    "png": (b"eXIf", b"tEXt", b"zTXt", b"iTXt"),
    "webp": (b"EXIF", b"XMP "),
}


def remove_metadata(name: str, data: bytes) -> CleanedPicture:
    """A picture without personal metadata. ValueError where it holds some, and cannot be written anew."""
    ending = {"jpeg": "jpg"}.get(_ending_of(name), _ending_of(name))
    if not any(sign in data for sign in _SIGNS.get(ending, ())):
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
            return CleanedPicture(_written_anew(ending, image, data), removed)
        except (OSError, ValueError, SyntaxError, MemoryError) as error:
            raise ValueError(f"it holds {removed[0]}, which cannot be taken out: {error}") from None


def find_metadata(name: str, data: bytes) -> tuple[str, ...]:
    """What personal metadata a picture holds, in words. ValueError where that cannot be told."""
    ending = {"jpeg": "jpg"}.get(_ending_of(name), _ending_of(name))
    if not any(sign in data for sign in _SIGNS.get(ending, ())):
        return ()
    with _open_picture(ending, data) as image:
        return tuple(dict.fromkeys(_find_personal_metadata(image)))


def _open_picture(ending: str, data: bytes) -> Any:
    from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

    # Not Image.open: it takes a JPEG of an iPhone for a file of two pictures, and refuses many pixels by a warning.
    plugin = {"jpg": JpegImagePlugin.JpegImageFile, "png": PngImagePlugin.PngImageFile}.get(
        ending, WebPImagePlugin.WebPImageFile
    )
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
    """What of a picture's metadata says something of a person, in words."""
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


def _written_anew(ending: str, image: Any, data: bytes) -> bytes:
    """The picture's pixels, colour profile and orientation, and nothing else."""
    from PIL import Image

    exif = Image.Exif()
    orientation = image.getexif().get(_ORIENTATION)
    if orientation:
        exif[_ORIENTATION] = orientation
    options: dict[str, Any] = {"exif": exif.tobytes() if orientation else b""}
    if profile := image.info.get("icc_profile"):
        options["icc_profile"] = profile
    new = BytesIO()
    if ending == "jpg":
        image.info.pop("comment", None)
        progressive = bool(image.info.get("progressive"))
        image.save(
            new, "JPEG", quality="keep", progressive=progressive, comment=b"", xmp=b"", **options
        )
    elif ending == "png":
        image.save(
            new, "PNG", save_all=getattr(image, "n_frames", 1) > 1, optimize=False, **options
        )
    else:
        lossless = b"VP8L" in data[:64]
        image.save(
            new,
            "WEBP",
            save_all=image.n_frames > 1,
            lossless=lossless,
            quality=90,
            xmp=b"",
            **options,
        )
    return new.getvalue()
