"""Sessions changed, moved and taken out of files as people write them; ids found; items renamed."""

import json
import re
from collections import Counter

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import fuzz
from tests.journal import CASES, Scratch, expected
from tests.test_edit import weeks
from tracker.cli import find_session
from tracker.edit import pieces, sessions
from tracker.edit.rename import Names, rename_item
from tracker.format import loader
from tracker.model import when
from tracker.model.journal import Session, TrackerError

WEEK = "2024-W27"
OTHER = "2024-W28"
PATH = f"entries/{WEEK}.yaml"
PLAN = "entries/plan.yaml"


@pytest.fixture
def scratch(tmp_path) -> Scratch:
    return Scratch(tmp_path / "j")


def read(text: str, name: str = WEEK):
    return loader.load_week(f"entries/{name}.yaml", name, text.encode())


# ---- text -> text: the value alone, between `<` and `>`: what stood there | what stands there now

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
    assert sessions.take_out(old, WEEK, 1) == new


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
    assert sessions.take_out(old, WEEK, 0) == new


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


@settings(max_examples=120, deadline=None)
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
        minutes=data.draw(st.integers(1, 500)),
        item=data.draw(st.sampled_from([old.item, "a/b c", None])),
        note=data.draw(st.sampled_from([old.note, None, "a: 'b' # \"c\"", "é\n🎉"])),
    )
    changed = sessions.change_session(text, WEEK, number, new)
    assert comments(changed) == comments(text)
    after = read(changed)[0]
    assert after == week._replace(
        sessions=(*week.sessions[:number], new, *week.sessions[number + 1 :])
    )
    less = sessions.take_out(changed, WEEK, number)
    assert read(less)[0] == week._replace(
        sessions=(*week.sessions[:number], *week.sessions[number + 1 :])
    )


