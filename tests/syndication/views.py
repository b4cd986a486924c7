"""Journals as text -> what feeds and mails are made from, without a build: shared by their tests."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path

from tests.journal import Ran, Scratch
from tracker.boundary.cache import Cache
from tracker.pages import View
from tracker.pages.addresses import Essay, Place
from tracker.site import site_files
from tracker.syndication import feeds

TODAY = date(2024, 7, 20)
SITE = "https://example.org/journal/"
PLACE = Place("Test", SITE)
ESSAYS = (
    Essay(
        "one.md",
        "An essay",
        date(2024, 7, 2),
        "# An essay\n\nSee [the week](2024-w27.md) and ![p](x.png).\n",
    ),
    Essay("two.md", "Hidden", date(2024, 7, 3), "HiddenEssay", draft=True),
)


def view_of(
    folder: Path, place: Place = PLACE, essays: tuple[Essay, ...] = (), today: date = TODAY
) -> View:
    """What readers may see of the journal in a folder."""
    view, _ = site_files.load_view(
        folder, folder / "docs", place, lambda plan: today, False, Cache(folder)
    )
    return view._replace(essays=essays)


def journal_of(folder: Path, plan: str = "", **weeks: str) -> Path:
    """A journal of these weeks: `W27="title: x"` is 2024-W27."""
    (folder / "entries").mkdir(exist_ok=True)
    for name, text in {
        "plan": plan,
        **{f"2024-{week}": text for week, text in weeks.items()},
    }.items():
        (folder / f"entries/{name}.yaml").write_text(text, "utf-8")
    return folder


def hostile(folder: Path, text: str) -> Path:
    """A journal with a text from elsewhere wherever one can stand."""
    plan = {
        "title": text,
        "courses": {"course": {"title": text, "by": text, "units": {"a": text}, "skills": [text]}},
        "papers": {"paper": {"title": text, "authors": [text]}},
        "contact": {"name": text, "call": text, "email": "a@example.org"},
        "series": {
            "group": {
                "title": text,
                "theme": text,
                "schedule": [
                    {
                        "week": "2024-W27",
                        "paper": "paper",
                        "primers": [{"url": "https://example.org/", "title": text}],
                    },
                    {"week": "2024-W28", "title": text},
                ],
            }
        },
    }
    week = {
        "title": text,
        "summary": text,
        "tags": [text],
        "goals": [text],
        "links": [{"url": "https://example.org/", "title": text, "note": text, "quote": text}],
        "questions": [text],
        "courses": {"course": {"done": ["a"], "gaps": [text]}},
        "papers": {"paper": {"read": "once"}},
        "sessions": [
            {"start": "2024-07-01 19:30", "minutes": 30, "item": "course/a", "note": text}
        ],
    }
    return journal_of(folder, json.dumps(plan), W27=json.dumps(week))


class Marks(HTMLParser):
    """Tags, attributes and text of HTML as a browser would read them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.said: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.said).split())

    @property
    def addresses(self) -> list[str]:
        return [value for _, name, value in self.attributes if name in ("href", "src")]

    @property
    def active(self) -> list[str]:
        """What could act: tags that run or frame things, handlers, addresses that are no addresses."""
        bad: Callable[[str], object] = re.compile(r"(?!https?://|mailto:)").match
        tags = [
            tag
            for tag in self.tags
            if tag in {"script", "style", "svg", "iframe", "object", "base", "form"}
        ]
        handlers = [
            name for _, name, _ in self.attributes if name.startswith("on") or name == "http-equiv"
        ]
        return [*tags, *handlers, *(address for address in self.addresses if bad(address))]


def made(view: View, name: str) -> str:
    return dict(feeds.generate_feeds(view))[name]


def unique(ids: Iterator[str]) -> bool:
    found = list(ids)
    return len(found) == len(set(found)) and all(found)


AT = datetime(2024, 7, 20, 12)
MKDOCS = """site_name: Test
site_url: https://example.org/journal/
theme: material
plugins: [tracker, {blog: {post_url_format: "{slug}"}}]
"""
PAGE = "https://example.org/journal/blog/2024-w27/"


def ran(scratch: Scratch, *words: str) -> Ran:
    return scratch.run(*words, now=AT)
