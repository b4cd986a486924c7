"""Journal -> the site's pages: for each its address, its Markdown and its source file.

Pure: MkDocs and other engines build the site from these pages.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.model.kinds import KINDS
from tracker.pages.page import Page, View, find_page_pictures, shown_weeks

if TYPE_CHECKING:
    from tracker.pages.skills import SkillOverview

__all__ = ["LISTS", "Page", "View", "build_pages", "find_linked_lists", "find_page_pictures"]

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


def build_pages(view: View) -> Iterator[Page]:
    """Yield every page of the journal, in no particular order.

    A page that holds nothing is made only where a text links to it.
    """
    # Imported here: what shows one post does not need all pages.
    from tracker.pages.library import library_page
    from tracker.pages.skills import collect_skills

    linked = set(view.linked)
    empty: dict[str, Page] = {}
    made: set[str] = set()
    skills = collect_skills(view)
    for page in draw_up_pages(view, skills):
        if page.empty and page.uri not in linked:
            empty[page.uri] = page
            continue
        made.add(page.uri)
        linked |= find_linked_lists(page.uri, page.text)
        yield page
    for uri in sorted(empty.keys() & linked):
        made.add(uri)
        yield empty[uri]
    library = library_page(view, skills, made)
    if not library.empty or library.uri in linked:
        yield library


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


def draw_up_pages(view: View, skills: SkillOverview) -> Iterator[Page]:
    """Yield every page but the library, those that hold nothing, too."""
    from tracker.pages.decisions import decisions_page
    from tracker.pages.follow import render_week_ways
    from tracker.pages.gather import plan_page, progress_page
    from tracker.pages.home import home_page
    from tracker.pages.items import index_pages, item_pages, moved_pages
    from tracker.pages.markdown import Md
    from tracker.pages.milestones import milestones_page
    from tracker.pages.notebooks import notebook_pages
    from tracker.pages.now import now_page
    from tracker.pages.people import people_page
    from tracker.pages.post import post_page
    from tracker.pages.reading import reading_pages
    from tracker.pages.related import build_threads, render_related_posts
    from tracker.pages.skills import skill_pages
    from tracker.pages.tags import collect_tag_spellings, spell_tags
    from tracker.pages.years import year_pages

    spelling = collect_tag_spellings(view)
    threads = build_threads(view)
    for week in shown_weeks(view):
        tags = spell_tags(spelling, week.tags)
        more = Md(
            f"{render_related_posts(view, threads, week)}\n\n{render_week_ways(view, week)}\n"
        )
        yield post_page(view, week, tags, more)
    if view.place.home:
        yield home_page(view)
    yield progress_page(view)
    yield plan_page(view)
    yield decisions_page(view)
    yield milestones_page(view)
    yield people_page(view)
    yield now_page(view)
    yield from reading_pages(view)
    yield from skill_pages(view, skills)
    yield from index_pages(view)
    yield from item_pages(view, spelling, skills.uris)
    yield from moved_pages(view)
    yield from year_pages(view)
    yield from notebook_pages(view)
