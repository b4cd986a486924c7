"""A seed and a size -> a journal's files, as a person might have written them: for benchmarks and long tests."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

FIRST = date(2016, 11, 28)  # a Monday; 520 weeks later is 2026-11-16
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
TEXT = """the gradient of a loss is its slope and every weight gets a share of it so we follow it down one small step at
a time matrix vector token embedding attention softmax norm batch layer head residual sampling entropy bigram context
window I read typed broke mended drew counted wrote asked found forgot again why what how because until which"""
WORDS = TEXT.split()
COURSES, PAPERS, PROJECTS, UNITS = 20, 15, 5, 26


def journal(
    weeks: int = 520, sessions: int = 35, words: int = 500, seed: int = 1
) -> dict[str, str]:
    """Path -> text: entries/plan.yaml and a file for each week, with as many sessions and words as asked for."""
    chance = random.Random(seed)
    files = {"entries/plan.yaml": plan()}
    for index in range(weeks):
        monday = FIRST + timedelta(weeks=index)
        year, number, _ = monday.isocalendar()
        files[f"entries/{year}-W{number:02}.yaml"] = week(chance, index, monday, sessions, words)
    return files


def written(folder: Path, **size: int) -> Path:
    for path, text in journal(**size).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return folder


def plan() -> str:
    units = ", ".join(f"unit-{n}" for n in range(1, UNITS + 1))
    lines = [
        "title: Ten years of learning",
        "start: 2016-11-28",
        "target: 20h",
        'day_starts: "04:00"',
        "gate: 2",
        "courses:",
    ]
    for n in range(COURSES):
        after = f", after: [course-{n - 1}]" if n else ""
        lines.append(
            f"  course-{n}: {{title: 'Course {n}: from zero', by: Me, skills: [s{n % 7}], units: [{units}]{after}}}"
        )
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


def week(chance: random.Random, index: int, monday: date, sessions: int, words: int) -> str:
    course, unit = divmod(index, UNITS)
    course_id = f"course-{course % COURSES}"
    lines = [
        f"title: {sentence(chance, 6)}",
        "tags: [Learning, Notes]",
        f"summary: {sentence(chance, 20)}",
        "intro: |",
    ]
    lines += paragraph(chance, words * 4 // 10, 2)
    lines += [
        "courses:",
        f"  {course_id}:",
        f"    done: [unit-{unit + 1}]",
        "    confidence: 4",
        "    notes: |",
    ]
    lines += paragraph(chance, words * 4 // 10, 6)
    if index % 5 == 0:
        lines += ["papers:", f"  paper-{index // 5 % PAPERS}: {{read: once, understood: 3}}"]
    lines += ["learned:", *(f"  - {sentence(chance, words // 20)}" for _ in range(4)), "sessions:"]
    items = [
        f"{course_id}/unit-{unit + 1}",
        course_id,
        f"paper-{index % PAPERS}",
        f"project-{index % PROJECTS}",
    ]
    for n in range(sessions):
        day = monday + timedelta(days=n * 7 // max(sessions, 1))
        start = f"{day} {8 + n % 5 * 3:02}:{chance.randrange(60):02}"
        note = f', note: "{sentence(chance, 4)}"' if n % 3 == 0 else ""
        id_ = "".join(chance.choice(ALPHABET) for _ in range(6))
        lines.append(
            f"  - {{start: {start}, minutes: {chance.randint(10, 90)}, item: {chance.choice(items)}{note}, id: {id_}}}"
        )
    return "\n".join(lines) + "\n"


def sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize()


def paragraph(chance: random.Random, words: int, indent: int) -> list[str]:
    return [" " * indent + sentence(chance, min(14, words - done)) for done in range(0, words, 14)]
