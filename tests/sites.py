"""Journals in folders of their own -> sites, built by the real mkdocs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

AS_OF = "1721476800"  # 2024-07-20 12:00 UTC
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
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *words],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


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
            if name == "http-equiv" or tag == "base" or (value or "").startswith("//evil"):
                self.active.append(f"{tag} {name}={value}")


def text_of(page: Path) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.read_text("utf-8")))
