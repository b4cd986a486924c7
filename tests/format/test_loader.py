"""Weeks with errors: the real `tracker check` names every place, and none besides."""

import json
import re

import pytest

from tests.journal import CASES, Scratch, expected

PROBLEMS = expected("problems")
LINE = re.compile(r"entries/2024-W27\.yaml:(\d+):(\d+): (?:([\w-]+(?:[\w.\[\]-]*)): )?(.+)")


def matches(found: tuple[int, int, str], wanted: dict) -> bool:
    line, column, where = found
    at = [[wanted["line"], wanted["column"]], *wanted.get("or", [])]
    return where == wanted["path"] and any([line, column][: len(place)] == place for place in at)


@pytest.mark.parametrize("name", PROBLEMS)
def test_problems_case(name: str, tmp_path) -> None:
    scratch = Scratch(tmp_path / "j")
    scratch.put((CASES / "problems" / name).read_bytes())
    ran = scratch.run("check", "--json")
    assert ran.code == 3
    problems = [problem for problem in json.loads(ran.out)["problems"] if not problem["hint"]]
    found = [(problem["line"], problem["column"], problem["where"]) for problem in problems]
    wanted = PROBLEMS[name]
    assert [place for place in found if not any(matches(place, one) for one in wanted)] == []
    assert [one for one in wanted if sum(matches(place, one) for place in found) != 1] == []
    assert [problem["kind"] for problem in problems] == [one["kind"] for one in wanted]


@pytest.mark.parametrize("name", PROBLEMS)
def test_lines_as_they_are_printed(name: str, tmp_path) -> None:
    scratch = Scratch(tmp_path / "j")
    scratch.put((CASES / "problems" / name).read_bytes())
    ran = scratch.run("check")
    lines = [line for line in ran.out.splitlines() if ": hint: " not in line]
    assert ran.code == 3
    assert ran.err.startswith(f"{len(lines)} error")
    for line, wanted in zip(lines, PROBLEMS[name], strict=True):
        assert (match := LINE.fullmatch(line)), line
        assert (match[3] or "") == wanted["path"]
        assert len(match[4]) > 10, "what was found and what is right"


def test_a_character_that_may_not_stand_there_hides_no_other_fault(tmp_path) -> None:
    scratch = Scratch(tmp_path / "j")
    scratch.put(b"title: x\n\xef\xbb\xbftitel: y\n\xef\xbb\xbfsessions: [{start: x, minutes: 5}]\n")
    lines = scratch.run("check").out.splitlines()
    assert [":".join(line.split(":")[1:3]) for line in lines] == ["2:1", "2:2", "3:1", "3:21"]
    assert "unknown key; did you mean 'title'?" in lines[1]


def test_every_text_to_be_quoted_is_named(tmp_path) -> None:
    scratch = Scratch(tmp_path / "j")
    scratch.put(
        "goals: [{goal: what? why}, x? y]\nlearned:\n  - [z? w]\n"
        "projects: {four-gram: {evidence: [https://example.org/a,b, https://example.org/c]}}\n"
    )
    places = [
        (problem["line"], problem["column"])
        for problem in json.loads(scratch.run("check", "--json").out)["problems"]
        if problem["kind"] == "two-readers"
    ]
    assert places == [(1, 16), (1, 28), (3, 6), (4, 35)]


def test_one_broken_week_hides_no_other(tmp_path) -> None:
    scratch = Scratch(tmp_path / "j")
    scratch.put("tags: [\n", "2024-W26")
    scratch.put("titel: x\n", "2024-W28")
    lines = scratch.run("check").out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "entries/2024-W26.yaml",
        "entries/2024-W28.yaml",
    ]


def test_the_real_program_prints_the_same(tmp_path) -> None:
    scratch = Scratch(tmp_path / "j")
    scratch.put((CASES / "problems/12-mixed.yaml").read_bytes())
    ran, program = scratch.run("check"), scratch.program("check")
    assert ran == program
    assert program.code == 3
