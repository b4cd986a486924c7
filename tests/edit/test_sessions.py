"""Sessions changed in and taken out of files as people write them."""

import re
from collections import Counter

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.edit.weeks import weeks
from tests.journal import CASES, Scratch, expected
from tests.tools import fuzz
from tracker.edit import pieces, sessions
from tracker.format import loader
from tracker.model import when
from tracker.model.journal import Session, TrackerError

WEEK = "2024-W27"
PATH = f"entries/{WEEK}.yaml"


def read(text: str, name: str = WEEK):
    return loader.load_week(f"entries/{name}.yaml", name, text.encode())


LENGTH = {
    "a line": "sessions:\n  - {start: 2024-07-01 19:30, minutes: <45|50>, item: a}\n",
    "in quotes": 'sessions:\n  - {start: 2024-07-01, minutes: <"45"|"50">} # c\n',
    "in single quotes": "sessions:\n  - {start: 2024-07-01, minutes: <'45'|'50'>}\n",
    "JSON": '{"sessions": [{"start": "2024-07-01", "minutes": <45|50>}]}\n',
    "a block": "sessions:\n  - start: 2024-07-01\n    minutes: <45|50> # c\n    note: |\n      x\n# below\n",
    "between lines": "sessions: [\n  {start: 2024-07-01,\n   minutes: <45|50>,  # c\n   item: a},\n]\n",
    "CR LF": "title: x\r\nsessions:\r\n  - {start: 2024-07-01, minutes: <45|50>}\r\n",
    "a byte order mark": "\ufeffsessions:\n  - {start: 2024-07-01, minutes: <45|50>}\n",
    "no line end": "sessions:\n  - {start: 2024-07-01, minutes: <45|50>}",
    "nothing behind the key": "sessions:\n  - {start: 2024-07-01, minutes: <|50>, about: true}\n",
    "no key": "sessions:\n  - {start: 2024-07-01<|, minutes: 50>, item: a}\n",
    "no key, in a block": "sessions:\n  - start: 2024-07-01\n<|    minutes: 50\n>    item: a\n",
    "no key, last in a block": "sessions:\n  - item: a\n    start: 2024-07-01 # c\n<|    minutes: 50\n>title: x\n",
    "no key, CR LF": "sessions:\r\n  - start: 2024-07-01\r\n<|    minutes: 50\r\n>    item: a\r\n",
    "what is wrong": "sessions:\n  - {start: 2024-07-01, minutes: <1:30|50>}\n",
    "wrong sessions before it": "sessions:\n  - 5\n  - {start: soon, minutes: 5}\n  -\n"
    "  - {start: 2024-07-01, minutes: <45|50>}\n",
    "it runs": "sessions:\n  - {start: 2024-07-01 19:30 +02:00, <running: true|minutes: 50>, item: a}\n",
    "it runs, JSON": '{"sessions": [{"start": "2024-07-01", <"running": true|"minutes": 50>}]}\n',
    "it runs, in a block": "sessions:\n  - start: 2024-07-01\n    item: a\n    <running: true|minutes: 50> # c\n",
    "it runs, first": "sessions:\n  - {<running: true|minutes: 50>, start: 2024-07-01 19:30 +02:00}\n",
}


def sides(picture: str) -> tuple[str, str]:
    parts = re.split(r"<([^<>|]*)\|([^<>]*)>", picture)
    return "".join(
        parts[0::3][:1] + [a + c for a, c in zip(parts[1::3], parts[3::3], strict=True)]
    ), "".join(parts[0::3][:1] + [b + c for b, c in zip(parts[2::3], parts[3::3], strict=True)])


@pytest.mark.parametrize("name", LENGTH)
def test_length(name: str) -> None:
    old, new = sides(LENGTH[name])
    session = read(old)[0].sessions[0]
    assert sessions.change_session(old, WEEK, 0, session._replace(minutes=50, running=False)) == new


