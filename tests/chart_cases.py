"""Journals that charts must bear: nothing, one session, a gap, ten years, forty items, titles from elsewhere."""

import json
import random
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from tests.journal import CASES
from tracker.figures.stats import Figures, build_figures
from tracker.format.loader import load_journal
from tracker.model.journal import week_of
from tracker.model.kinds import READINGS

TODAY = date(2026, 11, 21)
MONDAY = TODAY - timedelta(days=TODAY.weekday())
TITLES = (
    "ابدأ التعلم العميق: مقدمة في الشبكات العصبية",
    "深層学習入門：基礎から学ぶニューラルネットワークの理論と実装、そして応用まで全部入りの一冊",
    "A very long title " + "that goes on and on " * 8,
    "WWWWWW MMMMMMM " * 8,
    "מבוא ללמידת מכונה ולרשתות נוירונים עמוקות במיוחד",
    "costs $5 and $6_x^2",
)


def journal(plan: str = "", **weeks: str) -> Figures:
    """`W2026_47="..."` is the week 2026-W47; its text may be sessions alone."""
    files = {f"entries/{name[1:5]}-W{name[6:]}.yaml": text.encode() for name, text in weeks.items()}
    loaded, problems = load_journal(
        {**files, **({"entries/plan.yaml": plan.encode()} if plan else {})}
    )
    assert not [problem for problem in problems if not problem.hint], problems
    return build_figures(loaded)


def sessions(*lines: str) -> str:
    return "sessions:\n" + "".join(f"  - {{start: {line}}}\n" for line in lines)


def weeks(amounts: Iterable[int], until: date = MONDAY, more: str = "") -> dict[str, str]:
    """A week each, the last one that of `until`, with so many units of `one` and an hour for each."""
    found = {}
    for back, count in enumerate(reversed(list(amounts))):
        monday = until - timedelta(weeks=back)
        if count:
            spent = sessions(f"{monday} 10:00, minutes: {60 * count}, item: one")
            found[f"W{week_of(monday).replace('-W', '_')}"] = (
                f"courses: {{one: {{done: {count}{more}}}}}\n{spent}"
            )
    return found


@cache
def nothing() -> Figures:
    return journal()


@cache
def one_session() -> Figures:
    return journal("target: 2h", W2026_47=sessions("2026-11-18 10:00, minutes: 50, item: zero"))


def only_a_pause() -> Figures:
    """Two weeks, of which one was a pause and the other is not over."""
    return journal(
        "pauses: [{from: 2026-11-09, to: 2026-11-15}]",
        W2026_46="courses: {zero: {status: active}}",
    )


@cache
def gap() -> Figures:
    return journal(
        W2024_47=sessions("2024-11-18 10:00, minutes: 50, item: zero"),
        W2026_46=sessions("2026-11-10, minutes: 20"),
    )


@cache
def small() -> Figures:
    """Each kind, a pause, an estimate of a week, a target of its own, a former id."""
    plan = """
target: 5h
pauses: [{from: 2026-11-02, to: 2026-11-08, reason: flu}]
courses:
  algebra: {title: Algebra, units: [one, two, three, four], was: [maths]}
  later: {title: Later, status: next, estimate: 40h}
  gone: {title: Gone, status: dropped}
papers:
  first: {title: First paper}
projects:
  thing: {title: Thing, status: shipped}
"""
    return journal(
        plan,
        W2026_43=sessions(
            "2026-10-19 09:00, minutes: 300, item: algebra/one",
            "2026-10-20, minutes: 60, item: first",
        ),
        W2026_44="target: 6h\n"
        + sessions("2026-10-26, minutes: 30, item: thing", "2026-W44, minutes: 90, about: true"),
        W2026_47="courses: {algebra: {done: [one]}}\npapers: {first: {read: once}}\n"
        + sessions("2026-11-16 08:00, minutes: 75, item: maths", "2026-11-17, minutes: 15"),
    )


@cache
def ten_years() -> Figures:
    rnd = random.Random(1)
    ids = ("a", "b", "c", "d", "p1", "p2", "x")
    plan = "target: 12h\npauses: [{from: 2026-06-01, to: 2026-07-10, reason: move}]\ncourses:\n"
    plan += "".join(f"  {id_}: {{title: Course {id_}, units: 20}}\n" for id_ in "abcd")
    plan += "papers:\n  p1: {title: One}\n  p2: {title: Two}\nprojects:\n  x: {title: Three}\n"
    weeks = {}
    monday = date(2016, 11, 28)
    while monday <= TODAY:
        lines = [f"{week_of(monday)}, minutes: 60, about: true"]
        for _ in range(rnd.randint(10, 60)):
            day = monday + timedelta(days=rnd.randrange(7))
            clock, minutes = rnd.randint(8, 22), rnd.choice((15, 25, 30, 45))
            lines.append(f"{day} {clock:02}:15, minutes: {minutes}, item: {rnd.choice(ids)}")
        if not date(2026, 6, 1) <= monday <= date(2026, 7, 6):
            weeks[f"W{week_of(monday).replace('-W', '_')}"] = sessions(*lines)
        monday += timedelta(days=7)
    return journal(plan, **weeks)


