"""The pages by which things are found: skills, reading, people, decisions, milestones, now, tags, related posts."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.journal import CASES, PAYLOADS, ROOT
from tests.sites import PLUGINS, Marks, build_site, everything_in, text_of, write_week
from tracker.figures.public import make_public_journal
from tracker.figures.stats import build_figures
from tracker.format import loader
from tracker.model.journal import week_of
from tracker.pages import View, build_pages
from tracker.pages.addresses import Essay

NAMES = [
    "decisions.md",
    "milestones.md",
    "now.md",
    "people.md",
    "reading/index.md",
    "skills/index.md",
]
EVERYTHING = {
    path.stem: path.read_text("utf-8") for path in (CASES / "everything/entries").glob("*.yaml")
}
TODAY = date(2024, 9, 1)  # a Sunday: of the weeks up to W34 each has its post


def made(
    texts: dict[str, str], today: date = TODAY, essays: tuple[Essay, ...] = ()
) -> dict[str, str]:
    """The pages of a journal, as address -> Markdown read as a person would."""
    files = {f"entries/{name}.yaml": text.encode() for name, text in texts.items()}
    journal, problems = loader.load_journal(files)
    assert [str(problem) for problem in problems if not problem.hint] == []
    view = View(
        build_figures(make_public_journal(journal, today)),
        today,
        drawn=lambda chart: "",
        essays=essays,
    )
    return {page.uri: unescape(page.text) for page in build_pages(view)}


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next of its rank."""
    found = re.search(rf"(?ms)^## {re.escape(heading)}$(.*?)(?=^## |\Z)", text)
    return found[1] if found else ""


# ---- none of it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*NAMES])
def test_a_page_with_nothing_says_what_fills_it_and_is_not_searched(name: str) -> None:
    page = made({"2024-W27": ""})[name]
    if name != "now.md":  # an empty week is published too, but nobody wrote it
        assert "<code>" in page
    assert page.count("tracker-nodata") == 1
    assert 'search: {"exclude": true}' in page
    assert "## " not in page


def test_a_page_with_something_is_searched() -> None:
    found = made(EVERYTHING, date(2024, 7, 20))
    for name in NAMES:
        assert "tracker-nodata" not in found[name], name
        assert "exclude" not in found[name], name


def test_what_is_held_back_is_on_none_of_them() -> None:
    texts = dict(EVERYTHING)
    texts["2024-W28"] += (
        "questions: [HiddenAsk]\nlinks: [https://example.org/HiddenLink]\nnext: [HiddenNext]\n"
    )
    texts["2024-W28"] = texts["2024-W28"].replace(
        "done: [second]", "done: [second], gaps: [HiddenDraftGap]"
    )
    assert "HiddenDraftGap" in texts["2024-W28"]
    found = made(texts, date(2024, 7, 20))
    assert (
        sorted({word for page in found.values() for word in re.findall(r"Hidden\w+", page)}) == []
    )
    draft_only = {
        uri for uri, page in found.items() if "2024-w28.md" in page or "2024-w29.md" in page
    }
    assert draft_only == set()


# ---- little of it ---------------------------------------------------------------------------------------------------

STARTED = {
    "plan": "courses: {a: {title: Algebra, units: [one, two]}, b: {units: 3}}\n",
    "2024-W26": "sessions: [{start: 2024-06-25, minutes: 60, item: a}, {start: 2024-W26, minutes: 30, item: b}]\n",
}


def started(records: str) -> dict[str, str]:
    """The pages of a journal of one week, with these records of its courses."""
    return made(
        {**STARTED, "2024-W26": f"courses: {{{records}}}\n" + STARTED["2024-W26"]}, date(2024, 7, 2)
    )


@pytest.mark.parametrize("kind", ["courses", "papers", "projects"])
def test_an_empty_list_says_what_fills_it(kind: str) -> None:
    page = made({"2024-W27": ""})[f"{kind}/index.md"]
    assert f"No {kind} yet. The plan fills this page with its <code>{kind}</code>" in page
    assert f"<code>tracker add {kind[:-1]} ID</code>" in page


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ("a: {done: [one]}", []),
        ("a: {done: [one, two]}", ["1</strong> course, paper or project finished"]),
        (
            "a: {done: [one, two]}, b: {done: 3}",
            ["2</strong> courses, papers and projects finished"],
        ),
    ],
)
def test_home_counts_what_is_finished_and_no_nought(records: str, said: list[str]) -> None:
    assert re.findall(r"\d</strong> [^<]*finished", started(records)["index.md"]) == said


