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
from tests.sites import run_mkdocs
from tracker import cli
from tracker.boundary.installation import find_origin
from tracker.cli import merge_driver
from tracker.cli.journal_files import MADE, Choices, build_journal_files
from tracker.format import loader, schema

WEEK = "entries/2024-W27.yaml"
FILES = build_journal_files("2024-W27", Choices(), find_origin())
TEXTS = (FILES["entries/plan.yaml"], FILES[WEEK])


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
    assert made.out.startswith("Made a git repository\nMade mkdocs.yml, ")
    assert all(name in made.out for name in files(tmp_path) if name != MADE)
    assert "site_url in mkdocs.yml is open" in made.err
    assert "to publish: give git a remote on GitHub, choose Settings" in made.err
    assert "then tracker publish\n" in made.err
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
    # GitHub reads workflows at the top of a repository alone.
    assert set(subprocess.check_output(listed, cwd=journal, text=True).split()) == {
        *FILES,
        MADE,
    } - {".github/workflows/publish.yml"}
    assert "not in journal/" in made.err


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    mine = b"# mine\nplugins: [tracker]\n"
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(mine)
    (tmp_path / "docs/tags.md").unlink()
    made = program("init", cwd=tmp_path)
    assert made.code == 0
    assert "Made docs/tags.md; as before: mkdocs.yml, " in made.out
    now = files(tmp_path)
    attributes = now.pop(".gitattributes")  # as tracker setup-git adds to it
    assert attributes.startswith(mine)
    assert json.loads(now.pop(MADE))["files"] == {}
    assert now == {
        name: FILES[name] if name == "docs/tags.md" else mine
        for name in FILES
        if name != ".gitattributes"
    }
    assert program("init", cwd=tmp_path).out.startswith("Nothing to make: all of it is there\n")


def test_a_program_that_is_named_already_does_not_come_along(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("progress-journal==0.1.0\n")
    made = program("init", cwd=tmp_path)
    assert made.code == 0, made.err
    assert "requirements.txt" in made.out.partition("as before: ")[2]
    assert "comes along" not in made.err
    assert not (tmp_path / "wheels").exists()


def test_undo_takes_it_all_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["init", str(tmp_path)], NOW) == 0
    assert set(files(tmp_path)) == {*FILES, MADE}
    capsys.readouterr()
    assert cli.main(["--journal", str(tmp_path), "undo", "--list"], NOW) == 0
    listed = capsys.readouterr().out
    assert " 1  made mkdocs.yml, " in listed
    assert "Undo" not in listed
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
    url = ["--url", "https://example.org"]
    assert cli.main(["init", str(tmp_path / "new"), *url], NOW) == 0
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
    prose = ("# yaml", "# What I set", "# The name", "# One week", "# Words come")
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
    assert len(text.splitlines()) < 25
    assert value


def test_the_schemas_and_the_editor_fit_together(tmp_path: Path) -> None:
    wanted = FILES
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
            FILES["mkdocs.yml"],
            (ROOT / "mkdocs.yml").read_bytes(),
        )
    )
    for key in ("theme", "plugins", "markdown_extensions", "validation"):
        assert ours[key] == theirs[key], key
    assert [entry for entry in ours["nav"] if entry not in theirs["nav"]] == []


@pytest.mark.long
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
    shutil.copy(ROOT / "guide.yml", tmp_path)
    guide = run_mkdocs(tmp_path, "build", "--strict", "-f", "guide.yml", config=None)
    assert guide.returncode == 0, guide.stderr


@pytest.mark.long
def test_a_clone_without_the_guide_builds(tmp_path: Path) -> None:
    """What the README says of it: delete the folder, its settings, and the lines that name `guide/`."""
    for name in ("docs", "entries", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.rmtree(tmp_path / "docs/guide")
    lines = (ROOT / "mkdocs.yml").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "guide/" not in line]
    assert len(kept) == len(lines) - 2
    (tmp_path / "mkdocs.yml").write_text("".join(kept), "utf-8")
    built = program("build", cwd=tmp_path, NO_MKDOCS_2_WARNING="1", SOURCE_DATE_EPOCH="1795262400")
    assert built.code == 0, built.err


# ---- where it is published

