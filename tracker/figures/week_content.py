"""Week -> whether it holds anything that a post could show."""

from __future__ import annotations

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


def holds_anything(figures: Figures, week: Week) -> bool:
    """Whether a week has anything to post: words, tags, records or sessions."""
    words = week._replace(sessions=())  # those of a first night may count in the week before
    return has_content(words) or bool(week.tags or figures.by_week.get(week.name))
