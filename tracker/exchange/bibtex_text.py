"""Papers -> BibTeX, which BibLaTeX reads as well."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tracker.exchange.latex_text import escape_latex
from tracker.exchange.paper_numbers import parse_paper_number
from tracker.exchange.paper_texts import OTHERS, choose_paper_id
from tracker.model.journal import is_address
from tracker.model.kinds import Paper

BEGINNING = "% Papers of a journal, by tracker"
_COMPANIES = ("inc", "inc.", "ltd", "ltd.", "llc", "gmbh", "corp", "corp.", "co", "co.", "ag")
_AND = re.compile(r"\band\b", re.IGNORECASE)


def format_bibtex(papers: Mapping[str, Paper]) -> str:
    """Format papers, an entry each, in their order.

    All are @misc: the plan knows no journal, which @article may not lack. Titles stand in double
    braces, so that styles leave their capitals alone.
    """
    keys = {id_.lower() for id_ in papers if not is_address(id_)}
    entries = [f"{BEGINNING}\n"]
    for id_, paper in papers.items():
        key = id_
        if is_address(id_):
            paper = _take_number(id_, paper)
            key = choose_paper_id(paper, "", keys.__contains__)
            keys.add(key)
        entries.append(_format_entry(key, paper))
    return "\n".join(entries)


def _take_number(address: str, paper: Paper) -> Paper:
    """Say of a paper whose id is its address what that says."""
    number = parse_paper_number(address)
    if number and number.register == "arxiv":
        return paper._replace(arxiv=paper.arxiv or number.number)
    if number:
        return paper._replace(doi=paper.doi or number.number)
    return paper._replace(url=paper.url or address)


def _format_entry(key: str, paper: Paper) -> str:
    fields = [("title", "{" + escape_latex(paper.title or "") + "}")]
    if paper.authors:
        fields.append(("author", " and ".join(_format_name(name) for name in paper.authors)))
    if paper.year:
        fields.append(("year", str(paper.year)))
    if paper.doi:
        fields.append(("doi", _encode_braces(paper.doi)))
    if paper.arxiv:
        fields += [("eprint", _encode_braces(paper.arxiv)), ("archiveprefix", "arXiv")]
    if paper.url:
        fields.append(("url", _encode_braces(paper.url)))
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields]
    return f"@misc{{{key},\n{''.join(lines)}}}\n"


def _format_name(name: str) -> str:
    """Format a name; one that BibTeX would take apart stands in braces."""
    name = " ".join(name.split())
    first = name.removesuffix(OTHERS)
    if first != name and first:
        return f"{_format_name(first)} and others"
    text = escape_latex(name)
    if _AND.search(name) or name.lower() == "others" or not _is_a_persons(name):
        return f"{{{text}}}"
    return text


def _is_a_persons(name: str) -> bool:
    """Whether the commas are those of `Bengio, Y.` and `King, Jr., M.`, and no others."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) > 3 or not all(parts) or parts[-1].lower() in _COMPANIES:
        return len(parts) == 1
    given = parts[-1].split()
    return len(parts) == 1 or (len(given) < 4 and all(word[0].isupper() for word in given))


def _encode_braces(text: str) -> str:
    """Encode what would end a field: of an address or a number, which are no LaTeX."""
    text = "".join(text.split())
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
