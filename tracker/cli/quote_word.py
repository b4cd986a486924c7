"""A word -> the same as one types it in a shell."""

from __future__ import annotations

import re
import shlex

# A word that needs no quotes. Dots alone stand for words to come, and those are quoted.
_BARE = re.compile(r"(?=.*\w)[\w@%+=:,./-]+")


def quote_word(word: str) -> str:
    """Quote a word as people do: in double quotes where nothing in it acts on a shell."""
    if _BARE.fullmatch(word):
        return word
    if re.search(r'["$`\\!]', word):
        return shlex.quote(word)
    return f'"{word}"'