def test_mutants_of_nasty_files() -> None:
    """Changed, and nothing else with it, or refused in words; a comment on a line of its own never goes."""
    done = Counter()
    for data in fuzz.mutants(400, seed=20240702):
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
            try:
                changed = (
                    sessions.change_session(text, WEEK, last, new)
                    if new
                    else sessions.take_out(text, WEEK, last)
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


# ---- the commands: edit

LINE = "  - {start: 2024-07-01 19:30, minutes: 45, item: zero-to-hero/micrograd, note: 'x', id: 7kq2m9} # mine\n"
TEXT = f"title: x\nsessions:\n{LINE}  - {{start: 2024-07-02, minutes: 5}}\n"


EDITS = [
    # words behind `edit 7kq2m9`, the line, what is said
    (
        ["--minutes", "1h"],
        LINE.replace("45", "60"),
        "Changed minutes from 45 to 60: 1 h of zero-to-hero/micrograd, ",
    ),
    (
        ["--at", "20:00"],
        LINE.replace("19:30", "20:00"),
        "Mon 2024-07-01 20:00-20:45 (7kq2m9). Undo: tracker undo\n",
    ),
    (
        ["--at", "7:05am"],
        LINE.replace("19:30", "07:05"),
        "Mon 2024-07-01 07:05-07:50 (7kq2m9). Undo",
    ),
    (
        ["--at", "yesterday 9:00"],
        LINE.replace("2024-07-01 19:30", "2024-07-05 09:00"),
        "Fri 2024-07-05 09:00-09:45",
    ),
    (
        ["--on", "2024-07-03"],
        LINE.replace("-01", "-03"),
        "Changed start from 2024-07-01 19:30 to 2024-07-03 19:30: ",
    ),
    (
        ["--on", "tue", "--at", "8:00"],
        LINE.replace("2024-07-01 19:30", "2024-07-02 08:00"),
        "Tue 2024-07-02 08:00",
    ),
    (
        ["--on", WEEK],
        LINE.replace("2024-07-01 19:30", WEEK),
        f"45 min of zero-to-hero/micrograd, {WEEK} (7kq2m9)",
    ),
    (
        ["--item", "four"],
        LINE.replace("zero-to-hero/micrograd", "four-gram"),
        "Changed item from zero-to-hero/micr",
    ),
    (
        ["--other"],
        LINE.replace("item: zero-to-hero/micrograd, ", ""),
        "Changed item from zero-to-hero/micrograd to none",
    ),
    (["--note", "it's"], LINE.replace("'x'", "'it''s'"), "Changed note: 45 min of "),
    (["--note", ""], LINE.replace("note: 'x', ", ""), "Changed note: 45 min of "),
    (["--about"], LINE.replace("45,", "45, about: true,"), "Changed about: about 45 min of "),
    (["--minutes", "17h", "--force"], LINE.replace("45", "1020"), "17 h of "),
]


@pytest.mark.parametrize(
    ("words", "line", "said"),
    EDITS,
    ids=lambda value: " ".join(value) if type(value) is list else "",
)
def test_edit(words: list[str], line: str, said: str, scratch: Scratch) -> None:
    scratch.put(TEXT)
    ran = scratch.run("edit", "7kq2m9", *words)
    assert ran.code == 0, ran.err
    assert scratch.data().decode() == TEXT.replace(LINE, line)
    assert said in ran.out
    assert ran.out.count("\n") == 1
    assert ran.out.endswith("(7kq2m9). Undo: tracker undo\n")
    assert scratch.run("check").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.data().decode() == TEXT


EDITS_REFUSED = [
    (
        ["7kq2m9"],
        "nothing to change: it is 45 min of zero-to-hero/micrograd, Mon 2024-07-01 19:30-20:15 (7kq2m9)",
    ),
    (["7kq2m9", "--minutes", "45"], "nothing to change"),
    (["7kq2m9", "--minutes", "0"], "a minute at least"),
    (["7kq2m9", "--minutes", "10081m", "--force"], "7 days at most"),
    (["7kq2m9", "--minutes", "17h"], "more than 16 h"),
    (["7kq2m9", "--minutes", "9:00-10:00"], "is no length of time"),
    (["7kq2m9", "--minutes", "two"], "is no length of time"),
    (["7kq2m9", "--at", "25:00"], "there is no such time"),
    (["7kq2m9", "--at", "soon"], "is no time: write 19:30"),
    (["7kq2m9", "--at", "yesterday 9:00", "--on", "mon"], "another; give a time alone"),
    (["7kq2m9", "--on", "2024-07-09"], "2024-07-09 19:30 lies in the future"),
    (["7kq2m9", "--on", "2024-07-09", "--at", "8:00"], "lies in the future"),
    (["7kq2m9", "--on", "2024-W29"], "2024-W29 lies in the future"),
    (["7kq2m9", "--on", "soon"], "is no day"),
    (["7kq2m9", "--on", "2024-W27", "--at", "8:00"], "on which day of 2024-W27?"),
    (["7kq2m9", "--item", "zero-to-hro"], "did you mean zero-to-hero?"),
    (["7kq2m9", "--note", "bell\x07"], "control character U+0007"),
    (["zzz", "--minutes", "5"], "no session has an id that begins with zzz; see"),
    (["2024-W26/7kq", "--minutes", "5"], "no session has an id that begins with 7kq in 2024-W26"),
    (["2024-W27:3", "--minutes", "5"], "has no session 3; its sessions count from 1 to 2"),
    (["2024-W27:0", "--minutes", "5"], "has no session 0"),
    (["2024-W26:1", "--minutes", "5"], "there is no entries/2024-W26.yaml"),
    (["2021-W53:1", "--minutes", "5"], "there is no entries/2021-W53.yaml"),
    (["micrograd", "--minutes", "5"], "'micrograd' names no session; name it by its id"),
    (["", "--minutes", "5"], "'' names no session"),
]


@pytest.mark.parametrize(
    ("words", "said"),
    EDITS_REFUSED,
    ids=lambda value: " ".join(value) if type(value) is list else "",
)
def test_edit_refused(words: list[str], said: str, scratch: Scratch) -> None:
    scratch.put(TEXT)
    ran = scratch.run("edit", *words)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert scratch.data().decode() == TEXT


@pytest.mark.parametrize(
    "words", [["edit"], ["edit", "7kq2m9", "--item", "x", "--other"], ["remove"], ["rename", "x"]]
)
def test_wrong_usage(words: list[str], scratch: Scratch) -> None:
    assert scratch.run(*words).code == 2


def test_edit_by_place_and_by_the_beginning_of_an_id(scratch: Scratch) -> None:
    scratch.put(TEXT)
    assert scratch.run("edit", f"{WEEK}:2", "--minutes", "6").out == (
        "Changed minutes from 5 to 6: 6 min, Tue 2024-07-02. Undo: tracker undo\n"
    )
    assert scratch.run("edit", "7KQ", "--minutes", "46").code == 0
    assert scratch.run("edit", f"{WEEK}/7k", "--minutes", "47").code == 0
    assert scratch.data().decode() == TEXT.replace("45", "47").replace("minutes: 5}", "minutes: 6}")


def test_an_id_that_names_two(scratch: Scratch) -> None:
    scratch.put(TEXT)
    scratch.put(TEXT.replace("2024-07-01", "2024-07-08"), OTHER)
    scratch.put("sessions:\n  - {start: 2024-06-24, minutes: 1, id: 7kqaaa}\n", "2024-W26")
    for typed in ("7kq2m9", "7kq"):
        ran = scratch.run("remove", typed)
        assert (ran.code, ran.out) == (1, "")
        assert f"{OTHER}/7kq2m9, {WEEK}/7kq2m9" in ran.err
        assert ("2024-W26/7kqaaa" in ran.err) == (typed == "7kq")
    assert scratch.run("remove", f"{WEEK}/7kq2m9").code == 0
    assert scratch.data().decode() == TEXT.replace(LINE, "")
    assert LINE.replace("-01", "-08") in scratch.data(OTHER).decode()


def test_an_id_that_stands_twice_in_a_week_is_told_apart_by_place(scratch: Scratch) -> None:
    scratch.put(f"sessions:\n{LINE}{LINE.replace('45', '46')}")
    assert f"{WEEK}:1, {WEEK}:2" in scratch.run("remove", "7kq2m9").err
    assert [line.split()[0] for line in scratch.run("sessions").out.splitlines()] == [
        f"{WEEK}:1",
        f"{WEEK}:2",
    ]
    assert scratch.run("remove", f"{WEEK}:2").code == 0
    assert scratch.data().decode() == f"sessions:\n{LINE}"


def test_an_id_in_a_file_that_cannot_be_read(scratch: Scratch) -> None:
    scratch.put(TEXT + "next: [\n")
    ran = scratch.run("edit", "7kq2m9", "--minutes", "5")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"tracker: {PATH}:6:1: ")


