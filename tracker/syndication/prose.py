"""Week or essay -> its text for feeds and mails: plain HTML with absolute addresses.

A chart is replaced by its finding. The view has nothing that is held back, so this has not either.
"""

from __future__ import annotations

import posixpath
import re
from datetime import date, datetime, time
from functools import cache, partial
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo

from tracker.figures import summaries, titles
from tracker.model.derived import derive_once
from tracker.model.journal import TrackerError, Week
from tracker.pages.addresses import Essay
from tracker.pages.markdown import with_charts
from tracker.pages.page import View, list_published_weeks, render_template
from tracker.pages.post import build_post_body, quote_members_teaser, resolve_cover
from tracker.syndication.html_tree import Nodes, sanitize_html

# The Markdown extensions of a new site, without those that have no effect on the text.
EXTENSIONS = (
    # By their modules: a short name has Python look through all packages that are installed.
    *("markdown.extensions.admonition", "markdown.extensions.attr_list"),
    *("markdown.extensions.def_list", "markdown.extensions.footnotes"),
    *("markdown.extensions.md_in_html", "markdown.extensions.tables"),
    "tracker.markup",
    *(
        "pymdownx.details",
        "pymdownx.highlight",
        "pymdownx.inlinehilite",
        "pymdownx.superfences",
        "pymdownx.tasklist",
    ),
)
OPTIONS = {"pymdownx.highlight": {"use_pygments": False}}
# Noon in the author's timezone is the same day in nearly every zone, and a clock change never skips
# it.
NOON = time(12)
NO_DAY = date(1970, 1, 1)  # for a feed without posts, if the plan has no start


class Post(NamedTuple):
    """A post, before its text is rendered.

    `name`: `week/2024-W27` or `essay/FILE`; it stays the same if the title changes.
    `uri`: its file as in docs/. `address`: relative to the site's URL.
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
    """Return the posts of the site, newest first; no drafts, even if the site's pages show them."""
    weeks = list_published_weeks(view)
    posts = [week_post(view, week) for week in weeks]
    posts += [essay_post(view, essay) for essay in view.essays if not essay.draft]
    return sorted(posts, key=lambda post: (post.date, post.name), reverse=True)


def week_post(view: View, week: Week) -> Post:
    return Post(
        name=f"week/{week.name}",
        title=titles.title_of_week(view.figures, week),
        summary=summaries.summary_of_week(view.figures, week),
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
        summary=essay.description or summaries.extract_opening_sentence(without_title(essay.text)),
        date=essay.date,
        uri=f"{place.posts}/{essay.name}",
        address=essay.address(place),
        tags=essay.tags,
        source=essay,
    )


def noon_of_day(view: View, day: date) -> datetime:
    """Return noon of the day in the plan's timezone, for formats that require a time."""
    try:
        zone = ZoneInfo(view.figures.plan.timezone or "UTC")
    except (ValueError, OSError, LookupError):
        zone = ZoneInfo("UTC")  # `check` reports the timezone; `serve` goes on without it
    return datetime.combine(day, NOON, zone)


# ---- its text


def build_post_tree(view: View, post: Post) -> Nodes:
    """Return the whole post as a tree of HTML.

    Raises TrackerError, which names the file, if its Markdown is too slow or nested too deeply.
    """
    from tracker.markup.guard import TooSlow, explain_refusal, limit_conversion

    text = render_post_markdown(view, post)
    converter = create_markdown_converter()
    converter.reset()
    try:
        with limit_conversion(text):
            html = converter.convert(text)
    except (TooSlow, RecursionError) as error:
        path = post.source.path if isinstance(post.source, Week) else post.uri
        raise TrackerError(f"{path}: {explain_refusal(error)}") from None
    return sanitize_html(html, partial(resolve_href, post=post, view=view))


def render_post_markdown(view: View, post: Post) -> str:
    """Render a post's Markdown, with the findings of its charts in their place."""
    without_charts = _remove_charts(view)
    if isinstance(post.source, Week):
        return week_text(without_charts, post.source)
    return essay_text(without_charts, post.source)


@derive_once
def _remove_charts(view: View) -> View:
    return view._replace(drawn=lambda chart: None)


def list_post_facts(view: View, post: Post) -> tuple[object, ...]:
    """List all that the HTML of a post depends on, but for the program."""
    return (post.uri, post.address, render_post_markdown(view, post), *_list_addresses(view))


@derive_once
def _list_addresses(view: View) -> tuple[str]:
    """List the addresses of a site, to any of which a post may link."""
    place = view.place._replace(named=frozenset())
    weeks = [(week.name, view.post_address(week)) for week in view.figures.weeks.values()]
    essays = [(essay.name, essay.address(view.place)) for essay in view.essays]
    return (repr((place, weeks, essays)),)


@cache
def create_markdown_converter() -> Any:
    from markdown import Markdown

    return Markdown(extensions=list(EXTENSIONS), extension_configs=OPTIONS)


def week_text(view: View, week: Week) -> str:
    uri = view.post_uri(week.name)
    return render_template(
        "prose.md.jinja",
        cover=resolve_cover(week, uri),
        members=quote_members_teaser(view, week, uri),
        members_url=week.members.url if week.members else None,
        **build_post_body(view, week, uri)._asdict(),
    )


def essay_text(view: View, essay: Essay) -> str:
    return with_charts(without_title(essay.text), view.drawing)


def without_title(text: str) -> str:
    """Remove the title from a text: feeds and mails show it themselves."""
    return re.sub(r"\A\s*# +[^\n]+\n", "", text)


# ---- addresses


def post_at(view: View, uri: str) -> str | None:
    """Return the address of a file that the blog moves: a post, or a picture beside the posts.

    It is None for any other file, whose address follows from its path.
    """
    posts = f"{view.place.posts}/"
    if uri.startswith(posts) and not uri.endswith(".md"):
        blog = posixpath.dirname(view.place.journal_uri)
        return quote(posixpath.join(blog, uri.removeprefix(posts)))
    _, _, name = uri.rpartition("/")
    week = view.figures.weeks.get(name.removesuffix(".md").upper())
    if week and uri == view.post_uri(week.name):
        return view.post_address(week)
    for essay in view.essays:
        if uri == posts + essay.name:
            return essay.address(view.place)
    return None


def resolve_href(href: str, *, post: Post, view: View) -> str | None:
    """Make an address of a post absolute; None if that is not possible, or it is not safe."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        is_web = parts.scheme in ("http", "https") and parts.netloc
        return href if is_web or parts.scheme == "mailto" else None
    if not view.place.url or not href:
        return None
    suffix = ""
    if parts.query:
        suffix += f"?{parts.query}"
    if parts.fragment:
        suffix += f"#{parts.fragment}"
    if not parts.path:
        return view.absolute(post.address) + suffix
    if parts.path.startswith("/"):
        site = urlsplit(view.place.url)
        return f"{site.scheme}://{site.netloc}{parts.path}{suffix}"
    uri = posixpath.normpath(posixpath.join(posixpath.dirname(post.uri), unquote(parts.path)))
    if uri.startswith(".."):
        return None
    return view.absolute(post_at(view, uri) or quote(view.place.address(uri))) + suffix
