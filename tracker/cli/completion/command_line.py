"""A typed command line -> its words up to the cursor; a candidate -> the text that bash inserts.

Nothing is evaluated.
"""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

# Words that may stand before a program's name.
_BEFORE = ("command", "builtin", "exec", "time", "and", "or", "not", "env", "sudo", "doas", "nohup")
# The letters that a backslash escapes inside quotes; before others it is a plain backslash.
_ESCAPED = {"bash": {'"': '"\\$`\n'}, "zsh": {'"': '"\\$`\n'}, "fish": {'"': '"\\$\n', "'": "'\\"}}
_PLAIN = "-_./:@%+,="


class TypedLine(NamedTuple):
    """The words between the program's name and the cursor's word, and its part before the cursor.

    Quotes are removed from both.
    """

    words: tuple[str, ...]
    word: str
    quote: str = ""
    """The quote that is still open."""
    kept: int = 0
    """The letters of the word that bash keeps: it replaces those behind them."""


def parse_typed_line(text: str, shell: str = "bash", breaks: str = "") -> TypedLine:
    """Split a line into words by a shell's quoting rules.

    `breaks` is bash's COMP_WORDBREAKS: the letters at which bash begins the cursor's word anew.
    """
    words: list[str] = []
    word, quote, kept, before, begun = "", "", 0, 0, False
    letters = iter(text)
    for letter in letters:
        escaped = _ESCAPED[shell].get(quote, "") if quote else None
        if letter == "\\" and escaped != "":
            following = next(letters, "")
            if escaped is not None and following not in escaped:
                word += letter
            word += following
            begun = True
        elif quote:
            if letter == quote:
                quote, kept = "", before
            else:
                word += letter
        elif letter in "'\"":
            quote, before, kept, begun = letter, kept, len(word), True
        elif letter in " \t\n":
            if begun:
                words.append(word)
            word, kept, begun = "", 0, False
        else:
            # For bash a word begins behind a colon, and with an @.
            if letter in breaks:
                kept = len(word) if letter == "@" else len(word) + 1
            word += letter
            begun = True
    return TypedLine(tuple(_drop_program_name(words)), word, quote, kept)


def _drop_program_name(words: list[str]) -> list[str]:
    """Drop the program's name and the words before it: `LANG=C command tracker log` -> `log`."""
    for position, word in enumerate(words):
        if "=" not in word and word not in _BEFORE:
            return words[position + 1 :]
    return []


class Candidate(NamedTuple):
    """A word that may stand at the cursor, and its meaning in a few words."""

    word: str
    told: str = ""


def for_bash(candidate: str, line: TypedLine) -> str:
    """Cut a candidate to the part that bash replaces, and quote it as the word is quoted so far.

    Bash inserts the text as it is.
    """
    text = candidate[line.kept :]
    if line.quote == "'":
        quoted = text.replace("'", "'\\''")
    elif line.quote == '"':
        quoted = _escape_letters(text, '"\\$`')
        quoted = quoted.replace("!", "\"'!'\"")  # in double quotes nothing else keeps history out
    else:
        special = {letter for letter in text if not letter.isalnum() and letter not in _PLAIN}
        return _escape_letters(text, special)
    # A text that begins with a quote replaces the open one, and bash closes none that stands
    # before the cursor.
    if not quoted or quoted.startswith(line.quote):
        quoted = line.quote + quoted
    if quoted.endswith(line.quote):
        quoted += line.quote
    return quoted


def _escape_letters(text: str, special: Container[str]) -> str:
    escaped = ""
    for letter in text:
        escaped += f"\\{letter}" if letter in special else letter
    return escaped
