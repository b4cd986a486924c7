"""A mistyped word and the known words -> the known word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def find_closest_word(word: str, known: Iterable[str], least: float = 0.75) -> str | None:
    """Find the known word that is most like `word`; None where none is similar enough.

    `least`: the least similarity, from 0 to 1.
    """
    from difflib import get_close_matches  # imported here: only a misfit needs it

    matches = get_close_matches(word, list(known), 1, least)
    if not matches:
        return None
    return matches[0]


def format_suggestion(word: str, known: Iterable[str]) -> str:
    """`did you mean 'title'?`, or the list of known words where none is similar."""
    names = list(known)
    closest = find_closest_word(word, names, 0.6)
    if closest:
        return f"did you mean {closest!r}?"
    return f"the keys here are {', '.join(names)}"
