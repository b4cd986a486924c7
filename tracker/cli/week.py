"""tracker week: one week at a glance."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from tracker import loader, stats, store, when
from tracker.cli.terminal import hint, journal, problem_hints, say
from tracker.model import Journal, TrackerError, Week, monday_of, week_of
from tracker.plan import Plan

WIDTH = 40  # of the longest bar

EXAMPLES = """\
examples:
  tracker week
  tracker week last
  tracker week 2024-W27 --json    {"week", "from", "to", "title", "minutes", "target", "days", "items", "goals", "done"}

Lengths in the JSON are in minutes."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker week [2024-W27 | last | this] [--json]"
    parser.epilog = EXAMPLES
    parser.add_argument("name", nargs="?", default="this", metavar="WEEK", help="2024-W27, last or this; else this")
    parser.add_argument("--json", action="store_true", help="for programs to read")


def run(args: Namespace, now: datetime) -> int:
    root = journal(args)
    name = named(args.name, now.date())
    read, problems = some_weeks(root, name)
    for line in problems:
        hint(line)
    facts = glance(read, name)
    if args.json:
        import json

        say(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        say("\n".join(drawn(facts)))
    return 0


def named(text: str, today: date) -> str:
    """`this` and `last` as the week's name."""
    if text in ("this", "last"):
        return week_of(today - timedelta(days=7 * (text == "last")))
    try:
        return when.week(text)
    except ValueError as error:
        raise TrackerError(f"{error}; or say this or last") from None


def some_weeks(root: str, name: str) -> tuple[Journal, list[str]]:
    """The plan and the week, no other file read unless its first night counts here; and what does not fit in them."""
    path = f"entries/{loader.PLAN_FILE}"
    plan, problems = loader.load_plan(path, store.read_file(root, path) or b"")
    following = [week_of(monday_of(name) + timedelta(days=7))] if plan and plan.day_starts else []
    weeks: list[Week] = []
    for each in [name, *following]:
        path = f"entries/{each}.yaml"
        if (data := store.read_file(root, path)) is not None:
            week, found = loader.load_week(path, each, data)
            weeks += [week] if week else []
            problems += found
    return Journal(plan or Plan(), tuple(weeks)), problem_hints(problems)


def glance(read: Journal, name: str) -> dict[str, Any]:
    """The week's facts. By the plan's day_starts a session of the next week's first night may count here."""
    figures = stats.figures(read)
    week = figures.weeks.get(name)
    entries = figures.by_week.get(name, ())
    monday = monday_of(name)
    days = stats.minutes_by(entries, lambda entry: entry.day)
    items = stats.minutes_by(entries, lambda entry: entry.item or stats.OTHER)
    done = {id_: record.done for id_, record in week.courses.items() if record.done} if week else {}
    return {
        "week": name,
        "from": monday.isoformat(),
        "to": (monday + timedelta(days=6)).isoformat(),
        "title": week.title if week else None,
        "minutes": stats.total(entries),
        "target": stats.target(figures, name),
        "days": {day.isoformat(): days.get(day, 0) for day in (monday + timedelta(days=n) for n in range(7))},
        "items": dict(sorted(items.items(), key=lambda pair: -pair[1])),
        "goals": [goal._asdict() for goal in week.goals] if week else [],
        "done": done,
    }


def drawn(facts: dict[str, Any]) -> Iterator[str]:
    yield f"{facts['week']}, {facts['from']} to {facts['to']}" + (f": {facts['title']}" if facts["title"] else "")
    of = f" of {when.spoken(facts['target'])} hoped for" if facts["target"] else ""
    yield f"{when.spoken(facts['minutes'])}{of}" if facts["minutes"] else f"nothing logged yet{of}"
    if not facts["minutes"]:
        return
    yield ""
    days = {f"{date.fromisoformat(day):%a}": minutes for day, minutes in facts["days"].items()}
    elsewhere = facts["minutes"] - sum(days.values())
    yield from bars({**days, **({"day not known": elsewhere} if elsewhere else {})})
    yield ""
    yield from bars(facts["items"])
    if facts["goals"] or facts["done"]:
        yield ""
    for id_, units in facts["done"].items():
        yield f"done: {id_}, {units if isinstance(units, int) else ', '.join(units)}"
    for goal in facts["goals"]:
        yield f"goal: {goal['goal']} ({goal['outcome'] or 'open'})"


def bars(minutes: dict[str, int]) -> Iterator[str]:
    """A line for each: its name, its length, and a bar to the scale of the longest."""
    longest, width = max(minutes.values()), max(map(len, minutes))
    spoken = {name: when.spoken(length) if length else "-" for name, length in minutes.items()}
    room = max(map(len, spoken.values()))
    for name, length in minutes.items():
        bar = "#" * max(round(WIDTH * length / longest), 1) if length else ""
        yield f"  {name:<{width}}  {spoken[name]:>{room}}  {bar}".rstrip()