def test_why_there_is_no_forecast_is_said_once_on_the_plan_and_on_each_course() -> None:
    found = started("a: {done: [one]}, b: {done: 1}")
    assert found["plan.md"].count("No forecast.") == 1
    assert "The whole plan: No forecast." in found["plan.md"]
    assert all("No forecast." in found[f"courses/{id_}.md"] for id_ in "ab")


@pytest.mark.parametrize(
    ("courses", "said"),
    [
        ("", "none yet"),
        ("a: {status: next}", "1 next"),
        ("a: {status: next}, b: {status: next}", "2 next"),
        ("a: {status: next}, b: {}", "2: 1 next"),
        ("a: {}, b: {}", "2"),
    ],
)
def test_the_library_counts_courses_by_where_they_stand(courses: str, said: str) -> None:
    page = made({"plan": f"courses: {{{courses}}}\n", "2024-W27": ""})["library/index.md"]
    assert re.search(r"Courses\].*?<span[^>]*>(.*?)<", page)[1] == said  # type: ignore[index]


# ---- skills ---------------------------------------------------------------------------------------------------------

SKILLED = {
    "plan": "courses:\n  one: {title: One, skills: [algebra, Limits & such], units: [a, b]}\n"
    "  two: {title: Two, skills: [algebra]}\n  three: {title: Three, skills: [never]}\n",
    "2024-W27": "title: First\ncourses: {one: {confidence: 2, gaps: [fields, rings]}}\n"
    "sessions:\n  - {start: 2024-07-01, minutes: 60, item: two}\n",
    "2024-W28": "title: Second\ncourses: {one: {confidence: 2}}\n",
    "2024-W30": "title: Third\ncourses: {one: {confidence: 5, done: [a]}, two: {gaps: [norms]}}\n",
}


def test_a_skills_page_tells_what_taught_it_how_sure_when_and_its_gaps() -> None:
    found = made(SKILLED)
    page = found["skills/algebra.md"]
    assert "[One](../courses/one.md)" in section(page, "What taught it")
    assert "[Two](../courses/two.md)" in section(page, "What taught it")
    sure = section(page, "How sure, and since when")
    assert re.findall(r"(\d) of 5", sure) == [
        "5",
        "2",
    ]  # the newest first, and no week that says the same again
    assert "[Third](../blog/posts/2024-w30.md)" in sure
    assert re.findall(r"\*\*(\w+)\*\*", section(page, "Open gaps")) == ["norms"]
    assert re.findall(r"^-   (\w+)", section(page, "Gaps closed"), re.MULTILINE) == [
        "rings",
        "fields",
    ]


def test_gaps_are_seen_first_and_each_skill_leads_somewhere() -> None:
    found = made(SKILLED)
    page = found["skills/index.md"]
    assert page.index("norms") < page.index("Every skill")
    assert "never" in section(page, "Not begun yet")
    assert (
        "[algebra](../skills/algebra.md), [Limits & such](../skills/limits-such.md)"
        in found["courses/one.md"]
    )
    assert "[never](../skills/index.md)" in found["courses/three.md"]


def test_skills_of_one_address_have_two_pages() -> None:
    plan = 'courses: {a: {skills: [C, "C++", Index]}, b: {skills: [C, "C++", Index]}}\n'
    found = made({"plan": plan, "2024-W27": "courses: {a: {confidence: 3}, b: {}}\n"})
    assert (
        len(
            [uri for uri in found if re.fullmatch(r"skills/(c|c-\w{6}|index-\w{6}|index)\.md", uri)]
        )
        == 4
    )


# ---- reading --------------------------------------------------------------------------------------------------------

GROUP = """\
papers: {p: {title: The paper, was: [old]}}
series:
  group:
    title: The group
    schedule:
      - {week: 2024-W35, paper: https://example.org/later, title: Later}
      - {week: 2024-W33, paper: old, primers: [{url: "https://example.org/primer", title: Primer}]}
"""


