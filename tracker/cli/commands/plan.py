"""tracker plan: where the plan stands, and what is next."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date, datetime
from typing import Any

from tracker import cached_reader
from tracker.cli import json_csv
from tracker.cli.regularity import build_consistency_facts
from tracker.cli.terminal import find_journal_folder, report_faults
from tracker.figures import measures, report, standings, stats
from tracker.figures.forecast import Forecast, list_forecasts
from tracker.figures.standings import ItemStanding
from tracker.figures.stats import Figures
from tracker.model import when
from tracker.model.journal import week_of

EXAMPLES = """\
examples:
  tracker plan
  tracker plan --all              and everything that is done, dropped or for later
  tracker plan --json             {"title", "week", "deadline", "days_left", "done", \
"consistency", "pace", "share",
                                  "forecast", "items": [...]}

An item in JSON: {"id", "kind", "title", "status", "done", "total", "measure", "minutes", "first", \
"last", "finished",
"next", "waits_for", "forecast"}. Lengths are in minutes; measure says what done and total count, \
units or minutes.
A forecast, of an item and of the plan, is {"p50", "p80", "refused"}: days, or why there are none; \
null where nothing is
left or nothing can be counted."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker plan [--all | --json]"
    parser.epilog = EXAMPLES
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--all", action="store_true", help="all that is done, dropped or for later, too"
    )
    form.add_argument("--json", action="store_true", help="for programs to read")


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    plan, plan_faults = cached_reader.read_plan_with_faults(root)
    today = when.journal_day_of(now, plan.day_starts)
    read = cached_reader.read_weeks(root, plan, None)
    figures = stats.build_figures(read.journal)
    items = standings.list_standings(figures)
    if args.json:
        json_csv.say_json(build_plan_facts(figures, items, today))
    else:
        from tracker.cli import screens

        screens.show_plan(figures, items, today, args.all, args.no_color)
    return report_faults([*plan_faults, *read.faults], read.unread)


def build_plan_facts(figures: Figures, items: list[ItemStanding], today: date) -> dict[str, Any]:
    """Build the facts of `--json`."""
    plan, week = figures.plan, week_of(today)
    forecasts = {}
    for forecast in list_forecasts(figures, today):
        forecasts[forecast.item] = build_forecast_end_facts(forecast)
    aim = report.aim_of(figures.journal, week, today)
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
        **build_consistency_facts(measures.measure_weeks(figures, today)),
        "share": share._asdict() if share else None,
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
