"""Week -> whether it holds anything that a post could show."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.figures.stats import (
    Figures,
)
from tracker.model.journal import Week
from tracker.model.kinds import (
    KINDS,
    Record,
)


def has_words(kind: str, record: Record) -> bool:
    """Whether a record holds words of the author's own, such as notes, gaps or evidence."""
    return any(getattr(record, key) for key in KINDS[kind].words)


def has_content(week: Week) -> bool:
    """Return whether the author wrote or logged anything in the week that readers may see."""
    words = week._replace(
        name="",
        tags=(),
        draft=False,
        published=None,
        target=None,
        unpublished=None,
        order=(),
        worked=False,
    )
    return words != Week("")


def find_first_post_day(figures: Figures) -> date | None:
    """Find the first day on which a week has a post. Weeks that are marked as drafts have none."""
    days = []
    for week in figures.weeks.values():
        if not week.draft and holds_anything(figures, week):
            days.append(week.published or week.sunday + timedelta(days=1))
    return min(days, default=None)


def holds_anything(figures: Figures, week: Week) -> bool:
    """Whether a week has anything to post: words, tags, records or sessions."""
    words = week._replace(sessions=())  # those of a first night may count in the week before
    return has_content(words) or bool(week.tags or figures.by_week.get(week.name))
