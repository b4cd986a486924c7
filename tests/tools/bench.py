"""`make bench`: commands and builds on generated journals, each against another run, in turn on the same machine.

    make bench                              against what nobody can undercut: a bare start of Python, yaml.load, bare Material
    make bench BASE=../other                the same commands and builds of another tree
    make bench ARGS="--weeks 1 104 520"     journals of one week, two years and ten
    make bench ARGS="--only build --weeks 104 520"      builds alone: cold, again, of one edit, served; memory; a push
    make bench ARGS="--open-courses 40 --no-hours --runs 5 --only log"

A line is a median of ours, one of the other's, and their ratio, with the smallest and the largest ratio of a pair.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import yaml

from tests.journal import ROOT
from tests.tools import bench_sites
from tests.tools.bench_journals import Journal, build_again, build_cold, make_site
from tests.tools.generate import last_saturday, name_of
from tracker import store
from tracker.checks import journal_checks
from tracker.format import loader

Act = Callable[[], object]
# What is typed, several commands split by `;` -> how many times `python -c pass` each may take, in a journal of ten years with
# 40 open courses; `changed`: a session was logged since the last command; `cold`: nothing is remembered of an earlier run.
READING = (
    "",
    "--json",
    "week",
    "week --json",
    "show course-1",
    "show open-3",
    "show open-3 --json",
    "show 2024-07",
    "show courses",
    "show all",
    "show /zzyzx/",
    "show /gradient/",
    "report",
    "report 2024",
    "report all",
    "report all --json",
    "report open-3",
    "plan",
    "plan --json",
    "forecast",
    "forecast open-3",
    "week last --as share",
    "week last --as mail",
    "week --as post",
)
# What is above the limits of all others, each with the reason.
MORE = {
    "show courses, changed": 22.0,  # it prints 11,000 lines
    "show all, changed": 22.0,  # it prints 18,000 lines
    "show /gradient/, changed": 18.0,  # it prints 4,500 lines
    "report all, changed": 18.0,  # each session counts for its hour
    "show courses, cold": 120.0,
    "plan, cold": None,  # the model of forecasts, which imports numpy
    "plan --json, cold": None,
    "forecast, cold": None,
    "forecast open-3, cold": None,
    "show open-3, cold": None,
    "show open-3 --json, cold": None,
    # What renders Markdown imports jinja2 and Python-Markdown, which take ten starts of Python.
    "week last --as share, changed": 15.0,
    "week last --as mail, changed": 28.0,
    "week --as post, changed": 28.0,
    # Every file is read twice: for its sums, and for its errors.
    "week last --as share, cold": 100.0,
    "week last --as mail, cold": 110.0,
    "week --as post, cold": 110.0,
}
COMMANDS: dict[str, float | None] = {
    "log 45m course-1/unit-3 chain": 5.8,
    "start course-1; stop": 5.8,
    "status": 5.8,
    "_complete bash 'tracker log 45m course-1'": 8.0,
    **{f"{command}, changed": 12.0 for command in READING},
    **{f"{command}, cold": 60.0 for command in READING},
    **MORE,
    "check": None,
}
# What `--only` may hold to measure builds.
SITES = "build builds site sites"
TIMES = 10  # a start of Python takes so little that one alone says nothing
# In a process of its own: the figures first, then all that Progress shows of them.
DRAW = """
import sys
from datetime import date
from pathlib import Path
from tracker import load
from tracker.charts import CHARTS, chart_html
from tracker.figures.stats import build_figures
figures = build_figures(load(Path(sys.argv[1]))[0])
charts = [draw(figures, date.fromisoformat(sys.argv[2]), None, None) for draw in CHARTS.values()]
assert all(chart_html(chart, chart.draw and chart.draw()) for chart in charts)
"""


class Pair(NamedTuple):
    """Two acts to be measured in turn; `most` is the largest ratio that is fast enough."""

    name: str
    ours: Act
    theirs: Act
    most: float | None = None


# ---- what is measured


def start_python(journal: Journal, times: int = TIMES) -> None:
    for _ in range(times):
        journal.run(["-c", "pass"])


def type_commands(journal: Journal, words: str, tree: Path = ROOT) -> None:
    """Each command ten times, in turn, each time into the same week."""
    typed, _, how = words.partition(", ")
    week = journal.folder / f"entries/{name_of(journal.weeks - 1)}.yaml"
    before = week.read_bytes()
    for number, command in enumerate(typed.split("; ") * TIMES):
        if how == "cold":
            for memory in ("weeks", "words", "checked", "forecasts", "promise", "record"):
                (journal.folder / f".tracker/{memory}.json").unlink(missing_ok=True)
        if how == "changed":
            week.write_bytes(before + format_later_session(journal, number))
        journal.run(["-m", "tracker", *split_words(command)], tree)
    week.write_bytes(before)  # or each round would read a longer week


def format_later_session(journal: Journal, number: int) -> bytes:
    """A session more, below those of the last week: another one each time."""
    day = last_saturday(journal.weeks).date()
    return f"  - {{start: {day} 20:{number:02}, minutes: {number + 5}, item: course-1}}\n".encode()


def split_words(command: str) -> list[str]:
    """As a shell would; the shell's own word breaks come last where it asks for completion."""
    words = [quoted or bare for quoted, bare in re.findall(r"'([^']*)'|(\S+)", command)]
    return [*words, " \t\n\"'@><=;|&(:"] if words[:1] == ["_complete"] else words


