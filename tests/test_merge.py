"""Two machines, one week: merged in process, and by the real git with the real driver."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.journal import CASES, PLAN, Ran, Scratch, environment, expected, program
from tracker.cli import merge_driver, merge_driver_hint
from tracker.cli.commands.merge import by_lines
from tracker.edit import set_values
from tracker.edit.merge import MergedText, in_conflict
from tracker.edit.merge import merge_weeks as merge
from tracker.edit.sessions import add_session
from tracker.format.loader import load_week
from tracker.model.journal import Session, Start, TrackerError
from tracker.model.kinds import Link

WEEK = "entries/2024-W27.yaml"
PROSE = "title: A week\nintro: |\n  It went on.\n"
SESSION = "  - {start: 2024-07-01 19:30, minutes: 50, item: zero-to-hero, id: aaaaa1}\n"
MINE = "  - {start: 2024-07-03 21:00, minutes: 40, item: zero-to-hero, id: mmmmm4}\n"
OTHER = "  - {start: 2024-07-03 08:00, minutes: 25, item: four-gram, id: nnnnn3}\n"
LIST = "sessions:\n"


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Git as it comes, whatever is set on this machine."""
    who = {
        f"GIT_{role}_{what}": "a@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    no = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_EDITOR": "true"}
    for name, value in {
        **who,
        **no,
        "HOME": str(tmp_path_factory.getbasetemp()),
        "LC_ALL": "C",
    }.items():
        monkeypatch.setenv(name, value)


# ---- in process: a file for each case


class Case(NamedTuple):
    """`ours_first`: on the other machine the same comes out in another order."""

    base: str
    ours: str
    theirs: str
    merged: str
    ours_first: bool


def case(name: str) -> Case:
    why, *texts = re.split(
        r"^=== \w+\n", (CASES / f"merge/{name}.txt").read_bytes().decode(), flags=re.MULTILINE
    )
    assert why
    return Case(*texts, "What is ours stands first." in why)


def both_ways(base: str, ours: str, theirs: str) -> MergedText:
    """The merge, which on the other machine gives the same."""
    there, back = merge(base, ours, theirs, by_lines), merge(base, theirs, ours, by_lines)
    assert there.conflict == back.conflict
    # What both sides logged late, at different places, may come in another order.
    assert there.conflict or sorted(there.text) == sorted(back.text)
    return there


@pytest.mark.parametrize("name", sorted(path.stem for path in (CASES / "merge").glob("*.txt")))
def test_case(name: str) -> None:
    base, ours, theirs, merged, ours_first = case(name)
    done = both_ways(base, ours, theirs)
    assert done.text == merged
    assert done.conflict == ("<<<<<<<" in merged)
    assert done.conflict or ours_first or merge(base, theirs, ours, by_lines).text == merged


@pytest.mark.parametrize(
    "name", [name for name, case in expected("append").items() if case["expect"] != "refused"]
)
def test_two_logs_in_odd_files(name: str) -> None:
    """Files as people type them: the sessions of both, or the one line that holds the whole list in conflict."""
    text = (CASES / "append" / name).read_bytes().decode()
    new = [
        Session(Start(date(2024, 7, 6), time(hour)), 45, "zero-to-hero", "x: y #z", f"nnnnn{hour}")
        for hour in (8, 9)
    ]
    done = both_ways(text, *(add_session(text, session) for session in new))
    old, now = (load_week(WEEK, "2024-W27", data.encode())[0] for data in (text, done.text))
    if name == "25-flow-list-one-line.yaml":
        assert done.conflict
    else:
        assert old and now and not done.conflict
        assert Counter(now.sessions) == Counter([*old.sessions, *new])
        assert now._replace(sessions=()) == old._replace(sessions=())


STYLES = {
    "as it is": lambda text: text,
    "CR LF": lambda text: text.replace("\n", "\r\n"),
    "byte order mark": lambda text: "\ufeff" + text,
    "no last line end": lambda text: text.removesuffix("\n"),
}


@pytest.mark.parametrize("style", STYLES)
def test_the_files_style_is_kept(style: str) -> None:
    styled = STYLES[style]
    base, ours, theirs, merged, _ = case("two-logs")
    assert both_ways(*map(styled, (base, ours, theirs))).text == styled(merged)


