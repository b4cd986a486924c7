"""The log command: what it says, what it writes, how it ends."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.journal import Scratch, read_sessions
from tracker.cli import describe_session
from tracker.cli.misread_words import shorten_length
from tracker.edit import values
from tracker.model import when

WEEK = "entries/2024-W27.yaml"


# ---- log: what is written and what is said

SAID = [
    # words behind `log`, the session in the file, the line on stdout
    (
        "45m",
        {"start": "2024-07-06 19:45", "minutes": "45"},
        "Logged 45 min, Sat 2024-07-06 19:45-20:30",
    ),
    (
        "45m zero-to-hero/micrograd --at 19:30",
        {"start": "2024-07-06 19:30", "minutes": "45", "item": "zero-to-hero/micrograd"},
        "Logged 45 min of zero-to-hero/micrograd, Sat 2024-07-06 19:30-20:15",
    ),
    (
        "9:00-10:15 vas --on mon",
        {"start": "2024-07-01 09:00", "minutes": "75", "item": "vaswani2017"},
        None,
    ),
    (
        "1.5h --at 10:00 four-gram",
        {"start": "2024-07-06 10:00", "minutes": "90", "item": "four-gram"},
        None,
    ),
    (
        "--at 10:00 1:30 --about zero",
        {"minutes": "90", "about": "true", "item": "zero-to-hero"},
        None,
    ),
    (
        "90 zero/mic --on 2024-07-02",
        {"start": "2024-07-02"},
        "Logged 1 h 30 of zero-to-hero/micrograd, Tue 2024-07-02",
    ),
    (
        "2h --on 2024-W27 --about",
        {"start": "2024-W27", "minutes": "120"},
        "Logged about 2 h, 2024-W27",
    ),
    ("2h --at 9am", {"start": "2024-07-06 09:00"}, "Logged 2 h, Sat 2024-07-06 09:00-11:00"),
    ("2h --on today", {"start": "2024-07-06", "minutes": "120"}, "Logged 2 h, Sat 2024-07-06"),
    (
        "20m --at 7:30pm --on fri",
        {"start": "2024-07-05 19:30"},
        "Logged 20 min, Fri 2024-07-05 19:30-19:50",
    ),
    ("20m --other words", {"note": "words"}, "Logged 20 min, Sat 2024-07-06 20:10-20:30"),
    ("23:30-0:45 --on fri", {"minutes": "75"}, "Logged 1 h 15, Fri 2024-07-05 23:30 - Sat 00:45"),
    (
        "23:30-0:45",
        {"start": "2024-07-05 23:30"},
        "Logged 1 h 15, Fri 2024-07-05 23:30 - Sat 00:45",
    ),
    ("17h --force", {"minutes": "1020"}, "Logged 17 h, Sat 2024-07-06 03:30-20:30"),
    ("5m --on 2024-W28 --force", {"start": "2024-W28"}, "Logged 5 min, 2024-W28"),
    ("5m https://a.org/x?v=1,2", {"item": "https://a.org/x?v=1,2"}, None),
    ("5m -- zero -5", {"item": "zero-to-hero", "note": "-5"}, None),
    ("5m zero ---", {"note": "---"}, None),
]


@pytest.mark.parametrize(
    ("words", "written", "said"), SAID, ids=lambda value: value if isinstance(value, str) else ""
)
def test_log(words: str, written: dict, said: str | None, scratch: Scratch) -> None:
    ran = scratch.run("log", *words.split(" "))
    assert ran.code == 0, ran.err
    (path,) = set((scratch.folder / "entries").iterdir()) - {scratch.path("plan")}
    (session,) = read_sessions(scratch, path.stem)
    assert written.items() <= session.items()
    assert ran.out.count("\n") == 1
    repeated = f": {session['note']}" if "note" in session else ""
    assert ran.out.endswith(f" ({session['id']}){repeated}. Undo: tracker undo\n")
    if said:
        assert ran.out.startswith(said + " (")
    assert scratch.run("check").code == 0
    assert scratch.run("undo").out.startswith("Undone: logged ")
    assert not path.exists()


def test_a_note_with_spaces_between_options(scratch: Scratch) -> None:
    assert (
        scratch.run(
            "log", "45m", "zero", "--at", "10:00", "- the chain rule, at last", "--about"
        ).code
        == 0
    )
    assert read_sessions(scratch)[0]["note"] == "- the chain rule, at last"


REFUSED = [
    # words behind `log`, what stderr says
    (["1h", "30m", "zero"], "write 1h30m"),
    (["45", "min"], "write 45m"),
    (["45", "minutes", "zero"], "'45' and 'minutes' are one length of time: write 45m"),
    (["2", "hours", "zero"], "write 2h"),
    (["1", "h", "5", "min", "zero"], "write 1h5m"),
    (["half", "an", "hour", "zero"], "'half an hour': write 30m"),
    (["1,5", "zero"], "'1,5' has no unit: write 1.5h"),
    (["9-10pm", "zero"], "'9-10pm' does not say which half 9 is of: 9pm-10pm?"),
    (["9-5", "zero"], "(did you mean 9:00-17:00?)"),
    (["zero"], "how long was it? tracker log 45m zero"),
    (
        ["zero", "a b"],
        'how long was it? tracker log 45m zero "a b"; without a length: tracker note',
    ),
    (["zero 45m"], "length and item are two words: tracker log 45m zero"),
    (["45m", ""], "the item is empty: tracker log 45m ITEM, or leave it out"),
    (["45m", "zero", "to", "hero", "x", "y"], 'goes in quotes: tracker log 45m zero-to-hero "x y"'),
    (["45m", "zero", "mlp", "a note"], 'tracker log 45m zero/mlp "a note"'),
    (["45m", "zero", "+mlp"], "'+mlp' is a unit of zero-to-hero, not a note: zero-to-hero/mlp ("),
    (["45m", "zero", "four-gram"], "'four-gram' is another item, not a note"),
    (["45m", "zero/mlp/x"], "a unit has no parts; did you mean zero-to-hero/mlp?"),
    (["45m", "zero/mlp", "done"], "what is done is no note: tracker log 45m zero/mlp --done"),
    (["45m", "paper", "vaswani2017"], "'paper' is a kind, not an item: type the id of a paper"),
    (["45m", "courses"], "'courses' is a kind, not an item"),
    (["45m", "other"], "work on no item is --other"),
    (
        ["45m", "zero", "--other"],
        "'zero' is an item, and --other is work on none: tracker log 45m z",
    ),
    (["45m", "goal"], "'goal' is a word of the commands, not an item"),
    (["45m", "zero", "--at", "noon"], "'noon' is no time: write 12:00"),
    (["45m", "zero", "--at", "9.30"], "'9.30' is no time: write 9:30"),
    (["45m", "zero", "--at", "2130"], "'2130' is no time: write 21:30"),
    (["45m", "zero", "--at", "9h30"], "write 9:30"),
    (["45m", "zero", "--at", "yesterday"], "a day needs its time here: 'yesterday 19:30'"),
    (["45m", "zero", "--at", "10m"], "write '10m ago', in quotes"),
    (["45m", "zero", "--on", "last friday"], "write fri, the last one or today"),
    (["45m", "zero", "--on", "1.7.2024"], "write 2024-07-01"),
    (["45m", "zero", "--on", "tomorrow"], "it is still to come"),
    (["zero", "45m"], "the length comes first: tracker log 45m zero"),
    (["45x"], "write 45m, 1h30m, 1:30"),
    (["0m"], "no time at all"),
    (["9:00-9:00"], "no time at all"),
    (["17h"], "more than 16 h"),
    (["45m", "the chain rule", "zero-to-hero"], 'tracker log 45m zero-to-hero "the chain rule"'),
    (["45m", "the chain rule"], 'tracker log 45m ITEM "the chain rule"'),
    (["45m", "zero", "the", "chain", "rule"], 'tracker log 45m zero "the chain rule"'),
    (["45m", "--other", "the", "chain"], 'tracker log 45m --other "the chain"'),
    (["45m", "zero-to-hro"], "did you mean zero-to-hero?"),
    (["45m", "zero-to-hro/mlp"], "did you mean zero-to-hero/mlp?"),
    (["45m", "zero/mpl"], "did you mean zero-to-hero/mlp?"),
    (["45m", "zero/"], "no unit behind the slash: zero-to-hero, or zero-to-hero/micrograd"),
    (["5m", "m"], "'5m' has its unit, and 'm' is another: tracker log 5m ITEM"),
    (["1", "h", "30", "zero"], "'1', 'h' and '30' are one length of time: write 1h30"),
    (["1", "30", "zero"], "'1' and '30' are two lengths of time"),
    (["45m", "90", "zero"], "'45m' and '90' are two lengths of time"),
    # a time in another's place
    (["45m", "zero", "yesterday 19:30"], 'tracker log 45m zero --at "yesterday 19:30"'),
    (["45m", "zero", "yesterday", "19:30"], 'tracker log 45m zero --at "yesterday 19:30"'),
    (["45m", "zero", "at 19:30"], "'19:30' is a time, not a note: tracker log 45m zero --at 19:30"),
    (["45m", "zero", "2 hours ago"], 'tracker log 45m zero --at "2 hours ago"'),
    (["45m", "zero", "9:00-9:45"], "not a note: tracker log 9:00-9:45 zero (--force"),
    (["45m", "zero", "yesterday"], "is a day, not a note: tracker log 45m zero --on yesterday"),
    (["45m", "zero", "2024-W26"], "is a week, not a note: tracker log 45m zero --on 2024-W26"),
    (["45m", "zero", "last night"], "--on DAY, such as 2024-07-01, yesterday or mon"),
    (["45m", "zero", "30m"], "'30m' is a length of time, not a note"),
    (["45m", "9-10"], "'9-10' is a time, not an item: tracker log 9-10 ITEM (--force"),
    (["45m", "9:00-9:45", "zero"], "not an item: tracker log 9:00-9:45 zero"),
    (["45m", "zero", "mlp"], "'mlp' is a unit of zero-to-hero, not a note: zero-to-hero/mlp ("),
    (["45m", "last"], "last is a session; the last item is -"),
    (["9:00", "10:00", "zero"], "two times are one span: write 9:00-10:00"),
    (["from", "9:00", "to", "10:00", "zero"], "write 9:00-10:00"),
    (["45m", "mon"], "'mon' is a day, not an item: tracker log 45m ITEM --on mon (--force"),
    (["45m", "mon", "zero"], "not an item: tracker log 45m zero --on mon"),
    (["45m", "--other", "mon"], "not a note: tracker log 45m --other --on mon"),
    (["zero", "45m", "yesterday"], "comes first: tracker log 45m zero --on yesterday"),
    (["yesterday", "45m", "zero"], "comes first: tracker log 45m zero --on yesterday"),
    (["9:00-9:45", "zero", "9:00"], "9:00-9:45 says when it was, tracker log 9:00-9:45 zero"),
    (["45m", "zero/ma", "x", "--at", "23:00"], 'did you mean --at "yesterday 23:00"?'),
    (["45m", "zero/m"], "makemore, micrograd, mlp; type more"),
    (["45m", "Capital"], "expected an id of lower-case letters"),
    (["45m", "--at", "tomorrow 9:00"], "is no time"),
    (["45m", "--at", "25:00"], "there is no such time"),
    (["45m", "--on", "2024-07-07"], "lies in the future"),
    (["45m", "--on", "2024-W28"], "lies in the future"),
    (["45m", "--on", "2021-W53"], "there is no such week"),
    (["45m", "--on", "2024-02-30"], "there is no such day"),
    (["45m", "--on", ""], "is no day"),
    (["45m", "--at", ""], "is no time"),
    (["45m", "--on", "2024-W27", "--at", "9:00"], "--on names a week"),
    (["45m", "--on", "mon", "--at", "yesterday 9:00"], "expected a time"),
    (["9:00-10:00", "--at", "9:00"], "leave out --at"),
    (["9:00-10:00", "--on", "2024-W27"], "needs a day"),
    (["21:00-22:00"], "did you mean --on yesterday?"),
    (["45m", "--on", "0001-01-01"], "expected a year from 1900 to 2100"),
    (["45m", "--at", "9999h ago", "--force", "zero\x07"], "expected an id"),
    (["45m", "zero", "bell\x07"], "control character U+0007"),
    (["45m", "zero", "half \udce9"], "not UTF-8"),
    (["45m", "zero", "--done"], "name it, as in zero-to-hero/micrograd"),
    (["45m", "vaswani2017/intro", "--done"], "vaswani2017 is one of the papers"),
]


@pytest.mark.parametrize(
    ("words", "said"), REFUSED, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_log_refused(words: list[str], said: str, scratch: Scratch) -> None:
    ran = scratch.run("log", *words)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert ran.err.startswith("tracker: ")
    assert ran.err.count("\n") == 1
    assert [path.name for path in (scratch.folder / "entries").iterdir()] == ["plan.yaml"]


@pytest.mark.parametrize(
    "words",
    [
        ["log"],
        ["log", "--nonsense"],
        ["lgo", "45m"],
        ["schema"],
        ["schema", "month"],
        ["--nonsense"],
    ],
)
def test_wrong_usage(words: list[str], scratch: Scratch) -> None:
    ran = scratch.run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


@pytest.mark.parametrize(
    "words", [["zero", "yesterday 19:30"], ["zero", "9:00-9:45"], ["zero", "yesterday"], ["mon"]]
)
def test_a_time_is_an_item_or_a_note_by_force(words: list[str], scratch: Scratch) -> None:
    assert scratch.run("log", "45m", *words, "--force").code == 0
    (session,) = read_sessions(scratch)
    assert [session.get("item"), session.get("note")][len(words) - 1] == words[-1]
    assert session["start"] == "2024-07-06 19:45"


def test_an_item_of_the_plan_may_be_called_like_a_day(scratch: Scratch) -> None:
    scratch.put("courses: {mon: {}, sundials: {}}\n", "plan")
    assert scratch.run("log", "5m", "mon").code == 0
    assert "; or type more of sundials" in scratch.run("log", "5m", "sun").err


def test_a_unit_of_one_course_alone_needs_no_course(scratch: Scratch) -> None:
    plan = "courses:\n  a: {units: [one, both]}\n  b: {units: [both, gpt]}\n"
    scratch.put(plan + "projects: {gpt2-at-home: {}}\n", "plan")
    assert scratch.run("log", "5m", "one").out.startswith("Logged 5 min of a/one, ")
    assert "'both' could be a/both or b/both" in scratch.run("log", "5m", "both").err
    assert "'gpt' could be gpt2-at-home or b/gpt" in scratch.run("log", "5m", "gpt").err
    assert scratch.run("log", "5m", "gpt2").out.startswith("Logged 5 min of gpt2-at-home, ")


def test_a_dash_is_the_last_item(scratch: Scratch) -> None:
    assert "no session has one yet" in scratch.run("log", "5m", "-").err
    scratch.put("sessions: [{start: 2024-06-25, minutes: 5, item: vaswani2017}]\n", "2024-W26")
    assert scratch.run("log", "5m", "-", "again").out.startswith("Logged 5 min of vaswani2017, ")
    scratch.run("log", "5m", "zero/mic")
    scratch.run("log", "5m", "--other", "mail")
    assert " of zero-to-hero/micrograd, " in scratch.run("log", "5m", "-").out
    scratch.put("sessions: [\n", "2024-W28")
    assert "so which session is the last is not known" in scratch.run("log", "5m", "-").err


HINTS = [
    ("45m rust-book", "the plan does not know 'rust-book' yet"),
    ("45m zero/quantization", "the plan knows no unit 'quantization' of zero-to-hero"),
    ("45m --at 20:00", "it ends at 20:45, which is still to come"),
    ("45m zero-to-hro --force", "the plan does not know 'zero-to-hro' yet"),
    ("45m https://example.org/paper", "the plan does not know 'https://example.org/paper' yet"),
]


@pytest.mark.parametrize(("words", "said"), HINTS)
def test_log_hints(words: str, said: str, scratch: Scratch) -> None:
    ran = scratch.run("log", *words.split())
    assert ran.code == 0
    assert said in ran.err
    assert ran.out.count("\n") == 1


def test_an_id_that_the_week_knows_needs_no_hint(scratch: Scratch) -> None:
    assert scratch.run("log", "5m", "rust-book").err != ""
    assert scratch.run("log", "5m", "rust", "--at", "10:00").err == ""


def test_a_former_id_is_logged_as_the_id_it_bears_now(scratch: Scratch) -> None:
    scratch.put("courses:\n  zero-to-hero: {was: [nn-zero]}\n", "plan")
    scratch.run("log", "5m", "nn-zero/mlp")
    assert read_sessions(scratch)[0]["item"] == "zero-to-hero/mlp"


def test_without_a_plan(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path / "j", plan=None)
    assert scratch.run("log", "5m", "anything").code == 0
    assert scratch.run("check").code == 0


def test_overlaps_are_said(scratch: Scratch) -> None:
    scratch.run("log", "45m", "zero", "--at", "10:00")
    scratch.run("log", "45m", "zero", "--on", "2024-07-06")
    assert scratch.run("log", "15m", "four", "--at", "10:45").err == ""
    ran = scratch.run("log", "20m", "four", "--at", "10:30")
    assert ran.code == 0
    assert ran.err.splitlines()[0].startswith(
        "overlaps 45 min of zero-to-hero, Sat 2024-07-06 10:00-10:45 ("
    )
    assert ran.err.endswith(", and 1 more\n")


def test_a_running_session_overlaps_until_now(scratch: Scratch) -> None:
    here = f"{datetime(2024, 7, 6, 20).astimezone():%z}"  # whatever time zone the tests run in
    start = f"2024-07-06 20:00 {here[:3]}:{here[3:]}"
    scratch.put(
        f"sessions:\n  - {{start: {start}, running: true, item: zero-to-hero, id: 7kq2m9}}\n"
    )
    assert "overlaps 30 min of zero-to-hero" in scratch.run("log", "10m").err
    assert scratch.run("log", "10m", "--at", "19:00").err == ""


def test_ids_need_no_quotes_and_are_new() -> None:
    assert all(
        values.format_scalar(id_) == id_
        for id_ in (describe_session.make_session_id(()) for _ in range(3000))
    )
    assert describe_session.make_session_id(taken := ThreeTaken()) != taken.asked[2]
    assert len(taken.asked) >= 4  # more where one of them would have needed quotes


class ThreeTaken:
    """A journal in which the first three ids asked for are taken."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def __contains__(self, id_: object) -> bool:
        self.asked.append(id_)
        return len(self.asked) <= 3


