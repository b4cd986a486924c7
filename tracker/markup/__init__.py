"""The Markdown of entries and essays: formulas, diagrams, captions; lists and links as on GitHub.

This is the extension `tracker.markup` of Python-Markdown. It stands in mkdocs.yml, so MkDocs and
Zensical convert a page alike.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from tracker.format.markdown_spans import DISPLAY, INLINE
from tracker.markup.bare_addresses import BareAddress
from tracker.markup.captions import Captions
from tracker.markup.diagrams import SCRIPT, Diagrams, needs_mermaid, with_script
from tracker.markup.guard import Guard
from tracker.markup.lists import ListUnderText
from tracker.markup.maths import Display, Formula, HeadingMaths, find_unread_formulas
from tracker.markup.tasks import Tasks

__all__ = [
    "SCRIPT",
    "Guard",
    "MarkupExtension",
    "find_unread_formulas",
    "makeExtension",
    "needs_mermaid",
    "with_script",
]


class MarkupExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        if "$" not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS.append("$")
        # After code (190), and before backslashes (180) and others that would change a formula.
        md.inlinePatterns.register(Formula(DISPLAY, md, display=True), "tracker-display", 189.6)
        md.inlinePatterns.register(Formula(INLINE, md, display=False), "tracker-formula", 189.5)
        # After HTML (90), and after pymdownx.magiclink (85) where a site names it.
        md.inlinePatterns.register(BareAddress(md), "tracker-bare-address", 84)
        # After indented code (80).
        md.parser.blockprocessors.register(Display(md), "tracker-display", 79.5)
        # After references (15), right before the paragraph (10).
        md.parser.blockprocessors.register(ListUnderText(md), "tracker-list", 10.5)
        # After inline (20), before the table of contents (5); captions after attributes (8).
        md.treeprocessors.register(HeadingMaths(md), "tracker-headings", 14)
        md.treeprocessors.register(Captions(md), "tracker-captions", 7)
        md.postprocessors.register(Diagrams(md), "tracker-diagrams", 25)  # after raw HTML (30)
        md.postprocessors.register(Tasks(md), "tracker-tasks", 24)


def makeExtension(**options: Any) -> MarkupExtension:
    return MarkupExtension(**options)
