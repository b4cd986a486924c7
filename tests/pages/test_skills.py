"""Pages of skills."""

from __future__ import annotations

import re

from tests.pages.page_texts import made, section

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
    assert "Where an item has several skills" not in page  # only Two has any
    plan = SKILLED["plan"].replace("[algebra, Limits & such]", "[algebra]")
    page = made({**SKILLED, "plan": plan})["skills/algebra.md"]
    assert re.findall(r"^-   (\w+)", section(page, "Gaps closed"), re.MULTILINE) == [
        "rings",
        "fields",
    ]
    weeks = {**SKILLED, "2024-W31": "courses: {one: {gaps: [cosets]}}\n"}
    page = made(weeks)["skills/algebra.md"]
    gap = "Open in [One](../courses/one.md), and not of one skill alone: 1 gap."
    assert f'<span class="tracker-aside">{gap}</span>' in page, "within a <p> no link is made"
    weeks["2024-W31"] += "sessions:\n  - {start: 2024-07-29, minutes: 60, item: one}\n"
    assert "Where an item has several skills, its time is split" in made(weeks)["skills/algebra.md"]
    assert "Where an item has several skills, its time is split" in made(weeks)["skills/index.md"]


def test_gaps_are_seen_first_and_each_skill_leads_somewhere() -> None:
    found = made(SKILLED)
    page = found["skills/index.md"]
    assert page.index("norms") < page.index("Every skill")
    assert "never" in section(page, "Not begun yet")
    assert (
        '<a href="../../skills/algebra/"><bdi>algebra</bdi></a>, '
        '<a href="../../skills/limits-such/"><bdi>Limits & such</bdi></a>'
    ) in found["courses/one.md"]
    assert '<a href="../../skills/"><bdi>never</bdi></a>' in found["courses/three.md"]


def test_skills_of_one_address_have_two_pages() -> None:
    plan = 'courses: {a: {skills: [C, "C++", Index]}, b: {skills: [C, "C++", Index]}}\n'
    found = made({"plan": plan, "2024-W27": "courses: {a: {confidence: 3}, b: {}}\n"})
    assert (
        len(
            [uri for uri in found if re.fullmatch(r"skills/(c|c-\w{6}|index-\w{6}|index)\.md", uri)]
        )
        == 4
    )


def test_the_pages_of_course_and_skill_count_gaps_below_the_gate() -> None:
    plan = "gate: 3\n" + SKILLED["plan"]
    found = made({"plan": plan, "2024-W27": SKILLED["2024-W27"]})
    assert "<dt>Open gaps</dt><dd>2; 2 names are held back</dd>" in found["courses/one.md"]
    held = "and not of one skill alone: 2 gaps; 2 names are held back."
    assert held in found["skills/algebra.md"]
    assert held in found["skills/limits-such.md"]
    alone = made({"plan": plan.replace(", Limits & such", ""), "2024-W27": SKILLED["2024-W27"]})
    assert "2 gaps open." in alone["skills/algebra.md"]
    assert "2 names are held back." in section(alone["skills/algebra.md"], "Open gaps")
    assert "| 2 gaps |" in alone["skills/index.md"]
    found = {**found, **{f"alone {uri}": text for uri, text in alone.items()}}
    assert "2 names are held back." in section(found["skills/index.md"], "Open gaps")
    assert "2 open gaps" in found["library/index.md"]
    assert not re.search("fields|rings", "".join(found.values()))


def test_a_gap_of_a_draft_is_not_counted_on_the_pages_of_skills() -> None:
    weeks = {**SKILLED, "2024-W31": "draft: true\ncourses: {one: {gaps: [secret]}}\n"}
    found = made(weeks)
    assert "not of one skill alone" not in found["skills/algebra.md"]
    published = made({**weeks, "2024-W31": "courses: {one: {gaps: [secret]}}\n"})
    assert "not of one skill alone: 1 gap." in published["skills/algebra.md"]


def test_a_gap_of_a_course_without_skills_is_open_too() -> None:
    found = made({**SKILLED, "2024-W31": "courses: {four: {gaps: [cosets]}}\n"})
    assert "2 gaps are open: cosets and norms." in found["skills/index.md"]


def test_the_skills_are_one_table() -> None:
    """A blank line in it would show its bars as text."""
    page = made(SKILLED)["skills/index.md"]
    table = section(page, "Every skill, the least sure first").split("\n| Skill", 1)[1]
    rows = table.split("\n\n")[0].splitlines()
    assert rows[1].startswith("| --- |")
    assert all(row.startswith("| ") for row in rows[1:])
    assert "[algebra](algebra.md)" in "".join(rows[2:])
