"""`tracker init`: an empty folder becomes a journal that builds strictly; a folder with files keeps them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.journal import NOW, ROOT, environment, program
from tracker import cli
from tracker.cli import merge_driver
from tracker.cli.commands import init
from tracker.format import loader, schema

WEEK = "entries/2024-W27.yaml"
TEXTS = (
    init.build_journal_files("2024-W27")["entries/plan.yaml"],
    init.build_journal_files("2024-W27")[WEEK],
)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


def files(folder: Path) -> dict[str, bytes]:
    """All but what git and tracker keep for themselves."""
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    return {
        name: data for name, data in found.items() if not name.startswith((".git/", ".tracker/"))
    }


def test_an_empty_folder_becomes_a_journal_that_builds(tmp_path: Path) -> None:
    made = program("init", cwd=tmp_path)
    assert made.code == 0, made.err
    assert made.out.count("\n") == 1
    assert all(name in made.out for name in files(tmp_path))
    assert "git init, then tracker setup-git" in made.err
    assert program("check", "--strict", cwd=tmp_path).code == 0
    logged = program("log", "45m", "x", cwd=tmp_path)
    assert logged.code == 0, logged.err
    site = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=tmp_path,
        env=environment(NO_MKDOCS_2_WARNING="1", SOURCE_DATE_EPOCH="1721476800"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert site.returncode == 0, site.stderr
    assert "45 min" in (tmp_path / "site/progress/index.html").read_text("utf-8")


def test_in_a_repository_git_is_set_up_and_what_need_not_be_kept_is_ignored(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    made = program("init", "journal", cwd=tmp_path)
    assert made.code == 0, made.err
    assert "now merges weeks with tracker" in made.out
    journal = tmp_path / "journal"
    driver = subprocess.check_output(
        ["git", "config", "merge.tracker.driver"], cwd=tmp_path, text=True
    )
    assert driver.strip() == merge_driver.build_driver_command()
    (journal / "site").mkdir()
    (journal / "site/index.html").touch()
    listed = ["git", "ls-files", "--others", "--exclude-standard"]
    assert set(subprocess.check_output(listed, cwd=journal, text=True).split()) == set(
        init.build_journal_files("2024-W27")
    )


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    wanted = init.build_journal_files("2024-W27")
    for name in wanted:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"# mine\n")
    (tmp_path / "docs/tags.md").unlink()
    made = program("init", cwd=tmp_path)
    assert made.code == 0
    assert made.out.startswith("Made docs/tags.md; as before: mkdocs.yml, ")
    assert "name tracker and blog under its plugins" in made.err
    assert files(tmp_path) == {
        name: wanted[name] if name == "docs/tags.md" else b"# mine\n" for name in wanted
    }
    assert program("init", cwd=tmp_path).out == "Nothing to make: all of it is there\n"


def test_undo_takes_it_all_back(tmp_path: Path) -> None:
    assert cli.main(["init", str(tmp_path)], NOW) == 0
    assert set(files(tmp_path)) == set(init.build_journal_files("2024-W27"))
    assert cli.main(["--journal", str(tmp_path), "undo"], NOW) == 0
    assert files(tmp_path) == {}


ANSWERS = {"y": None, "": None, "n": "unpublished", "No": "unpublished"}


@pytest.mark.parametrize("answer", ANSWERS)
def test_on_a_terminal_it_asks_whether_notes_are_published(
    answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda words: asked.append(words) or answer)
    assert cli.main(["init", str(tmp_path / "new")], NOW) == 0
    text = (tmp_path / "new/entries/plan.yaml").read_text("utf-8")
    assert len(asked) == 1
    assert ("\nnotes: unpublished" in text) == (ANSWERS[answer] is not None)
    # Asked once: the plan is there now.
    assert cli.main(["init", str(tmp_path / "new")], NOW) == 0
    assert len(asked) == 1


def test_an_option_says_whether_notes_are_published(tmp_path: Path) -> None:
    assert program("init", "--notes", "unpublished", cwd=tmp_path).code == 0
    plan, problems = loader.load_plan("", (tmp_path / "entries/plan.yaml").read_bytes())
    assert problems == []
    assert plan is not None
    assert plan.notes == "unpublished"


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("mine")
    made = program("init", cwd=tmp_path)
    assert made.code == 1
    assert "docs" in made.err
    assert made.err.count("\n") == 1
    assert files(tmp_path) == {"docs": b"mine"}


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_commented_out_is_right(text: bytes) -> None:
    """Take away the # of every line that can be a key, and the loader has nothing to say."""
    lines = [
        line for line in text.decode().split("\n") if line.startswith("# ") and ": " in f"{line} "
    ]
    prose = ("# yaml", "# What I set", "# The name", "# One week", "# Sessions come")
    kept = {line for line in lines if not line.startswith(prose)}
    inner = [line for line in text.decode().split("\n") if line.startswith("#  ")]
    all_lines = [
        line[2:] if line in kept or line in inner else line for line in text.decode().split("\n")
    ]
    read = (
        loader.load_plan
        if b"set out" in text
        else lambda path, data: loader.load_week(path, "2024-W27", data)
    )
    value, problems = read("entries/x.yaml", "\n".join(all_lines).encode())
    assert problems == []
    assert len(yaml.safe_load("\n".join(all_lines))) > 4
    assert value


def test_the_schemas_and_the_editor_fit_together(tmp_path: Path) -> None:
    wanted = init.build_journal_files("2024-W27")
    settings = json.loads(wanted[".vscode/settings.json"])
    assert {name.removeprefix(".schemas/") for name in settings["yaml.schemas"]} == {
        "plan.json",
        "week.json",
    }
    for kind in ("plan", "week"):
        assert json.loads(wanted[f".schemas/{kind}.json"]) == schema.build_schema(kind)
    assert all(text.startswith(b"# yaml-language-server: $schema=../.schemas/") for text in TEXTS)


def test_its_configuration_is_the_example_journals(tmp_path: Path) -> None:
    """What both need is the same in both: a setting that is mended in one is mended in the other."""

    class Loose(yaml.SafeLoader):
        pass

    Loose.add_multi_constructor("tag:yaml.org,2002:python/name:", lambda _loader, name, _node: name)
    ours, theirs = (
        yaml.load(data, Loose)
        for data in (
            init.build_journal_files("2024-W27")["mkdocs.yml"],
            (ROOT / "mkdocs.yml").read_bytes(),
        )
    )
    for key in ("theme", "plugins", "markdown_extensions", "validation"):
        assert ours[key] == theirs[key], key
    assert [entry for entry in ours["nav"] if entry not in theirs["nav"]] == []


def test_a_clone_without_the_examples_entries_builds(tmp_path: Path) -> None:
    """What the README says under "Start your own": the guide that stays leads to no page of the example's."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    for post in (tmp_path / "docs/blog/posts").glob("*.md"):
        post.unlink()
    (tmp_path / "entries").mkdir()
    (tmp_path / "entries/plan.yaml").write_text(
        "courses:\n  linear-algebra: {units: [vectors, span]}\n"
    )
    built = program("build", cwd=tmp_path, NO_MKDOCS_2_WARNING="1", SOURCE_DATE_EPOCH="1721476800")
    assert built.code == 0, built.err
