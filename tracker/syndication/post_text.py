"""Week -> its post as plain text for the terminal: what the page says, in its order. Pure."""

from __future__ import annotations

from tracker.figures import titles
from tracker.figures.public import is_draft
from tracker.model.journal import Week
from tracker.pages import View
from tracker.pages.post import format_draft_notice
from tracker.syndication import prose
from tracker.syndication.html_tree import strip_control_characters, without_math
from tracker.syndication.plain_text import (
    WIDTH,
    References,
    format_references,
    render_plain_text,
    wrap_text,
)


def format_post_text(view: View, week: Week) -> str:
    """Return a week's post as text: title, author and dates, lead, sections, sums, tags.

    Wrapped at 72 letters, with numbered links at the end. A draft says that it is one.
    """
    post = prose.week_post(view, week)
    plan = view.figures.plan
    references: References = []
    body = render_plain_text(without_math(prose.build_post_tree(view, post)), references)
    title = wrap_text(post.title, WIDTH)
    underline = "=" * max(map(len, title.splitlines()))
    author = plan.contact.name if plan.contact else None
    journal = plan.title or view.place.name
    about = [author, journal, titles.format_week_dates(week)]
    parts = []
    if is_draft(week, view.today):
        parts.append(f"Draft, {format_draft_notice(week)}.")
    head = wrap_text(" · ".join(part for part in about if part), WIDTH)
    parts += [f"{title}\n{underline}\n{head}", body]
    if post.tags:
        parts.append(wrap_text(f"Tags: {', '.join(post.tags)}", WIDTH))
    parts.append(format_references(references))
    return strip_control_characters("\n\n".join(filter(None, parts))) + "\n"
