"""HTML -> a tree of the few tags that a feed reader or a mail needs, and back.

What a page is dressed with (classes, styles, scripts, drawings) is gone. Every address is whole, or its link is not
there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

Resolve = Callable[[str], str | None]  # an address on the page -> the whole of it, or None


class Element(NamedTuple):
    tag: str
    attrs: tuple[tuple[str, str], ...] = ()
    children: tuple[Node, ...] = ()

    def get(self, name: str) -> str:
        return dict(self.attrs).get(name, "")


Node = Element | str
Nodes = tuple[Node, ...]

VOID = {
    "br",
    "hr",
    "img",
    "input",
    "wbr",
    "source",
    "track",
    "area",
    "base",
    "col",
    "embed",
    "link",
    "meta",
    "param",
}
GONE = {
    *(
        "script",
        "style",
        "svg",
        "template",
        "iframe",
        "object",
        "embed",
        "noscript",
        "head",
        "title",
        "canvas",
    ),
    *("audio", "video", "form", "button", "select", "textarea", "base", "link", "meta", "map"),
}
# Tag -> the attributes that stay. Of any other tag only what it holds stays.
KEPT: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "li", "dl", "dt", "dd"), ()
    ),
    **dict.fromkeys(
        ("blockquote", "pre", "code", "em", "strong", "b", "i", "s", "del", "ins", "sub", "sup"), ()
    ),
    **dict.fromkeys(
        ("kbd", "mark", "q", "cite", "table", "caption", "thead", "tbody", "tfoot", "tr", "div"), ()
    ),
    **dict.fromkeys(("figure", "figcaption"), ()),
    **dict.fromkeys(("td", "th"), ("colspan", "rowspan", "scope")),
    "ol": ("start",),
    "abbr": ("title",),
}
MATH = {
    *(
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "ms",
        "mtext",
        "mspace",
        "msup",
        "msub",
        "msubsup",
        "munder",
        "mover",
    ),
    *(
        "munderover",
        "mmultiscripts",
        "mprescripts",
        "none",
        "mfrac",
        "msqrt",
        "mroot",
        "mtable",
        "mtr",
        "mtd",
    ),
    *("mpadded", "mphantom", "mstyle", "merror", "semantics", "annotation"),
}
MATH_ATTRIBUTES = {
    *(
        "xmlns",
        "display",
        "encoding",
        "mathvariant",
        "stretchy",
        "fence",
        "separator",
        "form",
        "lspace",
        "rspace",
    ),
    *(
        "accent",
        "accentunder",
        "linethickness",
        "columnalign",
        "rowspacing",
        "columnspacing",
        "width",
        "height",
    ),
    *(
        "displaystyle",
        "scriptlevel",
        "largeop",
        "movablelimits",
        "minsize",
        "maxsize",
        "symmetric",
        "depth",
    ),
}
RENAMED = {
    **dict.fromkeys(
        ("section", "article", "aside", "details", "header", "footer", "main", "nav"), "div"
    )
}
# What only a page's dress told apart is told by words or marks.
DRESSED: Mapping[str, Callable[[Nodes], Nodes]] = {
    "tracker-outcome": lambda inner: (Element("em", (), (*inner, ":")),),
    "tracker-aside": lambda inner: ("(", *inner, ")"),
    "tracker-tag": lambda inner: (),
    "tracker-legend": lambda inner: (),
    "tracker-data": lambda inner: (),
    "admonition": lambda inner: (Element("blockquote", (), inner),),
    "admonition-title": lambda inner: (Element("p", (), (Element("strong", (), inner),)),),
    "footnote-backref": lambda inner: (),
    "headerlink": lambda inner: (),
}
DEEPEST = 100  # elements inside one another; of those below only what they hold stays
# XML 1.0 has no room for these, not even as references.
_NO_XML = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)


def strip_control_characters(text: str) -> str:
    """Without the control characters that XML refuses."""
    return _NO_XML.sub("", text)


def one_line(text: str) -> str:
    return " ".join(strip_control_characters(text).split())


def sanitize_html(html: str, resolve: Resolve) -> Nodes:
    """Of a page's HTML what reads well anywhere."""
    return sanitize_nodes(parse_html(html), resolve)


