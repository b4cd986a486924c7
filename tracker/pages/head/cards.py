"""What a shared link shows -> its picture: a PNG of 1200 by 630, drawn without network or browser.

Pillow comes along with matplotlib, the better letters with MkDocs and the others with matplotlib.
"""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from tracker.boundary.outside import is_file

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
MADE = 1  # raised where the drawing changes, so that no cached card of before is shown
GROUND, PAPER, ACCENT = (0x12, 0x40, 0x5C), (0xFF, 0xFF, 0xFF), (0xF2, 0xA0, 0x6B)
# Steps from the ground to white, for smooth letters: five keep a card at some ten kilobytes.
WHITE, QUIET, TRACK, WARM = 4, 3, 1, 5
SHADES = [
    round(low + (high - low) * step / WHITE)
    for step in range(WHITE + 1)
    for low, high in zip(GROUND, PAPER, strict=True)
]
PALETTE = bytes([*SHADES, *ACCENT])
SIZES = {80: 3, 62: 4, 50: 5}  # of a title's letters -> how many lines of them there may be
BARS = (700, 470, 420, 90)  # left, top, width and height of the drawing in the corner
# (folder of an installed package, bold letters, plain ones); not imported, for matplotlib takes a second.
FONTS = (
    ("mkdocs", "themes/readthedocs/css/fonts", "lato-bold.woff2", "lato-normal.woff2"),
    ("matplotlib", "mpl-data/fonts/ttf", "DejaVuSans-Bold.ttf", "DejaVuSans.ttf"),
)


class Card(NamedTuple):
    """`top`: whose it is. `lines`: what stands below the title. `bars`: heights from 0 to 1; or `share`, how far."""

    top: str
    title: str
    lines: tuple[str, ...] = ()
    bars: tuple[float, ...] = ()
    share: float | None = None


def hash_card(card: Card) -> str:
    """Names all that the picture depends on."""
    return sha256(repr((MADE, find_font_files(), card)).encode()).hexdigest()[:20]


def draw_card(card: Card) -> bytes:
    """Where the title has letters that no font at hand has, it is left out: better none than a row of boxes."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((MARGIN, 76, MARGIN + 71, 83), fill=WARM)
    top, title = clean_card_text(card.top), clean_card_text(card.title)
    if not title:
        top, title = "", top
    write(
        draw, (MARGIN, 100), truncate_to_width(top, False, 34, WIDTH - 2 * MARGIN), False, 34, QUIET
    )
    size, lines = fit_title(title)
    for number, line in enumerate(lines):
        write(draw, (MARGIN, 172 + number * size * 1.16), line, True, size, WHITE)
    wide = (BARS[0] if card.bars or card.share is not None else WIDTH - MARGIN) - MARGIN - 30
    below = [
        truncate_to_width(line, False, 34, wide)
        for line in map(clean_card_text, card.lines)
        if line
    ]
    for number, line in enumerate(below):
        write(
            draw,
            (MARGIN, 562 - 48 * (len(below) - number)),
            line,
            False,
            34,
            WHITE if number else QUIET,
        )
    draw_card_bars(draw, card)
    return encode_png(picture)


def draw_card_bars(draw: Any, card: Card) -> None:
    """The bars of a week's days, or one bar of how far; right below."""
    left, top, width, height = BARS
    foot = top + height
    if card.share is not None:
        draw.rectangle((left, foot - 18, left + width - 1, foot), fill=TRACK)
        draw.rectangle(
            (left, foot - 18, left + round((width - 1) * card.share), foot),
            fill=WARM if card.share else TRACK,
        )
    step = width / (len(card.bars) - 0.28) if card.bars else 0
    for number, share in enumerate(card.bars):
        start, end = left + round(number * step), left + round((number + 0.72) * step) - 1
        draw.rectangle(
            (start, foot - 3, end, foot), fill=TRACK
        )  # a day without study is a day like others
        if share:
            draw.rectangle((start, foot - max(6, round(height * share)), end, foot), fill=WARM)


