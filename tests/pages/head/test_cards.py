"""What a shared link shows -> its picture."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tracker.pages.head import cards
from tracker.pages.head.cards import (
    ACCENT,
    GROUND,
    HEIGHT,
    WIDTH,
    Card,
    clean_card_text,
    draw_card,
    hash_card,
)

SITE = "From web developer to ML engineer"
CARD = Card(
    SITE,
    "Starting late: micrograd",
    ("1 to 7 July 2024 · 6 h 40", "micrograd"),
    (0, 0, 0, 0.6, 0.7, 1, 0.4),
)


def picture(card: Card) -> Image.Image:
    image = Image.open(io.BytesIO(draw_card(card)))
    image.load()
    return image.convert("RGB")


def inked(image: Image.Image, top: int, bottom: int) -> int:
    """How many points of those rows are not the ground."""
    part = image.crop((0, top, WIDTH, bottom))
    return sum(count for count, colour in part.getcolors(WIDTH * HEIGHT) or [] if colour != GROUND)


def test_a_card_is_a_small_png_of_the_size_that_sites_ask_for() -> None:
    content = draw_card(CARD)
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert picture(CARD).size == (1200, 630)
    assert len(content) < 16_000
    assert content == draw_card(CARD)


def test_title_lines_and_bars_are_drawn() -> None:
    image = picture(CARD)
    bare = picture(Card(SITE, ""))
    assert inked(image, 170, 300) > 5_000
    assert inked(bare, 400, HEIGHT) == 0
    assert image.getpixel((1100, 555)) == ACCENT  # Sunday
    assert image.getpixel((720, 540)) == GROUND  # nothing on Monday
    half = picture(Card(SITE, "A course", ("Course · active",), share=0.5))
    assert half.getpixel((705, 550)) == ACCENT
    assert half.getpixel((1115, 550)) not in (ACCENT, GROUND)


@pytest.mark.parametrize(
    ("title", "drawn"),
    [
        ("Łódź, Ελλάδα и Жук", "Łódź, Ελλάδα и Жук"),
        ("∑ and ∫, d_k ≤ 5", "∑ and ∫, d_k ≤ 5"),
        ("🎉 Finished makemore ✨", "Finished makemore"),
        ("  two\n lines\t", "two lines"),
        ("学习日志 week 27", ""),
        ("مذكرات", ""),
        ("שלום", ""),
        ("\u202eevil", "evil"),
        ("🎉", ""),
    ],
)
def test_letters_that_no_font_has_are_not_drawn_as_boxes(title: str, drawn: str) -> None:
    assert clean_card_text(title) == drawn


def test_a_title_that_cannot_be_drawn_leaves_the_name_of_the_site() -> None:
    assert draw_card(Card(SITE, "学习日志", ("1 July",))) == draw_card(Card("", SITE, ("1 July",)))


def test_a_long_title_is_smaller_then_cut_and_meets_no_other_line() -> None:
    for title in ("A title of some length " * 5, "word " * 500, "Donaudampfschifffahrt" * 500):
        image = picture(Card(SITE, title))
        assert inked(image, 170, 470) > 5_000
        assert inked(image, 470, HEIGHT) == 0
        assert image.crop((1140, 0, WIDTH, HEIGHT)).getcolors() == [(60 * HEIGHT, GROUND)]


def test_the_key_tells_all_that_the_picture_depends_on() -> None:
    others = [
        CARD._replace(title="x"),
        CARD._replace(bars=()),
        CARD._replace(lines=()),
        CARD._replace(share=0.0),
    ]
    assert len({hash_card(CARD), *map(hash_card, others)}) == 5
    assert hash_card(CARD) == hash_card(Card(*CARD))


def test_another_font_does_where_the_better_one_is_not_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cards, "FONTS", [("no_such_package", "x", "a", "b"), cards.FONTS[-1]])
    remembered = [cards.find_font_files, cards.has_glyph, cards.render_glyph, cards.load_font]
    for function in remembered:
        function.cache_clear()
    try:
        assert inked(picture(CARD), 170, 300) > 5_000
    finally:
        for function in remembered:
            function.cache_clear()


@settings(max_examples=60)
@given(st.text(max_size=80), st.lists(st.floats(0, 1), max_size=30), st.none() | st.floats(0, 1))
def test_any_text_and_any_figures_make_a_picture(
    text: str, bars: list[float], share: float | None
) -> None:
    assert picture(Card(text, text, (text, text), tuple(bars), share)).size == (WIDTH, HEIGHT)