def test_done_goes_into_the_same_write(scratch: Scratch) -> None:
    scratch.put("title: x\n")
    ran = scratch.run("log", "45m", "zero/mic", "--done")
    assert "), micrograd done. Undo: tracker undo" in ran.out
    week = yaml.load(scratch.data(), yaml.CBaseLoader)
    assert week["courses"] == {"zero-to-hero": {"done": ["micrograd"]}}
    assert len(week["sessions"]) == 1
    again = scratch.run("log", "5m", "zero/mic", "--done", "--at", "8:00")
    assert (again.code, "micrograd of zero-to-hero was done in 2024-W27" in again.err) == (0, True)
    assert scratch.data().count(b"done:") == 1
    assert scratch.run("undo").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.data() == b"title: x\n"


def test_done_in_another_week_is_written_once(scratch: Scratch) -> None:
    scratch.put("courses: {zero-to-hero: {was: [nn]}}\n", "plan")
    scratch.put("courses: {nn: {done: [mlp]}}\n", "2024-W20")
    ran = scratch.run("log", "5m", "zero/mlp", "--done")
    assert (ran.code, "done. Undo" in ran.out) == (0, False)
    assert ran.err == "mlp of zero-to-hero was done in 2024-W20; it is not written again\n"
    assert b"done" not in scratch.data()


