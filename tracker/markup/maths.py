"""TeX in Markdown -> MathML in HTML.

`$...$` and `\\(...\\)` stand within a line; `$$...$$`, `\\[...\\]` and `\\begin{align}...\\end{align}` by themselves.
A dollar opens a formula only right before text, and closes one only right behind text and before no digit, as in
Pandoc: "$5 and $10" stays money. What cannot be read stays TeX, as code whose title says why.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from functools import cache
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

# Each branch begins with its own sign, and looks behind it only then: so text without the sign is passed over at once.
_BODY = r"((?:\\.|[^\\$])+?)"
INLINE = rf"(?s)\$(?<![\\$]\$)(?![\s$]){_BODY}(?<!\s)\$(?![\d$])|\\\(((?:(?!\\[()]).)+?)\\\)"
DISPLAY = rf"(?s)\$(?<![\\$]\$)\${_BODY}\$\$(?!\$)|\\\[((?:(?!\\[\[\]]).)+?)\\\]"
_ENVIRONMENT = r"(?:equation|align|alignat|gather|multline|eqnarray|flalign)\*?"
_OPENED = re.compile(
    rf"(?:^|\n) {{0,3}}(?:(?P<mark>\$\$|\\\[)|\\begin\{{(?P<name>{_ENVIRONMENT})\}})"
)
_BLOCKS = 20  # a formula that is opened and never closed ends where its paragraph does
_WIDE = (
    24  # signs: a formula is never broken over lines, so a wider one scrolls by itself on a phone
)
_STACKED = {"mfrac", "mtable", "munder", "mover", "munderover", "math"}
_UNREAD = re.compile(r'<code class="tracker-unread" title="([^"]*)">(.*?)</code>', re.DOTALL)

# What math-core leaves out and learners write.
_MACROS = {"substack": r"\begin{subarray}{c}#1\end{subarray}"}
_NUMBERED = re.compile(r"\{(equation|align|gather|multline)\}")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot);)[A-Za-z]+;")  # XML knows these four alone
_TAGS = re.compile(r"m[a-z]+|semantics|annotation")
_ATTRIBUTES = re.compile(r"(?!on)[a-z]+")


def build_mathml(tex: str, display: bool) -> etree.Element:
    """A formula as a `math` element; a ValueError says what is wrong with the TeX."""
    root = etree.fromstring(_convert_tex(tex.strip(), display))
    for part in root.iter():
        if not _TAGS.fullmatch(part.tag) or not all(map(_ATTRIBUTES.fullmatch, part.attrib)):
            raise ValueError(f"<{part.tag}> has no place in a formula.")
        part.text, part.tail = (
            AtomicString(part.text or ""),
            None,
        )  # nothing in it is Markdown any more
    root.set("alttext", " ".join(tex.split()))
    return root


def with_source(formula: etree.Element) -> etree.Element:
    """The formula and its TeX in one: search finds the TeX, for the marks by themselves are no words."""
    shown = list(formula)
    formula[:] = [meant := etree.Element("semantics")]
    etree.SubElement(meant, "mrow", {"data-search-exclude": ""}).extend(shown)
    source = etree.SubElement(meant, "annotation", encoding="application/x-tex")
    source.text = AtomicString(formula.get("alttext"))
    return formula


def _convert_tex(tex: str, display: bool) -> str:
    from math_core import LatexError

    tex = tex.replace("{split}", "{aligned}")
    if display and r"\tag" in tex and r"\begin" not in tex:
        tex = rf"\begin{{equation}}{tex}\end{{equation}}"
    if r"\tag" not in tex:  # each formula would count from (1) again
        tex = _NUMBERED.sub(r"{\1*}", tex)
    try:
        found = _load_converter().convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        raise ValueError(re.sub(r"^\d+: ", "", str(error))) from None
    return _NAMED.sub(lambda name: html.unescape(name[0]), found)


@cache
def _load_converter() -> Any:
    """math-core: LaTeX to the part of MathML that browsers draw. It takes 3 µs for a formula."""
    from math_core import LatexToMathML

    return LatexToMathML(macros=_MACROS, fancy_error=False, allow_unreliable_rendering=True)


def build_formula(md: Markdown, tex: str, display: bool) -> etree.Element:
    """A formula as it stands on the page, or its TeX as code where it cannot be read."""
    # A line that looks like HTML was put aside already, and would come back as HTML.
    aside = md.htmlStash.rawHtmlBlocks
    tex = HTML_PLACEHOLDER_RE.sub(lambda found: str(aside[int(found[1])]), tex)
    try:
        formula = with_source(build_mathml(tex, display))
    except (ValueError, etree.ParseError) as error:
        unread = etree.Element(
            "code", {"class": "tracker-unread", "title": f"This formula can't be read. {error}"}
        )
        unread.text = AtomicString(tex.strip())
        return unread
    # What scrolls must be reached by keys too.
    focus = {"tabindex": "0"} if estimate_formula_width(formula) > _WIDE else {}
    if display:
        formula.attrib.update(focus)
        return formula
    # Markdown puts a line break behind `math` as behind any block: a span keeps it from becoming a blank.
    long = " tracker-maths--long" if focus else ""
    span = etree.Element("span", {"class": f"tracker-maths{long}", **focus})
    span.text = AtomicString("")
    span.append(formula)
    return span


def estimate_formula_width(formula: etree.Element) -> float:
    """About how many signs wide a formula will be."""
    if formula.tag in {"annotation", "mtext", "mi", "mn", "mo"}:
        return 0 if formula.tag == "annotation" else len(formula.text or "") + (formula.tag == "mo")
    if formula.tag == "mspace":
        return 2
    parts = [estimate_formula_width(part) for part in formula]
    if formula.tag in {"msub", "msup", "msubsup"}:
        return parts[0] + 0.7 * max(parts[1:])
    return max(parts, default=0) if formula.tag in _STACKED else sum(parts)


def find_unread_formulas(page: str) -> Iterator[tuple[str, str]]:
    """(TeX, what is wrong with it) for each formula of a page's HTML that could not be read."""
    if "tracker-unread" in page:
        for why, tex in _UNREAD.findall(page):
            yield html.unescape(tex), html.unescape(why)