NOTE = {
    "a line": "sessions:\n  - {start: 2024-07-01, minutes: 5, note: <old|\"a: 'b'\">, id: a}\n",
    "no note": "sessions:\n  - {start: 2024-07-01, minutes: 5, item: x<|, note: \"a: 'b'\">, id: a}\n",
    "no note, last": "sessions:\n  - {start: 2024-07-01, minutes: 5<|, note: \"a: 'b'\">}\n",
    "single quotes": "sessions:\n  - {start: 2024-07-01, minutes: 5, note: <'it''s'|'a: ''b'''>}\n",
    "double quotes": 'sessions:\n  - {start: 2024-07-01, minutes: 5, note: <"old"|"a: \'b\'">}\n',
    "over lines": "sessions:\n  - {start: 2024-07-01, minutes: 5, note: <old\n     and older|\"a: 'b'\">}\n",
    "a block of text": "sessions:\n  - start: 2024-07-01\n    minutes: 5\n"
    "    note: <|\n      old\n\n      older|\"a: 'b'\">\n\n# c\nnext: []\n".replace("<|", "<\0"),
    "a folded one, CR LF": "sessions:\r\n  - start: 2024-07-01\r\n    minutes: 5\r\n"
    "    note: <%-\r\n      old|\"a: 'b'\">\r\ntitle: x\r\n",
    "a key for an empty one": "sessions:\n  - {start: 2024-07-01, minutes: 5, note: <|\"a: 'b'\">}\n",
    "a key in quotes": 'sessions: [{\'start\': 2024-07-01, "minutes": 5<|, "note": "a: \'b\'">}]\n',
    "keys that we do not know": "sessions:\n"
    "  - {start: 2024-07-01, x-b: [1], minutes: 5<|, note: \"a: 'b'\">, x-a: {b: c}}\n",
}


@pytest.mark.parametrize("name", NOTE)
def test_note(name: str) -> None:
    old, new = (text.replace("\0", "|").replace("%", ">") for text in sides(NOTE[name]))
    session = read(old)[0].sessions[0]
    assert sessions.change_session(old, WEEK, 0, session._replace(note="a: 'b'")) == new


GONE = {
    "a line": "sessions:\n  - {start: 2024-07-01, minutes: 5<, note: x|>}\n",
    "before others": "sessions:\n  - {start: 2024-07-01, minutes: 5, <note: x, |>id: a}\n",
    "a comma behind the last": "sessions:\n  - {start: 2024-07-01, minutes: 5, <note: x,|>}\n",
    "lines of their own": "sessions: [{\n  start: 2024-07-01,\n  minutes: 5,\n<  note: x,\n|>  id: a\n}]\n",
    "the last line": "sessions: [{\n  start: 2024-07-01,\n  minutes: 5<,\n  note: x|>\n}]\n",
    "the comma begins a line": "sessions: [{ start: 2024-07-01\n  , minutes: 5\n<  , note: x\n|>}]\n",
    "a comment behind": "sessions: [{\n  start: 2024-07-01,\n  <note: x, |># c\n  minutes: 5\n}]\n",
    "a comment between": "sessions: [{\n  start: 2024-07-01,\n  minutes: 5<,|> # c, d\n<  note: x\n|>}]\n",
    "a block": "sessions:\n  - start: 2024-07-01\n<    note: x\n|>    minutes: 5\n",
    "a block of text": "sessions:\n  - start: 2024-07-01\n    minutes: 5\n<    note: >\n      x\n|>next: []\n".replace(
        "note: >", "note: %"
    ),
    "the first of a block": "sessions:\n  - <note: x\n    |>start: 2024-07-01\n    minutes: 5\n",
}


@pytest.mark.parametrize("name", GONE)
def test_a_note_taken_away(name: str) -> None:
    old, new = (text.replace("%", ">") for text in sides(GONE[name]))
    session = read(old)[0].sessions[0]
    assert sessions.change_session(old, WEEK, 0, session._replace(note=None)) == new


