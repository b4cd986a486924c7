"""Journals in folders of their own -> sites, built by the real mkdocs."""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from tests.journal import CASES, ROOT

# What decides which modules are found, as it was when the tests began.
PYTHONPATH = os.environ.get("PYTHONPATH")
AS_OF = "1721476800"  # 2024-07-20 12:00 UTC
EXAMPLE_AS_OF = "1795262400"  # 2026-11-21 12:00 UTC: the same pictures on every day
PLUGINS = "plugins: [tracker, blog, tags, search]\nmarkdown_extensions: [attr_list]\n"


def run_mkdocs(
    folder: Path, *words: str, config: str | None = PLUGINS, as_of: str = AS_OF
) -> subprocess.CompletedProcess[str]:
    """`mkdocs WORDS` in a folder, with a small configuration where it has none of its own."""
    if config is not None:
        (folder / "mkdocs.yml").write_text(
            f"site_name: Test\nsite_url: https://example.org/journal/\ntheme: material\n{config}",
            "utf-8",
        )
    blog = folder / "docs/blog"
    if not blog.exists():
        blog.mkdir(parents=True)
        (blog / "index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    env = {**os.environ, "SOURCE_DATE_EPOCH": as_of, "NO_MKDOCS_2_WARNING": "1"}
    return (
        start_server().run(folder, words, env) if can_fork(env) else run_program(folder, words, env)
    )


def run_program(
    folder: Path, words: tuple[str, ...], env: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *words],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def can_fork(env: dict[str, str]) -> bool:
    """Not on macOS, whose frameworks break in a fork, and not where a test has other modules found."""
    return sys.platform == "linux" and env.get("PYTHONPATH") == PYTHONPATH


class Server:
    """tests.mkdocs_server, and the folder for what its runs print."""

    def __init__(self) -> None:
        self.printed = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.mkdocs_server"],
            cwd=ROOT,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self, folder: Path, words: tuple[str, ...], env: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        out, err = (Path(self.printed.name) / name for name in ("out", "err"))
        asked = {
            "folder": str(folder),
            "words": words,
            "env": env,
            "out": str(out),
            "err": str(err),
        }
        assert self.process.stdin and self.process.stdout
        print(json.dumps(asked), file=self.process.stdin, flush=True)
        code = int(self.process.stdout.readline())
        return subprocess.CompletedProcess(
            words, code, out.read_text("utf-8"), err.read_text("utf-8")
        )

    def stop(self) -> None:
        self.process.communicate()
        self.printed.cleanup()


@functools.cache
def start_server() -> Server:
    """One for each process that runs tests; conftest.py stops it."""
    return Server()


def stop_server() -> None:
    if start_server.cache_info().currsize:
        start_server().stop()


def build_once(base: Path, name: str, build: Callable[[Path], object]) -> Path:
    """The folder in which something is built, by the first who asks; others wait. Nobody may write into it."""
    import fcntl

    folder, ready = base / name, base / f"{name}.ready"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            build(folder)
            ready.touch()
    return folder


def build_example(folder: Path) -> None:
    """The example journal, apart from the repository: builds in one folder share a cache."""
    for name in ("docs", "entries", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    build_site(folder, config=None, as_of=EXAMPLE_AS_OF)


def build_published(folder: Path, example: Path) -> None:
    """The example's site with the guide in it, as `make site` builds the two."""
    for name in ("docs", "entries", "notebooks", "site"):
        shutil.copytree(example / name, folder / name)
    for name in ("mkdocs.yml", "guide.yml"):
        shutil.copy(ROOT / name, folder)
    build_site(folder, "-f", "guide.yml", config=None, as_of=EXAMPLE_AS_OF)


def build_everything(folder: Path) -> None:
    """Each key of the format, with Shown words that readers may see and Hidden ones that they may not."""
    shutil.copytree(CASES / "everything/entries", folder / "entries")
    build_site(folder)


def build_site(folder: Path, *words: str, **options: str) -> Path:
    result = run_mkdocs(folder, "build", "--strict", *words, **options)
    assert result.returncode == 0, result.stderr
    return folder / "site"


def write_week(folder: Path, name: str, text: str) -> None:
    (folder / "entries").mkdir(exist_ok=True)
    (folder / f"entries/{name}.yaml").write_text(text, "utf-8")


def everything_in(site: Path) -> str:
    """All that the site says: names and texts of its files, tags and entities read as a browser would."""
    texts = [str(path.relative_to(site)) for path in site.rglob("*")]
    texts += [
        path.read_text("utf-8")
        for path in site.rglob("*")
        if path.suffix in {".html", ".json", ".xml", ".js", ".txt", ".ics"}
    ]
    return unescape("\n".join(texts))


# What the page at an address of before says, to lead to the present one on the same site.
LEADS_ON = re.compile(r"0; url=(\.\./)+[\w/.-]*")


class Marks(HTMLParser):
    """Each tag with its attributes that could act, and each address."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.startswith("on") or (
                name in {"href", "src"}
                and re.match(r"\s*(javascript|data|vbscript):", value or "", re.IGNORECASE)
            ):
                self.active.append(f"{tag} {name}={value}")
            is_moved = name == "http-equiv" and LEADS_ON.fullmatch(dict(attrs).get("content") or "")
            if (
                (name == "http-equiv" and not is_moved)
                or tag == "base"
                or (value or "").startswith("//evil")
            ):
                self.active.append(f"{tag} {name}={value}")


def text_of(page: Path) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.read_text("utf-8")))


class Article(HTMLParser):
    """The words of a page's article, without the engine's own buttons and counts."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.skipped, self.words = 0, 0, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        css = dict(attrs).get("class") or ""
        if tag == "article":
            self.inside += 1
        if self.inside and (
            self.skipped or tag in ("nav", "script", "style") or "headerlink" in css
        ):
            self.skipped += tag not in ("br", "img", "hr", "input", "meta", "link", "wbr", "source")

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self.inside -= 1
        self.skipped = max(0, self.skipped - 1) if self.inside else 0

    def handle_data(self, data: str) -> None:
        if self.inside and not self.skipped:
            self.words += data.split()


def read_article_words(path: Path) -> list[str]:
    article = Article()
    article.feed(path.read_text("utf-8"))
    return article.words
