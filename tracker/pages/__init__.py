"""Journal -> the site's pages: for each its address, its Markdown and its source file.

Pure: MkDocs and other engines build the site from these pages.
"""

from __future__ import annotations

import posixpath
import re

from tracker.model.kinds import KINDS
from tracker.pages.page import Page, View, find_page_pictures

__all__ = ["LISTS", "Page", "View", "find_linked_lists", "find_page_pictures"]

# The pages that stand in a navigation, in this order; one that would be empty is not made.
LISTS = (
    "now.md",
    "progress.md",
    "plan.md",
    "library/index.md",
    *(f"{kind}/index.md" for kind in KINDS),
    "skills/index.md",
    "reading/index.md",
    "people.md",
    "decisions.md",
    "milestones.md",
)


def find_linked_lists(uri: str, text: str) -> set[str]:
    """Find which of the LISTS the Markdown of the page `uri` links to."""
    linked = set()
    folder = posixpath.dirname(uri)
    for name in LISTS:
        if name not in text:  # much faster than the pattern, and mostly so
            continue
        for match in re.finditer(rf"[\w./-]*{re.escape(name)}", text):
            target = posixpath.normpath(posixpath.join(folder, match[0]))
            if target == name:
                linked.add(name)
    return linked