@pytest.mark.parametrize(
    ("today", "heading"),
    [
        (date(2024, 8, 1), "## Next: [The paper](../papers/p.md)"),
        (date(2024, 8, 12), "## This week: [The paper](../papers/p.md)"),
        (date(2024, 8, 18), "## This week: [The paper](../papers/p.md)"),
        (date(2024, 8, 19), '## Next: <a href="https://example.org/later">Later</a>'),
        (date(2024, 9, 1), '## This week: <a href="https://example.org/later">Later</a>'),
        (date(2024, 9, 2), None),
    ],
)
def test_the_paper_of_the_week_stands_first(today: date, heading: str | None) -> None:
    found = made({"plan": GROUP}, today)
    first = re.search(r"(?m)^## .*$", found["reading/index.md"])
    assert first
    assert first[0] == (heading or "## The group")
    assert (heading or "Later") in found["reading/index.md"]
    assert re.findall(r"(?m)^## .*", found["now.md"]) == (
        [heading.replace("](../", "](")] if heading else []
    )


def test_a_long_schedule_has_a_page_of_its_own() -> None:
    slots = "".join(f"      - {{week: 2024-W{n}, title: Paper {n}}}\n" for n in range(10, 30))
    found = made(
        {"plan": f"series:\n  s:\n    title: Long\n    schedule:\n{slots}"}, date(2024, 1, 1)
    )
    assert "Paper 29" in found["reading/series-s.md"]
    assert "Paper 29" not in found["reading/index.md"]
    assert "[Long](series-s.md)" in found["reading/index.md"]


def test_every_link_stands_on_its_years_page_by_month_and_by_tag() -> None:
    one = "links:\n  - {url: https://example.org/a, title: A, note: My take, quote: Their words, tags: [Code]}\n"
    two = "links:\n  - {url: https://example.org/b, title: B, tags: [code, art]}\n"
    found = made(
        {"2024-W27": one, "2024-W31": two, "2023-W20": one.replace("title: A", "title: Old")}
    )
    page = found["reading/links-2024.md"]
    assert re.findall(r"(?m)^## (.*)$", page) == ["August 2024", "July 2024", "By tag"]
    july = section(page, "July 2024")
    assert "My take" in july
    assert "> Their words" in july
    assert "(../blog/posts/2024-w27.md)" in july
    tags = re.findall(r"(?m)^-   \*\*(.*?)\*\*(.*)$", section(page, "By tag"))
    assert [(tag, re.findall(r">(\w+)</a>", links)) for tag, links in tags] == [
        ("art", ["B"]),
        ("Code", ["B", "A"]),
    ]
    assert (
        "[2024](links-2024.md#by-tag) (2), [2023](links-2023.md#by-tag) (1)"
        in found["reading/index.md"]
    )
    assert "Old" in found["reading/links-2023.md"]


# ---- people and sources ---------------------------------------------------------------------------------------------


def test_sources_stand_with_what_they_taught() -> None:
    plan = """\
courses: {a: {title: Short, by: Ann}, b: {title: Long, by: Bo}, c: {title: Untouched, by: Cy}}
papers:
  p: {title: P, authors: [Dee, Ann, Eve]}
  q: {title: Q, authors: [Dee, Eve]}
  r: {title: R, authors: [Fay]}
  s: {title: Unread, authors: [Gus]}
people: {m: {name: Mo, url: "https://example.org/m", role: mentor}}
"""
    log = "sessions:\n  - {start: 2024-07-01, minutes: 60, item: b}\n  - {start: 2024-07-01, minutes: 30, item: a}\n"
    read = "papers: {p: {read: once}, q: {read: skim}, r: {read: once}}\n"
    links = "links: [https://www.s.example/1, https://s.example/2, https://s.example/2, https://once.example/]\n"
    page = made({"plan": plan, "2024-W27": "courses: {c: {status: next}}\n" + log + read + links})[
        "people.md"
    ]
    assert re.findall(r"\*\*(.*?)\*\*", section(page, "Who taught me what")) == ["Bo", "Ann"]
    assert "[P](papers/p.md)" in section(page, "Who taught me what")
    assert re.findall(r"\*\*(.*?)\*\*", section(page, "Authors of more than one paper")) == [
        "Dee and Eve"
    ]
    assert "1 more author" in page
    assert not {"Cy", "Gus", "Untouched", "Unread"} & set(re.findall(r"\w+", page))
    assert re.findall(r"\*\*(.*?)\*\*", section(page, "Sites linked to more than once")) == [
        "s.example"
    ]
    assert '<a href="https://example.org/m">Mo</a>, mentor' in page


