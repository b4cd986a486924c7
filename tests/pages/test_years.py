"""Years in review."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest

from tests.chart_cases import JOURNALS, TODAY, gap, journal, nothing, one_session, sessions
from tests.sites import build_site, write_week
from tracker.figures.public import make_public_journal
from tracker.figures.stats import Figures, build_figures
from tracker.model.journal import week_of
from tracker.pages import Page, View
from tracker.pages.addresses import Essay
from tracker.pages.page import shown_weeks
from tracker.pages.years import collect_years, count_week_words, title_of_year, year_page

PLAN = """
courses: {zero: {title: Zero to Hero, units: [one, two]}}
papers: {att: {title: Attention}, bert: {title: BERT}}
projects: {thing: {title: Thing}}
milestones: [{date: 2025-03-01, what: First lecture}, {date: 2026-01-05, what: Another}]
"""


def year_pages(view: View) -> list[Page]:
    return [year_page(view, year) for year in collect_years(view)]


def two_years() -> Figures:
    return journal(
        PLAN,
        W2025_02="courses: {zero: {done: [one]}}\nlearned: [A gradient is a slope. And more., Second]\n"
        "goals: [{goal: a, outcome: done}, {goal: b, outcome: missed}]\n"
        + sessions(
            "2025-01-06 10:00, minutes: 600, item: zero", "2025-01-07, minutes: 90, item: att"
        ),
        W2025_03="papers: {att: {read: once, understood: 3}}\n"
        "intro: A long text"
        + " with very many words in it, more of them than in any other week" * 8
        + ".\n",
        W2025_10="courses: {zero: {done: [two]}}\npapers: {bert: {read: skim}}\nprojects: {thing: {status: shipped}}\n",
        W2026_46="papers: {att: {read: again, understood: 5}}\n"
        + sessions("2026-11-10, minutes: 45, item: att"),
    )


def texts(found: Figures, **more: object) -> dict[str, str]:
    return {page.uri: page.text for page in year_pages(View(found, TODAY)._replace(**more))}


def test_a_year_has_a_page_with_what_came_of_it() -> None:
    found = texts(two_years())
    assert [*found] == ["progress/2025.md", "progress/2026.md"]
    page = unescape(found["progress/2025.md"])
    assert 'title: "2025: 12 hours, 1 course finished, 1 paper read, 1 project shipped"' in page
    assert (
        "11 h 30 in 3 weeks of work, the most of it on Zero to Hero (10 h) and Attention (1 h 30)."
        in page
    )
    assert "**[Zero to Hero](../courses/zero-to-hero.md)**" not in page  # it is called by its id
    assert "-   **[Zero to Hero](../courses/zero.md)**, 10 h" in page
    assert "**[Attention]" not in page  # papers stand apart
    assert "First lecture" in page
    assert "Another" not in page
    assert "[Attention](../papers/att.md)" in page
    assert "read once; understood 3 of 5" in page
    assert "A gradient is a slope." in page
    assert "And more" not in page
    assert "-   **Goals:** 1 of 2 goals done and 1 missed\n" in page
    assert re.search(r"The longest read: \[[^\]]+\]\(../blog/posts/2025-w03.md\)", page)
    assert "[2026 so far: 45 min of study, 1 paper read](2026.md)" in page
    assert page.count("tracker-chart--") == 3  # hours, days, papers; too little for a rhythm


def test_a_year_of_one_course_says_that_it_was_all_of_it() -> None:
    one = journal(
        W2026_46=sessions("2026-11-10, minutes: 45, item: zero"),
        plan="courses: {zero: {title: Zero}}\n",
    )
    (text,) = texts(one).values()
    assert "45 min in 1 week of work, all of it on Zero." in unescape(text)


STORY = re.compile(r"(?m)^-   \*\*([^*:]+):\*\* (.+)$")


def weekly(first: date, count: int, minutes: int) -> dict[str, str]:
    """A session on each of so many Mondays."""
    found = {}
    for number in range(count):
        day = first + timedelta(weeks=number)
        name = f"W{week_of(day).replace('-W', '_')}"
        found[name] = sessions(f"{day}, minutes: {minutes}, item: zero")
    return found


def test_a_year_tells_its_story() -> None:
    weeks = weekly(date(2024, 1, 1), 20, 60) | weekly(date(2025, 1, 6), 4, 60)
    weeks["W2025_02"] = "title: Back [again]\n" + weeks["W2025_02"]
    weeks["W2025_30"] = "draft: true\ntitle: Hidden\n" + sessions("2025-07-21, minutes: 630")
    weeks["W2026_40"] = "learned: [x]\n"
    found = journal(PLAN, **weeks)
    public = build_figures(make_public_journal(found.journal, TODAY))
    page = unescape(texts(public)["progress/2025.md"])
    back = "[Back [again]](../blog/posts/2025-w02.md), 6 to 12 January 2025"
    assert dict(STORY.findall(page)) == {
        "Most in one week": "11 h: 21 to 27 July 2025",
        "The longest way back": f"after 33 weeks away: {back}",
        "Beside the year before": "15 h in 5 weeks, against 20 h in 20 weeks in 2024",
    }
    assert "Hidden" not in page
    assert "## What was understood" not in page


def test_a_running_year_is_compared_on_the_same_days() -> None:
    weeks = weekly(date(2025, 1, 6), 52, 60) | weekly(date(2026, 1, 5), 46, 90)
    page = unescape(texts(journal(**weeks))["progress/2026.md"])
    told = "69 h in 47 weeks from 1 January to 21 November 2026, against 46 h in 46 weeks on the"
    assert f"{told} same days of 2025" in page


def test_weeks_of_work_without_a_time_are_told_apart() -> None:
    """The top of the page counts them, too."""
    weeks = weekly(date(2024, 1, 1), 52, 60) | weekly(date(2025, 1, 6), 20, 60)
    weeks |= {f"W2025_{week}": "courses: {zero: {done: [one]}}\n" for week in range(30, 34)}
    page = unescape(texts(journal(**weeks))["progress/2025.md"])
    assert "in 24 weeks of work" in page
    assert "20 h in 20 of 24 weeks of work from 1 January to 17 August 2025, against 33 h" in page


@pytest.mark.parametrize(
    ("done", "told"),
    [
        ((2, 1), "8 units in 4 weeks of work, against 4 units in 4 weeks of work in 2024"),
        ((0, 0), "4 weeks of work, against 4 weeks of work in 2024"),
    ],
)
def test_years_without_hours_are_compared_by_units_and_weeks(
    done: tuple[int, int], told: str
) -> None:
    weeks = {f"W2025_1{n}": f"courses: {{zero: {{done: {done[0]}}}}}\n" for n in range(4)}
    weeks |= {f"W2024_1{n}": f"courses: {{zero: {{done: {done[1]}}}}}\n" for n in range(4)}
    weeks = {name: f"{text}learned: [x]\n" for name, text in weeks.items()}
    weeks |= dict.fromkeys(("W2023_01", "W2026_40"), "learned: [x]\n")
    page = unescape(texts(journal(**weeks))["progress/2025.md"])
    assert dict(STORY.findall(page))["Beside the year before"] == told


def test_a_year_says_what_was_understood_and_a_draft_does_not() -> None:
    weeks = {
        "W2025_03": "papers: {att: {understood: 2}}\n",
        "W2025_20": "papers: {att: {understood: 4}}\n",
        "W2025_40": "papers: {att: {understood: 5}}\ndraft: true\n",
        "W2026_20": "papers: {att: {understood: 3}}\n",
    }
    found = journal(PLAN, **weeks)
    public = texts(build_figures(make_public_journal(found.journal, TODAY)))
    page = unescape(public["progress/2025.md"])
    assert (
        "## What was understood\n\nAt 4 or 5 of 5: 1 of 1 judged item at the end of 2025." in page
    )
    levels = "2 of 5 in January 2025, 4 of 5 in May 2025"
    assert f'-   [Attention](../papers/att.md) <span class="tracker-aside">{levels}</span>' in page
    assert "## What is understood" in public["progress/2026.md"]
    served = View(found, TODAY, drafts=True)
    pages = {page.uri: page.text for page in year_pages(served)}
    assert "5 of 5 in October 2025" in unescape(pages["progress/2025.md"])


def test_a_short_journal_has_no_story() -> None:
    for found in (nothing(), one_session()):
        for page in texts(found).values():
            assert "## The story" not in page


def test_a_year_with_nothing_has_no_page_and_no_word() -> None:
    assert [*texts(gap())] == ["progress/2024.md", "progress/2026.md"]
    assert [*texts(nothing())] == []
    assert "2025.md" not in texts(gap())["progress/2024.md"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["2025-01-27, minutes: 30", "2025-01-28, note: x"], "days with a session or a note"),
        (["2025-01-27, minutes: 30", "2025-01-27, note: x"], "day with a session"),
        (["2025-01-27, note: x"], "day with a note"),
    ],
)
def test_a_day_with_notes_alone_is_no_day_with_a_session(lines: list[str], said: str) -> None:
    page = texts(journal(PLAN, W2025_05=sessions(*lines)))["progress/2025.md"]
    assert re.findall(r"days? with [\w ]+", page)[:1] == [said]


@pytest.mark.parametrize(
    ("week", "words"),
    [
        ("title: Two words\nlearned: [Three more words]\n", 5),
        ("links: [{url: 'https://example.org/a', note: See https://example.org/b for it}]\n", 3),
        ("intro: '[A page](https://example.org/a) is good.'\n", 4),
        ("courses: {zero: {done: [one], status: done}}\npapers: {att: {read: once}}\n", 0),
        ("projects: {thing: {evidence: [https://example.org/c, 3f9c2ab]}}\n", 0),
    ],
)
def test_words_are_the_authors_and_no_addresses(week: str, words: int) -> None:
    (only,) = journal(PLAN, W2025_05=week).weeks.values()
    assert count_week_words(only) == words


def test_a_year_of_short_posts_has_no_longest_read() -> None:
    weeks = {f"W2025_0{n}": f"courses: {{zero: {{done: [u{n}]}}}}\n" for n in range(1, 5)}
    assert "The longest read" not in texts(journal(PLAN, **weeks))["progress/2025.md"]


def test_a_year_of_notes_alone_has_a_title_too() -> None:
    (text,) = texts(journal(W2025_05="learned: [x is y but z]", W2025_06="intro: More.")).values()
    assert 'title: "2025: 1 week of work"' in unescape(text)


@pytest.mark.parametrize(
    ("day", "year", "week"),
    [
        (
            "2027-01-01 10:00",
            2027,
            "W2026_53",
        ),  # the session's own day counts, whatever its week is
        ("2026-W53", 2026, "W2026_53"),  # of which only the week is known: where its Thursday lies
        ("2026-W01", 2026, "W2026_01"),
        ("2025-12-30", 2025, "W2026_01"),
    ],
)
def test_a_session_belongs_to_the_year_of_its_day(day: str, year: int, week: str) -> None:
    view = View(journal(**{week: sessions(f"{day}, minutes: 60, item: a")}), date(2027, 6, 1))
    assert [found.number for found in collect_years(view) if found.entries] == [year]


def test_a_post_belongs_to_the_year_of_its_week() -> None:
    found = texts(journal(W2025_52="published: 2026-01-02\nintro: Late.", W2026_03="intro: Early."))
    assert "2025-w52.md" in found["progress/2025.md"]
    assert "2025-w52.md" not in found["progress/2026.md"]


def test_drafts_count_and_say_nothing() -> None:
    told = "learned: [Hidden words]\ncourses: {zero: {gaps: [Hidden gap], confidence: 2}}\n"
    found = journal(
        PLAN, W2025_05=f"draft: true\n{told}{sessions('2025-01-28, minutes: 60, item: zero')}"
    )
    (text,) = texts(build_figures(make_public_journal(found.journal, TODAY))).values()
    assert "1 h of study" in text
    assert "Hidden" not in text
    assert "2025-w05" not in text


def test_essays_are_part_of_the_year() -> None:
    essay = Essay("late.md", "On starting [late]", date(2025, 5, 1), "x")
    page = unescape(texts(two_years(), essays=(essay,))["progress/2025.md"])
    assert "[On starting [late]](../blog/posts/late.md)" in page


@pytest.mark.parametrize("name", JOURNALS)
def test_every_journal_has_its_years(name: str) -> None:
    view = View(JOURNALS[name](), TODAY, drawn=lambda chart: "<svg/>" if chart.draw else None)
    found = collect_years(view)
    spent = [
        sum(entry.minutes for entry in entries)
        for entries in (view.figures.entries, *(y.entries for y in found))
    ]
    assert sum(spent[1:]) == spent[0]
    assert tuple(week for year in found for week in year.weeks) == shown_weeks(view)
    for year, page in zip(found, year_pages(view), strict=True):
        assert page.uri == f"progress/{year.number}.md"
        assert title_of_year(view, year).startswith(str(year.number))
        assert page.listed
        assert page.changed is not None
        assert page.changed <= TODAY


def test_the_progress_page_and_the_years_lead_to_each_other(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    write_week(
        tmp_path, "2023-W27", "sessions:\n  - {start: 2023-07-03 19:30, minutes: 50, item: a}\n"
    )
    write_week(
        tmp_path, "2024-W27", "sessions:\n  - {start: 2024-07-01 19:30, minutes: 50, item: a}\n"
    )
    (tmp_path / "docs/own.md").write_text(
        "# Own\n\n![x](tracker:hours-by-week?period=2023-07&item=a)\n", "utf-8"
    )
    site = build_site(tmp_path)
    progress = (site / "progress/index.html").read_text("utf-8")
    assert progress.index('href="2024/"') < progress.index('href="2023/"')
    assert 'href="../2024/"' in (site / "progress/2023/index.html").read_text("utf-8")
    assert "50 min on a in July 2023, in 1 week." in (site / "own/index.html").read_text("utf-8")
