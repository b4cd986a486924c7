"""Tags of weeks, essays and items -> one spelling of each, and what the page of tags says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from tracker.model.english import MONTHS, day_words, format_count, join_words, month_words
from tracker.model.kinds import KINDS
from tracker.pages.markdown import Md, escape_markdown
from tracker.pages.page import View, shown_weeks


def collect_tag_spellings(view: View) -> dict[str, str]:
    """Return the tag's key -> its spelling.

    The spelling of essays wins, because they are the author's own files; then that of most weeks;
    then that of items. So each group below overwrites the one before it.
    """
    spelling: dict[str, str] = {}
    for state in view.figures.states.values():
        for skill in reversed(state.item.skills):
            spelling[tag_key_of(skill)] = escape_markdown(skill)
    counts = Counter[str]()
    for week in shown_weeks(view):
        counts.update(week.tags)
    for tag, _ in reversed(counts.most_common()):
        spelling[tag_key_of(tag)] = escape_markdown(tag)
    for essay in reversed(view.essays):
        for tag in essay.tags:
            spelling[tag_key_of(tag)] = Md(tag)
    return spelling


def spell_tags(spelling: Mapping[str, str], tags: Iterable[str]) -> list[str]:
    """Return the tags as the site spells them, each once, for the front matter of a page."""
    spelled = [spelling.get(tag_key_of(tag)) or escape_markdown(tag) for tag in tags]
    return list(dict.fromkeys(spelled))


@cache
def tag_key_of(tag: str) -> str:
    """Return the anchor that the page of tags gives to a tag: two tags with one key are one tag."""
    from pymdownx.slugs import slugify  # type: ignore[import-untyped]

    return str(slugify(case="lower")(escape_markdown(tag), "-"))


# ---- the page of tags ----------------------------------------------------------------------------

SHORT = 24  # links; a page of tags with no more shows all of them at once


class TaggedPage(NamedTuple):
    """A page that bears a tag. `day`: of a post. `kind`: of an item; "" for any other page.

    `page` is the engine's own.
    """

    page: Any
    day: date | None = None
    kind: str = ""


class TagSummary(NamedTuple):
    """What the page of tags says of one: how many pages bear it and when, and the pages.

    `groups`: (year or kind, [(page, its day)]), the newest posts first.
    """

    facts: str
    groups: list[tuple[str, list[tuple[Any, str]]]]


def sum_up_tag(pages: Sequence[TaggedPage]) -> TagSummary:
    """Sum up the pages of a tag: `12 posts and 2 courses, March 2024 to November 2026`."""
    posts = sorted(
        (page for page in pages if page.day),
        key=lambda tagged: tagged.day or date.min,
        reverse=True,
    )
    counts = []
    if posts:
        counts.append(format_count(len(posts), "post"))
    groups: list[tuple[str, list[tuple[Any, str]]]] = []
    for year, group in groupby(posts, lambda tagged: (tagged.day or date.min).year):
        groups.append((str(year), [(tagged.page, _format_month_day(tagged)) for tagged in group]))
    for name in (*KINDS, ""):
        others = [page for page in pages if not page.day and page.kind == name]
        if not others:
            continue
        heading, noun = "Pages", "page"
        if name:
            heading, noun = KINDS[name].heading, KINDS[name].singular
        counts.append(format_count(len(others), noun))
        groups.append((heading, [(other.page, "") for other in others]))
    facts = join_words(counts)
    days = [post.day for post in posts if post.day]
    if days:
        facts += f", {_format_months(days[-1], days[0])}"
    return TagSummary(facts, groups)


def _format_month_day(tagged: TaggedPage) -> str:
    day = tagged.day or date.min
    return f"{day.day} {MONTHS[day.month - 1]}"


def _format_months(first: date, last: date) -> str:
    """`4 March 2024`, `March 2024`, `March to May 2024`, `March 2024 to November 2026`."""
    if first == last:
        return day_words(first)
    if month_words(first) == month_words(last):
        return month_words(first)
    since = month_words(first)
    if first.year == last.year:
        since = MONTHS[first.month - 1]
    return f"{since} to {month_words(last)}"


def count_tagged_pages(view: View) -> int:
    """Count the links on the page of tags."""
    count = sum(len({*week.tags}) for week in shown_weeks(view))
    count += sum(len({*essay.tags}) for essay in view.essays)
    return count + sum(len({*state.item.skills}) for state in view.figures.states.values())
