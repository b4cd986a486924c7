"""A site of which pages come from the memory, and are made on all cores, is the site that one would get without."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.edited_journals import (
    EDITS,
    SETTINGS_EDITS,
    change_essay,
    change_picture,
    change_word,
    make_site_journal,
)
from tests.journal import CASES, ROOT, environment
from tests.site.rebuilds import (
    HOOK,
    Site,
    append,
    build,
    build_fresh,
    list_kept,
    name_differences,
    read_site,
)
from tests.site.upstream_sources import hash_sources
from tests.sites import AS_OF, run_mkdocs

SECOND_ENGINE = ROOT / ".venv/materialx/bin/python"
needs_second_engine = pytest.mark.skipif(
    not SECOND_ENGINE.exists(),
    reason="ProperDocs and MaterialX are not installed: `make materialx`",
)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return make_site_journal(tmp_path / "j")


@pytest.mark.parametrize(
    ("seed", "steps"),
    [(1, 2), *(pytest.param(n, 8, marks=pytest.mark.long) for n in range(2, 40))],
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


def test_where_nothing_changed_every_page_comes_from_the_memory(journal: Path) -> None:
    first = build(journal)
    kept = list_kept(journal)
    assert len(kept) > 60  # two for each page
    assert build(journal) == first
    assert list_kept(journal) == kept


def test_a_plugin_that_reads_the_pages_at_the_end_gets_their_html(journal: Path) -> None:
    """The HTML lies in the memory by then, and a build that has ended gives the memory back."""
    (journal / "reader.py").write_text(
        "pages = []\n"
        "def on_page_markdown(markdown, page, **_):\n"
        "    pages.append(page)\n"
        "def on_post_build(config):\n"
        "    kinds = {type(page.content).__name__ for page in pages}\n"
        "    letters = sum(len(page.content) for page in pages)\n"
        "    print('READ', sorted(kinds), letters > 10_000)\n",
        "utf-8",
    )
    with (journal / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("hooks: [reader.py]\n")
    for _ in range(2):
        done = run_mkdocs(journal, "build", config=None)
        assert "READ ['str'] True" in done.stdout, done.stderr


def test_two_pages_of_one_file(journal: Path, tmp_path: Path) -> None:
    """The last one that MkDocs writes is the one that stays, whichever of them has changed."""
    put_both = {"docs/both.md": "# One\n", "docs/both/index.md": "# Two\n"}
    for path, text in put_both.items():
        (journal / path).parent.mkdir(exist_ok=True)
        (journal / path).write_text(text, "utf-8")
    build(journal)
    for path in put_both:
        append(journal / path, "Changed.\n")
        site, _ = build(journal)
        assert name_differences(site, build_fresh(journal, tmp_path / "fresh")) == [], path


def test_a_page_of_which_a_template_makes_nothing(tmp_path: Path) -> None:
    """MkDocs writes no file for it, and leaves one of the author's where it is."""
    journal = make_site_journal(tmp_path / "j", themed=True)
    (journal / "theme/main.html").write_text(
        '{% if not (page and page.meta.skip) %}{% include "base.html" %}{% endif %}', "utf-8"
    )
    about = journal / "docs/about.md"
    about.write_text(f"---\nskip: true\n---\n{about.read_text('utf-8')}", "utf-8")
    page = "about/index.html"
    build(journal)
    assert page not in build(journal)[0]
    (journal / "docs/about").mkdir()
    for text in ("First", "Second"):
        (journal / "docs" / page).write_text(text, "utf-8")
        assert build(journal)[0][page] == text.encode()


