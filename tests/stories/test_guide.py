"""The guide is a site of its own beside the example's: what each holds, and links from one to the other."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.journal import ROOT
from tests.sites import EXAMPLE_AS_OF, run_mkdocs

HOST = "https://example.org/"


class Addresses(HTMLParser):
    """What a page links to, and what can be linked to in it."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.links.add(value)
            if name in ("id", "name") and value:
                self.ids.add(value)


@pytest.fixture(scope="module")
def pages(published_site: Path) -> dict[str, Addresses]:
    found = {}
    for path in sorted(published_site.rglob("*.html")):
        found[path.relative_to(published_site).as_posix()] = Addresses(path)
    return found


def find_target(site: Path, page: str, link: str) -> tuple[str, str] | None:
    """The file that a link of a page names, and the anchor; None for one that leaves the site."""
    url = urlsplit(urljoin(HOST + page, link))
    if not url.geturl().startswith(HOST):
        return None
    name = unquote(url.path).lstrip("/")
    if (site / name).is_dir():
        name = f"{name.rstrip('/')}/index.html".lstrip("/")
    return name, unquote(url.fragment)


def test_links_between_the_two_sites_lead_to_pages_and_anchors(
    published_site: Path, pages: dict[str, Addresses]
) -> None:
    broken, crossing = [], set()
    for page, addresses in pages.items():
        if page.endswith("404.html"):
            continue  # its links begin at the site's address
        for link in addresses.links:
            target = find_target(published_site, page, link)
            if target is None:
                continue
            name, anchor = target
            if page.startswith("guide/") == name.startswith("guide/"):
                continue
            crossing.add((page, name))
            has_anchor = not anchor or (name in pages and anchor in pages[name].ids)
            if not (published_site / name).is_file() or not has_anchor:
                broken.append(f"{page}: {link}")
    assert broken == []
    assert ("blog/2024-w27/index.html", "guide/index.html") in crossing
    assert ("guide/terminal/index.html", "index.html") in crossing
    assert ("guide/charts/index.html", "progress/index.html") in crossing
    assert ("guide/index.html", "about/index.html") in crossing


def read_search_index(site: Path) -> list[str]:
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    return [entry["location"] for entry in index["docs"]]


def test_each_site_searches_its_own_pages(published_site: Path) -> None:
    examples = read_search_index(published_site)
    assert [location for location in examples if location.startswith("guide/")] == []
    guides = {
        location.partition("#")[0] for location in read_search_index(published_site / "guide")
    }
    names = {path.stem for path in (ROOT / "docs/guide").glob("*.md")} - {"index"}
    assert guides == {"", *(f"{name}/" for name in names)}


def test_the_example_lists_no_page_of_the_guide(published_site: Path) -> None:
    """But for the link: neither in its map nor in its feeds."""
    for name in ("sitemap.xml", "feed.xml", "atom.xml", "feed.json", "journal.json"):
        assert "/guide/" not in (published_site / name).read_text("utf-8"), name


def test_the_guide_shows_charts_of_the_example_and_nothing_else_of_it(published_site: Path) -> None:
    guide = published_site / "guide"
    asked = re.findall(r"(?m)^!\[[^]]*\]\(tracker:[^)]+\)$", chart_examples())
    charts = (guide / "charts/index.html").read_text("utf-8")
    assert len(re.findall(r'<figure class="tracker-chart ', charts)) == len(asked) >= 9
    pages = {path.stem for path in (ROOT / "docs/guide").glob("*.md")} - {"index"}
    folders = {path.name for path in guide.iterdir() if path.is_dir()}
    assert folders == {*pages, "images", "assets", "search"}
    assert {path.name for path in guide.iterdir() if path.is_file()} == {
        ".made-by-tracker",
        "index.html",
        "404.html",
        "sitemap.xml",
        "sitemap.xml.gz",
    }
    assert not (guide / "assets/cards").exists()


def chart_examples() -> str:
    """The page about charts without its blocks of code."""
    text = (ROOT / "docs/guide/charts.md").read_text("utf-8")
    return re.sub(r"(?ms)^```.*?^```$", "", text)


def test_the_guide_has_its_own_name_and_addresses(published_site: Path) -> None:
    page = (published_site / "guide/charts/index.html").read_text("utf-8")
    assert "<title>Charts - progress-journal</title>" in page
    url = "https://example.github.io/progress-journal/guide/charts/"
    assert f'<link rel="canonical" href="{url}">' in page
    assert "edit/main/docs/guide/charts.md" in page
    assert "From web developer to ML engineer" not in page


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name in ("docs", "entries"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("mkdocs.yml", "guide.yml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.mark.long
def test_a_link_to_no_page_of_the_example_stops_the_guides_build(repository: Path) -> None:
    page = repository / "docs/guide/philosophy.md"
    page.write_text(
        page.read_text("utf-8") + "\n[Gone](../gone.md), [there](../plan.md)\n", "utf-8"
    )
    words = ("build", "--strict", "-f", "guide.yml")
    done = run_mkdocs(repository, *words, config=None, as_of=EXAMPLE_AS_OF)
    assert done.returncode == 1
    assert "../gone.md" in done.stderr
    assert "../plan.md" not in done.stderr


@pytest.mark.long
def test_a_link_to_no_page_of_the_guide_stops_the_examples_build(repository: Path) -> None:
    (repository / "docs/guide/index.md").unlink()
    done = run_mkdocs(repository, "build", "--strict", config=None, as_of=EXAMPLE_AS_OF)
    assert done.returncode == 1
    assert "guide/index.md" in done.stderr
