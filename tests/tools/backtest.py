"""Folders of weekly logs -> how often their forecasts held.

Run: make backtest DATA=FOLDER TOPICS=FOLDER JSON=1. A log is a CSV file, its lines `week,amount` such
as `2024-W27,3`; of topics `week,topic,amount`. Lines that begin with # say where it is from; there
`its last week is 2024-W40` ends a file of topics.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from math import inf
from pathlib import Path

from tests.journal import CASES
from tests.tools.judge import (
    STRETCHES,
    YEAR,
    Log,
    Runs,
    Walk,
    join_walks,
    summarize,
    walk_logs,
    walk_topics,
)
from tracker.figures.forecast.throughput import knows_amounts, make_history, simulate_throughput
from tracker.figures.stats import list_week_names
from tracker.model.journal import monday_of, week_of

DATA = CASES / "throughput"
QUITS = {"long": YEAR, "all": 0, "none": 10**6}  # which logs get silent weeks: those of so many
MOST_WEEKS = 2600  # fifty years: more are a slip of the pen
WEEK = re.compile(r"\d{4}-W\d{2}")
LAST_WEEK = re.compile(r"^#.* its last week is (\d{4}-W\d{2})", re.MULTILINE)
COLUMNS = ("windows", "P50", "P80", "P90", "P80_se", "empty", "P80_promising", "width", "loss")


def forecast(past: Log, others: Sequence[Log]) -> Iterator[Runs] | None:
    history = make_history(past, others)
    return simulate_throughput(history) if knows_amounts(history) else None


def read(folder: Path) -> dict[str, list[float]]:
    """Name of each log -> its weekly amounts, oldest first; weeks that are not named are empty."""
    return {path.stem: amounts(path) for path in list_files(folder)}


def list_files(folder: Path) -> list[Path]:
    """List the CSV files of a folder; one file may stand for a folder of it."""
    return [folder] if folder.is_file() else sorted(folder.glob("*.csv"))


def amounts(path: Path) -> list[float]:
    found = {week: amount for week, _, amount in read_lines(path, 2)}
    return fill_weeks(path, found, max(found)) if found else []


def read_topics(folder: Path) -> dict[str, dict[str, list[float]]]:
    """Name of each file -> topic -> its weekly amounts since its first one, to the file's end."""
    journals = {}
    for path in list_files(folder):
        topics: dict[str, dict[str, float]] = {}
        for week, topic, amount in read_lines(path, 3):
            topics.setdefault(topic, {})[week] = amount
        weeks = [week for topic in topics.values() for week in topic]
        named = LAST_WEEK.search(read_text(path))
        last = max([*weeks, *([named[1]] if named else [])], default="")
        journals[path.stem] = {
            topic: fill_weeks(path, found, last) for topic, found in topics.items()
        }
    return {name: journal for name, journal in journals.items() if journal}


def fill_weeks(path: Path, found: dict[str, float], last: str) -> list[float]:
    first = min(found)
    if monday_of(last) - monday_of(first) > timedelta(weeks=MOST_WEEKS):
        raise SystemExit(f"{path}: expected at most {MOST_WEEKS} weeks, got {first} to {last}")
    return [found.get(week, 0.0) for week in list_week_names(monday_of(first), monday_of(last))]


def read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise SystemExit(f"{path}: expected text in UTF-8") from None
    except OSError as error:
        raise SystemExit(f"{path}: {error.strerror}") from None


def read_lines(path: Path, columns: int) -> Iterator[tuple[str, str, float]]:
    """Yield (week, topic, amount) of each line. SystemExit with one line for a broken one."""
    seen = set()
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line.strip() or line.startswith(("#", "week")):
            continue
        try:
            name, *topic, word = next(csv.reader([line]))
            week, amount = week_of(monday_of(name)), float(word)
            if not (WEEK.fullmatch(name) and len(topic) == columns - 2 and 0 <= amount < inf):
                raise ValueError
        except (ValueError, csv.Error):
            example = "2024-W27,3" if columns == 2 else "2024-W27,maths,3"
            raise SystemExit(
                f"{path}:{number}: expected a line such as {example}, got {line[:80]!r}"
            ) from None
        key = (week, *topic)
        if key in seen:
            raise SystemExit(f"{path}:{number}: expected each week once, got {line[:80]!r} again")
        seen.add(key)
        yield week, "".join(topic), amount


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make backtest")
    parser.add_argument("folder", nargs="?", type=Path, default=DATA)
    parser.add_argument("--topics", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quits", choices=sorted(QUITS), default="long")
    args = parser.parse_args(words)
    logs = {name: log for name, log in read(args.folder).items() if log}
    if not logs:
        raise SystemExit(
            f"{args.folder}: expected CSV files with lines such as 2024-W27,3; got none"
        )
    journals = read_topics(args.topics) if args.topics else {}
    if args.topics and not journals:
        example = "2024-W27,maths,3"
        raise SystemExit(
            f"{args.topics}: expected CSV files with lines such as {example}; got none"
        )
    longest_first = sorted(logs.items(), key=lambda item: len(item[1]), reverse=True)
    quits = QUITS[args.quits]
    with ProcessPoolExecutor() as pool:
        walks = [
            pool.submit(walk_logs, forecast, {name: log}, quits) for name, log in longest_first
        ]
        of_topics = [
            pool.submit(walk_topics, forecast, {name: journal}, quits)
            for name, journal in journals.items()
        ]
        walk = join_walks(future.result() for future in walks)
        topics = join_walks(future.result() for future in of_topics) if of_topics else None
    if args.json:
        print(json.dumps(summarize(walk, topics)))
    else:
        print_tables(walk, topics)
    return 0


def print_tables(walk: Walk, topics: Walk | None) -> None:
    found = summarize(walk, topics)
    rows = [("", "logs", *COLUMNS)]
    for kind in ("amounts", "dates", "topics"):
        for weeks, row in found[kind].items():
            name = f"{kind}, {weeks} weeks" if weeks != "all" else kind
            rows.append(format_row(name, row))
    for stretch in STRETCHES:
        rows.append(format_row(f"amounts, {stretch}", found["stretches"][stretch]))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        name, *cells = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join([name.strip().ljust(widths[0]), *cells]))
    refused = ", ".join(
        f"{kind} {share:.0%}" for kind, share in found["refused"].items() if share is not None
    )
    print(f"\nRefused: {refused}.")
    print("P50, P80, P90: how often they held. Empty: P80s that promise nothing.")
    print("Width: from P50 to P80, as a part of P50. Loss: as a part of the straight line's.")
    print("Each log weighs as much as any other. A day is judged where it lies in the log, so that")
    print("the P90s of days come from fewer logs than their P80s.")


def format_row(name: str, row: dict[str, float | None]) -> tuple[str, ...]:
    cells = []
    for column in COLUMNS:
        value = row[column]
        if value is None:
            cells.append("-")
        elif column == "windows":
            cells.append(str(value))
        else:
            cells.append(f"{value:.2f}" if column == "loss" else f"{value:.0%}")
    return name, str(row["logs"]), *cells


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
