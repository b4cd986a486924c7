"""Journal -> every page of its site. What shows one post alone does not import this."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice

from tracker.model.journal import Week
from tracker.pages import find_linked_lists
from tracker.pages.decisions import decisions_page
from tracker.pages.follow import render_week_ways
from tracker.pages.gather import has_plan, has_progress, plan_page, progress_page
from tracker.pages.home import home_page
from tracker.pages.items import index_pages, item_page, moved_pages
from tracker.pages.library import library_page
from tracker.pages.markdown import Md
from tracker.pages.milestones import milestones_page
from tracker.pages.notebooks import notebook_pages
from tracker.pages.now import last_day, now_page, pause_of
from tracker.pages.page import Page, View, shown_weeks
from tracker.pages.people import people_page
from tracker.pages.post import post_page
from tracker.pages.reading import list_current_slots, reading_pages
from tracker.pages.related import Threads, build_threads, render_related_posts
from tracker.pages.skills import SkillOverview, collect_skills, skill_pages
from tracker.pages.tags import collect_tag_spellings, spell_tags
from tracker.pages.years import collect_years, uri_of, year_page


def build_pages(view: View) -> Iterator[Page]:
    """Yield every page of the journal, in no particular order.

    A page that holds nothing is made only where a text links to it.
    """
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


def draw_up_pages(view: View, skills: SkillOverview) -> Iterator[Page]:
    """Yield every page but the library, those that hold nothing, too."""
    view.forecasts.begin()  # no post needs them
    spelling = collect_tag_spellings(view)
    threads = build_threads(view)
    posts = [partial(draw_up_post, view, week, spelling, threads) for week in shown_weeks(view)]
    yield from draw_up_on_cores(view, posts)
    view.forecasts.finish()
    lists = [progress_page, plan_page, decisions_page, milestones_page, people_page, now_page]
    if view.place.home:
        lists.insert(0, home_page)
    states, years = view.figures.states.values(), collect_years(view)
    pages = draw_up_on_cores(
        view,
        [
            *[partial(build_list, view) for build_list in lists],
            *[partial(item_page, view, state, spelling, skills.uris) for state in states],
            *[partial(year_page, view, year) for year in years],
        ],
    )
    yield from islice(pages, len(lists))
    yield from reading_pages(view)
    yield from skill_pages(view, skills)
    yield from index_pages(view)
    yield from islice(pages, len(states))
    yield from moved_pages(view)
    yield from pages
    yield from notebook_pages(view)


def draw_up_on_cores(view: View, functions: Sequence[Callable[[], Page]]) -> Iterator[Page]:
    """Yield the pages that functions build, in their order."""

    def draw_up(number: str) -> str:
        return pack_page(functions[int(number)]())

    for line in view.map_on_cores(draw_up, [str(number) for number in range(len(functions))]):
        yield unpack_page(line)


def pack_page(page: Page) -> str:
    """Pack a page as a line of JSON."""
    uri, text, source, changed, *flags = page
    return json.dumps([uri, text, source, changed and changed.toordinal(), *flags])


def unpack_page(line: str) -> Page:
    uri, text, source, changed, *flags = json.loads(line)
    return Page(uri, text, source, changed and date.fromordinal(changed), *flags)


def list_varying_uris(view: View) -> list[str]:
    """List the pages that a week may bring or take away, but for posts, and the items it may name.

    Those that hold nothing are left out.
    """
    skills = collect_skills(view)
    pages = [
        *(decisions_page(view), milestones_page(view), people_page(view)),
        *reading_pages(view),
        *skill_pages(view, skills),
        *index_pages(view),
        *moved_pages(view),
        *notebook_pages(view),
    ]
    uris = [page.uri for page in pages if not page.empty]
    uris += [f"{uri} {name}" for name, uri in skills.uris.items()]
    uris += [uri_of(year) for year in collect_years(view)]
    uris += [f"{state.kind}/{state.id}" for state in view.figures.states.values()]
    uris += ["now.md"] if last_day(view) or pause_of(view) or list_current_slots(view, "") else []
    uris += ["progress.md"] if has_progress(view) else []
    uris += ["plan.md"] if has_plan(view) else []
    return sorted(uris)


def build_week_page(view: View, week: Week) -> Page:
    """Build the post of one week, as `build_pages` does."""
    return draw_up_post(view, week, collect_tag_spellings(view), build_threads(view))


def draw_up_post(view: View, week: Week, spelling: Mapping[str, str], threads: Threads) -> Page:
    tags = spell_tags(spelling, week.tags)
    more = Md(f"{render_related_posts(view, threads, week)}\n\n{render_week_ways(view, week)}\n")
    return post_page(view, week, tags, more)
