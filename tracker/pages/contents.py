"""A page's headings -> whether a list of them helps its readers."""

from __future__ import annotations

import re

from tracker.format.markdown_spans import find_code
from tracker.format.markdown_texts import markdown_of_week
from tracker.model.journal import Week

FEWEST = 3  # entries: of less the page itself is the list
_HEADING = re.compile(r"(?m)^ {0,3}#{1,6}[ \t]+\S|^ {0,3}[^\s#>|=-].*\n {0,3}(?:=+|--+)[ \t]*$")


def needs_contents(entries: int, week: Week | None) -> bool:
    """Whether a page with so many headings needs a list of them; `week`: that of a post.

    A post is read from its beginning, unless its author gave it headings. Those that the program
    made, such as the titles of courses, are none.
    """
    if entries < FEWEST:
        return False
    return week is None or has_own_headings(week)


def has_own_headings(week: Week) -> bool:
    """Whether the author wrote a heading into a text of the week."""
    for _, text in markdown_of_week(week):
        code = find_code(text)
        for match in _HEADING.finditer(text):
            if not any(start <= match.start() < end for start, end in code):
                return True
    return False
