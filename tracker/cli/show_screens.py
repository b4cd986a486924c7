"""Render an item and a whole week for the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from tracker.cli import marks, screens, session_list
from tracker.cli.find_session import LocatedSession
from tracker.cli.layout import Group, Padding, Renderable, Text
from tracker.cli.marks import KIND_STYLES, BarLine, Pen
from tracker.cli.terminal import strip_controls
from tracker.figures import estimates, forecast, stats
from tracker.figures import report as reports
from tracker.figures.item_page import ItemPage, ItemWeek
from tracker.figures.knowledge import HOW
from tracker.figures.search import join_link, list_texts
from tracker.figures.stats import Figures, State
from tracker.model import when
from tracker.model.english import MONTHS, day_words, format_count, join_words, span_words
from tracker.model.journal import Journal, Week
from tracker.model.kinds import (
    EMPTY,
    FINISHED,
    KINDS,
    Record,
    confidence_of,
    done_of,
    evidence_of,
    reading_of,
)
from tracker.model.periods import week_around

MONTHS_SHOWN = 24  # of more, only the years
_BLOCK = re.compile(r"\s*(?:[-*+|>#:]|[0-9]+[.)]|\[\^)|    ")


# ---- an item


def show_item_page(
    figures: Figures, page: ItemPage, held: str, today: date, no_color: bool
) -> None:
    """Print an item's page. `held`: how often past forecasts held."""
    pen = marks.detect_pen(no_color)
    parts: list[Renderable] = [Group(*render_item_heading(figures, page, held, today))]
    if page.months:
        parts.append(render_months(pen, page))
    parts += render_item_weeks(page)
    if page.gaps:
        parts.append(render_gaps(pen, page))
    if page.confidence:
        parts.append(render_confidence(page))
    if page.evidence:
        lines: list[Renderable] = [Text("evidence", "bold")]
        for week, link in page.evidence:
            lines.append(indent_block(Text(f"{week}  {_one_line(join_link(link))}")))
        parts.append(Group(*lines))
    marks.print_parts(pen, *parts)


def render_item_heading(
    figures: Figures, page: ItemPage, held: str, today: date
) -> list[Renderable]:
    """Render where an item stands: its progress, its time, its days, what is next, its forecast."""
    state = page.standing.state
    lines: list[Renderable] = [
        marks.render_heading(state.id, state.item.title or ""),
        marks.style_text(_describe_progress(figures, state)),
    ]
    if days := _describe_days(page, today):
        lines.append(marks.style_text(days))
    if url := getattr(state.item, "url", None) or getattr(state.item, "repo", None):
        lines.append(marks.style_text(url, "dim"))
    if page.forecast and state.status not in (*FINISHED, "dropped"):
        words = forecast.describe_forecast(figures, page.forecast, today)
        lines.append(marks.style_text(words, "dim"))
        if held and not page.forecast.refused:
            lines.append(marks.style_text(held, "dim"))
    return lines


def _describe_progress(figures: Figures, state: State) -> str:
    """`course by Andrej Karpathy, active, 3 of 7 units, 24 h`."""
    by = getattr(state.item, "by", None) or join_words(getattr(state.item, "authors", ()))
    kind = KINDS[state.kind].singular
    facts = [f"{kind} by {by}" if by else kind, state.status]
    done, total, measure = state.progress
    if state.status in FINISHED:
        if state.finished:
            facts[-1] += f" in {state.finished}"
    elif measure == "minutes":
        facts.append(screens.format_progress(state))
    elif total:
        facts.append(f"{done} of {format_count(total, 'unit')}")
    elif done:
        facts.append(format_count(done, "unit"))
    run = estimates.measure_estimate(figures, state)
    if run:
        facts.append(run.words)
    elif state.minutes and (measure == "units" or state.status in FINISHED):
        facts.append(when.format_duration(state.minutes))
    return ", ".join(facts)


def _describe_days(page: ItemPage, today: date) -> str:
    """Say when an item was touched first and last, what it waits for, and what is next."""
    state = page.standing.state
    days = []
    if state.first:
        days.append(f"first touched {day_words(state.first)}")
    if state.last:
        days.append(f"last touched {screens.format_last_touched(state, today)}")
    if not state.weeks:
        days.append("no week names it yet")
    if page.standing.waits_for:
        days.append(f"after {join_words(page.standing.waits_for)}")
    if page.standing.next:
        days.append(f"next: {page.standing.next}")
    return "; ".join(days)


