"""A command line as typed, up to the cursor -> its words; a candidate -> what bash puts in. Nothing is evaluated."""

from __future__ import annotations

from typing import NamedTuple

# Before these words a program's name may stand, and its arguments behind it.
_BEFORE = ("command", "builtin", "exec", "time", "and", "or", "not", "env", "sudo", "doas", "nohup")
# What a backslash takes the meaning from inside quotes; everywhere else it is a backslash.
_ESCAPED = {"bash": {'"': '"\\$`\n'}, "zsh": {'"': '"\\$`\n'}, "fish": {'"': '"\\$\n', "'": "'\\"}}
_PLAIN = "-_./:@%+,="


class TypedLine(NamedTuple):
    """`words` stand between the program's name and the cursor's word. `word` is the part of that before the cursor.

    Quotes are taken off. `quote` is the one still open; what bash will replace begins `kept` letters into the word.
    """

    words: tuple[str, ...]
    word: str
    quote: str = ""
    kept: int = 0


def read(text: str, shell: str = "bash", breaks: str = "") -> TypedLine:
    """`breaks`: bash's COMP_WORDBREAKS, behind which its own idea of the cursor's word begins."""
    words: list[str] = []
    word, quote, kept, before, begun = "", "", 0, 0, False
    letters = iter(text)
    for letter in letters:
        escaped = _ESCAPED[shell].get(quote, "") if quote else None
        if letter == "\\" and escaped != "":
            following = next(letters, "")
            bare = escaped is None or following in escaped
            word, begun = word + (following if bare else letter + following), True
        elif quote:
            if letter == quote:
                quote, kept = "", before
            else:
                word += letter
        elif letter in "'\"":
            quote, before, kept, begun = letter, kept, len(word), True
        elif letter in " \t\n":
            words += [word] if begun else []
            word, kept, begun = "", 0, False
        else:
            # Bash takes what stands behind a colon for a word of its own; an @ belongs to what it begins.
            kept = len(word) + (letter != "@") if letter in breaks else kept
            word, begun = word + letter, True
    return TypedLine(tuple(_drop_program_name(words)), word, quote, kept)


def _drop_program_name(words: list[str]) -> list[str]:
    """Without the program's name, and without what stands before it: `LANG=C command tracker log`."""
    at = next(
        (at for at, word in enumerate(words) if "=" not in word and word not in _BEFORE), len(words)
    )
    return words[at + 1 :]


class Candidate(NamedTuple):
    """A word that may stand there, and what it stands for in a few words."""

    word: str
    told: str = ""


def for_bash(candidate: str, line: TypedLine) -> str:
    """The candidate from where bash will replace, quoted as the word is so far. Bash itself puts it in as it is."""
    text = candidate[line.kept :]
    if line.quote == "'":
        quoted = text.replace("'", "'\\''")
    elif line.quote == '"':
        quoted = "".join("\\" * (letter in '"\\$`') + letter for letter in text)
        quoted = quoted.replace("!", "\"'!'\"")  # in double quotes nothing else keeps history out
    else:
        return "".join(
            "\\" * (not letter.isalnum() and letter not in _PLAIN) + letter for letter in text
        )
    # What begins with a quote replaces the open one, and with one before the cursor bash closes no other.
    quoted = line.quote * (not quoted or quoted.startswith(line.quote)) + quoted
    return quoted + line.quote * quoted.endswith(line.quote)
