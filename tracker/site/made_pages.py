"""A made page -> its front matter: what other pages depend on."""

from __future__ import annotations

import json
import re

from tracker.pages import Page, View
from tracker.pages.page import shown_weeks


def keep_front_matter(page: Page) -> Page:
    """Leave out a made page's text, which lies on the disk by now."""
    head, end, _ = page.text.partition("\n---\n")
    return page._replace(text=head + end)


def find_title(page: Page) -> str:
    """Find the title of a made page in its front matter."""
    found = re.search(r"(?m)^title: (.*)$", page.text)
    return str(json.loads(found[1])) if found else ""


def list_post_uris(view: View) -> list[str]:
    return [view.post_uri(week.name) for week in shown_weeks(view)]


def list_fixed_lines(page: Page) -> list[str]:
    """List the front matter of a post that other pages depend on, but for its title."""
    free = ("title:", "description:", "readtime:")
    lines = keep_front_matter(page).text.split("\n")
    return [line for line in lines if not line.startswith(free)]


def is_alike(view: View, former: View) -> bool:
    """Whether two views are of one day, without an error, and have the same posts."""
    if view.errors or former.errors or view.today != former.today:
        return False
    return list_post_uris(view) == list_post_uris(former)
