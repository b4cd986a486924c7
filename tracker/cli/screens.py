"""Reports, weeks and plans -> what the terminal shows of them. Imports rich; nothing else but drawing needs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from tracker.cli import marks
from tracker.cli.marks import KIND_STYLES, BarLine, Pen
from tracker.figures import forecast, measures, rhythm, standings, stats
from tracker.figures import report as reports
from tracker.figures.report import Aim, Report, ReportRow
from tracker.figures.standings import ItemStanding
from tracker.figures.stats import OTHER, Figures, State
from tracker.model import when
from tracker.model.english import MONTHS, day_words, format_count, join_words, span_words
from tracker.model.journal import Period, is_address, week_of
from tracker.model.kinds import KINDS

ITEMS = 12  # so many are shown of a period; the rest on one line
LATER, DONE = 6, 3  # so many of what is for later and of what is done, unless all are asked for
VAGUE = "day not known"


# ---- report


def show_report(found: Report, by: str | None, begun: date | None, no_color: bool) -> None:
    pen = marks.detect_pen(no_color)
    parts: list[RenderableType] = [render_report_heading(pen, found)]
    if said := [Text(words) for words in describe_regularity(found, begun)]:
        parts.append(Group(*said))
    if found.entries:
        parts += [render_report_rows(pen, found, by)] if by else render_overview(pen, found)
    marks.print_parts(pen, *parts)


def render_report_heading(pen: Pen, found: Report) -> RenderableType:
    """Which days, how much, how often, and what is known only by the week."""
    whole = reports.sum_report_row(None, found.entries)
    over = found.period is not None and found.period.last < found.today
    aim = found.aim or Aim(None, None if over or found.period is None else 0)
    words = reports.aim_words(whole.minutes, aim if found.aim or not whole.minutes else None)
    if found.entries:
        words += f"; {format_count(whole.sessions, 'session')}"
    if whole.days and found.period and found.period.first < found.period.last:
        words += f" on {format_count(whole.days, 'day')}"
    lines = [
        Text(format_period_title(found.period) if found.period else "the whole journal", "bold"),
        Text(words),
    ]
    if found.unplaced:
        lines.append(
            Text(f"{when.format_duration(found.unplaced)} more known only by the week", "dim")
        )
    kinds = [row for row in reports.list_report_rows(found, "kind") if row.minutes]
    if len(kinds) > 1:
        lines.append(kinds_line(pen, kinds))
    return Group(*lines)


def describe_regularity(found: Report, begun: date | None) -> Iterator[str]:
    """In how many weeks, how much a week, and when: of a period that is long enough to tell."""
    if not found.period or not (
        found.all_of_it or (found.period.last - found.period.first).days > 7 * measures.LAST
    ):
        return
    weeks, starts = measures.measure_report_weeks(found, begun), found.journal.plan.day_starts
    yield from filter(
        None,
        [
            measures.keeping_up(
                measures.measure_consistency(weeks, True), measures.measure_pace(weeks, True)
            )
        ],
    )
    yield from filter(
        None, [rhythm.rhythm_words(rhythm.measure_rhythm(found.entries, starts), starts // 60)]
    )


def kinds_line(pen: Pen, kinds: Iterable[ReportRow]) -> Text:
    """With colours it tells what they mean; words stay in the terminal's own, which can be read on any ground."""
    mark = ("■ " if pen.utf8 else "# ") if pen.colour else ""
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


def render_overview(pen: Pen, found: Report) -> Iterator[RenderableType]:
    """When, then on what. The longer the period, the coarser."""
    lived = reports.lived_part(found)
    assert lived is not None
    days = (lived.last - lived.first).days + 1
    if 98 < days <= 371:
        sums = {
            day: minutes
            for day, minutes in stats.minutes_by(found.entries, lambda e: e.day).items()
            if day
        }
        steps = reports.pick_shade_steps(sums.values())
        yield Group(*marks.render_heatmap(pen, sums, lived.first, lived.last, steps))
    unit = "day" if days <= 14 else "week" if days <= 98 else "month"
    if days > 3 * 366:
        yield marks.render_bar_table(pen, build_year_lines(found))
    elif days > 1:
        yield marks.render_bar_table(
            pen, [time_line(found, row, unit) for row in reports.list_report_rows(found, unit)]
        )
    yield render_item_bars(pen, found, unit)


def time_line(found: Report, row: ReportRow, unit: str) -> BarLine:
    if row.key is None:
        return BarLine(VAGUE, row.minutes, style="dim")
    if unit == "day":
        return BarLine(f"{date.fromisoformat(row.key):%a} {row.key}", row.minutes)
    if unit == "month":
        return BarLine(f"{MONTHS[int(row.key[5:]) - 1][:3]} {row.key[:4]}", row.minutes)
    target = reports.target_of(found, row.key)
    return BarLine(row.key, row.minutes, f"of {when.format_duration(target)}" if target else "")


