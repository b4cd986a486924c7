"""Weeks as text -> the Markdown of the journal's pages."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from tracker.figures.public import make_public_journal
from tracker.figures.stats import build_figures
from tracker.format import loader
from tracker.model.kinds import KINDS
from tracker.pages import View
from tracker.pages.addresses import Essay, Place
from tracker.pages.all_pages import build_pages

TODAY = date(2024, 9, 1)  # a Sunday: of the weeks up to W34 each has its post


# As if a page by hand linked to each: those that hold nothing are made, too.
LINKED = frozenset(
    {
        "decisions.md",
        "milestones.md",
        "now.md",
        "people.md",
        "reading/index.md",
        "skills/index.md",
        "library/index.md",
        *(f"{kind}/index.md" for kind in KINDS),
    }
)


def made(
    texts: dict[str, str],
    today: date = TODAY,
    essays: tuple[Essay, ...] = (),
    linked: frozenset[str] = LINKED,
) -> dict[str, str]:
    """The pages of a journal, as address -> Markdown read as a person would."""
    files = {f"entries/{name}.yaml": text.encode() for name, text in texts.items()}
    journal, problems = loader.load_journal(files)
    assert [str(problem) for problem in problems if not problem.hint] == []
    view = View(
        build_figures(make_public_journal(journal, today)),
        today,
        drawn=lambda chart: "",
        place=Place(),
        essays=essays,
        linked=linked,
    )
    return {page.uri: unescape(page.text) for page in build_pages(view)}


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next of its rank."""
    found = re.search(rf"(?ms)^## {re.escape(heading)}$(.*?)(?=^## |\Z)", text)
    return found[1] if found else ""