# ---- decisions and questions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("review_on: 2024-09-02", "To be looked at again on 2 September 2024."),
        ("review_on: 2024-09-01", "Worth another look since 1 September 2024."),
        ("review_on: 2024-09-01, outcome: Done", ""),
        ("outcome: Done", ""),
    ],
)
def test_a_decision_is_looked_at_again_in_its_time(keys: str, said: str) -> None:
    page = made({"plan": f"decisions: [{{question: Which?, chosen: This, {keys}}}]\n"})[
        "decisions.md"
    ]
    assert "".join(re.findall(r'tracker-aside">(.*?)</p>', page)) == said
    assert ("**What came of it.** Done" in page) == ("outcome" in keys)


def test_a_question_is_open_until_a_week_answers_it() -> None:
    page = made(
        {
            "2024-W27": "title: A\nquestions: [Why?, How so?]\n",
            "2024-W28": "title: B\nquestions: [{ask: When?, answer: Now.}, Where?]\n",
            "2024-W29": "title: C\nquestions: [{ask: 'why?', answer: 'Because *so*.'}]\n",
            "2024-W30": "title: D\nquestions: [Where?]\n",
        }
    )["decisions.md"]
    asked = re.findall(r"\*\*(.*?)\*\*.*?\[(\w)\]", section(page, "Open questions"))
    assert asked == [
        ("How so?", "A"),
        ("Where?", "B"),
    ]  # the oldest first, by the week that asked first
    answered = section(page, "Answered")
    assert re.findall(r"\*\*(.*?)\*\* <span class=\"tracker-aside\">(.*?)</span>", answered) == [
        ("why?", "asked in [A](blog/posts/2024-w27.md), answered in [C](blog/posts/2024-w29.md)"),
        ("When?", "in [B](blog/posts/2024-w28.md)"),
    ]
    assert "Because *so*." in answered


# ---- milestones -----------------------------------------------------------------------------------------------------


def test_milestones_of_the_author_and_of_the_data_are_told_apart() -> None:
    plan = (
        "courses: {one: {title: 'Numbers: part one', units: [a]}, two: {title: Second, units: [a]}}\n"
        "milestones: [{date: 2024-07-10, what: Part one is behind me}, {date: 2023-01-01, what: Born}]\n"
    )
    sessions = "".join(
        f"  - {{start: 2024-07-0{n}, minutes: 1440, item: one}}\n" for n in range(1, 6)
    )
    first = f"courses: {{one: {{done: [a]}}}}\npapers: {{p: {{read: once}}}}\nsessions:\n{sessions}"
    page = made({"plan": plan, "2024-W27": first, "2024-W28": "courses: {two: {done: [a]}}\n"})[
        "milestones.md"
    ]
    rows = re.findall(
        r'<time datetime="([\d-]+)">.*?</time> (?:\*\*(.*?)\*\*|<span.*?>(.*?)</span>)', page
    )
    own = [(day, what) for day, what, _ in rows if what]
    counted = [(day, re.sub(r"\[(.*?)\]\(.*?\)", r"\1", what)) for day, _, what in rows if what]
    assert own == [("2024-07-10", "Part one is behind me"), ("2023-01-01", "Born")]
    assert counted == [
        ("2024-07-14", "Finished Second"),
        ("2024-07-07", "The first paper read: p"),
        ("2024-07-05", "100 hours of study"),
        ("2024-07-01", "The first session: Numbers: part one"),
    ]
    assert [day for day, *_ in rows] == sorted((day for day, *_ in rows), reverse=True)


# ---- now ------------------------------------------------------------------------------------------------------------

NOW = {
    "plan": "courses: {one: {title: One}, two: {title: Two}}\n"
    "pauses: [{from: 2025-01-01, to: 2025-01-31, reason: away}]\n",
    "2024-W20": "sessions:\n  - {start: 2024-05-13, minutes: 30, item: two}\n",
    "2024-W34": "title: A week\nnext: [Go on]\ngoals: [{goal: Begin, outcome: done}]\n"
    "sessions:\n  - {start: 2024-08-20, minutes: 30, item: one}\n",
}


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2024, 8, 30), "As of 25 August 2024."),
        (date(2024, 9, 22), "As of 25 August 2024."),
        (
            date(2024, 9, 23),
            "Nothing has been logged since 25 August 2024. This is how things stood then.",
        ),
        (date(2025, 1, 15), "As of 25 August 2024."),
    ],
)
def test_the_now_page_dates_itself(today: date, said: str) -> None:
    page = made(NOW, today)["now.md"]
    assert re.findall(r'tracker-lead">(.*?)</p>', page) == [said]
    assert ("A pause until 31 January 2025: away." in page) == (today.year == 2025)
    assert "[One](courses/one.md)" in page
    assert "[Two]" not in page  # not touched for long
    assert "-   Go on" in section(page, "What comes next")
    assert "Begin" in section(page, "How the last goals went")