@pytest.mark.parametrize("style", STYLES)
def test_a_change_of_the_files_style_comes_through(style: str) -> None:
    styled = STYLES[style]
    base, ours, theirs, merged, _ = case("log-and-edit")
    assert both_ways(base, styled(ours), theirs).text == styled(merged)


def test_what_only_one_side_changed_is_that_sides_text() -> None:
    base, ours, *_ = case("two-logs")
    assert (
        merge(base, base, ours, by_lines)
        == merge(base, ours, base, by_lines)
        == MergedText(ours, False)
    )
    assert merge(base, ours, ours, by_lines) == MergedText(ours, False)


def test_one_side_empties_the_file() -> None:
    base = PROSE + LIST + SESSION
    assert both_ways(base, "", base + MINE) == MergedText(LIST + MINE, False)
    mended = both_ways(base, "", base.replace("50", "80"))
    assert mended.conflict
    assert SESSION.replace("50", "80") in mended.text
    marked = "<<<<<<< ours\n=======\ntitle: x\n>>>>>>> theirs\n"
    assert in_conflict(["title: y\n", "", "title: x\n"], by_lines).text == marked


# ---- in process: whatever two people do


class Typed(NamedTuple):
    """A line of the list: a session, or a comment."""

    text: str
    id: str | None = None
    session: bool = True


def session(id_: str | None, day: int, minutes: int) -> Typed:
    return Typed(
        f"  - {{start: 2024-07-0{day}, minutes: {minutes}{f', id: {id_}' if id_ else ''}}}\n", id_
    )


_CONFLICT = re.compile(
    r"^<<<<<<< ours\n(.*?)^=======\n(.*?)^>>>>>>> theirs\n", re.MULTILINE | re.DOTALL
)
IDS = [f"aaaaa{number}" for number in range(6)]
sessions = st.builds(session, st.sampled_from([*IDS, None]), st.integers(1, 5), st.integers(1, 4))
comments = st.sampled_from(
    [Typed("  # x\n", session=False), Typed("\n", session=False), Typed("# y\n", session=False)]
)
lists = st.lists(st.one_of(sessions, sessions, sessions, comments), max_size=7)
acts = st.sampled_from(
    ["log", "log", "log", "insert", "remove", "edit", "edit", "comment", "turn", "name"]
)
# The last is the number of the line that is meant, and where "log" comes in, who logs: new ids are each machine's own.
edits = st.lists(st.tuples(acts, st.integers(0, 9), st.integers(1, 9)), max_size=4)
proses = st.sampled_from(
    ["", PROSE, PROSE.replace("on", "well"), PROSE + "tags: [x]\n", "summary: y\n" + PROSE]
)


def once(typed: Sequence[Typed]) -> list[Typed]:
    """No id twice, as the program writes them."""
    seen: set[str | None] = set()
    return [line for line in typed if not line.id or not (line.id in seen or seen.add(line.id))]


def done_to(typed: list[Typed], edits: Sequence[tuple[str, int, int]], who: str) -> list[Typed]:
    typed = list(typed)
    for number, (act, at, value) in enumerate(edits):
        new = session(f"{who}{number}{value:04}" if value < 8 else None, value % 7 + 1, value)
        at = at % (len(typed) or 1)
        if act in ("log", "insert"):
            typed.insert(len(typed) if act == "log" else at, new)
        elif act == "comment":
            typed.insert(at, Typed(f"  # {value}\n", session=False))
        elif typed and act == "turn":
            typed.append(typed.pop(at))
        elif typed and act == "remove":
            del typed[at]
        elif typed and typed[at].session:
            old = typed[at]
            if act == "edit":
                typed[at] = old._replace(
                    text=re.sub(r"minutes: \d+", f"minutes: {10 + value}", old.text)
                )
            elif not old.id:
                typed[at] = Typed(
                    old.text.replace("}", f", id: {who}{number}name}}"), f"{who}{number}name"
                )
    return typed


def written(prose: str, typed: Sequence[Typed]) -> str:
    head = LIST if any(line.session for line in typed) else ""
    return prose + head + "".join(line.text for line in typed)


def lines_of(typed: Sequence[Typed]) -> Counter[str]:
    return Counter(line.text for line in typed if line.session)


