"""A text or a link -> one more in a week's list of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.cli import change_week
from tracker.cli.change_week import FileChange
from tracker.cli.last_week import format_offered_goals, list_offered_goals
from tracker.edit import set_values
from tracker.edit.document import read_week
from tracker.format import scalars
from tracker.model.journal import TrackerError, WrongUsage
from tracker.model.kinds import Link

# What begins as an address does, without its scheme: `example.org/page`.
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/|$)")


def add_words(root: str, week: str, key: str, words: Sequence[str]) -> int:
    """Add a text to a week's learned, life, questions, next or goals.

    The first goal of a week comes with what the week before meant to do next.
    """
    text = " ".join(words).strip()
    if not text:
        raise TrackerError("there is nothing in that text")
    what = f"added to {key} of {week}: {change_week.shorten_for_message(text)}"
    hints: list[str] = []

    def change(old: str) -> FileChange:
        value, _ = read_week(week, old)
        hints.clear()
        if key == "goals" and not (value and value.goals):
            hints.extend(format_offered_goals(list_offered_goals(root, week, (text,))))
        return FileChange(set_values.add_text(old, week, key, text), what, hints)

    return change_week.change_week_file(root, week, change)


def add_link_to_week(root: str, week: str, link: Link) -> int:
    """Add a link to a week's links."""
    what = f"added to links of {week}: {change_week.shorten_for_message(link.url)}"

    def change(text: str) -> FileChange:
        return FileChange(set_values.add_link(text, week, link), what)

    return change_week.change_week_file(root, week, change)


def parse_link_words(
    words: Sequence[str], title: str | None, tags: tuple[str, ...], quote: str | None
) -> Link:
    """Make a link of its address, its note and its options. TrackerError for what is no link."""
    if not words:
        raise WrongUsage("which address? tracker add link URL [WORDS]")
    url, *rest = words
    try:
        address = scalars.parse_link(url)
    except ValueError as error:
        if _HOST.match(url):
            raise TrackerError(f"{url!r} is no whole address: write https://{url}") from None
        raise TrackerError(str(error)) from None
    note = " ".join(rest).strip()
    return Link(address, title or None, note or None, tags, quote or None)
