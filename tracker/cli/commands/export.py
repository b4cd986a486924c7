"""tracker export: sessions, or the public journal, as a file for other programs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.cli.selection import FORMS, add_selection_arguments
from tracker.exchange.session_formats import SESSION_FORMATS
from tracker.model.journal import WrongUsage

# Formats without sessions: what each holds, and the module whose `export_all` makes it.
WHOLE = {
    "journal": ("the public journal as data: the site's journal.json", "export_journal"),
    "bibtex": ("the plan's papers, as a bibliography", "export_papers"),
}
EXPORTS = {
    **{name: each.what for name, each in SESSION_FORMATS.items()},
    **{name: what for name, (what, _) in WHOLE.items()},
}

_FORMAT_LINES = "\n".join(f"  {name:<12} {what}" for name, what in EXPORTS.items())
EXAMPLES = f"""\
examples:
  tracker export csv > sessions.csv
  tracker export icalendar zero-to-hero 2024 -o study.ics
  tracker export timewarrior 2024-07 -o ~/.local/share/timewarrior/data/2024-07.data
  tracker export journal -o journal.json
  tracker export bibtex -o papers.bib

FORMAT is one of
{_FORMAT_LINES}

{FORMS}
Without a selection it is the whole journal. A text is looked for in the notes of sessions.
What readers may not see is left out, as on the site, unless you say --unpublished.
What a format has no place for is listed on stderr. A file that is there already is replaced if it
is an earlier export in a format that shows it (csv, json, icalendar, journal, bibtex), else by
--force."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker export FORMAT [SELECTION] [-o FILE] [--force] [--unpublished]"
    parser.epilog = EXAMPLES
    parser.add_argument("format", choices=EXPORTS, metavar="FORMAT", help="csv, icalendar, ...")
    add_selection_arguments(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="write it there; else to stdout")
    parser.add_argument(
        "--force", action="store_true", help="replace FILE, also if something else wrote it"
    )
    parser.add_argument(
        "--unpublished", action="store_true", help="also what readers may not see: all your words"
    )


def run(args: Namespace, now: datetime) -> int:
    if args.format in WHOLE:
        if args.words or args.text or args.since or args.until:
            raise WrongUsage(f"{args.format} takes no selection; csv and json do")
        name = f"tracker.cli.{WHOLE[args.format][1]}"
        return int(__import__(name, fromlist=["export_all"]).export_all(args, now))
    from tracker.cli import export_sessions

    return export_sessions.export_sessions(args, now)
