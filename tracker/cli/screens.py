"""Render reports, weeks and plans for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from tracker.cli import marks
from tracker.cli.layout import Group, Padding, Renderable, Text
from tracker.cli.marks import KIND_STYLES, BarLine, Pen
from tracker.figures import estimates, forecast, measures, rhythm, standings, stats
from tracker.figures import report as reports
from tracker.figures.report import Aim, Report, ReportRow
from tracker.figures.skill_parts import SPLIT_WORDS
from tracker.figures.standings import ItemStanding
from tracker.figures.stats import OTHER, Figures, State
from tracker.model import when
from tracker.model.english import (
    MONTHS,
    day_words,
    format_count,
    join_words,
    month_words,
    span_words,
)
from tracker.model.journal import Period, is_address, week_of
from tracker.model.kinds import FINISHED, KINDS
from tracker.model.work import holds_work

ITEMS = 12  # items shown of a period; the rest stand on one line
LATER, DONE = 6, 3  # items shown that are for later and that are done, without --all
LONG_AGO = 70  # days: work before that is said by its month
VAGUE = "day not known"


# ---- report


def show_report(report: Report, by: str | None, begun: date | None, no_color: bool) -> None:
    """Print a report, its rows by `by` or else by what tells most of such a period.

    `begun` is the Monday of the journal's first week.
    """
    pen = marks.detect_pen(no_color)
    parts: list[Renderable] = [render_report_heading(pen, report)]
    sentences = [Text(sentence) for sentence in describe_regularity(report, begun)]
    if sentences:
        parts.append(Group(*sentences))
    if report.entries and by:
        parts.append(render_report_rows(pen, report, by))
    elif report.entries:
        parts += render_overview(pen, report)
    if report.weeks_of_work and not report.minutes:
        parts.append(render_work_done(pen, report))
    marks.print_parts(pen, *parts)


def render_report_heading(pen: Pen, report: Report) -> Renderable:
    """Render the period, its time, target, sessions and days, and the time of each kind."""
    title = "the whole journal"
    if report.period:
        title = format_period_title(report.period)
    if report.selection.is_narrow:
        title += f": {report.selection.words}"
    lines = [marks.style_text(title, "bold"), Text(_format_report_sums(report))]
    if report.unplaced:
        unplaced = when.format_duration(report.unplaced)
        lines.append(Text(f"{unplaced} more known only by the week", "dim"))
    kinds = [row for row in reports.list_report_rows(report, "kind") if row.minutes]
    if len(kinds) > 1:
        lines.append(kinds_line(pen, kinds))
    return Group(*lines)


def _format_report_sums(report: Report) -> str:
    total = reports.sum_report_row(None, report.entries)
    aim = report.aim
    if aim is None and not total.minutes:
        aim = Aim(None, None)
        if report.period and report.period.last >= report.today:
            aim = Aim(None, 0)
    words = reports.aim_words(total.minutes, aim, report.holds_work)
    if report.entries and not total.minutes and not (aim and aim.target):
        words = stats.format_entry_counts(total.sessions, total.notes)
    elif report.entries:
        words += f"; {stats.format_entry_counts(total.sessions, total.notes)}"
    if total.days and report.period and report.period.first < report.period.last:
        words += f" on {format_count(total.days, 'day')}"
    return words


def describe_regularity(report: Report, begun: date | None) -> Iterator[str]:
    """Yield sentences of consistency, pace and rhythm, for a period that is long enough."""
    if not report.period:
        return
    days = (report.period.last - report.period.first).days
    if not report.all_of_it and days <= 7 * measures.LAST:
        return
    weeks = measures.measure_report_weeks(report, begun)
    consistency = measures.measure_consistency(weeks, True)
    if sentence := measures.keeping_up(consistency, measures.measure_pace(weeks, True)):
        yield sentence
    day_starts = report.journal.plan.day_starts
    hours = rhythm.measure_rhythm(report.entries, day_starts)
    if hours.sessions >= rhythm.FEWEST:
        yield rhythm.rhythm_words(hours, day_starts // 60)


def kinds_line(pen: Pen, kinds: Iterable[ReportRow]) -> Text:
    """Render the time of each kind, with a mark in its colour.

    The words keep the terminal's own colour, which can be read on any ground.
    """
    mark = ""
    if pen.colour:
        mark = "■ " if pen.utf8 else "# "
    parts = [
        Text.assemble(
            (mark, KIND_STYLES[row.key or OTHER]), f"{row.key} {when.format_duration(row.minutes)}"
        )
        for row in kinds
    ]
    return Text(", ").join(parts)


def format_period_title(period: Period) -> str:
    """`2024-W27, 1 to 7 July 2024`, `July 2024`, `2024`, `Sat 6 July 2024`."""
    first, last = period
    if first == last:
        return day_words(first, weekday=True)
    if (last - first).days == 6 and not first.weekday():
        return f"{week_of(first)}, {span_words(first, last)}"
    ends = (last + timedelta(days=1)).day == 1
    if first.day == 1 and ends and (first.year, first.month) == (last.year, last.month):
        return f"{MONTHS[first.month - 1]} {first.year}"
    if first.year == last.year and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year)
    return span_words(first, last)


def render_overview(pen: Pen, report: Report) -> Iterator[Renderable]:
    """Yield the time by days, weeks, months or years, then by items: coarser for longer periods."""
    lived = reports.elapsed_part_of(report)
    assert lived is not None
    days = (lived.last - lived.first).days + 1
    if 98 < days <= 371:
        sums: dict[date, int] = {}
        for day, minutes in stats.minutes_by(report.entries, lambda entry: entry.day).items():
            if day:
                sums[day] = minutes
        steps = reports.pick_shade_steps(sums.values())
        yield Group(*marks.render_heatmap(pen, sums, lived.first, lived.last, steps))
    unit = "month"
    if days <= 14:
        unit = "day"
    elif days <= 98:
        unit = "week"
    if days > 3 * 366:
        yield marks.render_bar_table(pen, build_year_lines(report))
    elif days > 1:
        rows = reports.list_report_rows(report, unit)
        yield marks.render_bar_table(pen, [time_line(report, row, unit) for row in rows])
    yield render_item_bars(pen, report, unit)


def time_line(report: Report, row: ReportRow, unit: str) -> BarLine:
    """Build the line of a day, a week with its target, or a month.

    Where there are notes and no time, it says how many.
    """
    notes = format_note_count(row)
    if row.key is None:
        return BarLine(VAGUE, row.minutes, notes, style="dim")
    if unit == "day":
        return BarLine(f"{date.fromisoformat(row.key):%a} {row.key}", row.minutes, notes)
    if unit == "month":
        return BarLine(f"{MONTHS[int(row.key[5:]) - 1][:3]} {row.key[:4]}", row.minutes, notes)
    line = BarLine(row.key, row.minutes, notes)
    if not notes and (target := reports.target_of(report, row.key)):
        return line._replace(note=f"of {when.format_duration(target)}")
    return line


def format_note_count(row: ReportRow) -> str:
    """`2 notes` where they are all that was logged; else nothing."""
    if row.minutes or not row.notes:
        return ""
    return format_count(row.notes, "note")


def build_year_lines(report: Report) -> list[BarLine]:
    """Build a line for each year, with its months as a sparkline."""
    sums: dict[str, list[int]] = {}
    for row in reports.list_report_rows(report, "month"):
        year = (row.key or "")[:4]
        month = int((row.key or "-01")[5:])
        months = sums.setdefault(year, [0] * 12)
        months[month - 1] = row.minutes
    return [BarLine(year, sum(months), course=tuple(months)) for year, months in sums.items()]


def render_item_bars(pen: Pen, report: Report, unit: str) -> Renderable:
    """Render the items with most time, each with its share and its course by `unit`."""
    lanes = reports.sum_item_lanes(report, unit)
    kinds = {entry.item: entry.kind for entry in report.entries}
    rows = [row for row in reports.list_report_rows(report, "item") if row.minutes or row.notes]
    shown = rows if len(rows) <= ITEMS + 1 else rows[:ITEMS]
    lines = []
    total = report.minutes
    for row in shown:
        course = tuple(lanes[row.key]) if len(lanes[row.key]) > 3 else ()
        share = format_note_count(row)
        if row.minutes:
            share = f"{100 * row.minutes / total:.0f} %"
        lines.append(
            BarLine(row.key or OTHER, row.minutes, share, KIND_STYLES[kinds[row.key]], course)
        )
    table = marks.render_bar_table(pen, lines)
    hidden = rows[len(shown) :]
    if not hidden:
        return table
    minutes = sum(row.minutes for row in hidden)
    rest = f"  and {len(hidden)} more: --by item"
    if minutes:
        rest = f"  and {len(hidden)} more, {when.format_duration(minutes)}: --by item"
    return Group(table, Text(rest, "dim"))


def render_report_rows(pen: Pen, report: Report, by: str) -> Renderable:
    """Render every row of a report by `by`, one of report.BY."""
    kinds = {entry.item: entry.kind for entry in report.entries}
    lines = []
    for row in reports.list_report_rows(report, by):
        if by in reports.TIMES:
            lines.append(time_line(report, row, by))
        elif by == "item":
            lines.append(
                BarLine(
                    row.key or OTHER,
                    row.minutes,
                    stats.format_entry_counts(row.sessions, row.notes),
                    KIND_STYLES[kinds[row.key]],
                )
            )
        else:
            style = KIND_STYLES.get(row.key or "", "blue") if by == "kind" else "blue"
            counts = stats.format_entry_counts(row.sessions, row.notes)
            lines.append(BarLine(row.key or f"no {by}", row.minutes, counts, style))
    table = marks.render_bar_table(pen, lines)
    if reports.splits_time(report, by):
        return Group(table, Text(SPLIT_WORDS, "dim"))
    return table


def render_work_done(pen: Pen, report: Report) -> Renderable:
    """Render a line for each item with what was done of it, in a period without any time."""
    table = marks.build_grid(pen, "left", "left")
    for work in reports.list_work_done(report):
        parts = []
        if work.units:
            parts.append(format_count(work.units, "unit"))
        parts += [f"read: {reading}" for reading in work.readings]
        if work.status:
            parts.append(work.status)
        name = marks.style_text(work.item, KIND_STYLES[work.kind])
        table.add_row(name, Text(", ".join(parts) or "in words"))
    return table


# ---- week


def show_week_figures(facts: Mapping[str, Any], no_color: bool) -> None:
    """Print a week's facts, as `tracker week --json` holds them."""
    pen = marks.detect_pen(no_color)
    days = {date.fromisoformat(day): minutes for day, minutes in facts["days"].items()}
    minutes = facts["minutes"]
    name = f"{facts['week']}, {span_words(min(days), max(days))}"
    aim = Aim(facts["target"], facts["days_left"])
    head = [
        marks.render_heading(name, facts["title"] or ""),
        Text(reports.aim_words(minutes, aim, facts["worked"])),
    ]
    if aim.target and minutes:
        head.append(marks.render_progress_bar(pen, minutes / aim.target, min(40, pen.width)))
    parts: list[Renderable] = [Group(*head)]
    if minutes:
        day_lines = [BarLine(f"{day:%a}", of_day) for day, of_day in days.items()]
        vague = minutes - sum(days.values())
        if vague:
            day_lines.append(BarLine(VAGUE, vague, style="dim"))
        item_lines = [BarLine(item, of_item) for item, of_item in facts["items"].items() if of_item]
        parts.append(marks.render_bar_table(pen, day_lines))
        parts.append(marks.render_bar_table(pen, item_lines))
    table = marks.build_grid(pen, "left", "left")
    for note in facts["notes"]:
        day = f"{date.fromisoformat(note['day']):%a}" if note["day"] else VAGUE
        words = ", ".join(part for part in (day, note["item"]) if part)
        table.add_row("note", marks.style_text(f"{words}: {note['note']}"))
    for id_, done in facts["done"].items():
        units = done if isinstance(done, int) else ", ".join(done)
        table.add_row("done", marks.style_text(f"{id_}: {units}"))
    for goal in facts["goals"]:
        table.add_row(Text(goal["outcome"] or "open", "dim"), marks.style_text(goal["goal"]))
    if table.row_count:
        parts.append(table)
    marks.print_parts(pen, *parts)


