"""Logging into files as people write them: added, never harmed."""

import json
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.edit.weeks import weeks
from tests.journal import CASES, Scratch, adds_whole_lines, expected, insertion
from tests.tools import fuzz
from tracker.edit import document, insert, set_values, values
from tracker.edit.add_session import add_session
from tracker.format import loader
from tracker.model import when
from tracker.model.journal import Session, TrackerError

ASKED = ["log", "45m", "zero-to-hero", "x: y #z", "--at", "2024-07-06 19:30"]
PATH = "entries/2024-W27.yaml"
SESSION = Session(when.parse_start("2024-07-06 19:30"), 45, "zero-to-hero", "x: y #z", "abcdef")
LINE = '{start: 2024-07-06 19:30, minutes: 45, item: zero-to-hero, note: "x: y #z", id: abcdef}'
APPEND = expected("append")


def week(text: str | bytes):
    data = text.encode() if isinstance(text, str) else text
    return loader.load_week(PATH, "2024-W27", data)


@pytest.mark.parametrize("name", APPEND)
def test_append_case(name: str, tmp_path) -> None:
    case = APPEND[name]
    old = (CASES / "append" / name).read_bytes()
    scratch = Scratch(tmp_path / "j")
    scratch.put(old)
    checked = scratch.run("check")
    ran = scratch.run(*ASKED)
    new = scratch.data()
    if case["expect"] == "refused":
        assert (ran.code, ran.out, new) == (1, "", old)
        assert ran.err.count("\n") == 1
        assert re.search(rf"\b{re.escape(PATH)}:({'|'.join(map(str, case['lines']))})\b", ran.err)
        assert checked.code == 3
        return
    assert ran.code == 0
    assert checked.code == 0, checked.out
    assert_logged(old, new)
    if case["expect"] == "added-lines-only":
        assert adds_whole_lines(old, new)
        added = [line for line in new.splitlines() if line not in old.splitlines()]
        assert len(added) == 1 + (b"sessions" not in old)
    else:
        piece, number = insertion(old, new), case["line"] - 1
        assert piece is not None
        assert b"\n" not in piece
        assert old.splitlines()[:number] == new.splitlines()[:number]
    assert scratch.run("check").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.data() == old


def assert_logged(old: bytes, new: bytes) -> None:
    """The new file says what the old one said and the session, to our reader and to PyYAML's."""
    before, after = week(old)[0], week(new)[0]
    session = after.sessions[-1]
    assert session._replace(id=None) == SESSION._replace(id=None)
    assert re.fullmatch("[0-9a-hjkmnp-tv-z]{6}", session.id)
    assert after == before._replace(sessions=(*before.sessions, session))
    plain_before = yaml.load(old.decode("utf-8-sig"), yaml.CBaseLoader) or {}
    plain_after = yaml.load(new.decode("utf-8-sig"), yaml.CBaseLoader)
    assert [*(plain_before.get("sessions") or [])] == plain_after["sessions"][:-1]
    assert {**plain_before, "sessions": 0} == {**plain_after, "sessions": 0}