def test_edit_says_what_overlaps_and_what_is_wrong(scratch: Scratch) -> None:
    scratch.put(TEXT + "  - {start: 2024-07-01 20:30, minutes: 5, id: aaa}\ntitel: y\n")
    ran = scratch.run("edit", "7kq2m9", "--at", "20:00")
    assert ran.code == 0
    assert ran.err.splitlines() == [
        "overlaps 5 min, Mon 2024-07-01 20:30-20:35 (aaa)",
        f"{PATH}:6:1: titel: unknown key; did you mean 'title'?",
    ]


def test_edit_says_that_the_end_is_still_to_come(scratch: Scratch) -> None:
    scratch.put(TEXT)
    assert scratch.run("edit", "7kq", "--on", "sat").err == ""
    assert (
        scratch.run("edit", "7kq", "--minutes", "2h").err
        == "it ends at 21:30, which is still to come\n"
    )


def test_an_id_that_another_begins_with(scratch: Scratch) -> None:
    scratch.put(
        "sessions:\n  - {start: 2024-07-01, minutes: 1, id: ab}\n  - {start: 2024-07-01, minutes: 2, id: a}\n"
    )
    assert "Removed 2 min" in scratch.run("remove", "a").out
    assert "Removed 1 min" in scratch.run("remove", "a").out