def test_many_changes_at_once() -> None:
    old = "sessions:\n  - {start: 2024-07-01 19:30, minutes: 45, about: true, note: 'x'} # c\n"
    new = Session(when.parse_start("2024-07-02 08:00"), 50, "a/b c", None, "7kq2m9")
    line = 'start: 2024-07-02 08:00, minutes: 50, item: "a/b c", id: 7kq2m9'
    assert sessions.change_session(old, WEEK, 0, new) == f"sessions:\n  - {{{line}}} # c\n"


# The second session, `b`, taken out: what is between `<` and `>` goes.
TAKEN = {
    "a line": "sessions:\n  - {start: 2024-07-01, minutes: 1, id: a}\n<  - {start: 2024-07-02, minutes: 2, id: b}\n>",
    "its comment": "sessions:\n- {start: 2024-07-01, minutes: 1} # a\n<- {start: 2024-07-02, minutes: 2, id: b} # b\n>",
    "comments above stay": "sessions:\n  - {start: 2024-07-01, minutes: 1}\n  # morning\n\n"
    "<  - {start: 2024-07-02, minutes: 2, id: b}\n>\n# below\ntitle: x\n",
    "CR LF": "sessions:\r\n  - {start: 2024-07-01, minutes: 1}\r\n"
    "<  - {start: 2024-07-02, minutes: 2}\r\n>next: []\r\n",
    "a block": "sessions:\n  - {start: 2024-07-01, minutes: 1}\n"
    "<  - start: 2024-07-02\n    minutes: 2\n    note: |\n      x\n>\n  - {start: 2024-07-03, minutes: 3}\n",
    "a dash alone": "sessions:\n  - {start: 2024-07-01, minutes: 1}\n<  -\n    start: 2024-07-02\n"
    "    minutes: 2\n>title: x\n",
    "in brackets": "sessions: [{start: 2024-07-01, minutes: 1}<, {start: 2024-07-02, minutes: 2}>] # c\n",
    "in brackets, between": "sessions: [{start: 2024-07-01, minutes: 1}, <{start: 2024-07-02, minutes: 2}, >"
    "{start: 2024-07-03, minutes: 3}]\n",
    "in brackets, lines": "sessions: [\n  {start: 2024-07-01, minutes: 1}, # a\n"
    "<  {start: 2024-07-02, minutes: 2},\n>]\n",
    "in brackets, last line": "sessions: [\n  {start: 2024-07-01, minutes: 1}<,> # a\n"
    "<  {start: 2024-07-02, minutes: 2}\n>]\n",
    "no line end": "sessions:\n  - {start: 2024-07-01, minutes: 1}\n<  - {start: 2024-07-02, minutes: 2}>",
    "a byte order mark": "\ufeffsessions:\n  - {start: 2024-07-01, minutes: 1}\n"
    "<  - {start: 2024-07-02, minutes: 2}\n>",
    "between wrong ones": "sessions:\n  - {start: 2024-07-01, minutes: 1}\n  - 5\n"
    "<  - {start: 2024-07-02, minutes: 2}\n>  - x: y\n",
}


@pytest.mark.parametrize("name", TAKEN)
def test_taken_out(name: str) -> None:
    old, new = re.sub("[<>]", "", TAKEN[name]), re.sub("<[^>]*>", "", TAKEN[name])
    assert sessions.remove_session(old, WEEK, 1) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "title: x\nsessions: # c\n  - {start: 2024-07-01, minutes: 1}\nnext: []\n",
            "title: x\nsessions: # c\nnext: []\n",
        ),
        ("sessions: [{start: 2024-07-01, minutes: 1}]\n", "sessions: []\n"),
        ("sessions: [\n  {start: 2024-07-01, minutes: 1},\n]\n", "sessions: [\n]\n"),
        ("{sessions: [ {start: 2024-07-01, minutes: 1} ]}\n", "{sessions: [  ]}\n"),
    ],
)
def test_the_last_one_taken_out_leaves_the_key(old: str, new: str) -> None:
    assert sessions.remove_session(old, WEEK, 0) == new