def test_what_is_meant_for_later_does_not_date_the_now_page() -> None:
    essay = Essay("later.md", "Later", date(2030, 1, 1), "")
    assert "As of 25 August 2024." in made(NOW, date(2024, 8, 30), (essay,))["now.md"]
    assert (
        "As of 28 August 2024."
        in made(NOW, date(2024, 8, 30), (essay._replace(date=date(2024, 8, 28)),))["now.md"]
    )


# ---- tags -----------------------------------------------------------------------------------------------------------


def tags_of(page: str) -> list[str]:
    found = re.search(r"(?m)^tags: (.*)$", page)
    return json.loads(found[1]) if found else []


def test_a_tag_has_one_spelling() -> None:
    plan = "courses: {c: {skills: [machine-learning, PYTHON, Calm]}}\n"
    texts = {
        "plan": plan,
        "2024-W27": "tags: [python, Machine Learning]\n",
        "2024-W28": "tags: [Python, machine learning, maths]\ncourses: {c: {}}\n",
        "2024-W29": "tags: [Python, python]\n",
        "2024-W30": "tags: [machine learning, Python]\n",
    }
    essay = Essay("essay.md", "E", date(2024, 1, 1), "", tags=("Maths",))
    found = made(texts, essays=(essay,))
    assert tags_of(found["courses/c.md"]) == ["machine learning", "Python", "Calm"]
    assert tags_of(found["blog/posts/2024-w27.md"]) == ["Python", "machine learning"]
    assert tags_of(found["blog/posts/2024-w28.md"]) == ["Python", "machine learning", "Maths"]
    assert tags_of(found["blog/posts/2024-w29.md"]) == ["Python"]


def test_no_anchor_of_the_page_of_tags_is_there_twice(tmp_path: Path) -> None:
    names = [
        "Backpropagation",
        "backpropagation",
        "C",
        "C++",
        "C#",
        "a b",
        "a-b",
        "A, B",
        "ß",
        "SS",
        "?",
        "!",
    ]
    write_week(
        tmp_path,
        "plan",
        json.dumps({"courses": {f"c{n}": {"skills": [name]} for n, name in enumerate(names)}}),
    )
    for n, name in enumerate(names):
        write_week(
            tmp_path, f"2024-W{10 + n}", json.dumps({"tags": [name], "courses": {f"c{n}": {}}})
        )
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/tags.md").write_text("# Tags\n\n<!-- material/tags -->\n", "utf-8")
    page = (build_site(tmp_path) / "tags/index.html").read_text("utf-8")
    ids = Counter(re.findall(r'\bid="([^"]*)"', page))
    assert ids["tag:backpropagation"] == 1
    assert [name for name, count in ids.items() if count > 1] == []


# ---- related posts --------------------------------------------------------------------------------------------------


def related_of(page: str) -> list[str]:
    """The titles that the end of a post leads to, each with the word before it."""
    nav = re.search(r'(?s)<nav class="tracker-related".*?</nav>', page)
    return re.findall(r"(?:<span>(\w+)</span> )?<a href=[^>]*>(.*?)</a>", nav[0]) if nav else []  # type: ignore[return-value]


def test_a_post_leads_to_the_posts_before_and_behind_it_on_its_item() -> None:
    texts = {
        f"2024-W{n}": f"title: T{n}\ncourses: {{{'a' if n % 2 else 'b'}: {{}}}}\n"
        for n in range(20, 26)
    }
    texts["2024-W26"] = "title: Alone\n"
    texts["2024-W40"] = "title: Draft\ncourses: {a: {}}\n"
    found = made(texts)
    assert related_of(found["blog/posts/2024-w23.md"]) == [
        ("", "a"),
        ("before", "T21"),
        ("after", "T25"),
    ]
    assert related_of(found["blog/posts/2024-w25.md"]) == [("", "a"), ("before", "T23")]
    assert related_of(found["blog/posts/2024-w26.md"]) == []
    assert 'href="../../blog/2024-w21/"' in found["blog/posts/2024-w23.md"]
    assert 'href="../../courses/a/"' in found["blog/posts/2024-w23.md"]


