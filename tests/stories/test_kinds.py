"""One row says all of a kind of item: CONTRIBUTING's recipe makes a fourth, and all know it."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.journal import ROOT
from tests.recipes import apply_recipe, copy_program
from tracker.cli import COMMANDS
from tracker.format.fields import PLAN, WEEK, Entries, Keys
from tracker.model.journal import Week
from tracker.model.kinds import FINISHED, KIND_OF_ADDRESSES, KIND_OF_IDS, KINDS, STATUSES, Kind
from tracker.model.plan import Plan

SITE = "site_url: https://example.org/journal/\n"
# What a record may say that is no word of the author's: drafts show it.
FACTS = {"done", "read", "understood", "confidence", "status"}


# ---- a journal with a talk -----------------------------------------------------------------------

MONDAY = date(2024, 1, 1)
WEEKS = 30  # more than the 26 from which on the cached reader packs them
NOW = "2024-07-27T20:00"  # Saturday of the week behind them, 2024-W30


def write_journal(folder: Path) -> None:
    """Half a year of a course and of a talk, so that every chart has something to show."""
    (folder / "entries").mkdir(parents=True)
    plan = {
        "title": "A journal of talks",
        "courses": {"algebra": {"title": "Algebra", "units": [f"unit-{n}" for n in range(60)]}},
        "papers": {"vaswani2017": {"title": "Attention Is All You Need"}},
        "projects": {"four-gram": {"title": "A model of four letters"}},
        "talks": {
            "attention": {
                "title": "A Talk On Attention",
                "by": "A. Speaker",
                "skills": ["attention"],
                "was": ["attention-talk"],
                "after": ["vaswani2017"],
            },
            "dropped-talk": {"title": "A Talk Given Up", "status": "dropped"},
        },
    }
    (folder / "entries/plan.yaml").write_text(json.dumps(plan), "utf-8")
    for number in range(WEEKS - 1):
        monday = MONDAY + timedelta(weeks=number)
        week: dict[str, Any] = {
            "courses": {"algebra": {"done": [f"unit-{number}"]}},
            "talks": {"attention": {"notes": f"What was said in week {number}."}},
            "sessions": [
                {"start": f"{monday} 10:00", "minutes": 50, "item": "algebra"},
                {"start": f"{monday} 12:00", "minutes": 30, "item": "attention"},
            ],
        }
        if number == 3:
            week["talks"]["unplanned"] = {"status": "done"}
            week["papers"] = {"vaswani2017": {"read": "once"}}
            week["projects"] = {"four-gram": {"status": "shipped"}}
        name = "{}-W{:02}".format(*monday.isocalendar()[:2])
        (folder / f"entries/{name}.yaml").write_text(json.dumps(week), "utf-8")


# Runs commands by the copy of the program, one a line, and answers each with its exit code and what
# it said. A process for each would take a minute.
RUNNER = """
import contextlib, io, json, os, sys, traceback
from tracker import cli
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what a program says that a command starts
for line in sys.stdin:
    said, code = io.StringIO(), -1
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = cli.main(json.loads(line))
        except BaseException:
            traceback.print_exc()
    print(json.dumps([code, said.getvalue()]), file=answers, flush=True)
