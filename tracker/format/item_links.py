"""Markdown text -> its links to items: `[[zero-to-hero/micrograd]]`, `[[vaswani2017|the paper]]`.

Code, formulas and tags hold none. What stands between the brackets need not be an item's id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tracker.format.markdown_spans import find_code, find_multiline_spans
from tracker.model.journal import is_address

# `![[...]]`, `\[[...]]`, `[[...]](...)` and `[[...]][...]` are something else in Markdown.
_LINK = re.compile(
    r"(?<![\[!\\])\[\[(?P<target>[^\[\]|]+?)(?:\\?\|(?P<label>[^\[\]]+))?\]\](?![(\]])(?!\[(?!\[))"
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


class ItemLink(NamedTuple):
    """A link, from `start` to `end` of its text.

    `target` is `id` or `id/unit`, from `at` on; `label` is the author's Markdown for it.
    """

    start: int
    end: int
    at: int
    target: str
    label: str | None


def find_item_links(text: str) -> list[ItemLink]:
    """Find the links of a text, in order; also those to what is no item."""
    if "[[" not in text:
        return []
    prose = ProseSpans(text)
    links = []
    for match in _LINK.finditer(text):
        target = " ".join(match["target"].split())
        if not target or _BLANK_LINE.search(match[0]) or prose.excludes(match.start()):
            continue
        if re.search(rf"(?m)^ {{0,3}}\[{re.escape(target)}\]:", text):
            continue  # a link reference by that name: `[1]` in brackets
        label = match["label"]
        if label is not None:
            label = " ".join(label.split()) or None
        links.append(ItemLink(match.start(), match.end(), match.start("target"), target, label))
    return links


class ProseSpans:
    """Where a text holds code, formulas or tags instead of prose."""

    def __init__(self, text: str) -> None:
        self.spans = sorted(find_code(text))
        for start, block in _split_blocks(text):
            for first, last in find_multiline_spans(block):
                self.spans.append((start + first, start + last))

    def excludes(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.spans)


def _split_blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield (start, text) of each part between blank lines."""
    at = 0
    for blank in _BLANK_LINE.finditer(text):
        yield at, text[at : blank.start()]
        at = blank.end()
    yield at, text[at:]


def sub_item_links(replace: Callable[[ItemLink], str], text: str) -> str:
    """Return the text with each link replaced by what `replace` makes of it."""
    parts = []
    at = 0
    for link in find_item_links(text):
        parts += [text[at : link.start], replace(link)]
        at = link.end
    if not parts:
        return text
    return "".join([*parts, text[at:]])


def split_target(target: str) -> tuple[str, str | None]:
    """`zero-to-hero/micrograd` -> its two halves. An address is an id as a whole."""
    if is_address(target):
        return target, None
    id_, _, unit = target.partition("/")
    return id_, unit or None
