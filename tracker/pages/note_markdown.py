"""A session's note -> Markdown: code, emphasis, links and formulas; all else is inert."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from tracker.model.note_text import NotePiece, capitalize_first, end_mark_of, parse_note, plain_note
from tracker.pages.markdown import Md, escape_markdown, shorten_url

# Signs that a page without formulas would read as Markdown or HTML -> their names in TeX.
_NAMED_SIGNS = {"<": r"\lt ", ">": r"\gt ", "*": r"\ast ", "[": r"\lbrack ", "]": r"\rbrack "}
_FORMULA = re.compile(r"[\w\s\\^{}()+=/.,'|:;<>*\[\]-]+", re.ASCII)
# Templates of other plugins, and attributes of `attr_list`.
_NO_FORMULA = re.compile(r"\{[{%#:.]|[{\s][A-Za-z][A-Za-z-]+\s*=[^}]*\}|--8<")


# A week's page asks twice: for the diary, and for the item's own rows.
@lru_cache(maxsize=256)
def render_note(note: str, opens: bool = True) -> Md:
    """Render a note as a sentence. `opens`: it begins with a capital; nothing stands before it."""
    text = note
    if opens:
        text = capitalize_first(" ".join(note.split()))
    return Md(_render_pieces(parse_note(text)) + end_mark_of(plain_note(note)))


def render_marks(text: str) -> Md:
    """Render the marks of a note in a text that stays as typed: no capital, no full stop."""
    return Md(_render_pieces(parse_note(" ".join(text.split()))))


def _render_pieces(pieces: Iterable[NotePiece]) -> str:
    return "".join(_render_piece(piece) for piece in pieces)


def _render_piece(piece: NotePiece) -> str:
    if piece.kind == "formula":
        return _render_formula(piece.text)
    if piece.kind == "code":
        return f"<code>{escape_markdown(piece.text)}</code>"
    if piece.kind == "link":
        label = _render_pieces(piece.parts) or escape_markdown(shorten_url(piece.href))
        return f'<a href="{escape_markdown(piece.href)}">{label}</a>'
    if piece.kind in ("em", "strong"):
        return f"<{piece.kind}>{_render_pieces(piece.parts)}</{piece.kind}>"
    return _escape_with_spaces(piece.text)


def _escape_with_spaces(text: str) -> str:
    """Escape a text, but keep a space at its ends: what is next to it may be emphasised."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{escape_markdown(text)}{after}"


def _render_formula(tex: str) -> str:
    """Leave a formula to the site's extension; as typed where it could be anything else."""
    if not _FORMULA.fullmatch(tex) or _NO_FORMULA.search(tex):
        return escape_markdown(f"${tex}$")
    for sign, name in _NAMED_SIGNS.items():
        tex = tex.replace(sign, name)
    return f"${' '.join(tex.split())}$"
