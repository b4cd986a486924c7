"""tracker link: an address and a note -> one more of this week's links."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.cli import change_week, find_week
from tracker.cli.change_week import FileChange
from tracker.cli.terminal import find_journal_folder
from tracker.edit import set_values
from tracker.format import scalars
from tracker.model.journal import TrackerError
from tracker.model.kinds import Link

EXAMPLES = """\
examples:
  tracker link https://example.org/attention "the best picture of it I have seen"
  tracker link https://example.org/bpe --title "Byte pairs" --tags "tokens, language models"
  tracker link https://example.org/old --week last

The link stands under links in the week's file, with your note as you typed it."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        "tracker link URL [NOTE] [--title TEXT] [--tags TAG,TAG] [--quote TEXT] [--week WEEK]"
    )
    parser.epilog = EXAMPLES
    parser.add_argument(
        "words", nargs="+", metavar="URL [NOTE]", help="the address, and your take on it in quotes"
    )
    parser.add_argument("--title", metavar="TEXT", help="what the page is called")
    parser.add_argument("--tags", metavar="TAG,TAG", help="divided by commas")
    parser.add_argument("--quote", metavar="TEXT", help="a sentence from there")
    find_week.add_week_option(parser)


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    week = find_week.resolve_week(root, args.week, now)
    tags = change_week.split_list_option(args.tags)
    link = parse_link_words(args.words, args.title, tags, args.quote)
    what = f"added to links of {week}: {change_week.shorten_for_message(link.url)}"

    def change(text: str) -> FileChange:
        return FileChange(set_values.add_link(text, week, link), what)

    return change_week.change_week_file(root, week, change)


def parse_link_words(
    words: list[str], title: str | None, tags: tuple[str, ...], quote: str | None
) -> Link:
    """Make a link of its address, its note and its options. TrackerError for what is no link."""
    url, *notes = words
    if len(notes) > 1:
        note = " ".join(notes)
        raise TrackerError(
            f'a note of more than one word goes in quotes: tracker link {url} "{note}"'
        )
    try:
        address = scalars.parse_link(url)
    except ValueError as error:
        raise TrackerError(str(error)) from None
    note = notes[0] if notes else ""
    return Link(address, title or None, note or None, tags, quote or None)