def build_year_lines(found: Report) -> list[BarLine]:
    """A line for each year, with its months as a sparkline."""
    months = reports.list_report_rows(found, "month")
    sums: dict[str, list[int]] = {}
    for row in months:
        sums.setdefault((row.key or "")[:4], [0] * 12)[int((row.key or "-01")[5:]) - 1] = (
            row.minutes
        )
    return [BarLine(year, sum(minutes), course=tuple(minutes)) for year, minutes in sums.items()]


def render_item_bars(pen: Pen, found: Report, unit: str) -> RenderableType:
    lanes = reports.sum_item_lanes(found, unit)
    kinds = {entry.item: entry.kind for entry in found.entries}
    most = [row for row in reports.list_report_rows(found, "item") if row.minutes]
    shown = most if len(most) <= ITEMS + 1 else most[:ITEMS]
    lines = []
    for row in shown:
        course = tuple(lanes[row.key]) if len(lanes[row.key]) > 3 else ()
        share = f"{100 * row.minutes / max(found.minutes, 1):.0f} %"
        lines.append(
            BarLine(row.key or OTHER, row.minutes, share, KIND_STYLES[kinds[row.key]], course)
        )
    table = marks.render_bar_table(pen, lines)
    if len(shown) == len(most):
        return table
    rest = sum(row.minutes for row in most[len(shown) :])
    return Group(
        table,
        Text(
            f"  and {len(most) - len(shown)} more, {when.format_duration(rest)}: --by item", "dim"
        ),
    )


def render_report_rows(pen: Pen, found: Report, by: str) -> RenderableType:
    kinds = {entry.item: entry.kind for entry in found.entries}
    lines = []
    for row in reports.list_report_rows(found, by):
        if by in reports.TIMES:
            lines.append(time_line(found, row, by))
        elif by == "item":
            lines.append(
                BarLine(
                    row.key or OTHER,
                    row.minutes,
                    format_count(row.sessions, "session"),
                    KIND_STYLES[kinds[row.key]],
                )
            )
        else:
            style = KIND_STYLES.get(row.key or "", "blue") if by == "kind" else "blue"
            lines.append(
                BarLine(
                    row.key or f"no {by}", row.minutes, format_count(row.sessions, "session"), style
                )
            )
    return marks.render_bar_table(pen, lines)


# ---- week


def show_week(facts: Mapping[str, Any], no_color: bool) -> None:
    pen = marks.detect_pen(no_color)
    days = {date.fromisoformat(day): minutes for day, minutes in facts["days"].items()}
    name = f"{facts['week']}, {span_words(min(days), max(days))}"
    aim = Aim(facts["target"], facts["days_left"])
    head = [
        marks.render_heading(name, facts["title"] or ""),
        Text(reports.aim_words(facts["minutes"], aim)),
    ]
    if aim.target and facts["minutes"]:
        head.append(
            marks.render_progress_bar(pen, facts["minutes"] / aim.target, min(40, pen.width))
        )
    parts: list[RenderableType] = [Group(*head)]
    if facts["minutes"]:
        lines = [BarLine(f"{day:%a}", minutes) for day, minutes in days.items()]
        vague = facts["minutes"] - sum(days.values())
        parts.append(
            marks.render_bar_table(
                pen, [*lines, *([BarLine(VAGUE, vague, style="dim")] if vague else [])]
            )
        )
        parts.append(
            marks.render_bar_table(
                pen, [BarLine(item, minutes) for item, minutes in facts["items"].items()]
            )
        )
    words = marks.build_grid(pen, "left", "left")
    for id_, units in facts["done"].items():
        words.add_row(
            "done",
            marks.style_text(f"{id_}: {units if isinstance(units, int) else ', '.join(units)}"),
        )
    for goal in facts["goals"]:
        words.add_row(Text(goal["outcome"] or "open", "dim"), marks.style_text(goal["goal"]))
    marks.print_parts(pen, *parts, *([words] if words.row_count else []))


# ---- plan