def test_essays_of_the_same_tag_are_named_and_a_tag_on_every_post_says_nothing() -> None:
    texts = {
        f"2024-W{n}": f"title: T{n}\ntags: [Notes{', Rare' * (n in (10, 29))}]\n"
        for n in range(10, 30)
    }
    essay = Essay("essay.md", "The essay", date(2024, 1, 1), "", slug="the-essay", tags=("rare",))
    found = made(texts, essays=(essay,))
    assert [title for _, title in related_of(found["blog/posts/2024-w10.md"])] == [
        "The essay",
        "T29",
    ]
    assert related_of(found["blog/posts/2024-w11.md"]) == []


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["x", "y", "z", ""])), max_size=30)
)
def test_no_post_leads_to_itself_or_to_one_twice_or_to_many(weeks: list[tuple[str, str]]) -> None:
    monday = date(2022, 1, 3)
    texts = {}
    for n, (item, tag) in enumerate(weeks):
        tags = f"tags: [{tag}]\n" if tag else ""
        texts[week_of(monday + timedelta(weeks=n))] = (
            f"title: T{n}\n{tags}courses: {{course-{item}: {{}}, all: {{}}}}\n"
        )
    posts = [page for uri, page in made(texts).items() if uri.startswith("blog/")]
    for page in posts:
        title = re.search(r'(?m)^title: "(.*)"$', page)[1]  # type: ignore[index]
        found = [name for _, name in related_of(page) if name.startswith("T")]
        assert title not in found
        assert len(found) == len(set(found)) <= 5


# ---- the site -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every payload where these pages show text from elsewhere."""
    folder = tmp_path_factory.mktemp("hostile")
    texts = list(PAYLOADS.values())
    address = "https://example.org/?q="
    plan: dict[str, Any] = {
        "courses": {
            f"c{n}": {"title": text, "by": text, "skills": [text, "shared"]}
            for n, text in enumerate(texts)
        },
        "papers": {
            f"p{n}": {"title": text, "authors": [text, "Both"]} for n, text in enumerate(texts)
        },
        "people": {f"m{n}": {"name": text, "role": text} for n, text in enumerate(texts)},
        "milestones": [{"date": "2024-01-01", "what": text} for text in texts],
        "decisions": [{"question": text, "options": [text], "chosen": text} for text in texts],
        "series": {
            f"s{n}": {
                "title": text,
                "theme": text,
                "starter": [{"url": address, "title": text, "note": text}],
                "schedule": [
                    {
                        "week": "2024-W30",
                        "title": text,
                        "primers": [{"url": address, "title": text}],
                    }
                ],
            }
            for n, text in enumerate(texts)
        },
        "pauses": [{"from": "2024-07-01", "to": "2024-07-30", "reason": texts[0]}],
    }
    write_week(folder, "plan", json.dumps(plan))
    for n, text in enumerate(texts):
        link = {"url": address + str(n), "title": text, "note": text, "quote": text, "tags": [text]}
        told = {
            "title": text,
            "tags": [text],
            "links": [link],
            "questions": [text],
            "goals": [{"goal": text, "why": text}],
            "courses": {f"c{n}": {"confidence": 1 + n % 5, "gaps": [text]}, "c0": {}},
            "papers": {f"p{n}": {"read": "once"}},
        }
        write_week(folder, f"2024-W{8 + n:02}", json.dumps(told))
    (folder / "secret.txt").write_text("SECRET", "utf-8")
    names = "attr_list, md_in_html, admonition, footnotes, pymdownx.snippets, pymdownx.superfences, pymdownx.magiclink"
    return build_site(
        folder, config=f"plugins: [tracker, blog, tags, search]\nmarkdown_extensions: [{names}]\n"
    )


def test_hostile_text_is_inert_on_all_of_them(hostile: Path) -> None:
    for path in hostile.rglob("*.html"):
        text = path.read_text("utf-8")
        marks = Marks()
        marks.feed(text)
        assert marks.active == [], path
        assert "SECRET" not in text
        assert "<style>*{display" not in text
        assert len(re.findall(r"<article\b", text)) >= 1 or path.name == "404.html"


