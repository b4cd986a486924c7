"""Feeds, calendars and journal.json, held against the rules of their own specifications."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as etree

import feedparser
import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journal import CASES, PAYLOADS, PNG, ROOT, Scratch
from tests.sites import build_site
from tests.syndication.views import PLACE, SITE, Marks, hostile, journal_of, view_of
from tracker import syndication
from tracker.pages import View
from tracker.pages.addresses import Essay, Place
from tracker.site import plugin
from tracker.site.settings import read_site_settings
from tracker.syndication import prose
from tracker.syndication.calendar import escape_calendar_text, fold_calendar_line
from tracker.syndication.html_tree import KEPT, MATH, html_of, sanitize_html
from tracker.syndication.xml import add_xml_child, format_xml_document

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
)
TAG = re.compile(
    r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[\w.~!$&'()*+,;=:@/?%-]+", re.ASCII
)  # RFC 4151
ESSAYS = (
    Essay(
        "one.md",
        "An essay",
        date(2024, 7, 2),
        "# An essay\n\nSee [the week](2024-w27.md) and ![p](x.png).\n",
    ),
    Essay("two.md", "Hidden", date(2024, 7, 3), "HiddenEssay", draft=True),
)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> View:
    folder = tmp_path_factory.mktemp("everything")
    (folder / "entries").mkdir()
    for path in (CASES / "everything/entries").glob("*.yaml"):
        (folder / "entries" / path.name).write_bytes(path.read_bytes())
    return view_of(folder, essays=ESSAYS)


@pytest.fixture(scope="module")
def example() -> View:
    from tracker.site import site_files

    essays, _ = site_files.read_docs(ROOT, ROOT / "docs", PLACE)
    return view_of(ROOT, essays=essays, today=date(2026, 11, 21))


@pytest.fixture(params=["everything", "example"])
def view(request: pytest.FixtureRequest) -> View:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def made(view: View, name: str) -> str:
    return dict(syndication.generate_feeds(view))[name]


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


def unique(ids: Iterator[str]) -> bool:
    found = list(ids)
    return len(found) == len(set(found)) and all(found)


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


def test_weeks_and_essays_stand_together_and_lead_to_each_other(everything: View) -> None:
    items = json.loads(made(everything, "feed.json"))["items"]
    assert [(item["id"].rpartition("journal/")[2], item["date_published"]) for item in items] == [
        ("week/2024-W27", "2024-07-04T12:00:00+02:00"),
        ("essay/one", "2024-07-02T12:00:00+02:00"),
        ("week/2024-W26", "2024-06-30T12:00:00+02:00"),
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
        dict(syndication.generate_feeds(view_of(tmp_path, today=today)))
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
    assert list(dict(syndication.generate_feeds(view))) == [
        "calendar.ics",
        "journal.json",
        "calendar/group.ics",
    ]
    post = html_of(prose.build_post_tree(view, prose.list_public_posts(view)[0]))
    assert Marks(post).addresses == ["https://a.example/"]
    assert "See this, " in post


def test_an_empty_journal_has_feeds_without_posts(tmp_path: Path) -> None:
    made_ = dict(syndication.generate_feeds(view_of(journal_of(tmp_path))))
    assert sorted(made_) == ["atom.xml", "feed.json", "feed.xml", "journal.json"]
    assert etree.fromstring(made_["atom.xml"].encode()).findall(f"{ATOM}entry") == []


# ---- words as HTML -------------------------------------------------------------------------------------------------

FORMS = [
    ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
    ("x[^1]\n\n[^1]: Note", f'<p>x<sup><a href="{SITE}blog/2024-w27/#fn:'),
    ("- [x] done\n- [ ] open", "☑ done"),
    (
        "!!! note\n    Mind this",
        "<blockquote>\n<p><strong>Note</strong></p>\n<p>Mind this</p>\n</blockquote>",
    ),
    ("```mermaid\ngraph LR; A-->B\n```", "<pre><code>graph LR; A--&gt;B\n</code></pre>"),
    ("```python\nx = 1\n```", "<pre><code>x = 1</code></pre>"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "<th>a</th>"),
    ("![Hours](tracker:hours-by-week)", "<p>Nothing logged"),
    ("<script>alert(1)</script><b onclick='x()'>bold</b>", "<b>bold</b>"),
    ("<a href='javascript:x()'>no</a>", "<p>no</p>"),
    (
        "[a](/other/) [b](../../plan.md#terms) [c](mailto:a@example.org)",
        f'<a href="{SITE}plan/#terms">b</a>',
    ),
    ("[a](/other/)", '<a href="https://example.org/other/">a</a>'),
    ("![alt](data:image/png;base64,x)", "<p>alt</p>"),
    ("<details><summary>More</summary>inner</details>", "<strong>More</strong>"),
]


@pytest.mark.parametrize(("markdown", "html"), FORMS, ids=[form[0][:20] for form in FORMS])
def test_forms_of_markdown(tmp_path: Path, markdown: str, html: str) -> None:
    view = view_of(journal_of(tmp_path, W27=json.dumps({"summary": "S", "intro": markdown})))
    post = html_of(prose.build_post_tree(view, prose.list_public_posts(view)[0])).replace(
        "\n</code>", "</code>"
    )
    assert html.replace("\n</code>", "</code>") in post


def test_a_formula_is_mathml_without_a_script(tmp_path: Path) -> None:
    view = view_of(journal_of(tmp_path, W27=json.dumps({"summary": "S", "intro": "Let $x^2$ be."})))
    post = html_of(prose.build_post_tree(view, prose.list_public_posts(view)[0]))
    assert "<math" in post
    assert "<msup>" in post


@given(st.text(alphabet="<>/=\"' abipx&;#!-scriptonhref:\n\x00\x0b", max_size=80))
def test_whatever_html_there_is_what_stays_is_known(html: str) -> None:
    found = html_of(
        sanitize_html(html, lambda address: "https://example.org/" if address else None)
    )
    assert set(Marks(found).tags) <= {*KEPT, *MATH, "a", "img"}
    assert html_of(sanitize_html(found, lambda address: address)) == found


@given(st.text())
def test_any_text_makes_xml_that_is_well_formed(value: str) -> None:
    root = etree.Element("rss")
    add_xml_child(root, "title", value, term=value)
    (title,) = etree.fromstring(format_xml_document(root).encode("utf-8"))
    kept = re.sub(
        "[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]", "", value
    )
    assert (title.text or "").replace("\r", "\n") == kept.replace("\r\n", "\n").replace("\r", "\n")


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


# ---- calendars -----------------------------------------------------------------------------------------------------


def events(source: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(source).walk("VEVENT"))


@pytest.mark.parametrize("name", ["calendar.ics", "calendar/attention-in-order.ics"])
def test_the_calendar_is_the_schedule(example: View, name: str) -> None:
    source = made(example, name)
    found = events(source)
    slots = example.figures.plan.series["attention-in-order"].schedule
    assert [event["DTSTART"].dt for event in found] == [
        date.fromisocalendar(2026, int(s.week[6:]), 1) for s in slots
    ]
    assert all((event["DTEND"].dt - event["DTSTART"].dt).days == 7 for event in found)
    assert found[1]["SUMMARY"] == "Attention Is All You Need"
    assert found[1]["URL"] == f"{SITE}papers/vaswani2017/"
    assert "https://arxiv.org/abs/1706.03762" in found[1]["DESCRIPTION"]
    assert "https://nlp.seas.harvard.edu/annotated-transformer/" in found[1]["DESCRIPTION"]
    assert unique(str(event["UID"]) for event in found)
    assert all(line.endswith("\r") for line in source.split("\n")[:-1])
    assert max(len(line.encode()) for line in source.split("\r\n")) <= 75
    assert icalendar.Calendar.from_ical(source)["X-WR-CALNAME"]


def test_an_event_keeps_its_id_whatever_is_read(tmp_path: Path) -> None:
    def ids(slots: str) -> list[str]:
        plan = f"series: {{group: {{schedule: [{slots}]}}}}\n"
        return [
            str(event["UID"])
            for event in events(made(view_of(journal_of(tmp_path, plan)), "calendar.ics"))
        ]

    first = ids(
        "{week: 2024-W27, title: A}, {week: 2024-W28, title: B}, {week: 2024-W27, title: C}"
    )
    assert first == [f"group-2024-W{week}@journal.example.org" for week in ("27", "27-2", "28")]
    assert first == ids(
        "{week: 2024-W27, title: X}, {week: 2024-W28, title: Y}, {week: 2024-W27, title: Z}"
    )


@pytest.mark.parametrize(
    "text_", [*PAYLOADS.values(), "a,b;c\\n\\d", "zwölf Bücher über 机器学习 " * 9]
)
def test_a_calendar_keeps_texts_as_typed(tmp_path: Path, text_: str) -> None:
    found = events(made(view_of(hostile(tmp_path, text_)), "calendar.ics"))
    typed = [" ".join(str(event["SUMMARY"]).split()) for event in found]
    assert typed == [" ".join(text_.split())] * 2


@given(st.text())
def test_folding_breaks_no_letter_and_no_line_is_too_long(value: str) -> None:
    line = f"SUMMARY:{escape_calendar_text(value.encode('utf-8', 'ignore').decode())}"
    assert "\n" not in line
    assert fold_calendar_line(line).replace("\r\n ", "") == line
    assert all(len(part.encode()) <= 75 for part in fold_calendar_line(line).split("\r\n"))


def test_each_series_with_a_schedule_has_a_calendar_of_its_own(tmp_path: Path) -> None:
    slots = "{schedule: [{week: 2024-W27, title: x}]}"
    plan = f"series: {{one: {slots}, two: {slots}, bare: {{theme: y}}}}\n"
    found = dict(syndication.generate_feeds(view_of(journal_of(tmp_path, plan))))
    assert [len(events(text)) for name, text in found.items() if name.endswith(".ics")] == [2, 1, 1]
    assert [name for name in found if "/" in name] == [
        syndication.calendar_uri("one"),
        syndication.calendar_uri("two"),
    ]


# ---- journal.json --------------------------------------------------------------------------------------------------


def test_journal_json_has_the_shape_that_the_guide_describes(example: View) -> None:
    guide = (ROOT / "docs/guide/following.md").read_text("utf-8").partition("## journal.json")[2]
    described = set(re.findall(r"^\| `([\w.\[\]]+)`", guide, re.MULTILINE))
    assert described == set(shape(json.loads(made(example, "journal.json"))))


def shape(value: Any, where: str = "") -> Iterator[str]:
    """`weeks[].sessions[].start`: the way to each value; keys that are ids are no part of a shape."""
    if isinstance(value, list) and value and isinstance(value[0], dict | list):
        for one in value:
            yield from shape(one, f"{where}[]")
    elif isinstance(value, dict) and not where.endswith((".by_kind", ".done")):
        for key, inner in value.items():
            yield from shape(inner, f"{where}.{key}".removeprefix("."))
    else:
        yield where


def test_journal_json_and_the_terminal_agree(example: View) -> None:
    found = json.loads(made(example, "journal.json"))
    done = Scratch.__new__(Scratch)
    done.folder = ROOT
    now = datetime(2026, 11, 21, 20)
    for by in ("month", "kind", "skill"):
        said = json.loads(done.run("report", "all", "--by", by, "--json", now=now).out)
        assert said["rows"] == found["figures"][f"by_{by}"]
        assert [said[key] for key in ("minutes", "sessions", "days")] == [
            found["figures"][key] for key in ("minutes", "sessions", "days")
        ]
    assert (
        sum(session["minutes"] for week in found["weeks"] for session in week["sessions"])
        == said["minutes"]
    )
    assert sum(week["minutes"] for week in found["weeks"]) == said["minutes"]


def test_journal_json_holds_a_drafts_minutes_and_no_words(everything: View) -> None:
    text_ = made(everything, "journal.json")
    assert "Hidden" not in text_
    weeks = {week["week"]: week for week in json.loads(text_)["weeks"]}
    assert [weeks["2024-W28"][key] for key in ("title", "page", "published", "minutes")] == [
        None,
        None,
        None,
        35,
    ]
    assert weeks["2024-W27"]["page"] == f"{SITE}blog/2024-w27/"


# ---- where the site stands, read without MkDocs --------------------------------------------------------------------

CONFIGS = {
    "shortest": "site_name: A\ntheme: material\nplugins: [tracker, blog]\n",
    "address": """site_name: A
