"""A generated journal with a site, and the same posts as a site of Material alone: what benchmarks build."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.journal import ROOT
from tests.tools.generate import day_of_publication, last_saturday, make_journal


class Journal(NamedTuple):
    """A generated journal, and the clock that belongs to it: the evening of a day in its last week."""

    folder: Path
    weeks: int

    def environment(self, tree: Path = ROOT) -> dict[str, str]:
        env = {key: value for key, value in os.environ.items() if not key.startswith("TRACKER_")}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        return {
            **env,
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONPATH": str(tree),
            "SOURCE_DATE_EPOCH": str(int(day_of_publication(self.weeks).timestamp())),
            "TRACKER_NOW": last_saturday(self.weeks).isoformat(),
        }

    def run(self, words: list[str], tree: Path = ROOT) -> None:
        subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            check=True,
            env=self.environment(tree),
            capture_output=True,
        )


def build_cold(journal: Journal, tree: Path = ROOT) -> None:
    clear(journal)
    build_again(journal, tree)


def clear(journal: Journal) -> None:
    """Set aside what earlier builds made. Some file systems make files slowly where they deleted many just before."""
    aside = Path(tempfile.mkdtemp(prefix="former-", dir=journal.folder.parent))
    for made in ("site", ".tracker"):
        with suppress(FileNotFoundError):
            (journal.folder / made).rename(aside / made)


def build_again(journal: Journal, tree: Path = ROOT) -> None:
    journal.run(["-m", "mkdocs", "build", "-q"], tree)


def make_site(folder: Path, weeks: int, open_courses: int = 40, hours: bool = True) -> Journal:
    (folder / "docs/blog/posts").mkdir(parents=True)
    (folder / "docs/blog/index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    config = re.sub(r"(?ms)^nav:.*?\n\n", "", (ROOT / "mkdocs.yml").read_text("utf-8"))
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    make_journal(folder, weeks, open_courses=open_courses, hours=hours)
    return Journal(folder, weeks)


def make_bare_site(journal: Journal, folder: Path) -> Journal:
    """Material alone, with the posts that our build makes as Markdown files."""
    build_cold(journal)
    shutil.copytree(journal.folder / "docs", folder / "docs")
    posts = journal.folder / ".tracker/site/blog/posts"
    shutil.copytree(posts, folder / "docs/blog/posts", dirs_exist_ok=True)
    config = (journal.folder / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(config.replace("  - tracker\n", ""), "utf-8")
    return Journal(folder, journal.weeks)
