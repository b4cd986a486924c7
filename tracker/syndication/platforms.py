"""Shorten a text to a platform's limit, at a word, counting letters as the platform does. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Platform(NamedTuple):
    """`most`: the limit in letters.

    `address`: the letters that any address counts as; None if each counts as its length.
    `wide`: the letters that a Chinese letter or an emoji counts as.
    """

    most: int
    address: int | None = None
    wide: int = 1


# As of 2026: docs.joinmastodon.org/user/posting,
# docs.bsky.app/docs/advanced-guides/post-richtext,
# docs.x.com/fundamentals/counting-characters.
PLATFORMS: Mapping[str, Platform] = {
    "mastodon": Platform(500, 23),
    "bluesky": Platform(300),
    "x": Platform(280, 23, 2),
}
# Ranges of code points that X counts as one letter; it counts others as two.
_NARROW = ((0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))


def count_platform_letters(text: str, platform: Platform) -> int:
    """Count the letters of a text for a platform.

    A letter is a code point, so the count is never less than that of a platform that counts what
    readers see as one letter.
    """
    if platform.wide == 1:
        return len(text)
    count = 0
    for letter in text:
        narrow = any(first <= ord(letter) <= last for first, last in _NARROW)
        count += 1 if narrow else platform.wide
    return count


def counted_address(address: str, platform: Platform) -> int:
    """Count the letters that an address takes on a platform."""
    return platform.address or count_platform_letters(address, platform)


def shorten_for_platform(text: str, most: int, platform: Platform) -> str:
    """Shorten a text to `most` letters: whole words with … behind them; "" if no word fits."""
    if count_platform_letters(text, platform) <= most:
        return text
    beginning = ""
    for word in text.split(" "):
        longer = f"{beginning} {word}".lstrip()
        if count_platform_letters(f"{longer} …", platform) > most:
            break
        beginning = longer
    if not beginning:
        return ""
    return f"{beginning} …"
