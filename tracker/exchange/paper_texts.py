"""Texts about a paper from elsewhere -> values that the plan may hold, and an id of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tracker.format import scalars
from tracker.model.journal import TrackerError
from tracker.model.keywords import refuse_reserved_id
from tracker.model.kinds import Paper

LONGEST_TITLE = 1000
MOST_AUTHORS = 40  # some papers of physics have three thousand
NAMED_AUTHORS = 10  # of those that have more
OTHERS = " et al."
_UNSEEN = ("Cc", "Cf", "Cs")  # control characters, marks of direction, halves of a letter
_JOINERS = "\u200c\u200d"  # which Persian and emoji need
_SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}
_STOP_WORDS = {"a", "an", "the", "on", "of", "in", "for", "to", "and", "is"}
# Letters that are no base letter with marks.
_ASCII = str.maketrans(
    {"ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def clean_line(text: str) -> str:
    """Put a text on one line, without letters that act on a terminal or turn its direction."""
    letters = []
    for letter in text:
        if letter.isspace():
            letters.append(" ")
        elif unicodedata.category(letter) not in _UNSEEN or letter in _JOINERS:
            letters.append(letter)
    return " ".join("".join(letters).split())


def clean_paper_title(text: str) -> str:
    """Clean a title. ValueError where there is none, or none that can be meant."""
    title = clean_line(text)
    if not title:
        raise ValueError("it has no title")
    if len(title) > LONGEST_TITLE:
        raise ValueError(f"its title has {len(title):,} letters")
    return title


def clean_authors(names: Iterable[str]) -> tuple[str, ...]:
    """Clean names; of very many the first ones stay, and `et al.`."""
    cleaned = [name for name in map(clean_line, names) if name]
    if len(cleaned) > MOST_AUTHORS:
        cleaned = cleaned[:NAMED_AUTHORS]
        cleaned[-1] = cleaned[-1].removesuffix(OTHERS) + OTHERS
    return tuple(cleaned)


def clean_year(value: Any) -> int | None:
    """Read a year; None for what the plan cannot hold."""
    try:
        return scalars.parse_year(clean_line(str(value)))
    except ValueError:
        return None


def clean_address(text: str) -> str | None:
    """Read an address; None for what is none."""
    try:
        return scalars.parse_link(text.strip())
    except ValueError:
        return None


# ---- an id


def choose_paper_id(paper: Paper, key: str, is_taken: Callable[[str], bool]) -> str:
    """Choose an id: the key of a bibliography where it can be one, else `vaswani2017`.

    Where that is taken, it gets a letter more: `vaswani2017b`.
    """
    stem = _make_stem(paper)
    for id_ in (key.lower(), stem):
        if _is_usable(id_) and not is_taken(id_):
            return id_
    for ending in _list_endings():
        if not is_taken(f"{stem}{ending}"):
            return f"{stem}{ending}"
    raise TrackerError(f"there are too many papers named {stem}")


def _list_endings() -> Sequence[str]:
    return [*"bcdefghijklmnopqrstuvwxyz", *(f"-{number}" for number in range(27, 10_000))]


def _is_usable(id_: str) -> bool:
    try:
        scalars.parse_slug(id_)
        refuse_reserved_id(id_)
    except (ValueError, TrackerError):
        return False
    return len(id_) < scalars.LONGEST_ID - 8


def _make_stem(paper: Paper) -> str:
    """`vaswani2017`: the first author's last name, or the title's first word, with the year."""
    year = str(paper.year or "")
    words = []
    if paper.authors:
        words.append(find_last_name(paper.authors[0]))
    for word in (paper.title or "").split():
        if word.lower() not in _STOP_WORDS:
            words.append(word)
    for word in words:
        letters = _keep_ascii(word)
        if len(letters) > 1 and _is_usable(letters + year):
            return letters + year
    return f"paper-{year}" if year else "paper-1"


def find_last_name(name: str) -> str:
    """`Ashish Vaswani`, `Vaswani, A.` and `Vaswani et al.` -> `Vaswani`."""
    family, comma, _ = name.removesuffix(OTHERS).partition(",")
    words = family.split()
    while not comma and len(words) > 1 and words[-1].lower() in _SUFFIXES:
        words.pop()
    return words[-1] if words else ""


def _keep_ascii(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.lower()).translate(_ASCII)
    return re.sub("[^a-z0-9]", "", folded)[:40]
