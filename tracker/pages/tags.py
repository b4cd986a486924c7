"""Tags of weeks, essays and items -> one spelling of each, so the page of tags lists it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

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