site_url: https://example.org/a
theme: {name: material, language: de}
plugins: [tracker, blog]
""",
    "blog": """site_name: A
theme: {name: material}
use_directory_urls: false
plugins:
  - tracker
  - blog: {blog_dir: notes, post_dir: '{blog}/all', post_url_format: '{slug}', post_url_date_format: yyyy}
""",
    "root": "site_name: A\ntheme: material\nplugins: {tracker: {}, material/blog: {blog_dir: .}}\n",
    "tags": """site_name: !ENV [TRACKER_TEST_NAME, Fallback]
theme: material
plugins: [tracker, blog]
markdown_extensions:
  - pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }
""",
}


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_settings_are_read_as_mkdocs_reads_them(tmp_path: Path, config: str) -> None:
    from mkdocs.config import load_config

    (tmp_path / "docs").mkdir()
    (tmp_path / "entries").mkdir()
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    found = load_config(str(tmp_path / "mkdocs.yml"))
    assert read_site_settings(tmp_path).place == plugin.place_of_config(found)
    assert read_site_settings(tmp_path).docs == Path(found.docs_dir)


def test_settings_that_are_inherited(tmp_path: Path) -> None:
    (tmp_path / "shared.yml").write_text("site_url: https://example.org/\nsite_name: A\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("INHERIT: shared.yml\nsite_name: B\n", "utf-8")
    assert read_site_settings(tmp_path).place[:2] == ("B", "https://example.org/")


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
    assert len(inside) > 15
    for address in inside:
        path, _, anchor = address.partition("#")
        page = site / path / "index.html" if path.endswith("/") or not path else site / path
        assert page.is_file(), address
        assert not anchor or f'id="{anchor}"' in page.read_text("utf-8"), address


NOTED = "title: Noted\nintro: |\n  See [^1], and [the plan](../../plan.md).\n\n  [^1]: A note.\n"
FOOTNOTES = "plugins: [tracker, blog, tags, search]\nmarkdown_extensions: [attr_list, footnotes]\n"
