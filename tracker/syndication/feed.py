"""View -> the newest posts with their HTML, built once for all three feed formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from tracker.figures import summaries
from tracker.model.kinds import EMPTY
from tracker.model.plan import Contact
from tracker.pages import View
from tracker.syndication import prose
from tracker.syndication.html_tree import html_of, one_line, strip_control_characters

NEWEST = 30
Recall = Callable[[object, Callable[[], str]], str]
"""What a text depends on, and a function that makes it -> the text, made now or earlier."""


def make_now(facts: object, make: Callable[[], str]) -> str:
    return make()


class Item(NamedTuple):
    """A post. `html` is its whole text; `when` its day, at noon in the author's timezone."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    when: datetime
    tags: tuple[str, ...]


class Feed(NamedTuple):
    """`posts`, newest first; `items` are the newest thirty of them with their HTML.

    There are no items if the site's URL is not known, because a feed needs absolute links.
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
        """The time of the newest post, not of the build, so that two builds are the same."""
        if self.items:
            return self.items[0].when
        return prose.noon_of_day(self.view, self.view.figures.plan.start or prose.NO_DAY)


def list_new_posts(view: View) -> Sequence[prose.Post]:
    """List the posts that feeds hold whole; none without an address of the site."""
    return prose.list_public_posts(view)[:NEWEST] if view.place.url else ()


def convert_post(view: View, post: prose.Post, recall: Recall = make_now) -> str:
    """Convert a post to its HTML. `recall`: a memory of what posts were converted to."""
    facts = prose.list_post_facts(view, post)
    return recall(facts, lambda: html_of(prose.build_post_tree(view, post)))


def feed_of(view: View, texts: Mapping[str, str] = EMPTY) -> Feed:
    """Collect what feeds hold. `texts`: by name, the HTML of posts that are converted already."""
    plan = view.figures.plan
    title = view.place.name or plan.title or "A learner's journal"
    posts = tuple(prose.list_public_posts(view))
    items: tuple[Item, ...] = ()
    if view.place.url:
        items = tuple([item_of(view, post, texts) for post in posts[:NEWEST]])
    about = summaries.extract_opening_sentence(plan.why) or plan.title or title
    return Feed(
        view,
        posts,
        strip_control_characters(title),
        strip_control_characters(about),
        plan.contact or Contact(),
        items,
    )


def item_of(view: View, post: prose.Post, texts: Mapping[str, str]) -> Item:
    html = texts.get(post.name)
    if html is None:
        html = convert_post(view, post)
    return Item(
        id=tag_of(view.place.url, post),
        url=view.absolute(post.address),
        title=one_line(post.title),
        summary=one_line(post.summary),
        html=html,
        when=prose.noon_of_day(view, post.date),
        tags=tuple(map(one_line, post.tags)),
    )


def tag_of(url: str, post: prose.Post) -> str:
    """Return a post's id by RFC 4151: `tag:example.org,2024:journal/week/2024-W27`.

    It depends on the week or file, never on the title. It is not the address: the blog's settings
    can move every post, and readers would then get all posts again as new ones.
    """
    parts = urlsplit(url)
    path = parts.path.strip("/")
    year = str(post.date.year)
    if post.name.startswith("week/"):
        year = post.source.name[:4]
    return f"tag:{parts.hostname},{year}:{quote(f'{path}/{post.name}'.lstrip('/'))}"