def show_running_lines(lines: Iterable[str], no_color: bool) -> None:
    """Print what is running, below the sums, which do not count it yet."""
    texts = [marks.style_text(line) for line in lines]
    if texts:
        marks.print_parts(marks.detect_pen(no_color), Group(Text(), *texts))


# ---- plan


def show_plan(
    figures: Figures,
    items: list[ItemStanding],
    today: date,
    everything: bool,
    forecasts: Iterable[forecast.Forecast],
    promised: Iterable[str],
    held: str,
    no_color: bool,
) -> None:
    """Print the plan: this week, what is done, forecasts, and the items by status.

    `items` may be some of the plan's. `promised`: sentences on the weeks to come. `held`: how often
    past forecasts held. `everything` shows all items that are done, dropped or for later, and why
    forecasts are refused.
    """
    pen = marks.detect_pen(no_color)
    forecasts = list(forecasts)
    with_break = not any(each.p50 and each.silence for each in forecasts if not each.item)
    head = build_plan_heading(figures, standings.list_standings(figures), today, with_break)
    head += [marks.style_text(sentence) for sentence in promised]
    sentences = summarize_forecasts(figures, forecasts, today, everything)
    for each in forecasts:
        if each.item is None and (everything or not each.refused):
            words = forecast.describe_forecast(figures, each, today)
            head.append(Text(f"the whole plan: {words}", "dim"))
    if held and any(not each.refused for each in forecasts):
        head.append(Text(held, "dim"))
    if everything:
        runs = estimates.list_estimate_runs(figures)
        if words := estimates.describe_estimates(runs):
            head.append(marks.style_text(words))
    parts: list[Renderable] = [Group(*head)]
    widths = widths_of(pen, items)
    for status, group in standings.group_standings(items).items():
        lines = standing_lines(pen, status, group, today, widths, everything, sentences)
        parts.append(Group(*lines))
    if not items:
        parts.append(Text("Nothing planned yet: tracker add course ID"))
    marks.print_parts(pen, *parts)