def load_with_checks(journal: Journal) -> None:
    files = store.read_entries(journal.folder)[0]
    loaded, _ = loader.load_journal(files)
    journal_checks.check_journal(loaded, files)


def load_plainly(journal: Journal) -> None:
    for path in (journal.folder / "entries").glob("*.yaml"):
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def draw_charts(journal: Journal, tree: Path = ROOT) -> None:
    today = last_saturday(journal.weeks).date() + timedelta(days=1)
    journal.run(["-c", DRAW, str(journal.folder), str(today)], tree)


# ---- against what


def pairs_against_others(journal: Journal, folder: Path) -> Iterator[Pair]:
    """Ours against the least that there is: what a start, a reading, a build without us would take."""
    yield Pair(
        "load with every check : yaml.load",
        partial(load_with_checks, journal),
        partial(load_plainly, journal),
        2.5,
    )
    for words, most in COMMANDS.items():
        times = TIMES * len(words.split("; "))
        yield Pair(
            f"{words} : python -c pass",
            partial(type_commands, journal, words),
            partial(start_python, journal, times),
            most,
        )
    if journal.weeks > 1:
        week = Journal(make_last_week(journal, folder / "week"), journal.weeks)
        for words in [*COMMANDS][:3]:
            yield Pair(
                f"{words} : of one week",
                partial(type_commands, journal, words),
                partial(type_commands, week, words),
                1.15,
            )
    yield Pair(
        "the charts of Progress : python -c pass",
        partial(draw_charts, journal),
        partial(start_python, journal, 1),
    )


def make_last_week(journal: Journal, folder: Path) -> Path:
    """A journal of the same plan and the same last week, and nothing before it."""
    (folder / "entries").mkdir(parents=True)
    for name in ("plan", name_of(journal.weeks - 1)):
        shutil.copy(journal.folder / f"entries/{name}.yaml", folder / f"entries/{name}.yaml")
    return folder


def pairs_against_tree(journal: Journal, base: Path) -> Iterator[Pair]:
    """The same acts of this tree and of another. Each tree has its own copy, for each keeps what it read its own way."""
    copy = Journal(journal.folder.with_name(f"{journal.folder.name}-base"), journal.weeks)
    shutil.copytree(journal.folder, copy.folder)
    for words in COMMANDS:
        yield Pair(
            words,
            partial(type_commands, journal, words),
            partial(type_commands, copy, words, base),
        )
    for act in (draw_charts, build_cold, build_again):
        name = str(act.__name__).replace("_", " ")
        yield Pair(name, partial(act, journal), partial(act, copy, base))


# ---- measuring


def seconds_of(act: Act) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def measure_pair(pair: Pair, runs: int) -> bool:
    """A B A B, so that a busy machine slows both alike. Whether that was fast enough."""
    found = [(seconds_of(pair.ours), seconds_of(pair.theirs)) for _ in range(runs)]
    ours, theirs = (statistics.median(column) for column in zip(*found, strict=True))
    ratios = [mine / other for mine, other in found]
    kept = pair.most is None or ours / theirs <= pair.most
    limit = f" at most {pair.most}" if pair.most else ""
    print(
        f"{pair.name:48} {ours:8.3f} s {theirs:8.3f} s {ours / theirs:6.2f} x"
        f" ({min(ratios):.2f} to {max(ratios):.2f}){limit}{'' if kept else ' TOO SLOW'}",
        flush=True,
    )
    return kept


def parse_options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--weeks", type=int, nargs="+", default=[520], help="sizes of journals")
    parser.add_argument("--runs", type=int, default=3, help="pairs of each measurement")
    parser.add_argument("--open-courses", type=int, default=40, help="courses never finished")
    parser.add_argument("--no-hours", dest="hours", action="store_false", help="no sessions")
    parser.add_argument("--base", type=Path, help="another source tree to measure against")
    parser.add_argument("--only", default="", help="what is measured holds this word")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    options = parse_options(words)
    kept = []
    for weeks in options.weeks:
        with tempfile.TemporaryDirectory() as name:
            journal = make_site(Path(name) / "journal", weeks, options.open_courses, options.hours)
            print(
                f"{weeks} weeks; medians of {options.runs}: ours, theirs, ratio (of single pairs)"
            )
            if options.base:
                pairs = pairs_against_tree(journal, options.base.resolve())
            else:
                pairs = pairs_against_others(journal, Path(name))
            for pair in pairs:
                if options.only in pair.name:
                    # The limits are those of ten years: of less, a start of Python is the larger part.
                    judged = pair if weeks == 520 else pair._replace(most=None)
                    kept.append(measure_pair(judged, options.runs))
            if not options.base and options.only in SITES:
                found = bench_sites.measure_sites(journal, Path(name), options.runs)
                kept.append(bench_sites.print_sites(found, weeks))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
