"""A note of a session -> its pieces of inline Markdown, plain text, a title, a sentence.

The pieces are code, emphasis, links and formulas. All else in a note is text as typed, and whoever
prints a piece escapes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import category, east_asian_width

FEWEST_WORDS, MOST_WORDS = 3, 12  # of a note that can be a title
DEEPEST = 3  # pieces within pieces
_ADDRESS = r"(?:https?://|mailto:)[^\s<>\"`()]+(?:\([^\s<>\"`()]*\)[^\s<>\"`()]*)*"
_PIECE = re.compile(
    r"\\(?P<escaped>[\\`*_{}\[\]()#+.!$~-])"
    r"|`(?P<code>[^`\n]+)`"
    rf"|(?<!!)\[(?P<label>[^\[\]\n]+)\]\((?P<href>{_ADDRESS})\)"
    rf"|(?<!\w)(?P<address>{_ADDRESS})"
    r"|(?<![*\w])\*\*(?=[^\s*])(?P<strong>[^*\n]*[^\s*])\*\*(?![*\w])"
    r"|(?<![*\w])\*(?=[^\s*])(?P<starred>[^*\n]*[^\s*])\*(?![*\w])"
    r"|(?<!\w)_(?=[^\s_])(?P<lined>[^_\n]*[^\s_])_(?!\w)"
    r"|(?<![\\$])\$(?=[^\s$])(?P<formula>[^$\n]*[^\s$])\$(?![\d$])"
)
# Every piece has one of these: most notes have none, and are one text.
_MAYBE_PIECE = re.compile(r"[\\`*_$]|\]\(|:")
_WORD = re.compile(r"[^\W_]\S*")  # from its first letter or digit
_ASKING = re.compile("[?\uff1f]")
_FIRST_WIDE = "\u1100"  # no letter before it is as wide as two
_FINISHED = re.compile(r"(?i)finished\s*[,:;]\s+(?=\S)")
_CLOSING = "\"'\u201d\u2019\u00bb)]}*_`$\u2069"
# Words that keep their small first letter: `f(x)`, `np.dot`, `x_1`, `iPhone`, `https:`.
_OWN_SPELLING = re.compile(r"\w*[^\w\s,;:!?.'\u2019-]\w|\w+[._:/]\w|\w+_|\w+[A-Z]|\w[(\[=]")


class NotePiece(NamedTuple):
    """A part of a note. `kind`: text, code, em, strong, link or formula.

    `parts`: what stands inside of emphasis or of a link; of any other piece it is empty.
    """

    kind: str
    text: str
    parts: tuple[NotePiece, ...] = ()
    href: str = ""


def parse_note(text: str, depth: int = 0) -> tuple[NotePiece, ...]:
    """Take a note apart; a mark that opens nothing is text."""
    line = " ".join(text.split())
    if not _MAYBE_PIECE.search(line):
        return (NotePiece("text", line),) if line else ()
    pieces: list[NotePiece] = []
    start = 0
    for match in _PIECE.finditer(line):
        end = match.end()
        piece = _read_piece(match, depth)
        if match["address"]:
            end = match.start() + len(piece.href)
        if match.start() > start:
            pieces.append(NotePiece("text", line[start : match.start()]))
        pieces.append(piece)
        start = end
    if start < len(line):
        pieces.append(NotePiece("text", line[start:]))
    return tuple(pieces)


def _read_piece(match: re.Match[str], depth: int) -> NotePiece:
    if match["escaped"]:
        return NotePiece("text", match["escaped"])
    if match["code"]:
        return NotePiece("code", match["code"])
    if match["formula"]:
        return NotePiece("formula", match["formula"])
    if match["address"]:
        href = _trim_address(match["address"])
        return NotePiece("link", href, (), href)
    inner = match["label"] or match["strong"] or match["starred"] or match["lined"]
    parts: tuple[NotePiece, ...] = (NotePiece("text", inner),)
    if depth < DEEPEST:
        parts = parse_note(inner, depth + 1)
    if match["label"]:
        return NotePiece("link", inner, parts, match["href"])
    kind = "strong" if match["strong"] else "em"
    return NotePiece(kind, inner, parts)


def _trim_address(address: str) -> str:
    """Leave out the punctuation that ends the sentence and not the address."""
    return address.rstrip(".,;:!?'*_]}\u2026\u201d\u2019\u00bb")


def plain_note(text: str) -> str:
    """Return a note on one line without the marks of Markdown, such as the ticks of code."""
    return _join_plain_pieces(parse_note(text))


def _join_plain_pieces(pieces: Iterable[NotePiece]) -> str:
    return "".join(_join_plain_pieces(piece.parts) or piece.text for piece in pieces)


def count_words(text: str) -> int:
    """Count words; where a script writes none apart, two of its letters are one."""
    if max(text, default="") < _FIRST_WIDE:
        return len(_WORD.findall(text))
    count = 0
    for word in text.split():
        wide = sum(east_asian_width(letter) in "WF" for letter in word)
        if wide:
            count += max(1, wide // 2)
        elif any(letter.isalnum() for letter in word):
            count += 1
    return count


def capitalize_first(text: str) -> str:
    """Begin with a capital, unless the first word has a spelling of its own: `np.dot`, `iPhone`."""
    first, _, _ = text.partition(" ")
    if not first[:1].islower() or _OWN_SPELLING.match(first):
        return text
    return text[0].upper() + text[1:]


def end_mark_of(text: str) -> str:
    """The full stop that a sentence lacks; "" where it has an end, or ends in no word."""
    inner = text.rstrip(_CLOSING + " ")
    if not inner or (category(inner[-1])[0] not in "LNM" and inner[-1] not in "%°+#/="):
        return ""
    if east_asian_width(inner[-1]) == "W":
        return "\u3002"
    return "."


def sentence_of_note(text: str) -> str:
    """A note as a plain sentence: with a capital and an end."""
    plain = plain_note(text)
    return capitalize_first(plain) + end_mark_of(plain)


def title_of_note(text: str) -> str | None:
    """A note as a title, without a leading `finished,` and the full stop; None unless it fits."""
    plain = plain_note(text)
    finished = _FINISHED.match(plain)
    if finished:
        plain = plain[finished.end() :]
    if plain.endswith(".") and not plain.endswith(".."):
        plain = plain[:-1]
    plain = plain.strip(" ,;:")
    if FEWEST_WORDS <= count_words(plain) <= MOST_WORDS:
        return capitalize_first(plain)
    return None


def is_question(note: str | None) -> bool:
    """Whether a note asks something: it ends with a question mark."""
    if not note or not _ASKING.search(note):
        return False
    return plain_note(note).rstrip(_CLOSING + " ").endswith(("?", "\uff1f"))
