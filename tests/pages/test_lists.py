"""The pages by which things are found: what all of them share, and all of them on a built site."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.journal import CASES, PAYLOADS, ROOT
from tests.pages.page_texts import made
from tests.sites import PLUGINS, Marks, build_site, everything_in, text_of, write_week
from tracker.pages import LISTS
from tracker.pages.addresses import Place

NAMES = [
    "decisions.md",
    "milestones.md",
    "now.md",
    "people.md",
    "reading/index.md",
    "skills/index.md",
]
EVERYTHING = {
    path.stem: path.read_text("utf-8") for path in (CASES / "everything/entries").glob("*.yaml")
}


# ---- none of it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*NAMES])
def test_a_page_with_nothing_says_what_fills_it_and_is_not_searched(name: str) -> None:
    page = made({"2024-W27": ""})[name]
    if name != "now.md":  # an empty week is published too, but nobody wrote it
        assert "<code>" in page
    assert page.count("tracker-nodata") == 1
    assert 'search: {"exclude": true}' in page
    assert "## " not in page


def test_a_page_with_nothing_is_made_only_where_a_text_links_to_it() -> None:
    found = made({"2024-W27": ""}, linked=frozenset({"people.md"}))
    assert [name for name in NAMES if name in found] == ["people.md"]
    assert "courses/index.md" not in found
    assert re.findall(r"\[([^\]]+)\]\(", found["library/index.md"]) == ["People and sources"]
    nothing = made({"2024-W27": ""}, linked=frozenset())
    assert set(LISTS) & {*nothing} == set()
    linking = made(
        {"2024-W26": 'intro: "[who](../../people.md) and know.md"\n'}, linked=frozenset()
    )
    assert [name for name in NAMES if name in linking] == ["now.md", "people.md"]
    everything = made(EVERYTHING, date(2024, 7, 20), linked=frozenset())
    assert {"library/index.md", "courses/index.md", *NAMES} - {*everything} == set()


def test_a_first_pass_later_on_does_not_unread_a_paper() -> None:
    weeks = {
        "plan": "papers: {a: {title: A}, b: {title: B}}\n",
        "2024-W26": "papers: {a: {read: once, understood: 3}, b: {read: skim}}\n",
        "2024-W27": "papers: {a: {read: skim, understood: 4}, b: {read: once}}\n",
    }
    page = made(weeks)["papers/index.md"]
    assert re.findall(r"(read once|skimmed)(, understood 4)?", page) == [
        ("read once", ", understood 4"),
        ("read once", ""),
    ]


def test_a_page_with_something_is_searched() -> None:
    found = made(EVERYTHING, date(2024, 7, 20))
    for name in NAMES:
        assert "tracker-nodata" not in found[name], name
        assert "exclude" not in found[name], name


def test_what_is_held_back_is_on_none_of_them() -> None:
    texts = dict(EVERYTHING)
    texts["2024-W28"] += (
        "questions: [HiddenAsk]\nlinks: [https://example.org/HiddenLink]\nnext: [HiddenNext]\n"
    )
    texts["2024-W28"] = texts["2024-W28"].replace(
        "done: [second]", "done: [second], gaps: [HiddenDraftGap]"
    )
    assert "HiddenDraftGap" in texts["2024-W28"]
    found = made(texts, date(2024, 7, 20))
    assert (
        sorted({word for page in found.values() for word in re.findall(r"Hidden\w+", page)}) == []
    )
    draft_only = {
        uri for uri, page in found.items() if "2024-w28.md" in page or "2024-w29.md" in page
    }
    assert draft_only == set()


# ---- the site -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every payload where these pages show text from elsewhere."""
    folder = tmp_path_factory.mktemp("hostile")
    texts = list(PAYLOADS.values())
    address = "https://example.org/?q="
    plan: dict[str, Any] = {
        "courses": {
            f"c{n}": {"title": text, "by": text, "skills": [text, "shared"]}
            for n, text in enumerate(texts)
        },
        "papers": {
            f"p{n}": {"title": text, "authors": [text, "Both"]} for n, text in enumerate(texts)
        },
        "people": {f"m{n}": {"name": text, "role": text} for n, text in enumerate(texts)},
        "milestones": [{"date": "2024-01-01", "what": text} for text in texts],
        "decisions": [{"question": text, "options": [text], "chosen": text} for text in texts],
        "series": {
            f"s{n}": {
                "title": text,
                "theme": text,
                "starter": [{"url": address, "title": text, "note": text}],
                "schedule": [
                    {
                        "week": "2024-W30",
                        "title": text,
                        "primers": [{"url": address, "title": text}],
                    }
                ],
            }
            for n, text in enumerate(texts)
        },
        "pauses": [{"from": "2024-07-01", "to": "2024-07-30", "reason": texts[0]}],
    }
    write_week(folder, "plan", json.dumps(plan))
    for n, text in enumerate(texts):
        link = {"url": address + str(n), "title": text, "note": text, "quote": text, "tags": [text]}
        told = {
            "title": text,
            "tags": [text],
            "links": [link],
            "questions": [text],
            "goals": [{"goal": text, "why": text}],
            "courses": {f"c{n}": {"confidence": 1 + n % 5, "gaps": [text]}, "c0": {}},
            "papers": {f"p{n}": {"read": "once"}},
        }
        write_week(folder, f"2024-W{8 + n:02}", json.dumps(told))
    (folder / "secret.txt").write_text("SECRET", "utf-8")
    names = "attr_list, md_in_html, admonition, footnotes, pymdownx.snippets, pymdownx.superfences, pymdownx.magiclink"
    return build_site(
        folder, config=f"plugins: [tracker, blog, tags, search]\nmarkdown_extensions: [{names}]\n"
    )


