"""The journal as a guest in a site that was there before: what it adds, and what it leaves alone.

Some tests need another plugin of MkDocs, which the lock has not; they are skipped where it is not installed.
"""

from __future__ import annotations

import re
import subprocess
from html import unescape
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.sites import build_site, read_article_words, run_mkdocs, text_of, write_week

GUEST = "plugins: [tracker, blog]\n"
WEEK = """title: A week of graphs
sessions:
  - {start: 2024-07-01 19:30, minutes: 50, item: zero-to-hero, note: a node}
courses:
  zero-to-hero: {notes: "In C: `{{a}, {b}}`. And {{ 7 * 7 }}, {% if %}."}
"""


@pytest.fixture
def site_of_others(tmp_path: Path) -> Path:
    """A site with a home page, two pages and a post, to which a journal of one week is added."""
    (tmp_path / "docs/blog/posts").mkdir(parents=True)
    for name, text in {
        "index.md": "# Hello\n\nThis is my site.\n",
        "cooking.md": "# Cooking\n\nSoup.\n",
        "zebras.md": "# Zebras\n\nStripes.\n",
        "blog/index.md": "# Blog\n",
        "blog/posts/one.md": "---\ndate: 2024-06-01\n---\n\n# One\n\nWords.\n",
    }.items():
        (tmp_path / "docs" / name).write_text(text, "utf-8")
    write_week(tmp_path, "2024-W27", WEEK)
    return tmp_path


