"""Words, statuses and items entered into files as people write them: what was asked is there, all else as it was."""

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.edit.weeks import weeks
from tests.journal import CASES, PLAN, Scratch, expected, insertion
from tests.tools import fuzz
from tracker.edit import document, set_values
from tracker.format import loader
from tracker.model.journal import TrackerError
from tracker.model.kinds import Course, Link, Paper, Project

PATH, NAME = "entries/2024-W27.yaml", "2024-W27"
APPEND = expected("append")


def week(text: str):
    return loader.load_week(PATH, NAME, text.encode())


def nothing_lost(old: str, new: str) -> bool:
    """Whether every character of `old` is in `new`, in order."""
    rest = iter(new)
    return all(letter in rest for letter in old)


def plain(data: bytes) -> dict:
    return yaml.load(data.decode("utf-8-sig"), yaml.CBaseLoader) or {}


# ---- every command, into every file that can be logged into

ASKED = {
    # words -> (key, what it holds then in the place of what it held)
    ("add", "learned", "x: y #z"): ("learned", lambda old: [*(old or []), "x: y #z"]),
    ("add", "life", "- x"): ("life", lambda old: [*(old or []), "- x"]),
    ("add", "next", "no"): ("next", lambda old: [*(old or []), "no"]),
    ("add", "question", "what? why"): ("questions", lambda old: [*(old or []), "what? why"]),
    ("add", "goal", "1:30"): ("goals", lambda old: [*(old or []), "1:30"]),
    ("add", "link", "https://a.org/?v=1,2"): (
        "links",
        lambda old: [*(old or []), "https://a.org/?v=1,2"],
    ),
    ("add", "link", "https://a.org/", "a, b", "--tags", "no, c d"): (
        "links",
        lambda old: [
            *(old or []),
            {"url": "https://a.org/", "note": "a, b", "tags": ["no", "c d"]},
        ],
    ),
    ("done", "zero/mlp"): ("courses", lambda old: {"zero-to-hero": {"done": ["mlp"]}}),
    ("done", "linear", "--count", "2"): ("courses", lambda old: {"linear-algebra": {"done": "2"}}),
    ("done", "vas"): ("papers", lambda old: {"vaswani2017": {"read": "once"}}),
    ("done", "four"): ("projects", lambda old: {"four-gram": {"status": "shipped"}}),
    ("set", "zero", "paused"): ("courses", lambda old: {"zero-to-hero": {"status": "paused"}}),
    ("set", "vas", "dropped"): ("papers", lambda old: {"vaswani2017": {"status": "dropped"}}),
    ("set", "zero", "confidence", "4"): (
        "courses",
        lambda old: {"zero-to-hero": {"confidence": "4"}},
    ),
    ("set", "zero", "gap", "x: y"): ("courses", lambda old: {"zero-to-hero": {"gaps": ["x: y"]}}),
    ("set", "vas", "understood", "2"): ("papers", lambda old: {"vaswani2017": {"understood": "2"}}),
    ("set", "four", "evidence", "a/b.py"): (
        "projects",
        lambda old: {"four-gram": {"evidence": ["a/b.py"]}},
    ),
}


@pytest.mark.parametrize("name", APPEND)
def test_append_case(name: str, tmp_path) -> None:
    old = (CASES / "append" / name).read_bytes()
    scratch = Scratch(tmp_path / "j")
    scratch.put(old)
    for words, (key, grown) in ASKED.items():
        ran = scratch.run(*words)
        new = scratch.data()
        if APPEND[name]["expect"] == "refused":
            assert (ran.code, ran.out, new) == (1, "", old)
            assert re.search(
                rf"\b{re.escape(PATH)}:({'|'.join(map(str, APPEND[name]['lines']))})\b", ran.err
            )
            continue
        assert ran.code == 0, f"{words}: {ran.err}"
        assert ran.out.count("\n") == 1
        assert NAME in ran.out
        assert ran.out.endswith(" Undo: tracker undo\n")
        assert insertion(old, new) is not None, words
        assert plain(new) == {**plain(old), key: grown(plain(old).get(key))}
        assert scratch.run("check").code == 0
        assert scratch.run("undo").code == 0
        assert scratch.data() == old


