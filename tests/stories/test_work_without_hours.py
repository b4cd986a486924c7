"""Journals of units, of notes, and of prose and readings: every page counts their work alike, and none asks for hours."""

from __future__ import annotations

import json
import re
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest

from tests.journal import Scratch
from tests.sites import build_once, build_site
from tests.tools.generate import day_of_publication, make_journal

NOW = datetime(2024, 7, 20, 12)  # the Saturday of 2024-W29, when tests.sites builds
PLAN = """
courses:
  algebra: {title: Algebra, units: [one, two, three, four, five, six], skills: [maths]}
  latin: {title: Latin, estimate: 40h, skills: [languages]}
  later: {title: Later}
papers:
  attention: {title: Attention, skills: [reading]}
projects:
  site: {title: Homepage}
"""
UNITS = {
    "2024-W20": "courses: {algebra: {done: [one]}}",
    "2024-W22": "courses: {algebra: {done: [two], confidence: 3}}",
    "2024-W23": "courses: {latin: {notes: Read a chapter.}}",
    "2024-W26": "courses: {algebra: {done: [three, four]}}",
    "2024-W27": "courses: {algebra: {done: [five]}, latin: {status: paused}}",
    "2024-W28": "courses: {later: {status: next}}",  # no work
}
NOTES = {
    "2024-W20": "sessions: [{start: 2024-W20, item: latin, note: began}]",
    "2024-W22": "sessions: [{start: 2024-05-28, item: algebra, note: begun},"
    " {start: 2024-05-29 10:00, item: latin, note: read on}]",
    "2024-W26": "sessions: [{start: 2024-06-25, item: algebra, note: on}]",
    "2024-W27": "sessions: [{start: 2024-07-01, note: on paper}]",
}
PROSE = {
    "2024-W20": "papers: {attention: {read: once, notes: Good.}}",
    "2024-W22": "learned: That it is so.",
    "2024-W25": "intro: A walk in the woods.",  # no work
    "2024-W26": "papers: {attention: {read: again, understood: 4}}",
    "2024-W27": "projects: {site: {status: shipped, evidence: ['https://example.org/']}}",
}
WORDS_ALONE = {
    "2024-W21": "learned: That it is so.",
    "2024-W26": "courses: {latin: {notes: Read a chapter.}}",
}
MIXED = {
    **UNITS,
    "2024-W25": "sessions: [{start: 2024-06-18, minutes: 45, item: algebra},"
    " {start: 2024-06-19, item: latin, note: a word}]",
}
# (weeks; how many of the last eight, and of all, show work; whether hours are known)
JOURNALS: dict[str, tuple[dict[str, str], int, int, bool]] = {
    "units": (UNITS, 4, 5, False),
    "notes": (NOTES, 3, 4, False),
    "prose": (PROSE, 3, 4, False),
    "words alone": (WORDS_ALONE, 2, 2, False),
    "mixed": (MIXED, 5, 6, True),
}
CHARTS = ("hours-by-week", "calendar", "plan", "burn-up", "consistency", "rhythm", "papers")
ASKED = ("", "?period=2024", "?item=algebra", "?period=2023", "?period=2024-07-02", "?item=later")
# A page of the author's own, and so the home page has to be asked for.
HOME = "plugins: [{tracker: {home: true}}, blog, tags, search]\nmarkdown_extensions: [attr_list]\n"
BANNED = re.compile(r"nothing (?:was )?logged|\b0 min\b|\b0 h\b|nothing done", re.IGNORECASE)
# The marks that carry the data of a picture.
MARKS = re.compile(
    r'class="tracker-(?:courses|papers|projects|other|bin-[1-4]|untimed|done|filled|finished|dot|read-)'
)


def build_journal(base: Path, name: str) -> Path:
    """The folder of a journal, with its built site, and a page on which all charts are asked for by hand."""

    def write(folder: Path) -> None:
        journal = Scratch(folder, PLAN.encode())
        for week, text in JOURNALS[name][0].items():
            journal.put(text, week)
        # Of a year without anything a journal with hours may say that nothing was logged.
        asked_for = ASKED[:3] if JOURNALS[name][3] else ASKED
        lines = [f"![x](tracker:{chart}{asked})" for chart in CHARTS for asked in asked_for]
        (folder / "docs").mkdir()
        (folder / "docs/by-hand.md").write_text("\n\n".join(lines), "utf-8")
        build_site(folder, config=HOME)

    return build_once(base, f"without-hours-{name.replace(' ', '-')}", write)


def page_of(folder: Path, name: str) -> str:
    text = unescape((folder / f"site/{name}/index.html").read_text("utf-8"))
    return text.partition('<article class="md-content__inner')[2].rpartition("</article>")[0]


