"""tracker forecast: when what is left will be done, and how often such forecasts held."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from tracker import cached_reader, store
from tracker.cli import json_csv
from tracker.cli.remembered_forecasts import ForecastMemory
from tracker.cli.selection import (
    add_selection_arguments,
    open_journal,
    read_selection,
    select_ids,
)
from tracker.cli.terminal import confirm, hint, report_faults, say
from tracker.edit.document import decode_file_text
from tracker.figures import forecast, stats
from tracker.figures.forecast import Forecast, kept_forecasts, record_words
from tracker.figures.forecast.record import Record
from tracker.figures.forecast.whole_plan import is_open
from tracker.figures.stats import Figures
from tracker.format import loader
from tracker.model.english import join_words
from tracker.model.journal import FORECASTS_PATH, KeptForecast, TrackerError, week_of
from tracker.model.selection import Selection
from tracker.remembered.record import recall_record

TAKES = ("item",)
EXAMPLES = """\
examples:
  tracker forecast
  tracker forecast zero-to-hero
  tracker forecast --keep         this week's, one line each in entries/forecasts.yaml
  tracker forecast --backtest     how often they would have held, had they been made at the time
  tracker forecast --json         {"week", "record", "held", "forecasts": [...]}

By the first day it is done in half of the simulations, by the second in four of five; days far \
ahead are rounded up.
A forecast in JSON: {"item", "measure", "done", "total", "p50", "p80", "p90", "refused", "said", \
"band": [[WEEK, P50,
P80], ...]}; item is null for the whole plan. "record", how often
four-in-five days of past Mondays held, is {"since", "cases", "held", "share", "said",
"courses": [{"item", "cases", "held"}]}; "held", how often those did that were kept, is
{"due", "p50", "p80", "left_out", "said"}. --backtest --json: {"record", "logs": [{"log",
"windows", "refused", "p50", "p80", "p90", "width", "loss"}, ...]}."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        "tracker forecast [ITEM | KIND | SKILL]... [--json | --keep | --backtest [--json]]"
    )
    parser.epilog = EXAMPLES
    add_selection_arguments(parser, TAKES)
    parser.add_argument("--keep", action="store_true", help="write this week's down, once")
    parser.add_argument(
        "--backtest", action="store_true", help="measure them on this journal's past"
    )
    parser.add_argument("--json", action="store_true", help="for programs to read")


def run(args: Namespace, now: datetime) -> int:
    if args.keep and (args.backtest or args.json):
        raise TrackerError("--keep writes and says what it wrote; leave out --backtest and --json")
    journal = open_journal(args, now)
    selection = read_selection(args, journal, "forecast", TAKES)
    today = journal.today
    read = cached_reader.read_weeks(journal.root, journal.plan, None)
    figures = stats.build_figures(read.journal)
    items = None
    if selection.is_narrow:
        items = select_forecast_items(figures, selection)
    kept, kept_faults = read_kept_forecasts(journal.root)
    if args.backtest:
        record = recall_record(journal.root, figures, today)
        run_backtest(figures, today, items, record, args)
        return report_faults([*journal.faults, *read.faults, *kept_faults], read.unread)
    memory = ForecastMemory(journal.root, read, figures, today)
    forecasts = list_requested_forecasts(items, memory)
    memory.keep()
    if args.keep:
        keep_new_forecasts(journal.root, figures, forecasts, today)
    else:
        so_far = kept_forecasts.measure_calibration(figures, kept, today)
        record = recall_record(journal.root, figures, today)
        if args.json:
            json_csv.say_json(build_forecast_facts(figures, forecasts, so_far, record, today))
        else:
            held = record_words.describe_forecast_record(record, today)
            named = items is not None
            show_forecast_screen(figures, forecasts, so_far, held, today, named, args.no_color)
    return report_faults([*journal.faults, *read.faults, *kept_faults], read.unread)


def select_forecast_items(figures: Figures, selection: Selection) -> list[str]:
    """Select what is forecast: items that are named, and what is open of kinds and skills."""
    named = [id_ for id_, _ in selection.items]
    ids = []
    for id_ in select_ids(figures, selection):
        state = figures.states[id_]
        if id_ in named or (is_open(state) and state.progress.total):
            ids.append(id_)
    if not ids:
        raise TrackerError(
            f"nothing of {selection.words} can be forecast: it is over, or not counted"
        )
    return ids


def list_requested_forecasts(items: list[str] | None, memory: ForecastMemory) -> list[Forecast]:
    """Forecast some items, or else all items that can be measured and the whole plan.

    The plan's forecast is always there, if only to say why it is refused.
    """
    if items is not None:
        return [memory.forecast_item(item) for item in items]
    forecasts = memory.list_forecasts()
    if not any(each.item is None for each in forecasts):
        return [*forecasts, memory.forecast_item(None)]
    return forecasts