def test_a_session_is_found_again_where_it_is_now() -> None:
    session = Session(when.parse_start("2024-07-01"), 5, id="a")
    one = find_session.LocatedSession(WEEK, 1, session)
    line = "  - {start: 2024-07-01, minutes: 5, id: a}\n"
    assert (
        find_session.relocate_session(
            "sessions:\n  - {start: 2024-07-02, minutes: 1}\n" + line, one
        )
        == 1
    )
    assert find_session.relocate_session("sessions:\n" + line, one) == 0
    for text in (
        "",
        "title: [",
        "sessions:\n",
        "sessions:\n" + line.replace("5", "6") * 2,
        f"sessions:\n{line}- x",
    ):
        with pytest.raises(TrackerError, match="was changed meanwhile"):
            find_session.relocate_session(text, one)


# ---- another week

MOVES = {
    "a line with its comment": (LINE, LINE),
    "a block": (
        "  - start: 2024-07-01 19:30\n    minutes: 45\n    x-a: b c\n    note: |\n      a: b\n    id: 7kq2m9\n",
        '  - {start: 2024-07-01 19:30, minutes: 45, x-a: "b c", note: "a: b\\n", id: 7kq2m9}\n',
    ),
    "over lines": (
        "  - {start: 2024-07-01 19:30,\n     minutes: 45, id: 7kq2m9}\n",
        "  - {start: 2024-07-01 19:30, minutes: 45, id: 7kq2m9}\n",
    ),
}


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize(
    "there", [None, "# mine\nsessions:\n  - {start: 2024-06-24, minutes: 1} # c\n"]
)
def test_a_session_moves_to_the_week_of_its_start(
    name: str, there: str | None, scratch: Scratch
) -> None:
    line, line_there = MOVES[name]
    scratch.put(f"title: x\nsessions:\n{line}next: []\n")
    if there is not None:
        scratch.put(there, "2024-W26")
    ran = scratch.run("edit", "7kq2m9", "--on", "2024-06-30")
    assert ran.code == 0, ran.err
    assert scratch.data().decode() == "title: x\nsessions:\nnext: []\n"
    assert scratch.data("2024-W26").decode() == (there or "sessions:\n") + line_there.replace(
        "07-01", "06-30"
    )
    assert scratch.run("check").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.data().decode() == f"title: x\nsessions:\n{line}next: []\n"
    assert scratch.path("2024-W26").exists() == (there is not None)


def test_a_session_moves_out_of_brackets(scratch: Scratch) -> None:
    scratch.put(
        "sessions: [{start: 2024-07-01, minutes: 1, id: a}, {start: 2024-07-02, minutes: 2}] # c\n"
    )
    assert scratch.run("edit", "a", "--on", "2024-06-30").code == 0
    assert scratch.data() == b"sessions: [{start: 2024-07-02, minutes: 2}] # c\n"
    assert scratch.data("2024-W26") == b"sessions:\n  - {start: 2024-06-30, minutes: 1, id: a}\n"


def test_a_session_that_cannot_move_stays(scratch: Scratch) -> None:
    block = "sessions:\n  - start: 2024-07-01 # c\n    minutes: 45\n    id: 7kq2m9\n"
    scratch.put(block)
    ran = scratch.run("edit", "7kq2m9", "--on", "2024-06-30")
    assert (ran.code, ran.out) == (1, "")
    assert f"{PATH}:2: cannot move this session" in ran.err
    scratch.put(TEXT)
    scratch.put("sessions:\n  - {start: 2024-06-24, minutes: 1, id: 7kq2m9}\n", "2024-W26")
    assert (
        "has a session 7kq2m9 already" in scratch.run("edit", f"{WEEK}:1", "--on", "2024-06-30").err
    )
    scratch.put("title: [\n", "2024-W26")
    assert (
        "entries/2024-W26.yaml:2:1: " in scratch.run("edit", f"{WEEK}:1", "--on", "2024-06-30").err
    )
    assert scratch.data().decode() == TEXT


