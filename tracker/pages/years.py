"""Journal -> a review of each year: its figures, its charts and the author's own words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from tracker.charts import CHARTS, Chart
from tracker.charts.chart import format_hours
from tracker.figures import item_names, summaries, titles
from tracker.figures.knowledge import (
    PaperReadings,
    Span,
    describe_readings,
    list_finish_spans,
    list_read_papers,
)
from tracker.figures.measures import count_goal_outcomes, goals_words
from tracker.figures.rhythm import FEWEST
from tracker.figures.stats import Entry, count_notes, list_week_names, minutes_by, sum_minutes
from tracker.figures.work_counts import (
    WorkCount,
    count_work,
    format_work,
    list_studied_weeks,
)
from tracker.figures.year_story import (
    Comparison,
    FullestWeek,
    YearWork,
    compare_with_year_before,
    describe_understanding,
    describe_way_back,
    describe_year_of_understanding,
    find_fullest_week,
    find_way_back,
    list_changed,
    list_understanding,
)
from tracker.model.derived import derive_once
from tracker.model.english import day_words, format_count, join_words, span_words
from tracker.model.journal import Period, Week, thursday_of
from tracker.model.kinds import KINDS, Kind
from tracker.model.note_text import count_words
from tracker.model.periods import period_of_months
from tracker.model.when import format_duration
from tracker.pages.items import week_link
from tracker.pages.markdown import Md, escape_markdown, link_or_escape, link_page
from tracker.pages.page import (
    Page,
    View,
    front_matter,
    is_shown,
    item_uri,
    post_link,
    render_template,
    shown_weeks,
)

PICTURES = ("hours-by-week", "calendar", "papers", "rhythm")
LEAST = 3  # posts; of fewer none is called the longest
LONG_READ = 100  # words of the author's own; a post of fewer is not called a long read
MOST = 3  # items that the first sentence names
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+")


class Year(NamedTuple):
    """A calendar year. `weeks`: the weeks with a post whose Thursday lies in it, as in ISO 8601.

    `studied`: the weeks of work, and `counts` what they did.
    """

    number: int
    period: Period
    entries: tuple[Entry, ...]
    weeks: tuple[Week, ...]
    papers: tuple[PaperReadings, ...]
    done: tuple[Span, ...]
    studied: tuple[str, ...]
    counts: tuple[WorkCount, ...]


@derive_once  # charts of a year, links to it and its own page ask for it
def collect_years(view: View) -> tuple[Year, ...]:
    """Return the years in which anything was done or written, oldest first."""
    entries: dict[int, list[Entry]] = {}
    for entry in view.figures.entries:
        entries.setdefault((entry.day or thursday_of(entry.week)).year, []).append(entry)
    weeks: dict[int, list[Week]] = {}
    for week in shown_weeks(view):
        weeks.setdefault(int(week.name[:4]), []).append(week)
    studied: dict[int, list[str]] = {}
    for name in sorted(list_studied_weeks(view.figures)):
        studied.setdefault(thursday_of(name).year, []).append(name)
    years = []
    for number in sorted({*entries, *weeks, *studied}):
        period = period_of_months(number, 1, 12)
        names = list_week_names(*period)
        year = Year(
            number,
            period,
            tuple(entries.get(number, ())),
            tuple(weeks.get(number, ())),
            tuple(list_read_papers(view.figures, period)),
            tuple(list_finish_spans(view.figures, period)),
            tuple(studied.get(number, ())),
            tuple(count_work(view.figures, names, None, period)),
        )
        years.append(year)
    return tuple(years)


def uri_of(year: Year) -> str:
    return f"progress/{year.number}.md"


def year_links(view: View, here: str) -> list[Md]:
    """Return links to the years, the newest first."""
    return [link_year(view, year, here) for year in reversed(collect_years(view))]


def link_year(view: View, year: Year, here: str) -> Md:
    return link_page(uri_of(year), here, title_of_year(view, year))


def title_of_year(view: View, year: Year) -> str:
    """`2024: 212 hours, 3 courses finished, 11 papers read`, `2026 so far: 3 weeks of work`."""
    name = str(year.number)
    if view.today <= year.period.last:
        name += " so far"
    sums = ", ".join(format_year_sums(year))
    if not sums and year.studied:
        sums = f"{format_count(len(year.studied), 'week')} of work"
    elif not sums:
        sums = f"{format_count(len(year.weeks), 'week')} in words"
    return f"{name}: {sums}"


def format_year_sums(year: Year) -> list[str]:
    """Return [`212 hours`, `3 courses finished`, ...], without noughts."""
    minutes = sum_minutes(year.entries)
    sums = []
    if minutes >= 600:
        sums.append(format_hours(minutes).replace(" h", " hours"))
    elif minutes:
        sums.append(f"{format_duration(minutes)} of study")
    elif units := count_year_units(year):
        sums.append(format_count(units, "unit"))
    for kind, count in count_year_items(year):
        if count:
            sums.append(f"{count} {kind.name_for(count)} {kind.verb}")
    return sums


def count_year_units(year: Year) -> int:
    return sum(count.units for count in year.counts)


def count_year_items(year: Year) -> list[tuple[Kind, int]]:
    """Return (kind, count) of finished courses, of papers read whole, of shipped projects.

    A paper that was read whole before counts again.
    """
    done = [span.kind for span in year.done]
    read = [paper.kind for paper in year.papers if paper.whole]
    counts = []
    for name, kind in KINDS.items():
        finished = read if kind.is_read else done
        counts.append((kind, finished.count(name)))
    return counts


def year_page(view: View, year: Year) -> Page:
    """Build the page of a year, with links to those before and after it."""
    years = collect_years(view)
    place = years.index(year)
    before = years[place - 1] if place else None
    after = years[place + 1] if year is not years[-1] else None
    # A draft's words on how sure one is wait for its day.
    shown = {week.name for week in shown_weeks(view)}
    uri = uri_of(year)
    lead = format_year_lead(view, year)
    charts = list_year_charts(view, year)
    finished = []
    for span in year.done:
        if not KINDS[span.kind].is_read:
            finished.append(done_row(view, span, uri))
    body = render_template(
        "year.md.jinja",
        year=year,
        lead=lead,
        figures=figures_of(year),
        charts=[(chart.question, view.figure(chart)) for chart in charts],
        finished=finished,
        papers=[paper_row(view, paper, uri) for paper in year.papers],
        learned=list_learned_headlines(view, year, uri),
        heading=view.figures.plan.headings.get("learned") or "Learned",
        milestones=list_year_milestones(view, year.period),
        story=list_story_rows(view, year, uri),
        understanding=describe_year_of_understanding(view.figures, year.period, shown, view.today),
        over=view.today > year.period.last,
        understood=list_understood_rows(view, year, shown, uri),
        posts=list_year_posts(view, year, uri),
        longest=longest_link(view, year, uri),
        before=link_year(view, before, uri) if before else None,
        after=link_year(view, after, uri) if after else None,
    )
    name = escape_markdown(title_of_year(view, year))
    head = front_matter(
        title=name,
        description=escape_markdown(lead) or name,
        hide=["navigation"],
    )
    return Page(uri, head + body, changed=min(year.period.last, view.today), listed=True)


def format_year_lead(view: View, year: Year) -> str:
    """Return a sentence of the year's time and the items with the most of it.

    `74 h in 13 weeks of work, the most of it on Zero to Hero (55 h) and Algebra (12 h).`
    Where no time is known it counts units, readings or notes; it is empty for a year without any.
    """
    minutes = sum_minutes(year.entries)
    if not minutes:
        return format_lead_without_hours(view, year)
    weeks = format_count(len(year.studied), "week")
    lead = f"{format_duration(minutes)} in {weeks} of work"
    timed = [entry for entry in year.entries if entry.minutes]
    by_item = minutes_by(timed, lambda entry: entry.item)
    ids = sorted(filter(None, by_item), key=lambda id_: -by_item[id_])[:MOST]
    if [*by_item] == ids and len(ids) == 1:
        return f"{lead}, all of it on {item_names.short_title(view.figures, ids[0])}."
    names = []
    for id_ in ids:
        if by_item[id_]:
            name = item_names.short_title(view.figures, id_)
            names.append(f"{name} ({format_duration(by_item[id_])})")
    if names:
        lead += f", the most of it on {join_words(names)}"
    return f"{lead}."


def format_lead_without_hours(view: View, year: Year) -> str:
    """Return `34 units and 2 readings in 12 weeks of work, most of them on Algebra.`, or ""."""
    done = format_work(year.counts)
    if not done:
        return ""
    weeks = format_count(len(year.studied), "week")
    amounts: dict[str | None, int] = {}
    for count in year.counts:
        amounts[count.item] = amounts.get(count.item, 0) + count.done + count.notes
    id_ = max(amounts, key=lambda item: amounts[item])
    whole = sum(amounts.values())
    if id_ is None or 2 * amounts[id_] <= whole:
        return f"{done} in {weeks} of work."
    share = "all" if len(amounts) == 1 else "most"
    name = item_names.short_title(view.figures, id_)
    return f"{done} in {weeks} of work, {share} of them on {name}."


def figures_of(year: Year) -> list[tuple[str, str]]:
    """Return (figure, what it counts), without noughts."""
    rows = []
    minutes = sum_minutes(year.entries)
    if minutes:
        rows.append((format_duration(minutes), "of study"))
    days = {entry.day for entry in year.entries if entry.day}
    timed = {entry.day for entry in year.entries if entry.day and entry.minutes}
    if days:
        noun = "day" if len(days) == 1 else "days"
        what = "a session or a note"
        if timed in (days, set()):
            what = "a session" if timed else "a note"
        rows.append((str(len(days)), f"{noun} with {what}"))
    if not minutes and len(year.studied) != len(days):
        noun = "week" if len(year.studied) == 1 else "weeks"
        rows.append((str(len(year.studied)), f"{noun} of work"))
        units = count_year_units(year)
        if units:
            rows.append((str(units), f"{'unit' if units == 1 else 'units'} finished"))
    for kind, count in count_year_items(year):
        if count:
            rows.append((str(count), f"{kind.name_for(count)} {kind.verb}"))
    goals = count_goal_outcomes(year.weeks)
    if goals.done:
        rows.append((f"{goals.done} of {goals.judged}", "goals done"))
    return rows


# ---- the story of a year


def list_story_rows(view: View, year: Year, here: str) -> list[tuple[str, Md]]:
    """Return (label, what there is to tell): what the figures of a year do not show by themselves.

    What there is too little data for is left out.
    """
    rows = []
    fullest = find_fullest_week(view.figures, year.period)
    if fullest:
        rows.append(("Most in one week", format_fullest_week(view, fullest, here)))
    way_back = find_way_back(view.figures, year.period)
    if way_back:
        words = escape_markdown(f"{describe_way_back(way_back)}:")
        link = format_dated_week(view, way_back.week, here)
        rows.append(("The longest way back", Md(f"{words} {link}")))
    comparison = compare_with_year_before(view.figures, year.number, view.today)
    if comparison:
        rows.append(("Beside the year before", escape_markdown(describe_comparison(comparison))))
    goals = goals_words(count_goal_outcomes(year.weeks))
    if goals:
        rows.append(("Goals", escape_markdown(goals.removesuffix("."))))
    return rows


def format_fullest_week(view: View, fullest: FullestWeek, here: str) -> Md:
    """`12 h: [its post], 4 to 10 March 2024`."""
    amount = fullest.done
    if fullest.minutes:
        amount = format_hours(fullest.minutes)
    return Md(f"{escape_markdown(f'{amount}:')} {format_dated_week(view, fullest.week, here)}")


def format_dated_week(view: View, name: str, here: str) -> Md:
    """Link a week to its post, with its dates unless the title has them."""
    week = view.figures.weeks[name]
    if not is_shown(view, week):
        return escape_markdown(titles.format_week_dates(week))
    link = post_link(view, week, here)
    title = titles.title_of_week(view.figures, week)
    if titles.format_dates_without_year(week) in title:
        return link
    return Md(f"{link}, {escape_markdown(titles.format_week_dates(week))}")


def describe_comparison(comparison: Comparison) -> str:
    """`133 h in 40 weeks, against 98 h in 31 weeks in 2023`.

    Of a part of the year: `74 h in 30 weeks from 1 January to 22 November 2024, against 60 h in 28
    weeks on the same days of 2023`. Weeks and units where most weeks of one year have no time.
    """
    days = comparison.days
    work, before = (format_year_work(comparison, part) for part in comparison[1:3])
    year_before = days.first.year - 1
    if comparison.whole:
        return f"{work}, against {before} in {year_before}"
    return f"{work} from {span_words(*days)}, against {before} on the same days of {year_before}"


def format_year_work(comparison: Comparison, work: YearWork) -> str:
    """`98 h in 31 weeks`, `20 units in 31 weeks of work`, `31 weeks of work`.

    Where weeks of work have no time: `98 h in 27 of 31 weeks of work`.
    """
    weeks = f"{format_count(work.weeks, 'week')} of work"
    if comparison.timed and work.timed < work.weeks:
        return f"{format_hours(work.minutes)} in {work.timed} of {weeks}"
    if comparison.timed:
        return f"{format_hours(work.minutes)} in {format_count(work.timed, 'week')}"
    if comparison.work.units and comparison.before.units:
        return f"{format_count(work.units, 'unit')} in {weeks}"
    return weeks


def list_understood_rows(
    view: View, year: Year, shown: Collection[str], here: str
) -> list[tuple[Md, str]]:
    """Return (link to an item, how sure of it before and after) for each that changed."""
    rows = []
    for item in list_changed(list_understanding(view.figures, year.period, shown)):
        state = view.figures.states[item.id]
        link = link_page(item_uri(state), here, state.title)
        rows.append((link, describe_understanding(item)))
    return rows


# ---- the parts of the page


def list_year_charts(view: View, year: Year) -> Iterator[Chart]:
    """Yield the charts with data of the year; a few sessions are too little for the rhythm."""
    names: tuple[str, ...] = PICTURES
    if len(year.entries) - count_notes(year.entries) < FEWEST:
        names = PICTURES[:-1]
    for name in names:
        chart = CHARTS[name](view.figures, view.today, year.period, None)
        if chart.draw:
            yield chart


def done_row(view: View, span: Span, here: str) -> dict[str, Any]:
    state = view.figures.states[span.id]
    return {
        "link": link_page(item_uri(state), here, state.title),
        "time": format_duration(state.minutes) if state.minutes else "",
        "days": format_count(span.days, "day"),
        "week": week_link(view, state.finished, here) if state.finished else "",
    }


def paper_row(view: View, paper: PaperReadings, here: str) -> tuple[Md, str]:
    link = link_page(item_uri(view.figures.states[paper.id]), here, paper.title)
    return link, describe_readings(paper)


def list_learned_headlines(view: View, year: Year, here: str) -> list[tuple[str, Md]]:
    """Return (headline, link to its post) of each week that says what was learned."""
    rows = []
    for week in year.weeks:
        headline = headline_of_week(week)
        if headline:
            rows.append((headline, post_link(view, week, here)))
    return rows


def headline_of_week(week: Week) -> str:
    """Return the opening sentence of the first text of the week's "learned" section."""
    return summaries.extract_opening_sentence(summaries.first_of(week.learned))


