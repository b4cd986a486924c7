"""`tracker build --to DIR`, built by Zensical: the same addresses, the same text, the same feeds as MkDocs gives."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from tests.journal import ROOT
from tests.sites import AS_OF, EXAMPLE_AS_OF, PLUGINS, read_article_words, write_week

TRACKER = [sys.executable, "-m", "tracker"]
# What each engine names in its own way.
ITS_OWN = re.compile(
    r"^(assets/(javascripts|stylesheets|images)/|search|sitemap|tags\.json|404\.html)"
)


def exported(
    journal: Path, to: Path, as_of: str = EXAMPLE_AS_OF
) -> subprocess.CompletedProcess[str]:
    words = [*TRACKER, "--journal", str(journal), "build", "--to", str(to)]
    return subprocess.run(
        words,
        env={**os.environ, "SOURCE_DATE_EPOCH": as_of},
        capture_output=True,
        text=True,
        check=False,
    )


def zensical(folder: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def both(example_site: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The example, built by MkDocs and by Zensical."""
    folder = tmp_path_factory.mktemp("both")
    done = exported(ROOT, folder / "plain")
    assert done.returncode == 0, done.stderr
    return example_site, zensical(folder / "plain")


def files(site: Path) -> set[str]:
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    return {name for name in found if not ITS_OWN.match(name) and not name.startswith(".")}


def test_addresses_are_the_same(both: tuple[Path, Path]) -> None:
    assert files(both[0]) == files(both[1])


def test_pages_say_the_same(both: tuple[Path, Path]) -> None:
    """Lists of the blog aside: each engine cuts and counts posts in its own words."""
    pages = [name for name in files(both[0]) if name.endswith(".html")]
    own = [name for name in pages if not re.search(r"^blog/(index|page/|archive/)|^tags/", name)]
    assert len(own) > 100
    differ = [
        name
        for name in own
        if read_article_words(both[0] / name) != read_article_words(both[1] / name)
    ]
    assert differ == []


@pytest.mark.parametrize(
    "name", ["feed.xml", "atom.xml", "feed.json", "calendar.ics", "journal.json"]
)
def test_feeds_are_the_same_bytes(both: tuple[Path, Path], name: str) -> None:
    assert (both[0] / name).read_bytes() == (both[1] / name).read_bytes()


def test_the_link_to_the_guide_leads_to_its_own_site(both: tuple[Path, Path]) -> None:
    page = (both[1] / "plan/index.html").read_text("utf-8")
    assert {href for href in re.findall(r'href="([^"]*)"', page) if "guide" in href} == {
        "https://example.github.io/progress-journal/guide/"
    }


def test_settings_are_the_journals_own_but_for_pages_left_out(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W27", "title: One\n")
    text = (
        "site_name: Mine\nsite_url: https://example.org/j\ntheme: material  # its theme\n"
        "plugins: [tracker, blog]\n"
        "exclude_docs: old.md\ndraft_docs: |\n  /manual/\n"
        "nav:\n  - blog/index.md\n  - {Old: old.md, More: ['manual/a.md', &b manual/index.md, *b]}\n"
    )
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    for name in ("old.md", "manual/a.md", "manual/index.md", "blog/index.md"):
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).write_text("# Page\n", "utf-8")
    done = exported(tmp_path, tmp_path / "plain", AS_OF)
    assert done.returncode == 0, done.stderr
    url = "https://example.org/j/"
    written = (tmp_path / "plain/journal.yml").read_text("utf-8")
    assert written == text.replace("Old: old.md", f'Old: "{url}old/"').replace(
        "'manual/a.md', &b manual/index.md", f'"{url}manual/a/", &b "{url}manual/"'
    )


def read_sitemap(site: Path) -> dict[str, str]:
    found = re.findall(
        r"<loc>([^<]*)</loc>\s*(?:<lastmod>([^<]*)</lastmod>)?",
        (site / "sitemap.xml").read_text("utf-8"),
    )
    return dict(found)


def test_sitemaps_say_the_same(both: tuple[Path, Path]) -> None:
    """Of the blog's lists by year, which the engine makes, only their addresses; but for theirs
    by number, which lead on here."""
    ours, theirs = map(read_sitemap, both)
    theirs = {url: day for url, day in theirs.items() if not re.search(r"/page/\d+/", url)}
    assert ours.keys() == theirs.keys()
    differ = [url for url in ours if ours[url] != theirs[url] and "/blog/archive/" not in url]
    assert differ == []
    assert len([day for day in theirs.values() if day]) > 100


def read_title(page: Path) -> str:
    title = re.search(r"(?s)<title>(.*?)</title>", page.read_text("utf-8"))
    return unescape(title[1]) if title else ""


def test_the_search_finds_the_same_pages(both: tuple[Path, Path]) -> None:
    site, plain = both
    theirs = json.loads((plain / "search.json").read_text("utf-8"))["items"]
    ours = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]
    found = []
    for rows in (ours, theirs):
        pages = {row["location"].partition("#")[0] for row in rows}
        found.append({page for page in pages if not re.match(r"blog/(page|archive)/", page)})
    assert found[0] == found[1]