# Where the session's line comes to stand: `>` marks the lines that are added, `+...+` what is added to a line.
PLACES = {
    "an empty file": ">sessions:\n>  - S\n",
    "document markers and nothing else": "---\n>sessions:\n>  - S\n...\n",
    "a marker with a comment": "--- # 1\n>sessions:\n>  - S\n",
    "no line end at the end": "title: x+\nsessions:\n  - S\n+",
    "a bare key at the very end": "sessions:+\n  - S\n+",
    "a comment behind a bare key": "sessions: # mine\n>  - S\n# below\n\n",
    "blank lines at the end stay there": "sessions:\n  - {start: 2024-07-01, minutes: 5}\n>  - S\n\n\n",
    "an empty list": "sessions: [+S+] # c\n",
    "an empty list with a space in it": "sessions: [+S+ ]\n",
    "a list over lines": "sessions: [\n  {start: 2024-07-01, minutes: 5}\n>  , S\n]\n",
    "a list over lines that ends in a comma": "sessions: [\n  {start: 2024-07-01, minutes: 5}, # a, b\n>  S,\n]\n",
    "an empty list over lines": "sessions: [\n>  S\n]\n",
    "a list that closes on its last line": "sessions: [{start: 2024-07-01, minutes: 5},\n"
    " {start: 2024-07-02, minutes: 5}+, S+]\n",
    "a comma before the bracket": "sessions: [{start: 2024-07-01, minutes: 5},+ S+ ]\n",
    "all between braces": "{title: x+, sessions: [S]+}\n",
    "braces with nothing in them": "{+sessions: [S]+}\n",
    "JSON": '{\n  "title": "x",\n  "sessions": [\n    {"start": "2024-07-01", "minutes": "5"}\n>    , S\n  ]\n}\n',
    "CR LF": "title: x\r\nsessions:\r\n  - {start: 2024-07-01, minutes: 5}\r\n>  - S\r\nnext: []\r\n",
    "CR LF, one line": "title: x\r\n>sessions:\r\n>  - S\r\n",
    "the line above decides": "title: x\r\nsessions:\n  - {start: 2024-07-01, minutes: 5}\n>  - S\nnext: []\r\n",
    "a byte order mark": "\ufeffsessions:\n  - {start: 2024-07-01, minutes: 5}\n>  - S\n",
    "a byte order mark and nothing else": "\ufeff>sessions:\n>  - S\n",
    "all indented": "  title: x\n  next: [a]\n>  sessions:\n>    - S\n",
    "wide dashes": "sessions:\n-   {start: 2024-07-01, minutes: 5}\n>-   S\n",
    "a block of text last": "sessions:\n  - start: 2024-07-01\n    minutes: 5\n    note: |\n"
    "      a\n>  - S\n\n\nnext: []\n",
    "a block that keeps its blank lines": "sessions:\n  - {start: 2024-07-01, minutes: 5}\n>  - S\n"
    "next:\n  - |+\n    a\n\n\n",
    "a kept block is the list's end": "sessions:\n  - start: 2024-07-01\n    minutes: 5\n    note: |+\n"
    "      a\n\n>  - S\nnext: []\n",
    "a block without a line end": ">sessions:\n>  - S\nintro: |\n  a",
    "a block of an x- key without a line end": ">sessions:\n>  - S\nx-a: |\n  a",
    "a comma in a comment": "sessions: [\n  {start: 2024-07-01, minutes: 5} # a, b\n>  , S\n]\n",
    "a block without a line end, below a comment": "title: x\n>sessions:\n>  - S\n# why\nintro: |\n  a",
    "a session without a line end": "sessions:\n>  - S\n  - start: 2024-07-01\n    minutes: 5\n    note: |\n      a",
    "a quoted text over lines": "sessions:\n  - start: 2024-07-01\n    minutes: 5\n    note: 'a\n\n"
    "      b' # c\n>  - S\ntitle: x\n",
    "an entry left empty": "sessions:\n  - {start: 2024-07-01, minutes: 5}\n  -\n>  - S\n",
    "a key asked for": "? sessions\n: - {start: 2024-07-01, minutes: 5}\n>  - S\n",
    "a list as a key, which is wrong": "? [a]\n: b\nsessions:\n  - {start: 2024-07-01, minutes: 5}\n>  - S\n",
    "what looks like the key is text": "intro: |\n  sessions:\n    - x\n>sessions:\n>  - S\n",
    "what looks like the key is deeper": "x-old:\n  sessions:\n    - {a: b}\n>sessions:\n>  - S\n",
    "two dots are no marker": "intro: a\n  ...b\n>sessions:\n>  - S\n",
    "a directive": "%YAML 1.1\n---\ntitle: x\n>sessions:\n>  - S\n",
    "a wrong session": "sessions:\n  - 5\n  - {start: 2024-07-01, minutes: 5}\n>  - S\n",
}


def picture(text: str) -> tuple[str, str]:
    """(what was there, what must come of it)."""
    text = text.replace("S", "\0")
    old = re.sub(r"(?m)^(\ufeff?)>.*\n", r"\1", text)
    old = re.sub(r"\+[^+\n]*\0[^+]*\+|\+\n[^+]*\+", "", old) if "|+" not in old else old
    new = re.sub(r"(?m)^(\ufeff?)>", r"\1", text)
    new = re.sub(r"\+([^+\n]*\0[^+]*|\n[^+]*)\+", r"\1", new) if "|+" not in new else new
    return old, new.replace("\0", LINE)


@pytest.mark.parametrize("name", PLACES)
def test_place(name: str) -> None:
    old, new = picture(PLACES[name])
    assert add_session(old, SESSION) == new