def render_months(pen: Pen, page: ItemPage) -> Renderable:
    """Render the hours of each month; units where there are no hours; years where it was long."""
    sums = page.months
    if len(sums) > MONTHS_SHOWN:
        sums = {}
        for month, amount in page.months.items():
            sums[month[:4]] = sums.get(month[:4], 0) + amount
    style = KIND_STYLES[page.standing.state.kind]
    names = {month: month for month in sums}
    for month in sums:
        if len(month) > 4:
            names[month] = f"{MONTHS[int(month[5:]) - 1][:3]} {month[:4]}"
    if page.month_measure == "minutes":
        lines = [BarLine(names[month], minutes, style=style) for month, minutes in sums.items()]
        return marks.render_bar_table(pen, lines)
    most = max(sums.values())
    table = marks.build_grid(pen, "left", "right", "left")
    for month, units in sums.items():
        words = format_count(units, "unit") if units else "-"
        bar = marks.render_bar(pen, units / most, 30, style)
        table.add_row(Text(names[month]), Text(words), bar)
    return table


def render_item_weeks(page: ItemPage) -> list[Renderable]:
    """Render what each week said of an item, the newest first."""
    parts: list[Renderable] = []
    for week in reversed(page.weeks):
        lines: list[Renderable] = [
            Text.assemble((week.week, "bold"), "  ", marks.sanitize_line(_describe_week(week)))
        ]
        lines += [indent_block(marks.style_text(f"- {note}")) for note in week.notes]
        if week.record:
            lines += render_record_words(week.record)
        parts.append(Group(*lines))
    return parts


def _describe_week(week: ItemWeek) -> str:
    """`1 h 20, 2 sessions; done: micrograd; confidence 4 of 5`."""
    words = []
    if week.sessions:
        sessions = format_count(week.sessions, "session")
        words.append(f"{when.format_duration(week.minutes)}, {sessions}")
    if week.record:
        words += describe_record(week.record)
    return "; ".join(words)


def describe_record(record: Record) -> list[str]:
    """Describe what a record says besides its words: status, units, reading, confidence."""
    words = []
    if record.status:
        words.append(record.status)
    done = done_of(record)
    if done:
        units = format_count(done, "unit") if isinstance(done, int) else ", ".join(done)
        words.append(f"done: {units}")
    if reading := reading_of(record):
        words.append(HOW.get(reading, reading))
    if sure := confidence_of(record):
        name = "understood" if hasattr(record, "understood") else "confidence"
        words.append(f"{name} {sure} of 5")
    return words


def render_record_words(record: Record) -> list[Renderable]:
    """Render the prose of a record: its notes, units, gaps and evidence."""
    lines: list[Renderable] = []
    if record.notes:
        lines.append(indent_block(render_prose(record.notes)))
    for unit, text in getattr(record, "units", EMPTY).items():
        lines.append(indent_block(marks.style_text(f"{unit}:", "dim")))
        lines.append(indent_block(render_prose(text)))
    for gap in getattr(record, "gaps", ()):
        lines.append(indent_block(marks.style_text(f"gap: {gap}")))
    for gap in getattr(record, "closed", ()):
        lines.append(indent_block(marks.style_text(f"closed: {gap}")))
    for link in evidence_of(record):
        lines.append(indent_block(Text(f"evidence: {_one_line(join_link(link))}")))
    return lines


def render_gaps(pen: Pen, page: ItemPage) -> Renderable:
    """Render the gaps of an item; the open ones with the numbers that `tracker set` takes."""
    table = marks.build_grid(pen, "right", "left")
    table.columns[1].no_wrap = False
    table.columns[1].overflow = "fold"
    for number, gap in enumerate(page.gaps, 1):
        name, fate = str(number), f"open since {gap.found}"
        if gap.closed:
            name, fate = "", f"found {gap.found}, closed {gap.closed}"
        table.add_row(Text(name), Text(f"{marks.sanitize_line(gap.text)} ({fate})"))
    return Group(Text("gaps", "bold"), table)


