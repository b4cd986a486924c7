"""TeX in Markdown -> MathML in HTML.

`$...$` and `\\(...\\)` stand within a line; `$$...$$`, `\\[...\\]` and
`\\begin{align}...\\end{align}` are blocks. A dollar opens a formula only right before text, and
closes one only right behind text and not before a digit, as in Pandoc: "$5 and $10" stays money.
A formula with an error stays TeX, as code whose title gives the reason.
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

_ENVIRONMENT = r"(?:equation|align|alignat|gather|multline|eqnarray|flalign)\*?"
_OPENED = re.compile(
    rf"(?:^|\n) {{0,3}}(?:(?P<mark>\$\$|\\\[)|\\begin\{{(?P<name>{_ENVIRONMENT})\}})"
)
_BLOCKS = 20  # a formula is closed within so many blocks, or it is none
# Signs. A formula is never broken over lines, so a wider one scrolls by itself on a phone.
_WIDE = 24
_STACKED = {"mfrac", "mtable", "munder", "mover", "munderover", "math"}
_UNREAD = re.compile(r'<code class="tracker-unread" title="([^"]*)">(.*?)</code>', re.DOTALL)

# Macros that learners write and math-core does not know.
_MACROS = {"substack": r"\begin{subarray}{c}#1\end{subarray}"}
_NUMBERED = re.compile(r"\{(equation|align|gather|multline)\}")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot);)[A-Za-z]+;")  # XML knows these four alone
_TAGS = re.compile(r"m[a-z]+|semantics|annotation")
_ROWS = ("mrow", "mstyle", "mpadded")  # which look alike, without attributes
_ATTRIBUTES = re.compile(r"(?!on)[a-z]+")


def build_mathml(tex: str, display: bool) -> etree.Element:
    """Build the `math` element of a formula. ValueError where the TeX is wrong."""
    root = etree.fromstring(_convert_tex(tex.strip(), display))
    for part in root.iter():
        if not _TAGS.fullmatch(part.tag) or not all(map(_ATTRIBUTES.fullmatch, part.attrib)):
            raise ValueError(f"<{part.tag}> has no place in a formula.")
        part.text = AtomicString(part.text or "")  # so that Markdown leaves it alone
        part.tail = None
    root.set("alttext", " ".join(tex.split()))
    return root


def with_source(formula: etree.Element) -> etree.Element:
    """Add the TeX to a formula, for the search: the marks of a formula are no words."""
    marks = list(formula)
    # Material's search takes the end of any element of this name for the end of this one.
    used = {part.tag for part in formula.iter()}
    row = next((name for name in _ROWS if name not in used), _ROWS[-1])
    semantics = etree.Element("semantics")
    formula[:] = [semantics]
    etree.SubElement(semantics, row, {"data-search-exclude": ""}).extend(marks)
    source = etree.SubElement(semantics, "annotation", encoding="application/x-tex")
    source.text = AtomicString(formula.get("alttext"))
    return formula


def _convert_tex(tex: str, display: bool) -> str:
    from math_core import LatexError

    tex = tex.replace("{split}", "{aligned}")
    if display and r"\tag" in tex and r"\begin" not in tex:
        tex = rf"\begin{{equation}}{tex}\end{{equation}}"
    if r"\tag" not in tex:  # without numbers: each formula would have (1)
        tex = _NUMBERED.sub(r"{\1*}", tex)
    try:
        mathml = _load_converter().convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        raise ValueError(re.sub(r"^\d+: ", "", str(error))) from None
    return _NAMED.sub(lambda name: html.unescape(name[0]), mathml)


@cache
def _load_converter() -> Any:
    """math-core converts LaTeX to the part of MathML that browsers draw, a formula in 3 µs."""
    from math_core import LatexToMathML

    return LatexToMathML(macros=_MACROS, fancy_error=False, allow_unreliable_rendering=True)


def build_formula(md: Markdown, tex: str, display: bool) -> etree.Element:
    """Build the element of a formula on the page; its TeX as code where it has an error."""
    # Python-Markdown has stashed the lines that look like HTML, and would put them back as HTML.
    stash = md.htmlStash.rawHtmlBlocks
    tex = HTML_PLACEHOLDER_RE.sub(lambda placeholder: str(stash[int(placeholder[1])]), tex)
    try:
        formula = with_source(build_mathml(tex, display))
    except (ValueError, etree.ParseError) as error:
        unread = etree.Element(
            "code", {"class": "tracker-unread", "title": f"This formula can't be read. {error}"}
        )
        unread.text = AtomicString(tex.strip())
        return unread
    is_wide = estimate_formula_width(formula) > _WIDE
    if display and not is_wide:
        return formula
    # Markdown puts a line break behind `math`, as behind any block, which would show as a
    # blank. Behind a span it puts none.
    outer = etree.Element("span", {"class": "tracker-maths"})
    outer.text = AtomicString("")
    outer.append(formula)
    if is_wide:
        shape = "block" if display else "long"
        outer.set("class", f"tracker-maths tracker-maths--{shape}")
        # Keys, too, must reach an element that scrolls; MathML has no such attribute.
        outer.set("tabindex", "0")
    return outer


def estimate_formula_width(formula: etree.Element) -> float:
    """Estimate the width of a formula in signs."""
    if formula.tag == "annotation":
        return 0
    if formula.tag == "mspace":
        return 2
    if formula.tag == "mo":
        return len(formula.text or "") + 1
    if formula.tag in {"mtext", "mi", "mn"}:
        return len(formula.text or "")
    parts = [estimate_formula_width(part) for part in formula]
    if formula.tag in {"msub", "msup", "msubsup"}:
        return parts[0] + 0.7 * max(parts[1:])
    if formula.tag in _STACKED:
        return max(parts, default=0)
    return sum(parts)


def find_unread_formulas(page: str) -> Iterator[tuple[str, str]]:
    """Yield (TeX, reason) of each formula with an error in a page's HTML."""
    if "tracker-unread" in page:
        for reason, tex in _UNREAD.findall(page):
            yield html.unescape(tex), html.unescape(reason)


