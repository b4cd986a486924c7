"""Journal -> each year in review: what came of it, in figures, charts and the author's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from tracker.charts import CHARTS, Chart
from tracker.charts.chart import format_hours
from tracker.figures.knowledge import (
    PaperReadings,
    Span,
    list_finish_spans,
    list_read_papers,
    readings_said,
)
from tracker.figures.measures import count_goal_outcomes, goals_words
from tracker.figures.report import thursday_of_entry
from tracker.figures.rhythm import FEWEST
from tracker.figures.stats import Entry, minutes_by, sum_minutes
from tracker.model.english import day_words, format_count, join_words
from tracker.model.journal import Period, Week
from tracker.model.kinds import KINDS, Kind
from tracker.model.periods import period_of_months
from tracker.model.when import format_duration
from tracker.pages import titles
from tracker.pages.items import week_link
from tracker.pages.markdown import Md, escape_markdown, link_page, link_url
from tracker.pages.page import (
    Page,
    View,
    front_matter,
    item_uri,
    post_link,
    render_template,
    shown_weeks,
)

PICTURES = ("hours-by-week", "calendar", "papers", "rhythm")
LEAST = 3  # posts of which one may be called the longest
MOST = 3  # items that the first sentence names


class Year(NamedTuple):
    """A calendar year. `weeks` are those with a post whose Thursday lies in it, as ISO weeks belong to years."""

    number: int
    period: Period
    entries: tuple[Entry, ...]
    weeks: tuple[Week, ...]
    papers: tuple[PaperReadings, ...]
    done: tuple[Span, ...]


def collect_years(view: View) -> list[Year]:
    """The years in which anything was logged or written, oldest first; one without has no page."""
    entries: dict[int, list[Entry]] = {}
    for entry in view.figures.entries:
        entries.setdefault((entry.day or thursday_of_entry(entry)).year, []).append(entry)
    weeks: dict[int, list[Week]] = {}
    for week in shown_weeks(view):
        weeks.setdefault(int(week.name[:4]), []).append(week)
    return [
        Year(
            number,
            period := period_of_months(number, 1, 12),
            tuple(entries.get(number, ())),
            tuple(weeks.get(number, ())),
            tuple(list_read_papers(view.figures, period)),
            tuple(list_finish_spans(view.figures, period)),
        )
        for number in sorted({*entries, *weeks})
    ]


def uri_of(year: Year) -> str:
    return f"progress/{year.number}.md"


def year_links(view: View, here: str) -> list[Md]:
    """The newest first."""
    return [
        link_page(uri_of(year), here, title_of_year(view, year))
        for year in reversed(collect_years(view))
    ]


def title_of_year(view: View, year: Year) -> str:
    """`2024: 212 hours, 3 courses finished, 11 papers read`; while it lasts `2024 so far`."""
    name = f"{year.number} so far" if view.today <= year.period.last else str(year.number)
    return f"{name}: {', '.join(format_year_sums(year)) or format_count(len(year.weeks), 'week') + ' in notes'}"


def format_year_sums(year: Year) -> list[str]:
    """What is not nothing, most telling first."""
    minutes = sum_minutes(year.entries)
    time = [
        format_hours(minutes).replace(" h", " hours")
        if minutes >= 600
        else f"{format_duration(minutes)} of study"
    ]
    return time * bool(minutes) + [
        f"{count} {kind.name_for(count)} {kind.verb}"
        for kind, count in count_year_items(year)
        if count
    ]


def count_year_items(year: Year) -> list[tuple[Kind, int]]:
    """(kind, how many): courses finished, papers read whole, be it again, projects shipped."""
    done = [span.kind for span in year.done]
    read = [paper.kind for paper in year.papers if paper.whole]
    return [
        (kind, read.count(name) if kind.is_read else done.count(name))
        for name, kind in KINDS.items()
    ]


def year_pages(view: View) -> Iterator[Page]:
    found = collect_years(view)
    for before, year, after in zip([None, *found], found, [*found[1:], None], strict=False):
        uri = uri_of(year)
        body = render_template(
            "year.md.jinja",
            year=year,
            lead=format_year_lead(view, year),
            figures=figures_of(year),
            charts=[(chart.question, view.figure(chart)) for chart in list_year_charts(view, year)],
            finished=[
                done_row(view, span, uri) for span in year.done if not KINDS[span.kind].is_read
            ],
            papers=[paper_row(view, paper, uri) for paper in year.papers],
            learned=[
                (text, post_link(view, week, uri))
                for week in year.weeks
                if (text := headline_of_week(week))
            ],
            heading=view.figures.plan.headings.get("learned") or "Learned",
            milestones=list_year_milestones(view, year.period),
            goals=goals_words(count_goal_outcomes(year.weeks)),
            posts=list_year_posts(view, year, uri),
            longest=longest_link(view, year, uri),
            before=link_page(uri_of(before), uri, title_of_year(view, before)) if before else None,
            after=link_page(uri_of(after), uri, title_of_year(view, after)) if after else None,
        )
        name = escape_markdown(title_of_year(view, year))
        head = front_matter(
            title=name,
            description=escape_markdown(format_year_lead(view, year)) or name,
            hide=["navigation"],
        )
        yield Page(uri, head + body, changed=min(year.period.last, view.today), listed=True)


def format_year_lead(view: View, year: Year) -> str:
    """`74 h in 13 weeks, the most of it on Zero to Hero (55 h) and Algebra (12 h)`; of the rest no word."""
    if not sum_minutes(year.entries):
        return ""
    by_item = minutes_by(year.entries, lambda entry: entry.item)
    ids = sorted(filter(None, by_item), key=lambda id_: -by_item[id_])[:MOST]
    named = [
        f"{titles.short_title(view.figures, id_)} ({format_hours(by_item[id_])})"
        for id_ in ids
        if by_item[id_]
    ]
    weeks = format_count(len({entry.week for entry in year.entries if entry.minutes}), "week")
    if [*by_item] == ids and len(ids) == 1:
        return f"{format_hours(sum_minutes(year.entries))} in {weeks}, all of it on {titles.short_title(view.figures, ids[0])}."
    return f"{format_hours(sum_minutes(year.entries))} in {weeks}" + (
        f", the most of it on {join_words(named)}." if named else "."
    )


def figures_of(year: Year) -> list[tuple[str, str]]:
    """(figure, what it counts); only what is not nothing."""
    days = len({entry.day for entry in year.entries if entry.day and entry.minutes})
    kept = count_goal_outcomes(year.weeks)
    rows = (
        [(format_hours(sum_minutes(year.entries)), "of study")] if sum_minutes(year.entries) else []
    )
    rows += [(str(days), f"{'day' if days == 1 else 'days'} with a session")] if days else []
    rows += [
        (str(count), f"{kind.name_for(count)} {kind.verb}")
        for kind, count in count_year_items(year)
        if count
    ]
    return rows + ([(f"{kept.done} of {kept.judged}", "goals done")] if kept.done else [])


def list_year_charts(view: View, year: Year) -> Iterator[Chart]:
    """Those that have something to show; a few sessions tell no rhythm."""
    for name in PICTURES if len(year.entries) >= FEWEST else PICTURES[:-1]:
        chart = CHARTS[name](view.figures, view.today, year.period, None)
        if chart.draw:
            yield chart


def done_row(view: View, span: Span, here: str) -> dict[str, Any]:
    state = view.figures.states[span.id]
    return {
        "link": link_page(item_uri(state), here, state.title),
        "time": format_hours(state.minutes) if state.minutes else "",
        "days": format_count(span.days, "day"),
        "week": week_link(view, state.finished, here) if state.finished else "",
    }


def paper_row(view: View, paper: PaperReadings, here: str) -> tuple[Md, str]:
    return link_page(item_uri(view.figures.states[paper.id]), here, paper.title), readings_said(
        paper
    )


def headline_of_week(week: Week) -> str:
    """How the first thing begins that the week says was learned."""
    return titles.extract_opening_sentence(titles.first_of(week.learned))


def list_year_milestones(view: View, period: Period) -> list[tuple[date, Md]]:
    """The author's own."""
    mine = sorted(view.figures.plan.milestones, key=lambda milestone: milestone.date)
    return [
        (
            milestone.date,
            link_url(milestone.url, milestone.what)
            if milestone.url
            else escape_markdown(milestone.what),
        )
        for milestone in mine
        if period.first <= milestone.date <= period.last
    ]


def list_year_posts(view: View, year: Year, here: str) -> list[tuple[str, Md]]:
    """Weeks and essays with their days, in the order in which they appeared."""
    dated = [(week.date, post_link(view, week, here)) for week in year.weeks]
    for essay in view.essays:
        if essay.date.year == year.number:
            dated.append(
                (essay.date, link_page(f"{view.place.posts}/{essay.name}", here, essay.title))
            )
    return [(day_words(day), link) for day, link in sorted(dated, key=lambda row: row[0])]


def longest_link(view: View, year: Year, here: str) -> Md | None:
    if len(year.weeks) < LEAST:
        return None
    longest = max(year.weeks, key=count_week_words)
    return post_link(view, longest, here) if count_week_words(longest) else None


def count_week_words(week: Week) -> int:
    """Words that the author wrote in it, in titles and texts of any depth."""
    return sum(len(text.split()) for text in iterate_strings(week._replace(sessions=(), name="")))


def iterate_strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for part in value.values() if hasattr(value, "values") else value:
            yield from iterate_strings(part)
