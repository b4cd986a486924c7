"""A notebook's Markdown, code and tables -> HTML without scripts, which later steps do not change.

Later steps are MkDocs' own Markdown and its extensions, which read the page with this HTML in it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from html.parser import HTMLParser

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from tracker.format.markdown_limits import find_excess

# The marks of HTML, and those for which extensions of Markdown search every line, even in HTML:
# fences, formulas, snippets, templates.
_ACTIVE = re.compile(r"[&<>\"'`~{$]|--(?=8)")
# The marks of Markdown in a heading or an alternative text.
_MARKS = re.compile(r"[!\"#$%&()*+/:<=>@\[\\\]^_`{|}~'-]|\.(?=\S)|(?<=\d)\.")
_EARLY = str.maketrans({mark: f"&#{ord(mark)};" for mark in "`~{$"})
_ADDRESS = re.compile(r"(?i)https?://[^\s]+|mailto:[^\s]+")
_TABLE = {"table", "thead", "tbody", "tfoot", "tr", "th", "td"}
_UNSEEN = {"script", "style", "template", "noscript", "title", "textarea", "iframe", "svg", "math"}


def escape_markup(text: str, marks: bool = False) -> str:
    """Escape text as HTML, with its lines; with `marks`, as one line of Markdown."""
    if marks:
        return _MARKS.sub(_escape_match, " ".join(text.split()))
    return _ACTIVE.sub(_escape_match, text)


def _escape_match(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(mark)};" for mark in match[0])


def render_notebook_markdown(source: str) -> tuple[str, list[tuple[str, str]]]:
    """Markdown -> (HTML, [(alternative text, name)] of attached pictures).

    HTML in the Markdown is dropped, and so are links that do not lead to the web.
    """
    if excess := find_excess(source):
        text, reason = escape_markup(source), escape_markup(excess)
        return f'<pre class="tracker-output" tabindex="0">{text}</pre><p>{reason}</p>', []
    md = Markdown(extensions=["tables", "fenced_code", "sane_lists", "tracker.markup"])
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.register(_NoTag(r"(?s)<!--.*?-->|</?[a-zA-Z][^<>]*>", md), "html", 90)
    links = _Links(md)
    md.treeprocessors.register(links, "notebook-links", 12)  # after inline (20) and captions (15)
    return md.convert(source).translate(_EARLY), links.attached


def highlight_code(source: str, language: str) -> str:
    """Code -> highlighted HTML, or plain HTML where the language is not known."""
    from pygments import highlight  # type: ignore[import-untyped]
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]

    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        lexer = get_lexer_by_name("text")
    html = str(highlight(source, lexer, HtmlFormatter(nowrap=True)))
    html = html.translate(_EARLY).rstrip("\n")
    return f'<div class="highlight"><pre><code>{html}\n</code></pre></div>'


class _NoTag(InlineProcessor):
    """Removes the tags of HTML within a line, and leaves the text between them."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return "", m.start(), m.end()


class _Links(Treeprocessor):
    """Keeps the links to the web, collects the notebook's own pictures, and links to the others."""

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
    """Extract the tables of an HTML output, such as those of pandas: only cells and their text.

    An empty text where there are none.
    """
    if "<table" not in html.lower():
        return ""
    reader = _Cells()
    reader.feed(without_comments(html))
    reader.close()
    tables = "".join(reader.parts)
    for tag in reversed(reader.open):
        tables += f"</{tag}>"
    if "<td" not in tables and "<th" not in tables:
        return ""
    return re.sub(r"<th([^>]*)>\s*</th>", r"<td\1></td>", tables)


def without_comments(html: str) -> str:
    """Remove the comments, and all text from a comment on that is never closed.

    html.parser would search for the end of such a comment again and again.
    """
    parts, at = [], 0
    while (start := html.find("<!", at)) >= 0:
        close = ">"
        if html.startswith("<!--", start):
            close = "-->"
        end = html.find(close, start)
        parts.append(html[at:start])
        if end < 0:
            return "".join(parts)
        at = end + len(close)
    parts.append(html[at:])
    return "".join(parts)


class _Cells(HTMLParser):
    """Collects the tags of tables, and their text, as HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        if tag in _TABLE and not self.unseen and (self.open or tag == "table"):
            spans = ""
            for key, value in attrs:
                if key in {"colspan", "rowspan"} and re.fullmatch(r"[1-9]\d?", value or ""):
                    spans += f' {key}="{value}"'
            self.parts.append(f"<{tag}{spans}>")
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self.unseen:
            self.unseen -= 1
        while tag in self.open and not self.unseen:
            closed = self.open.pop()
            self.parts.append(f"</{closed}>")
            if closed == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self.open or self.unseen:
            return
        if data.strip():
            self.parts.append(escape_markup(" ".join(data.split())))
        elif self.open[-1] in {"td", "th"}:
            self.parts.append(" ")