REFUSED = {
    "an anchor": ("y", "x-a: &a b\nsessions:\n  - {start: 2024-07-01, minutes: 5, note: x}\n"),
    "a key twice": ("y", "sessions:\n  - {start: 2024-07-01, minutes: 5, minutes: 6, note: x}\n"),
    "a comment that would go": (
        "",
        "sessions: [{\n  start: 2024-07-01, minutes: 5,\n  note: x # c\n  ,\n}]\n",
    ),
    "a comment before the value": (
        "",
        "sessions:\n  - {start: 2024-07-01, minutes: 5, note: # c\n     x}\n",
    ),
    "a comment in a block": (
        "",
        "sessions:\n  - note: x # c\n    start: 2024-07-01\n    minutes: 5\n",
    ),
    "a comment behind the bar": (
        "y",
        "sessions:\n  - start: 2024-07-01\n    minutes: 5\n    note: | # c\n      x\n",
    ),
}


def test_a_session_becomes_a_note_in_one_line() -> None:
    old = "sessions:\n  - {start: 2024-07-01, minutes: 5, about: true, item: x, id: a}\n"
    new = Session(when.parse_start("2024-07-01"), None, "x", "y", "a", unpublished=True)
    assert (
        sessions.change_session(old, WEEK, 0, new) == "sessions:\n"
        '  - {start: 2024-07-01, item: x, note: "y", unpublished: true, id: a}\n'
    )


def test_one_key_goes_and_another_comes() -> None:
    old = "sessions:\n  - {start: 2024-07-01, minutes: 5, item: x, id: a}\n"
    new = Session(when.parse_start("2024-07-01"), 5, None, "y", "a")
    assert (
        sessions.change_session(old, WEEK, 0, new)
        == 'sessions:\n  - {start: 2024-07-01, minutes: 5, note: "y", id: a}\n'
    )


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_its_line(name: str, scratch: Scratch) -> None:
    note, text = REFUSED[name]
    scratch.put(text)
    ran = scratch.run("edit", f"{WEEK}:1", "--note", note)
    assert (ran.code, ran.out, scratch.data().decode()) == (1, "", text)
    assert re.match(rf"tracker: {re.escape(PATH)}:[12345]:", ran.err)


def test_what_does_not_read_back_as_asked_is_not_written() -> None:
    old = "sessions:\n  - ? start\n    : 2024-07-01\n    ? minutes\n    : 5\n"
    with pytest.raises(TrackerError, match=rf"^{re.escape(PATH)}:2: cannot change this session"):
        sessions.change_session(
            old, WEEK, 0, read(old)[0].sessions[0]._replace(minutes=None, running=True, item="a")
        )


def test_pieces_that_overlap_are_not_replaced() -> None:
    assert pieces.apply_pieces("title: x\n", [pieces.Piece(0, 5), pieces.Piece(3, 6)]) is None


APPEND = expected("append")


