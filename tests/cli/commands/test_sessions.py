"""The sessions command."""

import json

from tests.journal import Scratch

WEEK = "2024-W27"
PATH = f"entries/{WEEK}.yaml"


LINE = "  - {start: 2024-07-01 19:30, minutes: 45, item: zero-to-hero/micrograd, note: 'x', id: 7kq2m9} # mine\n"
TEXT = f"title: x\nsessions:\n{LINE}  - {{start: 2024-07-02, minutes: 5}}\n"


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
            "unpublished": False,
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
            "unpublished": False,
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
