"""A week that is saved under `mkdocs serve`: its post at once, then the rest; and never what a full build would not give."""

from __future__ import annotations

import os
import random
import re
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from tests.edited_journals import EDITS, change_word, make_site_journal
from tests.site.rebuilds import Site, append, name_differences
from tests.site.serving import (
    SECOND_ENGINE,
    add_hook,
    find_free_port,
    hash_sources,
    hold_builds,
    let_build_go,
    serving,
)
from tests.sites import PLUGINS, write_week

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFO")

POST = "blog/2024-w15/"
WEEK = "entries/2024-W15.yaml"


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    folder = make_site_journal(tmp_path / "j")
    add_hook(folder)
    return folder


def save(folder: Path, text: str, week: str = WEEK) -> None:
    """Replace the first word of a week's introduction."""
    path = folder / week
    old = path.read_text("utf-8")
    path.write_text(re.sub(r"intro: \|\n  \S*", f"intro: |\n  {text}", old, count=1), "utf-8")


def replace(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def list_styles(page: bytes) -> list[str]:
    return re.findall(r'<link rel="stylesheet" href="\.\./\.\./([^"]+)"', page.decode())


def test_a_saved_week_is_shown_before_the_rest_is_built(journal: Path) -> None:
    with serving(journal) as server, ThreadPoolExecutor() as threads:
        epoch = server.epoch_of(POST)
        hold_builds(journal)
        week = journal / WEEK
        text = re.sub(r"(?m)^title: .*\n", "", week.read_text("utf-8"))
        week.write_text(f"title: Freshly\n{text}", "utf-8")
        server.wait_for_reload(epoch)
        # The build of the whole site has not begun to read.
        shown = server.get_page(POST)
        assert b"Freshly" in shown
        styles = list_styles(shown)
        assert styles and all(map(server.get, styles))
        others = ["blog/", "blog/2024-w18/", "search/search_index.json"]
        waiting = [threads.submit(server.get, path) for path in others]
        assert server.get_page(POST) == shown
        assert not any(answer.done() for answer in waiting)
        let_build_go(journal)
        assert all(b"Freshly" in answer.result() for answer in waiting)
        assert server.get_page(POST) == shown
        server.stop()
    assert server.list_leftovers() == []
    assert "Traceback" not in "\n".join(server.said)


# ---- after any edit


def walk(
    journal: Path,
    fresh: Path,
    edits: list[Callable[[], object]],
    base: str = "/journal/",
    every: int = 2,
) -> None:
    """Make edits, each while the site is served, and compare all that is served with a server that is started anew.

    What the browser gets at once must be what it gets later.
    """
    port = find_free_port()
    steps: list[tuple[Path, Site]] = []
    with serving(journal, base, port) as server:
        for number, edit in enumerate(edits):
            epoch, since = server.epoch_of("404.html"), len(server.said)
            before = hash_sources(journal)
            edit()
            if hash_sources(journal) == before:
                continue
            server.wait_for_reload(epoch)
            posts = [
                f"blog/{path.stem.lower()}/" for path in sorted((journal / "entries").glob("20*"))
            ]
            asked = posts if number % every == 0 else []
            with ThreadPoolExecutor(len(posts)) as threads:  # all but one may wait
                at_once = dict(zip(asked, threads.map(server.get_page, asked), strict=True))
            assert any(at_once.values()) or not asked
            server.wait_for_build(since)
            later = {path: server.get_page(path) for path in at_once}
            assert name_differences(at_once, later) == []
            step = fresh / str(number)
            shutil.copytree(journal, step / "j", ignore=shutil.ignore_patterns(".tracker"))
            steps.append((step / "j", server.read_site()))
    assert "Traceback" not in "\n".join(server.said)
    assert server.list_leftovers() == []
    for step, site in steps:
        with serving(step, base, port) as server:
            assert name_differences(site, server.read_site()) == [], step


def draw_edits(journal: Path, seed: int, count: int) -> list[Callable[[], object]]:
    chance = random.Random(seed)

    def edit() -> None:
        # Half of the time a week's words alone, as most saves are.
        chosen = (
            [change_word] if chance.random() < 0.5 else chance.sample(EDITS, chance.randrange(1, 4))
        )
        for change in chosen:
            change(journal, chance)

    return [edit] * count


@pytest.mark.parametrize(
    ("seed", "count"), [pytest.param(n, 8, marks=pytest.mark.long) for n in range(1, 11)]
)
def test_after_any_edit_the_served_site_is_that_of_a_fresh_server(
    journal: Path, tmp_path: Path, seed: int, count: int
) -> None:
    walk(journal, tmp_path / "fresh", draw_edits(journal, seed, count))


@pytest.mark.long
def test_after_pages_came_and_went_with_a_week(tmp_path: Path) -> None:
    """The navigation of the post names them, or they are linked in it."""
    journal, fresh = tmp_path / "j", tmp_path / "fresh"
    week = "intro: Begun.\nlearned: [a word]\n"
    lines = {
        "a link": "links: [{url: https://example.org/x, title: X, note: Y}]\n",
        "a question": "questions: [Why?]\n",
        "a list that is empty": "sections: {Where: 'See [people](../../people.md).'}\n",
        "a session": "sessions: [{start: 2024-W27, minutes: 30, item: named}]\n",
        "a tag": "tags: [one]\n",
        "a word": "life: [rest]\n",
    }
    (journal / "docs/blog").mkdir(parents=True)
    write_week(journal, "2024-W27", week)
    write_week(journal, "2024-W26", "intro: Before, and *more*.\n")
    (journal / "docs/blog/index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    plugins = PLUGINS.replace("blog", "{blog: {post_url_format: '{slug}'}}")
    (journal / "mkdocs.yml").write_text(f"site_name: Test\ntheme: material\n{plugins}", "utf-8")
    add_hook(journal)
    edits = [
        partial(write_week, journal, "2024-W27", week + text)
        for line in lines.values()
        for text in (line, "")
    ]
    edits.append(
        lambda: (journal / "entries/2024-W27.yaml").rename(journal / "entries/2024-W25.yaml")
    )
    walk(journal, fresh, edits, "/", every=1)


@pytest.mark.long
def test_what_is_saved_during_a_build_comes_after_it(journal: Path, tmp_path: Path) -> None:
    def save_twice() -> None:
        hold_builds(journal)
        save(journal, "once")
        with (journal / "hold").open("w"):  # a build is held here
            (journal / "hold").unlink()
            save(journal, "twice")
            save(journal, "there", "entries/2024-W18.yaml")

    # Nothing is asked for behind a second edit: what is shown first is there before it is saved.
    walk(journal, tmp_path / "fresh", [partial(save, journal, "first"), save_twice])


# ---- what goes wrong


@pytest.mark.long
def test_an_error_in_the_saved_week_is_shown_until_it_is_mended(
    journal: Path, tmp_path: Path
) -> None:
    week = journal / WEEK
    text = week.read_text("utf-8")
    steps = [
        lambda: append(week, "nonsense: [1\n"),
        lambda: save(journal, "elsewhere", "entries/2024-W18.yaml"),
        lambda: week.write_text(text.replace("intro: |\n  ", "intro: |\n  mended ", 1), "utf-8"),
        lambda: append(week, "cover: {file: images/missing.png, alt: None}\n"),
        lambda: week.write_text(text, "utf-8"),
    ]
    walk(journal, tmp_path / "fresh", steps)


@pytest.mark.long
def test_each_problem_is_said_once_for_each_save(journal: Path) -> None:
    with serving(journal) as server:
        since = len(server.said)
        save(journal, "[nowhere](nowhere.md)")
        server.wait_for_build(since)
        said = [line for line in server.said[since:] if "nowhere.md" in line]
        assert len(said) == 1, said


@pytest.mark.long
def test_a_build_that_fails_after_the_post_was_shown_leaves_a_server_that_answers(
    journal: Path, tmp_path: Path
) -> None:
    with serving(journal) as server:
        for word in ("first", "second"):
            since = len(server.said)
            (journal / "fail").touch()
            save(journal, f"{word}fails")
            server.wait_for("An error happened during the rebuild", since)
            if word == "first":
                assert b"firstfails" in server.get_page(POST)
                styles = list_styles(server.get_page(POST))
                assert styles and all(map(server.get, styles))
                assert server.get("blog/")
            (journal / "fail").unlink()
            since = len(server.said)
            save(journal, f"{word}mends")
            server.wait_for_build(since)
            assert f"{word}mends".encode() in server.get_page(POST)
            assert f"{word}mends".encode() in server.get("search/search_index.json")
        left = server.list_leftovers()
        assert [name for name in left if name.startswith("tracker-")] == []
        server.stop()
    assert server.list_leftovers() == []


@pytest.mark.long
def test_ctrl_c_during_a_build_leaves_nothing(journal: Path) -> None:
    with serving(journal) as server:
        epoch = server.epoch_of(POST)
        hold_builds(journal)
        save(journal, "held")
        server.wait_for_reload(epoch)
        server.stop()
    assert server.list_leftovers() == []
    assert "Traceback" not in "\n".join(server.said)
    assert server.process.returncode == 0


# ---- the second engine, and other sites


SITES = {
    "German": ("language: en", "language: de"),
    "addresses": ("copyright:", "use_directory_urls: false\ncopyright:"),
    "dates in addresses": ('{post_url_format: "{slug}"', '{post_url_format: "{date}/{slug}"'),
    "no path": ("example.org/journal/", "example.org/"),
    "a path with a letter": ("example.org/journal/", "example.org/journäl/"),
    "blog at the top": ("blog: {", "blog: {blog_dir: ., "),
}


@pytest.mark.long
@pytest.mark.parametrize("name", SITES)
def test_on_other_sites_too(journal: Path, tmp_path: Path, name: str) -> None:
    settings = journal / "mkdocs.yml"
    replace(settings, *SITES[name])
    paths = {"no path": "/", "a path with a letter": "/journ%C3%A4l/"}
    compare_what_is_shown(journal, paths.get(name, "/journal/"))


@pytest.mark.skipif(
    not SECOND_ENGINE.exists(),
    reason="ProperDocs and MaterialX are not installed: `make materialx`",
)
@pytest.mark.long
def test_under_properdocs_and_materialx_too(journal: Path) -> None:
    settings = journal / "mkdocs.yml"
    replace(settings, "name: material\n", "name: materialx\n")
    replace(settings, "- search\n", "- search: {provider: lunr}\n")
    compare_what_is_shown(journal, "/journal/", str(SECOND_ENGINE))


def compare_what_is_shown(journal: Path, base: str, python: str = sys.executable) -> None:
    """What is shown of a post while the build is held is what the build then gives."""
    with serving(journal, base, python=python) as server:
        (post,) = (
            name
            for name in server.list_files()
            if ("2024-w15" in name and "index" in name) or name.endswith("2024-w15.html")
        )
        post = post.removesuffix("index.html")
        epoch = server.epoch_of(post)
        hold_builds(journal)
        save(journal, "Fr\u00fcher")
        server.wait_for_reload(epoch)
        shown = server.get_page(post)
        assert "Fr\u00fcher" in shown.decode()
        since = len(server.said)
        let_build_go(journal)
        server.wait_for("Reloading browsers", since)
        assert server.get_page(post) == shown
