"""A word and those that are known -> the one that was meant."""

from __future__ import annotations

from collections.abc import Iterable


def find_closest_word(word: str, known: Iterable[str], least: float = 0.75) -> str | None:
    """The known word most like this one; None where none is. `least`: how like, from 0 to 1."""
    from difflib import get_close_matches  # here, for only a misfit needs it

    return next(iter(get_close_matches(word, list(known), 1, least)), None)


def format_suggestion(word: str, known: Iterable[str]) -> str:
    """`did you mean 'title'?`, or the words that would have done."""
    names = list(known)
    found = find_closest_word(word, names, 0.6)
    return f"did you mean {found!r}?" if found else f"the keys here are {', '.join(names)}"