def without_unread(html_: str) -> tuple[str, list[tuple[str, str]]]:
    """Hide formulas with errors from `find_unread_formulas`: return the HTML and the formulas."""
    formulas = list(find_unread_formulas(html_))
    marked, quiet = "tracker-unread", "tracker-unread-quietly"
    html_ = html_.replace(f'<code class="{marked}" title=', f'<code class="{quiet}" title=')
    return html_, formulas


class Formula(InlineProcessor):
    """A formula within a paragraph, a heading, a list, a table."""

    def __init__(self, pattern: str, md: Markdown, display: bool) -> None:
        super().__init__(pattern, md)
        self.display = display

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        return build_formula(self.md, m[1] or m[2], self.display), m.start(), m.end()


class HeadingMaths(Treeprocessor):
    """Removes the TeX of formulas in headings, whose whole text goes into anchors and contents."""

    def run(self, root: etree.Element) -> None:
        for level in "123456":
            for heading in root.iter(f"h{level}"):
                for formula in heading.iter("math"):
                    formula[:] = list(formula[0][0])


class Display(BlockProcessor):
    """A formula between delimiters that begin and end a line. It may hold blank lines."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser)
        self.md = md

    def test(self, parent: etree.Element, block: str) -> bool:
        # The search takes longer than these three, and most blocks hold no formula.
        if "$$" not in block and "\\[" not in block and "\\begin{" not in block:
            return False
        return bool(_OPENED.search(block))

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        opened = _OPENED.search(blocks[0])
        if not opened:
            return False
        formula = _take_formula(blocks, opened)
        if not formula:
            return False
        tex, after, count = formula
        before = blocks[0][: opened.start()].strip("\n")
        del blocks[:count]
        if before:
            self.parser.parseBlocks(parent, [before])
        parent.append(build_formula(self.md, tex, True))
        if after:
            blocks.insert(0, after)
        return None


def _take_formula(blocks: list[str], opened: re.Match[str]) -> tuple[str, str, int] | None:
    """Find the end of a formula: (its TeX, the text behind it, the number of blocks they take).

    None where it is not closed, or not at the end of a line.
    """
    environment = opened["name"]
    close = {None: rf"\end{{{environment}}}", "$$": "$$", r"\[": r"\]"}[opened["mark"]]
    parts: list[str] = []
    for block in [blocks[0][opened.end() :], *blocks[1:_BLOCKS]]:
        if close not in block:
            parts.append(block)
            continue
        part, _, rest = block.partition(close)
        parts.append(part)
        rest_of_line, _, after = rest.partition("\n")
        if rest_of_line.strip():
            return None
        tex = "\n".join(parts)
        if environment:
            tex = rf"\begin{{{environment}}}{tex}{close}"
        return tex, after, len(parts)
    return None