def test_done_that_cannot_be_written_writes_nothing(scratch: Scratch) -> None:
    scratch.put("courses:\n  zero-to-hero:\n    done: 2\n")
    ran = scratch.run("log", "45m", "zero/mic", "--done")
    assert (ran.code, ran.out) == (1, "")
    assert f"{WEEK}:3:" in ran.err
    assert scratch.data() == b"courses:\n  zero-to-hero:\n    done: 2\n"


def test_a_new_week_points_at_the_schema_if_there_is_one(scratch: Scratch) -> None:
    (scratch.folder / ".schemas").mkdir()
    (scratch.folder / ".schemas/week.json").write_text("{}")
    scratch.run("log", "5m", "--at", "10:00")
    lines = scratch.data().decode().splitlines()
    assert lines[:2] == ["# yaml-language-server: $schema=../.schemas/week.json", "sessions:"]
    assert len(lines) == 3


def test_other_errors_are_said_and_stop_nothing(scratch: Scratch) -> None:
    scratch.put("titel: x\nsessions:\n  - 5\n")
    scratch.put("title: [\n", "2024-W26")
    scratch.put("courses: 5\n", "plan")
    ran = scratch.run("log", "5m")
    assert ran.code == 0
    assert f"{WEEK}:1:1: titel: unknown key" in ran.err
    assert f"{WEEK}:3:5: sessions[0]:" in ran.err
    assert "entries/plan.yaml:1:10: courses:" in ran.err
    assert "W26" not in ran.err