@pytest.mark.parametrize("name", JOURNALS)
def test_weeks_of_work_are_the_same_everywhere(built_folder: Path, name: str) -> None:
    folder = build_journal(built_folder, name)
    _, lately, this_year, has_hours = JOURNALS[name]
    whole = 8 if name == "words alone" else 9  # full weeks, up to W28
    sentence = f"Studied in {lately} of the last 8 weeks"
    found = json.loads((folder / "site/journal.json").read_text("utf-8"))
    figures = found["figures"]["consistency"]
    assert (figures["studied"], figures["weeks"]) == (lately, 8)
    assert sum(week["worked"] for week in found["weeks"]) == this_year
    assert sentence in page_of(folder, "progress")
    by_hand = page_of(folder, "by-hand")
    assert sentence in by_hand
    assert f"Studied in {this_year} of {whole} weeks in 2024" in by_hand
    journal = Scratch.__new__(Scratch)
    journal.folder = folder
    assert sentence in journal.run("plan", now=NOW).out
    assert f"Studied in {this_year} of {whole} weeks" in journal.run("report", "all", now=NOW).out
    home = page_of(folder, ".")
    assert f"<strong>{this_year}</strong> weeks of work" in home
    if not has_hours:
        assert f"<strong>{this_year}</strong> weeks of work" in page_of(folder, "progress")


@pytest.mark.parametrize("name", JOURNALS)
def test_no_page_asks_for_hours_or_shows_an_empty_chart(built_folder: Path, name: str) -> None:
    folder = build_journal(built_folder, name)
    files = [path for path in (folder / "site").rglob("*") if path.suffix in {".html", ".xml"}]
    assert len(files) > 15
    for path in [*files, folder / "site/journal.json", folder / "site/search/search_index.json"]:
        text = unescape(path.read_text("utf-8"))
        assert not BANNED.search(text), (path, BANNED.search(text))
        if path.parent.name == "by-hand":
            continue
        assert not re.search(r'tracker-chart--[a-z-]+"><p class="tracker-nodata"', text), path
        for figure in re.findall(r'(?s)<figure class="tracker-chart .*?</figure>', text):
            # A plan of which nothing is done has empty bars, which say so.
            assert MARKS.search(figure) or "tracker-chart--plan" in figure, (path, figure[:300])
    assert "Where did the time go?" not in page_of(folder, "progress")


def test_a_chart_asked_for_by_hand_answers_with_a_true_sentence(built_folder: Path) -> None:
    by_hand = page_of(build_journal(built_folder, "units"), "by-hand")
    for sentence in (
        "5 units in 2024, on Algebra.",
        "No work is known in 2023.",
        "No work on Later is known since 13 May 2024.",
        "Studied in 5 weeks in 2024; on which days is not known.",
        "Studied Algebra in 4 weeks since 13 May 2024; on which days is not known.",
        "No work is known in 2023.",
        "No time logged in 2024.",
        "Algebra: no unit finished in 2023.",
    ):
        assert sentence in by_hand, sentence


def test_items_say_the_week_where_no_day_is_known(built_folder: Path) -> None:
    folder = build_journal(built_folder, "units")
    assert "in the week of 1 July 2024" in page_of(folder, "courses/algebra")
    assert "5 units in 4 weeks, most in the week of 24 June 2024: 2 units." in page_of(
        folder, "courses/algebra"
    )
    assert "week of 1 July 2024" in page_of(folder, "courses")
    assert "last touched in the week of 1 July 2024" in page_of(folder, ".")
    assert "last touched in the week of 1 July 2024" in page_of(folder, "now")
    mixed = build_journal(built_folder, "mixed")
    assert "19 June 2024" in page_of(mixed, "courses/latin")


def test_the_calendar_marks_weeks_without_a_day(built_folder: Path) -> None:
    progress = page_of(build_journal(built_folder, "mixed"), "progress")
    assert "Studied on 2 days and in 5 more weeks since 13 May 2024." in progress
    assert "<title>Week of 24 June 2024: 2 units, no day known</title>" in progress
    assert "<title>Week of 3 June 2024: work on Latin, no day known</title>" in progress
    assert "<title>Week of 17 June 2024: 1 note, 45 min</title>" in progress
    assert "work in that week, no day known" in progress
    assert "Week of 3 June 2024: work, no session" in progress
    assert "Week of 24 June 2024: 2 units, no session" in progress


@pytest.mark.long
def test_a_large_journal_without_hours_has_charts(tmp_path: Path) -> None:
    make_journal(tmp_path, weeks=60, hours=False, words=20)
    as_of = str(int(day_of_publication(60).timestamp()))
    build_site(tmp_path, as_of=as_of)
    progress = page_of(tmp_path, "progress")
    assert "What was done, and when?" in progress
    assert "Where did the time go?" not in progress
    assert not BANNED.search(progress)
