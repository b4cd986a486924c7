"""The answer of a DOI's register, CSL-JSON -> a paper."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from tracker.exchange.paper_texts import clean_authors, clean_paper_title, clean_year
from tracker.model.kinds import Paper

# What publishers put into titles. Other angle brackets are text.
_MARKUP = re.compile(
    r"</?(?:i|b|u|em|strong|sub|sup|scp|sc|tt|span|p|br|(?:jats|mml):[a-z-]+)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_DATES = ("issued", "published", "published-print", "published-online", "created")


def parse_doi_answer(data: bytes, doi: str) -> Paper:
    """Read an object of CSL-JSON. ValueError for anything else."""
    try:
        answer = json.loads(data.decode("utf-8"))
    except RecursionError:
        raise ValueError("JSON that is nested too deeply") from None
    if not isinstance(answer, dict):
        raise ValueError("no object of JSON")
    title = answer.get("title")
    if isinstance(title, list):  # as Crossref's own API has it
        title = title[0] if title else None
    if not isinstance(title, str):
        raise ValueError("it has no title")
    return Paper(
        title=clean_paper_title(_strip_markup(title)),
        authors=clean_authors(_list_names(answer.get("author"))),
        year=_find_year(answer),
        doi=doi,
    )


def _strip_markup(text: str) -> str:
    return unescape(_MARKUP.sub("", text))


def _list_names(authors: Any) -> Iterator[str]:
    if not isinstance(authors, list):
        return
    for author in authors:
        if not isinstance(author, dict):
            continue
        keys = ("given", "non-dropping-particle", "family", "suffix")
        parts = [author[key] for key in keys if isinstance(author.get(key), str)]
        if not parts:
            parts = [author[key] for key in ("literal", "name") if isinstance(author.get(key), str)]
        yield _strip_markup(" ".join(parts[: len(keys)]))


def _find_year(answer: dict[str, Any]) -> int | None:
    """Find the year in `{"issued": {"date-parts": [[2017, 6]]}}`, or in another date."""
    for key in _DATES:
        date = answer.get(key)
        parts = date.get("date-parts") if isinstance(date, dict) else None
        while isinstance(parts, list) and parts:
            parts = parts[0]
        if isinstance(parts, int | str) and (year := clean_year(parts)):
            return year
    return None