def test_hostile_text_is_inert_on_all_of_them(hostile: Path) -> None:
    for path in hostile.rglob("*.html"):
        text = path.read_text("utf-8")
        marks = Marks()
        marks.feed(text)
        assert marks.active == [], path
        assert "SECRET" not in text
        assert "<style>*{display" not in text
        is_page = path.name != "404.html" and "This page has moved" not in text
        assert not is_page or "<article" in text


@pytest.mark.parametrize(
    "name", ["decisions", "milestones", "people", "reading", "reading/links-2024", "skills"]
)
def test_hostile_text_reads_as_it_was_typed_on_all_of_them(hostile: Path, name: str) -> None:
    said = " ".join(text_of(hostile / name / "index.html").split())
    for text in PAYLOADS.values():
        assert " ".join(text.split()) in said


def build_first_site(folder: Path, page: str = "") -> Path:
    """Build the site of a journal as `tracker init` makes it, with nothing in it yet."""
    template = ROOT / "tracker/templates/init/mkdocs.yml"
    (folder / "docs").mkdir()
    (folder / "docs/tags.md").write_text(f"# Tags\n\n{page}\n\n<!-- material/tags -->\n", "utf-8")
    write_week(folder, "2024-W27", "")
    settings = template.read_text("utf-8").partition("\n")[2].replace("theme:", "x-theme:", 0)
    return build_site(folder, config=settings)


def test_pages_that_would_be_empty_are_not_made_and_leave_the_nav(tmp_path: Path) -> None:
    site = build_first_site(tmp_path)
    home = (site / "index.html").read_text("utf-8")
    for uri in LISTS:
        address = Place().address(uri)
        assert f'href="{address}"' not in home, uri
        assert not (site / address).exists()
    tabs = re.findall(r'class="md-tabs__link"[^>]*>\s*([^<]*?)\s*<', home)
    assert tabs == ["Home", "Journal"]


def test_an_empty_page_that_a_page_by_hand_links_to_stays_in_the_nav(tmp_path: Path) -> None:
    site = build_first_site(tmp_path, "[Who](people.md) and [the plan](./plan.md).")
    home = (site / "index.html").read_text("utf-8")
    assert re.findall(r'(?m)<a href="(people|plan|now|progress|library)/"', home)
    assert (site / "people/index.html").exists()
    assert (site / "plan/index.html").exists()
    assert not (site / "now").exists()


