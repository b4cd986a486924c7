"""`show 7kq2m9`: one session, its whole note, and the commands that change it."""

from __future__ import annotations

import re
from argparse import Namespace

from tracker.cli import json_csv, session_list
from tracker.cli.find_session import (
    LocatedSession,
    find_sessions_by_id,
    format_located_session,
    resolve_session,
)
from tracker.cli.selection import OpenJournal
from tracker.cli.terminal import report_faults, say
from tracker.model.journal import TrackerError, WrongUsage

# `last`, a place, and an id with its week; an id alone could also be another word.
_NAMED = re.compile(r"last|[0-9]{4}-W[0-9]{2}[:/][0-9a-z]+")
_ID = re.compile(r"(?=.*[0-9])[0-9a-hjkmnp-tv-z]{3,12}")


def names_session(args: Namespace) -> bool:
    """Whether the words can be nothing but a session."""
    return len(args.words) == 1 and _NAMED.fullmatch(args.words[0]) is not None


def find_session_or_raise(
    args: Namespace, journal: OpenJournal, refusal: TrackerError
) -> LocatedSession:
    """Find the session of a word that is no selection; raise the refusal where it is none."""
    if isinstance(refusal, WrongUsage) or len(args.words) != 1:
        raise refusal
    if not _ID.fullmatch(args.words[0]) or args.words[0] in journal.plan.items:
        raise refusal
    if not find_sessions_by_id(journal.root, None, args.words[0])[0]:
        raise refusal
    return resolve_session(journal.root, args.words[0])


def show_session(args: Namespace, journal: OpenJournal, located: LocatedSession) -> int:
    """Show one session whole."""
    session = located.session
    if args.json:
        json_csv.say_json({"sessions": session_list.list_session_facts([located])})
        return report_faults(journal.faults, ())
    say(format_located_session(session))
    for line in (session.note or "").splitlines():
        say(f"  {line}".rstrip())
    if session.unpublished:
        say("  unpublished")
    name = session.id or located.place
    say(f"  {located.place}  (tracker edit {name}, tracker remove {name})")
    return report_faults(journal.faults, ())
