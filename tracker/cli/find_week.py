"""A week as typed, and the time -> the week's name; and which day of the journal it is now."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime, timedelta

from tracker import store
from tracker.cli.terminal import hint
from tracker.model import when
from tracker.model.journal import TrackerError, week_of

_DAYS_AWAY = {"last": -7, "this": 0, "next": 7}


def add_week_option(parser: ArgumentParser, ahead: bool = False) -> None:
    """Add --week to a command. `ahead`: the command takes weeks that have not begun."""
    names = "2024-W27, last or this"
    if ahead:
        names = "2024-W27, last, this or next"
    parser.add_argument("--week", metavar="WEEK", default="this", help=f"{names}; else this")


def find_journal_day(root: str, now: datetime) -> date:
    """Say which day it is by the journal's `day_starts`.

    A day starts before noon at the latest, so the plan is not read after that. Prints the errors of
    a plan that may hide when a day starts.
    """
    if now.hour >= 12:
        return now.date()
    plan, errors = store.read_plan(root)
    for error in errors:
        hint(error)
    return when.journal_day_of(now, plan.day_starts)


def resolve_week(root: str, text: str, now: datetime, ahead: bool = False) -> str:
    """Resolve `this`, `last`, `next` or a week's name to the week that words go into.

    Raises TrackerError for a week that has not begun; with `ahead`, for one a year away.
    """
    today = find_journal_day(root, now)
    if text in _DAYS_AWAY:
        name = week_of(today + timedelta(days=_DAYS_AWAY[text]))
    else:
        name = parse_week_argument(text, today, "last or this")
    if ahead and name > week_of(today + timedelta(days=366)):
        raise TrackerError(f"{name} is more than a year away")
    if not ahead and name > week_of(today):
        raise TrackerError(f"{name} has not begun")
    return name


def parse_week_argument(text: str, today: date, names: str = "this, last or next") -> str:
    """Resolve a week as typed: `this`, `last`, `next`, `2024-W27`, `26`, or a day of it.

    A number alone is the last week of that number that has begun. TrackerError for anything else.
    """
    words = " ".join(text.lower().split())
    if words.removesuffix(" week") in _DAYS_AWAY:
        return week_of(today + timedelta(days=_DAYS_AWAY[words.removesuffix(" week")]))
    try:
        return when.parse_week_name(text)
    except ValueError as error:
        refusal = f"{error}; or say {names}"
    from tracker.model import periods  # few weeks are typed otherwise

    if words.isdigit() and len(words) < 3:
        words = f"week {words}"
    try:
        period = periods.parse_period(words, today)
    except periods.NoPeriod:
        raise TrackerError(refusal) from None
    except ValueError as error:
        raise TrackerError(str(error)) from None
    if period is None or week_of(period.first) != week_of(period.last):
        raise TrackerError(f"{text!r} is more than a week: tracker show {text}")
    return week_of(period.first)
