"""Figures -> all that the journal says of one item, for the terminal and for programs. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from tracker.figures import knowledge, stats
from tracker.figures.forecast import Forecast
from tracker.figures.knowledge import Gap
from tracker.figures.report import month_of
from tracker.figures.standings import ItemStanding, next_unit, waits_for
from tracker.figures.stats import Entry, Figures
from tracker.model.journal import thursday_of
from tracker.model.kinds import KINDS, Link, Record, confidence_of, evidence_of


class ItemWeek(NamedTuple):
    """What a week says of an item: its sessions, the units it finished, and its record."""

    week: str
    minutes: int
    sessions: int
    notes: tuple[str, ...]
    units: int
    record: Record | None


class ItemPage(NamedTuple):
    """An item: where it stands, its months and weeks, gaps, confidence and evidence over time.

    `months`: month -> minutes, or units where no time was logged (`month_measure`); all months from
    the first to the last. `gaps`: the open ones first, first found first, in the order in which
    they are numbered. `confidence`: (week, 1 to 5), oldest first. `evidence`: (week, link).
    """

    standing: ItemStanding
    months: dict[str, int]
    month_measure: str
    weeks: tuple[ItemWeek, ...]
    gaps: tuple[Gap, ...]
    confidence: tuple[tuple[str, int], ...]
    evidence: tuple[tuple[str, Link], ...]
    forecast: Forecast | None


def build_item_page(
    figures: Figures, id_: str, forecast_item: Callable[[str], Forecast]
) -> ItemPage:
    """Build the page of an item; KeyError for an id that neither plan nor weeks name."""
    state = figures.states[id_]
    by_week: dict[str, list[Entry]] = {}
    for name in state.weeks:
        of_week = [entry for entry in figures.by_week.get(name, ()) if entry.item == id_]
        by_week[name] = of_week
    entries = [entry for of_week in by_week.values() for entry in of_week]
    records = {saying.week.name: saying.record for saying in state.sayings}
    names = sorted({*state.weeks, *records})
    weeks = []
    for name in names:
        of_week = by_week.get(name, [])
        weeks.append(_build_item_week(figures, id_, name, of_week, records.get(name)))
    months, measure = _sum_months(entries, weeks)
    gaps = [gap for gap in knowledge.list_gaps(figures) if gap.item == id_]
    gaps.sort(key=lambda gap: gap.closed is not None)
    confidence = []
    evidence = []
    for week, record in state.sayings:
        if sure := confidence_of(record):
            confidence.append((week.name, sure))
        evidence += [(week.name, link) for link in evidence_of(record)]
    coming = None
    if KINDS[state.kind].has_units and state.progress.total:
        coming = forecast_item(id_)
    return ItemPage(
        ItemStanding(state, next_unit(state), waits_for(state, figures.states)),
        months,
        measure,
        tuple(weeks),
        tuple(gaps),
        tuple(confidence),
        tuple(evidence),
        coming,
    )


def _build_item_week(
    figures: Figures, id_: str, name: str, entries: list[Entry], record: Record | None
) -> ItemWeek:
    units = 0
    if name in figures.weeks:
        _, units = stats.finished_units(figures, figures.weeks[name]).get(id_, ((), 0))
    notes = [entry.session.note for entry in entries if entry.session.note]
    sessions = sum(not entry.is_note for entry in entries)
    minutes = stats.sum_minutes(entries)
    return ItemWeek(name, minutes, sessions, tuple(notes), units, record)


def _sum_months(entries: list[Entry], weeks: list[ItemWeek]) -> tuple[dict[str, int], str]:
    """Sum the minutes of each month; the units where no time was logged, by the weeks' Thursdays.

    Months between the first and the last are there, too.
    """
    sums = {month: minutes for month, minutes in _minutes_by_month(entries).items() if minutes}
    measure = "minutes"
    if not sums:
        measure = "units"
        for week in weeks:
            if week.units:
                month = f"{thursday_of(week.week):%Y-%m}"
                sums[month] = sums.get(month, 0) + week.units
    if not sums:
        return {}, measure
    months = {}
    first, last = min(sums), max(sums)
    year, number = int(first[:4]), int(first[5:])
    while (month := f"{year}-{number:02}") <= last:
        months[month] = sums.get(month, 0)
        year, number = year + number // 12, number % 12 + 1
    return months, measure


def _minutes_by_month(entries: list[Entry]) -> dict[str, int]:
    return stats.minutes_by(entries, month_of)


def export_item_page(page: ItemPage) -> dict[str, Any]:
    """Build the facts of an item for `--json`."""
    state = page.standing.state
    coming = None
    if page.forecast:
        coming = {
            "p50": _format_day(page.forecast.p50),
            "p80": _format_day(page.forecast.p80),
            "refused": page.forecast.refused,
        }
    weeks = []
    for week in page.weeks:
        record = week.record._asdict() if week.record else {}
        said = {key: _plain_value(value) for key, value in record.items() if value}
        weeks.append({**week._asdict(), "record": said})
    gaps = []
    for number, gap in enumerate(page.gaps, 1):
        facts = {"number": None if gap.closed else number, "gap": gap.text}
        gaps.append({**facts, "found": gap.found, "named": gap.named, "closed": gap.closed})
    return {
        "item": state.id,
        "kind": state.kind,
        "title": state.item.title,
        "status": state.status,
        **state.progress._asdict(),
        "spent": state.minutes,
        "estimate": state.item.estimate,
        "first": _format_day(state.first),
        "last": _format_day(state.last),
        "finished": state.finished,
        "next": page.standing.next,
        "waits_for": list(page.standing.waits_for),
        "months": page.months,
        "month_measure": page.month_measure,
        "weeks": weeks,
        "gaps": gaps,
        "confidence": dict(page.confidence),
        "evidence": [{"week": week, **link._asdict()} for week, link in page.evidence],
        "forecast": coming,
    }


def _plain_value(value: Any) -> Any:
    """A value of a record as JSON has it."""
    if hasattr(value, "_asdict"):
        return value._asdict()
    if isinstance(value, tuple):
        return [_plain_value(each) for each in value]
    return value if isinstance(value, str | int) else dict(value)


def _format_day(day: date | None) -> str | None:
    return day.isoformat() if day else None