"""


class Copy(NamedTuple):
    """A copy of the program that knows talks, and a journal with some."""

    program: Path
    journal: Path

    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("TRACKER_")}
        own = {"PYTHONPATH": str(self.program), "TRACKER_NOW": NOW, "EDITOR": "true"}
        return {**kept, **own, "SOURCE_DATE_EPOCH": "1722110400", "NO_MKDOCS_2_WARNING": "1"}

    def start(self, *words: str, **pipes: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *words], cwd=self.journal, env=self.environment(), text=True, **pipes
        )


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    root = tmp_path_factory.mktemp("talks")
    copy_program(root / "program")
    changed = apply_recipe(root / "program", "A kind of item")
    assert "tracker/model/kinds.py" in changed
    assert "mkdocs.yml" in changed
    write_journal(root / "journal")
    return Copy(root / "program", root / "journal")


# As a learner types them, in this order. One that begins with an exclamation mark is refused.
TYPED = """
init
setup-git
upgrade
! publish
add talk scaling --title "A Talk On Scaling" --by "B. Speaker"
! add talk bad --units 3
! add talk "No Id"
log 45m scaling "a note"
! log 45m scaling/part --done
start scaling --at 18:00
status
switch attention --at 18:30
stop --at 19:00
start scaling --at 19:10
cancel
show
show all
show all --json
show scaling
show scaling --json
show talks /note/
show 2024-W30 --json
show talk 2024
edit 2024-W30:1 --minutes 50m --item attention
edit 2024-W30:1 --item scaling
add learned "One thing"
add life Another
add question Why?
add next On
add goal "Hear a talk"
add link https://example.org/talk "worth an hour"
set goal 1 done
set question 1 "So that it is."
! add talk goal
set scaling paused
set scaling resume
set scaling dropped "too long"
set scaling active
! set scaling shipped
! set scaling confidence 3
! set scaling evidence a.py
help
help set
plan
plan --all
! done scaling/part
! done scaling --read once
! done scaling --count 1
done scaling
! done scaling
plan
plan --all
plan --json
report all
report all --json
report all --csv
report all --by day
report all --by week
report all --by month
report all --by item
report all --by kind
report all --by skill
report all
report all --json
report all --csv
report all --by day
report all --by week
report all --by month
report all --by item
report all --by kind
report all --by skill
report week --by kind
forecast
forecast attention
forecast --json
forecast --backtest
forecast --keep
week
week 2024-W30 --json
week 2024-W30 --edit
write attention --week 2024-W30
rename attention on-attention
rename on-attention heard
undo
undo
check
plan talks
report talks all
week 2024-W30 --as mail --draft
week 2024-W30 --as mail --draft --html
week 2024-W30 --as share --draft
week 2024-W30 --as post
schema week
schema plan
schema journal
export csv talks
export journal
completion bash
completion zsh
completion fish
_complete bash "tracker log 5m drop" ""
_complete bash "tracker set scal" ""
_complete bash "tracker add ta" ""
merge a b c entries/2024-W30.yaml
log 5m scaling "to be removed"
remove 2024-W30:4
note scaling "what it was about"
build --to ../plain
build
import csv talks.csv --dry-run
"""


@pytest.fixture(scope="module")
def told(talks: Copy) -> dict[str, list[str]]:
    """Each command -> what it said, every time."""
    said: dict[str, list[str]] = {}
    with talks.start("-c", RUNNER, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as runner:
        assert runner.stdin
        assert runner.stdout
        for line in TYPED.strip().splitlines():
            words = shlex.split(line.removeprefix("! "))
            if words[0] == "merge":
                for name in "abc":
                    shutil.copy(talks.journal / "entries/2024-W30.yaml", talks.journal / name)
            if words[0] == "import":
                (talks.journal / "talks.csv").write_text(
                    "date,minutes,talk\n2024-07-22,9,scaling\n"
                )
            if words[0] == "build":
                write_site_url(talks.journal)
            print(json.dumps(words), file=runner.stdin, flush=True)
            code, text = json.loads(runner.stdout.readline())
            assert code == line.startswith("! "), f"{line}: {text}"
            said.setdefault(words[0], []).append(text)
        runner.stdin.close()
    said["serve"] = [serve_page(talks, "talks/attention/")]
    return said


def write_site_url(journal: Path) -> None:
    settings = journal / "mkdocs.yml"
    text = settings.read_text("utf-8").removeprefix(SITE)
    settings.write_text(SITE + text, "utf-8")


def serve_page(talks: Copy, address: str) -> str:
    """A page as `tracker serve` shows it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    deadline = time.monotonic() + 60
    words = ("-m", "tracker", "serve", "--port", str(port))
    with talks.start(*words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as serving:
        page = ""
        while not page and time.monotonic() < deadline and serving.poll() is None:
            with suppress(OSError):
                url = f"http://127.0.0.1:{port}/journal/{address}"
                with urllib.request.urlopen(url, timeout=10) as answer:
                    page = answer.read().decode("utf-8")
        serving.send_signal(signal.SIGINT)
        errors = serving.communicate(timeout=60)[1]
    assert "Traceback" not in errors, errors
    assert page, errors
    return page


@pytest.mark.long
def test_every_command_knows_a_talk(told: dict[str, list[str]]) -> None:
    assert set(COMMANDS) <= set(told)
    assert told["add"][0].startswith("Added talk scaling to entries/plan.yaml, A Talk On Scaling")
    assert "--units is for courses, not for a talk" in told["add"][1]
    assert "scaling is one of the talks" in told["log"][1]
    assert "scaling is one of the talks and has no units" in told["done"][0]
    assert "--read is for papers, and scaling is one of the talks" in told["done"][1]
    assert "--count is for courses, and scaling is one of the talks" in told["done"][2]
    assert "one in 2024-W30: scaling is heard" in told["done"][3]
    assert "scaling was heard in 2024-W30" in told["done"][4]
    assert "1 session (9 min), scaling 9 min" in told["import"][0]
    assert "1 of 3 talks" in told["plan"][0]
    assert "A Talk On Attention" in told["plan"][1]
    assert json.loads(told["plan"][4])["done"]["talks"] == {"done": 2, "of": 3}
    assert re.search(r"^ *talks +16 h 20", told["report"][7], re.MULTILINE)
    assert "a talk is never shipped; scaling can be planned" in told["set"][6]
    assert "confidence is for courses and papers, and scaling is one of" in told["set"][7]
    assert all("A Talk On Scaling" in text for text in told["week"][3:])
    assert [text.split()[0] for text in told["_complete"]] == ["dropped-talk", "scaling", "talk"]
    assert all('"talks"' in text for text in told["schema"])
    assert "A Talk On Attention" in told["serve"][0]


def test_what_was_packed_says_the_same(told: dict[str, list[str]]) -> None:
    assert told["report"][:9] == told["report"][9:18]


def test_the_site_shows_a_talk(talks: Copy, told: dict[str, list[str]]) -> None:
    assert "build" in told
    words = ("-m", "mkdocs", "build", "--strict", "--site-dir", "strict")
    with talks.start(*words, stderr=subprocess.PIPE) as build:
        errors = build.communicate()[1]
    assert build.returncode == 0, errors
    site = talks.journal / "strict"
    page = (site / "talks/attention/index.html").read_text("utf-8")
    for words_ in ("A. Speaker", '"@type":"PresentationDigitalDocument"', "said in week 7."):
        assert words_ in page
    assert (site / "talks/attention-talk/index.html").is_file()
    assert "A Talk On Scaling" in (site / "talks/index.html").read_text("utf-8")
    progress = (site / "progress/index.html").read_text("utf-8")
    for words_ in ("2</strong>", "talks heard", 'class="tracker-key tracker-talks"', "Talks 16 h"):
        assert words_ in progress
    plan = (site / "plan/index.html").read_text("utf-8")
    for words_ in ("2 of 3 talks", "2 of 3 heard"):
        assert words_ in plan
    assert "2 talks heard" in (site / "progress/2024/index.html").read_text("utf-8")
    assert "Talks" in (site / "blog/2024-w08/index.html").read_text("utf-8")


# ---- the rows ------------------------------------------------------------------------------------


def keys_of(table: Any, kind: str) -> dict[str, Any]:
    assert isinstance(table.map, Keys)
    entries = table.map.keys[kind].map
    assert isinstance(entries, Entries)
    assert isinstance(entries.of.map, Keys)
    return dict(entries.of.map.keys)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_row_fits_the_tables(kind: Kind) -> None:
    name = kind.plural
    assert KINDS[name] is kind
    assert name in Plan._fields
    assert name in Week._fields
    item, record = keys_of(PLAN, name), keys_of(WEEK, name)
    assert set(item) == set(kind.item._fields)
    assert set(record) == set(kind.record._fields)
    for keys in (item, record):
        assert keys["status"].schema == {"enum": list(kind.statuses)}
    assert set(kind.statuses) <= set(STATUSES)
    assert kind.finished_status in FINISHED
    assert kind.finished_status in kind.statuses
    assert kind.finished_by in ("units", "reading", "status")
    assert not kind.has_units or ("units" in item and "done" in record)
    assert not kind.is_read or "read" in record


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_all_but_facts_are_words_that_drafts_do_not_show(kind: Kind) -> None:
    assert set(kind.record._fields) == {*kind.words, *(FACTS & set(kind.record._fields))}


def test_no_two_kinds_look_alike() -> None:
    css = (ROOT / "tracker/assets/charts.css").read_text("utf-8")
    assert len({kind.texture for kind in KINDS.values()}) == len(KINDS)
    assert len({kind.colour for kind in KINDS.values()}) == len(KINDS)
    for name in KINDS:
        assert len(re.findall(rf"^ *--tracker-{name}: #", css, re.MULTILINE)) == 2
        assert f"\n.tracker-{name} {{" in css
        assert f"\n.tracker-key.tracker-{name} {{" in css
        for settings in ("mkdocs.yml", "tracker/templates/init/mkdocs.yml"):
            assert f": {name}/index.md\n" in (ROOT / settings).read_text("utf-8")


def test_what_an_unknown_id_is_taken_for() -> None:
    assert KINDS[KIND_OF_IDS].has_units
    assert KINDS[KIND_OF_ADDRESSES].is_read


# ---- no other table ------------------------------------------------------------------------------


def find_tables_by_kind(text: str) -> Iterator[int]:
    """Lines that name two kinds in one table, compare with one's name, or ask for a class."""
    names = {name for kind in KINDS.values() for name in (kind.plural, kind.singular)}
    classes = {cls.__name__ for kind in KINDS.values() for cls in (kind.item, kind.record)}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Dict):
            parts = [key for key in node.keys if key]
        elif isinstance(node, ast.List | ast.Set | ast.Tuple):
            parts = node.elts
        elif isinstance(node, ast.Compare):
            # One is enough: `kind == "papers"` asks for the name, and not for what is so of papers.
            named = [node.left, *node.comparators]
            if any(isinstance(part, ast.Constant) and part.value in names for part in named):
                yield node.lineno
            continue
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance":
            if classes & {part.id for part in ast.walk(node.args[1]) if isinstance(part, ast.Name)}:
                yield node.lineno
            continue
        elif isinstance(node, ast.Subscript) and ast.unparse(node) == "kind[:-1]":
            yield node.lineno
            continue
        else:
            continue
        said = {part.value for part in parts if isinstance(part, ast.Constant)}
        said |= {
            part.elts[0].value
            for part in parts
            if isinstance(part, ast.Tuple) and part.elts and isinstance(part.elts[0], ast.Constant)
        }
        if len(said & names) > 1:
            yield node.lineno


def test_no_other_table_by_kind() -> None:
    found = []
    for path in sorted((ROOT / "tracker").rglob("*.py")):
        if path != ROOT / "tracker/model/kinds.py":
            found += [f"{path}:{line}" for line in find_tables_by_kind(path.read_text("utf-8"))]
    assert found == []


def test_no_template_asks_for_a_kind_by_name() -> None:
    asked = re.compile(rf"""kind *==|\[:-1\]|== *['"]({"|".join(KINDS)})['"]""")
    templates = (ROOT / "tracker/templates").rglob("*.jinja")
    assert [str(path) for path in templates if asked.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "text",
    [
        'A = {"courses": 1, "papers": 2}',
        'A = {"course": 1, "paper": 2}',
        'for kind in ("papers", "projects"): pass',
        'for kind, verb in (("courses", "finished"), ("papers", "read")): pass',
        'if state.kind == "courses": pass',
        "isinstance(item, Course | Paper)",
        "isinstance(record, PaperRecord)",
        'f"{kind[:-1]}"',
    ],
)
def test_a_table_by_kind_is_seen(text: str) -> None:
    assert list(find_tables_by_kind(text))
