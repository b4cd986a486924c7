"""`tracker build --to DIR`, built by Zensical: the same addresses, the same text, the same feeds as MkDocs gives."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.audit import built
from tests.pictures import AS_OF, ROOT
from tests.test_site import AS_OF as IN_JULY_2024
from tests.test_site import PLUGINS, week

TRACKER = [sys.executable, "-m", "tracker"]
# What each engine names in its own way.
ITS_OWN = re.compile(r"^(assets/(javascripts|stylesheets|images)/|search|sitemap|tags\.json|404\.html)")


def exported(journal: Path, to: Path, as_of: str = AS_OF) -> subprocess.CompletedProcess[str]:
    words = [*TRACKER, "--journal", str(journal), "build", "--to", str(to)]
    return subprocess.run(
        words, env={**os.environ, "SOURCE_DATE_EPOCH": as_of}, capture_output=True, text=True, check=False
    )


def zensical(folder: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The example, built by MkDocs and by Zensical."""
    folder = tmp_path_factory.mktemp("both")
    done = exported(ROOT, folder / "plain")
    assert done.returncode == 0, done.stderr
    return built(folder / "site", ROOT / "mkdocs.yml"), zensical(folder / "plain")


def files(site: Path) -> set[str]:
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    return {name for name in found if not ITS_OWN.match(name)}


class Article(HTMLParser):
    """The words of a page's article, without the engine's own buttons and counts."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.skipped, self.words = 0, 0, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        css = dict(attrs).get("class") or ""
        if tag == "article":
            self.inside += 1
        if self.inside and (self.skipped or tag in ("nav", "script", "style") or "headerlink" in css):
            self.skipped += tag not in ("br", "img", "hr", "input", "meta", "link", "wbr", "source")

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self.inside -= 1
        self.skipped = max(0, self.skipped - 1) if self.inside else 0

    def handle_data(self, data: str) -> None:
        if self.inside and not self.skipped:
            self.words += data.split()


def words(path: Path) -> list[str]:
    article = Article()
    article.feed(path.read_text("utf-8"))
    return article.words


def test_addresses_are_the_same(both: tuple[Path, Path]) -> None:
    assert files(both[0]) == files(both[1])


def test_pages_say_the_same(both: tuple[Path, Path]) -> None:
    """Lists of the blog aside: each engine cuts and counts posts in its own words."""
    pages = [name for name in files(both[0]) if name.endswith(".html")]
    own = [name for name in pages if not re.search(r"^blog/(index|page/|archive/)|^tags/", name)]
    assert len(own) > 100
    differ = [name for name in own if words(both[0] / name) != words(both[1] / name)]
    assert differ == []


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml", "feed.json", "calendar.ics", "journal.json"])
def test_feeds_are_the_same_bytes(both: tuple[Path, Path], name: str) -> None:
    assert (both[0] / name).read_bytes() == (both[1] / name).read_bytes()


def test_heads_say_how_pages_are_shared(both: tuple[Path, Path]) -> None:
    for name in ("index.html", "blog/2024-w27/index.html", "courses/zero-to-hero/index.html", "about/index.html"):
        ours, theirs = ((site / name).read_text("utf-8") for site in both)
        marks = re.findall(r'<meta property="og:[^>]*>|<script type="application/ld\+json">.*?</script>', ours)
        assert len(marks) > 5
        assert [mark for mark in marks if mark not in theirs] == [], name


def test_nothing_held_back_is_handed_on(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests/cases/everything", tmp_path / "journal")
    settings = f"site_name: Test\nsite_url: https://example.org/\ntheme: material\n{PLUGINS}"
    (tmp_path / "journal/mkdocs.yml").write_text(settings, "utf-8")
    done = exported(tmp_path / "journal", tmp_path / "plain", IN_JULY_2024)
    assert done.returncode == 0, done.stderr
    paths = [path for path in (tmp_path / "plain").rglob("*") if path.is_file()]
    texts = [unescape(path.read_bytes().decode("utf-8", "replace")) + path.name for path in paths]
    assert any("Shown" in text for text in texts)
    assert [word for text in texts for word in re.findall(r"Hidden\w*", text)] == []


def test_a_second_run_replaces_what_the_first_wrote_and_nothing_else(tmp_path: Path) -> None:
    journal, to = tmp_path / "journal", tmp_path / "plain"
    journal.mkdir()
    week(journal, "2024-W27", "title: One\n")
    week(journal, "2024-W28", "title: Two\n")
    (journal / "mkdocs.yml").write_text("site_name: x\ntheme: material\nplugins: [tracker, blog]\n", "utf-8")
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
    week(journal, "2024-W27", "title: One\n")
    (journal / "mkdocs.yml").write_text("site_name: x\ntheme: material\nplugins: [tracker, blog]\n", "utf-8")
    to.mkdir()
    (to / "mine.txt").write_text("mine", "utf-8")
    done = exported(journal, to)
    assert done.returncode == 1
    assert (
        done.stderr
        == f"tracker: {to} holds files that tracker did not write; name an empty folder, or one that is not there\n"
    )
    assert [path.name for path in to.iterdir()] == ["mine.txt"]


def test_errors_stop_it(tmp_path: Path) -> None:
    week(tmp_path, "2024-W27", "titel: One\n")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ntheme: material\nplugins: [tracker, blog]\n", "utf-8")
    done = exported(tmp_path, tmp_path / "plain")
    assert done.returncode == 3
    assert "did you mean" in done.stderr
    assert not (tmp_path / "plain").exists()
