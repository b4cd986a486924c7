"""A size and a seed -> a journal's files, as a person might have written them: for benchmarks and tests of much data."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

FIRST = date(2016, 11, 28)  # a Monday; 520 weeks later is 2026-11-16
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
TEXT = """the gradient of a loss is its slope and every weight gets a share of it so we follow it down one small step at
a time matrix vector token embedding attention softmax norm batch layer head residual sampling entropy bigram context
window I read typed broke mended drew counted wrote asked found forgot again why what how because until which"""
WORDS = TEXT.split()
FINISHED, PAPERS, PROJECTS, UNITS = 20, 15, 5, 26


class Size(NamedTuple):
    """How large a journal is. A course takes 26 weeks and is done; `open_courses` are begun and never finished.

    Without `hours` there is no session and no target: what was done is all that weeks tell.
    """

    weeks: int = 520
    open_courses: int = 0
    hours: bool = True
    sessions: int = 35
    words: int = 500

    @property
    def courses(self) -> int:
        return max(FINISHED, math.ceil(self.weeks / UNITS))


def make_journal(folder: Path, weeks: int = 520, seed: int = 1, **size: int) -> Path:
    """Write a journal of so many weeks, the same at every call: entries/plan.yaml, and a file for each week."""
    for path, text in format_journal(Size(weeks, **size), seed).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return folder


def format_journal(size: Size, seed: int = 1) -> dict[str, str]:
    """Path -> text."""
    chance = random.Random(seed)
    files = {"entries/plan.yaml": format_plan(size)}
    for index in range(size.weeks):
        files[f"entries/{name_of(index)}.yaml"] = format_week(chance, index, size)
    return files


# The clock moves along with the weeks, so that the last one is the running week, or published like all others.


def name_of(index: int) -> str:
    """0 -> 2016-W48."""
    year, number, _ = (FIRST + timedelta(weeks=index)).isocalendar()
    return f"{year}-W{number:02}"


def last_saturday(weeks: int) -> datetime:
    """An evening in the last week: when commands are typed."""
    return datetime.combine(FIRST + timedelta(weeks=weeks, days=-2), time(21))


def day_of_publication(weeks: int) -> datetime:
    """A noon at which every week is over and published: when sites are built, in UTC."""
    return datetime.combine(FIRST + timedelta(weeks=weeks, days=5), time(12), UTC)


def format_plan(size: Size) -> str:
    units = ", ".join(f"unit-{n}" for n in range(1, UNITS + 1))
    lines = ["title: Ten years of learning", f"start: {FIRST}"]
    lines += ["target: 20h"] if size.hours else []
    lines += ['day_starts: "04:00"', "gate: 2", "courses:"]
    for n in range(size.courses):
        after = f", after: [course-{n - 1}]" if n else ""
        lines.append(
            f"  course-{n}: {{title: 'Course {n}: from zero', by: Me, skills: [s{n % 7}], units: [{units}]{after}}}"
        )
    for n in range(size.open_courses):
        most = size.weeks // size.open_courses + 10
        lines.append(f"  open-{n}: {{title: 'Begun {n}', skills: [s{n % 7}], units: {most}}}")
    lines.append("papers:")
    lines += [
        f"  paper-{n}: {{title: On the matter {n}, authors: [A. Writer], year: {2000 + n}}}"
        for n in range(PAPERS)
    ]
    lines.append("projects:")
    lines += [
        f"  project-{n}: {{title: Project {n}, uses: [course-{n}], status: active}}"
        for n in range(PROJECTS)
    ]
    return "\n".join(lines) + "\n"


def format_week(chance: random.Random, index: int, size: Size) -> str:
    course, unit = divmod(index, UNITS)
    course_id = f"course-{course}"
    lines = [
        f"title: {sentence(chance, 6)}",
        "tags: [Learning, Notes]",
        f"summary: {sentence(chance, 20)}",
        "intro: |",
    ]
    lines += paragraph(chance, size.words * 4 // 10, 2)
    lines += [
        "courses:",
        f"  {course_id}:",
        f"    done: [unit-{unit + 1}]",
        "    confidence: 4",
        "    notes: |",
    ]
    lines += paragraph(chance, size.words * 4 // 10, 6)
    items = [
        f"{course_id}/unit-{unit + 1}",
        course_id,
        f"paper-{index % PAPERS}",
        f"project-{index % PROJECTS}",
    ]
    if size.open_courses:
        items.append(f"open-{index % size.open_courses}")
        lines.append(f"  {items[-1]}: {{done: 1}}")
    if index % 5 == 0:
        lines += ["papers:", f"  paper-{index // 5 % PAPERS}: {{read: once, understood: 3}}"]
    lines += ["learned:", *(f"  - {sentence(chance, size.words // 20)}" for _ in range(4))]
    if size.hours:
        lines += ["sessions:", *format_sessions(chance, index, size.sessions, items)]
    return "\n".join(lines) + "\n"


def format_sessions(
    chance: random.Random, index: int, sessions: int, items: list[str]
) -> Iterator[str]:
    monday = FIRST + timedelta(weeks=index)
    for n in range(sessions):
        day = monday + timedelta(days=n * 7 // max(sessions, 1))
        start = f"{day} {8 + n % 5 * 3:02}:{chance.randrange(60):02}"
        note = f', note: "{sentence(chance, 4)}"' if n % 3 == 0 else ""
        id_ = "".join(chance.choice(ALPHABET) for _ in range(6))
        yield (
            f"  - {{start: {start}, minutes: {chance.randint(10, 90)}, item: {chance.choice(items)}{note}, id: {id_}}}"
        )


def sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize()


def paragraph(chance: random.Random, words: int, indent: int) -> list[str]:
    return [" " * indent + sentence(chance, min(14, words - done)) for done in range(0, words, 14)]
