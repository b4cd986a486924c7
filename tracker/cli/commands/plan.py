"""tracker plan: where am I, and what is next."""

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
  tracker plan --json             {"title", "week", "deadline", "days_left", "done", "consistency", "pace", "share",
                                  "forecast", "items": [...]}

An item in JSON: {"id", "kind", "title", "status", "done", "total", "measure", "minutes", "first", "last", "finished",
"next", "waits_for", "forecast"}. Lengths are in minutes; measure says what done and total count, units or minutes.
A forecast, of an item and of the plan, is {"p50", "p80", "refused"}: days, or why there are none; null where nothing is
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
    plan, faults = cached_reader.read_plan_with_faults(root)
    today = when.journal_day_of(now, plan.day_starts)
    read = cached_reader.read_weeks(root, plan, None)
    figures = stats.build_figures(read.journal)
    found = standings.list_standings(figures)
    if args.json:
        json_csv.say_json(build_plan_facts(figures, found, today))
    else:
        from tracker.cli import screens

        screens.show_plan(figures, found, today, args.all, args.no_color)
    return report_faults([*faults, *read.faults], read.unread)


def build_plan_facts(figures: Figures, found: list[ItemStanding], today: date) -> dict[str, Any]:
    plan, name = figures.plan, week_of(today)
    ends = {one.item: build_forecast_end_facts(one) for one in list_forecasts(figures, today)}
    aim = report.aim_of(figures.journal, name, today)
    return {
        "title": plan.title,
        "week": {
            "week": name,
            "minutes": stats.sum_minutes(figures.by_week.get(name, ())),
            **aim._asdict(),
        },
        "deadline": plan.deadline.isoformat() if plan.deadline else None,
        "days_left": (plan.deadline - today).days if plan.deadline else None,
        "done": {
            kind: {"done": done, "of": of}
            for kind, (done, of) in standings.count_finished_items(found).items()
        },
        **build_consistency_facts(measures.measure_weeks(figures, today)),
        "share": whole._asdict() if (whole := measures.measure_plan_share(figures)) else None,
        "forecast": ends.get(None),
        "items": [
            {**build_plan_item_facts(one), "forecast": ends.get(one.state.id)} for one in found
        ],
    }


def build_forecast_end_facts(one: Forecast) -> dict[str, Any]:
    """The days by which it is done in half of the simulations and in eight of ten, or why there are none."""
    days = {
        name: day.isoformat() if day else None for name, day in (("p50", one.p50), ("p80", one.p80))
    }
    return {**days, "refused": one.refused}


def build_plan_item_facts(one: ItemStanding) -> dict[str, Any]:
    state = one.state
    return {
        "id": state.id,
        "kind": state.kind,
        "title": state.item.title,
        "status": state.status,
        **state.progress._asdict(),
        "minutes": state.minutes,
        "first": state.first.isoformat() if state.first else None,
        "last": state.last.isoformat() if state.last else None,
        "finished": state.finished,
        "next": one.next,
        "waits_for": list(one.waits_for),
    }
