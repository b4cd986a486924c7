"""A list straight under a line of text is a list, as on GitHub: no blank line has to part them.

Python-Markdown itself would go on with the paragraph: "Plan: - videos - exercises".
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from tracker.format.markdown_spans import find_list_under_text


class ListUnderText(BlockProcessor):
    """Parts a paragraph from the list below it.

    It comes right before the paragraph, so headings, tables, quotes, code and lists took theirs.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser)

    def test(self, parent: etree.Element, block: str) -> bool:
        return find_list_under_text(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> bool:
        block = blocks.pop(0)
        end = find_list_under_text(block)
        self.parser.parseBlocks(parent, [block[:end]])
        if end is not None:
            blocks.insert(0, block[end + 1 :])
        return True
