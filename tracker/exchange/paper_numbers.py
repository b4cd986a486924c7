"""The numbers of papers, arXiv's and DOIs: read as people type them, and compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from tracker.model.journal import is_address
from tracker.model.kinds import Paper

_NEW = r"[0-9]{4}\.[0-9]{4,5}"  # since April 2007
_OLD = r"[a-z][a-z-]{0,20}(?:\.[A-Z]{2})?/[0-9]{7}"
_ARXIV = re.compile(rf"({_NEW}|{_OLD})(?:v[0-9]{{1,3}})?", re.IGNORECASE)
_ARXIV_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.|export\.|browse\.)?arxiv\.org/(?:abs|pdf|html)/(?P<rest>[^?#\s]+)",
    re.IGNORECASE,
)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(?P<rest>.+)", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\x00-\x1f\x7f\"<>\\]{1,200}")
_DOI_ADDRESS = re.compile(
    r"(?:https?://)?(?:dx\.|www\.)?doi\.org/(?P<rest>[^?#\s]+)", re.IGNORECASE
)


class PaperNumber(NamedTuple):
    """A paper's number. `register`: `arxiv` or `doi`, as the plan's keys are called."""

    register: str
    number: str

    def __str__(self) -> str:
        """`arXiv:1706.03762`, `doi:10.1145/3292500`."""
        return f"{NAMES[self.register]}:{self.number}"


NAMES = {"arxiv": "arXiv", "doi": "doi"}


def parse_paper_number(typed: str) -> PaperNumber | None:
    """Read `arXiv:1706.03762v5`, a DOI, or an address of one of them; None for other texts.

    Versions are left out: the plan is about the paper. A DOI of arXiv's is a number there.
    """
    text = typed.strip()
    if match := _ARXIV_ADDRESS.match(text):
        return _number_at_arxiv(match["rest"].removesuffix(".pdf"))
    if match := _DOI_ADDRESS.match(text):
        return parse_doi(unquote(match["rest"]))
    scheme, colon, rest = text.partition(":")
    if colon and scheme.lower() == "arxiv":
        return _number_at_arxiv(rest.strip())
    if colon and scheme.lower() == "doi":
        text = rest.strip()
    return parse_doi(text)


def _number_at_arxiv(text: str) -> PaperNumber | None:
    number = parse_arxiv(text)
    return PaperNumber("arxiv", number) if number else None


def parse_arxiv(text: str) -> str | None:
    """`1706.03762v5` -> `1706.03762`, `hep-th/9901001`; None for what is no number of arXiv's."""
    match = _ARXIV.fullmatch(text.strip().rstrip("/"))
    return match[1] if match else None


def parse_doi(text: str) -> PaperNumber | None:
    """Read a bare DOI; None for what is none."""
    if not _DOI.fullmatch(text):
        return None
    match = _ARXIV_DOI.fullmatch(text)
    if match and (number := parse_arxiv(match["rest"])):
        return PaperNumber("arxiv", number)
    return PaperNumber("doi", text)


# ---- whether two papers are one


def list_marks(id_: str, paper: Paper) -> set[str]:
    """List what a paper is known by: its numbers, from whichever key, and its title with the year.

    Two papers with a mark in common are one.
    """
    marks = set()
    for number in _list_numbers(id_, paper):
        marks.add(str(number).lower())
    if paper.title and (mark := fold_title(paper.title)):
        marks.add(f"{mark} {paper.year or ''}")
    return marks


def _list_numbers(id_: str, paper: Paper) -> Iterator[PaperNumber]:
    if paper.arxiv and (arxiv := parse_arxiv(paper.arxiv.lower().removeprefix("arxiv:"))):
        yield PaperNumber("arxiv", arxiv)
    for text in (paper.doi, paper.url, id_ if is_address(id_) else None):
        if text and (number := parse_paper_number(text)):
            yield number


def fold_title(title: str) -> str:
    """Fold a title to its letters and digits: `Attention is All You Need!` as any other of it."""
    decomposed = unicodedata.normalize("NFKD", title).casefold()
    return "".join(letter for letter in decomposed if letter.isalnum())