def without_unread(html_: str) -> tuple[str, list[tuple[str, str]]]:
    """HTML whose formulas that could not be read are mere code, which `unread` passes over; and what `unread` said."""
    return html_.replace(
        '<code class="tracker-unread" title=', '<code class="tracker-unread-quietly" title='
    ), list(find_unread_formulas(html_))


class Formula(InlineProcessor):
    """A formula within a paragraph, a heading, a list, a table."""

    def __init__(self, pattern: str, md: Markdown, display: bool) -> None:
        super().__init__(pattern, md)
        self.display = display

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        return build_formula(self.md, m[1] or m[2], self.display), m.start(), m.end()


class Headings(Treeprocessor):
    """Formulas in headings without their TeX: addresses and tables of contents are made of a heading's whole text."""

    def run(self, root: etree.Element) -> None:
        for heading in (found for level in "123456" for found in root.iter(f"h{level}")):
            for formula in heading.iter("math"):
                formula[:] = list(formula[0][0])


class Display(BlockProcessor):
    """A formula by itself, between delimiters that begin and end a line. It may hold blank lines."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser)
        self.md = md

    def test(self, parent: etree.Element, block: str) -> bool:
        return ("$$" in block or "\\[" in block or "\\begin{" in block) and bool(
            _OPENED.search(block)
        )

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        opened = _OPENED.search(blocks[0])
        found = opened and _take_formula(blocks, opened)
        if not opened or not found:
            return False
        tex, after, count = found
        before = blocks[0][: opened.start()].strip("\n")
        del blocks[:count]
        if before:
            self.parser.parseBlocks(parent, [before])
        parent.append(build_formula(self.md, tex, True))
        if after:
            blocks.insert(0, after)
        return None


def _take_formula(blocks: list[str], opened: re.Match[str]) -> tuple[str, str, int] | None:
    """(TeX, the text behind it, how many blocks they take), where the delimiter is closed at the end of a line."""
    named = opened["name"]
    close = rf"\end{{{named}}}" if named else {"$$": "$$", r"\[": r"\]"}[opened["mark"]]
    said = [blocks[0][opened.end() :]]
    for n, block in enumerate(blocks[:_BLOCKS]):
        said[n:] = [block if n else said[0]]
        if close in said[n]:
            said[n], _, after = said[n].partition(close)
            rest, _, after = after.partition("\n")
            tex = "\n".join(said)
            tex = rf"\begin{{{named}}}{tex}{close}" if named else tex
            return None if rest.strip() else (tex, after, n + 1)
    return None