@pytest.mark.parametrize(
    "name", ["decisions", "milestones", "people", "reading", "reading/links-2024", "skills"]
)
def test_hostile_text_reads_as_it_was_typed_on_all_of_them(hostile: Path, name: str) -> None:
    said = " ".join(text_of(hostile / name / "index.html").split())
    for text in PAYLOADS.values():
        assert " ".join(text.split()) in said


def test_nav_leads_to_each_list_and_none_breaks_a_strict_build_of_a_new_journal(
    tmp_path: Path,
) -> None:
    """As `tracker init` makes it, with nothing in it yet."""
    template = ROOT / "tracker/templates/init/mkdocs.yml"
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/tags.md").write_text("# Tags\n\n<!-- material/tags -->\n", "utf-8")
    write_week(tmp_path, "2024-W27", "")
    site = build_site(
        tmp_path,
        config=template.read_text("utf-8").partition("\n")[2].replace("theme:", "x-theme:", 0),
    )
    home = (site / "index.html").read_text("utf-8")
    for name in (
        "library",
        "courses",
        "papers",
        "projects",
        "skills",
        "reading",
        "people",
        "decisions",
        "milestones",
    ):
        assert f'href="{name}/"' in home, name
    assert 'href="now/"' in home
    assert len(re.findall(r'class="md-tabs__link"', home)) <= 7


def test_an_items_page_belongs_to_its_list_and_nobody_walks_through_the_archive(
    tmp_path: Path,
) -> None:
    for n in (1, 30):
        write_week(tmp_path, f"2024-W{n:02}", "courses: {a: {}}\n")
    write_week(tmp_path, "2023-W20", "title: Old\n")
    nav = "nav:\n  - index.md\n  - Journal: [blog/index.md]\n  - Library: [library/index.md, courses/index.md]\n"
    theme = "plugins: [tracker, blog, search]\n" + nav
    site = build_site(tmp_path, config=theme, as_of="1725000000")
    item = (site / "courses/a/index.html").read_text("utf-8")
    assert re.search(
        r'md-nav__link--active"[^>]*>\s*<span class="md-ellipsis">\s*Courses', item
    ) or ('aria-label="Library" aria-expanded="true"' in item)
    journal = (site / "blog/index.html").read_text("utf-8")
    assert 'rel="next"' in journal
    assert re.findall(r'<link rel="next" href="([^"]*)"', journal) == ["../library/"]


@pytest.mark.parametrize("folders", ["true", "false"])
def test_the_ways_at_the_end_of_a_post_are_there(tmp_path: Path, folders: str) -> None:
    """MkDocs checks links of Markdown alone."""
    for n in (27, 28):
        write_week(tmp_path, f"2024-W{n}", "title: T\ntags: [Rare]\ncourses: {a: {}}\n")
    essay = tmp_path / "docs/blog/posts/essay.md"
    essay.parent.mkdir(parents=True)
    (tmp_path / "docs/blog/index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    essay.write_text(
        "---\ndate: 2024-01-01\ntags: [rare]\n---\n# An essay: with a colon\n", "utf-8"
    )
    site = build_site(tmp_path, config=f"use_directory_urls: {folders}\n{PLUGINS}")
    posts = [path for path in site.rglob("*.html") if "2024-w2" in str(path)]
    assert len(posts) == 2
    for post in posts:
        nav = re.search(r'(?s)<nav class="tracker-related".*?</nav>', post.read_text("utf-8"))
        ways = re.findall(r'href="([^"]*)"', nav[0] if nav else "")
        assert len(ways) == 3
        for way in ways:
            target = (post.parent / way).resolve()
            assert target.is_file() or (target / "index.html").is_file(), way


def test_everything_shown_is_found_in_a_built_site(tmp_path: Path) -> None:
    shutil.copytree(CASES / "everything/entries", tmp_path / "entries")
    site = build_site(tmp_path)
    said = everything_in(site)
    for word in (
        "ShownSeriesTitle",
        "ShownDecision",
        "ShownMilestone",
        "ShownPerson",
        "ShownLinkQuote",
        "ShownGap",
    ):
        assert word in said
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    assert not any("tracker-related" in json.dumps(doc) for doc in index["docs"])
