"""What names a week on the command line -> that week."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, timedelta

from tracker.model import when
from tracker.model.journal import TrackerError, week_of

_WEEKS = {"last": -7, "this": 0, "next": 7}


def week_option(parser: ArgumentParser, ahead: bool = False) -> None:
    names = "2024-W27, last, this or next" if ahead else "2024-W27, last or this"
    parser.add_argument("--week", metavar="WEEK", default="this", help=f"{names}; else this")


def week_named(text: str, today: date, ahead: bool = False) -> str:
    """`last` as the week's name. TrackerError for one that has not begun, unless things may be said of it already."""
    try:
        name = (
            week_of(today + timedelta(days=_WEEKS[text]))
            if text in _WEEKS
            else when.parse_week_name(text)
        )
    except ValueError as error:
        raise TrackerError(f"{error}; or say last or this") from None
    if name > week_of(today + timedelta(days=366 if ahead else 0)):
        raise TrackerError(f"{name} is more than a year away" if ahead else f"{name} has not begun")
    return name


def parse_week_argument(text: str, today: date) -> str:
    """`this` and `last` as the week's name."""
    if text in ("this", "last"):
        return week_of(today - timedelta(days=7 * (text == "last")))
    try:
        return when.parse_week_name(text)
    except ValueError as error:
        raise TrackerError(f"{error}; or say this or last") from None
