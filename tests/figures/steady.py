"""A course with units done week by week -> its files and figures."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.figures import stats
from tracker.figures.stats import Figures
from tracker.format.loader import load_journal
from tracker.model.journal import week_of

FIRST = date(2024, 1, 1)  # a Monday
PLAN = "courses:\n  zero: {title: Zero, units: 40}\n  book: {title: A book, estimate: 40h}\n"
STEADY = [2, 3, 0, 2, 1, 2, 3, 2]


def files(
    units: list[int],
    minutes: list[int] | None = None,
    plan: str = PLAN,
    more: dict[str, str] | None = None,
) -> dict[str, bytes]:
    """A journal that finished so many units of `zero`, and spent so many minutes on `book`, in its weeks."""
    made = {"entries/plan.yaml": plan, **(more or {})}
    for number, count in enumerate(units):
        monday = FIRST + timedelta(weeks=number)
        lines = [
            f"courses: {{zero: {{done: {count}}}}}",
            "sessions:",
            f"  - {{start: {monday}, minutes: 60, item: zero}}",
        ]
        spent = minutes[number] if minutes else 0
        lines += [f"  - {{start: {monday}, minutes: {spent}, item: book}}"] * bool(spent)
        made[f"entries/{week_of(monday)}.yaml"] = "\n".join(lines) + "\n"
    return {path: text.encode() for path, text in made.items()}


def figures(*args, **more) -> Figures:
    journal, problems = load_journal(files(*args, **more))
    assert problems == []
    return stats.build_figures(journal)


def after(weeks: int) -> date:
    """The Monday behind so many weeks."""
    return FIRST + timedelta(weeks=weeks)