@settings(max_examples=200)
@given(
    weeks(),
    st.sampled_from(["learned", "life", "next", "goals", "questions"]),
    st.text("ab\n:#'\"é- ").filter(str.strip),
)
def test_entered_words_are_the_only_change(text: str, key: str, words: str) -> None:
    before, problems = week(text)
    try:
        new = set_values.add_text(text, NAME, key, words)
    except TrackerError as error:
        unsafe = any(problem.kind in loader.UNSAFE for problem in problems)
        assert unsafe or isinstance(getattr(before, key), str), str(error)
        assert re.match(rf"{re.escape(PATH)}:[0-9]+:", str(error))
        return
    assert nothing_lost(text, new)
    after, problems_now = week(new)
    assert [problem.message for problem in problems_now] == [
        problem.message for problem in problems
    ]
    assert after._replace(**{key: ()}) == before._replace(**{key: ()})
    listed, then = getattr(after, key), getattr(before, key)
    if isinstance(then, str):
        assert listed.startswith(then.rstrip("\n"))
        assert words in listed.replace("\n  ", "\n")
    else:
        assert sorted(map(str, listed)) == sorted(map(str, (*then, set_values.TEXTS[key](words))))


@settings(max_examples=200)
@given(weeks())
def test_an_entered_status_is_the_only_change(text: str) -> None:
    before, problems = week(text)
    if any(problem.kind in loader.UNSAFE for problem in problems):
        with pytest.raises(TrackerError):
            set_values.set_in_record(text, NAME, "papers", "p", "read", "once")
        return
    new = set_values.set_in_record(text, NAME, "papers", "p", "read", "once")
    assert insertion(text.encode(), new.encode()) is not None
    again = set_values.set_in_record(new, NAME, "papers", "p", "read", "again")
    assert again.count("\n") == new.count("\n")
    for read, text_now in (("once", new), ("again", again)):
        after, problems_now = week(text_now)
        assert after.papers["p"].read == read
        assert after._replace(papers={}) == before
        assert len(problems_now) == len(problems)


@pytest.mark.parametrize("count", [200, pytest.param(4000, marks=pytest.mark.long)])
def test_mutants(count: int) -> None:
    """What `make fuzz` makes: nothing raises but TrackerError, and what was asked is all that changed."""
    outcomes = set()
    link = Link("https://a.org", note="x")
    for number, data in enumerate(fuzz.mutants(count, seed=7)):
        text = data.decode("utf-8", "replace")
        edits = [
            lambda text: set_values.add_text(text, NAME, "learned", "x: y"),
            lambda text: set_values.add_link(text, NAME, link),
            lambda text: set_values.set_in_record(
                text, NAME, "courses", "zero-to-hero", "status", "paused"
            ),
            lambda text: set_values.add_item(text, "papers", "p", Paper(title="x: y", year=2017)),
        ]
        try:
            new = edits[number % len(edits)](text)
        except TrackerError as error:
            outcomes.add("refused")
            assert re.match(r"entries/[\w-]+\.yaml:[0-9]+", str(error)), str(error)
            continue
        outcomes.add("entered")
        # A plain text beside its key becomes a block: see PARAGRAPHS.
        if "learned: |-" in new and "learned: |-" not in text:
            assert nothing_lost(text, new)
        elif "status:" not in text:
            assert insertion(text.encode(), new.encode()) is not None
    assert outcomes == {"refused", "entered"}


# ---- one Markdown text: what stands there, and what stands there with "new" in it

