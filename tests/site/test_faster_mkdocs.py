"""A site of which pages come from the memory, and are made on all cores, is the site that one would get without."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.edited_journals import EDITS, SETTINGS_EDITS, make_site_journal
from tests.journal import ROOT, environment
from tests.sites import AS_OF, run_mkdocs

Site = dict[str, bytes]
# A hook of which nothing is known, so that the build is MkDocs' own.
HOOK = "def on_page_content(html, **_):\n    return html\n"


def read_site(folder: Path) -> Site:
    site = folder / "site"
    files = (path for path in sorted(site.rglob("*")) if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def build(folder: Path, as_of: str = AS_OF) -> tuple[Site, list[str]]:
    """The site, and what was said of it."""
    done = run_mkdocs(folder, "build", config=None, as_of=as_of)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return read_site(folder), read_messages(done.stderr)


def read_messages(said: str) -> list[str]:
    lines = [line for line in said.splitlines() if line.startswith(("WARNING", "ERROR"))]
    lines += [line for line in said.splitlines() if "contains a link" in line]
    return sorted({*lines})


def build_fresh(folder: Path, to: Path, plain: bool = False, as_of: str = AS_OF) -> Site:
    """The site of the same files in a folder in which nothing was built before."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns(".tracker", "site"))
    if plain:
        (to / "plain.py").write_text(HOOK, "utf-8")
        with (to / "mkdocs.yml").open("a", encoding="utf-8") as settings:
            settings.write("hooks: [plain.py]\n")
    return build(to, as_of)[0]


def name_differences(found: Site, right: Site) -> list[str]:
    return sorted(name for name in found | right if found.get(name) != right.get(name))


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return make_site_journal(tmp_path / "j")


@pytest.mark.parametrize(
    ("seed", "steps"),
    [(1, 3), (2, 3), *(pytest.param(n, 8, marks=pytest.mark.long) for n in range(3, 40))],
)
def test_after_any_edit_the_site_is_that_of_a_fresh_build(
    tmp_path: Path, seed: int, steps: int
) -> None:
    chance = random.Random(seed)
    journal = make_site_journal(tmp_path / "j", themed=seed % 5 == 0)
    build(journal)
    for step in range(steps):
        edits = chance.sample(EDITS, chance.randrange(1, 4))
        for edit in edits:
            edit(journal, chance)
        site, _ = build(journal)
        right = build_fresh(journal, tmp_path / "fresh", plain=chance.random() < 0.3)
        names = [edit.__name__ for edit in edits]
        assert name_differences(site, right) == [], (step, names)


def list_kept(folder: Path) -> dict[str, int]:
    """What the memory keeps -> when it was written."""
    files = (folder / ".tracker/site-html").glob("*.html")
    return {path.name: path.stat().st_mtime_ns for path in files}


def test_where_nothing_changed_every_page_comes_from_the_memory(journal: Path) -> None:
    first = build(journal)
    kept = list_kept(journal)
    assert len(kept) > 60  # two for each page
    assert build(journal) == first
    assert list_kept(journal) == kept


def test_a_word_makes_few_pages_again(journal: Path, tmp_path: Path) -> None:
    build(journal)
    before = list_kept(journal)
    week = journal / "entries/2024-W15.yaml"
    text = week.read_text("utf-8")
    week.write_text(text.replace("note: ", "note: another ", 1), "utf-8")
    site, _ = build(journal)
    after = list_kept(journal)
    assert 0 < len([name for name in after if after[name] != before.get(name)]) < len(before) / 3
    assert name_differences(site, build_fresh(journal, tmp_path / "fresh")) == []


@pytest.mark.parametrize(
    "name", [*list(SETTINGS_EDITS)[:1], *(pytest.param(n, marks=pytest.mark.long) for n in list(SETTINGS_EDITS)[1:])]
)
def test_after_a_change_of_the_settings_too(journal: Path, tmp_path: Path, name: str) -> None:
    build(journal)
    path = journal / "mkdocs.yml"
    before, after = SETTINGS_EDITS[name]
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    site, _ = build(journal)
    assert name_differences(site, build_fresh(journal, tmp_path / "fresh", plain=True)) == []
    path.write_text(text, "utf-8")
    site, _ = build(journal)
    assert name_differences(site, build_fresh(journal, tmp_path / "fresh")) == []


def test_after_a_change_of_two_functions_arguments(journal: Path, tmp_path: Path) -> None:
    """Of a function with arguments YAML makes an object of another sort."""
    path = journal / "mkdocs.yml"
    text = path.read_text("utf-8")
    before, after = SETTINGS_EDITS["a function with arguments"]
    path.write_text(text.replace(before, after), "utf-8")
    build(journal)
    path.write_text(text.replace(before, after).replace("case: upper", "case: lower"), "utf-8")
    site, _ = build(journal)
    assert name_differences(site, build_fresh(journal, tmp_path / "fresh")) == []


def test_after_a_change_of_a_template(tmp_path: Path) -> None:
    """A template may show of any page what stands in its front matter."""
    journal = make_site_journal(tmp_path / "j", themed=True)
    build(journal)
    template = journal / "theme/main.html"
    text = template.read_text("utf-8")
    nosy = "{% for item in nav.pages %}{{ item.title }} {{ item.meta.tags }} {% endfor %}"
    changed = text.replace("A word", f"{nosy} {{{{ build_date_utc }}}} {{{{ page.markdown | length }}}}")
    template.write_text(changed, "utf-8")
    site, _ = build(journal)
    assert name_differences(site, build_fresh(journal, tmp_path / "fresh", plain=True)) == []
    chance = random.Random(5)
    for _ in range(2):
        for edit in chance.sample(EDITS, 2):
            edit(journal, chance)
        site, _ = build(journal)
        assert name_differences(site, build_fresh(journal, tmp_path / "fresh")) == []
    (journal / "theme/partials").mkdir()
    (journal / "theme/partials/footer.html").write_text("{{ config.site_name }}, at last", "utf-8")
    site, _ = build(journal)
    assert name_differences(site, build_fresh(journal, tmp_path / "fresh")) == []
    later = str(int(AS_OF) + 40 * 86_400)
    site, _ = build(journal, later)
    assert name_differences(site, build_fresh(journal, tmp_path / "fresh", as_of=later)) == []


def test_on_a_later_day(journal: Path, tmp_path: Path) -> None:
    build(journal)
    for days in (1, 9, 400):
        later = str(int(AS_OF) + days * 86_400)
        site, _ = build(journal, later)
        right = build_fresh(journal, tmp_path / "fresh", plain=days == 9, as_of=later)
        assert name_differences(site, right) == []
