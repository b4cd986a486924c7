"""View -> the newest posts with all that a feed says of each, made once for all three formats."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from tracker.model.plan import Contact
from tracker.pages import View, titles
from tracker.syndication import prose
from tracker.syndication.html_tree import html_of, one_line, strip_control_characters

NEWEST = 30


class Item(NamedTuple):
    """A post. `html` is the whole of it; `when` its day, at noon where the author is."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    when: datetime
    tags: tuple[str, ...]


class Feed(NamedTuple):
    """`posts`, newest first; `items` are the newest thirty of them with all their words.

    There are no items where the site does not know its own address, for a feed's links are whole.
    """

    view: View
    posts: tuple[prose.Post, ...]
    title: str
    description: str
    author: Contact
    items: tuple[Item, ...]

    @property
    def url(self) -> str:
        return self.view.place.url

    @property
    def updated(self) -> datetime:
        """When the newest post was published, and never when the site was built: so two builds are the same."""
        plan = self.view.figures.plan
        return (
            self.items[0].when
            if self.items
            else prose.noon_of_day(self.view, plan.start or prose.NO_DAY)
        )


def feed_of(view: View) -> Feed:
    plan = view.figures.plan
    title = view.place.name or plan.title or "A learner's journal"
    posts = tuple(prose.list_public_posts(view))
    items = tuple(item_of(view, post) for post in posts[:NEWEST]) if view.place.url else ()
    about = titles.extract_opening_sentence(plan.why) or plan.title or title
    return Feed(
        view,
        posts,
        strip_control_characters(title),
        strip_control_characters(about),
        plan.contact or Contact(),
        items,
    )


def item_of(view: View, post: prose.Post) -> Item:
    return Item(
        id=tag_of(view.place.url, post),
        url=view.absolute(post.address),
        title=one_line(post.title),
        summary=one_line(post.summary),
        html=html_of(prose.build_post_tree(view, post)),
        when=prose.noon_of_day(view, post.date),
        tags=tuple(map(one_line, post.tags)),
    )


def tag_of(url: str, post: prose.Post) -> str:
    """`tag:example.org,2024:journal/week/2024-W27`, RFC 4151: what it names is told by week or file, never by title.

    Not its address: the blog's settings can move every post, and a reader would then get each one again as new.
    """
    parts = urlsplit(url)
    path = parts.path.strip("/")
    year = post.source.name[:4] if post.name.startswith("week/") else f"{post.date.year}"
    return f"tag:{parts.hostname},{year}:{quote(f'{path}/{post.name}'.lstrip('/'))}"