def test_titles_are_the_same(both: tuple[Path, Path]) -> None:
    """Of the blog's own lists aside: there further pages have the first one's title."""
    pages = [name for name in files(both[0]) | {"404.html"} if name.endswith(".html")]
    own = [name for name in pages if not re.search(r"^blog/(page/|archive/)", name)]
    titles = [{name: read_title(site / name) for name in own} for site in both]
    assert titles[0] == titles[1]
    assert titles[1]["index.html"] == "From web developer to ML engineer"
    assert titles[1]["404.html"].startswith("There is no page here")


def test_the_page_for_no_address_says_the_same(both: tuple[Path, Path]) -> None:
    ours, theirs = (read_article_words(site / "404.html") for site in both)
    assert ours == theirs
    assert 'content="noindex"' in (both[1] / "404.html").read_text("utf-8")


def test_no_escaped_letter_is_shown(both: tuple[Path, Path]) -> None:
    """Zensical escapes titles once more in the lists of the blog."""
    shown = [
        path for path in both[1].rglob("*.html") if re.search(r"&amp;#\d", path.read_text("utf-8"))
    ]
    assert [path.relative_to(both[1]).as_posix() for path in shown] == []


HOSTILE = """title: 'A <b>bold</b> & <script>alert(1)</script> {{ 7*7 }} {% x %} &lt;i&gt; "q": [x](y)'
intro: Words.
"""


def test_titles_from_elsewhere_stay_inert(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W27", HOSTILE)
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\nsite_url: https://example.org/\ntheme: materialx\nplugins: [tracker, blog]\n",
        "utf-8",
    )
    assert exported(tmp_path, tmp_path / "plain", AS_OF).returncode == 0
    site = zensical(tmp_path / "plain")
    title = 'A <b>bold</b> & <script>alert(1)</script> {{ 7*7 }} {% x %} &lt;i&gt; "q": [x](y)'
    assert read_title(site / "blog/2024/07/07/2024-w27/index.html") == f"{title} - x"
    for name in (
        "index.html",
        "blog/index.html",
        "404.html",
        "blog/2024/07/07/2024-w27/index.html",
    ):
        page = (site / name).read_text("utf-8")
        assert "<script>alert(1)" not in page, name
        assert "<b>bold" not in page, name
        assert "{{ 7*7 }}" in unescape(page), name


def test_heads_say_how_pages_are_shared(both: tuple[Path, Path]) -> None:
    for name in (
        "index.html",
        "blog/2024-w27/index.html",
        "courses/zero-to-hero/index.html",
        "about/index.html",
    ):
        ours, theirs = ((site / name).read_text("utf-8") for site in both)
        marks = re.findall(
            r'<meta property="og:[^>]*>|<script type="application/ld\+json">.*?</script>', ours
        )
        assert len(marks) > 5
        assert [mark for mark in marks if mark not in theirs] == [], name