def list_year_milestones(view: View, period: Period) -> list[tuple[date, Md]]:
    """Return (day, label) of the author's own milestones in the period, oldest first."""
    rows = []
    for milestone in sorted(view.figures.plan.milestones, key=lambda milestone: milestone.date):
        if period.first <= milestone.date <= period.last:
            rows.append((milestone.date, link_or_escape(milestone.url, milestone.what)))
    return rows


def list_year_posts(view: View, year: Year, here: str) -> list[tuple[str, Md]]:
    """Return (day, link) of the year's weeks and essays, in the order of publication."""
    dated = [(week.date, post_link(view, week, here)) for week in year.weeks]
    for essay in view.essays:
        if essay.date.year == year.number:
            link = link_page(f"{view.place.posts}/{essay.name}", here, essay.title)
            dated.append((essay.date, link))
    dated.sort(key=lambda row: row[0])
    return [(day_words(day), link) for day, link in dated]


def longest_link(view: View, year: Year, here: str) -> Md | None:
    if len(year.weeks) < LEAST:
        return None
    counts = [(count_week_words(week), week) for week in year.weeks]
    words, longest = max(counts, key=lambda count: count[0])
    if words < LONG_READ:
        return None
    return post_link(view, longest, here)


def count_week_words(week: Week) -> int:
    """Count the words that the author wrote in a week: in titles, and in texts of any depth.

    Addresses are not read, and a single word, such as a status or a unit's name, is no text.
    """
    words = week._replace(sessions=(), name="")
    counts = [count_words(_ADDRESS.sub(" ", text)) for text in iterate_strings(words)]
    return sum(count for count in counts if count > 1)


def iterate_strings(value: object) -> Iterator[str]:
    """Yield the strings in nested tuples, lists and the values of mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from iterate_strings(part)
    elif isinstance(value, Iterable):
        for part in value:
            yield from iterate_strings(part)
