"""Journal -> the site's pages: for each its address, its Markdown and its source file.

Pure: MkDocs and other engines build the site from these pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.pages.page import Page, View, find_page_pictures, shown_weeks

__all__ = ["Page", "View", "build_pages", "find_page_pictures"]


def build_pages(view: View) -> Iterator[Page]:
    """Yield every page of the journal, in no particular order.

    A page that holds nothing is made only for a `nav` that names it.
    """
    # Imported here: what shows one post does not need all pages.
    from tracker.pages.decisions import decisions_page
    from tracker.pages.gather import plan_page, progress_page
    from tracker.pages.home import home_page
    from tracker.pages.items import index_pages, item_pages, moved_pages
    from tracker.pages.library import library_page
    from tracker.pages.milestones import milestones_page
    from tracker.pages.notebooks import notebook_pages
    from tracker.pages.now import now_page
    from tracker.pages.people import people_page
    from tracker.pages.post import post_page
    from tracker.pages.reading import reading_pages
    from tracker.pages.related import build_threads, render_related_posts
    from tracker.pages.skills import collect_skills, skill_pages
    from tracker.pages.tags import collect_tag_spellings, spell_tags
    from tracker.pages.years import year_pages

    spelling = collect_tag_spellings(view)
    threads = build_threads(view)
    skills = collect_skills(view)
    for week in shown_weeks(view):
        tags = spell_tags(spelling, week.tags)
        yield post_page(view, week, tags, render_related_posts(view, threads, week))
    if view.place.home:
        yield home_page(view)
    yield progress_page(view)
    yield plan_page(view)
    lists = [
        decisions_page(view),
        milestones_page(view),
        people_page(view),
        now_page(view),
        *reading_pages(view),
        *skill_pages(view, skills),
        *index_pages(view),
    ]
    made = {page.uri: page for page in lists if not page.empty or page.uri in view.place.named}
    yield from made.values()
    library = library_page(view, skills, made)
    if not library.empty or library.uri in view.place.named:
        yield library
    yield from item_pages(view, spelling, skills.uris)
    yield from moved_pages(view)
    yield from year_pages(view)
    yield from notebook_pages(view)