def read_kept_forecasts(root: str) -> tuple[Sequence[KeptForecast], list[str]]:
    """Read the kept forecasts, and a line for the errors of their file."""
    kept, problems = loader.load_forecasts(
        FORECASTS_PATH, store.read_file(root, FORECASTS_PATH) or b""
    )
    faults = []
    if fault := cached_reader.fault_of(problems):
        faults.append(fault)
    return kept or (), faults


def show_forecast_screen(
    figures: Figures,
    forecasts: list[Forecast],
    so_far: kept_forecasts.Calibration,
    held: str,
    today: date,
    named: bool,
    no_color: bool,
) -> None:
    """Print the forecasts for people to read."""
    from tracker.cli import forecast_screen

    forecast_screen.show_forecasts(figures, forecasts, so_far, held, today, named, no_color)


def build_forecast_facts(
    figures: Figures,
    forecasts: list[Forecast],
    so_far: kept_forecasts.Calibration,
    record: Record,
    today: date,
) -> dict[str, Any]:
    """Build the facts of `--json`."""
    return {
        "week": week_of(today),
        "record": record_words.export_record(record, today),
        "held": so_far._asdict(),
        "forecasts": [_build_item_facts(figures, each, today) for each in forecasts],
    }


def _build_item_facts(figures: Figures, each: Forecast, today: date) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "item": each.item,
        "measure": each.measure,
        "done": each.done,
        "total": each.total,
    }
    for name in ("p50", "p80", "p90"):
        day = getattr(each, name)
        facts[name] = day.isoformat() if day else None
    facts["refused"] = each.refused
    facts["said"] = forecast.describe_forecast(figures, each, today)
    facts["band"] = each.band
    return facts


# ---- --keep


def keep_new_forecasts(root: str, figures: Figures, forecasts: list[Forecast], today: date) -> None:
    """Write this week's forecasts to entries/forecasts.yaml, those that it does not hold yet.

    TrackerError where all are refused.
    """
    if all(each.refused for each in forecasts):
        why = f": {(forecasts[0].refused or '').rstrip('.')}" if len(forecasts) == 1 else ""
        raise TrackerError(f"there is no forecast to keep yet{why}; tracker forecast says why")
    week = week_of(today)

    def write(files: store.Files) -> tuple[str, store.Files]:
        data = files[FORECASTS_PATH]
        kept, _ = loader.load_forecasts(FORECASTS_PATH, data or b"")
        new = kept_forecasts.select_new_forecasts(figures, forecasts, kept or (), today)
        if not new:
            return "", {}
        names = join_words([line.item or "the plan" for line in new])
        text = kept_forecasts.append_forecast_lines(
            FORECASTS_PATH, decode_file_text(FORECASTS_PATH, data or b""), new
        )
        return f"kept {week}'s forecast of {names}", {FORECASTS_PATH: text.encode()}

    written = store.apply_edit(root, [FORECASTS_PATH], write)
    if written.what:
        confirm(root, written)
    else:
        say(f"The forecasts of {week} are kept already")
        for line in written.warnings:
            hint(line)


# ---- --backtest


def run_backtest(
    figures: Figures, today: date, items: list[str] | None, record: Record, args: Namespace
) -> None:
    """Print how often the days of past forecasts held by course, and how often amounts did.

    Amounts are those of all courses together, so they are left out where items are named.
    """
    from tracker.figures.forecast import backtest
    from tracker.figures.forecast.weekly_amounts import collect_weekly_amounts

    logs = {}
    if items is None:
        logs = collect_weekly_amounts(figures, today)
    else:
        record = record.select_courses(items)
    _, by_weeks, overall = backtest.score_logs(logs)
    if args.json:
        scores = {}
        if logs:
            scores = {f"next {weeks} weeks": score for weeks, score in by_weeks.items()}
            scores["all"] = overall
        rows = [{"log": name, **backtest.export_score(score)} for name, score in scores.items()]
        json_csv.say_json({"record": record_words.export_record(record, today), "logs": rows})
        return
    held = record_words.describe_forecast_record(record, today)
    if not overall.windows and not held:
        say(
            "Nothing so far could have been judged: that takes three forecasts that have come due, "
            "or six weeks with times and four behind them."
        )
        return
    from tracker.cli import forecast_screen

    courses = record_words.tabulate_record(record)
    amounts = []
    if overall.windows:
        amounts = backtest.tabulate_scores({}, by_weeks, overall)
    forecast_screen.show_backtest(held, courses, amounts, args.no_color)
