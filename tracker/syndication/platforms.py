"""A text and the room for it -> as many whole words as fit, counted as the platform counts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Platform(NamedTuple):
    """`most` letters. `address`: how many each address counts as, whatever its length; None: as many as it has.

    `wide`: how many a letter of Chinese, or an emoji, counts as.
    """

    most: int
    address: int | None = None
    wide: int = 1


# As they count in 2026: docs.joinmastodon.org/user/posting, docs.bsky.app/docs/advanced-guides/post-richtext,
# docs.x.com/fundamentals/counting-characters.
PLATFORMS: Mapping[str, Platform] = {
    "mastodon": Platform(500, 23),
    "bluesky": Platform(300),
    "x": Platform(280, 23, 2),
}
# What X counts as one; the rest as two.
_NARROW = ((0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))


def count_platform_letters(text: str, platform: Platform) -> int:
    """Code points, so never less than a platform that counts what readers see as letters."""
    if platform.wide == 1:
        return len(text)
    return sum(
        1 if any(a <= ord(letter) <= b for a, b in _NARROW) else platform.wide for letter in text
    )


def counted_address(address: str, platform: Platform) -> int:
    return platform.address or count_platform_letters(address, platform)


def shorten_for_platform(text: str, most: int, platform: Platform) -> str:
    """As many whole words as there is room for, with … behind them; nothing where not one fits."""
    if count_platform_letters(text, platform) <= most:
        return text
    kept = ""
    for word in text.split(" "):
        longer = f"{kept} {word}".lstrip()
        if count_platform_letters(f"{longer} …", platform) > most:
            break
        kept = longer
    return f"{kept} …" if kept else ""
