"""Weeks with errors: the real `tracker check` names every place, and none besides."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracker
from tests.journal import CASES, Scratch, expected
from tracker.format import loader, scalars
from tracker.model.journal import RELEASE

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


# ---- the release that a journal needs


@given(st.lists(st.integers(0, 12), min_size=1, max_size=3))
def test_a_newer_release_is_refused_and_no_other(numbers: list[int]) -> None:
    release = ".".join(map(str, numbers))
    plan, problems = loader.load_plan("", f"needs: {release}\n".encode())
    assert plan is not None
    is_newer = numbers + [0] * (3 - len(numbers)) > [int(part) for part in RELEASE.split(".")]
    assert [problem.kind for problem in problems] == ["newer-release"] * is_newer
    assert bool(plan.needs) == (not is_newer and any(numbers))


def test_keys_of_a_newer_release_are_not_called_mistakes(tmp_path) -> None:
    (tmp_path / "entries").mkdir()
    (tmp_path / "entries/plan.yaml").write_text("title: x\nneeds: '99.1'\nmood: y\n")
    (tmp_path / "entries/2024-W27.yaml").write_text("titel: x\n")
    _, problems = tracker.load(tmp_path)
    needs = f"this journal needs tracker 99.1, and this is {RELEASE}; install the newer one"
    assert [str(problem) for problem in problems] == [
        f"entries/2024-W27.yaml:1:1: titel: unknown key; {needs}",
        f"entries/plan.yaml:2:8: needs: {needs}",
        f"entries/plan.yaml:3:1: mood: unknown key; {needs}",
    ]


@pytest.mark.parametrize("text", ["new", "0.2.0.1", "-1", "0.", "[0.1]", "v0.1", "١"])
def test_a_release_is_made_of_numbers(text: str) -> None:
    _, problems = loader.load_plan("", f"needs: {text}\n".encode())
    assert len(problems) == 1
    assert problems[0].message.startswith("expected a release such as 0.2, got ")


def test_what_follows_the_numbers_of_a_release_does_not_count() -> None:
    releases = {
        "0.1.0": (0, 1),
        "1.2.0rc1": (1, 2),
        "0.2.dev0": (0, 2),
        "10.0": (10,),
        "": (),
        "x": (),
    }
    assert {release: scalars.release_numbers(release) for release in releases} == releases


ADVICE = {
    "courses:\n  zero-to-hero:\n    done: gpt\n": "got 'gpt'; a list: done: [gpt]",
    "courses:\n  zero-to-hero: {gaps: 'x: y'}\n": "got 'x: y'; a list: gaps: [\"x: y\"]",
    "courses:\n  - zero-to-hero\n": "write each id with a colon and without a dash",
    "next: @home\n": 'no text begins with @ unless it is quoted: "@home"',
    "learned: [`x`]\n": "no text begins with ` unless it is quoted",
}


@pytest.mark.parametrize("text", ADVICE)
def test_what_would_be_right(text: str, scratch: Scratch) -> None:
    scratch.put(text)
    assert ADVICE[text] in scratch.run("check").out