@cache
def on_the_way() -> Figures:
    """Enough of a course to tell when it may be done, with a deadline and a runway; its title is a long one."""
    plan = f"""
deadline: 2027-03-31
runway: {{start: 2026-12-01, months: [4, 6]}}
courses:
  one: {{title: {json.dumps(TITLES[0])}, units: 40}}
"""
    return journal(plan, **weeks([1, 2, 0, 1, 2, 1, 0, 1, 3, 1, 1, 2]))


@cache
def well_read() -> Figures:
    """More papers and skills than a picture holds: each kind of reading, gaps open and closed, titles of all sorts."""
    rnd = random.Random(2)
    plan = "courses:\n"
    for index in range(20):
        skills = json.dumps([f"skill {index}", TITLES[index % 6] if index < 6 else "shared"])
        plan += f"  c{index}: {{title: Course {index}, skills: {skills}}}\n"
    plan += "papers:\n"
    plan += "".join(
        f"  p{n}: {{title: {json.dumps(TITLES[n % 6])}, skills: [reading]}}\n" for n in range(45)
    )
    weeks, monday = {}, MONDAY - timedelta(weeks=60)
    for index in range(61):
        papers = [f"p{index % 45}", f"p{rnd.randrange(45)}"]
        lines = [
            f"  {id_}: {{read: {rnd.choice(READINGS)}, understood: {rnd.randint(1, 5)}}}"
            for id_ in papers
        ]
        course = f"  c{index % 20}: {{confidence: {1 + index % 5}, gaps: [gap {index % 9}, {json.dumps(TITLES[1])}]}}"
        text = (
            f"papers:\n{lines[0]}\n"
            + (f"{lines[1]}\n" if papers[0] != papers[1] else "")
            + f"courses:\n{course}\n"
        )
        weeks[f"W{week_of(monday).replace('-W', '_')}"] = text + sessions(
            f"{monday}, minutes: 90, item: c{index % 20}"
        )
        monday += timedelta(weeks=1)
    return journal(plan, **weeks)


@cache
def forty_items() -> Figures:
    plan = "courses:\n"
    for index in range(40):
        title = TITLES[index // 3 % 6] if index % 3 == 0 else f"Course number {index}"
        measure = f", units: {5 + index}" if index % 4 else ", estimate: 40h" if index % 8 else ""
        plan += f"  c{index}: {{title: {json.dumps(title)}{measure}}}\n"
    week = "courses: {c1: {done: 3}, c3: {done: 8, status: done}, c9: {done: 4, status: next}}\n"
    spent = sessions(
        "2026-10-01 10:00, minutes: 700, item: c12", "2026-10-02 10:00, minutes: 70, item: c0"
    )
    return journal(plan, W2026_40=week + spent)


@cache
def without_hours() -> Figures:
    """Two years of units, readings, a shipped project, words, and notes on known days and on none."""
    rnd = random.Random(3)
    plan = """
courses:
  algebra: {title: Algebra, units: 400, skills: [maths]}
  latin: {title: Latin, estimate: 40h, skills: [languages]}
papers:
  first: {title: First paper, skills: [reading]}
projects:
  thing: {title: Thing}
"""
    weeks, monday = {}, MONDAY - timedelta(weeks=104)
    for index in range(104):
        lines = []
        if rnd.random() < 0.6:
            lines.append(f"courses: {{algebra: {{done: {rnd.randint(1, 3)}}}}}")
        elif rnd.random() < 0.3:
            lines.append("courses: {latin: {notes: A chapter.}}")
        if index % 9 == 0:
            lines.append("papers: {first: {read: again, understood: 3}}")
        if index == 90:
            lines.append("projects: {thing: {status: shipped}}")
        if rnd.random() < 0.2:
            day = monday + timedelta(days=rnd.randrange(7))
            lines.append(sessions(f"{day}, item: latin, note: on").rstrip())
        if lines:
            weeks[f"W{week_of(monday).replace('-W', '_')}"] = "\n".join(lines)
        monday += timedelta(weeks=1)
    return journal(plan, **weeks)


def payloads() -> dict[str, str]:
    """Titles as the world writes them, and as an attacker does."""
    file = CASES / "payloads.json"
    return {
        **json.loads(file.read_text("utf-8"))["hostile"],
        "attribute": '" onmouseover="alert(1)',
        "apostrophe": "' onmouseover='alert(1)",
        "close": "</title></text></svg></figure></div></article>",
        "comment": "<!-- more --> ]]> -->",
        "blank lines": "a\n\n    b\n\n# c",
        "maths": "costs $5 and $6_x^2",
        "entity": "&lt;script&gt;&#60;script&#62;",
    }


@cache
def hostile() -> Figures:
    plan, lines = "courses:\n", []
    for index, title in enumerate(payloads().values()):
        plan += f"  c{index}: {{title: {json.dumps(title)}, units: 3}}\n"
        lines.append(f"2026-11-18 10:00, minutes: {50 + index}, item: c{index}")
    return journal(plan, W2026_47=sessions(*lines))


JOURNALS = {
    "nothing": nothing,
    "one session": one_session,
    "gap": gap,
    "small": small,
    "ten years": ten_years,
    "on the way": on_the_way,
    "well read": well_read,
    "forty items": forty_items,
    "without hours": without_hours,
    "hostile": hostile,
}