def render_confidence(page: ItemPage) -> Renderable:
    """Render the confidence in an item, or how well it is understood, over time."""
    record = KINDS[page.standing.state.kind].record
    name = "understood" if "understood" in record._fields else "confidence"
    steps = ", ".join(f"{week} {sure}" for week, sure in page.confidence)
    return Group(Text(f"{name}, of 5", "bold"), indent_block(Text(steps)))


# ---- a week


def show_whole_week(
    journal: Journal, week: Week, located: list[LocatedSession], today: date, no_color: bool
) -> None:
    """Print a week whole: its sums, its sessions with their ids, and every word."""
    pen = marks.detect_pen(no_color)
    period = week_around(week.monday)
    report = reports.build_report(journal, period, today)
    aim = report.aim or reports.Aim(None, None)
    name = f"{week.name}, {span_words(week.monday, week.sunday)}"
    sums = reports.aim_words(report.minutes, aim, report.holds_work)
    if report.entries:
        total = reports.sum_report_row(None, report.entries)
        sums += f"; {stats.format_entry_counts(total.sessions, total.notes)}"
    parts: list[Renderable] = [Group(marks.render_heading(name, week.title or ""), Text(sums))]
    if week.intro:
        parts.append(render_prose(week.intro))
    if located:
        rows: list[Renderable] = [Text("sessions", "bold")]
        for line in session_list.format_session_lines(located):
            rows.append(indent_block(Text(strip_controls(line), overflow="fold")))
        parts.append(Group(*rows))
    parts += _render_week_lists(week)
    marks.print_parts(pen, *parts)


def _render_week_lists(week: Week) -> list[Renderable]:
    """Render goals, items, what was learned, life, links, questions, and all further words."""
    parts: list[Renderable] = []
    goals = []
    for number, goal in enumerate(week.goals, 1):
        words = f"{number}  {goal.goal} ({goal.outcome or 'open'}"
        goals.append(f"{words}: {goal.why})" if goal.why else f"{words})")
    parts += _render_list("goals", goals)
    for kind, id_, record in week.records:
        facts = "; ".join(describe_record(record))
        styled_id = (marks.sanitize_line(id_), KIND_STYLES[kind])
        head = Text.assemble(styled_id, "  ", marks.sanitize_line(facts))
        parts.append(Group(head, *render_record_words(record)))
    for name in ("learned", "life"):
        parts += _render_list(name, list_texts(getattr(week, name)))
    parts += _render_list("links", [_one_line(join_link(link)) for link in week.links])
    questions = []
    for number, question in enumerate(week.questions, 1):
        questions.append(f"{number}  {question.ask} ({question.answer or 'open'})")
    parts += _render_list("questions", questions)
    parts += _render_list("next", list_texts(week.next))
    for name, text in (*week.leads.items(), *week.sections.items()):
        parts += _render_list(name, [text])
    if week.members:
        parts += _render_list("members", [week.members.teaser])
    if week.unpublished:
        parts += _render_list("unpublished", [week.unpublished])
    return parts


def _render_list(name: str, texts: Iterable[str]) -> list[Renderable]:
    shown = [indent_block(render_prose(text)) for text in texts]
    if not shown:
        return []
    return [Group(marks.style_text(name, "bold"), *shown)]


# ---- texts


def render_prose(text: str) -> Text:
    """Render the author's own text, without letters that act on the terminal.

    The lines of a paragraph are joined, for the terminal has another width than the file.
    """
    lines: list[str] = []
    fenced = follows = False
    for line in strip_controls(text.strip().replace("\t", "    ")).splitlines():
        is_fence = line.lstrip().startswith(("```", "~~~", "$$"))
        if is_fence:
            fenced = not fenced
        is_plain = bool(line.strip()) and not (fenced or is_fence or _BLOCK.match(line))
        if follows and is_plain:
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
        # A table's row and a heading end with their line; a list's item and a quotation go on.
        follows = bool(line.strip()) and not (fenced or is_fence or line.startswith(("|", "#")))
    return Text("\n".join(lines), overflow="fold")


def indent_block(renderable: Renderable) -> Padding:
    return Padding(renderable, 2)


def _one_line(text: str) -> str:
    return marks.sanitize_line(text.replace("\n", ": "))