@pytest.mark.parametrize(
    "name", [name for name, case in APPEND.items() if case["expect"] != "refused"]
)
def test_what_was_logged_into_a_nasty_file_can_be_changed_and_taken_out(
    name: str, scratch: Scratch
) -> None:
    old = (CASES / "append" / name).read_bytes()
    scratch.put(old)
    id_ = re.search(
        r"\((\w{6})\)",
        scratch.run("log", "45m", "zero-to-hero", "x", "--at", "2024-07-06 19:30").out,
    )[1]
    logged = scratch.data()
    for words in (
        ["--minutes", "50"],
        ["--note", "a: 'b'"],
        ["--note", ""],
        ["--about"],
        ["--other"],
        ["--at", "8:00"],
    ):
        assert scratch.run("edit", id_, *words).code == 0, words
    session = read(scratch.data().decode("utf-8"))[0].sessions[-1]
    assert session == Session(when.parse_start("2024-07-06 08:00"), 50, None, None, id_, about=True)
    for _ in range(6):
        scratch.run("undo")
    assert scratch.data() == logged
    assert scratch.run("remove", id_).code == 0
    before = yaml.load(old.decode("utf-8-sig"), yaml.CBaseLoader) or {}
    after = yaml.load(scratch.data().decode("utf-8-sig"), yaml.CBaseLoader) or {}
    assert {**after, "sessions": after.get("sessions") or None} == {
        "sessions": None,
        **before,
        **({"sessions": before["sessions"] or None} if "sessions" in before else {}),
    }
    assert scratch.run("check").code == 0
    if b"sessions" in old and before["sessions"]:
        assert scratch.data() == old or not old.endswith(b"\n")


@settings(max_examples=120)
@given(weeks(), st.data())
def test_any_week(text: str, data: st.DataObject) -> None:
    week, problems = read(text)
    if (
        week is None
        or not week.sessions
        or any(problem.kind in loader.UNSAFE for problem in problems)
    ):
        return
    number = data.draw(st.integers(0, len(week.sessions) - 1))
    old = week.sessions[number]
    new = old._replace(
        start=data.draw(
            st.sampled_from(
                [old.start, when.parse_start("2024-07-03"), when.parse_start("2024-07-04 10:05")]
            )
        ),
        minutes=data.draw(st.none() | st.integers(1, 500)),
        item=data.draw(st.sampled_from([old.item, "a/b c", None])),
        note=data.draw(st.sampled_from([old.note, None, "a: 'b' # \"c\"", "é\n🎉"])),
        unpublished=data.draw(st.booleans()),
    )
    if new.is_note and not new.note:
        return
    changed = sessions.change_session(text, WEEK, number, new)
    assert comments(changed) == comments(text)
    after = read(changed)[0]
    assert after == week._replace(
        sessions=(*week.sessions[:number], new, *week.sessions[number + 1 :])
    )
    less = sessions.remove_session(changed, WEEK, number)
    assert read(less)[0] == week._replace(
        sessions=(*week.sessions[:number], *week.sessions[number + 1 :])
    )


@pytest.mark.parametrize("count", [200, pytest.param(4000, marks=pytest.mark.long)])
def test_mutants_of_nasty_files(count: int) -> None:
    """Changed, and nothing else with it, or refused in words; a comment on a line of its own never goes."""
    done = Counter()
    for data in fuzz.mutants(count, seed=20240702):
        week, problems = loader.load_week(PATH, WEEK, data)
        if (
            week is None
            or not week.sessions
            or any(problem.kind in loader.UNSAFE for problem in problems)
        ):
            continue
        text, last = data.decode(), len(week.sessions) - 1
        old = week.sessions[last]
        for new in (
            old._replace(minutes=77, running=False),
            old._replace(note="#"),
            old._replace(note=None),
            None,
        ):
            if new and new.is_note and not new.note:
                continue  # a session has to have a length or a note
            try:
                changed = (
                    sessions.change_session(text, WEEK, last, new)
                    if new
                    else sessions.remove_session(text, WEEK, last)
                )
            except TrackerError as error:
                assert str(error).startswith(f"{PATH}:")
                done["refused"] += 1
            else:
                assert loader.load_week(PATH, WEEK, changed.encode())[0].sessions[last:] == (
                    (new,) if new else ()
                )
                assert new is None or comment_lines(text) <= comment_lines(changed)
                done["changed"] += 1
    assert done["refused"] < done["changed"] / 50


def comment_lines(text: str) -> Counter[str]:
    return Counter(line.strip() for line in text.splitlines() if line.lstrip().startswith("# "))


def comments(text: str) -> int:
    return text.count("# c\n")
