"""`tracker upgrade`: the program's own files come to this release, the author's stay."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.journal import NOW, Ran, Scratch, program
from tracker import cli
from tracker.boundary.installation import Origin
from tracker.cli.journal_files import EARLIER, MADE, hash_file, name_program

WORKFLOW, SETTINGS = ".github/workflows/publish.yml", ".vscode/settings.json"


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal that init made, of an older release: two of its files were otherwise then."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    root = tmp_path / "j"
    assert cli.main(["init", str(root)], NOW) == 0
    made = json.loads((root / MADE).read_text())
    made["release"] = "0.0.9"
    for name in (WORKFLOW, ".schemas/week.json"):
        old = (root / name).read_bytes().replace(b"on", b"ON", 1)
        (root / name).write_bytes(old)
        made["files"][name] = hash_file(old)
    (root / MADE).write_text(json.dumps(made))
    return root


def files(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not {".git", ".tracker"} & set(path.relative_to(root).parts)
    }


def upgrade(root: Path, *words: str) -> Ran:
    return program("upgrade", *words, cwd=root)


def test_what_changes_is_shown_first_and_written_when_asked(journal: Path) -> None:
    before = files(journal)
    shown = upgrade(journal)
    assert shown.code == 1
    assert "tracker upgrade --yes writes it" in shown.err
    assert f"--- a/{WORKFLOW}\n" in shown.out
    assert "\n+on:\n" in shown.out
    assert ".schemas/week.json: changes, " in shown.out
    assert files(journal) == before
    written = upgrade(journal, "--yes")
    assert written.code == 0, written.err
    assert f"Upgraded to 0.1.0: {WORKFLOW}, .schemas/week.json, {MADE}. Undo" in written.out
    after = files(journal)
    assert {name for name in after if after[name] != before[name]} == {
        WORKFLOW,
        ".schemas/week.json",
        MADE,
    }
    assert upgrade(journal).out == "Nothing to upgrade: the files are those of 0.1.0\n"
    assert program("undo", cwd=journal).code == 0
    assert files(journal) == before


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1), ("", 1)])
def test_on_a_terminal_it_asks(
    answer: str, code: int, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(journal)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda words: answer)
    assert cli.main(["--journal", str(journal), "upgrade"], NOW) == code
    assert (files(journal) == before) == (code == 1)


def test_what_the_author_changed_is_shown_and_stays(journal: Path) -> None:
    mine = (journal / WORKFLOW).read_bytes() + b"# mine\n"
    (journal / WORKFLOW).write_bytes(mine)
    ran = upgrade(journal, "--yes")
    assert ran.code == 0
    assert ran.out.startswith("You have changed these, so they stay; --all replaces them:\n")
    assert "\n-# mine\n" in ran.out
    assert (journal / WORKFLOW).read_bytes() == mine
    assert upgrade(journal, "--yes", "--all").code == 0
    assert b"mine" not in (journal / WORKFLOW).read_bytes()


def test_words_settings_and_deleted_files_stay_as_they_are(journal: Path) -> None:
    (journal / SETTINGS).unlink()
    (journal / "docs/tags.md").unlink()
    (journal / ".gitignore").write_text("/mine/\n")
    (journal / ".gitattributes").write_text("*.png binary\nentries/*.yaml merge=tracker\n")
    (journal / "requirements.txt").write_text("mkdocs-glightbox\nprogress-journal==0.0.9  # old\n")
    (journal / "mkdocs.yml").write_text("site_name: Mine\nplugins: [tracker, blog]\n")
    (journal / "entries/2024-W26.yaml").write_text("# mine\ntitle: A week\n")
    before = files(journal)
    assert upgrade(journal, "--yes").code == 0
    after = files(journal)
    kept = {name for name in before if after.get(name) == before[name]}
    assert kept >= {".gitignore", ".gitattributes", "mkdocs.yml", "entries/2024-W26.yaml"}
    assert kept >= {name for name in before if name.startswith(("entries/", "docs/"))}
    assert SETTINGS not in after
    assert "docs/tags.md" not in after
    first, second = after["requirements.txt"].decode().splitlines()
    assert first == "mkdocs-glightbox"
    assert second.startswith("./wheels/progress_journal-")


def test_a_journal_from_before_the_record_gets_what_it_lacks(tmp_path: Path) -> None:
    """As init made it before it wrote a workflow, requirements.txt and .schemas/made.json."""
    assert cli.main(["init", str(tmp_path)], NOW) == 0
    for name in (MADE, WORKFLOW, "requirements.txt"):
        (tmp_path / name).unlink()
    for wheel in (tmp_path / "wheels").iterdir():
        wheel.unlink()
    git = ["git", "remote", "add", "origin", "git@github.com:You/x.git"]
    subprocess.run(git, cwd=tmp_path, check=True)
    (tmp_path / ".schemas/plan.json").write_text("{}\n")  # made by no release
    schema = json.loads((tmp_path / ".schemas/week.json").read_text())
    del schema["properties"]["title"]
    (tmp_path / ".schemas/week.json").write_text(json.dumps(schema))
    ran = upgrade(tmp_path, "--yes")
    assert ran.code == 0, ran.err
    after = files(tmp_path)
    assert {WORKFLOW, "requirements.txt", MADE} <= set(after)
    assert [name for name in after if name.startswith("wheels/")] != []
    assert b"\nsite_url: https://you.github.io/x/\n" in after["mkdocs.yml"]
    assert after[".schemas/plan.json"] == b"{}\n"
    assert "title" in json.loads(after[".schemas/week.json"])["properties"]


@pytest.mark.parametrize("main", ["main", "trunk"])
def test_the_branch_that_one_works_on_is_not_published(
    main: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)

    def git(*words: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q", "-b", main)
    assert program("init", cwd=tmp_path).code == 0
    git("add", "-A")
    git("commit", "-qm", "x")
    git("checkout", "-qb", "idea")
    assert upgrade(tmp_path).out == "Nothing to upgrade: the files are those of 0.1.0\n"
    git("remote", "add", "origin", "https://github.com/a/b")
    assert upgrade(tmp_path, "--yes").code == 0
    assert (main != "main") == ("trunk" in (tmp_path / WORKFLOW).read_text("utf-8"))
    assert f"/edit/{main}/docs/\n" in (tmp_path / "mkdocs.yml").read_text("utf-8")


def test_a_workflow_of_another_name_is_enough(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path / "j")
    (scratch.folder / ".github/workflows").mkdir(parents=True)
    (scratch.folder / ".github/workflows/deploy.yml").write_text("on: push\n")
    ran = scratch.run("upgrade", "--yes")
    assert ran.code == 0
    assert not (scratch.folder / WORKFLOW).exists()


def test_a_site_that_has_a_journal_gets_no_workflow(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Mine\n")
    assert program("init", "--here", cwd=tmp_path).code == 0
    before = files(tmp_path)
    assert upgrade(tmp_path).out == "Nothing to upgrade: the files are those of 0.1.0\n"
    assert files(tmp_path) == before


def test_the_line_that_names_a_schema_follows(journal: Path) -> None:
    week, plan = journal / "entries/2024-W27.yaml", journal / "entries/plan.yaml"
    words = week.read_bytes().partition(b"\n")[2]
    week.write_bytes(b"# yaml-language-server: $schema=../schemas/week.json\r\n" + words)
    other = plan.read_bytes().replace(b"../.schemas", b"https://example.org", 1)
    plan.write_bytes(other)
    assert upgrade(journal, "--yes").code == 0
    first = b"# yaml-language-server: $schema=../.schemas/week.json\r\n"
    assert week.read_bytes() == first + words
    assert plan.read_bytes() == other


def test_a_newer_journal_is_refused(journal: Path) -> None:
    made = json.loads((journal / MADE).read_text())
    (journal / MADE).write_text(json.dumps({**made, "release": "0.2.0"}))
    ran = upgrade(journal, "--yes")
    assert (ran.code, ran.out) == (1, "")
    assert "this journal's files are those of 0.2.0, and this is 0.1.0" in ran.err
    (journal / MADE).write_text(json.dumps(made))
    (journal / "entries/plan.yaml").write_text("needs: 0.2\n")
    ran = upgrade(journal, "--yes")
    assert (ran.code, ran.out) == (1, "")
    assert "this journal needs tracker 0.2, and this is 0.1.0" in ran.err


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": [], "release": 1, "whole": 0}', "\0"])
def test_a_broken_record_is_none(text: str, journal: Path) -> None:
    (journal / MADE).write_text(text)
    assert upgrade(journal, "--yes").code == 0
    assert json.loads((journal / MADE).read_text())["release"] == "0.1.0"


REQUIREMENTS = {
    "progress-journal==0.0.9\n": "NEW\n",
    "a\nProgress_Journal >= 0.0.9 # x\r\nb\n": "a\nNEW\r\nb\n",
    "progress-journal @ git+https://github.com/a/b@00": "NEW",
    "./wheels/progress_journal-0.0.9-py3-none-any.whl\n": "NEW\n",
    "progress-journal[notebooks]==0.0.9\n": "NEW\n",
    "progress-journal-extra==1\n": None,
    "# progress-journal==0.0.9\n": None,
    "mkdocs\n": None,
    "": None,
}


@pytest.mark.parametrize("text", REQUIREMENTS)
def test_name_program(text: str) -> None:
    assert name_program(text, Origin("NEW")) == REQUIREMENTS[text]


def test_hashes_do_not_depend_on_line_ends() -> None:
    assert hash_file(b"a\r\nb\r\n") == hash_file(b"a\nb\n")
    assert all(len(known) == 16 for hashes in EARLIER.values() for known in hashes)