PARAGRAPHS = {
    "a block": ("learned: |\n  a\ntitle: x\n", "learned: |\n  a\n\n  new\ntitle: x\n"),
    "a deep block": (
        "learned: |\n      a\n\n\ntitle: x\n",
        "learned: |\n      a\n\n      new\n\n\ntitle: x\n",
    ),
    "a stripped block": ("learned: |-\n  a\n", "learned: |-\n  a\n\n  new\n"),
    "a block that keeps its end": (
        "learned: |+\n  a\n\n\ntitle: x\n",
        "learned: |+\n  a\n\n  new\n\n\ntitle: x\n",
    ),
    "a folded block": (
        "learned: >\n  a\n  b\ntitle: x\n",
        "learned: >\n  a\n  b\n\n\n  new\ntitle: x\n",
    ),
    "a block without a line end": ("learned: |\n  a", "learned: |\n  a\n\n  new"),
    "a block before the document's end": (
        "learned: |\n  a\n...\n",
        "learned: |\n  a\n\n  new\n...\n",
    ),
    "a block below a comment": (
        "learned: | # c\n  a\n# d\n",
        "learned: | # c\n  a\n\n  new\n# d\n",
    ),
    "CR LF": (
        "learned: |\r\n  a\r\nlife: []\r\n",
        "learned: |\r\n  a\r\n\r\n  new\r\nlife: []\r\n",
    ),
    "a byte order mark": ("\ufefflearned: |\n  a\n", "\ufefflearned: |\n  a\n\n  new\n"),
    "a list": (
        "learned: |\n  # h\n\n  - a\n    b\n",
        "learned: |\n  # h\n\n  - a\n    b\n  - new\n",
    ),
    "a list of stars": ("learned: |\n  *   a\n", "learned: |\n  *   a\n  *   new\n"),
    "a paragraph below a list": (
        "learned: |\n  - a\n\n  b\n",
        "learned: |\n  - a\n\n  b\n\n  new\n",
    ),
    "a plain text": ("learned: a b\ntitle: x\n", "learned: |-\n  a b\n\n  new\ntitle: x\n"),
    "a plain text without a line end": (
        "title: x\nlearned: a",
        "title: x\nlearned: |-\n  a\n\n  new",
    ),
    "a plain text with CR LF": ("learned: a\r\n", "learned: |-\r\n  a\r\n\r\n  new\r\n"),
}


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_paragraph(name: str) -> None:
    old, new = PARAGRAPHS[name]
    assert set_values.add_text(old, NAME, "learned", "new") == new
    assert nothing_lost(old, new)


def test_a_paragraph_of_more_than_one_line() -> None:
    assert (
        set_values.add_text("life: |\n  a\n", NAME, "life", "b\n\nc")
        == "life: |\n  a\n\n  b\n\n  c\n"
    )
    assert (
        set_values.add_text("life: |\n  - a\n", NAME, "life", "b\nc")
        == "life: |\n  - a\n  - b\n    c\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "title: x\nlearned: 'a'\n",
        'title: x\nlearned: "a"\n',
        "title: x\nlearned: a # c\n",
        "title: x\nlearned: a\n  b\n",
        "\n{title: x, learned: a}\n",
        '\nlearned: ""\n',
        "title: x\nlearned: |\n",
    ],
)
def test_paragraph_refused(text: str) -> None:
    with pytest.raises(
        TrackerError, match=rf"^{PATH}:2: 'learned' is one text here.*make it a list: - \"new\"$"
    ):
        set_values.add_text(text, NAME, "learned", "new")


@pytest.mark.parametrize("words", ["a\u202eb", "a\u2028b", "\ufeff"])
def test_what_a_block_of_text_cannot_escape_is_refused(words: str) -> None:
    with pytest.raises(TrackerError, match="cannot be added"):
        set_values.add_text("learned: |\n  a\n", NAME, "learned", words)
    assert week(set_values.add_text("learned: [a]\n", NAME, "learned", words))[0].learned == (
        "a",
        words,
    )


def test_control_characters_are_refused() -> None:
    for text in ("learned: |\n  a\n", "learned: [a]\n", ""):
        with pytest.raises(TrackerError, match=r"U\+0007"):
            set_values.add_text(text, NAME, "learned", "bell\x07")


# ---- lists: where the new one comes to stand

LISTS = {
    "no file": ("", 'life:\n  - "new"\n'),
    "above the sessions": (
        "title: x\nsessions: []\n",
        'title: x\nlife:\n  - "new"\nsessions: []\n',
    ),
    "a bare key": ("life:\ntitle: x\n", 'life:\n  - "new"\ntitle: x\n'),
    "dashes below the key": ("life:\n- a\n", 'life:\n- a\n- "new"\n'),
    "dashes far in": (
        "life:\n     - a # c\ntitle: x\n",
        'life:\n     - a # c\n     - "new"\ntitle: x\n',
    ),
    "brackets": ("life: [a]\n", 'life: [a, "new"]\n'),
    "brackets over lines": ("life: [\n  a,\n  b\n]\n", 'life: [\n  a,\n  b\n  , "new"\n]\n'),
    "all in braces": ("{title: x}\n", '{title: x, life: ["new"]}\n'),
    "CR LF": ("life:\r\n  - a\r\n", 'life:\r\n  - a\r\n  - "new"\r\n'),
    "no line end": ("life:\n  - a", 'life:\n  - a\n  - "new"\n'),
    "markers": ("---\nlife:\n  - a\n...\n", '---\nlife:\n  - a\n  - "new"\n...\n'),
}


