"""Week -> a text to share, within a platform's limit. Pure.

The post's address stands at the end, in full. No word is cut.
"""

from __future__ import annotations

import re
import unicodedata

from tracker.figures import summaries
from tracker.model.journal import TrackerError, Week
from tracker.pages import View
from tracker.pages.diary import sum_up_week
from tracker.syndication import prose
from tracker.syndication.html_tree import one_line
from tracker.syndication.platforms import (
    Platform,
    count_platform_letters,
    counted_address,
    shorten_for_platform,
)

LEAST = 12  # letters; a shorter beginning of a line is left out


def format_share_text(view: View, week: Week, platform: Platform) -> str:
    """Return title, best line, figures, tags and address, in this order, as far as they fit.

    Raises TrackerError if the platform has no room for the address and the title's first words.
    """
    post = prose.week_post(view, week)
    title = normalize_share_line(post.title)
    address = ""
    address_letters = 0
    needed = "the title's first words"
    if view.place.url:
        address = view.absolute(post.address)
        address_letters = counted_address(address, platform) + 2
        needed += " and the address"
    room = platform.most - address_letters
    least = count_platform_letters(find_shortest_title(title), platform)
    if room < least:
        raise TrackerError(
            f"{platform.most} letters are too few: {needed} take {least + address_letters}"
        )
    parts = [shorten_for_platform(title, room, platform)]
    lines = (
        choose_share_line(view, week),
        normalize_share_line(sum_up_week(view, week, ())),
        format_hashtags(week),
    )
    for line in lines:
        left = room - count_platform_letters("\n\n".join(parts), platform) - 2
        fitting = shorten_for_platform(line, left, platform)
        if line.startswith("#"):
            fitting = fitting.removesuffix(" …")  # nobody misses the last tag
        elif fitting != line and len(fitting) < LEAST:
            continue
        if fitting:
            parts.append(fitting)
    if address:
        parts.append(address)
    return "\n\n".join(parts)


def find_shortest_title(title: str) -> str:
    """Return the shortest beginning of a title that still has a meaning: not just "The"."""
    words = title.split(" ")
    for count in range(1, len(words)):
        beginning = " ".join(words[:count])
        if len(beginning) >= LEAST:
            return f"{beginning} …"
    return title


def choose_share_line(view: View, week: Week) -> str:
    """Return the week's summary as far as it is words: the figures follow anyway."""
    return normalize_share_line(summaries.words_of_week(view.figures, week))


def format_hashtags(week: Week) -> str:
    """`language models` -> `#LanguageModels`; a tag of digits only is left out."""
    labels = []
    for tag in week.tags:
        name = "".join(part[:1].upper() + part[1:] for part in re.findall(r"\w+", tag))
        if re.search(r"[^\W\d_]", name):
            labels.append(f"#{name}")
    return " ".join(dict.fromkeys(labels))


def normalize_share_line(text: str) -> str:
    """Put a text on one line, in composed letters: readers and platforms count é as one letter."""
    return unicodedata.normalize("NFC", one_line(text))
