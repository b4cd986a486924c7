"""A folder of weekly logs -> how often their forecasts would have held. Run: make backtest DATA=FOLDER

A log is a CSV file, its lines `week,amount` such as `2024-W27,3`; lines that begin with # say where it is from.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from tests.journal import CASES
from tracker.figures.forecast.backtest import score_logs, tabulate_scores
from tracker.figures.stats import list_week_names
from tracker.model.journal import monday_of, week_of

DATA = CASES / "throughput"


def read(folder: Path) -> dict[str, list[float]]:
    """Name of each log -> its weekly amounts, oldest first; weeks that are not named are empty."""
    return {path.stem: amounts(path) for path in sorted(folder.glob("*.csv"))}


def amounts(path: Path) -> list[float]:
    found: dict[str, float] = {}
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        if not line.strip() or line.startswith(("#", "week")):
            continue
        try:
            week, amount = next(csv.reader([line]))
            found[week_of(monday_of(week))] = float(amount)
        except ValueError:
            raise SystemExit(
                f"{path}:{number}: expected a week and a number such as 2024-W27,3, got {line!r}"
            ) from None
    weeks = list_week_names(monday_of(min(found)), monday_of(max(found))) if found else []
    return [found.get(week, 0.0) for week in weeks]


def main(words: list[str]) -> int:
    folder = Path(words[0]) if words else DATA
    logs = read(folder)
    if not logs:
        print(
            f"{folder} holds no logs; make backtest DATA=FOLDER wants CSV files of week,amount",
            file=sys.stderr,
        )
        return 1
    rows = tabulate_scores(*score_logs(logs))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        name, *cells = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join([name.strip().ljust(widths[0]), *cells]))
    print()
    print(
        "P50, P80, P90: how often as much or more was done; width: from P50 down to P80, as a part of P50;"
    )
    print(
        "loss: pinball loss as a part of the straight line's. Each log weighs as much as any other."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
