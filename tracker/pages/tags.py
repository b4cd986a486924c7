"""Tags of weeks, essays and items -> one spelling of each, so that the page of tags lists each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from tracker.pages.markdown import Md, escaped
from tracker.pages.page import View, shown_weeks


def spellings(view: View) -> dict[str, str]:
    """Key -> the tag: as essays write it, for those are the author's files; else as most weeks do; then as items."""
    found: dict[str, str] = {
        key(name): escaped(name) for state in view.figures.states.values() for name in reversed(state.item.skills)
    }
    counts = Counter(tag for week in shown_weeks(view) for tag in week.tags)
    found |= {key(tag): escaped(tag) for tag, _ in reversed(counts.most_common())}
    return found | {key(tag): Md(tag) for essay in reversed(view.essays) for tag in essay.tags}


def spelled(spelling: Mapping[str, str], tags: Iterable[str]) -> list[str]:
    """For the front matter of a page: each tag once."""
    return list(dict.fromkeys(spelling.get(key(tag)) or escaped(tag) for tag in tags))


@cache
def key(tag: str) -> str:
    """What two tags share that would get the same anchor on the page of tags."""
    from pymdownx.slugs import slugify  # type: ignore[import-untyped]

    return str(slugify(case="lower")(escaped(tag), "-"))