class _Parser(HTMLParser):
    """Builds the tree; an end tag closes what was opened last by that name, and one too many closes nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, tuple[tuple[str, str], ...], list[Node]]] = [("", (), [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = tuple((name, value or "") for name, value in attrs)
        if tag in VOID:
            self.open[-1][2].append(Element(tag, found))
        elif len(self.open) < DEEPEST:
            self.open.append((tag, found, []))

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
    parser.close()  # what stands behind the last tag
    while len(parser.open) > 1:
        parser.shut()
    return tuple(parser.open[0][2])


def sanitize_nodes(nodes: Iterable[Node], resolve: Resolve) -> Nodes:
    return tuple(inner for node in nodes for inner in _sanitize_node(node, resolve))


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
    if tag not in ("br", "hr", "td", "th", "li") and not holds_anything(inner):
        return ()
    return (
        Element(
            tag, tuple((name, value) for name, value in node.attrs if name in KEPT[tag]), inner
        ),
    )


def holds_anything(nodes: Iterable[Node]) -> bool:
    return any(
        bool(node.strip())
        if isinstance(node, str)
        else node.tag in VOID or holds_anything(node.children)
        for node in nodes
    )


def _sanitize_link(node: Element, resolve: Resolve) -> Nodes:
    inner = sanitize_nodes(node.children, resolve)
    if "footnote-backref" in node.get("class").split() or "headerlink" in node.get("class").split():
        return ()
    address = resolve(node.get("href").strip())
    return (
        (Element("a", (("href", address),), inner),) if address and holds_anything(inner) else inner
    )


def _sanitize_picture(node: Element, resolve: Resolve) -> Nodes:
    address, alt = resolve(node.get("src").strip()), strip_control_characters(node.get("alt"))
    sizes = tuple(
        (name, value)
        for name, value in node.attrs
        if name in ("width", "height") and value.isdecimal()
    )
    if address and address.startswith(("http:", "https:")):
        return (Element("img", (("src", address), ("alt", alt), *sizes)),)
    return (alt,) if alt else ()


def _sanitize_checkbox(node: Element, resolve: Resolve) -> Nodes:
    if node.get("type") != "checkbox":
        return ()
    return ("☑" if any(name == "checked" for name, _ in node.attrs) else "☐",)


def _sanitize_summary(node: Element, resolve: Resolve) -> Nodes:
    return (Element("p", (), (Element("strong", (), sanitize_nodes(node.children, resolve)),)),)


def _sanitize_math(node: Element, resolve: Resolve) -> Nodes:
    return (sanitize_mathml(node),)


def sanitize_mathml(node: Element) -> Element:
    """MathML as it is, without anything that is none."""
    inner = [
        sanitize_mathml(child) if isinstance(child, Element) else strip_control_characters(child)
        for child in node.children
        if isinstance(child, str) or child.tag in MATH
    ]
    attrs = tuple(
        (name, strip_control_characters(value))
        for name, value in node.attrs
        if name in MATH_ATTRIBUTES
    )
    return Element(node.tag, attrs, tuple(inner))


SPECIAL: Mapping[str, Callable[[Element, Resolve], Nodes]] = {
    "a": _sanitize_link,
    "img": _sanitize_picture,
    "input": _sanitize_checkbox,
    "summary": _sanitize_summary,
    "math": _sanitize_math,
}


# ---- the tree -> text


def html_of(nodes: Iterable[Node], styles: Mapping[str, str] | None = None) -> str:
    """HTML again. `styles`: tag -> what its style attribute says, for mails, which lose style sheets."""
    return "".join(_html_of(node, styles or {}) for node in nodes)


def _html_of(node: Node, styles: Mapping[str, str]) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    attrs = [*node.attrs, *([("style", styles[node.tag])] if node.tag in styles else [])]
    written = "".join(
        f' {name}="{escape(strip_control_characters(value))}"' for name, value in attrs
    )
    if node.tag in VOID:
        return f"<{node.tag}{written}>"
    # A browser takes the first newline of a pre away.
    first = "\n" if node.tag == "pre" and text_of_nodes(node.children).startswith("\n") else ""
    return f"<{node.tag}{written}>{first}{html_of(node.children, styles)}</{node.tag}>"


def text_of_nodes(nodes: Iterable[Node]) -> str:
    return "".join(
        node if isinstance(node, str) else text_of_nodes(node.children) for node in nodes
    )


def without_math(nodes: Iterable[Node]) -> Nodes:
    """Formulas as their TeX, where they name it: few mail programs show MathML."""
    return tuple(_without_math(node) for node in nodes)


def _without_math(node: Node) -> Node:
    if isinstance(node, str):
        return node
    if node.tag == "math":
        return Element(
            "code", (), (tex_of(node) or " ".join(text_of_nodes(node.children).split()),)
        )
    return node._replace(children=without_math(node.children))


def tex_of(node: Element) -> str:
    if node.tag == "annotation" and "tex" in node.get("encoding"):
        return text_of_nodes(node.children).strip()
    return next(
        (tex for child in node.children if isinstance(child, Element) and (tex := tex_of(child))),
        "",
    )
