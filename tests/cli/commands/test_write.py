"""write: a week's words in an editor, which is a script here, and from a file."""

import os
import sys
from pathlib import Path

import pytest

from tests.journal import Scratch, program, read_week
from tracker import cli

PATH = "entries/2024-W27.yaml"
WEEK = """\
title: Catching the train
papers:
  vaswani2017: {read: skim, understood: 2}  # again
learned: [a, b]  # short

sessions:
  - {start: 2024-07-01 19:30, minutes: 60, item: zero-to-hero/micrograd, note: 'at last'}  # train
"""


@pytest.fixture
def editor(scratch: Scratch, monkeypatch: pytest.MonkeyPatch):
    """Set an editor that runs some Python with `text`, what is opened, and `path`."""

    def set_editor(does: str) -> None:
        file = scratch.folder / "editor.py"
        file.write_text(
            "import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\n"
            f"text = path.read_text('utf-8')\nhead, line, rest = text.partition('# ---')\n{does}\n"
        )
        monkeypatch.setenv("VISUAL", f"{sys.executable} {file}")

    return set_editor


def say(text: str) -> str:
    """An editor that saves this text in the place of the one opened, and keeps the comments."""
    return f"path.write_bytes(({text!r} + line + rest).encode())"


def kept(scratch: Scratch) -> list[str]:
    folder = scratch.folder / ".tracker/write"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


WRITTEN = """\
title: "Missing: the train"

intro: |
  Late, as ever.

  And wet.

courses:
  zero-to-hero:
    notes: |
      Slow.
    units:
      micrograd: |
        Typed again, without looking.

papers:
  vaswani2017: {read: skim, understood: 2}  # again
learned: [a, "c"]  # short

next:
  - "Sleep"

sections:
  "Radio": |
    Static.

sessions:
  - {start: 2024-07-01 19:30, minutes: 60, item: zero-to-hero/micrograd, note: 'at last'}  # train
"""
TYPED = """\
Missing: the train

Late, as ever.

And wet.

## zero-to-hero

Slow.

### micrograd

Typed again, without looking.

## Learned

- a
- c

## Radio

Static.

## Next

- Sleep

"""


def test_write(scratch: Scratch, editor) -> None:
    scratch.put(WEEK)
    editor(say(TYPED))
    ran = scratch.run("write")
    said = (
        "Changed title and learned, wrote intro, zero-to-hero, zero-to-hero/micrograd, "
        "the section 'Radio' and next: 2024-W27. Undo: tracker undo\n"
    )
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == said
    assert scratch.data().decode() == WRITTEN
    assert kept(scratch) == []
    assert scratch.run("check").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.data().decode() == WEEK


def test_what_is_opened(scratch: Scratch, editor) -> None:
    scratch.put(WEEK)
    seen = scratch.folder / "seen.md"
    editor(f"pathlib.Path({str(seen)!r}).write_text(text)")
    assert scratch.run("write", "four").out == "Nothing was changed in 2024-W27\n"
    text = seen.read_text()
    words, comments = text.split("# ------------------------ >8 ------------------------\n")
    assert words == (
        "Catching the train\n\n## Neural Networks: Zero to Hero\n\n"
        "## Attention Is All You Need\n\n## A four-gram model\n\n"
        "## Learned\n\n- a\n- b\n\n## Life\n\n## Questions\n\n## Next\n\n"
    )
    assert "2024-W27, 1 to 7 July 2024\n" in comments
    assert "  Mon 2024-07-01 19:30-20:30  1 h  zero-to-hero/micrograd  at last\n" in comments
    assert "  read: vaswani2017 (skim)\n" in comments
    assert scratch.data().decode() == WEEK
    assert kept(scratch) == []


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("pass", "Nothing was changed in 2024-W27\n"),
        ("path.write_text(text)", "Nothing was changed in 2024-W27\n"),
        ("path.write_text('\\ufeff' + text.replace('\\n', '\\r\\n'))", "Nothing was changed in"),
        ("path.write_text(head + '\\n\\n' + line + 'other comments')", "Nothing was changed in"),
        ("path.write_text('')", "The text was empty: nothing was changed in 2024-W27\n"),
        ("path.write_text(' \\n' + line + rest)", "The text was empty: nothing was changed"),
        ("path.unlink()", "Nothing was changed in 2024-W27\n"),
        ("path.write_text(head + rest.partition('\\n')[2])", "Nothing was changed in 2024-W27\n"),
    ],
)
def test_nothing_changes(does: str, said: str, scratch: Scratch, editor) -> None:
    scratch.put(WEEK)
    editor(does)
    ran = scratch.run("write")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(said)
    assert scratch.data().decode() == WEEK
    assert kept(scratch) == []
    assert "nothing to undo" in scratch.run("undo").err