def needs(module: str, package: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(find_spec(module) is None, reason=f"not installed: {package}")


def list_tabs(page: Path) -> list[str]:
    """The labels of the navigation's first level."""
    html = page.read_text("utf-8")
    primary = html[html.index("md-nav--primary") :]
    found = []
    level = 0
    for tag, label in re.findall(
        r'<(/?nav)\b|<span class="md-ellipsis">\s*(.*?)\s*</span>', primary, re.DOTALL
    ):
        if tag == "nav":
            level += 1
        elif tag == "/nav":
            level -= 1
            if level < 0:
                break
        elif level == 0 and label not in found:
            found.append(unescape(re.sub(r"<[^>]+>", "", label)).strip())
    return found


def test_all_stands_in_one_section(site_of_others: Path) -> None:
    site = build_site(site_of_others, config=GUEST)
    assert list_tabs(site / "zebras/index.html") == [
        "Hello",
        "Cooking",
        "Zebras",
        "Blog",
        "Learning",
    ]
    home = (site / "index.html").read_text("utf-8")
    labels = re.findall(r'<span class="md-ellipsis">\s*([^<]*?)\s*</span>', home)
    inside = labels[labels.index("Learning") :]
    assert list(dict.fromkeys(inside))[1:7] == [
        "Now",
        "Progress",
        "Plan",
        "Library",
        "Courses",
        "Milestones",
    ]


def test_neighbours_of_the_authors_pages_stay(site_of_others: Path) -> None:
    site = build_site(site_of_others, config=GUEST)
    home = (site / "index.html").read_text("utf-8")
    assert re.findall(r'<link rel="next" href="([^"]*)"', home) == ["cooking/"]
    zebras = (site / "zebras/index.html").read_text("utf-8")
    assert re.findall(r'<link rel="prev" href="([^"]*)"', zebras) == ["../cooking/"]


def test_no_page_is_empty(site_of_others: Path) -> None:
    site = build_site(site_of_others, config=GUEST)
    made = {path.parent.name for path in site.glob("*/index.html")}
    assert made & {"people", "decisions", "reading", "papers", "projects", "skills"} == set()
    for path in site.rglob("index.html"):
        assert "yet. The plan" not in text_of(path), path


def test_what_the_author_wrote_says_the_same(site_of_others: Path, tmp_path: Path) -> None:
    pages = ("index.html", "cooking/index.html", "blog/2024/06/01/one/index.html")
    with_journal = build_site(site_of_others, config=GUEST)
    words = [read_article_words(with_journal / page) for page in pages]
    before = build_site(site_of_others, config="plugins: [blog]\n")
    assert words == [read_article_words(before / page) for page in pages]


def test_the_sites_description_stays(site_of_others: Path) -> None:
    site = build_site(site_of_others, config=f"site_description: Soup and zebras\n{GUEST}")
    home = (site / "index.html").read_text("utf-8")
    assert '<meta name="description" content="Soup and zebras">' in home
    assert '<meta property="og:description" content="Soup and zebras">' in home


def test_a_blog_that_is_the_home_page_keeps_the_sites_title(site_of_others: Path) -> None:
    for name in ("index.md", "blog/index.md"):
        (site_of_others / "docs" / name).unlink()
    (site_of_others / "docs/blog/posts").rename(site_of_others / "docs/posts")
    config = "site_description: Soup and zebras\nplugins: [tracker, blog: {blog_dir: .}]\n"
    (site_of_others / "docs/index.md").write_text("", "utf-8")
    site = build_site(site_of_others, config=config)
    home = (site / "index.html").read_text("utf-8")
    assert "<title>Test</title>" in home
    assert '<meta name="description" content="Soup and zebras">' in home
    assert '<meta property="og:title" content="Test">' in home
    assert "A week of graphs" in home


@pytest.mark.parametrize(
    ("config", "has_home"),
    [
        (GUEST, False),
        ("nav: [blog/index.md, cooking.md, zebras.md]\n" + GUEST, False),
        ("nav: [index.md, cooking.md, zebras.md]\n" + GUEST, True),
        ("plugins: [tracker: {home: true}, blog]\n", True),
        ("nav: [cooking.md]\nplugins: [tracker: {home: true}, blog]\n", True),
    ],
)
def test_a_home_page_is_made_where_it_is_asked_for(
    site_of_others: Path, config: str, has_home: bool
) -> None:
    (site_of_others / "docs/index.md").unlink()
    site = build_site(site_of_others, config=config)
    assert (site / "index.html").exists() == has_home


def test_a_journal_alone_has_a_home_page_unless_it_says_no(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W27", WEEK)
    assert (build_site(tmp_path, config=GUEST) / "index.html").exists()
    no_home = "plugins: [tracker: {home: false}, blog]\n"
    assert not (build_site(tmp_path, config=no_home) / "index.html").exists()


def test_heads_pictures_and_feeds_can_be_left_out(site_of_others: Path) -> None:
    every = build_site(site_of_others, config=GUEST)
    week = "blog/2024/07/07/2024-w27/index.html"
    names = {path.relative_to(every).as_posix() for path in every.rglob("*") if path.is_file()}
    head = (every / week).read_text("utf-8")
    assert "og:title" in head and "application/ld+json" in head and "feed.xml" in head
    options = "{head: false, cards: false, feeds: false}"
    less = build_site(site_of_others, config=f"plugins: [tracker: {options}, blog]\n")
    left = {path.relative_to(less).as_posix() for path in less.rglob("*") if path.is_file()}
    gone = names - left
    assert {"feed.xml", "atom.xml", "feed.json", "assets/cards/site.png"} < gone
    assert all(name.startswith(("assets/cards/", "feed.", "atom.")) for name in gone), gone
    assert "journal.json" in left
    head = (less / week).read_text("utf-8")
    assert not re.search(r"og:|ld\+json|feed\.xml", head)
    assert "<title>A week of graphs - Test</title>" in head


def test_pictures_alone_can_be_left_out(site_of_others: Path) -> None:
    site = build_site(site_of_others, config="plugins: [tracker: {cards: false}, blog]\n")
    week = (site / "blog/2024/07/07/2024-w27/index.html").read_text("utf-8")
    assert "og:title" in week
    assert "og:image" not in week
    assert "feed.xml" in week


# ---- other plugins -------------------------------------------------------------------------------


def run_git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@needs("mkdocs_macros", "mkdocs-macros-plugin")
def test_braces_are_no_macros(site_of_others: Path) -> None:
    site = build_site(site_of_others, config="plugins: [tracker, macros, blog]\n")
    week = text_of(site / "blog/2024/07/07/2024-w27/index.html")
    assert "Macro Syntax Error" not in week
    assert "{{a}, {b}}" in week
    assert "{{ 7 * 7 }}, {% if %}" in week


@needs("mkdocs_git_revision_date_localized_plugin", "mkdocs-git-revision-date-localized-plugin")
@pytest.mark.parametrize("form", ["date", "datetime", "iso_date", "timeago"])
def test_a_week_bears_its_own_day(site_of_others: Path, form: str, plain_git: None) -> None:
    run_git(site_of_others, "init", "-q")
    (site_of_others / ".gitignore").write_text(".tracker/\nsite/\n", "utf-8")
    run_git(site_of_others, "add", ".")
    run_git(site_of_others, "commit", "-qm", "All")
    revision = f"git-revision-date-localized: {{type: {form}, enable_creation_date: true}}"
    for order in (f"[tracker, blog, {revision}]", f"[{revision}, tracker, blog]"):
        site = build_site(site_of_others, config=f"plugins: {order}\n")
        week = (site / "blog/2024/07/07/2024-w27/index.html").read_text("utf-8")
        dates = re.findall(r"localized-plugin-\w+\"[^>]*>([^<]*)", week)
        expected = "2024-07-07" if form in ("iso_date", "timeago") else "July 7, 2024"
        assert expected in dates
        assert not [text for text in dates if text and text != expected]
        zebras = (site / "zebras/index.html").read_text("utf-8")
        assert re.findall(r"localized-plugin-\w+\"[^>]*>([^<]*)", zebras)


@needs("mkdocs_static_i18n", "mkdocs-static-i18n")
def test_translations_are_refused_in_a_sentence(site_of_others: Path) -> None:
    languages = "languages: [{locale: en, default: true, name: English, build: true}]"
    config = f"plugins: [tracker, blog, i18n: {{{languages}}}]\n"
    done = run_mkdocs(site_of_others, "build", "--strict", config=config)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "tracker: the plugin i18n leaves the posts of Material's blog out" in done.stderr


@needs("mkdocs_literate_nav", "mkdocs-literate-nav")
def test_a_summary_is_the_nav(site_of_others: Path) -> None:
    summary = "- [Hello](index.md)\n- [Mine](progress.md)\n- [Blog](blog/index.md)\n"
    (site_of_others / "docs/SUMMARY.md").write_text(summary, "utf-8")
    config = "plugins: [tracker, blog, literate-nav: {nav_file: SUMMARY.md}]\n"
    for text in (config, config.replace("tracker, blog, ", "").replace("}]", "}, tracker, blog]")):
        site = build_site(site_of_others, config=text)
        assert list_tabs(site / "index.html") == ["Hello", "Mine", "Blog"]


@needs("mkdocs_awesome_nav", "mkdocs-awesome-nav")
def test_a_nav_of_patterns(site_of_others: Path) -> None:
    config = "plugins: [tracker, blog, awesome-nav]\n"
    assert list_tabs(build_site(site_of_others, config=config) / "zebras/index.html") == [
        "Hello",
        "Cooking",
        "Zebras",
        "Blog",
        "Learning",
    ]
    (site_of_others / "docs/.nav.yml").write_text("nav: [index.md, progress.md, blog]\n", "utf-8")
    tabs = list_tabs(build_site(site_of_others, config=config) / "zebras/index.html")
    assert tabs == ["Hello", "Progress", "Blog"]
    (site_of_others / "docs/.nav.yml").write_text("nav: [index.md, '*', blog]\n", "utf-8")
    tabs = list_tabs(build_site(site_of_others, config=config) / "zebras/index.html")
    assert tabs == ["Hello", "Cooking", "Zebras", "Blog", "Learning"]


OTHERS = {
    "glightbox": ("mkdocs_glightbox", "glightbox"),
    "minify": ("mkdocs_minify_plugin", "minify: {minify_html: true}"),
    "minify_html": ("mkdocs_minify_html_plugin", "minify_html"),
    "redirects": ("mkdocs_redirects", "redirects: {redirect_maps: {old.md: cooking.md}}"),
    "rss": (
        "mkdocs_rss_plugin",
        "rss: {match_path: blog/posts/.*, date_from_meta: {as_creation: date}}",
    ),
}


@pytest.mark.parametrize(
    "plugin",
    [pytest.param(name, marks=needs(OTHERS[name][0], name)) for name in OTHERS],
)
def test_a_site_with_another_plugin_builds_the_same(site_of_others: Path, plugin: str) -> None:
    run_git(site_of_others, "init", "-q")
    run_git(site_of_others, "add", "docs", "entries")
    run_git(site_of_others, "commit", "-qm", "All")
    before = build_site(site_of_others, config=GUEST)
    week = "blog/2024/07/07/2024-w27/index.html"
    words = read_article_words(before / week)
    icons = (before / "progress/index.html").read_text("utf-8").count("<svg")
    assert icons > 10
    config = f"plugins: [tracker, {OTHERS[plugin][1]}, blog]\n"
    site = build_site(site_of_others, config=config)
    assert read_article_words(site / week) == words
    after = (site / "progress/index.html").read_text("utf-8")
    assert after.count("<svg") == icons
    assert "data-tracker-chart" not in after
    assert re.search('property="?og:title', after)