def summarize_forecasts(
    figures: Figures, forecasts: Iterable[forecast.Forecast], today: date, everything: bool
) -> dict[str | None, str]:
    """Map each course to the days of its forecast; none where one course alone is the plan."""
    sentences: dict[str | None, str] = {}
    for each in forecasts:
        if everything or not each.refused:
            sentences[each.item] = forecast.summarize_forecast(figures, each, today)
    of_plan = sentences.pop(None, None)
    return {} if [*sentences.values()] == [of_plan] else sentences


def build_plan_heading(
    figures: Figures, items: list[ItemStanding], today: date, with_break: bool
) -> list[Text]:
    """Build the lines above a plan's items: its title, what is done, this week, the deadline.

    `with_break`: the forecast does not say how long a break goes on.
    """
    week = week_of(today)
    entries = figures.by_week.get(week, ())
    worked = bool(entries) or (week in figures.weeks and holds_work(figures.weeks[week]))
    aim = reports.aim_of(figures.journal, week, today)
    so_far = reports.aim_words(stats.sum_minutes(entries), aim, worked)
    lines = [marks.style_text(figures.plan.title or "The plan", "bold")]
    if counts := standings.count_finished_items(items):
        said = [f"{done} of {of} {KINDS[kind].name_for(of)}" for kind, (done, of) in counts.items()]
        lines.append(Text(f"{join_words(said)} done"))
    lines.append(Text(f"this week: {so_far}"))
    if deadline := figures.plan.deadline:
        days_left = (deadline - today).days
        when_due = "past"
        if days_left > 0:
            when_due = f"{format_count(days_left, 'day')} left"
        elif days_left == 0:
            when_due = "today"
        lines.append(Text(f"deadline: {day_words(deadline)}, {when_due}"))
    recent = measures.describe_recent_weeks(figures, today, with_break)
    lines += [Text(sentence) for sentence in recent]
    return lines


