"""`pages: false`: a site with a journal's charts, beside the journal's own site or far from it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.sites import PLUGINS, build_site, everything_in, run_mkdocs, text_of, write_week
from tracker.site.journal_links import JournalPages, link_journal_pages, shorten_links

WEEK = """title: A week of graphs
sessions:
  - {start: 2024-07-01 19:30, minutes: 50, item: zero-to-hero, note: a node}
"""
DRAFT = """draft: true
title: Hushed words
sessions:
  - {start: 2024-07-09 19:30, minutes: 40, item: zero-to-hero, note: hushed too}
"""
PAGE = """# Mine

My study is [there](../docs/progress.md#hours), [this week](../docs/blog/posts/2024-w27.md) too.

`[code](../docs/plan.md)`

![Hours](tracker:hours-by-week)
"""
OTHER = """site_name: Portfolio
site_url: https://example.org/journal/mine/
docs_dir: mine
site_dir: out
theme: material
plugins: [tracker: {pages: false}, search]
"""


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    write_week(tmp_path, "2024-W27", WEEK)
    write_week(tmp_path, "2024-W28", DRAFT)
    build_site(tmp_path, config=PLUGINS + "nav: [index.md, blog/index.md, progress.md]\n")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/index.md").write_text(PAGE, "utf-8")
    (tmp_path / "other.yml").write_text(OTHER, "utf-8")
    return tmp_path


def build_other(folder: Path) -> Path:
    build_site(folder, "-f", "other.yml", config=None)
    return folder / "out"


def test_charts_are_drawn_and_no_page_is_made(journal: Path) -> None:
    site = build_other(journal)
    html = (site / "index.html").read_text("utf-8")
    assert '<figure class="tracker-chart ' in html
    assert "assets/tracker/charts.css" in html
    assert (site / "assets/tracker/charts.css").is_file()
    pages = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    assert sorted(pages) == ["404.html", "index.html"]
    names = {path.name for path in site.iterdir()}
    assert not names & {"feed.xml", "atom.xml", "feed.json", "journal.json", "robots.txt", "blog"}
    said = everything_in(site)
    assert "hushed" not in said.lower()
    assert "A week of graphs" not in said
    assert "og:" not in html
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    assert "Week of" not in "".join(entry["text"] for entry in index["docs"])  # no chart's table


def test_links_lead_to_the_journals_own_site(journal: Path) -> None:
    html = (build_other(journal) / "index.html").read_text("utf-8")
    assert 'href="../progress/#hours">there' in html
    assert re.search(r'href="\.\./blog/[^"]*2024-w27/">this week', html)
    assert "[code](../docs/plan.md)" in text_of(journal / "out/index.html")


@pytest.mark.parametrize("url", ["https://example.com/", ""])
def test_a_site_elsewhere_links_to_whole_addresses(journal: Path, url: str) -> None:
    config = journal / "other.yml"
    text = config.read_text("utf-8").replace("https://example.org/journal/mine/", url or '""')
    config.write_text(text, "utf-8")
    html = (build_other(journal) / "index.html").read_text("utf-8")
    assert 'href="https://example.org/journal/progress/#hours"' in html


def test_what_the_journals_own_site_made_stays_made(journal: Path) -> None:
    """Its cards and charts are in one cache, and a build deletes what it does not use."""
    made = {path for path in (journal / ".tracker").rglob("*.*") if path.parent.name != "other"}
    assert {"cards", "charts"} <= {path.parent.name for path in made}
    build_other(journal)
    assert [path for path in made if not path.exists()] == []


def test_a_link_to_a_page_that_is_not_there_stops_the_build(journal: Path) -> None:
    for name in ("gone.md", "blog/posts/2024-w28.md"):  # a draft has no page
        (journal / "mine/index.md").write_text(f"# Mine\n\n[Gone](../docs/{name})\n", "utf-8")
        done = run_mkdocs(journal, "build", "--strict", "-f", "other.yml", config=None)
        assert done.returncode == 1, name
        assert name in done.stderr


def test_errors_of_the_journal_stop_the_build(journal: Path) -> None:
    write_week(journal, "2024-W29", "titel: Oops\n")
    done = run_mkdocs(journal, "build", "--strict", "-f", "other.yml", config=None)
    assert done.returncode == 1
    assert "entries/2024-W29.yaml:1:1" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("here", "link"),
    [
        ("https://example.org/j/mine/a/", "../../plan/"),
        ("https://example.org/j/mine/", "../plan/"),
        ("https://example.org/", "j/plan/"),
        ("https://example.org/mine/a.html", "../j/plan/"),
        ("https://example.com/j/mine/", "https://example.org/j/plan/"),
        ("http://example.org/j/mine/", "https://example.org/j/plan/"),
        ("", "https://example.org/j/plan/"),
    ],
)
def test_links_are_shortened_on_one_host(here: str, link: str) -> None:
    html = '<a href="https://example.org/j/plan/#now">Plan</a>'
    shortened = shorten_links(html, "https://example.org/j/", here)
    assert shortened == f'<a href="{link}#now">Plan</a>'


def test_only_links_that_lead_up_to_a_page_are_replaced() -> None:
    pages = JournalPages(Path("/j/docs"), {"plan.md": "https://example.org/plan/"})
    text = '[a](../plan.md "Plan") [b](plan.md) [c](../plan.md#x) [d](../gone.md) `[e](../plan.md)`'
    assert link_journal_pages(text, pages, "/j/docs/guide/x.md") == (
        '[a](https://example.org/plan/ "Plan") [b](plan.md) [c](https://example.org/plan/#x) '
        "[d](../gone.md) `[e](../plan.md)`"
    )