def test_an_items_page_belongs_to_its_list_and_nobody_walks_through_the_archive(
    tmp_path: Path,
) -> None:
    for n in (1, 30):
        write_week(tmp_path, f"2024-W{n:02}", "courses: {a: {}}\n")
    write_week(tmp_path, "2023-W20", "title: Old\n")
    nav = "nav:\n  - index.md\n  - Journal: [blog/index.md]\n  - Library: [library/index.md, courses/index.md]\n"
    theme = "plugins: [tracker, blog, search]\n" + nav
    site = build_site(tmp_path, config=theme, as_of="1725000000")
    item = (site / "courses/a/index.html").read_text("utf-8")
    assert re.search(
        r'md-nav__link--active"[^>]*>\s*<span class="md-ellipsis">\s*Courses', item
    ) or ('aria-label="Library" aria-expanded="true"' in item)
    journal = (site / "blog/index.html").read_text("utf-8")
    assert 'rel="next"' in journal
    assert re.findall(r'<link rel="next" href="([^"]*)"', journal) == ["../library/"]


@pytest.mark.parametrize("folders", ["true", "false"])
def test_the_ways_at_the_end_of_a_post_are_there(tmp_path: Path, folders: str) -> None:
    """MkDocs checks links of Markdown alone."""
    for n in (27, 28):
        write_week(tmp_path, f"2024-W{n}", "title: T\ntags: [Rare]\ncourses: {a: {}}\n")
    essay = tmp_path / "docs/blog/posts/essay.md"
    essay.parent.mkdir(parents=True)
    (tmp_path / "docs/blog/index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    essay.write_text(
        "---\ndate: 2024-01-01\ntags: [rare]\n---\n# An essay: with a colon\n", "utf-8"
    )
    site = build_site(tmp_path, config=f"use_directory_urls: {folders}\n{PLUGINS}")
    posts = [path for path in site.rglob("*.html") if "2024-w2" in str(path)]
    assert len(posts) == 2
    for post in posts:
        nav = re.search(r'(?s)<nav class="tracker-related".*?</nav>', post.read_text("utf-8"))
        ways = re.findall(r'href="([^"]*)"', nav[0] if nav else "")
        assert len(ways) == 3
        for way in ways:
            target = (post.parent / way).resolve()
            assert target.is_file() or (target / "index.html").is_file(), way


def test_everything_shown_is_found_in_a_built_site(everything_site: Path) -> None:
    said = everything_in(everything_site)
    for word in (
        "ShownSeriesTitle",
        "ShownDecision",
        "ShownMilestone",
        "ShownPerson",
        "ShownLinkQuote",
        "ShownGap",
        "ShownGapClosed",
    ):
        assert word in said
    index = json.loads((everything_site / "search/search_index.json").read_text("utf-8"))
    assert not any("tracker-related" in json.dumps(doc) for doc in index["docs"])


def test_a_unit_without_a_title_is_called_by_its_id() -> None:
    plan = "courses: {zero: {title: Zero, units: {one: '', two: ' ', three: Third}}}\n"
    week = "courses: {zero: {done: [one, three]}}\n"
    pages = made({"plan": plan, "2024-W27": week})
    assert re.findall(r"[✓○] ([^<]*)</span>", pages["courses/zero.md"]) == ["one", "two", "Third"]
    assert "Finished Zero one and Third" not in pages["blog/posts/2024-w27.md"]
    assert "Finished one and Third, two of three units of Zero." in pages["blog/posts/2024-w27.md"]


def test_weeks_without_words_on_an_item_are_not_called_studied() -> None:
    plan = "courses: {one: {title: One}}\n"
    paused = "courses: {one: {status: paused}}\n"
    page = made({"plan": plan, "2024-W27": paused})["courses/one.md"]
    assert "## Weeks\n" in page
    assert "(2024, status: paused)" in page  # its title has the dates
    page = made({"plan": plan, "2024-W26": "courses: {one: {notes: Much.}}\n", "2024-W27": paused})
    assert "## Other weeks\n" in page["courses/one.md"]
