"""Card -> its picture for link previews: a PNG of 1200 by 630, drawn without network or browser.

The preferred font is installed along with MkDocs, the second one with matplotlib.
"""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any, NamedTuple

from tracker.boundary.outside import is_file

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
MADE = 1  # version of the drawing: a higher number makes all cached cards invalid
GROUND, PAPER, ACCENT = (0x12, 0x40, 0x5C), (0xFF, 0xFF, 0xFF), (0xF2, 0xA0, 0x6B)
# Colours of the palette: steps from the ground to white, for smooth letters, then the accent.
# Five steps keep a card at some ten kilobytes.
WHITE, QUIET, TRACK, WARM = 4, 3, 1, 5


def build_palette() -> bytes:
    colours: list[int] = []
    for step in range(WHITE + 1):
        for low, high in zip(GROUND, PAPER, strict=True):
            colours.append(round(low + (high - low) * step / WHITE))
    return bytes([*colours, *ACCENT])


PALETTE = build_palette()
SIZES = {80: 3, 62: 4, 50: 5}  # font size of a title -> lines that it may have
BARS = (700, 470, 420, 90)  # left, top, width and height of the drawing in the corner
# (package, folder in it, bold font, plain font); not imported, as matplotlib takes a second.
FONTS = (
    ("mkdocs", "themes/readthedocs/css/fonts", "lato-bold.woff2", "lato-normal.woff2"),
    ("matplotlib", "mpl-data/fonts/ttf", "DejaVuSans-Bold.ttf", "DejaVuSans.ttf"),
)


class Card(NamedTuple):
    """The content of a picture.

    `top`: the site's name. `lines`: two lines below the title.
    `bars`: heights from 0 to 1; or `share`: progress from 0 to 1.
    """

    top: str
    title: str
    lines: tuple[str, ...] = ()
    bars: tuple[float, ...] = ()
    share: float | None = None


def hash_card(card: Card) -> str:
    """Return a key of all that the picture depends on."""
    return sha256(repr((MADE, find_font_files(), card)).encode()).hexdigest()[:20]


def draw_card(card: Card) -> bytes:
    """Draw a card as a PNG.

    A title with letters that none of the fonts has is left out: better none than a row of boxes.
    """
    from PIL import Image, ImageDraw

    picture = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((MARGIN, 76, MARGIN + 71, 83), fill=WARM)
    top, title = clean_card_text(card.top), clean_card_text(card.title)
    if not title:
        top, title = "", top
    top = truncate_to_width(top, False, 34, WIDTH - 2 * MARGIN)
    write_line(draw, (MARGIN, 100), top, False, 34, QUIET)
    size, lines = fit_title(title)
    for number, line in enumerate(lines):
        write_line(draw, (MARGIN, 172 + number * size * 1.16), line, True, size, WHITE)
    draw_card_lines(draw, card)
    draw_card_bars(draw, card)
    return encode_png(picture)


def draw_card_lines(draw: Any, card: Card) -> None:
    """Draw the lines below the title, beside the bars if there are any."""
    right = WIDTH - MARGIN
    if card.bars or card.share is not None:
        right = BARS[0]
    lines = [line for line in map(clean_card_text, card.lines) if line]
    top = 562 - 48 * len(lines)
    ink = QUIET
    for line in lines:
        text = truncate_to_width(line, False, 34, right - MARGIN - 30)
        write_line(draw, (MARGIN, top), text, False, 34, ink)
        top += 48
        ink = WHITE


def draw_card_bars(draw: Any, card: Card) -> None:
    """Draw the bars of a week's days, or one bar of progress, in the lower right corner."""
    left, top, width, height = BARS
    foot = top + height
    if card.share is not None:
        draw.rectangle((left, foot - 18, left + width - 1, foot), fill=TRACK)
        if card.share:
            end = left + round((width - 1) * card.share)
            draw.rectangle((left, foot - 18, end, foot), fill=WARM)
    if not card.bars:
        return
    step = width / (len(card.bars) - 0.28)
    for number, share in enumerate(card.bars):
        start = left + round(number * step)
        end = left + round((number + 0.72) * step) - 1
        # A day without study has a mark too.
        draw.rectangle((start, foot - 3, end, foot), fill=TRACK)
        if share:
            draw.rectangle((start, foot - max(6, round(height * share)), end, foot), fill=WARM)