def widths_of(pen: Pen, items: list[ItemStanding]) -> tuple[int, ...]:
    """Return the widths of id, title, bar, progress and time. The title has the room left over."""
    # A paper's address is long, and is cut.
    ids = [len(item.state.id) for item in items if not is_address(item.state.id)]
    id_width = min(max(ids, default=16), 22)
    bar = 10 if pen.width >= 70 else 0
    progress = max((len(format_progress(item.state)) for item in items), default=0)
    time = max((len(format_time_spent(item.state)) for item in items), default=0)
    # Where the terminal is narrow, an id is cut with a mark, and never a figure without one.
    id_width = min(id_width, max(6, pen.width - 10 - bar - progress - time))
    title = max(0, pen.width - 10 - id_width - bar - progress - time)
    return id_width, title, bar, progress, time


def standing_lines(
    pen: Pen,
    status: str,
    group: list[ItemStanding],
    today: date,
    widths: tuple[int, ...],
    everything: bool,
    forecasts: Mapping[str | None, str],
) -> Iterator[Renderable]:
    """Yield a status as a heading, then its items with what is said of each.

    `forecasts` holds the forecasts' sentences by id.
    """
    limits = {"later": LATER, "done": DONE, "dropped": 0}
    most = len(group)
    if not everything:
        most = limits.get(status, most)
    count = ""
    if len(group) > most > 0:
        count = f"  {len(group)}, {len(group) - most} more with --all"
    elif not most:
        count = f"  {len(group)}"
    yield Text.assemble((status, "bold"), (count, "dim"))
    is_described = everything or status not in ("later", "done")
    for item in group[:most]:
        yield standing_line(pen, item.state, widths)
        words = describe_standing(item, today)
        if words and is_described:
            text = marks.style_text(words, "dim")
            yield marks.fit_cells(pen, (Text("    "), 4), (text, pen.width - 4))
        if status == "active" and item.state.id in forecasts:
            yield Padding(Text(forecasts[item.state.id], "dim"), 4)