def test_a_build_of_what_is_newer_than_the_site(journal: Path, tmp_path: Path) -> None:
    """`mkdocs build --dirty`, and the whole build after it."""
    build(journal)
    append(journal / "docs/about.md", "Changed.\n")
    done = run_mkdocs(journal, "build", "--dirty", config=None)
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    assert b"Changed." in read_site(journal)["about/index.html"]
    site, _ = build(journal)
    assert name_differences(site, build_fresh(journal, tmp_path / "fresh")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of this sort")
def test_a_full_disk_is_said_in_one_line(journal: Path, tmp_path: Path) -> None:
    """It is the largest file of Material that a limit of its size refuses first."""
    import resource

    build(journal)
    shutil.rmtree(journal / "site")
    limit = (40_000, resource.RLIM_INFINITY)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=journal,
        env=environment(SOURCE_DATE_EPOCH=AS_OF, NO_MKDOCS_2_WARNING="1"),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert done.stderr.rstrip().endswith("tracker: the site cannot be written: File too large")
    site, _ = build(journal)
    assert name_differences(site, build_fresh(journal, tmp_path / "fresh")) == []


WRITERS = {
    "writes": "    open(path, 'w').write('of the hook')\n",
    "writes what is missing": "    if not os.path.exists(path):\n"
    "        open(path, 'w').write('of the hook')\n",
    "moves a page": "    if 'slope' in markdown:\n"
    "        page.file.dest_uri, page.file.abs_dest_path = 'x.txt', path\n",
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_hook_that_works_in_the_site_while_pages_are_read(
    journal: Path, tmp_path: Path, name: str
) -> None:
    (journal / "mine.py").write_text(
        "import os\n"
        "def on_page_markdown(markdown, page, config, **_):\n"
        "    if page.file.src_uri != 'about.md':\n"
        "        return\n"
        f"    path = os.path.join(config.site_dir, 'x.txt')\n{WRITERS[name]}",
        "utf-8",
    )
    append(journal / "mkdocs.yml", "hooks: [mine.py]\n")
    about = journal / "docs/about.md"
    about.write_text(about.read_text("utf-8").replace("slope", "weight"), "utf-8")
    (journal / "docs/x.txt").write_text("of the author", "utf-8")
    build(journal)
    (journal / "docs/x.txt").unlink()
    append(about, "A slope.\n")
    site, _ = build(journal)
    assert name_differences(site, build_fresh(journal, tmp_path / "fresh")) == []


@pytest.mark.long
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


@pytest.mark.long
@pytest.mark.parametrize("name", SETTINGS_EDITS)
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


@pytest.mark.long
def test_after_the_file_of_a_link_came_or_went(journal: Path, tmp_path: Path) -> None:
    """The page that links to it keeps its text, and gets another HTML."""
    build(journal)
    picture = journal / "docs/dot.png"
    for _ in range(2):
        picture.rename(journal / "dot.png")
        assert name_differences(build(journal)[0], build_fresh(journal, tmp_path / "fresh")) == []
        (journal / "dot.png").rename(picture)
        assert name_differences(build(journal)[0], build_fresh(journal, tmp_path / "fresh")) == []


@pytest.mark.long
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


@pytest.mark.long
def test_after_a_change_of_a_template(tmp_path: Path) -> None:
    """A template may show of any page what stands in its front matter."""
    journal = make_site_journal(tmp_path / "j", themed=True)
    build(journal)
    template = journal / "theme/main.html"
    text = template.read_text("utf-8")
    nosy = "{% for item in nav.pages %}{{ item.title }} {{ item.meta.tags }} {% endfor %}"
    changed = text.replace(
        "A word", f"{nosy} {{{{ build_date_utc }}}} {{{{ page.markdown | length }}}}"
    )
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


@pytest.mark.long
def test_on_a_later_day(journal: Path, tmp_path: Path) -> None:
    build(journal)
    for days in (1, 9, 400):
        later = str(int(AS_OF) + days * 86_400)
        site, _ = build(journal, later)
        right = build_fresh(journal, tmp_path / "fresh", plain=days == 9, as_of=later)
        assert name_differences(site, right) == []


# ---- where something is not known


def test_what_is_known_of_mkdocs_and_material_is_still_so() -> None:
    """Where this fails, a part of MkDocs or Material changed on which faster_mkdocs.py builds.

    Read what changed (`git diff` of the two releases), mend faster_mkdocs.py, add the release to its MKDOCS_RELEASES or
    MATERIAL_RELEASES, and write the new hashes:
    `python -m tests.site.upstream_sources > tests/cases/upstream/material.json`.
    """
    assert hash_sources() == json.loads((CASES / "upstream/material.json").read_text("utf-8"))


@needs_second_engine
def test_what_is_known_of_properdocs_and_materialx_is_still_so() -> None:
    """As above; run `.venv/materialx/bin/python -m tests.site.upstream_sources > tests/cases/upstream/materialx.json`."""
    done = subprocess.run(
        [str(SECOND_ENGINE), "-m", "tests.site.upstream_sources"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == json.loads(
        (CASES / "upstream/materialx.json").read_text("utf-8")
    )


UNKNOWN = {
    "a hook on each page's HTML": (
        "hooks: [mine.py]\n",
        "def on_page_content(html, page, **_):\n    return html + open('mine.txt').read()\n",
    ),
    "a hook on each page": (
        "hooks: [mine.py]\n",
        "def on_post_page(output, page, **_):\n    return output + open('mine.txt').read()\n",
    ),
    "an extension that reads files": (
        "  - pymdownx.snippets: {auto_append: [mine.txt]}\n",
        "",
    ),
    "a function of the author's": (
        "  - pymdownx.superfences: {custom_fences: [{name: x, class: x, format: !!python/name:mine.fence }]}\n",
        "def fence(*_, **__):\n    return open('mine.txt').read()\n",
    ),
    "icons of the author's": (
        "  - pymdownx.emoji:\n"
        "      emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
        "      emoji_generator: !!python/name:material.extensions.emoji.to_svg\n"
        "      options: {custom_icons: [icons]}\n",
        "",
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("name", UNKNOWN)
def test_with_what_is_not_known_the_build_is_mkdocs_own(
    journal: Path, tmp_path: Path, name: str
) -> None:
    settings, code = UNKNOWN[name]
    path = journal / "mkdocs.yml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("extra:", f"{settings}extra:"), "utf-8")
    append(journal / "docs/more/page.md", "\n```x\n```\n\n:mine-icon:\n")
    if code:
        (journal / "mine.py").write_text(code, "utf-8")
    for word in ("First", "Second"):
        (journal / "mine.txt").write_text(word, "utf-8")
        (journal / "icons/mine").mkdir(parents=True, exist_ok=True)
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="{word}"/></svg>'
        (journal / "icons/mine/icon.svg").write_text(svg, "utf-8")
        site, _ = build(journal)
        assert word in site["more/page/index.html"].decode()
        assert name_differences(site, build_fresh(journal, tmp_path / "fresh")) == []
    assert list_kept(journal) == {}


RELEASE = """\
import sys
import {0}
{0}.__version__ = "99.0.0"
from mkdocs.__main__ import cli
sys.exit(cli(["build", "-q"]))
"""


@pytest.mark.long
@pytest.mark.parametrize("package", ["mkdocs", "material"])
def test_with_a_release_that_is_not_known_it_is_mkdocs_own(
    journal: Path, tmp_path: Path, package: str
) -> None:
    subprocess.run(
        [sys.executable, "-c", RELEASE.format(package)],
        cwd=journal,
        env=environment(SOURCE_DATE_EPOCH=AS_OF, NO_MKDOCS_2_WARNING="1"),
        check=True,
    )
    assert list_kept(journal) == {}
    generator = re.compile(rb"mkdocs(-material)?-[\d.]+")
    site = {name: generator.sub(b"", data) for name, data in read_site(journal).items()}
    right = build_fresh(journal, tmp_path / "fresh")
    right = {name: generator.sub(b"", data) for name, data in right.items()}
    assert name_differences(site, right) == []


# ---- the second engine


def build_second(folder: Path) -> Site:
    done = subprocess.run(
        [str(SECOND_ENGINE), "-m", "tracker", "build"],
        cwd=folder,
        env=environment(SOURCE_DATE_EPOCH=AS_OF),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    # Pagefind names its files by what it found, and writes when it ran.
    by_pagefind = re.compile(r"(?!.*/search_index\.json)(assets/|search/)*(pagefind|search)/")
    return {name: data for name, data in read_site(folder).items() if not by_pagefind.match(name)}


@needs_second_engine
@pytest.mark.parametrize(
    "search",
    [pytest.param(each, marks=pytest.mark.long) for each in ("search: {provider: lunr}", "search")],
)
def test_under_properdocs_and_materialx_too(tmp_path: Path, search: str) -> None:
    journal, fresh = make_site_journal(tmp_path / "j"), tmp_path / "fresh"
    path = journal / "mkdocs.yml"
    text = path.read_text("utf-8").replace("name: material\n", "name: materialx\n")
    path.write_text(text.replace("- search\n", f"- {search}\n"), "utf-8")
    build_second(journal)
    kept = list_kept(journal)
    assert len(kept) > 60
    chance = random.Random(7)
    for edit in (change_word, change_picture, change_essay):
        edit(journal, chance)
    site = build_second(journal)
    assert len(kept.items() & list_kept(journal).items()) > 20
    shutil.copytree(journal, fresh, ignore=shutil.ignore_patterns(".tracker", "site"))
    (fresh / "plain.py").write_text(HOOK, "utf-8")
    append(fresh / "mkdocs.yml", "hooks: [plain.py]\n")
    right = build_second(fresh)
    assert list_kept(fresh) == {}
    assert name_differences(site, right) == []
