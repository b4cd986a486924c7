"""tracker plan: where the plan stands, and what is next."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date, datetime
from typing import Any

from tracker import cached_reader
from tracker.cli import json_csv
from tracker.cli.regularity import build_consistency_facts
from tracker.cli.remembered_forecasts import ForecastMemory, PromiseMemory
from tracker.cli.selection import (
    add_selection_arguments,
    open_journal,
    read_selection,
    select_ids,
)
from tracker.cli.terminal import report_faults
from tracker.figures import breaks, measures, report, standings, stats, week_targets
from tracker.figures.forecast import Forecast
from tracker.figures.forecast import promise as promises
from tracker.figures.forecast.promise import Promise
from tracker.figures.forecast.record_words import describe_forecast_record, export_record
from tracker.figures.standings import ItemStanding
from tracker.figures.stats import Figures
from tracker.model.journal import week_of
from tracker.remembered.record import recall_record

TAKES = ("item", "text")
EXAMPLES = """\
examples:
  tracker plan
  tracker plan papers             or an item, a skill, several of them, /a text/ of a title
  tracker plan --all              and everything that is done, dropped or for later
  tracker plan --json             {"title", "week", "deadline", "days_left", "done", \
"consistency", "pace", "break",
                                  "share", "promise", "target", "forecast", "items": [...],
                                  "record"}

An item in JSON: {"id", "kind", "title", "status", "done", "total", "measure", "minutes", "first", \
"last", "finished",
"next", "waits_for", "forecast"}. Lengths are in minutes; measure says what done and total count, \
units or minutes.
A promise is {"from", "to", "measure", "p50", "p80", "pauses", "said"}, of the next four weeks: \
at least so much.
A target is {"minutes", "met", "weeks", "said"}, a break {"weeks", "ended", "cases", "in_month", \
"in_quarter", "said"};
each may be null.
A forecast, of an item and of the plan, is {"p50", "p80", "refused"}: days, or why there are none; \
null where nothing is
left or nothing can be counted. "record" is that of tracker forecast --json."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker plan [ITEM | KIND | SKILL]... [--all | --json]"
    parser.epilog = EXAMPLES
    add_selection_arguments(parser, TAKES)
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--all", action="store_true", help="all that is done, dropped or for later, too"
    )
    form.add_argument("--json", action="store_true", help="for programs to read")


def run(args: Namespace, now: datetime) -> int:
    journal = open_journal(args, now)
    selection = read_selection(args, journal, "plan", TAKES)
    read = cached_reader.read_weeks(journal.root, journal.plan, None)
    figures = stats.build_figures(read.journal)
    items = standings.list_standings(figures)
    memory = ForecastMemory(journal.root, read, figures, journal.today)
    forecasts = memory.list_forecasts()
    memory.keep()
    promise = promises.measure_promise(figures, journal.today, PromiseMemory(journal.root).simulate)
    record = recall_record(journal.root, figures, journal.today)
    shown = items
    if selection.is_narrow:
        ids = select_ids(figures, selection)
        shown = [item for item in items if item.state.id in ids]
    if args.json:
        facts = build_plan_facts(figures, items, journal.today, forecasts, promise)
        facts["items"] = [each for each in facts["items"] if each["id"] in ids_of(shown)]
        json_csv.say_json({**facts, "record": export_record(record, journal.today)})
    else:
        from tracker.cli import screens

        everything = args.all or selection.is_narrow
        promised = promises.describe_coming_weeks(figures, journal.today, promise)
        held = describe_forecast_record(record, journal.today)
        screens.show_plan(
            figures, shown, journal.today, everything, forecasts, promised, held, args.no_color
        )
    return report_faults([*journal.faults, *read.faults], read.unread)


def ids_of(items: list[ItemStanding]) -> set[str]:
    return {item.state.id for item in items}


def build_plan_facts(
    figures: Figures,
    items: list[ItemStanding],
    today: date,
    made: list[Forecast],
    promise: Promise | None,
) -> dict[str, Any]:
    """Build the facts of `--json`."""
    plan, week = figures.plan, week_of(today)
    forecasts = {}
    for forecast in made:
        forecasts[forecast.item] = build_forecast_end_facts(forecast)
    aim = report.aim_of(figures.journal, week, today)
    weeks = measures.measure_weeks(figures, today)
    share = measures.measure_plan_share(figures)
    deadline = plan.deadline
    minutes = stats.sum_minutes(figures.by_week.get(week, ()))
    finished = {}
    for kind, (done, total) in standings.count_finished_items(items).items():
        finished[kind] = {"done": done, "of": total}
    return {
        "title": plan.title,
        "week": {"week": week, "minutes": minutes, **aim._asdict()},
        "deadline": _format_day(deadline),
        "days_left": (deadline - today).days if deadline else None,
        "done": finished,
        **build_consistency_facts(weeks),
        "break": breaks.export_break(measures.measure_current_break(figures, weeks)),
        "share": share._asdict() if share else None,
        "promise": promises.export_promise(promise),
        "target": week_targets.export_targets_met(week_targets.measure_targets_met(figures, today)),
        "forecast": forecasts.get(None),
        "items": [
            {**build_plan_item_facts(item), "forecast": forecasts.get(item.state.id)}
            for item in items
        ],
    }


def build_forecast_end_facts(forecast: Forecast) -> dict[str, Any]:
    """Build the days by which an item is done in five and in eight of ten simulations.

    `refused` is the reason why there are none.
    """
    return {
        "p50": _format_day(forecast.p50),
        "p80": _format_day(forecast.p80),
        "refused": forecast.refused,
    }


def build_plan_item_facts(item: ItemStanding) -> dict[str, Any]:
    """Build the facts of an item, but for its forecast."""
    state = item.state
    return {
        "id": state.id,
        "kind": state.kind,
        "title": state.item.title,
        "status": state.status,
        **state.progress._asdict(),
        "minutes": state.minutes,
        "first": _format_day(state.first),
        "last": _format_day(state.last),
        "finished": state.finished,
        "next": item.next,
        "waits_for": list(item.waits_for),
    }


def _format_day(day: date | None) -> str | None:
    return day.isoformat() if day else None
