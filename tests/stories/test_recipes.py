"""Who follows CONTRIBUTING word for word has a check, a chart, a command, a key and a feed that work.

The recipe for a kind of item has a file of its own: test_kinds.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.recipes import apply_recipe, copy_program

RECIPES = ["A check", "A chart", "A command", "A key", "A feed"]
WEEK = """\
title: The chain rule, at last.
mood: tired & glad
links: [{url: "https://example.org/", title: A page}]
courses: {zero-to-hero: {gaps: [Jacobians]}}
sessions:
  - {start: 2024-07-01 10:00, minutes: 90, item: zero-to-hero}
"""
SETTINGS = """\
site_name: A journal
site_url: https://example.org/journal/
theme: {name: material}
plugins: [tracker, blog, tags, search]
markdown_extensions: [attr_list, md_in_html, tables, footnotes, tracker.markup]
"""


class Followed(NamedTuple):
    """A copy of the program in which the recipes were followed, and a journal."""

    program: Path
    journal: Path
    tests: tuple[str, ...]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("TRACKER_")}
        own = {"PYTHONPATH": str(self.program), "TRACKER_NOW": "2024-07-27T20:00"}
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=self.journal,
            env={**kept, **own, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    root = tmp_path_factory.mktemp("recipes")
    copy_program(root / "program", "tests", "pyproject.toml")
    changed: list[str] = []
    for recipe in RECIPES:
        changed += apply_recipe(root / "program", recipe)
    journal = root / "journal"
    (journal / "entries").mkdir(parents=True)
    (journal / "docs").mkdir()
    (journal / "entries/2024-W27.yaml").write_text(WEEK, "utf-8")
    (journal / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    (journal / "docs/days.md").write_text("# Days\n\n![](tracker:weekdays)\n", "utf-8")
    tests = tuple(name for name in changed if name.startswith("tests/") and "stories" not in name)
    return Followed(root / "program", journal, tests)


@pytest.mark.long
def test_their_tests_and_the_programs_own_pass(followed: Followed) -> None:
    """Those that ask about every check, chart and command."""
    central = (
        "tests/checks/test_journal_checks.py",
        "tests/charts/test_charts.py::test_a_new_look_has_a_new_version",
        "tests/charts/test_charts.py::test_every_chart_says_what_it_cannot_show",
        "tests/cli/test_program.py::test_help_shows_three_examples",
    )
    own = [name for name in followed.tests if "/test_" in name and name not in central]
    assert len(own) == 4
    paths = [str(followed.program / name) for name in (*own, *central)]
    ran = followed.run("pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", *paths)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_check_and_the_command_work_as_they_are_typed(followed: Followed) -> None:
    checked = followed.run("tracker", "check")
    assert "title: a title has no full stop at its end; take it out" in checked.stdout
    assert followed.run("tracker", "gaps").stdout == "2024-W27  zero-to-hero: Jacobians\n"
    assert "list the gaps that weeks name" in followed.run("tracker", "--help").stdout


def test_the_site_has_the_chart_the_key_and_the_feed(followed: Followed) -> None:
    built = followed.run("mkdocs", "build", "--strict", "--site-dir", "site")
    assert built.returncode == 0, built.stderr
    site = followed.journal / "site"
    assert "Most on Mondays: 1 h 30 of 1 h 30." in (site / "days/index.html").read_text("utf-8")
    posts = [path.read_text("utf-8") for path in site.glob("blog/**/index.html")]
    assert any("Mood: tired &#38; glad." in text for text in posts), posts
    assert "https://example.org/" in (site / "bookmarks.html").read_text("utf-8")
