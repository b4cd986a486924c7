"""HTML -> a tree of the few tags that a feed reader or a mail needs, and back.

Classes, styles, scripts and drawings are removed. Every address is absolute; a link whose address
can't be made absolute is removed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

Resolve = Callable[[str], str | None]  # address on the page -> absolute address, or None


class Element(NamedTuple):
    tag: str
    attrs: tuple[tuple[str, str], ...] = ()
    children: tuple[Node, ...] = ()

    def get(self, name: str) -> str:
        """Return the value of an attribute, "" if there is none."""
        return dict(self.attrs).get(name, "")


Node = Element | str
Nodes = tuple[Node, ...]

VOID = {
    *("br", "hr", "img", "input", "wbr", "source", "track", "area", "base", "col", "embed", "link"),
    *("meta", "param"),
}
GONE = {
    *("script", "style", "svg", "template", "iframe", "object", "embed", "noscript", "head"),
    *("title", "canvas", "audio", "video", "form", "button", "select", "textarea", "base", "link"),
    *("meta", "map"),
}
# Tag -> its attributes that stay. Of an element with any other tag only the content stays.
KEPT: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "div"), ()),
    **dict.fromkeys(("ul", "li", "dl", "dt", "dd", "blockquote", "pre", "code", "kbd"), ()),
    **dict.fromkeys(("em", "strong", "b", "i", "s", "del", "ins", "sub", "sup", "mark", "q"), ()),
    **dict.fromkeys(("cite", "table", "caption", "thead", "tbody", "tfoot", "tr"), ()),
    **dict.fromkeys(("figure", "figcaption"), ()),
    **dict.fromkeys(("td", "th"), ("colspan", "rowspan", "scope")),
    "ol": ("start",),
    "abbr": ("title",),
}
MATH = {
    *("math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "msup", "msub", "msubsup"),
    *("munder", "mover", "munderover", "mmultiscripts", "mprescripts", "none", "mfrac", "msqrt"),
    *("mroot", "mtable", "mtr", "mtd", "mpadded", "mphantom", "mstyle", "merror", "semantics"),
    "annotation",
}
MATH_ATTRIBUTES = {
    *("xmlns", "display", "encoding", "mathvariant", "stretchy", "fence", "separator", "form"),
    *("lspace", "rspace", "accent", "accentunder", "linethickness", "columnalign", "rowspacing"),
    *("columnspacing", "width", "height", "displaystyle", "scriptlevel", "largeop"),
    *("movablelimits", "minsize", "maxsize", "symmetric", "depth"),
}
RENAMED = dict.fromkeys(
    ("section", "article", "aside", "details", "header", "footer", "main", "nav"), "div"
)
# CSS class -> replacement for elements that only a style sheet sets off.
DRESSED: Mapping[str, Callable[[Nodes], Nodes]] = {
    "tracker-outcome": lambda inner: (Element("em", (), (*inner, ":")),),
    "tracker-aside": lambda inner: ("(", *inner, ")"),
    "tracker-diary-day": lambda inner: (Element("strong", (), inner),) if inner else (),
    "tracker-tag": lambda inner: (),
    "tracker-legend": lambda inner: (),
    "tracker-data": lambda inner: (),
    "admonition": lambda inner: (Element("blockquote", (), inner),),
    "admonition-title": lambda inner: (Element("p", (), (Element("strong", (), inner),)),),
    "footnote-backref": lambda inner: (),
    "headerlink": lambda inner: (),
}
DEEPEST = 100  # nested elements; of an element that is deeper only the content stays
# Characters that XML 1.0 does not allow, not even as references.
_NO_XML = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)


def strip_control_characters(text: str) -> str:
    """Remove the characters that XML does not allow."""
    return _NO_XML.sub("", text)


def one_line(text: str) -> str:
    return " ".join(strip_control_characters(text).split())


def sanitize_html(html: str, resolve: Resolve) -> Nodes:
    """Parse the HTML of a page and keep what any feed reader shows."""
    return sanitize_nodes(parse_html(html), resolve)


class _Parser(HTMLParser):
    """Builds the tree of a page.

    An end tag closes the last element that was opened by that name, and those inside it. An end tag
    too many closes nothing.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, tuple[tuple[str, str], ...], list[Node]]] = [("", (), [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = tuple((name, value or "") for name, value in attrs)
        if tag in VOID:
            self.open[-1][2].append(Element(tag, attributes))
        elif len(self.open) < DEEPEST:
            self.open.append((tag, attributes, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _, _ in self.open[1:]):
            while self.shut() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1][2].append(data)

    def shut(self) -> str:
        tag, attrs, children = self.open.pop()
        self.open[-1][2].append(Element(tag, attrs, tuple(children)))
        return tag


def parse_html(html: str) -> Nodes:
    parser = _Parser()
    parser.feed(html)
    parser.close()  # flushes the text behind the last tag
    while len(parser.open) > 1:
        parser.shut()
    return tuple(parser.open[0][2])


def sanitize_nodes(nodes: Iterable[Node], resolve: Resolve) -> Nodes:
    clean: list[Node] = []
    for node in nodes:
        clean += _sanitize_node(node, resolve)
    return tuple(clean)


def _sanitize_node(node: Node, resolve: Resolve) -> Nodes:
    if isinstance(node, str):
        return (strip_control_characters(node),)
    tag = RENAMED.get(node.tag, node.tag)
    if tag in GONE:
        return ()
    if tag in SPECIAL:
        return SPECIAL[tag](node, resolve)
    inner = sanitize_nodes(node.children, resolve)
    for name in node.get("class").split():
        if name in DRESSED:
            return DRESSED[name](inner)
    if tag not in KEPT:
        return inner
    if tag not in ("br", "hr", "td", "th", "li") and not has_content_nodes(inner):
        return ()
    attributes = tuple((name, value) for name, value in node.attrs if name in KEPT[tag])
    return (Element(tag, attributes, inner),)


def has_content_nodes(nodes: Iterable[Node]) -> bool:
    """Return whether there is any text, or an element such as a picture."""
    for node in nodes:
        if isinstance(node, str):
            if node.strip():
                return True
        elif node.tag in VOID or has_content_nodes(node.children):
            return True
    return False


def _sanitize_link(node: Element, resolve: Resolve) -> Nodes:
    classes = node.get("class").split()
    if "footnote-backref" in classes or "headerlink" in classes:
        return ()
    inner = sanitize_nodes(node.children, resolve)
    address = resolve(node.get("href").strip())
    if not address or not has_content_nodes(inner):
        return inner
    return (Element("a", (("href", address),), inner),)


def _sanitize_picture(node: Element, resolve: Resolve) -> Nodes:
    address = resolve(node.get("src").strip())
    alt = strip_control_characters(node.get("alt"))
    if not address or not address.startswith(("http:", "https:")):
        return (alt,) if alt else ()
    attributes = [("src", address), ("alt", alt)]
    for name, value in node.attrs:
        if name in ("width", "height") and value.isdecimal():
            attributes.append((name, value))
    return (Element("img", tuple(attributes)),)


def _sanitize_checkbox(node: Element, resolve: Resolve) -> Nodes:
    if node.get("type") != "checkbox":
        return ()
    if any(name == "checked" for name, _ in node.attrs):
        return ("☑",)
    return ("☐",)


def _sanitize_summary(node: Element, resolve: Resolve) -> Nodes:
    return (Element("p", (), (Element("strong", (), sanitize_nodes(node.children, resolve)),)),)


def _sanitize_math(node: Element, resolve: Resolve) -> Nodes:
    return (sanitize_mathml(node),)


def sanitize_mathml(node: Element) -> Element:
    """Remove from MathML the elements and attributes that are not MathML."""
    children: list[Node] = []
    for child in node.children:
        if isinstance(child, str):
            children.append(strip_control_characters(child))
        elif child.tag in MATH:
            children.append(sanitize_mathml(child))
    attributes = []
    for name, value in node.attrs:
        if name in MATH_ATTRIBUTES:
            attributes.append((name, strip_control_characters(value)))
    return Element(node.tag, tuple(attributes), tuple(children))


SPECIAL: Mapping[str, Callable[[Element, Resolve], Nodes]] = {
    "a": _sanitize_link,
    "img": _sanitize_picture,
    "input": _sanitize_checkbox,
    "summary": _sanitize_summary,
    "math": _sanitize_math,
}


# ---- the tree -> text


def html_of(nodes: Iterable[Node], styles: Mapping[str, str] | None = None) -> str:
    """Format the tree as HTML. `styles`: tag -> its style attribute, for mails."""
    return "".join(_html_of(node, styles or {}) for node in nodes)


def _html_of(node: Node, styles: Mapping[str, str]) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    attributes = list(node.attrs)
    if node.tag in styles:
        attributes.append(("style", styles[node.tag]))
    opening = node.tag
    for name, value in attributes:
        opening += f' {name}="{escape(strip_control_characters(value))}"'
    if node.tag in VOID:
        return f"<{opening}>"
    content = html_of(node.children, styles)
    if node.tag == "pre" and text_of_nodes(node.children).startswith("\n"):
        content = f"\n{content}"  # a browser removes the first newline of a pre
    return f"<{opening}>{content}</{node.tag}>"


def text_of_nodes(nodes: Iterable[Node]) -> str:
    """Return the text of the tree, without its tags."""
    texts = []
    for node in nodes:
        texts.append(node if isinstance(node, str) else text_of_nodes(node.children))
    return "".join(texts)


def without_math(nodes: Iterable[Node]) -> Nodes:
    """Replace formulas by their TeX, if they have it: few mail programs show MathML."""
    return tuple(_without_math(node) for node in nodes)


def _without_math(node: Node) -> Node:
    if isinstance(node, str):
        return node
    if node.tag == "math":
        text = tex_of(node) or " ".join(text_of_nodes(node.children).split())
        return Element("code", (), (text,))
    return node._replace(children=without_math(node.children))


def tex_of(node: Element) -> str:
    """Return the TeX of a formula from its first annotation with text; "" if it has none."""
    if node.tag == "annotation" and "tex" in node.get("encoding"):
        return text_of_nodes(node.children).strip()
    for child in node.children:
        if isinstance(child, Element):
            tex = tex_of(child)
            if tex:
                return tex
    return ""
