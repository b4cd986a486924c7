"""tracker share: print a few lines about a week, to post elsewhere."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.cli.terminal import hint, say
from tracker.model.journal import TrackerError
from tracker.model.when import whole_number
from tracker.syndication.platforms import PLATFORMS, Platform

MOST = 280

EXAMPLES = """\
examples:
  tracker share                        last week, in 280 letters at most
  tracker share 2024-W27 --max 500
  tracker share last --for mastodon    as long as it allows, and counted as it counts

The title comes first and the address last and whole; between them what there is room for, and no \
word is cut.
The address is the site_url of mkdocs.yml and the post's own."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        f"tracker share [2024-W27 | last | this] [--max N | --for {'|'.join(PLATFORMS)}] [--draft]"
    )
    parser.epilog = EXAMPLES
    parser.add_argument(
        "name", nargs="?", default="last", metavar="WEEK", help="2024-W27, last or this; else last"
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument(
        "--max", metavar="N", default=str(MOST), help=f"letters, the address's too; else {MOST}"
    )
    length.add_argument(
        "--for", dest="platform", choices=tuple(PLATFORMS), help="as long as one can be there"
    )
    parser.add_argument("--draft", action="store_true", help="a week that is a draft, too")


def run(args: Namespace, now: datetime) -> int:
    try:
        most = whole_number(args.max)
    except ValueError as error:
        raise TrackerError(f"--max: {error}") from None
    from tracker.cli import published_week  # late, for TAB only wants the options

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
