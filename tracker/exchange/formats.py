"""FORMATS: the formats of other programs, each with the reader of its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from tracker.exchange.csv_table import read_csv_table
from tracker.exchange.hundred_days import read_hundred_days
from tracker.exchange.icalendar_events import read_icalendar
from tracker.exchange.klog import read_klog
from tracker.exchange.log_entries import SourceFile, SourceLog
from tracker.exchange.timeclock import read_timeclock
from tracker.exchange.timewarrior import read_timewarrior
from tracker.exchange.watson import read_watson


class Format(NamedTuple):
    """A format that can be imported. `what`: its files, as help names them."""

    read: Callable[[SourceFile], SourceLog]
    what: str


FORMATS: Mapping[str, Format] = {
    "watson": Format(read_watson, "Watson's frames"),
    "timewarrior": Format(read_timewarrior, "Timewarrior's *.data, or timew export"),
    "klog": Format(read_klog, "klog's *.klg"),
    "timeclock": Format(read_timeclock, "i and o lines of hledger, ledger or Emacs"),
    "csv": Format(read_csv_table, "a row a session, as Toggl and Clockify export it"),
    "icalendar": Format(read_icalendar, "events of a calendar, *.ics"),
    "100-days": Format(read_hundred_days, '"100 days of code" in Markdown'),
}
# What holds papers, and no sessions.
PAPER_FORMATS: Mapping[str, str] = {"bibtex": "papers of a bibliography, *.bib"}
# What people call them, too.
ALIASES: Mapping[str, str] = {
    "timew": "timewarrior",
    "klg": "klog",
    "hledger": "timeclock",
    "ledger": "timeclock",
    "toggl": "csv",
    "clockify": "csv",
    "ics": "icalendar",
    "ical": "icalendar",
    "bib": "bibtex",
    "biblatex": "bibtex",
    "100daysofcode": "100-days",
    "100-days-of-code": "100-days",
}
# What has no reader here, and a recipe in the guide that makes a table of it.
THROUGH_CSV = ("jrnl", "obsidian", "anki")