# ---- remove


def test_remove(scratch: Scratch) -> None:
    scratch.put(TEXT)
    ran = scratch.run("remove", "7kq")
    assert ran == (
        0,
        "Removed 45 min of zero-to-hero/micrograd, Mon 2024-07-01 19:30-20:15 (7kq2m9). Undo: tracker undo\n",
        "",
    )
    assert scratch.data().decode() == TEXT.replace(LINE, "")
    assert scratch.run("undo").code == 0
    assert scratch.data().decode() == TEXT


def test_everything_removed_and_logged_again(scratch: Scratch) -> None:
    for hour in range(3):
        scratch.run("log", "5m", "--at", f"{hour}:00")
    for _ in range(3):
        assert scratch.run("remove", f"{WEEK}:1").code == 0
    assert scratch.data() == b"sessions:\n"
    assert scratch.run("check").code == 0
    assert scratch.run("log", "5m", "--at", "10:00").code == 0
    assert scratch.data().count(b"\n") == 2


# ---- sessions


def test_sessions(scratch: Scratch) -> None:
    scratch.put(
        "sessions:\n  - {start: 2024-07-03 09:00, minutes: 75, item: vaswani2017, id: b}\n"
        f"{LINE}  - {{start: 2024-W27, minutes: 120, about: true, note: 'a\\n\n      b'}}\n"
    )
    scratch.put("sessions:\n  - {start: 2024-06-30, minutes: 1, id: 7kq2m9}\n", "2024-W26")
    week = (
        "2024-W27:3  2024-W27                    about 2 h  -                       a\\n b\n"
        "7kq2m9      Mon 2024-07-01 19:30-20:15     45 min  zero-to-hero/micrograd  x\n"
        "b           Wed 2024-07-03 09:00-10:15     1 h 15  vaswani2017\n"
    )
    assert scratch.run("sessions") == (0, week, "")
    assert scratch.run("sessions", "2024-W27").out == week
    everything = scratch.run("sessions", "all").out.splitlines()
    assert [line.split()[0] for line in everything] == [
        "2024-W26/7kq2m9",
        "2024-W27:3",
        "2024-W27/7kq2m9",
        "b",
    ]
    assert len(scratch.run("sessions", "2024-07-03").out.splitlines()) == 2, (
        "and what may have been that day"
    )
    assert scratch.run("sessions", "last", "week").out.startswith(
        "7kq2m9  Sun 2024-06-30  1 min  -"
    )
    assert scratch.run("sessions", "2023") == (0, "", "no sessions from 2023-01-01 to 2023-12-31\n")


def test_sessions_as_json(scratch: Scratch) -> None:
    scratch.put(TEXT)
    assert json.loads(scratch.run("sessions", "--json").out) == [
        {
            "week": WEEK,
            "place": f"{WEEK}:1",
            "id": "7kq2m9",
            "start": "2024-07-01 19:30",
            "minutes": 45,
            "about": False,
            "running": False,
            "item": "zero-to-hero/micrograd",
            "note": "x",
        },
        {
            "week": WEEK,
            "place": f"{WEEK}:2",
            "id": None,
            "start": "2024-07-02",
            "minutes": 5,
            "about": False,
            "running": False,
            "item": None,
            "note": None,
        },
    ]


