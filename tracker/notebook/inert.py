"""What stands in a notebook -> HTML that cannot act, and that no later reader of the page takes for Markdown."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from html.parser import HTMLParser

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from tracker.format.markdown_limits import find_excess

# What HTML reads, and what extensions of Markdown look for on every line, HTML or not: fences, formulas, snippets,
# templates.
_ACTIVE = re.compile(r"[&<>\"'`~{$]|--(?=8)")
_MARKS = re.compile(
    r"[!\"#$%&()*+/:<=>@\[\\\]^_`{|}~'-]|\.(?=\S)|(?<=\d)\."
)  # of a heading or an alt text, as Markdown
_EARLY = str.maketrans({mark: f"&#{ord(mark)};" for mark in "`~{$"})
_ADDRESS = re.compile(r"(?i)https?://[^\s]+|mailto:[^\s]+")
_TABLE = {"table", "thead", "tbody", "tfoot", "tr", "th", "td"}
_UNSEEN = {"script", "style", "template", "noscript", "title", "textarea", "iframe", "svg", "math"}


def escape_markup(text: str, marks: bool = False) -> str:
    """Text as HTML, line by line as it is; `marks`: as one line of Markdown."""
    active = _MARKS if marks else _ACTIVE
    text = " ".join(text.split()) if marks else text
    return active.sub(lambda match: "".join(f"&#{ord(mark)};" for mark in match[0]), text)


def render_notebook_markdown(source: str) -> tuple[str, list[tuple[str, str]]]:
    """Markdown -> (HTML, [(alt text, name)] of attached pictures). No HTML of its own, links to the web alone."""
    md = Markdown(extensions=["tables", "fenced_code", "sane_lists", "tracker.markup"])
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.register(_NoTag(r"(?s)<!--.*?-->|</?[a-zA-Z][^<>]*>", md), "html", 90)
    kept = _Kept(md)
    md.treeprocessors.register(kept, "kept", 12)  # after inline (20) and captions (15)
    if excess := find_excess(source):
        return (
            f'<pre class="tracker-output" tabindex="0">{escape_markup(source)}</pre><p>{escape_markup(excess)}</p>',
            [],
        )
    return md.convert(source).translate(_EARLY), kept.attached


def highlight_code(source: str, language: str) -> str:
    """Code as highlighted HTML; as it is where the language is not known."""
    from pygments import highlight  # type: ignore[import-untyped]
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]

    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        lexer = get_lexer_by_name("text")
    marked = (
        str(highlight(source, lexer, HtmlFormatter(nowrap=True))).translate(_EARLY).rstrip("\n")
    )
    return f'<div class="highlight"><pre><code>{marked}\n</code></pre></div>'


class _NoTag(InlineProcessor):
    """HTML within a line leaves its text."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        return "", m.start(), m.end()


class _Kept(Treeprocessor):
    """Links to the web stay links. A picture of the notebook's own is collected; one from elsewhere becomes a link."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.attached: list[tuple[str, str]] = []

    def run(self, root: etree.Element) -> None:
        linked: set[etree.Element] = set()
        for link in list(root.iter("a")):
            _restrict_link(link, link.get("href") or "")
            linked.update(link.iter("img"))
        for image in list(root.iter("img")):
            alt, source = image.get("alt") or "", image.get("src") or ""
            image.tag, image.text = "span", alt
            if source.startswith("attachment:"):
                self.attached.append((alt, source.removeprefix("attachment:")))
                image.text = None
            elif _ADDRESS.fullmatch(source) and image not in linked:
                image.tag, image.text = "a", alt or "a picture"
            _restrict_link(image, source)


def _restrict_link(element: etree.Element, address: str) -> None:
    element.attrib.clear()
    if element.tag == "a" and _ADDRESS.fullmatch(address):
        element.set("href", address)
    elif element.tag == "a":
        element.tag = "span"


def extract_tables(html: str) -> str:
    """The tables of an HTML output, such as pandas writes: cells and their text, nothing else; "" without any."""
    if "<table" not in html.lower():
        return ""
    reader = _Cells()
    reader.feed(without_comments(html))
    reader.close()
    shown = "".join([*reader.parts, *(f"</{tag}>" for tag in reversed(reader.open))])
    return (
        re.sub(r"<th([^>]*)>\s*</th>", r"<td\1></td>", shown)
        if "<td" in shown or "<th" in shown
        else ""
    )


def without_comments(html: str) -> str:
    """Without comments, and cut at one that is never closed: html.parser looks for its end again and again."""
    parts, at = [], 0
    while (start := html.find("<!", at)) >= 0:
        comment = html.startswith("<!--", start)
        end = html.find("-->" if comment else ">", start)
        parts.append(html[at:start])
        if end < 0:
            return "".join(parts)
        at = end + (3 if comment else 1)
    return "".join([*parts, html[at:]])


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in _UNSEEN
        if tag in _TABLE and not self.unseen and (self.open or tag == "table"):
            spans = [(key, value) for key, value in attrs if key in {"colspan", "rowspan"}]
            kept = "".join(
                f' {key}="{value}"'
                for key, value in spans
                if re.fullmatch(r"[1-9]\d?", value or "")
            )
            self.parts.append(f"<{tag}{kept}>")
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in _UNSEEN and self.unseen > 0
        while tag in self.open and not self.unseen:
            closed = self.open.pop()
            self.parts.append(f"</{closed}>")
            if closed == tag:
                break

    def handle_data(self, data: str) -> None:
        if self.open and not self.unseen and (data.strip() or self.open[-1] in {"td", "th"}):
            self.parts.append(escape_markup(" ".join(data.split())) if data.strip() else " ")
