"""A bare web address in a text -> a link, by the rules of GitHub's Markdown.

`https://example.org/a_b.` is a link without its full stop. Mail addresses stay text: a public page
should not give them to whoever harvests them.

This is not pymdownx.magiclink, which takes the tag behind an address as its end and makes a link
within a link: `<kbd>https://example.org</kbd>`, `<a href="...">https://example.org</a>`. Where a
site names that extension all the same, it comes first.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import (
    ETX,
    HTML_PLACEHOLDER_RE,
    INLINE_PLACEHOLDER_PREFIX,
    INLINE_PLACEHOLDER_RE,
    STX,
    AtomicString,
)

# Python-Markdown has put what it has read aside, `\\_` too, and left a placeholder.
_PLACEHOLDER = f"{INLINE_PLACEHOLDER_PREFIX}[0-9]+{ETX}"
_ESCAPED = re.compile(f"{STX}([0-9]+){ETX}")
BARE_ADDRESS = (
    r"(?P<address>(?:(?<![^\W_])https?://|(?:(?<=[\s*_~(])|(?<![\s\S]))www\.)(?=[^\W_])"
    rf"(?:[^\s<>{STX}{ETX}]|{_PLACEHOLDER})+)"
)
_HOST = re.compile(r"(?:https?://)?([^/?#:]*)")
_TRAILING = "?!.,:*_~'\""
_NAMED = re.compile(r"&[A-Za-z0-9]+;$")
_ANCHOR = re.compile(r"<(?P<close>/?)a[\s>]", re.IGNORECASE)
_NEAR = 50  # tags before an address, among which is the link in which it may stand


class BareAddress(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown) -> None:
        super().__init__(BARE_ADDRESS, md)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        address = cut_trailing_marks(self.without_elements(m["address"]))
        text = _ESCAPED.sub(lambda sign: chr(int(sign[1])), self.unescape(address))
        if not has_domain(text) or self.is_within_anchor(data, m.start()):
            return None, None, None
        link = etree.Element("a")
        link.text = AtomicString(text)
        link.set("href", f"http://{text}" if text.startswith("www.") else text)
        return link, m.start(), m.start() + len(address)

    def without_elements(self, address: str) -> str:
        """Cut an address before a tag, code, a link or anything else than an escaped sign."""
        for placeholder in INLINE_PLACEHOLDER_RE.finditer(address):
            if not _ESCAPED.fullmatch(self.find_stashed_text(placeholder)):
                return address[: placeholder.start()]
        return address

    def is_within_anchor(self, data: str, at: int) -> bool:
        """Whether the last tag of a link before a place in the text opens one."""
        for _ in range(_NEAR):
            at = data.rfind(STX, 0, at)
            if at < 0:
                return False
            placeholder = INLINE_PLACEHOLDER_RE.match(data, at)
            anchor = placeholder and _ANCHOR.match(self.find_html(placeholder))
            if anchor:
                return not anchor["close"]
        return False

    def find_stashed_text(self, placeholder: re.Match[str]) -> str:
        """Find what stood in the place of a placeholder; "" for an element."""
        inline: Any = self.md.treeprocessors["inline"]
        node = inline.stashed_nodes.get(placeholder[1])
        return node if isinstance(node, str) else ""

    def find_html(self, placeholder: re.Match[str]) -> str:
        """Find the tag in the place of a placeholder; "" for anything else."""
        html = HTML_PLACEHOLDER_RE.fullmatch(self.find_stashed_text(placeholder))
        if html is None:
            return ""
        return str(self.md.htmlStash.rawHtmlBlocks[int(html[1])])


def has_domain(address: str) -> bool:
    """Whether a host follows the scheme; by GitHub's rule its last parts have no underscore."""
    host = _HOST.match(address)
    if host is None or not host[1]:
        return False
    return "_" not in "".join(host[1].split(".")[-2:])


def cut_trailing_marks(address: str) -> str:
    """Cut what ends the sentence rather than the address.

    `https://x.org/a).` -> `https://x.org/a`, but `https://x.org/a_(b)` stays.
    """
    closing = {end: address.count(end) - address.count(start) for start, end in ("()", "[]")}
    end = len(address)
    while end:
        sign = address[end - 1]
        if closing.get(sign, 0) > 0:
            closing[sign] -= 1
        elif sign == ";" and (named := _NAMED.search(address, max(0, end - 40), end)):
            end = named.start()
            continue
        elif sign not in _TRAILING:
            break
        end -= 1
    return address[:end]