def test_sessions_of_a_week_with_errors(scratch: Scratch) -> None:
    scratch.put("sessions:\n  - 5\n  - {start: 2024-07-02, minutes: 5, item: four-gram}\n")
    ran = scratch.run("sessions")
    assert ran.out == "2024-W27:1  Tue 2024-07-02  5 min  four-gram\n"
    assert ran.err.startswith(f"{PATH}:2:5: sessions[0]: ")
    assert scratch.run("edit", "2024-W27:1", "--minutes", "6").code == 0
    assert (
        scratch.data().decode()
        == "sessions:\n  - 5\n  - {start: 2024-07-02, minutes: 6, item: four-gram}\n"
    )


def test_sessions_of_no_period(scratch: Scratch) -> None:
    ran = scratch.run("sessions", "soon")
    assert (ran.code, ran.out) == (1, "")
    assert "'soon' is no period: write today" in ran.err


# ---- rename

PLAN_TEXT = """\
# mine
courses:
  "zero-to-hero": {title: Zero, units: [a]} # first
  other: {after: [zero-to-hero, 'zero-to-hero'], review: zero-to-hero is first}
projects:
  p:
    uses: ["zero-to-hero"]
papers:
  q: {}
series:
  s: {schedule: [{week: 2024-W27, paper: q}]}
"""
WEEK_TEXT = """\
intro: zero-to-hero # not this one
courses:
  zero-to-hero:
    done: [a]
papers: {q: {read: once}}
sessions:
  - {start: 2024-07-01, minutes: 5, item: 'zero-to-hero', id: 7kq2m9}
  - {start: 2024-07-01, minutes: 5, item: zero-to-hero/a, note: zero-to-hero} # c
  - {start: 2024-07-01, minutes: 5, item: zero-to-hero-2}
"""


def test_rename(scratch: Scratch) -> None:
    scratch.put(PLAN_TEXT, "plan")
    scratch.put(WEEK_TEXT)
    scratch.put(WEEK_TEXT.replace("\n", "\r\n").replace("07-01", "07-08"), OTHER)
    scratch.put("title: zero\n", "2024-W29")
    assert scratch.run("check").code == 0
    ran = scratch.run("rename", "zero", "nn")
    assert ran == (
        0,
        "Renamed zero-to-hero to nn in the plan and 2 weeks. Undo: tracker undo\n",
        "",
    )
    assert scratch.data("plan").decode() == (
        PLAN_TEXT.replace(
            '"zero-to-hero": {title: Zero, units: [a]}',
            '"nn": {title: Zero, units: [a], was: [zero-to-hero]}',
        )
        .replace("[zero-to-hero, 'zero-to-hero']", "[nn, 'nn']")
        .replace('uses: ["zero-to-hero"]', 'uses: ["nn"]')
    )
    week = (
        WEEK_TEXT.replace("  zero-to-hero:", "  nn:")
        .replace("item: 'zero-to-hero'", "item: 'nn'")
        .replace("item: zero-to-hero/a", "item: nn/a")
    )
    assert scratch.data().decode() == week
    assert scratch.data(OTHER).decode() == week.replace("\n", "\r\n").replace("07-01", "07-08")
    assert scratch.run("check").code == 0
    assert scratch.run("log", "5m", "zero-to-hero/a").code == 0, "the former id still leads there"
    assert b"item: nn/a, id:" in scratch.data()
    scratch.run("undo")
    scratch.run("undo")
    assert (scratch.data("plan").decode(), scratch.data().decode()) == (PLAN_TEXT, WEEK_TEXT)


def test_renamed_and_back_again(scratch: Scratch) -> None:
    scratch.put(PLAN_TEXT, "plan")
    scratch.put(WEEK_TEXT)
    for words in (["zero", "b"], ["b", "c"], ["c", "zero-to-hero"]):
        assert scratch.run("rename", *words).code == 0
    assert "was: [c, b]" in scratch.data("plan").decode()
    assert scratch.data().decode() == WEEK_TEXT
    assert scratch.run("check").code == 0