@pytest.mark.parametrize("name", LISTS)
def test_list(name: str) -> None:
    old, new = LISTS[name]
    assert set_values.add_text(old, NAME, "life", "new") == new


@pytest.mark.parametrize(
    ("key", "text", "line"),
    [
        ("goals", "title: x\ngoals: later\n", 2),
        ("questions", "questions: {ask: a}\n", 1),
        ("life", "title: x\n\nlife: {a: b}\n", 3),
        ("life", "life: &a [x]\n", 1),
        ("life", "title: y\nlife: [x\n", 3),
    ],
)
def test_list_refused(key: str, text: str, line: int) -> None:
    with pytest.raises(TrackerError, match=rf"^{PATH}:{line}:"):
        set_values.add_text(text, NAME, key, "new")


# ---- a word in an item's record

RECORDS = {
    "no file": ("", "courses:\n  c:\n    status: paused\n"),
    "above the sessions": ("sessions: []\n", "courses:\n  c:\n    status: paused\nsessions: []\n"),
    "another course": (
        "courses:\n  b:\n    notes: n\n",
        "courses:\n  b:\n    notes: n\n  c:\n    status: paused\n",
    ),
    "far in": (
        "courses:\n    b:\n        notes: n\n",
        "courses:\n    b:\n        notes: n\n    c:\n        status: paused\n",
    ),
    "the course": (
        "courses:\n  c:\n    notes: n\n",
        "courses:\n  c:\n    notes: n\n    status: paused\n",
    ),
    "the course, bare": ("courses:\n  c: # d\n", "courses:\n  c: # d\n    status: paused\n"),
    "the course, in braces": (
        "courses:\n  c: {notes: n}\n",
        "courses:\n  c: {notes: n, status: paused}\n",
    ),
    "in braces, bare": ("courses: {c: }\n", "courses: {c:  {status: paused}}\n"),
    "all in braces": ("{courses: {b: {}}}\n", "{courses: {b: {}, c: {status: paused}}}\n"),
    "another status": (
        "courses: {c: {status: active}} # e\n",
        "courses: {c: {status: paused}} # e\n",
    ),
    "in quotes": (
        "courses:\n  c:\n    status: 'active'  # e\n",
        "courses:\n  c:\n    status: 'paused'  # e\n",
    ),
    "a bare status": (
        "courses:\n  c:\n    status: # e\n",
        "courses:\n  c:\n    status: paused # e\n",
    ),
    "a wrong status": (
        "courses:\n  c:\n    status: pausd\n",
        "courses:\n  c:\n    status: paused\n",
    ),
    "CR LF": (
        "courses:\r\n  c:\r\n    status: done\r\n",
        "courses:\r\n  c:\r\n    status: paused\r\n",
    ),
    "a block of text without a line end": (
        "courses:\n  c:\n    notes: |\n      a",
        "courses:\n  c:\n    status: paused\n    notes: |\n      a",
    ),
    "a block of text above": (
        "courses:\n  c:\n    notes: |\n      a\n\n\nlife: []\n",
        "courses:\n  c:\n    notes: |\n      a\n    status: paused\n\n\nlife: []\n",
    ),
}


@pytest.mark.parametrize("name", RECORDS)
def test_record(name: str) -> None:
    old, new = RECORDS[name]
    assert set_values.set_in_record(old, NAME, "courses", "c", "status", "paused") == new


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: x\ncourses: [c]\n", 2),
        ("courses:\n  c: later\n", 2),
        ("courses:\n  c:\n    status: [a]\n", 3),
        ("courses:\n  c:\n    status: |\n      active\n", 3),
        ("courses: {c}\n", 1),
        ("courses:\n  c: {status: done, status: done}\n", 2),
    ],
)
def test_record_refused(text: str, line: int) -> None:
    with pytest.raises(TrackerError, match=rf"^{PATH}:{line}:"):
        set_values.set_in_record(text, NAME, "courses", "c", "status", "paused")


# ---- an item in the plan

