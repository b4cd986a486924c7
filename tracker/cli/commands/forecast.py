"""tracker forecast: when what is left will be done, and how often such words held."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from tracker import cached_reader, store
from tracker.cli import json_csv
from tracker.cli.terminal import confirm, find_journal_folder, hint, report_faults, say
from tracker.edit.document import decode_file_text
from tracker.figures import forecast, stats
from tracker.figures.forecast import Forecast, kept_forecasts
from tracker.figures.stats import Figures
from tracker.format import loader
from tracker.model import when
from tracker.model.english import join_words
from tracker.model.journal import KeptForecast, TrackerError, week_of

PATH = f"{store.ENTRIES}/{loader.FORECASTS_FILE}"
EXAMPLES = """\
examples:
  tracker forecast
  tracker forecast zero-to-hero
  tracker forecast --keep         this week's, one line each in entries/forecasts.yaml
  tracker forecast --backtest     how often they would have held, had they been made at the time
  tracker forecast --json         {"week", "held", "forecasts": [...]}

The first day is the end of the week by which it is done in half of the simulations, the second in four of five.
A forecast in JSON: {"item", "measure", "done", "total", "p50", "p80", "p90", "refused", "said", "band": [[WEEK, P50,
P80], ...]}; item is null for the whole plan. "held" is {"due", "p50", "p80", "left_out", "said"}.
--backtest --json: {"logs": [{"log", "windows", "refused", "p50", "p80", "p90", "width", "loss"}, ...]}."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker forecast [ITEM] [--json | --keep | --backtest [--json]]"
    parser.epilog = EXAMPLES
    parser.add_argument(
        "item", metavar="ITEM", nargs="?", help="an id, or the beginning of one; else all there are"
    )
    parser.add_argument("--keep", action="store_true", help="write this week's down, once")
    parser.add_argument(
        "--backtest", action="store_true", help="measure them on this journal's past"
    )
    parser.add_argument("--json", action="store_true", help="for programs to read")


def run(args: Namespace, now: datetime) -> int:
    if args.keep and (args.backtest or args.json):
        raise TrackerError("--keep writes and says what it wrote; leave out --backtest and --json")
    root = find_journal_folder(args)
    plan, faults = cached_reader.read_plan_with_faults(root)
    today = when.journal_day_of(now, plan.day_starts)
    read = cached_reader.read_weeks(root, plan, None)
    figures = stats.build_figures(read.journal)
    item = resolve_forecast_item(figures, args.item) if args.item is not None else None
    lines, problems = read_kept_forecasts(root)
    if args.backtest:
        run_backtest(figures, today, item, args)
    elif args.keep:
        keep_new_forecasts(root, figures, found_of(figures, today, item), today)
    else:
        found, so_far = (
            found_of(figures, today, item),
            kept_forecasts.measure_calibration(figures, lines, today),
        )
        if args.json:
            json_csv.say_json(build_forecast_facts(figures, found, so_far, today))
        else:
            show_forecast_screen(figures, found, so_far, today, args.no_color)
    return report_faults([*faults, *read.faults, *problems], read.unread)


def resolve_forecast_item(figures: Figures, typed: str) -> str:
    """The id that is meant."""
    id_ = figures.plan.aliases.get(typed, typed)
    begun = (
        [id_] if id_ in figures.states else [one for one in figures.states if one.startswith(typed)]
    )
    if len(begun) > 1:
        raise TrackerError(
            f"{typed!r} begins more than one id: {', '.join(sorted(begun)[:5])}; type more of it"
        )
    if not begun:
        raise TrackerError(f"nothing here is called {typed!r}; tracker plan lists what there is")
    return begun[0]


def found_of(figures: Figures, today: date, item: str | None) -> list[Forecast]:
    """Of the item; else of all that can be measured, and of the plan, even if there it is to say why not."""
    if item:
        return [forecast.forecast_item(figures, today, item)]
    found = forecast.list_forecasts(figures, today)
    return (
        found
        if any(one.item is None for one in found)
        else [*found, forecast.forecast_item(figures, today)]
    )


def read_kept_forecasts(root: str) -> tuple[Sequence[KeptForecast], list[str]]:
    """The kept ones, and a line for the errors of their file."""
    lines, problems = loader.load_forecasts(PATH, store.read_file(root, PATH) or b"")
    return lines or (), [line for line in [cached_reader.fault_of(problems)] if line]


def show_forecast_screen(
    figures: Figures,
    found: list[Forecast],
    so_far: kept_forecasts.Calibration,
    today: date,
    no_color: bool,
) -> None:
    from tracker.cli import forecast_screen

    forecast_screen.show_forecasts(figures, found, so_far, today, no_color)


def build_forecast_facts(
    figures: Figures, found: list[Forecast], so_far: kept_forecasts.Calibration, today: date
) -> dict[str, Any]:
    return {
        "week": week_of(today),
        "held": so_far._asdict(),
        "forecasts": [
            {
                "item": one.item,
                "measure": one.measure,
                "done": one.done,
                "total": one.total,
                **{
                    name: day.isoformat() if (day := getattr(one, name)) else None
                    for name in ("p50", "p80", "p90")
                },
                "refused": one.refused,
                "said": forecast.describe_forecast(figures, one, today),
                "band": one.band,
            }
            for one in found
        ],
    }


# ---- --keep


def keep_new_forecasts(root: str, figures: Figures, found: list[Forecast], today: date) -> None:
    if all(one.refused for one in found):
        why = f": {found[0].refused}" if len(found) == 1 else ""
        raise TrackerError(f"there is no forecast to keep yet{why}; tracker forecast says why")
    week = week_of(today)

    def write(files: store.Files) -> tuple[str, store.Files]:
        data = files[PATH]
        lines, _ = loader.load_forecasts(PATH, data or b"")
        fresh = kept_forecasts.select_new_forecasts(figures, found, lines or (), today)
        if not fresh:
            return "", {}
        names = join_words([line.item or "the plan" for line in fresh])
        new = kept_forecasts.with_lines(PATH, decode_file_text(PATH, data or b""), fresh)
        return f"kept {week}'s forecast of {names}", {PATH: new.encode()}

    done = store.apply_edit(root, [PATH], write)
    if done.what:
        confirm(root, done)
    else:
        say(f"The forecasts of {week} are kept already")
        for line in done.warnings:
            hint(line)


# ---- --backtest


def run_backtest(figures: Figures, today: date, item: str | None, args: Namespace) -> None:
    from tracker.figures.forecast import backtest
    from tracker.figures.forecast.course import collect_weekly_histories

    logs = {
        name: log
        for name, log in collect_weekly_histories(figures, today).items()
        if item in (None, name)
    }
    by_log, by_weeks, all_ = backtest.score_logs(logs)
    if args.json:
        rows = {
            **by_log,
            **{f"next {weeks} weeks": one for weeks, one in by_weeks.items()},
            "all": all_,
        }
        json_csv.say_json(
            {"logs": [{"log": name, **backtest.export_score(one)} for name, one in rows.items()]}
        )
        return
    if not all_.windows:
        tried = "No week so far could have been judged: that takes six weeks of history, and four behind them."
        say(tried)
        return
    from tracker.cli import forecast_screen

    judged = {name: one for name, one in by_log.items() if one.windows}
    forecast_screen.show_backtest(
        backtest.tabulate_scores(judged, by_weeks, all_), len(by_log) - len(judged), args.no_color
    )