def test_rename_an_address_and_a_paper_of_a_series(scratch: Scratch) -> None:
    url = "https://a.org/x?v=1"
    scratch.put(
        f'papers:\n  "{url}":\nseries: {{s: {{schedule: [{{week: 2024-W27, paper: "{url}"}}]}}}}\n',
        "plan",
    )
    scratch.put(
        f'papers: {{"{url}": {{read: once}}}}\nsessions:\n  - {{start: 2024-07-01, minutes: 5, item: "{url}"}}\n'
    )
    assert scratch.run("rename", url, "x").code == 0
    assert scratch.data().decode() == (
        'papers: {"x": {read: once}}\nsessions:\n  - {start: 2024-07-01, minutes: 5, item: "x"}\n'
    )
    plan, problems = loader.load_plan(PLAN, scratch.data("plan"))
    assert (problems, plan.papers["x"].was, plan.series["s"].schedule[0].paper) == ([], (url,), "x")


def test_rename_what_the_plan_does_not_know(scratch: Scratch) -> None:
    scratch.put("courses: {rust: {}}\n")
    assert (
        scratch.run("rename", "rust", "rust-book").out
        == "Renamed rust to rust-book in 1 week. Undo: tracker undo\n"
    )
    assert scratch.data() == b"courses: {rust-book: {}}\n"


RENAMES_REFUSED = [
    (["zero", "other"], "the plan knows other already"),
    (["zero", "zero-to-hero"], "it is called zero-to-hero already"),
    (["zero", "was-q"], "the plan knows was-q already"),
    (["was-q", "x"], "was-q is a former id of q; rename that"),
    (["zero", "rust"], "2024-W27 knows rust already"),
    (["zero/a", "b"], "names a unit"),
    (["zero", "a/b"], "names a unit"),
    (["zero", "Capital"], "expected an id"),
    (["zero", "index"], "'index' is the address"),
    (["zer0-to-hero", "b"], "no item 'zer0-to-hero' in this journal; did you mean zero-to-hero?"),
    (["nothing", "b"], "no item 'nothing' in this journal"),
    (["", "b"], "no item ''"),
]


@pytest.mark.parametrize(
    ("words", "said"),
    RENAMES_REFUSED,
    ids=lambda value: " ".join(value) if type(value) is list else "",
)
def test_rename_refused(words: list[str], said: str, scratch: Scratch) -> None:
    plan = PLAN_TEXT.replace("q: {}", "q: {was: [was-q]}")
    scratch.put(plan, "plan")
    scratch.put(WEEK_TEXT + "  - {start: 2024-07-01, minutes: 5, item: rust/x}\n")
    ran = scratch.run("rename", *words)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert scratch.data("plan").decode() == plan


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("courses: {zero-to-hero: {}}\nnext: [\n", 3),
        ("x-a: &a b\ncourses: {zero-to-hero: {}}\n", 1),
        ('courses: {"zero\\u002dto-hero": {}}\n# zero-to-hero\n', 1),
        ("sessions:\n  - start: 2024-07-01\n    minutes: 5\n    item: |-\n      zero-to-hero\n", 4),
    ],
)
def test_rename_is_whole_or_not_at_all(text: str, line: int, scratch: Scratch) -> None:
    scratch.put(PLAN_TEXT, "plan")
    scratch.put(WEEK_TEXT, OTHER)
    scratch.put(text)
    ran = scratch.run("rename", "zero", "b")
    assert (ran.code, ran.out) == (1, "")
    assert f"{PATH}:{line}:" in ran.err
    assert (scratch.data().decode(), scratch.data(OTHER).decode()) == (text, WEEK_TEXT)
    assert scratch.data("plan").decode() == PLAN_TEXT


def test_a_plan_that_takes_no_former_id_is_left_alone() -> None:
    plan = "courses:\n  a: {was: b}\n"
    with pytest.raises(TrackerError, match=rf"^{PLAN}:2:"):
        rename_item({PLAN: plan}, Names("a", "c"))