def standing_line(pen: Pen, state: State, widths: tuple[int, ...]) -> Text:
    """Render an item on one line: id, title, bar, progress, time."""
    id_width, title, bar_width, progress, time = widths
    style = KIND_STYLES[state.kind]
    bar = Text()
    if state.progress.total and state.status not in FINISHED:
        bar = marks.render_progress_bar(pen, state.progress.share, bar_width, style)
    gap = "  "
    return marks.fit_cells(
        pen,
        (Text(gap), 2),
        (marks.style_text(state.id), id_width),
        (Text(gap), 2),
        (marks.style_text(state.item.title or ""), title),
        (Text(gap), 2),
        (bar, bar_width),
        (Text(gap), 2),
        (Text(format_progress(state).rjust(progress)), progress),
        (Text(gap), 2),
        (Text(format_time_spent(state).rjust(time)), time),
    )


def format_time_spent(state: State) -> str:
    """Format the time an item has taken; nothing for none."""
    return when.format_duration(state.minutes) if state.minutes else ""


def format_progress(state: State) -> str:
    """`3 of 8`, `12 h of 40 h`, the week that finished it, or nothing."""
    if state.status in FINISHED:
        return state.finished or ""
    done, total, measure = state.progress
    if not total:
        return str(done or "")
    if measure != "minutes":
        return f"{done} of {total}"
    hours_done = when.format_rough_duration(done) if done else "0"
    return f"{hours_done} of {when.format_rough_duration(total)}"


def describe_standing(item: ItemStanding, today: date) -> str:
    """Say when an item was last touched, what it waits for, and which unit comes next."""
    parts = []
    if item.state.last:
        parts.append(f"last touched {format_last_touched(item.state, today)}")
    if item.waits_for:
        parts.append(f"after {join_words(item.waits_for)}")
    if item.next:
        title = item.state.unit_title(item.next)
        words = f"next: {item.next}"
        if title != item.next:
            words += f", {title}"
        parts.append(words)
    return "; ".join(parts)


def format_last_touched(state: State, today: date) -> str:
    """Format when an item was last worked on: by its age, from ten weeks on by its month.

    Work that has only a week has its age in weeks; a day to come is named.
    """
    assert state.last is not None
    days = (today - state.last).days
    if days < 0:
        return f"{'in the week of' if state.last_week_only else 'on'} {day_words(state.last)}"
    if days >= LONG_AGO:
        return f"in {month_words(state.last)}"
    if not state.last_week_only:
        return format_days_ago(days)
    if days < 7:
        return "this week"
    return "last week" if days < 14 else format_days_ago(days)


def format_days_ago(days: int) -> str:
    """Format an age: 1 -> `yesterday`, 13 -> `13 days ago`, 20 -> `2 weeks ago`."""
    if days < 2:
        return "yesterday" if days == 1 else "today"
    if days < 14:
        return f"{days} days ago"
    return f"{days // 7} weeks ago"
