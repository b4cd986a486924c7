"""A bibliography in BibTeX or BibLaTeX -> its papers, and what could not be read, by line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tracker.exchange.latex_text import LatexReader
from tracker.exchange.log_entries import LEFT, REMARK, SourceFile, cut_text, make_problem
from tracker.exchange.paper_numbers import PaperNumber, parse_arxiv, parse_doi, parse_paper_number
from tracker.exchange.paper_texts import (
    OTHERS,
    clean_address,
    clean_authors,
    clean_line,
    clean_paper_title,
    clean_year,
)
from tracker.model.journal import Problem, TrackerError
from tracker.model.kinds import Paper

INSTALL = (
    "bibliographies are read by the package bibtexparser, which is not installed: "
    "pip install 'progress-journal[bibtex]'"
)
_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")
# "arXiv preprint arXiv:1706.03762", CoRR's abs/1706.03762
_MENTIONED_ARXIV = re.compile(r"(?:arxiv:|abs/)\s*(\S+)", re.IGNORECASE)
_AND, _COMMA = re.compile(r"(?:^|\s)and(?=\s|$)", re.IGNORECASE), re.compile(",")
_URL_COMMAND = re.compile(r"\\url\{(.*)\}", re.DOTALL)
_URL_ESCAPE = re.compile(r"\\([_%&#~$])(?:\{\})?")


class BibEntry(NamedTuple):
    """A paper of a bibliography. `line`: where its entry begins."""

    line: int
    key: str
    paper: Paper


class Bibliography(NamedTuple):
    """What was read of a file: its papers, in its order, and problems by line."""

    entries: Sequence[BibEntry]
    problems: Sequence[Problem] = ()


def read_bibtex(source: SourceFile) -> Bibliography:
    """Read the entries of a file. TrackerError where the package for it is missing."""
    try:
        from bibtexparser import model  # an extra of this program
        from bibtexparser.entrypoint import parse_string

        reader = LatexReader()
    except ImportError:
        raise TrackerError(INSTALL) from None
    import logging

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)  # what it would print is below
    library = parse_string(source.text)
    strings = {string.key.lower(): string.value for string in library.strings}
    entries: list[BibEntry] = []
    problems: list[Problem] = []
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, model.ParsingFailedBlock):
            entry = getattr(block, "ignore_error_block", None)
            if not isinstance(block, model.DuplicateFieldKeyBlock) or entry is None:
                problems.append(make_problem(source, line, _explain_failure(block)))
                continue
            message = "it has a field twice; the first one was taken"
            problems.append(make_problem(source, line, message, REMARK))
        elif isinstance(block, model.Entry):
            entry = block
        else:
            continue
        remarks: list[str] = []
        try:
            paper = _read_paper(_list_fields(entry, strings), reader, remarks)
        except ValueError as error:
            problems.append(make_problem(source, line, f"left out: {error}", LEFT))
            continue
        for message in remarks:
            problems.append(make_problem(source, line, message, REMARK))
        entries.append(BibEntry(line, clean_line(entry.key), paper))
    return Bibliography(entries, problems)


def _explain_failure(block: Any) -> str:
    """Say why an entry was not read, in the words of the package."""
    key = getattr(block, "key", None)
    if key:
        return f"left out: the key {cut_text(str(key))} was there before"
    error = block.error
    reason = getattr(error, "abort_reason", None) or str(error) or "no entry of BibTeX"
    return f"expected an entry of BibTeX: {cut_text(str(reason))}"


def _list_fields(entry: Any, strings: Mapping[str, str]) -> dict[str, str]:
    """List the fields by their name in small letters; of two of one name the first."""
    enclosings = entry.get_parser_metadata("removed_enclosing") or {}
    fields: dict[str, str] = {}
    for field in entry.fields:
        value = str(field.value)
        if enclosings.get(field.key) == "no-enclosing" and "#" in value:
            value = _join_parts(value, strings)
        elif value[:1] == '"' == value[-1:] and len(value) > 1:
            value = value[1:-1]
        fields.setdefault(field.key.lower(), value)
    return fields


def _join_parts(value: str, strings: Mapping[str, str]) -> str:
    """`venue # " 30"`, with what `@string` says of venue."""
    parts = []
    for part in value.split("#"):
        part = part.strip()
        if part[:1] in ('"', "{"):
            part = part[1:-1]
        else:
            part = strings.get(part.lower(), part)
        parts.append(part)
    return "".join(parts)


def _read_paper(fields: Mapping[str, str], reader: LatexReader, remarks: list[str]) -> Paper:
    """Read the fields of an entry. ValueError where it has no title that can be taken."""
    title = reader.read(fields.get("title", ""))
    subtitle = reader.read(fields.get("subtitle", ""))
    if title and subtitle:
        title = f"{title}: {subtitle}"
    numbers = {number.register: number.number for number in _list_numbers(fields)}
    if fields.get("doi", "").strip() and not numbers:
        remarks.append(f"its doi {cut_text(fields['doi'])!r} is none, and was left out")
    url = None
    typed_url = _read_url(fields.get("url") or fields.get("howpublished", ""))
    if typed_url and not _repeats_number(typed_url, numbers):
        url = clean_address(typed_url)
        if url is None and fields.get("url"):
            remarks.append(f"its url {cut_text(typed_url)!r} is no address, and was left out")
    year = None
    typed_year = reader.read(fields.get("year") or fields.get("date", ""))
    if typed_year:
        match = _YEAR.search(typed_year)
        year = clean_year(match[0]) if match else None
        if year is None:
            remarks.append(f"its year {cut_text(typed_year)!r} is none, and was left out")
    paper = Paper(
        title=clean_paper_title(title),
        authors=_read_names(fields.get("author") or fields.get("editor", ""), reader),
        year=year,
        arxiv=numbers.get("arxiv"),
        doi=numbers.get("doi"),
        url=url,
    )
    remarks += reader.take_remarks()
    return paper


# ---- numbers and addresses


def _list_numbers(fields: Mapping[str, str]) -> list[PaperNumber]:
    """List the numbers that an entry gives, the surest last."""
    numbers: list[PaperNumber] = []
    for key in ("journal", "volume", "note"):
        if match := _MENTIONED_ARXIV.search(fields.get(key, "")):
            _add_arxiv(numbers, match[1].rstrip(".,;)}]"))
    for key in ("howpublished", "url", "doi"):
        text = _read_url(fields.get(key, ""))
        number = parse_paper_number(text) or (parse_doi(text) if key == "doi" else None)
        if number:
            numbers.append(number)
    prefix = fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv"
    if prefix.lower() == "arxiv":
        eprint = fields.get("eprint", "")
        _add_arxiv(numbers, eprint.partition(":")[2] or eprint)
    _add_arxiv(numbers, fields.get("arxiv", "").lower().removeprefix("arxiv:"))
    return numbers


def _add_arxiv(numbers: list[PaperNumber], text: str) -> None:
    if number := parse_arxiv(text.strip("{} ")):
        numbers.append(PaperNumber("arxiv", number))


def _read_url(text: str) -> str:
    r"""`\url{https://a.org/b\_c}` -> `https://a.org/b_c`."""
    if match := _URL_COMMAND.search(text):
        text = match[1]
    return _URL_ESCAPE.sub(r"\1", text).strip().strip("{}")


def _repeats_number(url: str, numbers: Mapping[str, str]) -> bool:
    number = parse_paper_number(url)
    return number is not None and numbers.get(number.register) == number.number


# ---- names


def _read_names(text: str, reader: LatexReader) -> tuple[str, ...]:
    """`Vaswani, Ashish and {Google, Inc.} and others` -> names as they are said."""
    names: list[str] = []
    for raw in _split_outside_braces(_AND, " ".join(text.split())):
        raw = raw.strip()
        if raw.lower() in ("others", "et al", "et al."):
            if names:
                names[-1] = names[-1].removesuffix(OTHERS) + OTHERS
            continue
        parts = [part.strip() for part in _split_outside_braces(_COMMA, raw)]
        if len(parts) == 2:
            parts.reverse()
        elif len(parts) == 3:  # von Last, Jr, First
            parts = [parts[2], parts[0], parts[1]]
        if name := clean_line(" ".join(reader.read(part) for part in parts)):
            names.append(name)
    return clean_authors(names)


def _split_outside_braces(divider: re.Pattern[str], text: str) -> list[str]:
    """Split a text at a divider, where that stands in no braces."""
    parts, begin, depth, seen = [], 0, 0, 0
    for match in divider.finditer(text):
        here = match.start()
        depth += text.count("{", seen, here) - text.count("}", seen, here)
        seen = here
        if depth == 0:
            parts.append(text[begin : match.start()])
            begin = match.end()
    return [*parts, text[begin:]]
