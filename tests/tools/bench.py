"""`make bench`: the figures that the design asks for, each as a ratio of two runs on the same machine."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import yaml

from tests.journal import ROOT
from tests.tools.generate import written
from tracker import store
from tracker.checks import journal_checks
from tracker.format import loader

WEEKS = int(os.environ.get("WEEKS", "520"))
RUNS = int(os.environ.get("RUNS", "3"))
ENVIRONMENT = {
    **os.environ,
    "NO_MKDOCS_2_WARNING": "1",
    "SOURCE_DATE_EPOCH": "1795219200",
}  # 2026-11-21
ENVIRONMENT["TRACKER_NOW"] = "2026-11-20T20:00"  # in the last of 520 weeks
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)
# What is typed -> how many times `python -c pass` it may take; `cold`: nothing is remembered of an earlier one.
REPORTS = {
    "week --json": 10.0,
    "week": 18.0,
    "report week --json": 10.0,
    "report week": 18.0,
    "report all --json, cold": 60.0,
    "report all --json": 20.0,
}

# In a process of its own, for matplotlib is imported once: its figures first, then all that Progress shows of them.
DRAW = """
import sys, time
from datetime import date
from pathlib import Path
from tracker import load
from tracker.charts import CHARTS, chart_html
from tracker.stats import figures
found = figures(load(Path(sys.argv[1]))[0])
begin = time.perf_counter()
charts = [draw(found, date(2026, 11, 21), None, None) for draw in CHARTS.values()]
assert all(chart_html(chart, chart.draw and chart.draw()) for chart in charts)
print(time.perf_counter() - begin)
"""


def seconds(run: Callable[[], object]) -> float:
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def against(
    name: str, ours: Callable[[], object], theirs: Callable[[], object], most: float
) -> bool:
    """Both in turn, so that a busy machine slows them alike; medians."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(RUNS)]
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    kept = mine / other <= most
    print(
        f"{name:34} {mine:8.3f} s {other:8.3f} s {mine / other:6.2f} x (at most {most} x){'' if kept else ' TOO SLOW'}",
        flush=True,
    )
    return kept


def drawing(folder: Path, most: float) -> bool:
    """Every chart of Progress in seconds, nothing cached, and the import of matplotlib with it."""
    found = [
        float(
            subprocess.run(
                [sys.executable, "-c", DRAW, folder], check=True, stdout=subprocess.PIPE
            ).stdout
        )
        for _ in range(RUNS)
    ]
    kept = (mine := statistics.median(found)) <= most
    print(
        f"{'the charts of Progress':34} {mine:8.3f} s (at most {most} s){'' if kept else ' TOO SLOW'}",
        flush=True,
    )
    return kept


def load_with_checks(folder: Path) -> None:
    files = store.read_entries(folder)[0]
    journal, _ = loader.load_journal(files)
    journal_checks.check_journal(journal, files)


def load_plainly(folder: Path) -> None:
    for path in (folder / "entries").glob("*.yaml"):
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def build(folder: Path) -> None:
    for made in ("site", ".tracker"):
        shutil.rmtree(folder / made, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=folder,
        check=True,
        env=ENVIRONMENT,
        stderr=subprocess.DEVNULL,
    )


def ten_times(folder: Path, *words: str) -> None:
    """A start of Python takes so little that one alone says nothing."""
    for _ in range(10):
        subprocess.run(
            [sys.executable, *words],
            cwd=folder,
            check=True,
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
        )


def report(folder: Path, words: str) -> None:
    typed, _, cold = words.partition(", ")
    for _ in range(10):
        if cold:
            (folder / ".tracker/weeks.json").unlink(missing_ok=True)
        subprocess.run(
            [sys.executable, "-m", "tracker", *typed.split()],
            cwd=folder,
            check=True,
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
        )


def typed(folder: Path, *commands: str) -> None:
    """Each command ten times, in turn, on a Saturday evening of the journal's last week."""
    environment = {**ENVIRONMENT, "TRACKER_NOW": "2026-11-14T21:00"}
    week = folder / "entries/2026-W46.yaml"
    before = week.read_bytes()
    for command in commands * 10:
        words = [str(Path(sys.executable).with_name("tracker")), *command.split()]
        subprocess.run(words, cwd=folder, check=True, env=environment, capture_output=True)
    week.write_bytes(before)  # or each round would read a longer week


def one_week(journal: Path, folder: Path) -> Path:
    """A journal of the same plan and the same last week, and nothing before it."""
    (folder / "entries").mkdir(parents=True)
    for name in ("plan", "2026-W46"):
        shutil.copy(journal / f"entries/{name}.yaml", folder / f"entries/{name}.yaml")
    return folder


def logging(ours: Path, folder: Path) -> list[bool]:
    """What must feel instant: against a bare start of Python, and at ten years against one week."""
    week = one_week(ours, folder / "week")
    kept = []
    for commands in (("log 45m course-1/unit-3 chain",), ("start course-1", "stop"), ("status",)):
        name = " and ".join(command.split()[0] for command in commands)
        bare = partial(ten_times, ours, "-c", "pass")
        theirs = bare if len(commands) == 1 else lambda bare=bare: (bare(), bare())
        kept.append(
            against(f"{name} : python -c pass", partial(typed, ours, *commands), theirs, 6.0)
        )
        kept.append(
            against(
                f"{name} : of one week",
                partial(typed, ours, *commands),
                partial(typed, week, *commands),
                1.15,
            )
        )
    return kept


def complete_an_id(folder: Path) -> None:
    ten_times(
        folder,
        "-m",
        "tracker",
        "_complete",
        "bash",
        "tracker log 45m course-1",
        " \t\n\"'@><=;|&(:",
    )


def sites(folder: Path) -> tuple[Path, Path]:
    """A journal's site, and bare Material with the posts that it makes as Markdown files."""
    ours, bare = folder / "ours", folder / "bare"
    config = re.sub(r"(?ms)^nav:.*?\n\n", "", (ROOT / "mkdocs.yml").read_text("utf-8"))
    for site in (ours, bare):
        (site / "docs/blog/posts").mkdir(parents=True)
        (site / "docs/blog/index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    (ours / "mkdocs.yml").write_text(config, "utf-8")
    (bare / "mkdocs.yml").write_text(config.replace("  - tracker\n", ""), "utf-8")
    written(ours, weeks=WEEKS)
    build(ours)
    shutil.copytree(ours / ".tracker/site/blog/posts", bare / "docs/blog/posts", dirs_exist_ok=True)
    return ours, bare


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, bare = sites(folder)
        print(f"{WEEKS} weeks; medians of {RUNS}: ours, theirs, ratio")
        kept = [
            against(
                "load with every check : yaml.load",
                lambda: load_with_checks(ours),
                lambda: load_plainly(ours),
                2.5,
            ),
            against(
                "completion of an id : python -c pass",
                lambda: complete_an_id(ours),
                lambda: ten_times(ours, "-c", "pass"),
                8.0,
            ),
            *(
                against(
                    f"{words} : python -c pass",
                    partial(report, ours, words),
                    partial(ten_times, ours, "-c", "pass"),
                    most,
                )
                for words, most in REPORTS.items()
            ),
            *logging(ours, folder),
            drawing(ours, 3.0),
            against("whole build : bare material", lambda: build(ours), lambda: build(bare), 1.0),
        ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
