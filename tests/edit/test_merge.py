"""Two machines, one week: texts merged in process."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, time
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.edit.merge_cases import case
from tests.journal import CASES, expected
from tracker.cli.commands.merge import merge_by_lines
from tracker.edit import set_values
from tracker.edit.add_session import add_session
from tracker.edit.merge import MergedText, in_conflict
from tracker.edit.merge import merge_weeks as merge
from tracker.format.loader import load_week
from tracker.model.journal import Session, Start, TrackerError
from tracker.model.kinds import Link

pytestmark = pytest.mark.usefixtures("plain_git")
WEEK = "entries/2024-W27.yaml"
PROSE = "title: A week\nintro: |\n  It went on.\n"
SESSION = "  - {start: 2024-07-01 19:30, minutes: 50, item: zero-to-hero, id: aaaaa1}\n"
MINE = "  - {start: 2024-07-03 21:00, minutes: 40, item: zero-to-hero, id: mmmmm4}\n"
LIST = "sessions:\n"


# ---- in process: a file for each case


def both_ways(base: str, ours: str, theirs: str) -> MergedText:
    """The merge, which on the other machine gives the same."""
    there, back = (
        merge(base, ours, theirs, merge_by_lines),
        merge(base, theirs, ours, merge_by_lines),
    )
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
    assert done.conflict or ours_first or merge(base, theirs, ours, merge_by_lines).text == merged


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
        merge(base, base, ours, merge_by_lines)
        == merge(base, ours, base, merge_by_lines)
        == MergedText(ours, False)
    )
    assert merge(base, ours, ours, merge_by_lines) == MergedText(ours, False)


def test_one_side_empties_the_file() -> None:
    base = PROSE + LIST + SESSION
    assert both_ways(base, "", base + MINE) == MergedText(LIST + MINE, False)
    mended = both_ways(base, "", base.replace("50", "80"))
    assert mended.conflict
    assert SESSION.replace("50", "80") in mended.text
    marked = "<<<<<<< ours\n=======\ntitle: x\n>>>>>>> theirs\n"
    assert in_conflict(["title: y\n", "", "title: x\n"], merge_by_lines).text == marked


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


@settings(max_examples=int(os.environ.get("MERGE_EXAMPLES", "150")))
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


@settings(max_examples=100)
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


@settings(max_examples=int(os.environ.get("MERGE_EXAMPLES", "150")))
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
    merged = merge(base, *texts, merge_by_lines)
    assert not merged.conflict, merged.text
    words = re.compile(r"\b[mn]\d[mn]\b")
    said = sum((Counter(words.findall(text)) for text in texts), Counter[str]())
    assert Counter(words.findall(merged.text)) == said, merged.text
    week, problems = load_week(WEEK, "2024-W27", merged.text.encode())
    assert week is not None
    assert [problem for problem in problems if not problem.hint] == []