REMOTES = {
    "git@github.com:You/my-journal.git": (
        "https://you.github.io/my-journal/",
        "https://github.com/You/my-journal/edit/trunk/docs/",
    ),
    "https://codeberg.org/you/pages": (
        "https://you.codeberg.page/",
        "https://codeberg.org/you/pages/_edit/trunk/docs/",
    ),
    "git@gitlab.com:you/group/j.git": (
        "https://you.gitlab.io/group/j/",
        "https://gitlab.com/you/group/j/-/edit/trunk/docs/",
    ),
    "https://example.org/a/b": ("", ""),
}
# A host -> how a site is published there.
PUBLISHED_BY = {
    "github": "choose Settings, Pages, Source: GitHub Actions",
    "codeberg": "the branch pages or the repository pages",
    "gitlab": "a job `pages` in .gitlab-ci.yml",
    "example": "choose Settings, Pages, Source: GitHub Actions",
}


@pytest.mark.parametrize("remote", REMOTES)
def test_the_remote_says_where_the_site_will_be(remote: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "trunk"], cwd=tmp_path, check=True)
    subprocess.run(["git", "remote", "add", "origin", remote], cwd=tmp_path, check=True)
    made = program("init", cwd=tmp_path)
    assert made.code == 0, made.err
    lines = (tmp_path / "mkdocs.yml").read_text("utf-8").splitlines()
    site_url, edit_uri = REMOTES[remote]
    assert (f"site_url: {site_url}" in lines) == bool(site_url)
    assert (f"edit_uri: {edit_uri}" in lines) == bool(edit_uri)
    assert any(line.startswith("# site_url: ") for line in lines) == (not site_url)
    workflow = tmp_path / ".github/workflows/publish.yml"
    assert workflow.exists() == ("codeberg" not in remote and "gitlab" not in remote)
    (host,) = [name for name in PUBLISHED_BY if name in remote]
    assert PUBLISHED_BY[host] in made.err
    if workflow.exists():
        # "on" is true to YAML 1.1.
        assert "trunk" in yaml.safe_load(workflow.read_text("utf-8"))[True]["push"]["branches"]


def test_a_domain_of_its_own_is_where_the_site_will_be(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/CNAME").write_text("learning.example.org\n")
    assert program("init", "--url", "github.com/you/x", cwd=tmp_path).code == 0
    assert "\nsite_url: https://learning.example.org/\n" in (tmp_path / "mkdocs.yml").read_text()


def test_on_a_terminal_it_asks_for_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = ["n", "nowhere", "https://github.com/you/x.git"]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda words: answers.pop(0))
    assert cli.main(["init", str(tmp_path)], NOW) == 0
    assert answers == []
    assert "'nowhere' is neither a repository" in capsys.readouterr().out
    assert "\nsite_url: https://you.github.io/x/\n" in (tmp_path / "mkdocs.yml").read_text()


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    made = program("init", "j", "--url", "nowhere", cwd=tmp_path)
    assert (made.code, made.out) == (1, "")
    assert "'nowhere' is neither a repository" in made.err
    assert list(tmp_path.iterdir()) == []


SECRETS = [
    "https://you:s3cret@example.org/j/",
    "https://you:s3/cret@example.org/j/",
    "https://you.github.io/j/?token=s3cret",
    "https://you.github.io/j/#s3cret",
    "https://github.com/you/j?token=s3cret",
]


@pytest.mark.parametrize("address", SECRETS)
def test_an_address_with_a_secret_is_neither_written_nor_said(address: str, tmp_path: Path) -> None:
    made = program("init", "j", "--url", address, cwd=tmp_path)
    assert (made.code, made.out) == (1, "")
    assert made.err.startswith("tracker: the address of a site has no user, no password")
    assert "cret" not in made.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["https://github.com/you", "https://github.com/you/j/tree/x"])
def test_a_page_of_a_forge_is_no_site(address: str, tmp_path: Path) -> None:
    made = program("init", "j", "--url", address, cwd=tmp_path)
    assert (made.code, list(tmp_path.iterdir())) == (1, [])
    assert "is neither a repository on GitHub" in made.err


def test_the_first_steps_can_be_pasted(tmp_path: Path) -> None:
    made = program("init", "my journal", cwd=tmp_path)
    assert "next: cd 'my journal', fill in" in made.err


def test_a_file_in_the_place_of_entries_is_named(tmp_path: Path) -> None:
    (tmp_path / "entries").write_text("mine\n")
    made = program("init", cwd=tmp_path)
    assert made.code == 1
    assert made.err == "tracker: entries: expected a folder, found a file\n"


# ---- the first week


