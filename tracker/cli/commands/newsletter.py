"""tracker newsletter: a week as an issue of a newsletter."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.boundary.outside import write_message
from tracker.cli import json_csv
from tracker.cli.terminal import say

EXAMPLES = """\
examples:
  tracker newsletter                        last week as plain text
  tracker newsletter 2024-W27 --html | pbcopy
  tracker newsletter last --eml issue.eml   both in one message, to open in a mail program and send

It says what the week's post says: nothing that is held back, and no draft unless --draft is given.
Exit code 3, and what is wrong on stderr, if the journal has errors: then nothing is made."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker newsletter [2024-W27 | last | this] [--html | --eml FILE] [--draft]"
    parser.epilog = EXAMPLES
    parser.add_argument(
        "name", nargs="?", default="last", metavar="WEEK", help="2024-W27, last or this; else last"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--html", action="store_true", help="HTML for a mail; else plain text")
    form.add_argument("--eml", metavar="FILE", help="text and HTML as one message, written to FILE")
    parser.add_argument("--draft", action="store_true", help="a week that is a draft, too")


def run(args: Namespace, now: datetime) -> int:
    from tracker.cli import published_week  # late, for TAB only wants the options

    published = published_week.read_published_week(args, now)
    if published is None:
        return 3
    from tracker.syndication import newsletter

    issue = newsletter.build_newsletter_issue(published.view, published.week)
    if args.eml:
        write_message(args.eml, newsletter.build_email_message(issue), b"Subject: ")
        say(f"Wrote {args.eml}: {issue.subject}")
    elif args.html:
        say(escape_for_stdout(issue.html).rstrip("\n"))
    else:
        say(issue.text.rstrip("\n"))
    return 0


def escape_for_stdout(html: str) -> str:
    """Spell out the letters of HTML that stdout cannot hold: `é` -> `&#233;`."""
    if json_csv.is_utf8():
        return html
    encoding = sys.stdout.encoding
    return html.encode(encoding, "xmlcharrefreplace").decode(encoding)
