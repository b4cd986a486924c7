"""arXiv's answer, an Atom feed -> a paper."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from tracker.exchange.paper_numbers import parse_doi
from tracker.exchange.paper_texts import clean_authors, clean_line, clean_paper_title, clean_year
from tracker.model.kinds import Paper

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"


def parse_arxiv_answer(data: bytes, number: str) -> Paper | None:
    """Read the feed's one entry; None where arXiv knows no such paper.

    ValueError for anything else. A feed has no DTD, and entities of one may grow without end, so an
    answer with one is not read at all.
    """
    text = data.decode("utf-8")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("a feed with a DTD")
    try:
        feed = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ValueError(f"no XML: {error}") from None
    if feed.tag != f"{_ATOM}feed":
        raise ValueError("no Atom feed")
    entries = feed.findall(f"{_ATOM}entry")
    if not entries:
        return None
    entry = entries[0]
    address = _text_of(entry, f"{_ATOM}id")
    if "/api/errors" in address or not address:
        return None  # arXiv's way to say so
    if number.lower() not in address.lower():
        raise ValueError(f"an answer about {clean_line(address)[:100]}")
    doi = parse_doi(_text_of(entry, f"{_ARXIV}doi").strip())
    return Paper(
        title=clean_paper_title(_text_of(entry, f"{_ATOM}title")),
        authors=clean_authors(_list_names(entry)),
        year=clean_year(_text_of(entry, f"{_ATOM}published")[:4]),
        arxiv=number,
        doi=doi.number if doi and doi.register == "doi" else None,
    )


def _list_names(entry: ElementTree.Element) -> Iterator[str]:
    for author in entry.findall(f"{_ATOM}author"):
        yield _text_of(author, f"{_ATOM}name")


def _text_of(parent: ElementTree.Element, tag: str) -> str:
    return parent.findtext(tag) or ""