def test_a_week_whose_text_is_unsafe_is_not_written_to(scratch: Scratch) -> None:
    text = "title: Week 27: before the beginning\n"
    scratch.put(text)
    ran = scratch.run("log", "5m")
    assert ran.code == 1
    assert ran.err == (
        f"tracker: {WEEK}:1:15: a colon and a space inside a text; quote the text; "
        "nothing was written, mend this first\n"
    )
    assert scratch.data().decode() == text


def test_years_meet_in_the_week_of_the_start(scratch: Scratch) -> None:
    now = datetime(2027, 1, 1, 12, 0)
    assert scratch.run("log", "5m", now=now).code == 0
    assert scratch.run("log", "20m", "--at", "2024-12-30 10:00", now=now).code == 0
    names = sorted(path.stem for path in (scratch.folder / "entries").iterdir())
    assert names == ["2025-W01", "2026-W53", "plan"]


def test_a_session_across_midnight_stands_where_it_began(scratch: Scratch) -> None:
    now = datetime(2024, 7, 8, 0, 30)  # a Monday
    ran = scratch.run("log", "1h", now=now)
    assert ran.out.startswith("Logged 1 h, Sun 2024-07-07 23:30 - Mon 00:30 (")
    assert scratch.path("2024-W27").exists()


@pytest.mark.parametrize(
    ("now", "words", "start", "minutes"),
    [
        # 31 March 2024: 2:00 became 3:00. 27 October 2024: 3:00 became 2:00.
        ("2024-03-31T03:30", ["1h"], "2024-03-31 01:30", "60"),
        ("2024-03-31T12:00", ["1:30-3:30"], "2024-03-31 01:30", "60"),
        ("2024-03-31T12:00", ["2h", "--at", "1:30"], "2024-03-31 01:30", "120"),
        ("2024-10-27T03:30", ["2h"], "2024-10-27 02:30", "120"),
        ("2024-10-27T12:00", ["1:30-3:30"], "2024-10-27 01:30", "180"),
        ("2024-10-27T03:30", ["5m", "--at", "2h ago"], "2024-10-27 02:30", "5"),
        ("2024-10-27T12:00", ["2h"], "2024-10-27 10:00", "120"),
    ],
)
@pytest.mark.usefixtures("berlin")
def test_clock_changes(
    now: str, words: list[str], start: str, minutes: str, scratch: Scratch
) -> None:
    at = datetime.fromisoformat(now)
    ran = scratch.run("log", *words, now=at)
    (session,) = read_sessions(scratch, f"{at:%G-W%V}")
    assert (session["start"], session["minutes"]) == (start, minutes)
    assert ("the clock was changed that night" in ran.err) == ("-3:30" in words[0])


