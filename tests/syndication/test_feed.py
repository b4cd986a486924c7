"""Feeds, held against the rules of their own specifications."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as etree

import feedparser
import pytest

from tests.journal import CASES, PAYLOADS, PNG
from tests.sites import build_site
from tests.syndication.views import (
    ESSAYS,
    PLACE,
    SITE,
    Marks,
    hostile,
    journal_of,
    made,
    unique,
    view_of,
)
from tracker.boundary.cache import Cache
from tracker.pages import View
from tracker.pages.addresses import Place
from tracker.site import site_files
from tracker.syndication import feeds, prose
from tracker.syndication.feed import convert_post, list_new_posts
from tracker.syndication.html_tree import KEPT, MATH, Nodes, html_of

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
)
TAG = re.compile(
    r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[\w.~!$&'()*+,;=:@/?%-]+", re.ASCII
)  # RFC 4151


def xml(view: View, name: str) -> etree.Element:
    return etree.fromstring(made(view, name).encode())


def the(element: etree.Element, name: str) -> str:
    """What the one child of that name says."""
    (found,) = element.findall(name)
    return found.text or ""


# ---- the specifications --------------------------------------------------------------------------------------------


def test_rss_has_what_rss_2_asks_for(view: View) -> None:
    rss = xml(view, "feed.xml")
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    (channel,) = rss
    for name in ("title", "link", "description"):
        assert the(channel, name)
    assert channel.find(f"{ATOM}link").attrib == {  # type: ignore[union-attr]
        "rel": "self",
        "type": "application/rss+xml",
        "href": f"{SITE}feed.xml",
    }
    assert re.fullmatch(r"\S+@\S+ \(.+\)", the(channel, "managingEditor"))
    items = channel.findall("item")
    assert items
    for item in items:
        assert the(item, "title")
        assert the(item, "link").startswith(SITE)
        assert item.find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]
        assert RFC_822.fullmatch(the(item, "pubDate"))
        assert the(item, CONTENT)
    assert unique(the(item, "guid") for item in items)
    assert the(channel, "lastBuildDate") == the(items[0], "pubDate")


def test_atom_has_what_rfc_4287_asks_for(view: View) -> None:
    feed = xml(view, "atom.xml")
    assert feed.tag == f"{ATOM}feed"
    assert the(feed, f"{ATOM}title")
    assert the(feed, f"{ATOM}id") == SITE
    assert the(feed.find(f"{ATOM}author"), f"{ATOM}name")  # type: ignore[arg-type]
    links = [(link.get("rel"), link.get("href")) for link in feed.findall(f"{ATOM}link")]
    assert links == [("self", f"{SITE}atom.xml"), ("alternate", SITE)]
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        assert RFC_3339.fullmatch(the(element, f"{ATOM}updated"))
    for entry in entries:
        assert TAG.fullmatch(the(entry, f"{ATOM}id"))
        assert the(entry, f"{ATOM}title")
        assert entry.find(f"{ATOM}content").get("type") == "html"  # type: ignore[union-attr]
        assert entry.find(f"{ATOM}link").get("href", "").startswith(SITE)  # type: ignore[union-attr]
        assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))
    assert unique(the(entry, f"{ATOM}id") for entry in entries)
    latest = max(datetime.fromisoformat(the(entry, f"{ATOM}updated")) for entry in entries)
    assert datetime.fromisoformat(the(feed, f"{ATOM}updated")) == latest


def test_json_feed_has_what_its_version_1_1_asks_for(view: View) -> None:
    feed = json.loads(made(view, "feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["feed_url"], feed["home_page_url"]) == (f"{SITE}feed.json", SITE)
    assert feed["title"]
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_html"]
        assert item["url"].startswith(SITE)
        assert RFC_3339.fullmatch(item["date_published"])
        assert isinstance(item.get("tags", []), list)
    assert unique(item["id"] for item in feed["items"])


def test_the_three_say_the_same(view: View) -> None:
    items = json.loads(made(view, "feed.json"))["items"]
    rss = [
        (
            the(item, "guid"),
            the(item, "title"),
            the(item, CONTENT),
            parsedate_to_datetime(the(item, "pubDate")),
        )
        for item in xml(view, "feed.xml").iter("item")
    ]
    atom = [
        (
            *(the(entry, f"{ATOM}{name}") for name in ("id", "title", "content")),
            datetime.fromisoformat(the(entry, f"{ATOM}published")),
        )
        for entry in xml(view, "atom.xml").iter(f"{ATOM}entry")
    ]
    said = [
        (
            item["id"],
            item["title"],
            item["content_html"],
            datetime.fromisoformat(item["date_published"]),
        )
        for item in items
    ]
    assert rss == atom == said
    assert [one[3] for one in said] == sorted((one[3] for one in said), reverse=True)
    assert len(said) == min(30, len(prose.list_public_posts(view)))


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
def test_another_reader_reads_them(view: View, name: str) -> None:
    found = feedparser.parse(made(view, name).encode())
    assert not found.bozo
    assert found.feed.title == "Test"
    assert [entry.title for entry in found.entries] == [
        post.title for post in prose.list_public_posts(view)[:30]
    ]
    assert all(entry.content[0].value for entry in found.entries)


# ---- what they say -------------------------------------------------------------------------------------------------


def test_posts_are_whole_and_bare(view: View) -> None:
    for item in json.loads(made(view, "feed.json"))["items"]:
        marks = Marks(item["content_html"])
        assert marks.active == []
        assert set(marks.tags) <= {*KEPT, *MATH, "a", "img"}
        assert not {"class", "style", "id"} & {name for _, name, _ in marks.attributes}
        assert all(re.match(r"https?://\w|mailto:", address) for address in marks.addresses)


def test_weeks_and_essays_stand_together_and_lead_to_each_other(everything_view: View) -> None:
    items = json.loads(made(everything_view, "feed.json"))["items"]
    assert [(item["id"].rpartition("journal/")[2], item["date_published"]) for item in items] == [
        ("week/2024-W27", "2024-07-04T12:00:00+02:00"),
        ("essay/one", "2024-07-02T12:00:00+02:00"),
    ]
    assert f'<a href="{SITE}blog/2024-w27/">the week</a>' in items[1]["content_html"]
    assert f'src="{SITE}blog/x.png"' in items[1]["content_html"]
    assert items[0]["tags"] == ["ShownTag"]
    said = Marks(items[0]["content_html"]).text
    for word in (
        "ShownIntro",
        "ShownUnitNotes",
        "ShownTeaser",
        "ShownSummary",
        "ShownLateText",
        "50 min",
    ):
        assert word in said


def test_an_id_outlives_title_settings_and_place_in_the_list(tmp_path: Path) -> None:
    def ids(place: Place, week: str) -> list[str]:
        found = view_of(
            journal_of(tmp_path, W27=week), place, (ESSAYS[0]._replace(title=week, slug=week[-1]),)
        )
        return [item["id"] for item in json.loads(made(found, "feed.json"))["items"]]

    first = ids(PLACE, "title: a")
    assert first == [
        "tag:example.org,2024:journal/week/2024-W27",
        "tag:example.org,2024:journal/essay/one",
    ]
    assert first == ids(PLACE._replace(post_format="{date}/{slug}", folders=False), "title: b")


def test_no_feed_tells_when_it_was_built(tmp_path: Path) -> None:
    journal_of(tmp_path, "timezone: Asia/Tokyo\n", W01="title: winter", W27="title: summer")
    one, two = (
        dict(feeds.generate_feeds(view_of(tmp_path, today=today)))
        for today in (date(2024, 7, 20), date(2031, 1, 1))
    )
    assert all(one[name] == two[name] for name in ("feed.xml", "atom.xml", "feed.json"))
    assert "Sun, 07 Jul 2024 12:00:00 +0900" in one["feed.xml"]


@pytest.mark.parametrize(
    ("zone", "moments"),
    [
        ("Europe/Berlin", ["2024-07-07T12:00:00+02:00", "2024-01-07T12:00:00+01:00"]),
        ("America/St_Johns", ["2024-07-07T12:00:00-02:30", "2024-01-07T12:00:00-03:30"]),
        (None, ["2024-07-07T12:00:00+00:00", "2024-01-07T12:00:00+00:00"]),
    ],
)
def test_a_post_is_from_noon_where_the_author_is(
    tmp_path: Path, zone: str | None, moments: list[str]
) -> None:
    journal_of(
        tmp_path, f"timezone: {zone}\n" if zone else "", W01="title: winter", W27="title: summer"
    )
    feed = json.loads(made(view_of(tmp_path), "feed.json"))
    assert [item["date_published"] for item in feed["items"]] == moments


def test_a_site_without_an_address_has_no_feeds_and_all_else(tmp_path: Path) -> None:
    plan = "series: {group: {schedule: [{week: 2024-W27, title: A paper}]}}\n"
    view = view_of(
        journal_of(
            tmp_path,
            plan,
            W27="title: x\nintro: See [this](../x.md), [that](https://a.example/).\n",
        ),
        Place(),
    )
    assert list(dict(feeds.generate_feeds(view))) == [
        "calendar.ics",
        "journal.json",
        "journal.schema.json",
        "calendar/group.ics",
    ]
    post = html_of(prose.build_post_tree(view, prose.list_public_posts(view)[0]))
    assert Marks(post).addresses == ["https://a.example/"]
    assert "See this, " in post


def test_an_empty_journal_has_feeds_without_posts(tmp_path: Path) -> None:
    made_ = dict(feeds.generate_feeds(view_of(journal_of(tmp_path))))
    files = ["atom.xml", "feed.json", "feed.xml", "journal.json", "journal.schema.json"]
    assert sorted(made_) == files
    assert etree.fromstring(made_["atom.xml"].encode()).findall(f"{ATOM}entry") == []


@pytest.mark.parametrize("text_", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_is_inert_and_reads_as_typed(tmp_path: Path, text_: str) -> None:
    view = view_of(hostile(tmp_path, text_))
    typed = " ".join(text_.split())
    (item,) = json.loads(made(view, "feed.json"))["items"]
    assert item["title"] == typed
    marks = Marks(item["content_html"])
    assert marks.active == []
    assert marks.text.count(typed) >= 8
    (entry,) = feedparser.parse(made(view, "atom.xml").encode(), sanitize_html=False).entries
    assert " ".join(entry.title.split()) == typed
    assert Marks(entry.content[0].value).text == marks.text
    (rss,) = xml(view, "feed.xml").iter("item")
    assert (the(rss, "title").replace("\u2060", ""), Marks(the(rss, "description")).text) == (
        typed,
        typed,
    )
    assert Marks(the(rss, "title")).tags == []  # for readers that take it for HTML
    assert Marks(the(rss, "description")).tags == []


def test_whatever_they_lead_to_is_on_the_site(tmp_path: Path) -> None:
    (tmp_path / "entries/images").mkdir(parents=True)
    for path in (CASES / "everything/entries").rglob("*.*"):
        (tmp_path / "entries" / path.relative_to(CASES / "everything/entries")).write_bytes(
            path.read_bytes()
        )
    (tmp_path / "entries/2024-W25.yaml").write_text(NOTED, "utf-8")
    posts = tmp_path / "docs/blog/posts"
    posts.mkdir(parents=True)
    (posts.parent / "index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    (posts / "x.png").write_bytes(PNG)
    for name, day, body in (
        ("one", 2, "# One\n\n![p](x.png) [two](two.md) [week](2024-w27.md)"),
        ("two", 3, "# Two"),
    ):
        (posts / f"{name}.md").write_text(f"---\ndate: 2024-07-0{day}\n---\n{body}\n", "utf-8")
    site = build_site(tmp_path, config=FOOTNOTES)
    items = json.loads((site / "feed.json").read_text("utf-8"))["items"]
    data = json.loads((site / "journal.json").read_text("utf-8"))
    found = {
        address
        for item in items
        for address in (item["url"], *Marks(item["content_html"]).addresses)
    }
    found |= {
        one["page"] for kind in ("weeks", "items", "essays") for one in data[kind] if one["page"]
    }
    inside = sorted(address.removeprefix(SITE) for address in found if address.startswith(SITE))
    assert len(inside) >= 15
    for address in inside:
        path, _, anchor = address.partition("#")
        page = site / path / "index.html" if path.endswith("/") or not path else site / path
        assert page.is_file(), address
        assert not anchor or f'id="{anchor}"' in page.read_text("utf-8"), address


NOTED = "title: Noted\nintro: |\n  See [^1], and [the plan](../../plan.md).\n\n  [^1]: A note.\n"
FOOTNOTES = "plugins: [tracker, blog, tags, search]\nmarkdown_extensions: [attr_list, footnotes]\n"


def test_a_post_is_converted_again_only_where_something_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its text, its address, and those of the other posts, to which it may link."""
    converted: list[str] = []
    build = prose.build_post_tree

    def count(view: View, post: prose.Post) -> Nodes:
        converted.append(post.name)
        return build(view, post)

    monkeypatch.setattr(prose, "build_post_tree", count)
    cache = Cache(tmp_path)
    recall = partial(site_files.recall_feed_text, cache.get_or_make)

    def generate(view: View) -> dict[str, str]:
        posts = list_new_posts(view)
        texts = {post.name: convert_post(view, post, recall) for post in posts}
        return dict(feeds.generate_feeds(view, texts))

    weeks = {"W27": "title: One\nlearned: [Some *words*.]", "W28": "title: Two\nlearned: [x]"}
    view = view_of(journal_of(tmp_path, **weeks))
    fresh = dict(feeds.generate_feeds(view))
    converted.clear()
    assert generate(view) == fresh
    assert converted == ["week/2024-W28", "week/2024-W27"]
    assert generate(view) == fresh
    assert len(converted) == 2
    weeks["W28"] = "title: Two\nlearned: [y]"
    changed = view_of(journal_of(tmp_path, **weeks))
    found = generate(changed)
    assert converted[2:] == ["week/2024-W28"]
    assert found == dict(feeds.generate_feeds(changed))
    del converted[:]
    moved = changed._replace(place=PLACE._replace(url="https://example.org/moved/"))
    assert "example.org/moved/" in generate(moved)["feed.xml"]
    assert len(converted) == 2
