"""Tags of weeks, essays and items -> one spelling of each, so that the page of tags lists each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from tracker.pages.markdown import Md, escape_markdown
from tracker.pages.page import View, shown_weeks


def collect_tag_spellings(view: View) -> dict[str, str]:
    """Key -> the tag: as essays write it, for those are the author's files; else as most weeks do; then as items."""
    found: dict[str, str] = {
        tag_key_of(name): escape_markdown(name)
        for state in view.figures.states.values()
        for name in reversed(state.item.skills)
    }
    counts = Counter(tag for week in shown_weeks(view) for tag in week.tags)
    found |= {tag_key_of(tag): escape_markdown(tag) for tag, _ in reversed(counts.most_common())}
    return found | {
        tag_key_of(tag): Md(tag) for essay in reversed(view.essays) for tag in essay.tags
    }


def spell_tags(spelling: Mapping[str, str], tags: Iterable[str]) -> list[str]:
    """For the front matter of a page: each tag once."""
    return list(
        dict.fromkeys(spelling.get(tag_key_of(tag)) or escape_markdown(tag) for tag in tags)
    )


@cache
def tag_key_of(tag: str) -> str:
    """What two tags share that would get the same anchor on the page of tags."""
    from pymdownx.slugs import slugify  # type: ignore[import-untyped]

    return str(slugify(case="lower")(escape_markdown(tag), "-"))