COURSE = Course(title="A: b", units={"x": "x", "y z": "y z"}, estimate=90, skills=("s",))
BLOCK = '    title: "A: b"\n    units: [x, "y z"]\n    estimate: 1h30m\n    skills: [s]\n'
FLOW = '{title: "A: b", units: [x, "y z"], estimate: 1h30m, skills: [s]}'
ITEMS = {
    "no file": ("", f"courses:\n  c:\n{BLOCK}"),
    "no courses": ("title: t\n", f"title: t\ncourses:\n  c:\n{BLOCK}"),
    "bare courses": ("courses:\npapers: {}\n", f"courses:\n  c:\n{BLOCK}papers: {{}}\n"),
    "block style": (
        "courses:\n  b:\n    by: n\n# c\n",
        f"courses:\n  b:\n    by: n\n  c:\n{BLOCK}# c\n",
    ),
    "braces": (
        "courses:\n  b: {by: n}\npapers: {}\n",
        f"courses:\n  b: {{by: n}}\n  c: {FLOW}\npapers: {{}}\n",
    ),
    "no braces": ("courses: {}\n", f"courses: {{c: {FLOW}}}\n"),
    "all in braces": ("{title: t}\n", f"{{title: t, courses: {{c: {FLOW}}}}}\n"),
    "far in": (
        "courses:\n    b:\n       by: n\n",
        "courses:\n    b:\n       by: n\n    c:\n" + BLOCK.replace("    ", "       "),
    ),
    "empty lines between": (
        "courses:\n  a:\n    by: m\n\n  b:\n    by: n\n\npapers: {}\n",
        f"courses:\n  a:\n    by: m\n\n  b:\n    by: n\n\n  c:\n{BLOCK}\npapers: {{}}\n",
    ),
    "empty lines between keys": (
        "title: t\n\nwhy: w\n",
        f"title: t\n\nwhy: w\n\ncourses:\n  c:\n{BLOCK}",
    ),
    "an empty line at the end": (
        "title: t\n\nwhy: w\n\n",
        f"title: t\n\nwhy: w\n\ncourses:\n  c:\n{BLOCK}",
    ),
    "CR LF": (
        "courses:\r\n  b:\r\n    by: n\r\n",
        f"courses:\r\n  b:\r\n    by: n\r\n  c:\r\n{BLOCK}",
    ),
    "a byte order mark": ("\ufefftitle: t\n", f"\ufefftitle: t\ncourses:\n  c:\n{BLOCK}"),
    "no line end": ("title: t", f"title: t\ncourses:\n  c:\n{BLOCK}"),
    "markers": ("---\ntitle: t\n...\n", f"---\ntitle: t\ncourses:\n  c:\n{BLOCK}...\n"),
}


@pytest.mark.parametrize("name", ITEMS)
def test_item(name: str) -> None:
    old, new = ITEMS[name]
    if "\r" in old:
        new = new.replace("\r", "").replace("\n", "\r\n")
    assert set_values.add_item(old, "courses", "c", COURSE) == new
    assert insertion(old.encode(), new.encode()) is not None


@pytest.mark.parametrize("name", ITEMS)
def test_items_at_once_are_written_as_one_is(name: str) -> None:
    old, new = ITEMS[name]
    if "\r" in old:
        new = new.replace("\r", "").replace("\n", "\r\n")
    assert set_values.add_items(old, "courses", {}) == old
    assert set_values.add_items(old, "courses", {"c": COURSE}).replace("\n\n", "\n") == new.replace(
        "\n\n", "\n"
    )
    more = {"c": COURSE, "d": Course(title="x: y"), "e": Course()}
    text = set_values.add_items(old, "courses", more)
    before, _ = loader.load_plan("", old.encode())
    after, problems = loader.load_plan("", text.encode())
    assert problems == []
    assert after == before._replace(courses={**before.courses, **more})
    assert list(after.courses)[-3:] == ["c", "d", "e"]
    assert insertion(old.encode(), text.encode()) is not None


def test_items_at_once_refused() -> None:
    for text in ("title: t\ncourses: [c]\n", "courses: {c: {title: x}}\n"):
        with pytest.raises(TrackerError, match=r"^entries/plan.yaml:[12]:"):
            set_values.add_items(text, "courses", {"c": COURSE, "d": COURSE})


@pytest.mark.parametrize(
    ("text", "line"),
    [("title: t\ncourses: [c]\n", 2), ("title: t\ncourses: later\n", 2), ("courses: *a\n", 1)],
)
def test_item_refused(text: str, line: int) -> None:
    with pytest.raises(TrackerError, match=rf"^entries/plan.yaml:{line}:"):
        set_values.add_item(text, "courses", "c", COURSE)


