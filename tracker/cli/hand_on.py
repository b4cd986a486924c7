"""A week -> its post, a mail or a text to share, on stdout or in a file."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime

from tracker.boundary.outside import write_message
from tracker.cli import json_csv, published_week
from tracker.cli.terminal import hint, say
from tracker.model.journal import TrackerError
from tracker.model.when import whole_number
from tracker.syndication.platforms import PLATFORMS, Platform

MOST = 280


def print_mail(args: Namespace, now: datetime) -> int:
    """Print the week as an issue of a newsletter, or write it to a file that mail programs open."""
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


def print_share(args: Namespace, now: datetime) -> int:
    """Print a few lines about the week, as long as a platform takes."""
    if args.max and args.platform:
        raise TrackerError("--max or --for, not both")
    most = MOST
    if args.max:
        try:
            most = whole_number(args.max)
        except ValueError as error:
            raise TrackerError(f"--max: {error}") from None
    published = published_week.read_published_week(args, now)
    if published is None:
        return 3
    from tracker.syndication import share

    platform = Platform(most)
    if args.platform:
        platform = PLATFORMS[args.platform]
    say(share.format_share_text(published.view, published.week, platform))
    if not published.view.place.url:
        hint("mkdocs.yml says no site_url, so there is no address")
    return 0


def print_post(args: Namespace, now: datetime) -> int:
    """Print the week's post as the site will show it; a draft is marked as one."""
    published = published_week.read_published_week(args, now, takes_draft=True)
    if published is None:
        return 3
    from tracker.syndication import post_text

    say(post_text.format_post_text(published.view, published.week).rstrip("\n"))
    return 0


PRINTERS: dict[str, Callable[[Namespace, datetime], int]] = {
    "mail": print_mail,
    "share": print_share,
    "post": print_post,
}
