"""What an item's page opens with, and what folds at its foot."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.pages.page_texts import made
from tests.sites import PLUGINS, Marks, build_site, write_week

PLAN = """\
phases: [Before, After]
courses:
  bare: {}
  counted: {title: Counted, by: A B, form: videos, url: "https://www.example.org/a", units: {x: X},
    phase: 2, after: [bare], skills: [s]}
  timed: {title: Timed, estimate: 10h}
  untimed: {title: Untimed, estimate: 3h}
  ended: {title: Ended, estimate: 2h}
  rests: {title: Rests, units: 4, status: paused}
papers:
  unread: {title: Unread, authors: [A, B], year: 2017, arxiv: "1706.03762", estimate: 3h}
  read: {title: Read, authors: [A, B, C], doi: 10.1000/182, estimate: 3h}
projects:
  tool: {title: Tool, repo: "https://github.com/me/tool", status: dropped, uses: [counted]}
"""
WEEK = """\
courses:
  counted: {done: [x], notes: Much.}
  ended: {status: done}
papers: {read: {read: once, understood: 4}}
sessions:
  - {start: 2024-07-01, minutes: 90, item: counted/x}
  - {start: 2024-07-01, minutes: 60, item: timed}
  - {start: 2024-07-02, minutes: 150, item: ended}
  - {start: 2024-07-03, minutes: 45, item: read}
"""
JOURNAL = {"plan": PLAN, "2024-W27": WEEK}
# Page -> the words of its line of facts; of `elsewhere` nobody knows more than the id.
LINES = {
    "courses/bare.md": ["planned"],
    "courses/counted.md": ["By A B", "example.org", "1 of 1 unit", "1 h 30", "done"],
    "courses/timed.md": ["1 h of about 10 h", "active"],
    "courses/untimed.md": ["about 3 h", "planned"],
    "courses/ended.md": ["2 h 30", "done"],
    "courses/rests.md": ["0 of 4 units", "paused"],
    "papers/unread.md": ["By A and B, 2017", "arxiv.org", "about 3 h", "planned"],
    "papers/read.md": ["By A et al.", "doi.org", "read once, understood 4 of 5", "45 min", "done"],
    "projects/tool.md": ["github.com", "dropped"],
}
DETAILS = {
    "courses/bare.md": ["Before"],
    "courses/counted.md": ["Form", "Link", "Last touched", "Phase", "After", "Used by", "Skills"],
    "courses/timed.md": ["Last touched"],
    "courses/untimed.md": [],
    "courses/ended.md": ["Time", "Last touched"],
    "courses/rests.md": [],
    "papers/unread.md": ["arXiv"],
    "papers/read.md": ["Authors", "DOI", "Time", "Last touched"],
    "projects/tool.md": ["Repository", "Uses"],
}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return made(JOURNAL)


def read_line(page: str) -> list[str]:
    line = re.search(r'(?s)<p class="tracker-standing">(.*?)</p>', page)
    parts = re.findall(r"(?s)<span [^>]*>(.*?)</span>", line[1] if line else "")
    return [re.sub(r"<[^>]+>", "", part) for part in parts]


@pytest.mark.parametrize("uri", LINES)
def test_a_page_opens_with_one_line_of_facts(pages: dict[str, str], uri: str) -> None:
    assert read_line(pages[uri]) == LINES[uri]
    _, _, text = pages[uri].split("---\n", 2)
    assert text.startswith('<p class="tracker-standing">')


@pytest.mark.parametrize("uri", DETAILS)
def test_all_other_facts_fold_at_the_foot(pages: dict[str, str], uri: str) -> None:
    head, _, foot = pages[uri].partition('<details class="tracker-details">')
    labels = re.findall(r"<dt>(.*?)</dt>", foot)
    assert [label for label in labels if label != "Forecast"] == DETAILS[uri]
    assert "<dt>" not in head
    assert "## " not in foot
    assert bool(foot) == bool(labels)


def test_the_story_comes_before_units_charts_and_details(pages: dict[str, str]) -> None:
    page = pages["courses/counted.md"]
    places = [page.index(part) for part in ("## What the weeks say", "Much.", "## Units", "<dl>")]
    assert places == sorted(places)


def test_an_id_that_only_weeks_know_has_a_line_too() -> None:
    page = made({"2024-W27": "courses: {elsewhere: {notes: Words.}}\n"})["courses/elsewhere.md"]
    assert read_line(page) == ["active"]


@pytest.mark.parametrize("folders", ["true", "false"])
def test_links_of_line_and_details_lead_somewhere(tmp_path: Path, folders: str) -> None:
    """MkDocs checks links of Markdown alone, and these are HTML."""
    for name, text in JOURNAL.items():
        write_week(tmp_path, name, text)
    site = build_site(tmp_path, config=f"use_directory_urls: {folders}\n{PLUGINS}")
    count = 0
    for path in [*site.glob("courses/**/*.html"), *site.glob("projects/**/*.html")]:
        text = path.read_text("utf-8")
        blocks = re.findall(r'(?s)<p class="tracker-standing">.*?</p>|<dl>.*?</dl>', text)
        for way in map(unescape, re.findall(r'href="([^"]*)"', "".join(blocks))):
            if ":" in way:
                continue
            count += 1
            if way.startswith("#"):
                assert f'id="{way[1:]}"' in text, (path, way)
                continue
            target = (path.parent / way).resolve()
            assert target.is_file() or (target / "index.html").is_file(), (path, way)
    assert count > 5


def test_names_from_elsewhere_stay_text(tmp_path: Path) -> None:
    name = "'<b onclick=x>*a* & [b](javascript:c)'"
    plan = f"courses:\n  a: {{title: {name}, by: {name}, form: {name}, skills: [{name}]}}\n"
    plan += f"papers:\n  b: {{authors: [{name}, {name}, C], after: [a]}}\n"
    write_week(tmp_path, "plan", plan)
    write_week(tmp_path, "2024-W27", "courses: {a: {notes: Words.}}\n")
    site = build_site(tmp_path)
    for page in ("courses/a", "papers/b"):
        text = (site / page / "index.html").read_text("utf-8")
        marks = Marks()
        marks.feed(text)
        assert marks.active == []
        assert "<b onclick" not in text