def test_a_week_that_has_no_file_gets_none(scratch: Scratch, editor) -> None:
    editor("pass")
    assert scratch.run("write", "last").out == "Nothing was changed in 2024-W26\n"
    assert not scratch.path("2024-W26").exists()
    editor(say("A title\n"))
    assert scratch.run("write", "2024-W26").out.startswith("Wrote title: 2024-W26. ")
    assert scratch.data("2024-W26") == b"title: A title\n"


OTHER = f"pathlib.Path({PATH!r}).write_text"
LOST = [
    # what the editor does, what is said, the text that has to be kept
    (
        "path.write_text('## Life\\n```\\nx\\n' + text); sys.exit(0)",
        "line 2 begins a block of code that does not end; close it with ```",
        "## Life\n```\nx\n",
    ),
    ("path.write_text('Mine\\n' + text); sys.exit(3)", "ended with 3; nothing was written", "Mine"),
    ("path.write_bytes(b'caf\\xe9\\n')", "expected UTF-8, found the byte 0xe9", "caf\ufffd"),
    ("path.write_text('bell\\7\\n')", "holds the control character U+0007", "bell\7"),
    (
        f"path.write_text('Mine\\n' + rest); {OTHER}('title: Theirs\\n')",
        f"title was changed in {PATH} meanwhile, too; nothing was written",
        "Mine",
    ),
    (
        f"path.write_text('Mine\\n' + rest); {OTHER}('title: a: b\\n')",
        f"{PATH}:1:9: a colon and a space inside a text; quote the text",
        "Mine",
    ),
    ("path.write_text('x' * 2_000_001)", "expected at most 2,000,000 bytes", "xxx"),
    ("path.write_text('T\\n' + 'x' * 1_500_000)", "cannot be changed without", "T\nxxx"),
]


