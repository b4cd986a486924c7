"""What is remembered in .tracker/ changes no answer: random journals, random edits, every command that reads."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.journal import Scratch
from tracker import cached_reader
from tracker.cli import remembered_forecasts
from tracker.remembered import whole_weeks

COMMANDS = (
    [],
    ["--json"],
    ["week"],
    ["week", "last", "--json"],
    ["plan"],
    ["plan", "--json"],
    ["forecast"],
    ["forecast", "--json"],
    ["report", "all"],
    ["report", "2024", "--json"],
    ["report", "all", "--by", "week", "--csv"],
    ["show", "all"],
    ["show", "courses"],
    ["show", "last", "week"],
    ["show", "/the/"],
    ["show", "new", "--json"],
    ["show", "talk"],
    ["show", "mml"],
)
PLAN = """\
title: Plan
start: 2024-04-01
target: 5h
{day_starts}
courses:
  new: {{title: Zero, units: 9, was: [old]}}
  mml: {{title: Mathematics, units: [a, b, c], estimate: {estimate}h}}
  later: {{title: Later, estimate: 30h}}
papers: {{vaswani2017: {{title: Attention}}}}
{more}
"""
ITEMS = st.sampled_from(
    ["new", "old/3", "mml/a", "mml", "vaswani2017", "talk", "https://example.org/x", ""]
)
STATUSES = st.sampled_from(["", "status: active, ", "status: dropped, ", "status: paused, "])
RECORDS = (
    "{status}done: {number}",
    "{status}notes: the chain rule",
    "{status}gaps: [the limits]",
    "{status}confidence: 3",
)


@st.composite
def sessions(draw: st.DrawFn, week: int) -> str:
    day = draw(st.integers(1, 7)) if draw(st.integers(0, 9)) else draw(st.integers(-20, 28))
    year_day = (week - 1) * 7 + day  # 2024 began on a Monday
    month, of_month = 1, max(1, year_day)
    for length in (31, 29, 31, 30, 31, 30, 31):
        if of_month <= length:
            break
        of_month -= length
        month += 1
    clock = draw(st.sampled_from(["", " 01:30", " 04:00", " 19:30", " 23:50"]))
    start = (
        f"2024-W{week:02}"
        if not draw(st.integers(0, 9))
        else f"2024-{month:02}-{of_month:02}{clock}"
    )
    length = draw(st.sampled_from(["minutes: 45", "minutes: 120", "note: on the way"]))
    item = draw(ITEMS)
    said = f", item: '{item}'" if item else ""
    return f"  - {{start: {start}, {length}{said}}}\n"


@st.composite
def weeks(draw: st.DrawFn, week: int) -> str:
    text = "title: the week\n"
    if not draw(st.integers(0, 12)):
        return draw(st.sampled_from(["titel: x\n", "title: [\n", "\x00"]))
    for kind, ids in (("courses", ["new", "mml", "talk", "old"]), ("papers", ["vaswani2017"])):
        lines = []
        for id_ in draw(st.lists(st.sampled_from(ids), unique=True, max_size=2)):
            record = (
                draw(st.sampled_from(RECORDS)) if kind == "courses" else "{status}notes: the heads"
            )
            values = {"status": draw(STATUSES), "number": draw(st.integers(1, 3))}
            lines.append(f"  {id_}: {{{record.format(**values)}}}\n")
        text += f"{kind}:\n{''.join(lines)}" if lines else ""
    if draw(st.booleans()):
        text += "learned: [Gradients add up in the end.]\n"
    rows = "".join(draw(st.lists(sessions(week), max_size=5)))
    return text + (f"sessions:\n{rows}" if rows else "")


@st.composite
def plans(draw: st.DrawFn) -> str:
    day_starts = draw(st.sampled_from(["", 'day_starts: "04:00"']))
    more = draw(
        st.sampled_from(
            ["", "pauses: [{start: 2024-05-01, end: 2024-05-14}]", "deadline: 2025-01-01"]
        )
    )
    return PLAN.format(day_starts=day_starts, more=more, estimate=draw(st.integers(10, 40)))


JOURNALS = st.fixed_dictionaries(
    {"plan": plans(), **{f"2024-W{week:02}": weeks(week) for week in range(14, 28)}}
)
EDITS = st.lists(
    st.one_of(
        plans().map(lambda text: ("plan", text)),
        *[
            weeks(week).map(lambda text, name=f"2024-W{week:02}": (name, text))
            for week in (16, 22, 26, 27, 27)
        ],
    ),
    min_size=1,
    max_size=3,
)


def answers(folder: Path) -> list[tuple[object, ...]]:
    scratch = Scratch.__new__(Scratch)
    scratch.folder = folder
    return [tuple(scratch.run(*words)) for words in COMMANDS]


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"entries/{name}.yaml").write_text(text)


@pytest.mark.parametrize("examples", [4, pytest.param(150, marks=pytest.mark.long)])
def test_remembered_answers_are_the_fresh_ones(
    examples: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def remember_from(weeks: int) -> None:
        for module in (cached_reader, whole_weeks, remembered_forecasts):
            monkeypatch.setattr(module, "FEW", weeks)

    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(JOURNALS, EDITS)
    def compare(journal: dict[str, str], edits: list[tuple[str, str]]) -> None:
        folder = tmp_path / "journal"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "entries").mkdir(parents=True)
        for name, text in journal.items():
            write(folder, name, text)
        remember_from(2)
        answers(folder)
        for name, text in edits:
            write(folder, name, text)
            remember_from(2)
            remembered = answers(folder)
            (folder / ".tracker").rename(tmp_path / "kept")
            remember_from(1000)
            fresh = answers(folder)
            shutil.rmtree(folder / ".tracker", ignore_errors=True)
            (tmp_path / "kept").rename(folder / ".tracker")
            for words, ours, theirs in zip(COMMANDS, remembered, fresh, strict=True):
                assert ours == theirs, words

    compare()
