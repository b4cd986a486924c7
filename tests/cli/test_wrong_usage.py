"""Words and options that a command does not take: one line with the right form, exit code 2."""

import shlex

import pytest

from tests.journal import Scratch

WRONG = {
    # typed -> what is said
    "log 45m zero --don": "tracker log has no option --don; did you mean --done?",
    "log 45m zero -d": "tracker log has no option -d; tracker log --help lists them",
    "log 45m zero -m 'a note'": "a note needs none: tracker log 45m zero \"a note\"",
    "log 45m zero --note x": "a note needs none: tracker log 45m zero \"x\"",
    "stop -m well": 'a note needs none: tracker stop "well"',
    "log -f 9:00 -t 10:15 zero": "when it was stands first: tracker log 9:00-10:15 zero",
    "add --from 9:00 --to 10:15 zero": "when it was stands first: tracker log 9:00-10:15 zero",
    "log 45m zero --week last": 'where only the week is known, --on "last week"',
    "log 45m zero --week 2024-W20": "where only the week is known, --on 2024-W20",
    "log 45m zero --at": "--at needs a value behind it: --at TIME",
    "log 45m zero --done=x": "--done takes no value",
    "start zero --on yesterday": 'a day and a time are --at "yesterday 19:30"',
    "note zero x --at 9:00": "tracker note has no option --at; tracker note --help lists them",
    "edit 7kq --minute 50": "did you mean --minutes?",
    "edit 7kq note x y": 'tracker edit 7kq --note "x y"',
    "edit last to 50m": "'to' is no length of time: tracker edit last 50m",
    "edit last 1 h 30": 'tracker edit last "1 h 30"',
    "edit": "too few words: tracker edit [SESSION] [LENGTH]",
    "edit 7kq --on 2 days ago": 'a time of several words goes in quotes: "2 days ago"',
    "edit --last 50m": "tracker edit has no option --last: tracker edit last 50m",
    "set": "too few words: tracker set ITEM next|active",
    "edit 7kq --item x --other": "--other and --item do not go together",
    "remove last 2": "'2' is too much: tracker remove SESSION",
    "remove": "too few words: tracker remove SESSION",
    "undo 3": "'3' is too much: tracker undo takes back the last step, one at a time",
    "undo list": "the list is an option: tracker undo --list",
    "check zero": "tracker check takes no words; leave out 'zero'",
    "cancel now x": "tracker cancel takes no words; leave out 'now' and 'x'",
    "report -w": "a period needs no dashes: tracker report week",
    "report zero --month": "a period needs no dashes: tracker report zero month",
    "report --from monday": "tracker report has no option --from; did you mean --since?",
    "report --by items": "--by: expected day, week, month, item, kind, skill, got 'items'; did you mean item?",
    "report --csv --json": "--json and --csv do not go together; leave one of them out",
    "completion tcsh": "shell: expected bash, zsh, fish, got 'tcsh'",
    "add goal 1 done well": "that judges a goal: tracker set goal 1 done well",
    "add goal next week x": "'next week' in front is a week: tracker add goal \"x\" --week next",
    "add gap x": 'gap is of an item: tracker set ITEM gap "x"',
    "add note x": 'a note is logged: tracker note ITEM "x"',
    "add course x --units a b c": "the units are one word: --units a,b,c; for one unit and a",
    "done zero mlp": "one item at a time: tracker done zero/mlp",
    "-v": "tracker has no option -v; did you mean --version?",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "said"), WRONG.items())
def test_wrong_usage(typed: str, said: str, scratch: Scratch) -> None:
    ran = scratch.run(*shlex.split(typed))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("tracker: ")
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert [path.name for path in (scratch.folder / "entries").iterdir()] == ["plan.yaml"]


def test_two_dashes_alone_are_the_day(scratch: Scratch) -> None:
    assert scratch.run("--").out == scratch.run().out
    assert scratch.run("--", "status").out == scratch.run("status").out
