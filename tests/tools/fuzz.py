"""Broken files by the thousand: `python -m tests.tools.fuzz [N]`. Nothing may raise but TrackerError, no old byte may change.

A mutant is a good file with a few bytes or words put in, taken out, doubled or swapped. They are the same every time.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.journal import CASES, PLAN, ROOT, insertion
from tracker.checks import journal_checks
from tracker.edit import document
from tracker.edit.add_session import add_session
from tracker.format import loader
from tracker.model import when
from tracker.model.journal import Session, TrackerError

PATH, PLAN_PATH, WEEK = "entries/2024-W27.yaml", "entries/plan.yaml", "2024-W27"
SESSION = Session(when.parse_start("2024-07-06 19:30"), 45, "zero-to-hero", "x: y #z", "abcdef")
WORDS = re.compile(rb"[\w-]+|\s+|[^\w\s]")
# What YAML makes much of, and what files are not meant to hold.
SPICE = [
    *(bytes([byte]) for byte in b"\n\r\t -:#,[]{}&*!|>'\"%@`?~\\\x00\x07\x85\xff"),
    *(
        text.encode()
        for text in (
            "\ufeff",
            "\u2028",
            "é",
            "🎉",
            "\r\n",
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "<<: *a",
            "&a ",
            "*a",
            "!!str ",
        )
    ),
    *(
        text.encode()
        for text in (
            "- ",
            ": ",
            "? ",
            "|\n",
            "|+\n",
            ">-\n",
            "  ",
            "sessions:\n",
            "sessions: []\n",
            "[" * 30,
            "{" * 5,
            "x-a: ",
        )
    ),
    *(
        text.encode()
        for text in (
            "courses:\n",
            "null",
            "\n\n",
            " # c\n",
            "\n# c\n",
            '"',
            "''",
            '"\\x07"',
            "done: 2",
            "2021-W53",
            "9" * 30,
        )
    ),
]


def seeds() -> list[bytes]:
    """Good files, and some bad ones. Long ones are cut: a small file has more to break for its bytes."""
    paths = [
        *CASES.glob("append/*.yaml"),
        *CASES.glob("problems/*.yaml"),
        *(ROOT / "entries").glob("*.yaml"),
    ]
    found = [path.read_bytes() for path in sorted(paths)]
    return [data if len(data) < 3000 else data[: data.find(b"\n", 1500) + 1] for data in found]


def mutant(seed: bytes, chance: random.Random) -> bytes:
    parts = (
        WORDS.findall(seed)
        if chance.random() < 0.7
        else [seed[at : at + 1] for at in range(len(seed))]
    )
    for _ in range(chance.choice([1, 1, 1, 2, 3, 5])):
        at, to = sorted(chance.randrange(len(parts) + 1) for _ in range(2))
        kind = chance.choice(["put", "put", "take", "double", "swap", "cut"])
        if kind == "put":
            parts.insert(at, chance.choice(SPICE))
        elif kind == "take":
            del parts[at : at + chance.choice([1, 1, 3])]
        elif kind == "double":
            parts[at:at] = parts[at : at + chance.choice([1, 2, 8])]
        elif kind == "cut":
            parts = parts[:to] if chance.random() < 0.3 else parts
        elif to < len(parts):
            parts[at], parts[to] = parts[to], parts[at]
    return b"".join(parts)


def mutants(count: int, seed: int = 0) -> Iterator[bytes]:
    chance, good = random.Random(seed), seeds()
    for number in range(count):
        yield mutant(good[number % len(good)], chance)


def tried(data: bytes) -> str:
    """Everything done to one file that a command would do to it: what came of it, as a word."""
    for files in ({PATH: data, PLAN_PATH: PLAN}, {PLAN_PATH: data}):
        journal, problems = loader.load_journal(files)
        for problem in problems + journal_checks.check_journal(journal, files):
            assert "\n" not in f"{problem.path}{problem.kind}"
            assert problem.line >= 1
            assert problem.column >= 1
    try:
        text = document.decode_file_text(PATH, data)
        new = add_session(text, SESSION)
    except TrackerError as error:
        assert re.match(rf"{re.escape(PATH)}:[0-9]+", str(error)), str(error)
        return "refused as unsafe" if "nothing was written" in str(error) else "refused as too odd"
    assert insertion(data, new.encode()) is not None, "a byte was changed"
    before, after = (
        loader.load_week(PATH, WEEK, data)[0],
        loader.load_week(PATH, WEEK, new.encode())[0],
    )
    assert before is not None
    assert after is not None
    assert sorted(map(str, after.sessions)) == sorted(map(str, (*before.sessions, SESSION)))
    return "logged"


def main(count: int) -> int:
    results: Counter[str] = Counter()
    for number, data in enumerate(mutants(count)):
        try:
            results[tried(data)] += 1
        except Exception as fault:
            path = Path(tempfile.gettempdir()) / f"tracker-mutant-{number}.yaml"
            path.write_bytes(data)
            print(f"{path}: {type(fault).__name__}: {fault}", file=sys.stderr)
            results["FAULTS"] += 1
    print(
        f"{count} mutants: "
        + ", ".join(f"{number} {word}" for word, number in sorted(results.items()))
    )
    return 1 if results["FAULTS"] else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
