"""Journal -> pages: address, Markdown, the file each came from.

Pure; MkDocs and others build the site from what this yields.
"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.pages.gather import plan_page, progress_page
from tracker.pages.home import home
from tracker.pages.items import index_pages, item_pages, moved_pages
from tracker.pages.page import Page, View, pictures, shown_weeks
from tracker.pages.post import post

__all__ = ["Page", "View", "pages", "pictures"]


def pages(view: View) -> Iterator[Page]:
    """Every page that the journal makes, in no order that matters."""
    for week in shown_weeks(view):
        yield post(view, week)
    yield home(view)
    yield progress_page(view)
    yield plan_page(view)
    yield from index_pages(view)
    yield from item_pages(view)
    yield from moved_pages(view)
