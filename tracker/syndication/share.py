"""A week -> a text to share, as long as a platform takes. Its address stands last and whole; no word is cut. Pure."""

from __future__ import annotations

import re
import unicodedata

from tracker.model.journal import TrackerError, Week
from tracker.pages import View, titles
from tracker.syndication import prose
from tracker.syndication.html_tree import one_line
from tracker.syndication.platforms import (
    Platform,
    count_platform_letters,
    counted_address,
    shorten_for_platform,
)

LEAST = 12  # letters of a line that is worth beginning


def format_share_text(view: View, week: Week, platform: Platform) -> str:
    """Title, the best line, the figures, tags, address: as many of them as there is room for, in that order."""
    post = prose.week_post(view, week)
    address = view.absolute(post.address) if view.place.url else ""
    behind = counted_address(address, platform) + 2 if address else 0
    room = platform.most - behind
    title = shorten_for_platform(normalize_share_line(post.title), room, platform)
    if room < (
        least := count_platform_letters(
            find_shortest_title(normalize_share_line(post.title)), platform
        )
    ):
        what = "the title's first words" + " and the address" * bool(address)
        raise TrackerError(f"{platform.most} letters are too few: {what} take {least + behind}")
    parts = [title]
    for line in (
        choose_share_line(view, week),
        normalize_share_line(prose.figures_line(view, week)),
        hashtags(week),
    ):
        left = room - count_platform_letters("\n\n".join(parts), platform) - 2
        fitting = shorten_for_platform(line, left, platform)
        if line.startswith("#"):
            fitting = fitting.removesuffix(" …")  # one tag less, and nobody misses it
        elif fitting != line and len(fitting) < LEAST:
            continue
        parts += [fitting] if fitting else []
    return "\n\n".join([*parts, *([address] if address else [])])


def find_shortest_title(title: str) -> str:
    """As few of its words as still say something: a title cut down to "The" says nothing."""
    words_ = title.split(" ")
    for count in range(1, len(words_)):
        if len(begun := " ".join(words_[:count])) >= LEAST:
            return f"{begun} …"
    return title


def choose_share_line(view: View, week: Week) -> str:
    """What the author would say of it: the summary, else the first thing learned, else how the week begins.

    A summary that was made is figures, and those come anyway.
    """
    told = (
        week.summary
        or titles.extract_opening_sentence(titles.first_of(week.learned))
        or titles.extract_opening_sentence(week.intro)
    )
    return normalize_share_line(told)


def hashtags(week: Week) -> str:
    """`language models` -> `#LanguageModels`; what would be a number alone is no tag."""
    made = []
    for tag in week.tags:
        name = "".join(part[:1].upper() + part[1:] for part in re.findall(r"\w+", tag))
        made += [f"#{name}"] if re.search(r"[^\W\d_]", name) else []
    return " ".join(dict.fromkeys(made))


def normalize_share_line(text: str) -> str:
    """On one line, in composed letters: an é of two characters is one letter to a reader, and to most platforms."""
    return unicodedata.normalize("NFC", one_line(text))