DONE = {
    "nothing yet": ("sessions: []\n", "courses:\n  c:\n    done: [u]\nsessions: []\n"),
    "below the file's first comment": (
        "# 1\nsessions: []\n",
        "# 1\ncourses:\n  c:\n    done: [u]\nsessions: []\n",
    ),
    "above the comment of the sessions": (
        "title: x\n# 1\nsessions: []\n",
        "title: x\ncourses:\n  c:\n    done: [u]\n# 1\nsessions: []\n",
    ),
    "no sessions": ("title: x\n", "title: x\ncourses:\n  c:\n    done: [u]\n"),
    "another course": (
        "courses:\n  b:\n    notes: n\n",
        "courses:\n  b:\n    notes: n\n  c:\n    done: [u]\n",
    ),
    "the course": (
        "courses:\n  c:\n    notes: n\n",
        "courses:\n  c:\n    notes: n\n    done: [u]\n",
    ),
    "the course, bare": ("courses:\n  c:\ntitle: x\n", "courses:\n  c:\n    done: [u]\ntitle: x\n"),
    "courses, bare": ("courses: # c\n", "courses: # c\n  c:\n    done: [u]\n"),
    "done, bare": ("courses:\n  c:\n    done: # c\n", "courses:\n  c:\n    done: [u] # c\n"),
    "done, in brackets": ("courses:\n  c:\n    done: [a]\n", "courses:\n  c:\n    done: [a, u]\n"),
    "done, a list": (
        "courses:\n  c:\n    done:\n    - a\n",
        "courses:\n  c:\n    done:\n    - a\n    - u\n",
    ),
    "between braces": ("courses: {c: {notes: n}}\n", "courses: {c: {notes: n, done: [u]}}\n"),
    "between braces, bare": ("courses: {c: }\n", "courses: {c:  {done: [u]}}\n"),
    "other, between braces": (
        "courses: {b: {notes: n}}\n",
        "courses: {b: {notes: n}, c: {done: [u]}}\n",
    ),
    "no course, braces": ("courses: {}\n", "courses: {c: {done: [u]}}\n"),
    "course, braces": ("courses:\n  c: {notes: n}\n", "courses:\n  c: {notes: n, done: [u]}\n"),
    "all in braces": ("{title: x}\n", "{title: x, courses: {c: {done: [u]}}}\n"),
}


@pytest.mark.parametrize("name", DONE)
def test_done(name: str) -> None:
    old, new = DONE[name]
    assert set_values.add_done(old, "2024-W27", "c", "u") == new


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("courses:\n  c:\n    done: 2\n", 3),
        ("courses:\n  - c\n", 2),
        ("title: x\ncourses: yes\n", 2),
        ("courses: {c}\n", 1),
    ],
)
def test_done_refused(text: str, line: int) -> None:
    with pytest.raises(TrackerError, match=rf"^{re.escape(PATH)}:{line}:"):
        set_values.add_done(text, "2024-W27", "c", "u")


def test_what_does_not_read_back_as_asked_is_not_written() -> None:
    growth = insert.ListInsertion(("sessions",), LINE, has_lines=True)
    with pytest.raises(TrackerError, match="cannot add to 'sessions'"):
        sheet = document.parse_week("2024-W27", "title: x\n")
        insert.apply_insertion(sheet, growth, lambda week, behind: week)


REFUSED = {
    "sessions: no\n": 1,
    "title: x\nsessions: {a: b}\n": 2,
    "- a\n": 1,
    "5\n": 1,
    "title: [a\n": 2,
    "a: &b c\nsessions: []\n": 1,
    "title: x\n...\n---\ntitle: y\n": 3,
    "title: x\nnext:\n\t- a\n": 3,
    "titel: x\nlife: [a,\n\tb]\n": 3,
    "x-a: " + "[" * 30 + "\n\ta": 1,
    "a: b\n---\n\t[": 2,
    "title: x\n\x07: b\n": 2,
    "x-a: [\n" + "[" * 30: 2,
    "title: a\rlife: b\n": 1,
    "title: a\u2028b\n": 1,
    "a: b\n\ufeffc: d\n": 2,
    "x-a: {b: 1, b: 2}\n": 1,
    "title: x\nx-a: !t b\n": 2,
    "# " + "x" * 1_000_000: 1,
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: repr(text[:20]))
def test_refused(text: str) -> None:
    with pytest.raises(TrackerError, match=rf"^{re.escape(PATH)}:{REFUSED[text]}[:;]"):
        add_session(text, SESSION)