@pytest.mark.parametrize(("does", "said", "text"), LOST)
def test_nothing_typed_is_lost(
    does: str, said: str, text: str, scratch: Scratch, editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch.put("title: Ours\n")
    monkeypatch.chdir(scratch.folder)
    editor(does)
    ran = scratch.run("write")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert said in ran.err
    path = scratch.folder / ".tracker/write/2024-W27.md"
    assert (
        f"your text is kept in {path}; tracker write 2024-W27 --from {path} puts it in" in ran.err
    )
    assert path.read_bytes().decode("utf-8", "replace").startswith(text)
    assert "Mine" not in scratch.data().decode()


def test_a_kept_text_stays_beside_the_next_one_and_goes_in(scratch: Scratch, editor) -> None:
    editor(say("Mine\n\n## Life\n```\n"))
    assert scratch.run("write").code == 1
    editor("pass")
    ran = scratch.run("write")
    assert ran.out == "Nothing was changed in 2024-W27\n"
    assert "a text of yours is in " in ran.err
    assert kept(scratch) == ["2024-W27.md"]
    file = scratch.folder / ".tracker/write/2024-W27.md"
    file.write_text(file.read_text().replace("```", "A text."))
    ran = scratch.run("write", "2024-W27", "--from", str(file))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "Wrote title and life: 2024-W27. Undo: tracker undo\n"
    assert read_week(scratch) == {"title": "Mine", "life": "A text.\n"}
    assert kept(scratch) == []


def test_what_was_logged_meanwhile_stays(scratch: Scratch, editor, monkeypatch) -> None:
    """A session, and another part of the same week, while the editor is open."""
    scratch.put(WEEK)
    monkeypatch.chdir(scratch.folder)
    log = f"[{sys.executable!r}, '-m', 'tracker', 'log', '20m', '--other']"
    env = {"PYTHONPATH": os.getcwd(), "TRACKER_NOW": "2024-07-06T20:30"}
    env["PYTHONPATH"] = str(Path(cli.__file__).parent.parent.parent)
    editor(
        f"import os, subprocess\nsubprocess.run({log}, check=True, env={{**os.environ, **{env!r}}})\n"
        "file = pathlib.Path('entries/2024-W27.yaml')\n"
        "file.write_text('life: x\\n' + file.read_text())\n"
        + say("Catching the bus\n\n## Learned\n- a\n- b\n")
    )
    ran = scratch.run("write")
    assert (ran.code, ran.err) == (0, "")
    week = read_week(scratch)
    assert (week["title"], week["life"], len(week["sessions"])) == ("Catching the bus", "x", 2)


def test_the_same_change_twice_is_one(scratch: Scratch, editor, monkeypatch) -> None:
    scratch.put("title: Ours\n")
    monkeypatch.chdir(scratch.folder)
    editor(f"{OTHER}('title: Mine\\n')\n" + say("Mine\n"))
    ran = scratch.run("write")
    assert ran == (0, "Nothing was changed in 2024-W27\n", "")
    editor(f"{OTHER}('title: Yours\\n')\n" + say("Yours\n\nMore.\n"))
    assert scratch.run("write").out == "Wrote intro: 2024-W27. Undo: tracker undo\n"
    assert scratch.data() == b"title: Yours\n\nintro: |\n  More.\n"


def test_what_is_deleted_is_taken_out(scratch: Scratch, editor) -> None:
    scratch.put("title: x\n\nlife: |\n  Long.\n\n  Longer.\n\nnext: [a]\n")
    editor(say("x\n\n## Next\n- a\n"))
    assert scratch.run("write").out == "Took out life: 2024-W27. Undo: tracker undo\n"
    assert scratch.data() == b"title: x\n\nnext: [a]\n"


def test_from_a_file_what_it_does_not_hold_stays(scratch: Scratch) -> None:
    scratch.put("title: x\nlife: y\n")
    post = scratch.folder / "post.md"
    post.write_text("# A title\r\n\r\nWords.\r\n\r\n## Learnd\r\n- a\r\n")
    ran = scratch.run("write", "--from", str(post))
    assert ran.out == (
        "Changed title, wrote intro and the section 'Learnd': 2024-W27. Undo: tracker undo\n"
    )
    assert ran.err == "'Learnd' is a section of its own; did you mean Learned?\n"
    expected = {
        "title": "A title",
        "intro": "Words.\n",
        "life": "y",
        "sections": {"Learnd": "- a\n"},
    }
    assert read_week(scratch) == expected
    assert post.exists()


def test_former_ids_and_headings_of_the_plan(scratch: Scratch, editor) -> None:
    scratch.put(
        "headings: {learned: What stuck}\ncourses: {b: {title: B, was: [a], units: [u]}}\n", "plan"
    )
    scratch.put("courses: {a: {done: [u]}}\n")
    editor(say("\n## b\nText.\n## What stuck\n- x\n"))
    assert scratch.run("write").code == 0
    notes = {"a": {"done": ["u"], "notes": "Text."}}
    assert read_week(scratch) == {"courses": notes, "learned": ["x"]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["write", "nothing-like-it"], "nothing here is called 'nothing-like-it'"),
        (["write", "vaswani2017/abstract"], "a paper has no units; tracker write vaswani2017"),
        (["write", "2021-W53"], "there is no such week"),
        (["write", "next"], "2024-W28 has not begun"),
        (["write", "--from", "/dev/null"], "expected a file"),
        (["write", "--from", "no.md"], "No such file or directory"),
    ],
)
def test_refused(words: list[str], said: str, scratch: Scratch, editor) -> None:
    editor("path.write_text('x')")
    ran = scratch.run(*words)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert kept(scratch) == []


def test_two_weeks_are_wrong_usage(scratch: Scratch) -> None:
    ran = scratch.run("write", "last", "--week", "2024-W26")
    assert (ran.code, ran.err) == (2, "tracker: last and --week 2024-W26 are two weeks; name one\n")


def test_a_file_that_cannot_be_edited_is_said_before_a_word_is_typed(scratch, editor) -> None:
    scratch.put("title: a: b\n")
    editor("path.write_text('x')")
    ran = scratch.run("write")
    assert (ran.code, ran.out) == (1, "")
    assert f"{PATH}:1:9: a colon" in ran.err
    assert kept(scratch) == []


def test_editors_are_found(scratch: Scratch, monkeypatch, tmp_path: Path, plain_git) -> None:
    """VISUAL, EDITOR, then git's."""
    for name in ("VISUAL", "EDITOR", "GIT_EDITOR"):
        monkeypatch.delenv(name, raising=False)
    names = []
    for name in ("one", "two", "three"):
        script = tmp_path / name
        script.write_text(f"#!/bin/sh\necho {name} > {tmp_path}/ran\n")
        script.chmod(0o755)
        names.append(str(script))
    for name, value in zip(("GIT_EDITOR", "EDITOR", "VISUAL"), names, strict=True):
        monkeypatch.setenv(name, value)
        assert scratch.run("write").code == 0
        assert (tmp_path / "ran").read_text().strip() == Path(value).name
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    ran = scratch.run("write")
    assert ran.code == 1
    assert "'/no/such/editor' cannot be started" in ran.err
    assert kept(scratch) == []


def test_as_a_program(scratch: Scratch, editor) -> None:
    editor(say("A title\n"))
    ran = program("write", cwd=scratch.folder, VISUAL=os.environ["VISUAL"])
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "Wrote title: 2024-W27. Undo: tracker undo\n"
