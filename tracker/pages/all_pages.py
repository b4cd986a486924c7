"""Journal -> every page of its site. What shows one post alone does not import this."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import chain

from tracker.figures.stats import State
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
from tracker.pages.page import Page, Task, View, shown_weeks
from tracker.pages.people import people_page
from tracker.pages.post import post_page
from tracker.pages.reading import list_current_slots, reading_pages
from tracker.pages.related import Threads, build_threads, render_related_posts
from tracker.pages.skills import collect_skills, skill_pages
from tracker.pages.tags import collect_tag_spellings, spell_tags
from tracker.pages.years import Year, collect_years, uri_of, year_page


def build_pages(view: View) -> Iterator[Page]:
    """Yield every page of the journal, in no particular order.

    A page that holds nothing is made only where a text links to it.
    """
    pages = SitePages(view)
    lines = view.run_tasks(pages.list_post_tasks())
    view.forecasts.finish()
    return pages.select([*lines, *view.run_tasks(pages.list_other_tasks())])


class SitePages:
    """Every page of a journal, drawn up by tasks. Those of posts need no forecast."""

    def __init__(self, view: View) -> None:
        view.forecasts.begin()
        self._view = view
        self._skills = collect_skills(view)
        self._spelling = collect_tag_spellings(view)
        self._threads = build_threads(view)

    def list_post_tasks(self) -> list[Task]:
        weeks = shown_weeks(self._view)
        return [partial(pack_pages, self._draw_up_post, week) for week in weeks]

    def list_other_tasks(self) -> list[Task]:
        """List the tasks that draw up all pages but the posts and the library."""
        view = self._view
        lists = [progress_page, plan_page, decisions_page, milestones_page, people_page, now_page]
        if view.place.home:
            lists.insert(0, home_page)
        return [
            *[partial(pack_pages, self._draw_up_list, build_list) for build_list in lists],
            partial(pack_pages, reading_pages, view),
            partial(pack_pages, skill_pages, view, self._skills),
            partial(pack_pages, index_pages, view),
            *[partial(pack_pages, self._draw_up_item, s) for s in view.figures.states.values()],
            partial(pack_pages, moved_pages, view),
            *[partial(pack_pages, self._draw_up_year, year) for year in collect_years(view)],
            partial(pack_pages, notebook_pages, view),
        ]

    def select(self, lines: Iterable[str]) -> Iterator[Page]:
        """Yield the pages of the tasks' lines, and the library.

        Those that hold nothing are yielded where a text links to them.
        """
        linked = set(self._view.linked)
        empty: dict[str, Page] = {}
        made: set[str] = set()
        for page in chain.from_iterable(map(unpack_pages, lines)):
            if page.empty and page.uri not in linked:
                empty[page.uri] = page
                continue
            made.add(page.uri)
            linked |= find_linked_lists(page.uri, page.text)
            yield page
        for uri in sorted(empty.keys() & linked):
            made.add(uri)
            yield empty[uri]
        library = library_page(self._view, self._skills, made)
        if not library.empty or library.uri in linked:
            yield library

    def _draw_up_list(self, build_list: Callable[[View], Page]) -> list[Page]:
        return [build_list(self._view)]

    def _draw_up_post(self, week: Week) -> list[Page]:
        return [draw_up_post(self._view, week, self._spelling, self._threads)]

    def _draw_up_item(self, state: State) -> list[Page]:
        return [item_page(self._view, state, self._spelling, self._skills.uris)]

    def _draw_up_year(self, year: Year) -> list[Page]:
        return [year_page(self._view, year)]


def pack_pages(draw_up: Callable[..., Iterable[Page]], *given: object) -> str:
    """Draw up pages, and pack them as a line of JSON."""
    packed = []
    for uri, text, source, changed, *flags in draw_up(*given):
        packed.append([uri, text, source, changed and changed.toordinal(), *flags])
    return json.dumps(packed)


def unpack_pages(line: str) -> Iterator[Page]:
    for uri, text, source, changed, *flags in json.loads(line):
        yield Page(uri, text, source, changed and date.fromordinal(changed), *flags)


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