def test_the_first_weeks_template_stands_above_all_that_commands_write(tmp_path: Path) -> None:
    typed = [
        ["add", "learned", "A thing"],
        ["log", "45m", "x", "a note"],
        ["add", "goal", "Another"],
        ["add", "next", "More"],
        ["write", "--from", str(tmp_path / "words.md")],
    ]
    (tmp_path / "words.md").write_text("# A title\n\nAn intro.\n")
    orders = [typed, typed[::-1], [typed[1], *typed]]
    for number, order in enumerate(orders):
        folder = tmp_path / str(number)
        assert cli.main(["init", str(folder)], NOW) == 0
        for words in order:
            assert cli.main(["--journal", str(folder), *words], NOW) == 0
        lines = (folder / WEEK).read_text("utf-8").splitlines()
        comments = [at for at, line in enumerate(lines) if line.startswith("#")]
        assert comments == [*range(len(comments))]
        assert "sessions:" in lines


# ---- where it must not be, and in a site that is there


@pytest.mark.parametrize("folder", ["entries", "entries/2024", "entries/a/b"])
def test_the_entries_of_a_journal_are_no_place_for_another(folder: str, tmp_path: Path) -> None:
    assert cli.main(["init", str(tmp_path)], NOW) == 0
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    before = files(tmp_path)
    made = program("init", cwd=tmp_path / folder)
    assert made.code == 1
    assert "lies in the entries of the journal" in made.err
    assert files(tmp_path) == before


SITE = "site_name: Mine\ntheme: {name: material}\nmarkdown_extensions:\n  - attr_list\n"
PLUGINS = "plugins:\n  - search\n  - material/blog:\n      post_url_format: '{slug}'\n"


def test_a_site_that_is_there_gets_a_journal(tmp_path: Path) -> None:
    (tmp_path / "docs/blog/posts").mkdir(parents=True)
    (tmp_path / "docs/index.md").write_text("# Mine\n")
    (tmp_path / "docs/blog/index.md").write_text("# My blog\n")
    (tmp_path / "mkdocs.yml").write_text(SITE + PLUGINS)
    refused = program("init", cwd=tmp_path)
    assert refused.code == 1
    assert "tracker init --here adds a journal to it" in refused.err
    before = files(tmp_path)
    made = program("init", "--here", cwd=tmp_path)
    assert made.code == 0, made.err
    now = files(tmp_path)
    assert {name: now[name] for name in before} == before
    new = {name for name in now if name not in before and not name.startswith("wheels/")}
    assert new == {
        "entries/plan.yaml",
        WEEK,
        ".vscode/settings.json",
        ".schemas/week.json",
        ".schemas/plan.json",
        MADE,
    }
    printed = made.out.partition("lists that are there:\n")[2].partition("Add to what")[0]
    assert "inherits" not in made.err
    assert "the theme" not in made.err
    lines = yaml.safe_load(printed)
    assert lines == {
        "plugins": ["tracker"],
        "markdown_extensions": ["footnotes", "pymdownx.superfences", "tracker.markup"],
    }
    # Put where they belong, they are all that the site needs.
    settings = SITE + "".join(f"  - {name}\n" for name in lines["markdown_extensions"])
    (tmp_path / "mkdocs.yml").write_text(f"{settings}{PLUGINS}  - tracker\n")
    assert program("log", "45m", "x", cwd=tmp_path).code == 0
    built = program("build", cwd=tmp_path, NO_MKDOCS_2_WARNING="1", SOURCE_DATE_EPOCH="1721476800")
    assert built.code == 0, built.err
    assert (tmp_path / "site/blog/2024-w27/index.html").exists()
    assert "mkdocs.yml has all that it needs" in program("init", "--here", cwd=tmp_path).out


def test_here_names_the_file_with_the_lists_and_the_theme(tmp_path: Path) -> None:
    """A list in mkdocs.yml would replace that of the file from which it inherits."""
    (tmp_path / "base.yml").write_text("site_name: Mine\n" + PLUGINS)
    (tmp_path / "mkdocs.yml").write_text("INHERIT: base.yml\ntheme: readthedocs\n")
    made = program("init", "--here", cwd=tmp_path)
    assert made.code == 0, made.err
    assert "mkdocs.yml inherits plugins from base.yml: add to the lists there" in made.err
    assert "the theme of mkdocs.yml is readthedocs; the journal needs material" in made.err


def test_here_wants_a_site(tmp_path: Path) -> None:
    made = program("init", "--here", cwd=tmp_path)
    assert (made.code, list(tmp_path.iterdir())) == (1, [])
    assert "tracker init without --here makes a whole site" in made.err