def test_an_item_of_which_nothing_is_known() -> None:
    assert set_values.add_item("", "projects", "p", Project()) == "projects:\n  p:\n"
    assert (
        set_values.add_item("projects:\n  o: {}\n", "projects", "p", Project())
        == "projects:\n  o: {}\n  p: {}\n"
    )
    assert (
        set_values.add_item("projects: {}\n", "projects", "p", Project()) == "projects: {p: {}}\n"
    )
    titled = Course(units={"x": "X y", "z": "z"})
    assert (
        loader.load_plan("", set_values.add_item("", "courses", "c", titled).encode())[0].courses[
            "c"
        ]
        == titled
    )
    for address in ("https://a.org/x?y=1,2#z", "http://a.org/{b},[c]"):
        new = set_values.add_item(PLAN.decode(), "papers", address, Paper())
        assert loader.load_plan("", new.encode())[0].papers[address] == Paper()


TEXT = st.text(min_size=1, max_size=20).filter(
    lambda text: (
        text.strip() and not re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", text)
    )
)


@settings(max_examples=200)
@given(
    st.sampled_from([case[0] for case in ITEMS.values()] + [PLAN.decode()]),
    st.fixed_dictionaries(
        {"title": TEXT},
        optional={
            "by": TEXT,
            "form": TEXT,
            "units": st.integers(0, 99)
            | st.lists(TEXT, unique=True, min_size=1).map(lambda names: {n: n for n in names}),
            "estimate": st.integers(1, 9999),
            "skills": st.lists(TEXT, min_size=1).map(tuple),
            "phase": st.integers(0, 9),
        },
    ).map(lambda known: Course(**known)),
)
def test_any_item_reads_back(text: str, item: Course) -> None:
    before, _ = loader.load_plan("", text.encode())
    new = set_values.add_item(text, "courses", "new-one", item)
    after, problems = loader.load_plan("", new.encode())
    assert problems == []
    assert after == before._replace(courses={**before.courses, "new-one": item})
    assert list(after.courses)[-1] == "new-one"
    assert insertion(text.encode(), new.encode()) is not None
    for reader in (yaml.CBaseLoader, yaml.BaseLoader):
        assert yaml.load(new, reader)["courses"]["new-one"]["title"] == item.title


def test_a_link_reads_back() -> None:
    link = Link("https://a.org/x?y=1", "t: u", 'n "q"', ("a", "b, c"), "no")
    text = set_values.add_link("", NAME, link)
    assert text == (
        'links:\n  - {url: "https://a.org/x?y=1", title: "t: u", note: "n \\"q\\"", tags: [a, "b, c"], quote: "no"}\n'
    )
    assert week(text)[0].links == (link,)


def test_what_does_not_read_back_as_asked_is_not_written() -> None:
    sheet = document.parse_week(NAME, "title: x\nx-a: 1\n", ("life",))
    value, tree = sheet.value._replace(life=("a",)), {"title": "x", "x-a": "1", "life": ["a"]}
    right = "title: x\nx-a: 1\nlife: [a]\n"
    assert sheet.prove(right, tree, value=value) == right
    assert not sheet.prove(right, tree, value=sheet.value)
    mistyped = right.replace("1", "2")
    assert not sheet.prove(mistyped, tree, value=value), "what x- keys hold counts, too"
    new_problem = right + "titel: y\n"
    assert not sheet.prove(new_problem, {**tree, "titel": "y"}, value=value)
    with pytest.raises(TrackerError):
        document.parse_week(NAME, right.replace("[a]", "[a"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("courses: {c: ~}\n", "courses: {c: {status: paused}}\n"),
        ("courses: {c: null, a: {}}\n", "courses: {c: {status: paused}, a: {}}\n"),
        ("{courses: ~}\n", "{courses: {c: {status: paused}}}\n"),
        ("courses: ~\n", "courses:\n  c:\n    status: paused\n"),
        ("~\n", "\ncourses:\n  c:\n    status: paused\n"),
    ],
)
def test_nothing_is_written_as_null_and_gives_way(old: str, new: str) -> None:
    assert set_values.set_in_record(old, NAME, "courses", "c", "status", "paused") == new


def test_a_unit_goes_where_null_stands_between_braces() -> None:
    done = set_values.add_done("courses: {c: {done: ~}}\n", NAME, "c", "u", "courses")
    assert done == "courses: {c: {done: [u]}}\n"
