"""What is drawn in a terminal: widths, colours, letters."""

import os
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.journal import ROOT, Scratch, environment
from tracker.cli import layout, marks

WEEK = """\
title: Catching the train
target: 4h
goals: [read, {goal: write, outcome: done}]
courses: {zero-to-hero: {done: [micrograd]}}
sessions:
  - {start: 2024-07-01 19:30, minutes: 60, item: zero-to-hero/micrograd}
  - {start: 2024-07-03, minutes: 30}
  - {start: 2024-W27, minutes: 15, item: vaswani2017}
"""


def test_a_year_is_a_heatmap(scratch: Scratch) -> None:
    days = [date(2024, 1, 1).toordinal() + 9 * n for n in range(40)]
    by_week: dict[str, str] = {}
    for n, day in enumerate(map(date.fromordinal, days)):
        name = f"{day.isocalendar()[0]}-W{day.isocalendar()[1]:02}"
        by_week[name] = (
            by_week.get(name, "sessions:\n") + f"  - {{start: {day}, minutes: {10 + 5 * n}}}\n"
        )
    for name, text in by_week.items():
        scratch.put(text, name)
    out = scratch.run("report", "2024", now=datetime(2024, 12, 31, 20)).out
    lines = out.splitlines()
    assert lines[3] == "Studied in 40 of 52 weeks: 1 h 23 a week on average."
    assert lines[4] == "Spread over the week; the hours are not known."
    lines = lines[3:]
    assert lines[3].split() == [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    ]
    assert [line[2:4] for line in lines[4:11]] == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    cells = "".join(line[5:] for line in lines[4:11])
    assert len(cells.replace(" ", "")) == 366
    assert sum(cells.count(letter) for letter in "░▒▓█") == 40
    assert all(len(line) <= 80 for line in lines)
    assert "or more" in out


@pytest.mark.parametrize(
    "columns", [40, *(pytest.param(n, marks=pytest.mark.long) for n in (60, 80, 120, 300))]
)
def test_no_line_is_wider_than_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    example = Scratch.__new__(Scratch)
    example.folder = ROOT
    now = datetime(2026, 11, 20, 20)
    for words in (
        ["week"],
        ["report", "year"],
        ["report", "month"],
        ["report", "all", "--by", "skill"],
        ["plan", "--all"],
    ):
        out = example.run(*words, now=now).out
        assert max(map(layout.count_cells, out.splitlines())) <= min(columns, 120)


def test_ascii_where_there_is_no_more(scratch: Scratch) -> None:
    scratch.put(WEEK)
    for words in (["week"], ["report", "year"], ["report", "--json"], ["plan"]):
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *words],
            cwd=scratch.folder,
            env=environment(PYTHONIOENCODING="ascii"),
            capture_output=True,
            check=True,
        )
        assert done.stdout.isascii()
        assert b"?" not in done.stdout


SHOWN = [
    ({}, [], True),
    ({"NO_COLOR": "1"}, [], False),
    ({"NO_COLOR": ""}, [], True),
    ({"TERM": "dumb"}, [], False),
    ({}, ["--no-color"], False),
]


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize(("env", "words", "colour"), SHOWN)
def test_colour_and_width_in_a_terminal(
    env: dict[str, str], words: list[str], colour: bool, scratch: Scratch
) -> None:
    scratch.put(WEEK)
    for columns in (60, 100):
        shown = in_terminal(scratch.folder, ["week", *words], columns, {"TERM": "xterm", **env})
        assert ("\x1b[" in shown) is colour
        widest = max(len(line) for line in shown.splitlines() if "\x1b" not in line)
        assert widest <= columns


def in_terminal(folder: Path, words: list[str], columns: int, env: dict[str, str]) -> str:
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    full = {key: value for key, value in environment(**env).items() if key != "COLUMNS"}
    if "NO_COLOR" not in env:
        full.pop("NO_COLOR", None)
    with subprocess.Popen(
        [sys.executable, "-m", "tracker", *words], cwd=folder, env=full, stdout=theirs, stdin=theirs
    ):
        os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:  # Linux says so at the end
                break
            if not more:
                break
            shown += more
    os.close(ours)
    return shown.decode()


def test_rich_is_imported_only_for_letters_of_other_widths(scratch: Scratch) -> None:
    scratch.put(WEEK)
    code = "import sys; from tracker import cli; cli.main(sys.argv[1:]); sys.exit(9 if 'rich' in sys.modules else 0)"
    for words, wide in (
        (["log", "5m"], False),
        (["week", "--json"], False),
        (["report", "--json"], False),
        (["report", "--csv"], False),
        (["plan", "--json"], False),
        (["report"], False),
        (["week"], False),
        ([], False),
        (["add", "life", "漢字"], False),
        (["show"], True),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=scratch.folder,
            env=environment(),
            capture_output=True,
            check=False,
        )
        assert done.returncode == (9 if wide else 0), words


def test_a_reader_that_leaves_is_no_matter() -> None:
    head = shutil.which("head")
    if not head:
        pytest.skip("no head here")
    command = f"{sys.executable} -m tracker report all --by day | {head} -1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=environment(), capture_output=True, check=True
    )
    assert done.stderr == b""


def test_marks() -> None:
    pens = {utf8: marks.Pen(80, False, utf8) for utf8 in (True, False)}
    assert [
        marks.render_bar(pens[True], share, 4).plain for share in (0, 0.001, 0.25, 0.5, 0.53, 1, 2)
    ] == [*("", "▏", "█", "██", "██▏", "████", "████")]
    assert [marks.render_bar(pens[False], share, 4).plain for share in (0, 0.001, 0.5, 1)] == [
        "",
        "#",
        "##",
        "####",
    ]
    assert marks.render_sparkline(pens[True], [0, 1, 4, 8]).plain == " ▁▄█"
    assert marks.render_sparkline(pens[False], [0, 1, 4, 8]).plain == " .=@"
    assert marks.render_sparkline(pens[True], [1] * 24).plain == "█" * 12
    assert marks.render_sparkline(pens[True], [0, 0]).plain == "  "
    assert marks.render_progress_bar(pens[True], 0.5, 4).plain == "━━╌╌"
    assert marks.render_progress_bar(pens[True], 7, 4).plain == "━━━━"


def test_a_narrow_plan_cuts_no_figure(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch.put("courses: {an-id-of-many-letters: {estimate: 41h}}\n", "plan")
    scratch.run("log", "10h30m", "an-id")
    monkeypatch.setenv("COLUMNS", "40")
    (line,) = [line for line in scratch.run("plan").out.splitlines() if line.startswith("  an-")]
    assert line.endswith("10 h 30")
    assert "11 h of 41 h" in line
