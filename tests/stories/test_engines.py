"""The same journal under ProperDocs with MaterialX, the second engine: the same addresses, words, heads and feeds.

`make materialx` installs it into an environment of its own, for its theme and Material write the same files.
"""

from __future__ import annotations

import gzip
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.browser import needs_browser, served
from tests.journal import ROOT, environment
from tests.sites import (
    AS_OF,
    EXAMPLE_AS_OF,
    PLUGINS,
    build_once,
    everything_in,
    read_article_words,
    write_week,
)
from tests.tools import audit

PYTHON = ROOT / ".venv/materialx/bin/python"
pytestmark = pytest.mark.skipif(
    not PYTHON.exists(), reason="ProperDocs and MaterialX are not installed: `make materialx`"
)
# What each theme names in its own way. The sitemap's tags differ, not what they say.
ITS_OWN = re.compile(r"^(assets/(javascripts|stylesheets|images)/|search/|sitemap\.xml)")


def run_tracker(folder: Path, *words: str, as_of: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(PYTHON), "-m", "tracker", *words],
        cwd=folder,
        env=environment(SOURCE_DATE_EPOCH=as_of),
        capture_output=True,
        text=True,
        check=False,
    )


def build_example(folder: Path) -> None:
    """The example journal, with one word of its mkdocs.yml changed."""
    for name in ("docs", "entries", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    changed = settings.replace("\n  name: material\n", "\n  name: materialx\n")
    assert changed != settings
    (folder / "mkdocs.yml").write_text(changed, "utf-8")
    done = run_tracker(folder, "build", as_of=EXAMPLE_AS_OF)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def second_site(built_folder: Path) -> Path:
    return build_once(built_folder, "second", build_example) / "site"


@pytest.mark.long
def test_the_guide_builds_too(second_site: Path, tmp_path: Path) -> None:
    """Its settings inherit the theme of mkdocs.yml."""
    for name in ("docs", "entries", "mkdocs.yml"):
        source = second_site.parent / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    shutil.copy(ROOT / "guide.yml", tmp_path)
    done = subprocess.run(
        [str(PYTHON), "-m", "properdocs", "build", "--strict", "-f", "guide.yml"],
        cwd=tmp_path,
        env=environment(SOURCE_DATE_EPOCH=EXAMPLE_AS_OF, DISABLE_MKDOCS_2_WARNING="true"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site/guide/charts/index.html").read_text("utf-8")
    assert 'href="../../progress/"' in page
    assert page.count('<figure data-pagefind-ignore class="tracker-chart ') >= 9
    found = read_search(tmp_path / "site/guide")
    assert "A chart answers one question" in found
    assert "Two webcams, a chessboard" not in found


@pytest.fixture(scope="module")
def both(example_site: Path, second_site: Path) -> tuple[Path, Path]:
    return example_site, second_site


def list_files(site: Path) -> set[str]:
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    return {name for name in names if not ITS_OWN.match(name)}


def test_addresses_are_the_same(both: tuple[Path, Path]) -> None:
    assert list_files(both[0]) == list_files(both[1])


def test_pages_say_the_same(both: tuple[Path, Path]) -> None:
    pages = [name for name in list_files(both[0]) if name.endswith(".html")]
    assert len(pages) > 150
    words = [{name: read_article_words(site / name) for name in pages} for site in both]
    assert [name for name in pages if words[0][name] != words[1][name]] == []


def test_words_of_the_theme_are_a_readers_in_both(both: tuple[Path, Path]) -> None:
    for site in both:
        for name in ("blog/2024-w27", "plan"):
            page = (site / name / "index.html").read_text("utf-8")
            assert not re.search("Back to index|Metadata|Table of contents", page)
            sidebar = page.partition('data-md-type="navigation"')[2].partition(
                'data-md-type="toc"'
            )[0]
            assert len(re.findall(r'(?s)class="md-ellipsis">\s*Plan\s*<', sidebar)) == 1


def test_all_but_pages_is_the_same_byte_for_byte(both: tuple[Path, Path]) -> None:
    others = [name for name in list_files(both[0]) if not name.endswith(".html")]
    assert {"feed.xml", "atom.xml", "feed.json", "calendar.ics", "journal.json"} < {*others}
    assert any(name.startswith("assets/cards/") for name in others)
    differ = [n for n in others if (both[0] / n).read_bytes() != (both[1] / n).read_bytes()]
    assert differ == []


def test_heads_and_anchors_are_the_same(both: tuple[Path, Path]) -> None:
    marks = re.compile(
        r'<title>.*?</title>|<meta (?:name="description"|property="og:)[^>]*>'
        r'|<link rel="(?:canonical|alternate|next|prev)"[^>]*>'
        r'|<script type="application/ld\+json">.*?</script>',
        re.DOTALL,
    )
    differ = []
    for name in sorted(list_files(both[0])):
        if name.endswith(".html"):
            ours, theirs = ((site / name).read_text("utf-8") for site in both)
            if marks.findall(ours) != marks.findall(theirs) or ids_in(ours) != ids_in(theirs):
                differ.append(name)
    assert differ == []


def ids_in(html: str) -> list[str]:
    article = re.search(r"<article.*</article>", html, re.DOTALL)
    return re.findall(r' id="([^"]*)"', article[0] if article else "")


def test_the_sitemap_says_the_same(both: tuple[Path, Path]) -> None:
    ours, theirs = ((site / "sitemap.xml").read_text("utf-8") for site in both)
    said = re.compile(r"<loc>([^<]*)</loc>|<lastmod>([^<]*)</lastmod>")
    assert len(said.findall(ours)) > 200
    assert said.findall(ours) == said.findall(theirs)


def read_search(site: Path) -> str:
    """All that Pagefind, the theme's search, can find."""
    fragments = sorted(site.glob("search/fragment/*.pf_fragment"))
    return "\n".join(gzip.decompress(path.read_bytes()).decode("utf-8") for path in fragments)


def test_the_search_reads_words_and_no_charts(second_site: Path) -> None:
    found = read_search(second_site)
    assert "Starting late: micrograd" in found
    assert "The data as a table" not in found
    assert "A chart answers one question" not in found  # the guide has a search of its own
    assert "Related posts" not in found


@pytest.mark.long
def test_nothing_held_back_is_shown(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests/cases/everything", tmp_path, dirs_exist_ok=True)
    (tmp_path / "docs/blog").mkdir(parents=True)
    (tmp_path / "docs/blog/index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    settings = f"site_name: Test\nsite_url: https://example.org/\ntheme: materialx\n{PLUGINS}"
    (tmp_path / "mkdocs.yml").write_text(settings, "utf-8")
    done = run_tracker(tmp_path, "build", as_of=AS_OF)
    assert done.returncode == 0, done.stderr
    said = everything_in(tmp_path / "site") + unescape(read_search(tmp_path / "site"))
    assert "Shown" in read_search(tmp_path / "site")
    assert re.findall(r"Hidden\w*", said) == []


@pytest.mark.browser
@needs_browser
@pytest.mark.skipif(not audit.VALIDATE.exists(), reason="no npm on this machine: `make node`")
@pytest.mark.parametrize(
    ("scheme", "screen"),
    [
        pytest.param("light", "desk", marks=pytest.mark.long),
        pytest.param("dark", "phone", marks=pytest.mark.long),
    ],
)
def test_axe_finds_nothing(chromium: Any, second_site: Path, scheme: str, screen: str) -> None:
    with served(second_site) as address:
        found = audit.violations(chromium, address, audit.kinds(second_site), [(scheme, screen)])
    assert found == []


@pytest.mark.browser
@needs_browser
@pytest.mark.long
def test_the_search_finds_a_post(chromium: Any, second_site: Path) -> None:
    with served(second_site) as address:
        page = chromium.new_page()
        page.goto(f"{address}/plan/")
        page.keyboard.press("/")
        page.keyboard.type("micrograd")
        link = page.locator("a[href*='2024-w27']").first
        link.wait_for()
        assert "micrograd" in link.inner_text()
        page.close()


@pytest.mark.long
def test_serve_follows_the_journal(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W20", "title: First title\nintro: Words.\n")
    (tmp_path / "docs/blog").mkdir(parents=True)
    (tmp_path / "docs/blog/index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    settings = "site_name: Test\ntheme: {name: materialx}\nplugins: [tracker, blog]\n"
    (tmp_path / "mkdocs.yml").write_text(settings, "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(PYTHON), "-m", "tracker", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True
    ) as serving:
        try:
            home = f"http://127.0.0.1:{port}/"
            wait_for_text(serving, home, "First title")
            write_week(tmp_path, "2024-W20", "title: Second title\nintro: Words.\n")
            wait_for_text(serving, home, "Second title")
            foreign = urllib.request.Request(home, headers={"Host": "evil.example"})
            with pytest.raises(urllib.error.HTTPError, match="403"):
                urllib.request.urlopen(foreign, timeout=10)
        finally:
            serving.send_signal(signal.SIGINT)
            said = serving.communicate(timeout=60)[1]
    assert serving.returncode == 130
    assert "Traceback" not in said
    assert "properdocs.yml" not in said


def wait_for_text(serving: subprocess.Popen[str], address: str, text: str) -> None:
    deadline = time.monotonic() + 60
    page = ""
    while text not in page and time.monotonic() < deadline and serving.poll() is None:
        with suppress(OSError), urllib.request.urlopen(address, timeout=10) as answer:
            page = answer.read().decode("utf-8")
    assert text in page


def test_the_first_engine_is_named_where_it_is_missing(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W27", "title: One\n")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\ntheme: material\nplugins: [tracker, blog]\n", "utf-8"
    )
    done = run_tracker(tmp_path, "build", as_of=AS_OF)
    assert (done.returncode, done.stderr) == (
        1,
        "tracker: mkdocs.yml names the theme material, which MkDocs builds, and mkdocs-material is not installed: "
        "pip uninstall -y mkdocs-materialx && pip install mkdocs mkdocs-material\n",
    )
    assert not (tmp_path / "site").exists()
