"""The pages of the last build may be gone, broken or in use: the next site is right all the same."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.edited_journals import EDITS, change_word, make_site_journal
from tests.journal import environment
from tests.site.rebuilds import (
    Site,
    append,
    build,
    build_fresh,
    list_kept,
    name_differences,
    read_site,
)
from tests.sites import AS_OF, run_mkdocs
from tests.tools.bench_sites import CACHE

ENVIRONMENT = environment(SOURCE_DATE_EPOCH=AS_OF, NO_MKDOCS_2_WARNING="1")
COMMAND = [sys.executable, "-m", "mkdocs", "build", "-q"]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A journal that was built, and in which a word was changed since."""
    folder = make_site_journal(tmp_path / "j")
    build(folder)
    change_word(folder, random.Random(1))
    return folder


@pytest.fixture
def right(journal: Path, tmp_path: Path) -> Site:
    return build_fresh(journal, tmp_path / "fresh")


def memory_of(journal: Path) -> Path:
    return journal / ".tracker/site-pages.json"


def html_of(journal: Path) -> list[Path]:
    return sorted((journal / ".tracker/site-html").iterdir())


# ---- damages between two builds


def delete_all(journal: Path) -> None:
    shutil.rmtree(journal / ".tracker")


def delete_list(journal: Path) -> None:
    memory_of(journal).unlink()


def delete_pages(journal: Path) -> None:
    shutil.rmtree(journal / ".tracker/site-html")


def delete_some_pages(journal: Path) -> None:
    for path in html_of(journal)[::3]:
        path.unlink()


