"""Journal -> each year in review: what came of it, in figures, charts and the author's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from tracker.charts import CHARTS, Chart
from tracker.charts.chart import hours
from tracker.figures.knowledge import Read, Span, papers, readings_said, spans
from tracker.figures.measures import goals, goals_words
from tracker.figures.report import thursday
from tracker.figures.rhythm import FEWEST
from tracker.figures.stats import Entry, minutes_by, total
from tracker.model.english import counted, day_words, listed
from tracker.model.journal import Period, Week
from tracker.model.periods import months
from tracker.model.when import spoken
from tracker.pages import titles
from tracker.pages.items import week_link
from tracker.pages.markdown import Md, escaped, external, internal
from tracker.pages.page import Page, View, front_matter, item_uri, post_link, render, shown_weeks

PICTURES = ("hours-by-week", "calendar", "papers", "rhythm")
DONE = {"courses": "finished", "papers": "read", "projects": "shipped"}
LEAST = 3  # posts of which one may be called the longest
MOST = 3  # items that the first sentence names


class Year(NamedTuple):
    """A calendar year. `weeks` are those with a post whose Thursday lies in it, as ISO weeks belong to years."""

    number: int
    period: Period
    entries: tuple[Entry, ...]
    weeks: tuple[Week, ...]
    papers: tuple[Read, ...]
    done: tuple[Span, ...]


def years(view: View) -> list[Year]:
    """The years in which anything was logged or written, oldest first; one without has no page."""
    entries: dict[int, list[Entry]] = {}
    for entry in view.figures.entries:
        entries.setdefault((entry.day or thursday(entry)).year, []).append(entry)
    weeks: dict[int, list[Week]] = {}
    for week in shown_weeks(view):
        weeks.setdefault(int(week.name[:4]), []).append(week)
    return [
        Year(
            number,
            period := months(number, 1, 12),
            tuple(entries.get(number, ())),
            tuple(weeks.get(number, ())),
            tuple(papers(view.figures, period)),
            tuple(spans(view.figures, period)),
        )
        for number in sorted({*entries, *weeks})
    ]


def uri_of(year: Year) -> str:
    return f"progress/{year.number}.md"


def year_links(view: View, here: str) -> list[Md]:
    """The newest first."""
    return [internal(uri_of(year), here, title(view, year)) for year in reversed(years(view))]


def title(view: View, year: Year) -> str:
    """`2024: 212 hours, 3 courses finished, 11 papers read`; while it lasts `2024 so far`."""
    name = f"{year.number} so far" if view.today <= year.period.last else str(year.number)
    return f"{name}: {', '.join(sums(year)) or counted(len(year.weeks), 'week') + ' in notes'}"


def sums(year: Year) -> list[str]:
    """What is not nothing, most telling first."""
    minutes = total(year.entries)
    time = [hours(minutes).replace(" h", " hours") if minutes >= 600 else f"{spoken(minutes)} of study"]
    return time * bool(minutes) + [f"{counted(count, kind[:-1])} {DONE[kind]}" for kind, count in counts(year) if count]


def counts(year: Year) -> list[tuple[str, int]]:
    """(kind, how many): courses finished, papers read whole, be it again, projects shipped."""
    done = [span.kind for span in year.done]
    read = sum(paper.whole for paper in year.papers)
    return [("courses", done.count("courses")), ("papers", read), ("projects", done.count("projects"))]


def year_pages(view: View) -> Iterator[Page]:
    found = years(view)
    for before, year, after in zip([None, *found], found, [*found[1:], None], strict=False):
        uri = uri_of(year)
        body = render(
            "year.md.jinja",
            year=year,
            lead=lead(view, year),
            figures=figures_of(year),
            charts=[(chart.question, view.figure(chart)) for chart in pictures(view, year)],
            finished=[done_row(view, span, uri) for span in year.done if span.kind != "papers"],
            papers=[paper_row(view, paper, uri) for paper in year.papers],
            learned=[(text, post_link(view, week, uri)) for week in year.weeks if (text := headline(week))],
            heading=view.figures.plan.headings.get("learned") or "Learned",
            milestones=milestones(view, year.period),
            goals=goals_words(goals(year.weeks)),
            posts=posts(view, year, uri),
            longest=longest_link(view, year, uri),
            before=internal(uri_of(before), uri, title(view, before)) if before else None,
            after=internal(uri_of(after), uri, title(view, after)) if after else None,
        )
        name = escaped(title(view, year))
        head = front_matter(title=name, description=escaped(lead(view, year)) or name, hide=["navigation"])
        yield Page(uri, head + body, changed=min(year.period.last, view.today), listed=True)


def lead(view: View, year: Year) -> str:
    """`74 h in 13 weeks, the most of it on Zero to Hero (55 h) and Algebra (12 h)`; of the rest no word."""
    if not total(year.entries):
        return ""
    by_item = minutes_by(year.entries, lambda entry: entry.item)
    ids = sorted(filter(None, by_item), key=lambda id_: -by_item[id_])[:MOST]
    named = [f"{titles.short_title(view.figures, id_)} ({hours(by_item[id_])})" for id_ in ids if by_item[id_]]
    weeks = counted(len({entry.week for entry in year.entries if entry.minutes}), "week")
    if [*by_item] == ids and len(ids) == 1:
        return f"{hours(total(year.entries))} in {weeks}, all of it on {titles.short_title(view.figures, ids[0])}."
    return f"{hours(total(year.entries))} in {weeks}" + (f", the most of it on {listed(named)}." if named else ".")


def figures_of(year: Year) -> list[tuple[str, str]]:
    """(figure, what it counts); only what is not nothing."""
    days = len({entry.day for entry in year.entries if entry.day and entry.minutes})
    kept = goals(year.weeks)
    rows = [(hours(total(year.entries)), "of study")] if total(year.entries) else []
    rows += [(str(days), f"{'day' if days == 1 else 'days'} with a session")] if days else []
    rows += [(str(count), f"{kind[:-1] if count == 1 else kind} {DONE[kind]}") for kind, count in counts(year) if count]
    return rows + ([(f"{kept.done} of {kept.judged}", "goals done")] if kept.done else [])


def pictures(view: View, year: Year) -> Iterator[Chart]:
    """Those that have something to show; a few sessions tell no rhythm."""
    for name in PICTURES if len(year.entries) >= FEWEST else PICTURES[:-1]:
        chart = CHARTS[name](view.figures, view.today, year.period, None)
        if chart.draw:
            yield chart


def done_row(view: View, span: Span, here: str) -> dict[str, Any]:
    state = view.figures.states[span.id]
    return {
        "link": internal(item_uri(state), here, state.title),
        "time": hours(state.minutes) if state.minutes else "",
        "days": counted(span.days, "day"),
        "week": week_link(view, state.finished, here) if state.finished else "",
    }


def paper_row(view: View, paper: Read, here: str) -> tuple[Md, str]:
    return internal(item_uri(view.figures.states[paper.id]), here, paper.title), readings_said(paper)


def headline(week: Week) -> str:
    """How the first thing begins that the week says was learned."""
    return titles.beginning(titles.first_of(week.learned))


def milestones(view: View, period: Period) -> list[tuple[date, Md]]:
    """The author's own."""
    mine = sorted(view.figures.plan.milestones, key=lambda milestone: milestone.date)
    return [
        (milestone.date, external(milestone.url, milestone.what) if milestone.url else escaped(milestone.what))
        for milestone in mine
        if period.first <= milestone.date <= period.last
    ]


def posts(view: View, year: Year, here: str) -> list[tuple[str, Md]]:
    """Weeks and essays with their days, in the order in which they appeared."""
    dated = [(week.date, post_link(view, week, here)) for week in year.weeks]
    for essay in view.essays:
        if essay.date.year == year.number:
            dated.append((essay.date, internal(f"{view.place.posts}/{essay.name}", here, essay.title)))
    return [(day_words(day), link) for day, link in sorted(dated, key=lambda row: row[0])]


def longest_link(view: View, year: Year, here: str) -> Md | None:
    if len(year.weeks) < LEAST:
        return None
    longest = max(year.weeks, key=length)
    return post_link(view, longest, here) if length(longest) else None


def length(week: Week) -> int:
    """Words that the author wrote in it, in titles and texts of any depth."""
    return sum(len(text.split()) for text in texts(week._replace(sessions=(), name="")))


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for part in value.values() if hasattr(value, "values") else value:
            yield from texts(part)