@pytest.mark.usefixtures("berlin")
def test_a_time_that_the_clock_skipped_is_hinted_at(scratch: Scratch) -> None:
    now = datetime(2026, 3, 29, 12)
    assert (
        "the clock skipped 02:30 that day" in scratch.run("log", "30m", "--at", "2:30", now=now).err
    )
    assert "skipped" not in scratch.run("log", "30m", "--at", "3:30", now=now).err


def test_a_new_file_beside_one_of_nearly_its_name_is_said(scratch: Scratch) -> None:
    (scratch.folder / "entries/2024-w27.yml").write_text("title: x\n")
    ran = scratch.run("log", "5m")
    assert "entries/2024-W27.yaml is new; entries/2024-w27.yml is not read" in ran.err
    assert "is new" not in scratch.run("log", "6m").err


@pytest.mark.parametrize(
    "nothing", ["sessions: ~", "sessions: null  # yet", "title: x\nsessions: ~\nlearned: [a]"]
)
def test_a_list_that_is_nothing_is_logged_into(nothing: str, scratch: Scratch) -> None:
    scratch.put(f"{nothing}\n")
    assert (scratch.run("check").code, scratch.run("log", "5m").code) == (0, 0)
    assert [session["minutes"] for session in read_sessions(scratch)] == ["5"]
    assert scratch.run("check").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.data() == f"{nothing}\n".encode()


@given(st.integers(0, 10_000))
def test_a_length_is_advised_as_it_can_be_typed(minutes: int) -> None:
    assert when.parse_duration(shorten_length(minutes)) == minutes
    assert " " not in shorten_length(minutes)