def cut_list(journal: Path) -> None:
    data = memory_of(journal).read_bytes()
    memory_of(journal).write_bytes(data[: len(data) // 2])


def empty_list(journal: Path) -> None:
    memory_of(journal).write_bytes(b"")


def change_byte_of_list(journal: Path) -> None:
    data = memory_of(journal).read_bytes()
    at = len(data) // 2
    memory_of(journal).write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def cut_pages(journal: Path) -> None:
    for path in html_of(journal)[::3]:
        path.write_bytes(path.read_bytes()[:100])


def change_byte_of_pages(journal: Path) -> None:
    for path in html_of(journal):
        data = path.read_bytes()
        path.write_bytes(data.replace(b"a", b"b", 1))


def exchange_pages(journal: Path) -> None:
    first, *others = html_of(journal)
    for path in others:
        path.write_bytes(first.read_bytes())


def write_as_of_another_version(journal: Path) -> None:
    head, _, body = memory_of(journal).read_bytes().partition(b"\n")
    memory_of(journal).write_bytes(bytes(reversed(head)) + b"\n" + body.replace(b"<", b"["))


def make_list_a_folder(journal: Path) -> None:
    memory_of(journal).unlink()
    memory_of(journal).mkdir()


def make_pages_folders(journal: Path) -> None:
    for path in html_of(journal):
        path.unlink()
        path.mkdir()


def make_folder_a_file(journal: Path) -> None:
    shutil.rmtree(journal / ".tracker/site-html")
    (journal / ".tracker/site-html").write_bytes(b"mine")


DAMAGES: list[Callable[[Path], None]] = [
    *(delete_some_pages, change_byte_of_list, change_byte_of_pages),
    *(delete_all, delete_list, delete_pages, cut_list, empty_list, cut_pages, exchange_pages),
    *(write_as_of_another_version, make_list_a_folder),
]


@pytest.mark.parametrize(
    "block", [make_folder_a_file, pytest.param(make_pages_folders, marks=pytest.mark.long)]
)
def test_what_stands_in_the_way_is_named(journal: Path, block: Callable[[Path], None]) -> None:
    block(journal)
    done = run_mkdocs(journal, "build", config=None)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert re.search(r"tracker: the cache \.tracker cannot be written: \w+", done.stderr)


@pytest.mark.long
@pytest.mark.parametrize("damage", DAMAGES)
def test_after_any_damage_the_site_is_right(
    journal: Path, right: Site, damage: Callable[[Path], None]
) -> None:
    damage(journal)
    assert name_differences(build(journal)[0], right) == []
    assert name_differences(build(journal)[0], right) == []


@pytest.mark.long
def test_a_link_is_followed_nowhere(journal: Path, right: Site, tmp_path: Path) -> None:
    """A repository may hold one, through which this program would write and delete anywhere."""
    elsewhere = tmp_path / "elsewhere"
    shutil.move(journal / ".tracker/site-html", elsewhere)
    (elsewhere / "mine.html").write_text("mine", "utf-8")
    before = {path.name: path.read_bytes() for path in elsewhere.iterdir()}
    (journal / ".tracker/site-html").symlink_to(elsewhere)
    done = run_mkdocs(journal, "build", config=None)
    assert "Traceback" not in done.stderr
    assert {path.name: path.read_bytes() for path in elsewhere.iterdir()} == before
    if done.returncode:
        assert ".tracker/site-html is a link" in done.stderr
        (journal / ".tracker/site-html").unlink()
        build(journal)
    assert name_differences(read_site(journal), right) == []


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has other permissions")
@pytest.mark.long
def test_in_a_folder_that_cannot_be_written_to(journal: Path, right: Site, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    shutil.rmtree(journal / ".tracker")
    journal.chmod(0o555)
    try:
        done = run_mkdocs(journal, "build", "--site-dir", str(tmp_path / "site"), config=None)
    finally:
        journal.chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert name_differences(read_site(tmp_path), right) == []


@pytest.mark.long
def test_pages_that_are_deleted_while_a_build_runs(journal: Path, right: Site) -> None:
    ended = threading.Event()

    def delete() -> None:
        while not ended.is_set():
            for path in (journal / ".tracker/site-html").glob("*.html"):
                path.unlink(missing_ok=True)

    deleting = threading.Thread(target=delete)
    deleting.start()
    try:
        done = run_mkdocs(journal, "build", config=None)
    finally:
        ended.set()
        deleting.join()
    assert done.returncode == 0, done.stderr
    assert name_differences(read_site(journal), right) == []
    assert name_differences(build(journal)[0], right) == []


@pytest.mark.long
def test_two_builds_at_once(journal: Path, right: Site) -> None:
    for _ in range(2):
        shutil.rmtree(journal / ".tracker", ignore_errors=True)
        both = [
            subprocess.Popen([*COMMAND, "--site-dir", name], cwd=journal, env=ENVIRONMENT)
            for name in ("site", "other")
        ]
        assert [each.wait(120) for each in both] == [0, 0]
        (journal / "other").rename(journal.parent / "site")
        assert name_differences(read_site(journal), right) == []
        assert name_differences(read_site(journal.parent), right) == []
        shutil.rmtree(journal.parent / "site")


@pytest.mark.parametrize("kills", [pytest.param(30, marks=pytest.mark.long)])
def test_after_a_build_was_killed(journal: Path, right: Site, kills: int) -> None:
    begun = time.monotonic()
    subprocess.run(COMMAND, cwd=journal, env=ENVIRONMENT, check=True)
    whole = time.monotonic() - begun
    for number in range(kills):
        if number % 3 == 0:
            shutil.rmtree(journal / ".tracker", ignore_errors=True)
        running = subprocess.Popen(COMMAND, cwd=journal, env=ENVIRONMENT, start_new_session=True)
        # Not a wait for something, but the moment of the kill.
        time.sleep(whole * (number + 1) / (kills + 1))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    assert name_differences(build(journal)[0], right) == []


# ---- what it holds


@pytest.mark.long
def test_it_holds_the_pages_of_one_build(journal: Path, tmp_path: Path) -> None:
    chance = random.Random(3)
    for _ in range(10):
        for edit in chance.sample(EDITS, 3):
            edit(journal, chance)
        build(journal)
    build_fresh(journal, tmp_path / "fresh")
    assert len(list_kept(journal)) == len(list_kept(tmp_path / "fresh"))
    sizes = [memory_of(folder).stat().st_size for folder in (journal, tmp_path / "fresh")]
    assert abs(sizes[0] - sizes[1]) < sizes[1] / 50
    names = {path.name for path in (journal / ".tracker").iterdir()}
    assert names == {path.name for path in (tmp_path / "fresh/.tracker").iterdir()}


def test_it_holds_nothing_that_the_site_does_not(journal: Path) -> None:
    """No draft, no unpublished text, nothing below the gate; nor what was taken back since."""
    held_back = journal / "entries/2024-W25.yaml"
    append(held_back, "life: HiddenSince\n")
    build(journal)
    assert "HiddenSince" in everything_remembered(journal)
    held_back.write_text(f"draft: true\n{held_back.read_text('utf-8')}", "utf-8")
    build(journal)
    said = everything_remembered(journal)
    assert "ShownIntro" in said
    assert re.findall(r"Hidden\w*", said) == []


def everything_remembered(journal: Path) -> str:
    """All that the Pages workflow keeps, and the pages as MkDocs reads them."""
    kept = [path for name in (*CACHE, "site") for path in (journal / ".tracker").rglob(f"{name}*")]
    folders = [path for path in kept if path.is_dir()]
    paths = [path for path in kept if path.is_file()]
    paths += [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return "\n".join(path.read_text("utf-8", "replace") for path in paths)


@pytest.mark.long
def test_warnings_are_said_again(tmp_path: Path) -> None:
    """Of a page that comes from the memory, as of one that was made."""
    journal = make_site_journal(tmp_path / "j")
    append(
        journal / "docs/about.md", "\n[one](gone.md) [two](more/page.md#gone) [three](away.md)\n"
    )
    append(journal / "docs/more/page.md", "\n![](gone.png) [four](../about.md#gone) $\\nothing$\n")
    append(journal / "mkdocs.yml", "validation: {links: {anchors: warn}}\n")
    said = [read_warnings(journal) for _ in range(3)]
    assert len(said[0]) >= 4
    assert said[0] == said[1] == said[2]
    change_word(journal, random.Random(1))
    assert read_warnings(journal) == said[0]
    strict = [run_mkdocs(journal, "build", "--strict", config=None) for _ in range(2)]
    assert [each.returncode for each in strict] == [1, 1]
    aborted = [re.findall("Aborted with .*", each.stdout + each.stderr) for each in strict]
    assert aborted == [[f"Aborted with {len(said[0])} warnings in strict mode!"]] * 2


def read_warnings(journal: Path) -> list[str]:
    done = run_mkdocs(journal, "build", config=None)
    assert done.returncode == 0
    return re.findall(r"(?m)^WARNING .*(?:\n {2,}.*)*", done.stderr)


@pytest.mark.long
def test_a_build_that_fails_leaves_nothing_of_the_last_one(journal: Path) -> None:
    """Words that were taken back since stand in it."""
    build(journal)
    assert list((journal / "site").rglob("*.html"))
    page = journal / "docs/deep.md"
    page.write_text("# a\n\n" * 100_000, "utf-8")
    done = run_mkdocs(journal, "build", config=None)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "takes too long" in done.stderr
    assert not list((journal / "site").rglob("*.html"))
    page.unlink()
    build(journal)
