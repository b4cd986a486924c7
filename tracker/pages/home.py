"""Journal -> its home page: why, the newest posts, the items in hand, the last twelve months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tracker.charts import CHARTS
from tracker.charts.chart import format_hours
from tracker.figures import summaries, titles
from tracker.figures.knowledge import Span, list_finish_spans
from tracker.figures.public import is_draft
from tracker.figures.rest import is_resting
from tracker.figures.stats import State
from tracker.figures.week_content import find_first_post_day
from tracker.figures.work_counts import (
    count_work,
    find_work_span,
    list_studied_weeks,
    shows_any_work,
)
from tracker.model.english import day_words, format_weekday, join_words, month_words
from tracker.model.journal import PLAN_PATH, Period, Week, monday_of, thursday_of, week_of
from tracker.model.kinds import KINDS, join_singulars
from tracker.model.periods import period_of_months
from tracker.pages.addresses import Essay
from tracker.pages.gather import format_contact, format_totals, says_something
from tracker.pages.item_facts import format_item_progress, last_touched_words
from tracker.pages.markdown import Md, escape_markdown
from tracker.pages.now import last_day
from tracker.pages.page import (
    Page,
    View,
    find_last_past_day,
    front_matter,
    item_uri,
    render_template,
    shown_weeks,
)
from tracker.pages.years import year_links

LATEST = 4  # posts
ACTIVE = 5  # items in hand, and of those that are finished
# An item is in hand if it was touched no longer than this before the last day of work.
RECENT = timedelta(weeks=13)


def home_page(view: View) -> Page:
    plan = view.figures.plan
    title = plan.title or "A learner's journal"
    last = last_worked_day(view)
    begun = plan.start
    if not begun and view.figures.span:
        begun = view.figures.span[0]
    rests = is_resting(last, view.today)
    since = format_duration_of_journal(begun, last if rests else None)
    year: list[tuple[str, str]] = []
    if not rests:
        year = list_year_figures(view)
    body = render_template(
        "home.md.jinja",
        title=title,
        why=view.authored(plan.why, "index.md"),
        since=since,
        hand=format_hand_heading(last, view.today),
        now=[now_row(view, state) for state in list_items_in_hand(view, last)],
        finished=[finished_row(view, span) for span in list_finished(view)] if rests else (),
        posts=list_home_posts(view),
        year=year,
        calendar=render_year_chart(view) if year else None,
        story=tell_whole_story(view) if rests else None,
        first=next(iter(plan.items), None),
        empty=not shows_any_work(view.figures),
        first_post=format_first_post(view),
        links={name: address_from_home(view, uri) for name, uri in list_home_links(view)},
        contact=format_contact(plan),
    )
    description = first_sentence(plan.why) or ", ".join(
        filter(None, ("A learner's journal", since))
    )
    head = front_matter(
        title=escape_markdown(title),
        description=escape_markdown(description),
        hide=["navigation", "toc"],
    )
    return Page("index.md", head + body, PLAN_PATH)


def list_home_links(view: View) -> list[tuple[str, str]]:
    return [("journal", view.place.journal_uri), ("progress", "progress.md"), ("plan", "plan.md")]


def address_from_home(view: View, uri: str) -> Md:
    """Return the address of a page as seen from the home page, for HTML: nothing resolves it."""
    return Md(view.place.address(uri))


def first_sentence(text: str | None) -> str:
    return summaries.strip_inline_marks(" ".join((text or "").split())).partition(". ")[0]


def list_home_posts(view: View) -> list[dict[str, Any]]:
    """Return rows of the newest weeks and essays, the newest first."""
    weeks = sorted(shown_weeks(view), key=lambda week: week.date)[-LATEST:]
    dated = [(week.date, week_post_row(view, week)) for week in weeks]
    dated += [(essay.date, essay_row(view, essay)) for essay in view.essays[-LATEST:]]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    return [row for _, row in dated[:LATEST]]


def week_post_row(view: View, week: Week) -> dict[str, Any]:
    return {
        "address": Md(view.post_address(week)),
        "title": titles.title_of_week(view.figures, week),
        "day": week.date,
        "date": describe_post_day(week.date, is_draft(week, view.today)),
        "summary": summaries.summary_of_week(view.figures, week),
    }


def essay_row(view: View, essay: Essay) -> dict[str, Any]:
    excerpt = essay.text.partition("<!-- more -->")[0]
    return {
        "address": Md(essay.address(view.place)),
        "title": essay.title,
        "day": essay.date,
        "date": describe_post_day(essay.date, essay.draft),
        "summary": essay.description or summaries.extract_opening_sentence(excerpt),
    }


def format_first_post(view: View) -> str:
    """Say when the first post appears; nothing where there is one, or no day is known."""
    if shown_weeks(view) or view.essays:
        return ""
    day = find_first_post_day(view.figures)
    if not day:
        return ""
    return f"The first post appears here on {format_weekday(day)}."


def format_first_post_note(view: View) -> str:
    """Format the same as a paragraph of HTML, for the list of posts that has none yet."""
    words = format_first_post(view)
    return f'\n\n<p class="tracker-nodata">{words}</p>\n' if words else ""


def describe_post_day(day: date, draft: bool) -> str:
    """`7 July 2024`, `7 July 2024 (draft)`."""
    words = day_words(day)
    if draft:
        words += " (draft)"
    return words


def last_worked_day(view: View) -> date | None:
    """Return the last day on which anything was logged, published or, by a draft, touched."""
    days = [state.last for state in view.figures.states.values() if state.last]
    last = last_day(view)
    if last:
        days.append(last)
    return find_last_past_day(view, days)


def format_duration_of_journal(begun: date | None, ended: date | None) -> str:
    """`since July 2024`; of a journal that rests, `July 2017 to May 2019`."""
    if not begun:
        return ""
    if not ended or ended < begun:
        return f"since {month_words(begun)}"
    if month_words(begun) == month_words(ended):
        return month_words(ended)
    return f"{month_words(begun)} to {month_words(ended)}"


def format_hand_heading(last: date | None, today: date) -> str:
    """`In hand`, or, where nothing was done for a quarter, `Last in hand, in May 2019`."""
    if last is None or today - last <= RECENT:
        return "In hand"
    return f"Last in hand, in {month_words(last)}"


def list_items_in_hand(view: View, last: date | None) -> list[State]:
    """Return the active items, the last touched first.

    One that was left more than a quarter before the last day of work is no longer in hand.
    """
    active = []
    for state in view.figures.states.values():
        is_left = state.last and last and state.last < last - RECENT
        if state.status == "active" and not is_left:
            active.append(state)
    return sorted(active, key=lambda state: state.last or date.min, reverse=True)[:ACTIVE]


# ---- a journal that rests ------------------------------------------------------------------------


def list_finished(view: View) -> list[Span]:
    """Return the finished items, the last first, and papers only where there is nothing else."""
    spans = list_finish_spans(view.figures)
    whole = [span for span in spans if not KINDS[span.kind].is_read]
    return (whole or spans)[::-1][:ACTIVE]


def finished_row(view: View, span: Span) -> dict[str, Any]:
    state = view.figures.states[span.id]
    return {
        "address": address_from_home(view, item_uri(state)),
        "title": state.title,
        "when": month_words(span.done),
        "time": format_hours(state.minutes) if state.minutes else "",
    }


def tell_whole_story(view: View) -> dict[str, Any]:
    """Return the totals, the hours and the years of a journal, from its first day to its last.

    Where no time is known, the chart counts units, readings or notes.
    """
    hours = None
    span = find_work_span(view.figures)
    if span:
        first, last = thursday_of(week_of(span.first)), thursday_of(week_of(span.last))
        period = Period(first.replace(day=1), period_of_months(last.year, last.month).last)
        chart = CHARTS["hours-by-week"](view.figures, view.today, period, None)
        if chart.draw and says_something(view.figures, chart.name):
            hours = view.figure(chart)
    return {
        "totals": format_totals(view),
        "hours": hours,
        "years": year_links(view, "index.md"),
    }


def now_row(view: View, state: State) -> dict[str, Any]:
    progress = ""
    if state.progress.total:
        progress = format_item_progress(state)
    elif state.minutes:
        progress = format_hours(state.minutes)
    return {
        "address": address_from_home(view, item_uri(state)),
        "title": state.title,
        "bar": view.bar(state),
        "far": progress,
        "last": last_touched_words(state),
    }


def render_year_chart(view: View) -> Md | None:
    """Render the days of the last twelve months; where none is known, their weeks."""
    for name in ("calendar", "hours-by-week", "consistency"):
        chart = CHARTS[name](view.figures, view.today, None, None)
        if chart.draw and says_something(view.figures, name):
            return view.figure(chart)
    return None


def list_year_figures(view: View) -> list[tuple[str, str]]:
    """Return (figure, what it counts) for the twelve months that end today."""
    first = view.today - timedelta(days=364)
    weeks = set()
    for week in list_studied_weeks(view.figures):
        if first <= thursday_of(week) and monday_of(week) <= view.today:
            weeks.add(week)
    if not weeks:
        return []
    minutes = 0
    for entry in view.figures.entries:
        if first <= (entry.day or monday_of(entry.week)) <= view.today:
            minutes += entry.minutes
    rows = []
    if minutes:
        rows.append((format_hours(minutes), "of study"))
    rows.append((str(len(weeks)), f"{'week' if len(weeks) == 1 else 'weeks'} of work"))
    units = sum(count.units for count in count_work(view.figures, weeks))
    if units and not minutes:
        rows.append((str(units), f"{'unit' if units == 1 else 'units'} finished"))
    return [*rows, *count_year_finishes(view, first)]


def count_year_finishes(view: View, first: date) -> list[tuple[str, str]]:
    """Return how many items were finished since a day; a nought would tell of a failure."""
    finished = 0
    for state in view.figures.states.values():
        if state.finished and monday_of(state.finished) >= first - timedelta(days=6):
            finished += 1
    if not finished:
        return []
    nouns = join_singulars() if finished == 1 else join_words(KINDS)
    return [(str(finished), f"{nouns} finished")]
