"""A week or an essay -> its words alone, for feeds and mails: HTML without dress, every address whole.

Charts are told by their finding. What readers may not see is not in the view, so it is not here.
"""

from __future__ import annotations

import posixpath
import re
from datetime import date, datetime, time
from functools import cache, partial
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo

from markdown import Markdown

from tracker.charts import week_chart
from tracker.figures.public import is_draft
from tracker.markup.guard import TooSlow, explain_refusal, limit_conversion
from tracker.model.journal import TrackerError, Week
from tracker.pages import titles
from tracker.pages.addresses import Essay
from tracker.pages.markdown import Md, with_charts
from tracker.pages.page import View, render_template
from tracker.pages.post import render_sections, resolve_cover, week_in_figures
from tracker.syndication.html_tree import Nodes, sanitize_html

# What the site's own settings begin with, as far as it says something about words; no colours for code.
EXTENSIONS = (
    *("admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "tracker.markup"),
    *(
        "pymdownx.details",
        "pymdownx.highlight",
        "pymdownx.inlinehilite",
        "pymdownx.superfences",
        "pymdownx.tasklist",
    ),
)
OPTIONS = {"pymdownx.highlight": {"use_pygments": False}}
# Noon where the author is: the same day in nearly every zone, and never an hour that a clock change leaves out.
NOON = time(12)
NO_DAY = date(1970, 1, 1)  # of a feed without a post and a plan without a start


class Post(NamedTuple):
    """A post before its words are made. `name` never changes: `week/2024-W27`, `essay/FILE`, whatever its title.

    `uri` is its file as in docs/, `address` where it stands below the site's own.
    """

    name: str
    title: str
    summary: str
    date: date
    uri: str
    address: str
    tags: tuple[str, ...]
    source: Week | Essay


def list_public_posts(view: View) -> list[Post]:
    """Weeks and essays that are on the site, newest first; drafts never, though a page may show them."""
    weeks = [week for week in view.figures.weeks.values() if not is_draft(week, view.today)]
    found = [week_post(view, week) for week in weeks]
    found += [essay_post(view, essay) for essay in view.essays if not essay.draft]
    return sorted(found, key=lambda post: (post.date, post.name), reverse=True)


def week_post(view: View, week: Week) -> Post:
    return Post(
        name=f"week/{week.name}",
        title=titles.title_of_week(view.figures, week),
        summary=titles.summary_of_week(view.figures, week),
        date=week.date,
        uri=view.post_uri(week.name),
        address=view.post_address(week),
        tags=week.tags,
        source=week,
    )


def essay_post(view: View, essay: Essay) -> Post:
    place = view.place
    return Post(
        name=f"essay/{posixpath.splitext(essay.name)[0]}",
        title=essay.title,
        summary=essay.description or titles.extract_opening_sentence(without_title(essay.text)),
        date=essay.date,
        uri=f"{place.posts}/{essay.name}",
        address=essay.address(place),
        tags=essay.tags,
        source=essay,
    )


def noon_of_day(view: View, day: date) -> datetime:
    """The day as a moment, for formats that know nothing less."""
    try:
        zone = ZoneInfo(view.figures.plan.timezone or "UTC")
    except (ValueError, OSError, LookupError):
        zone = ZoneInfo("UTC")  # told as a problem; `serve` goes on without it
    return datetime.combine(day, NOON, zone)


# ---- its words


def build_post_tree(view: View, post: Post) -> Nodes:
    """The whole post as a tree of HTML."""
    quiet = view._replace(drawn=lambda chart: None)
    source = post.source
    made = week_text(quiet, source) if isinstance(source, Week) else essay_text(quiet, source)
    create_markdown_converter().reset()
    try:
        with limit_conversion(made):
            html = create_markdown_converter().convert(made)
    except (TooSlow, RecursionError) as error:
        name = f"entries/{source.name}.yaml" if isinstance(source, Week) else post.uri
        raise TrackerError(f"{name}: {explain_refusal(error)}") from None
    return sanitize_html(html, partial(resolve_href, post=post, view=view))


@cache
def create_markdown_converter() -> Markdown:
    return Markdown(extensions=list(EXTENSIONS), extension_configs=OPTIONS)


def week_text(view: View, week: Week) -> str:
    uri = view.post_uri(week.name)
    studied = bool(view.figures.by_week.get(week.name))
    told = not week.summary and not titles.has_content(
        week._replace(sessions=())
    )  # by the summary that is made then
    return render_template(
        "prose.md.jinja",
        cover=resolve_cover(week, uri),
        lead=titles.summary_of_week(view.figures, week),
        figures=None if told else figures_line(view, week),
        finding=week_chart(view.figures, week.name).finding if studied and week.summary else None,
        sections=list(render_sections(view, week, uri)),
        members=Md(view.authored(week.members.teaser, uri).replace("\n", "\n> "))
        if week.members
        else None,
        members_url=week.members.url if week.members else None,
    )


def figures_line(view: View, week: Week) -> str:
    """`11 h 05 of 7 h hoped for, 9 sessions on 4 days, 1 unit finished`."""
    return ", ".join(f"{figure} {what}" for figure, what in week_in_figures(view, week))


def essay_text(view: View, essay: Essay) -> str:
    return with_charts(without_title(essay.text), view.drawing)


def without_title(text: str) -> str:
    """Feeds and mails show the title themselves."""
    return re.sub(r"\A\s*# +[^\n]+\n", "", text)


# ---- addresses


def post_at(view: View, uri: str) -> str | None:
    """Where the post or picture of that file stands: the blog moves its own, all others stand where their files do."""
    if uri.startswith(f"{view.place.posts}/") and not uri.endswith(".md"):
        moved = posixpath.join(
            posixpath.dirname(view.place.journal_uri), uri.removeprefix(f"{view.place.posts}/")
        )
        return quote(moved)
    _, _, name = uri.rpartition("/")
    week = view.figures.weeks.get(name.removesuffix(".md").upper())
    if week and uri == view.post_uri(week.name):
        return view.post_address(week)
    found = (essay for essay in view.essays if uri == f"{view.place.posts}/{essay.name}")
    return next((essay.address(view.place) for essay in found), None)


def resolve_href(href: str, *, post: Post, view: View) -> str | None:
    """An address as the page would follow it; None where nothing can be said, or where nobody should go."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        known = parts.scheme in ("http", "https", "mailto") and (
            parts.netloc or parts.scheme == "mailto"
        )
        return href if known else None
    if not view.place.url or not href:
        return None
    behind = (f"?{parts.query}" if parts.query else "") + (
        f"#{parts.fragment}" if parts.fragment else ""
    )
    if not parts.path:
        return view.absolute(post.address) + behind
    if parts.path.startswith("/"):
        return f"{urlsplit(view.place.url).scheme}://{urlsplit(view.place.url).netloc}{parts.path}{behind}"
    uri = posixpath.normpath(posixpath.join(posixpath.dirname(post.uri), unquote(parts.path)))
    if uri.startswith(".."):
        return None
    return view.absolute(post_at(view, uri) or quote(view.place.address(uri))) + behind