def due(base: Counter[str], ours: Counter[str], theirs: Counter[str]) -> Counter[str]:
    """How often each session stands in a merge in which nothing is contested: the first of its lines, the second ..."""
    found: Counter[str] = Counter()
    for line in {*base, *ours, *theirs}:
        for number in range(9):
            was, mine, other = (number < side[line] for side in (base, ours, theirs))
            found[line] += other if mine == was else mine
    return +found


def contested(base: list[Typed], ours: list[Typed], theirs: list[Typed]) -> bool:
    """Whether both sides changed a session that bears an id, and not alike."""
    sides = [{line.id: line.text for line in side if line.id} for side in (base, ours, theirs)]
    return any(len({side.get(id_) for side in sides}) == 3 for id_ in sides[0])


@settings(max_examples=int(os.environ.get("MERGE_EXAMPLES", "150")), deadline=None)
@given(lists.map(once), edits, edits, proses, proses)
@example([session("aaaaa0", 1, 1)], [("remove", 0, 1)], [("edit", 0, 1)], "", "")
@example([session(None, 1, 1)], [("edit", 0, 1)], [("edit", 0, 2)], "", "")
@example([session(None, 1, 1)], [("name", 0, 1)], [("name", 0, 1)], PROSE, "")
@example(
    [session(None, 1, 1)],
    [("remove", 0, 1), ("log", 0, 1)],
    [("remove", 0, 1), ("log", 0, 1)],
    "",
    "",
)
def test_never_silently_wrong(base, of_ours, of_theirs, our_prose, their_prose) -> None:
    ours, theirs = done_to(base, of_ours, "m"), done_to(base, of_theirs, "n")
    texts = [written(PROSE, base), written(our_prose, ours), written(their_prose, theirs)]
    done = both_ways(*texts)
    wanted = due(*map(lines_of, (base, ours, theirs)))
    found = Counter(line for line in done.text.splitlines(keepends=True) if line.startswith("  - "))
    if done.conflict:
        assert "<<<<<<<" in done.text
        assert not [line for line in wanted if line not in found], "lost in a conflict"
        assert not [line for line in +(lines_of(ours) - lines_of(base)) if line not in found]
        for side, kept in [(ours, r"\1"), (theirs, r"\2")]:
            chosen = Counter(_CONFLICT.sub(kept, done.text).splitlines(keepends=True))
            assert all(chosen[line] <= max(wanted[line], lines_of(side)[line]) for line in found), (
                "doubled"
            )
    else:
        assert not contested(base, ours, theirs)
        assert found == wanted
        week, problems = load_week(WEEK, "2024-W27", done.text.encode())
        assert week is not None
        assert len(week.sessions) == sum(wanted.values())
        assert problems == []


with_ids = st.lists(sessions.filter(lambda line: line.id), max_size=7).map(once)
logs_and_mends = st.lists(
    st.tuples(st.sampled_from(["log", "edit", "remove"]), st.integers(0, 9), st.integers(1, 7)),
    max_size=4,
)


@settings(max_examples=100, deadline=None)
@given(with_ids, logs_and_mends, logs_and_mends)
def test_what_the_program_writes_conflicts_only_where_it_must(base, of_ours, of_theirs) -> None:
    ours, theirs = done_to(base, of_ours, "m"), done_to(base, of_theirs, "n")
    texts = [PROSE + LIST + "".join(line.text for line in side) for side in (base, ours, theirs)]
    merged = both_ways(*texts)
    if contested(base, ours, theirs):
        assert merged.conflict
    else:  # what both sides removed beside a new line may be asked about once too often; that harms nothing
        gone = (
            {line.id for line in base} - {line.id for line in ours} - {line.id for line in theirs}
        )
        assert not merged.conflict or gone


# ---- what both only add