def test_no_utf8_is_refused() -> None:
    with pytest.raises(TrackerError, match=rf"^{re.escape(PATH)}:2:3: expected UTF-8"):
        document.decode_file_text(PATH, b"a: b\nc \xff\n")


AWKWARD = json.loads((CASES / "payloads.json").read_text("utf-8"))["awkward"]
MORE_AWKWARD = [
    "'",
    '"',
    "\\",
    '\\"',
    "\t",
    "a: b",
    "#",
    "%",
    "`",
    "&a",
    "?",
    "-",
    ":",
    "]",
    "null",
    "Null",
    "=",
    "\ufeff",
    "\xa0",
    " ",
]
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.mark.parametrize("note", AWKWARD + MORE_AWKWARD, ids=repr)
def test_awkward_note(note: str, tmp_path) -> None:
    scratch = Scratch(tmp_path / "j")
    ran = scratch.run("log", "45m", "zero-to-hero", note, "--at", "2024-07-06 19:30", "--force")
    if CONTROL.search(note):
        assert (ran.code, ran.out, scratch.path().exists()) == (1, "", False)
        return
    assert ran.code == 0, ran.err
    text = scratch.data().decode()
    assert text.count("\n") == 2
    assert not re.search("[\u200e\u200f\u2028-\u202e]", text), (
        "what turns the direction of text is escaped"
    )
    found, problems = loader.load_week(PATH, "2024-W27", scratch.data())
    assert (problems, found.sessions[0].note) == ([], note)
    for reader in (yaml.CSafeLoader, yaml.SafeLoader):
        assert yaml.load(text, reader)["sessions"][0]["note"] == note


@given(st.text(max_size=60))
def test_any_text_reads_back_from_one_line(note: str) -> None:
    try:
        line = values.format_session_line(SESSION._replace(note=note, item="a/" + note))
    except TrackerError:
        assert (
            CONTROL.search(note)
            or "\ud800" <= max(note) <= "\udfff"
            or any("\ud800" <= c <= "\udfff" for c in note)
        )
        return
    assert not set("\n\r\x85\u2028\u2029") & set(line)
    for reader in (yaml.CBaseLoader, yaml.BaseLoader):
        session = yaml.load(f"sessions:\n  - {line}\n", reader)["sessions"][0]
        assert (session["note"], session["item"]) == (note, "a/" + note)


@pytest.mark.parametrize("word", ["zero-to-hero", "7kq2m9", "a/b", "3blue1brown", "a.b_c"])
def test_plain_words_stay_bare(word: str) -> None:
    assert values.format_scalar(word) == word


@pytest.mark.parametrize(
    "word",
    [
        "123456",
        "12e034",
        "0x1fab",
        "0b1011",
        "1e1000",
        "null",
        "on",
        "y",
        "n",
        "1984",
        "A",
        "a:b",
        "",
        "0",
    ],
)
def test_words_that_a_reader_could_take_otherwise_are_quoted(word: str) -> None:
    assert values.format_scalar(word) == f'"{word}"'


@settings(max_examples=300)
@given(weeks())
def test_log_keeps_every_byte(text: str) -> None:
    before, problems = week(text)
    if any(problem.kind in loader.UNSAFE for problem in problems):
        with pytest.raises(TrackerError):
            add_session(text, SESSION)
        return
    new = add_session(text, SESSION)
    assert insertion(text.encode(), new.encode()) is not None
    after, problems_now = week(new)
    assert [problem.message for problem in problems_now] == [
        problem.message for problem in problems
    ]
    assert sorted(after.sessions, key=str) == sorted((*before.sessions, SESSION), key=str)
    assert after._replace(sessions=()) == before._replace(sessions=())
    done = set_values.add_done(new, "2024-W27", "c", "u")
    assert insertion(new.encode(), done.encode()) is not None


@pytest.mark.parametrize("count", [300, pytest.param(5000, marks=pytest.mark.long)])
def test_mutants(count: int) -> None:
    """A sample of `make fuzz`, another one than its first."""
    results = {fuzz.tried(data) for data in fuzz.mutants(count, seed=20240701)}
    assert {"logged", "refused as unsafe"} <= results
