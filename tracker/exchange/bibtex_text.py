"""Papers -> BibTeX, which BibLaTeX reads as well."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tracker.exchange.latex_text import escape_latex
from tracker.exchange.paper_texts import OTHERS, choose_paper_id
from tracker.model.journal import is_address
from tracker.model.kinds import Paper

_AND = re.compile(r"\band\b", re.IGNORECASE)


def format_bibtex(papers: Mapping[str, Paper]) -> str:
    """Format the papers that have a title, an entry each, in their order.

    All are @misc: the plan knows no journal, which @article may not lack. Titles stand in double
    braces, so that styles leave their capitals alone.
    """
    keys = {id_.lower() for id_ in papers if not is_address(id_)}
    entries = []
    for id_, paper in papers.items():
        if not paper.title:
            continue
        key = id_
        if is_address(id_):
            key = choose_paper_id(paper, "", keys.__contains__)
            keys.add(key)
        entries.append(_format_entry(key, paper))
    return "\n".join(entries)


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
    parts = [part.strip() for part in name.split(",")]
    if _AND.search(name) or len(parts) > 3 or not all(parts) or name.lower() == "others":
        return f"{{{text}}}"
    return text


def _encode_braces(text: str) -> str:
    """Encode what would end a field: of an address or a number, which are no LaTeX."""
    text = "".join(text.split())
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