def encode_png(picture: Any) -> bytes:
    """Encode a picture as a PNG of sixteen colours.

    Each row is stored as its difference to the row above. Pillow needs four times as long for as
    few bytes.
    """
    from PIL import Image, ImageChops

    picture.putpalette([0] * 3)
    half = WIDTH // 2  # a byte holds two pixels
    rows = Image.frombytes("L", (half, HEIGHT), picture.tobytes("raw", "P;4"))
    above = Image.new("L", rows.size)
    above.paste(rows, (0, 1))
    # The 2 at the start of each row marks it as a difference to the row above.
    marked = Image.new("L", (half + 1, HEIGHT), 2)
    marked.paste(ImageChops.subtract_modulo(rows, above), (1, 0))
    squeezed = zlib.compressobj(1, strategy=zlib.Z_RLE)
    data = squeezed.compress(marked.tobytes()) + squeezed.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + encode_png_chunk(b"IHDR", struct.pack(">2I5B", WIDTH, HEIGHT, 4, 3, 0, 0, 0))
        + encode_png_chunk(b"PLTE", PALETTE)
        + encode_png_chunk(b"IDAT", data)
        + encode_png_chunk(b"IEND", b"")
    )


def encode_png_chunk(name: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(name + body)
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", checksum)


# ---- letters -------------------------------------------------------------------------------------


def clean_card_text(text: str) -> str:
    """Return the text without pictograms.

    It is "" if a letter of it can't be drawn, or is written from right to left.
    """
    letters = []
    for char in unicodedata.normalize("NFC", " ".join(text.split())):
        if unicodedata.category(char) in ("So", "Sk", "Cs", "Co", "Cn", "Cf", "Cc", "Me"):
            continue
        if char == "\ufe0f":
            continue
        if unicodedata.bidirectional(char) in ("R", "AL", "AN"):
            return ""
        letters.append(char)
    clean = "".join(letters)
    if choose_font(clean) is None:
        return ""
    return " ".join(clean.split())


@cache
def find_font_files() -> tuple[tuple[str, str], ...]:
    """Return (bold, plain) of each installed font, as paths of files."""
    fonts = []
    for package, folder, bold, plain in FONTS:
        # Not by modules that are loaded: ProperDocs stands in for MkDocs, and has not its fonts.
        spec = PathFinder.find_spec(package)
        if not spec or not spec.origin:
            continue
        directory = Path(spec.origin).parent / folder
        paths = str(directory / bold), str(directory / plain)
        if is_file(paths[0]) and is_file(paths[1]):
            fonts.append(paths)
    return tuple(fonts)


def choose_font(text: str) -> int | None:
    """Return the number of the first font that has every letter of the text."""
    for number in range(len(find_font_files())):
        if all(has_glyph(number, char) for char in set(text)):
            return number
    return None


@cache
def has_glyph(number: int, char: str) -> bool:
    """Return whether a font has a letter, i.e. draws it other than a letter that no font has."""
    if char == " ":
        return True
    return all(
        render_glyph(number, bold, char) != render_glyph(number, bold, "\U0010ffff")
        for bold in (True, False)
    )


@cache
def render_glyph(number: int, bold: bool, char: str) -> tuple[Any, bytes]:
    mask = load_font(number, bold, 20).getmask(char)
    return mask.size, bytes(mask)


@cache
def load_font(number: int, bold: bool, size: int) -> Any:
    from PIL import ImageFont

    bold_path, plain_path = find_font_files()[number]
    path = bold_path if bold else plain_path
    # Not every machine has the other layout engine, and it places letters a little differently.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def width_of(text: str, bold: bool, size: int) -> float:
    return float(load_font(choose_font(text) or 0, bold, size).getlength(text))


def write_line(
    draw: Any, at: tuple[float, float], text: str, bold: bool, size: int, ink: int
) -> None:
    if text:
        draw.text(at, text, font=load_font(choose_font(text) or 0, bold, size), fill=ink)


def fit_title(title: str) -> tuple[int, list[str]]:
    """Return (font size, lines) with the largest size in which the title fits.

    If it fits in none, the size is the smallest and the last line is cut.
    """
    size, lines = 0, [""]
    for size, most in SIZES.items():
        lines = list(break_title(title, size))
        if len(lines) <= most:
            return size, lines
    lines = lines[: SIZES[size]]
    return size, [*lines[:-1], truncate_to_width(lines[-1] + "…", True, size, WIDTH - 2 * MARGIN)]


def break_title(title: str, size: int) -> Iterator[str]:
    line = ""
    for word in title.split():
        longer = f"{line} {word}".strip()
        if line and width_of(longer, True, size) > WIDTH - 2 * MARGIN:
            yield truncate_to_width(line, True, size, WIDTH - 2 * MARGIN)
            line = word
        else:
            line = longer
    yield truncate_to_width(line, True, size, WIDTH - 2 * MARGIN)


def truncate_to_width(text: str, bold: bool, size: int, most: float) -> str:
    """Cut a text to a width in pixels, with an ellipsis for the rest."""
    if width_of(text, bold, size) <= most:
        return text
    text = text[:200]  # no line holds more, and the loop measures once a letter
    while text and width_of(f"{text}…", bold, size) > most:
        text = text[:-1].rstrip(" …·,")
    return f"{text}…"
