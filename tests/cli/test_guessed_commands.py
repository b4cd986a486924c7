"""Old and guessed commands: one line with the right form; help on one screen."""

import shlex

import pytest

from tests.journal import Scratch
from tracker import cli
from tracker.cli.guessed_commands import FORMS, format_right_form

GUESSED = {
    "pause latin": "tracker set latin paused",
    "pause latin 'too long'": 'tracker set latin paused "too long"',
    "pause 2024-08-01..2024-08-14 trip": "tracker add pause 2024-08-01..2024-08-14 trip",
    "resume": "tracker set ITEM active",
    "learned 'a b'": 'tracker add learned "a b"',
    "ask 'what is $x?'": "tracker add question 'what is $x?'",
    "goal": 'tracker add goal "..."',
    "goal 1 done": "tracker set goal 1 done",
    "goal 'Read two'": 'tracker add goal "Read two"',
    "gap": "tracker set ITEM gap TEXT",
    "gap zero 'the sum'": 'tracker set zero gap "the sum"',
    "confidence zero 4": "tracker set zero confidence 4",
    "45m": "tracker log 45m ITEM",
    "45 zero": "tracker log 45 zero",
    "zero 45m": "tracker log 45m zero",
    "@zero 45m it works": 'tracker log 45m zero "it works"',
    "zero/mic": "tracker show zero/mic",
    "track 45m zero": "tracker log 45m zero",
    "last week": "tracker show last week",
    "2024": "tracker show 2024",
    "2024-W27 zero": "tracker show 2024-W27 zero",
    "/softmax/ 2024": 'tracker show "/softmax/ 2024"',
    "newsletter 2024-W27": "tracker week 2024-W27 --as mail",
    "share": "tracker week last --as share",
    "grep 'the softmax'": 'tracker show "/the softmax/"',
    "rm 7kq2m9": "tracker remove 7kq2m9",
    "skim vaswani2017": "tracker set vaswani2017 skimmed",
    "paper vaswani2017": "tracker add paper vaswani2017",
    "version": "tracker --version",
    "today": "tracker",
}


@pytest.mark.parametrize(("typed", "form"), GUESSED.items())
def test_a_guessed_command_gets_the_right_form(typed: str, form: str, scratch: Scratch) -> None:
    ran = scratch.run(*shlex.split(typed))
    command = typed.split(maxsplit=1)[0]
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"tracker: no command {command!r}; write: {form}\n"


def test_a_command_in_capitals_is_near(scratch: Scratch) -> None:
    assert scratch.run("LOG", "45m", "zero").err == "tracker: no command 'LOG'; did you mean log?\n"


@pytest.mark.parametrize("length", ["45m", "1h30", "19:00-20:00"])
def test_log_may_be_left_out_before_a_length(length: str, scratch: Scratch) -> None:
    assert scratch.run(length, "zero", "a note", "--about").code == 0
    short = scratch.data()
    scratch.run("undo")
    scratch.run("log", length, "zero", "a note", "--about")
    assert [line[:-8] for line in short.splitlines()] == [
        line[:-8] for line in scratch.data().splitlines()
    ]


def test_every_form_names_a_command() -> None:
    for command in FORMS:
        words = shlex.split(format_right_form(command, []))
        named = [word for word in words[1:2] if not word.startswith("-")]
        assert {*named} <= {*cli.COMMANDS, "show"}, command


def test_help_is_one_screen(scratch: Scratch) -> None:
    ran = scratch.run("help")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 47
    assert len(cli.COMMANDS) <= 33
    assert [name for name in cli.RARE if f" {name} " in ran.out] == []
    everything = scratch.run("help", "--all").out
    assert max(map(len, everything.splitlines())) <= 80
    assert [name for name in cli.COMMANDS if f" {name} " not in everything] == []


def test_help_of_a_command_is_its_own(scratch: Scratch) -> None:
    assert scratch.run("help", "log").out == scratch.run("log", "--help").out
    assert "write: tracker set ITEM paused" in scratch.run("help", "pause").err
    assert "did you mean check?" in scratch.run("help", "chekc").err