BASES = (
    "",
    "title: A week\n",
    PROSE + "learned:\n  - one\n" + LIST + SESSION,
    "# my week\ncourses:\n  zero-to-hero:\n    done: [micrograd]\n    notes: |\n      Good.\n"
    "    gaps:\n      - Jacobians\n"
    "learned: [a, b]\nlife:\n- x\n- y\n" + LIST + SESSION,
    "learned: |\n  One paragraph.\nnext: []\ncourses: {zero-to-hero: {done: [micrograd], confidence: 3}}\n"
    "goals:\n  - {goal: read, outcome: done}\n  - two\n",
    "learned:\ncourses:\n  zero-to-hero:\nprojects: {four-gram: {status: active}}\n",
)
Adding = Callable[
    [str, str], str
]  # a week's text and a word of one's own -> the text with that word in it


def adding_text(key: str) -> Adding:
    return lambda text, word: set_values.add_text(text, "2024-W27", key, word)


def add_own_section(text: str, word: str) -> str:
    """By hand, a key that may be new, with a comment above it; one at the top would be the file's."""
    comment = f"# {word} by hand\n" if text.startswith("title") else ""
    return text if "sections:" in text else f"{text}{comment}sections:\n  {word}: |\n    words\n"


ADDINGS: list[Adding] = [
    *map(adding_text, ("learned", "life", "next", "goals", "questions")),
    lambda text, word: set_values.add_link(
        text, "2024-W27", Link(f"https://example.org/{word}", word)
    ),
    lambda text, word: set_values.add_done(text, "2024-W27", "zero-to-hero", word),
    lambda text, word: set_values.add_done(text, "2024-W27", "linear", word),
    lambda text, word: set_values.set_in_record(
        text, "2024-W27", "papers", f"paper-{word}", "read", "once"
    ),
    lambda text, word: add_session(
        text,
        Session(Start(date(2024, 7, 2), time(9)), 30, "zero-to-hero", word, f"{word}00000"[:6]),
    ),
    add_own_section,
]
additions = st.lists(st.sampled_from(range(len(ADDINGS))), min_size=1, max_size=5)


@settings(max_examples=int(os.environ.get("MERGE_EXAMPLES", "150")), deadline=None)
@given(st.sampled_from(BASES), additions, additions)
def test_what_both_only_add_is_never_asked_about(
    base: str, of_ours: list[int], of_theirs: list[int]
) -> None:
    texts = []
    for who, adds in (("m", of_ours), ("n", of_theirs)):
        text = base
        for number, add in enumerate(adds):
            with suppress(TrackerError):  # some of these do not go together
                text = ADDINGS[add](text, f"{who}{number}{who}")
        texts.append(text)
    merged = merge(base, *texts, by_lines)
    assert not merged.conflict, merged.text
    words = re.compile(r"\b[mn]\d[mn]\b")
    said = sum((Counter(words.findall(text)) for text in texts), Counter[str]())
    assert Counter(words.findall(merged.text)) == said, merged.text
    week, problems = load_week(WEEK, "2024-W27", merged.text.encode())
    assert week is not None
    assert [problem for problem in problems if not problem.hint] == []


# ---- by git


class Repo:
    """A repository with a journal in it."""

    def __init__(self, folder: Path, inside: str = "") -> None:
        self.folder = folder
        self.journal = Scratch(folder / inside if inside else folder)
        self.git("init", "-q", "-b", "base")

    def git(self, *words: str, **env: str) -> Ran:
        done = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            env=environment(**env),
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def commit(self, branch: str, text: str | None) -> None:
        """The week as `text` on a new branch off the base; no week where that is empty."""
        self.must(
            "checkout",
            "-q",
            *([] if branch == "base" else ["-b", branch, "base"]),
            allow=branch == "base",
        )
        if text:
            self.journal.put(text)
        self.must("add", "-A")
        self.must("commit", "-q", "--allow-empty", "-m", branch)

    def must(self, *words: str, allow: bool = False) -> str:
        ran = self.git(*words)
        assert allow or ran.code == 0, ran.err
        return ran.out

    def sides(self, base: str, mine: str, other: str) -> None:
        for branch, text in [("base", base), ("mine", mine), ("other", other)]:
            self.commit(branch, text)

    def brought_together(self, how: str, here: str, there: str, **env: str) -> Ran:
        """`here` merged with, rebased onto or given the commit of `there`."""
        self.git(how, "--abort")
        self.must("checkout", "-q", "-f", "-B", "work", here)
        return self.git(how, *(["--no-edit", "-q"] if how == "merge" else []), there, **env)

    @property
    def text(self) -> str:
        return self.journal.data().decode()


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    repo = Repo(tmp_path / "repo")
    assert repo.journal.program("setup-git").code == 0
    return repo