def encode_png(picture: Any) -> bytes:
    """A PNG of sixteen colours.

    Put together here, each row less the one above it: a quarter of the time that Pillow takes for as few bytes.
    """
    from PIL import Image, ImageChops

    picture.putpalette([0] * 3)
    half = WIDTH // 2  # two points are a byte
    rows = Image.frombytes("L", (half, HEIGHT), picture.tobytes("raw", "P;4"))
    above = Image.new("L", rows.size)
    above.paste(rows, (0, 1))
    marked = Image.new("L", (half + 1, HEIGHT), 2)  # each row says that it is a difference
    marked.paste(ImageChops.subtract_modulo(rows, above), (1, 0))
    squeezed = zlib.compressobj(1, strategy=zlib.Z_RLE)
    data = squeezed.compress(marked.tobytes()) + squeezed.flush()
    parts = (
        (b"IHDR", struct.pack(">2I5B", WIDTH, HEIGHT, 4, 3, 0, 0, 0)),
        (b"PLTE", PALETTE),
        (b"IDAT", data),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


# ---- letters -------------------------------------------------------------------------------------------------------


def clean_card_text(text: str) -> str:
    """The text without pictograms; nothing where a letter of it can't be drawn, or runs from right to left."""
    words = unicodedata.normalize("NFC", " ".join(text.split()))
    kept = "".join(
        char
        for char in words
        if unicodedata.category(char) not in ("So", "Sk", "Cs", "Co", "Cn", "Cf", "Cc", "Me")
        and char != "\ufe0f"
    )
    joining = any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in kept)
    return "" if joining or choose_font(kept) is None else " ".join(kept.split())


@cache
def find_font_files() -> tuple[tuple[str, str], ...]:
    """(bold, plain) of each font that is there, as addresses of files."""
    found = []
    for package, folder, *names in FONTS:
        spec = find_spec(package)
        paths = (
            [str(Path(spec.origin).parent / folder / name) for name in names]
            if spec and spec.origin
            else []
        )
        if paths and all(map(is_file, paths)):
            found.append((paths[0], paths[1]))
    return tuple(found)


def choose_font(text: str) -> int | None:
    """The first font that has every letter of the text."""
    return next(
        (
            number
            for number in range(len(find_font_files()))
            if all(has_glyph(number, char) for char in set(text))
        ),
        None,
    )


@cache
def has_glyph(number: int, char: str) -> bool:
    """Whether a font has a letter: what it has not looks like what none has."""
    if char == " ":
        return True
    return all(
        render_glyph(number, bold, char) != render_glyph(number, bold, "\U0010ffff")
        for bold in (True, False)
    )


@cache
def render_glyph(number: int, bold: bool, char: str) -> tuple[Any, bytes]:
    drawn = load_font(number, bold, 20).getmask(char)
    return drawn.size, bytes(drawn)


@cache
def load_font(number: int, bold: bool, size: int) -> Any:
    from PIL import ImageFont

    # Basic layout: the other one is not on every machine, and its letters stand a little otherwise.
    return ImageFont.truetype(
        find_font_files()[number][0 if bold else 1], size, layout_engine=ImageFont.Layout.BASIC
    )


def width_of(text: str, bold: bool, size: int) -> float:
    return float(load_font(choose_font(text) or 0, bold, size).getlength(text))


def write(draw: Any, at: tuple[float, float], text: str, bold: bool, size: int, ink: int) -> None:
    if text:
        draw.text(at, text, font=load_font(choose_font(text) or 0, bold, size), fill=ink)


def fit_title(title: str) -> tuple[int, list[str]]:
    """The largest letters in which a title fits its lines; the smallest, and cut, where it fits in none."""
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
    """As much of the text as is not too wide, with an ellipsis for the rest."""
    if width_of(text, bold, size) <= most:
        return text
    text = text[:200]  # more fits on no line, and each letter is a try
    while text and width_of(f"{text}…", bold, size) > most:
        text = text[:-1].rstrip(" …·,")
    return f"{text}…"