def test_nothing_held_back_is_handed_on(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests/cases/everything", tmp_path / "journal")
    settings = f"site_name: Test\nsite_url: https://example.org/\ntheme: material\n{PLUGINS}"
    (tmp_path / "journal/mkdocs.yml").write_text(settings, "utf-8")
    done = exported(tmp_path / "journal", tmp_path / "plain", AS_OF)
    assert done.returncode == 0, done.stderr
    paths = [path for path in (tmp_path / "plain").rglob("*") if path.is_file()]
    texts = [unescape(path.read_bytes().decode("utf-8", "replace")) + path.name for path in paths]
    assert any("Shown" in text for text in texts)
    assert [word for text in texts for word in re.findall(r"Hidden\w*", text)] == []


def test_a_second_run_replaces_what_the_first_wrote_and_nothing_else(tmp_path: Path) -> None:
    journal, to = tmp_path / "journal", tmp_path / "plain"
    journal.mkdir()
    write_week(journal, "2024-W27", "title: One\n")
    write_week(journal, "2024-W28", "title: Two\n")
    (journal / "mkdocs.yml").write_text(
        "site_name: x\ntheme: material\nplugins: [tracker, blog]\n", "utf-8"
    )
    assert exported(journal, to).returncode == 0
    (to / "mine.txt").write_text("mine", "utf-8")
    (journal / "entries/2024-W28.yaml").unlink()
    assert exported(journal, to).returncode == 0
    assert (to / "docs/blog/posts/2024-w27.md").is_file()
    assert not (to / "docs/blog/posts/2024-w28.md").exists()
    assert (to / "mine.txt").read_text("utf-8") == "mine"


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    journal, to = tmp_path / "journal", tmp_path / "full"
    journal.mkdir()
    write_week(journal, "2024-W27", "title: One\n")
    (journal / "mkdocs.yml").write_text(
        "site_name: x\ntheme: material\nplugins: [tracker, blog]\n", "utf-8"
    )
    to.mkdir()
    (to / "mine.txt").write_text("mine", "utf-8")
    done = exported(journal, to)
    assert done.returncode == 1
    assert (
        done.stderr
        == f"tracker: {to} holds files that tracker did not write; name an empty folder, or one that is not there\n"
    )
    assert [path.name for path in to.iterdir()] == ["mine.txt"]


def journal_in(folder: Path, more: str = "") -> Path:
    write_week(folder, "2024-W27", "title: One\n")
    (folder / "mkdocs.yml").write_text(
        f"site_name: x\ntheme: material\nplugins: [tracker, blog]\n{more}", "utf-8"
    )
    (folder / "docs").mkdir()
    return folder


@pytest.mark.parametrize("to", ["docs", "docs/new", "entries/new"])
def test_what_the_site_is_made_from_is_not_written_into(tmp_path: Path, to: str) -> None:
    """The next run would take what this one wrote for the author's own pages."""
    journal = journal_in(tmp_path)
    done = exported(journal, journal / to)
    assert done.returncode == 1
    assert "which the site is made from; name a folder outside of it" in done.stderr
    assert list((journal / "docs").iterdir()) == []


def test_a_file_that_somebody_put_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    journal, to = journal_in(tmp_path / "journal"), tmp_path / "plain"
    assert exported(journal, to).returncode == 0
    for folder, text in ((to, "mine"), (journal, "the journal's")):
        (folder / "docs/about.md").write_text(text, "utf-8")
    done = exported(journal, to)
    assert done.returncode == 1
    assert (
        done.stderr
        == f"tracker: {to}/docs/about.md was not written by tracker, and would be lost; move it away first\n"
    )
    assert (to / "docs/about.md").read_text("utf-8") == "mine"


def test_a_list_of_files_that_was_changed_deletes_none_outside(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    journal, to = journal_in(tmp_path / "journal"), tmp_path / "plain"
    assert exported(journal, to).returncode == 0
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with (to / ".made-by-tracker").open("ab") as file:
        file.write(f"../mine.txt\n{tmp_path}/mine.txt\ndocs\n\n\xff\n".encode("latin-1"))
    done = exported(journal, to)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "mine.txt").exists()


def test_pages_that_mkdocs_leaves_out_are_not_handed_on(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    journal = journal_in(
        tmp_path / "journal", "exclude_docs: |\n  out.md\n  !.known\ndraft_docs: later/*.md\n"
    )
    (journal / "docs/later").mkdir()
    for name in ("out.md", "later/x.md", ".hidden.md", "shown.md", ".known"):
        (journal / f"docs/{name}").write_text("x", "utf-8")
    assert exported(journal, tmp_path / "plain").returncode == 0
    found = {path.name for path in (tmp_path / "plain/docs").rglob("*")}
    assert found & {"out.md", "x.md", ".hidden.md", "shown.md", ".known"} == {"shown.md", ".known"}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            "INHERIT: other.yml\n",
            "tracker: mkdocs.yml inherits from itself, by way of mkdocs.yml; take out one INHERIT\n",
        ),
        ("plugins: 3\n", ""),
        ("plugins: {blog: {post_dir: '{x}'}}\n", ""),
    ],
)
def test_odd_settings_are_no_fault_of_the_program(tmp_path: Path, settings: str, said: str) -> None:
    write_week(tmp_path, "2024-W27", "title: One\n")
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\n{settings}", "utf-8")
    (tmp_path / "other.yml").write_text("INHERIT: mkdocs.yml\n", "utf-8")
    assert exported(tmp_path, tmp_path / "plain").stderr == said


def test_the_folders_name_does_nothing_to_the_terminal(tmp_path: Path) -> None:
    done = exported(journal_in(tmp_path), tmp_path / "red\x1b[31m")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout


def test_errors_stop_it(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W27", "titel: One\n")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\ntheme: material\nplugins: [tracker, blog]\n", "utf-8"
    )
    done = exported(tmp_path, tmp_path / "plain")
    assert done.returncode == 3
    assert "did you mean" in done.stderr
    assert not (tmp_path / "plain").exists()


def test_settings_that_are_inherited_over_several_files_come_along(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    journal = journal_in(tmp_path / "journal", "INHERIT: shared/one.yml\n")
    (journal / "shared").mkdir()
    (journal / "shared/one.yml").write_text("INHERIT: ../two.yml\nlevel: 1\n", "utf-8")
    (journal / "two.yml").write_text("INHERIT: shared/three.yml\n", "utf-8")
    (journal / "shared/three.yml").write_text("site_author: Somebody\n", "utf-8")
    assert exported(journal, tmp_path / "plain").stderr == ""
    for name in ("shared/one.yml", "two.yml", "shared/three.yml"):
        assert (tmp_path / "plain" / name).read_bytes() == (journal / name).read_bytes()
    (tmp_path / "out.yml").write_text("site_author: Somebody\n", "utf-8")
    (journal / "two.yml").write_text("INHERIT: ../out.yml\n", "utf-8")
    assert exported(journal, tmp_path / "plain").stderr == (
        "tracker: two.yml inherits from ../out.yml, which lies outside the journal's folder\n"
    )