SCENARIOS = [
    "two-logs",
    "log-and-edit",
    "edit-and-edit",
    "remove-and-log",
    "two-timers",
    "equal-sessions",
    "new-week",
    "prose-and-log",
    "prose-and-prose",
]


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(name: str, repo: Repo) -> None:
    base, mine, other, merged, _ = case(name)
    repo.sides(base, mine, other)
    texts = {"mine": mine, "other": other}
    for how in ("merge", "rebase", "cherry-pick"):
        for here, there in [("mine", "other"), ("other", "mine")]:
            ran = repo.brought_together(how, here, there)
            # A rebase starts from `there` and puts what is here on top of it.
            ours, theirs = (there, here) if how == "rebase" else (here, there)
            assert repo.text == merge(base, texts[ours], texts[theirs], by_lines).text, (how, here)
            conflict = "<<<<<<<" in merged
            assert (ran.code != 0) == conflict, ran
            assert (
                repo.git("status", "--porcelain").out
                == ("UU " if base else "AA ") * conflict + f"{WEEK}\n" * conflict
            )
            assert conflict or repo.text == merged
            if name == "two-timers":
                assert "another session runs" in repo.journal.run("check").out


@pytest.mark.parametrize("style", ["diff3", "zdiff3"])
def test_conflicts_look_as_the_author_likes_them(style: str, repo: Repo) -> None:
    base, mine, other, *_ = case("edit-and-edit")
    repo.sides(base, mine, other)
    repo.must("config", "merge.conflictStyle", style)
    assert repo.brought_together("merge", "mine", "other").code == 1
    session, *_ = (line for line in base.splitlines() if "aaaaa1" in line)
    assert f"||||||| base\n{session}\n=======\n" in repo.text
    assert repo.text.count("vaswani2017") == 1


def test_several_commits_are_rebased_one_by_one(repo: Repo) -> None:
    repo.sides(
        PROSE + LIST + SESSION, PROSE + LIST + SESSION + MINE, PROSE + LIST + SESSION + OTHER
    )
    repo.must("checkout", "-q", "mine")
    for minutes in (5, 6):
        assert repo.journal.run("log", f"{minutes}m", "--on", "fri").code == 0
        repo.must("commit", "-q", "-a", "-m", f"{minutes} minutes")
    repo.must("rebase", "-q", "other")
    week, _ = load_week(WEEK, "2024-W27", repo.journal.data())
    assert week is not None
    assert [session.minutes for session in week.sessions] == [50, 25, 40, 5, 6]


def test_two_machines_that_merge_crosswise(repo: Repo) -> None:
    """Each merges the other's first log and goes on: then git has two bases and merges those first."""
    repo.sides(
        PROSE + LIST + SESSION, PROSE + LIST + SESSION + MINE, PROSE + LIST + SESSION + OTHER
    )
    repo.must("branch", "other-first", "other")
    repo.must("checkout", "-q", "other")
    repo.must("merge", "-q", "--no-edit", "mine")
    assert repo.journal.run("log", "7m").code == 0
    repo.must("commit", "-q", "-a", "-m", "7")
    repo.must("checkout", "-q", "mine")
    repo.must("merge", "-q", "--no-edit", "other-first")
    assert repo.journal.run("log", "8m").code == 0
    repo.must("commit", "-q", "-a", "-m", "8")
    repo.must("merge", "-q", "--no-edit", "other")
    week, _ = load_week(WEEK, "2024-W27", repo.journal.data())
    assert week is not None
    assert sorted(session.minutes or 0 for session in week.sessions) == [7, 8, 25, 40, 50]