def show_plan(
    figures: Figures, found: list[ItemStanding], today: date, everything: bool, no_color: bool
) -> None:
    pen = marks.detect_pen(no_color)
    name = week_of(today)
    aim = reports.aim_of(figures.journal, name, today)
    so_far = reports.aim_words(stats.sum_minutes(figures.by_week.get(name, ())), aim)
    head = [
        marks.style_text(figures.plan.title or "The plan", "bold"),
        Text(f"this week: {so_far}"),
    ]
    if counts := standings.count_finished_items(found):
        said = [f"{done} of {of} {KINDS[kind].name_for(of)}" for kind, (done, of) in counts.items()]
        head.insert(1, Text(f"{join_words(said)} done"))
    if deadline := figures.plan.deadline:
        days = (deadline - today).days
        left = (
            f", {format_count(days, 'day')} left"
            if days > 0
            else ", today"
            if not days
            else ", past"
        )
        head.append(Text(f"deadline: {day_words(deadline)}{left}"))
    head += map(Text, measures.lately_said(figures, today))
    found_ahead = [
        one for one in forecast.list_forecasts(figures, today) if everything or not one.refused
    ]
    told = {one.item: forecast.describe_forecast(figures, one, today) for one in found_ahead}
    if (whole := told.pop(None, None)) and whole not in told.values():
        head.append(Text(f"the whole plan: {whole}", "dim"))
    parts: list[RenderableType] = [Group(*head)]
    widths = widths_of(pen, found)
    for status, group in standings.group_standings(found).items():
        parts.append(Group(*standing_lines(pen, status, group, today, widths, everything, told)))
    if not found:
        parts.append(Text("Nothing planned yet: tracker add course ID"))
    marks.print_parts(pen, *parts)


def widths_of(pen: Pen, found: list[ItemStanding]) -> tuple[int, ...]:
    """Columns for id, title, bar, how far, how long. The title has what the others leave."""
    # The address of a paper is long, and is cut.
    known = min(
        max((len(one.state.id) for one in found if not is_address(one.state.id)), default=16), 22
    )
    across = 10 if pen.width >= 70 else 0
    far = max((len(how_far(one.state)) for one in found), default=0)
    time = max((len(how_long(one.state)) for one in found), default=0)
    return known, max(0, pen.width - 10 - known - across - far - time), across, far, time


def standing_lines(
    pen: Pen,
    status: str,
    group: list[ItemStanding],
    today: date,
    widths: tuple[int, ...],
    everything: bool,
    told: Mapping[str | None, str],
) -> Iterator[RenderableType]:
    most = (
        len(group)
        if everything
        else {"later": LATER, "done": DONE, "dropped": 0}.get(status, len(group))
    )
    more = f", {len(group) - most} more with --all" * bool(most) if len(group) > most else ""
    yield Text.assemble(
        (status, "bold"), (f"  {len(group)}{more}" if more or not most else "", "dim")
    )
    for one in group[:most]:
        yield standing_line(pen, one.state, widths)
        words = (
            describe_standing(one, today) if everything or status not in ("later", "done") else ""
        )
        if words:
            yield marks.fit_cells(
                pen, (Text("    "), 4), (marks.style_text(words, "dim"), pen.width - 4)
            )
        if status == "active" and one.state.id in told:
            yield Padding(Text(told[one.state.id], "dim"), (0, 0, 0, 4))


def standing_line(pen: Pen, state: State, widths: tuple[int, ...]) -> Text:
    known, title, across, far, time = widths
    style = KIND_STYLES[state.kind]
    measured = state.progress.total and state.status not in standings.FINISHED
    cells = [
        (marks.style_text(state.id), known),
        (marks.style_text(state.item.title or ""), title),
        (
            marks.render_progress_bar(pen, state.progress.share, across, style)
            if measured
            else Text(),
            across,
        ),
        (Text(how_far(state).rjust(far)), far),
        (Text(how_long(state).rjust(time)), time),
    ]
    return marks.fit_cells(
        pen, *((part, width) for cell in cells for part, width in ((Text("  "), 2), cell))
    )


def how_long(state: State) -> str:
    return when.format_duration(state.minutes) if state.minutes else ""


def how_far(state: State) -> str:
    """`3 of 8`, `12 h of 40 h`, the week that finished it, or nothing."""
    if state.status in standings.FINISHED:
        return state.finished or ""
    done, of, measure = state.progress
    if of and measure == "minutes":
        return (
            f"{when.format_rough_duration(done)} of {when.format_rough_duration(of)}"
            if done
            else f"0 of {when.format_rough_duration(of)}"
        )
    return f"{done} of {of}" if of else str(done or "")


def describe_standing(one: ItemStanding, today: date) -> str:
    """When it was last touched, what it waits for, what comes next in it."""
    parts = []
    if one.state.last:
        parts.append(f"last touched {format_days_ago((today - one.state.last).days)}")
    if one.waits_for:
        parts.append(f"after {join_words(one.waits_for)}")
    if one.next:
        title = one.state.unit_title(one.next)
        parts.append(f"next: {one.next}" + f", {title}" * (title != one.next))
    return "; ".join(parts)


def format_days_ago(days: int) -> str:
    if days < 2:
        return ("today", "yesterday")[max(days, 0)]
    if days < 14:
        return f"{days} days ago"
    return f"{days // 7} weeks ago" if days < 70 else f"{days // 30} months ago"