def test_the_plan_is_merged_as_git_does(repo: Repo) -> None:
    repo.sides(PROSE, PROSE + LIST + SESSION, PROSE)
    for branch, line in [("mine", b"target: 5h\n"), ("other", b"deadline: 2025-01-01\n")]:
        repo.must("checkout", "-q", branch)
        repo.journal.put(line + PLAN if branch == "mine" else PLAN + line, "plan")
        repo.must("commit", "-q", "-a", "-m", "plan")
    repo.must("merge", "-q", "--no-edit", "mine")
    assert repo.journal.data("plan") == b"target: 5h\n" + PLAN + b"deadline: 2025-01-01\n"
    names = ("plan", "ours", "theirs")
    for name, text in zip(
        names, (PROSE, PROSE + "summary: x\n", PROSE + "summary: y\n"), strict=True
    ):
        (repo.folder / name).write_text(text)
    ran = program("merge", *names, "entries/plan.yaml", cwd=repo.folder)
    assert (ran.code, ran.out) == (1, "conflict\n")


# ---- by git, where the driver is not there or does not work


def test_without_the_driver_git_conflicts_as_ever(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    (repo.folder / ".gitattributes").write_text(merge_driver.ATTRIBUTES)
    repo.sides(
        PROSE + LIST + SESSION, PROSE + LIST + SESSION + MINE, PROSE + LIST + SESSION + OTHER
    )
    assert repo.brought_together("merge", "mine", "other").code == 1
    assert repo.text == f"{PROSE}{LIST}{SESSION}<<<<<<< HEAD\n{MINE}=======\n{OTHER}>>>>>>> other\n"


BROKEN = {
    "missing": None,
    "not found": "exit 127",
    "an import fails": f"exec {sys.executable} -c 'import tracker.no_such_module'",
    "another program of that name": "echo 'no such command'; exit 0",
    "says nothing": "exit 0",
    "wrong usage": "exit 2",
    "killed": "kill -9 $$",
    "an abort": "kill -6 $$",
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_program_leaves_it_to_git(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge_driver.sys, "executable", str(tmp_path / "nowhere/python"))
    repo = Repo(tmp_path / "repo")
    assert repo.journal.run("setup-git").code == 0
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("git", "sh"):
        (programs / name).symlink_to(subprocess.check_output(["which", name], text=True).strip())
    if script := BROKEN[how]:
        (programs / "tracker").write_text(f"#!/bin/sh\n{script}\n")
        (programs / "tracker").chmod(0o755)
    repo.sides(
        PROSE + LIST + SESSION, PROSE + LIST + SESSION + MINE, PROSE + LIST + SESSION + OTHER
    )
    assert repo.brought_together("merge", "mine", "other", PATH=str(programs)).code == 1
    assert (
        repo.text == f"{PROSE}{LIST}{SESSION}<<<<<<< ours\n{MINE}=======\n{OTHER}>>>>>>> theirs\n"
    )
    assert repo.git("status", "--porcelain").out == f"UU {WEEK}\n"
    repo.commit("prose", PROSE.replace("A week", "One week") + LIST + SESSION) if repo.git(
        "merge", "--abort"
    ) else None
    assert repo.brought_together("rebase", "mine", "prose", PATH=str(programs)).code == 0
    assert repo.text == PROSE.replace("A week", "One week") + LIST + SESSION + MINE


def test_what_is_no_text_is_no_fault_of_the_program(repo: Repo) -> None:
    base = b"title: x\n"
    for branch, data in [
        ("base", base),
        ("mine", base + b"tags: [\xff]\n"),
        ("other", b"summary: \xfe\n" + base),
    ]:
        repo.commit(branch, None if branch == "base" else "x")
        repo.journal.path().write_bytes(data)
        repo.must("add", "-A")
        repo.must("commit", "-q", "--amend", "--no-edit")
    assert repo.brought_together("merge", "mine", "other").code == 0
    assert repo.journal.data() == b"summary: \xfe\n" + base + b"tags: [\xff]\n"


# ---- setup-git


def test_setup_git_says_what_it_did_and_once_is_enough(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    first = repo.journal.run("setup-git")
    assert first.code == 0
    assert (
        first.out
        == "This clone's git now merges weeks with tracker\n.gitattributes now names it; commit that file\n"
    )
    files = [(repo.folder / name).read_bytes() for name in (".gitattributes", ".git/config")]
    again = repo.journal.run("setup-git")
    assert (
        again.out
        == "This clone's git knew the merge driver already\n.gitattributes named it already\n"
    )
    assert files == [
        (repo.folder / name).read_bytes() for name in (".gitattributes", ".git/config")
    ]
    assert repo.must("check-attr", "merge", WEEK, "entries/plan.yaml").split() == [
        *(f"{WEEK}:", "merge:", "tracker"),
        *("entries/plan.yaml:", "merge:", "set"),
    ]


@pytest.mark.parametrize(
    "old", ["*.png binary", "*.png binary\n", "*.yaml merge=union\r\n# mine\r\n"]
)
def test_setup_git_keeps_what_stands_in_gitattributes(old: str, tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    (repo.folder / ".gitattributes").write_bytes(old.encode())
    repo.must("config", "merge.mine.driver", "true")
    assert repo.journal.run("setup-git").code == 0
    data = (repo.folder / ".gitattributes").read_bytes()
    assert data.startswith(old.encode())
    assert data.count(b"\r\n") in (0, data.count(b"\n"))
    assert repo.must("check-attr", "merge", WEEK).endswith(": tracker\n")
    assert repo.must("config", "merge.mine.driver") == "true\n"
    assert repo.journal.run("undo").code == 0
    assert (repo.folder / ".gitattributes").read_bytes() == old.encode()


def test_setup_git_in_a_worktree_of_a_journal_in_a_folder(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo", inside="notes/journal")
    base, mine, other, merged, _ = case("two-logs")
    repo.sides(base, mine, other)
    repo.must("worktree", "add", "-q", "../tree", "mine")
    tree = tmp_path / "tree"
    journal = tree / "notes/journal"
    assert program("setup-git", cwd=journal).code == 0
    assert (journal / ".gitattributes").exists()
    assert not (tree / ".gitattributes").exists()
    assert "tracker" in repo.must("config", "merge.tracker.driver")
    assert not merge_driver_hint.driver_is_missing(str(journal))
    subprocess.run(["git", "merge", "-q", "--no-edit", "other"], cwd=tree, check=True)
    assert (journal / WEEK).read_text() == merged


def test_setup_git_outside_a_repository(tmp_path: Path) -> None:
    journal = Scratch(tmp_path / "j")
    ran = journal.run("setup-git")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("tracker: ")
    assert "is in no git repository; make one with git init" in ran.err
    assert not (journal.folder / ".gitattributes").exists()


def test_setup_git_says_when_something_else_decides(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    (repo.folder / ".git/info").mkdir(exist_ok=True)
    (repo.folder / ".git/info/attributes").write_text("*.yaml merge=union\n")
    ran = repo.journal.run("setup-git")
    assert ran.code == 1
    assert "look in .git/info/attributes" in ran.err


def test_the_driver_finds_the_program_beside_python() -> None:
    assert Path(sys.executable).with_name("tracker").exists()
    assert f'PATH="$PATH":{Path(sys.executable).parent}' in merge_driver.build_driver_command()


# ---- the hint


def test_a_clone_without_the_driver_is_told_once(repo: Repo, tmp_path: Path) -> None:
    repo.commit("base", PROSE)
    assert merge_driver_hint.told_once(str(repo.folder)) is None
    repo.must("clone", "-q", ".", str(tmp_path / "clone"))
    there = tmp_path / "clone"
    (there / ".tracker").mkdir()
    assert merge_driver_hint.told_once(str(there)) == merge_driver_hint.UNKNOWN
    assert merge_driver_hint.told_once(str(there)) is None
    assert program("setup-git", cwd=there).code == 0
    assert not merge_driver_hint.driver_is_missing(str(there))


def test_nobody_is_told_of_a_driver_that_is_not_named_or_not_ours(
    repo: Repo, monkeypatch, tmp_path: Path
) -> None:
    folder = str(repo.folder)
    config = repo.folder / ".git/config"
    mine = config.read_text()
    config.write_text("[core]\n")
    assert merge_driver_hint.driver_is_missing(folder)
    assert not merge_driver_hint.driver_is_missing(str(tmp_path))
    config.write_text("[include]\n\tpath = elsewhere\n")
    assert not merge_driver_hint.driver_is_missing(folder)
    config.write_text("[core]\n")
    (tmp_path / "global").write_text(mine)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "global"))
    assert not merge_driver_hint.driver_is_missing(folder)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    (repo.folder / ".gitattributes").unlink()
    assert not merge_driver_hint.driver_is_missing(folder)
