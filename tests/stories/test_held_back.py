"""What is held back reaches no page, by whatever way: found by somebody who tried."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
import yaml

from tests.journal import PNG, program
from tests.sites import AS_OF, build_site, everything_in, text_of, write_week

PLAN = 'gate: 3\nday_starts: "04:00"\ncourses: {alg: {title: Algebra, units: 5}}\n'


@pytest.mark.parametrize("head", ["courses: {alg: {confidence: 1, notes: x}}\n", "draft: true\n"])
def test_a_night_that_counts_elsewhere_is_held_back_by_its_own_week(
    tmp_path: Path, head: str
) -> None:
    write_week(tmp_path, "plan", PLAN)
    write_week(
        tmp_path, "2024-W27", "sessions:\n  - {start: 2024-07-03 10:00, minutes: 60, item: alg}\n"
    )
    night = "sessions:\n  - {start: 2024-07-08 01:30, minutes: 45, item: alg, note: HiddenNight}\n"
    write_week(tmp_path, "2024-W28", head + night)
    site = build_site(tmp_path)
    assert "HiddenNight" not in everything_in(site)
    assert "1 h 45" in (site / "courses/alg/index.html").read_text("utf-8")


def test_ids_that_only_a_draft_names_have_no_page(tmp_path: Path) -> None:
    write_week(
        tmp_path, "2024-W27", "sessions:\n  - {start: 2024-07-03 10:00, minutes: 60, item: alg}\n"
    )
    papers = "papers: {https://hidden.example/paper.pdf: {read: once}}\n"
    session = "sessions:\n  - {start: 2024-07-08 10:00, minutes: 45, item: hidden-item}\n"
    write_week(
        tmp_path, "2024-W28", f"draft: true\ncourses: {{hidden-course: {{}}}}\n{papers}{session}"
    )
    site = build_site(tmp_path)
    assert not re.search("hidden-|hidden.example", words_in(site))
    assert [path.name for path in (site / "courses").iterdir() if path.is_dir()] == ["alg"]


def test_a_journal_inside_docs_is_not_copied_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "docs/entries/images").mkdir(parents=True)
    (tmp_path / "docs/entries/2024-W27.yaml").write_text(
        "unpublished: HiddenText\nintro: Shown\n", "utf-8"
    )
    (tmp_path / "docs/entries/images/hidden.png").write_bytes(PNG)
    site = build_site(tmp_path, config="plugins: [{tracker: {journal: docs}}, blog]\n")
    assert not (site / "entries").exists()
    assert "HiddenText" not in everything_in(site)


HELD = "gate: 3\ncourses: {alg: {title: Algebra, units: {sets: Sets}}}\n"
HELD_WEEKS = {
    "2024-W25": """title: Shown
members: {teaser: ShownTeaser, url: 'https://example.org/in'}
unpublished: HiddenUnpublished
""",
    "2024-W26": """intro: Shown and told.
courses: {alg: {done: [sets], confidence: 2, notes: HiddenGated, gaps: [HiddenGap], units: {sets: HiddenUnit}}}
sessions: [{start: 2024-06-24 10:00, minutes: 60, item: alg, note: HiddenNote}]
""",
    "2024-W27": """draft: true
title: HiddenTitle
summary: HiddenSummary
tags: [HiddenTag]
goals: [HiddenGoal]
links: [{url: 'https://example.org/HiddenLink', note: HiddenTake}]
courses: {alg: {done: [hidden-unit], notes: HiddenNotes, gaps: [HiddenDraftGap]}, hidden-course: {}}
papers: {hidden-paper: {read: once}}
sessions: [{start: 2024-07-01 10:00, minutes: 60, item: alg/hidden-named, note: HiddenSession}]
""",
    "2024-W28": "published: 2031-01-01\ntitle: HiddenUntilThen\n",
}


HELD_WORDS = re.compile("hidden[a-z]|hidden-", re.IGNORECASE)


def words_in(site: Path) -> str:
    """All that the site says, without Material's own scripts and styles."""
    texts = []
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if re.match(r"assets/(javascripts|stylesheets)\b", name):
            continue
        texts.append(name)
        if path.is_file():
            texts.append(path.read_bytes().decode("utf-8", "replace"))
    return unescape("\n".join(texts))


def held(folder: Path) -> None:
    write_week(folder, "plan", HELD)
    for name, text in HELD_WEEKS.items():
        write_week(folder, name, text)
    posts = folder / "docs/blog/posts"
    posts.mkdir(parents=True)
    (posts.parent / "index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    (posts / "draft.md").write_text(
        "---\ndate: 2024-07-02\ndraft: true\n---\n# HiddenEssay\n", "utf-8"
    )


def test_feeds_calendars_and_data_hold_none_of_it(tmp_path: Path) -> None:
    held(tmp_path)
    site = build_site(tmp_path)
    for name in ("feed.xml", "atom.xml", "feed.json", "journal.json"):
        text = (site / name).read_text("utf-8")
        assert "Shown" in text
        assert not re.search("hidden", text, re.IGNORECASE), name
    assert not HELD_WORDS.search(words_in(site))


def test_essays_that_the_blog_holds_back_until_their_day_are_nowhere(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W27", "intro: Shown\n")
    posts = tmp_path / "docs/blog/posts"
    posts.mkdir(parents=True)
    (posts.parent / "index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    for name, head in (
        ("HiddenEssay", "date: 2091-12-02\ntags: [HiddenTag]"),
        ("Told", "date: 2024-07-02"),
    ):
        (posts / f"{name}.md").write_text(f"---\n{head}\n---\n# {name}\n", "utf-8")
    (posts / "Marked.md").write_text(
        "---\ndate: 2091-12-03\ndraft: false\n---\n# Marked\n", "utf-8"
    )
    said = everything_in(
        build_site(
            tmp_path, config="plugins: [tracker, {blog: {draft_if_future_date: true}}, tags]\n"
        )
    )
    assert not re.search("hidden(essay|tag)", said, re.IGNORECASE)
    assert {word for word in ("Told", "Marked") if word in said} == {"Told", "Marked"}
    done = program("build", "--to", str(tmp_path / "plain"), cwd=tmp_path, SOURCE_DATE_EPOCH=AS_OF)
    assert done.code == 0, done.err
    assert sorted(path.name for path in (tmp_path / "plain/docs/blog/posts").glob("*d.md")) == [
        "Marked.md",
        "Told.md",
    ]


@pytest.mark.parametrize("form", [("mail",), ("mail", "--html"), ("share", "--max", "5000")])
def test_what_is_handed_on_holds_none_of_it(tmp_path: Path, form: tuple[str, ...]) -> None:
    held(tmp_path)
    said = [
        program("week", name, "--as", *form, cwd=tmp_path, TRACKER_NOW="2024-07-20T12:00")
        for name in HELD_WEEKS
    ]
    assert [done.code for done in said] == [0, 0, 1, 1]
    assert all("Shown" in done.out for done in said[:2])
    assert not [done for done in said if re.search("Hidden|hidden-", done.out + done.err)]


def test_a_post_in_the_terminal_holds_no_more_than_the_page(tmp_path: Path) -> None:
    held(tmp_path)
    for name in [*HELD_WEEKS][:2]:
        done = program("week", name, "--as", "post", cwd=tmp_path, TRACKER_NOW="2024-07-20T12:00")
        assert done.code == 0, done.err
        assert "Shown" in done.out
        assert not re.search("Hidden|hidden-", done.out + done.err)


def test_units_that_only_a_draft_names_are_counted_and_not_named(tmp_path: Path) -> None:
    write_week(
        tmp_path,
        "plan",
        "courses: {alg: {title: Algebra, units: 5}, geo: {units: [lines, circles]}}\n",
    )
    done = "courses: {alg: {done: [hidden-unit]}, geo: {done: [lines]}}\n"
    session = "sessions:\n  - {start: 2024-07-03 10:00, minutes: 60, item: geo/hidden-unit}\n"
    write_week(tmp_path, "2024-W27", f"draft: true\n{done}{session}")
    site = build_site(tmp_path)
    assert "hidden-unit" not in everything_in(site)
    assert "1 of 5 units" in (site / "courses/alg/index.html").read_text("utf-8")
    assert "1 of 2 units" in (site / "courses/geo/index.html").read_text("utf-8")


# ---- the right to stay silent

SILENT_PLAN = """courses:
  alg: {title: Algebra, units: {sets: Sets}}
  geo: {title: Geometry, units: {lines: Lines}, review: HiddenReview, unpublished: true, was: [geo-old]}
  hidden-job: {title: HiddenJob, units: {hidden-part: HiddenPart}, skills: [HiddenSkill], unpublished: name, was: [hidden-was]}
  top: {title: Topology, after: [hidden-job]}
papers: {hidden-paper: {title: HiddenPaper, unpublished: name}}
projects: {tool: {title: Tool, uses: [hidden-was], unpublished: true}}
series: {reads: {title: Readings, schedule: [{week: 2024-W26, paper: hidden-paper, title: HiddenSlot}]}}
"""
SILENT_WEEK = """courses:
  alg: {notes: ShownNotes}
  geo: {done: [lines], notes: HiddenNotes, gaps: [HiddenGap], units: {lines: HiddenUnit}}
  hidden-was: {done: [hidden-part], notes: HiddenJobNotes}
papers: {hidden-paper: {read: once, notes: HiddenReading}}
projects: {tool: {notes: HiddenTool, evidence: [hidden.ipynb]}}
sessions:
  - {start: 2024-06-24 10:00, minutes: 60, item: alg, note: ShownSession}
  - {start: 2024-06-25 10:00, minutes: 45, item: alg/hidden-unit, note: HiddenSession, unpublished: true}
  - {start: 2024-06-25, minutes: 15, item: hidden-named-here, unpublished: true}
  - {start: 2024-06-26, item: alg, note: HiddenNote, unpublished: true}
  - {start: 2024-06-27, minutes: 30, item: geo-old, note: HiddenGeo}
  - {start: 2024-06-28, minutes: 90, item: hidden-was/hidden-part, note: HiddenHours}
  - {start: 2024-06-29, item: hidden-job, note: HiddenJobNote}
  - {start: 2024-06-30, note: HiddenOther, unpublished: true}
"""
SILENT = re.compile(r"Hidden[A-Z]|hiddenskill|hidden-[a-z]|hidden\.ipynb")
SILENT_CONFIG = "plugins: [tracker, blog, search, tags]\n"


def silent(folder: Path) -> None:
    write_week(folder, "plan", SILENT_PLAN)
    write_week(folder, "2024-W26", SILENT_WEEK)


def test_what_is_unpublished_is_nowhere_and_its_minutes_count(tmp_path: Path) -> None:
    silent(tmp_path)
    (tmp_path / "hidden.ipynb").write_text("{}", "utf-8")
    site = build_site(tmp_path, config=SILENT_CONFIG)
    said = everything_in(site)
    assert not SILENT.search(said)
    assert "ShownNotes" in said
    (page,) = site.glob("blog/**/2024-w26/index.html")
    post = " ".join(text_of(page).split())
    assert "ShownSession" in post
    assert "4 h" in post  # 60, 45, 15, 30 and 90 minutes
    assert not re.search(r"\b0 min", post)
    assert re.search(r"4 h,? on \w+ (of \w+ )?days", post)
    facts = json.loads((site / "journal.json").read_text("utf-8"))
    assert facts["figures"]["minutes"] == 240
    assert (facts["figures"]["sessions"], facts["figures"]["notes"]) == (5, 3)
    items = {item["id"]: item["minutes"] for item in facts["items"]}
    assert items == {"alg": 105, "geo": 30, "top": 0, "tool": 0}


@pytest.mark.parametrize(
    "form", [("mail",), ("mail", "--html"), ("share", "--max", "5000"), ("post",)]
)
def test_what_is_unpublished_is_not_handed_on(tmp_path: Path, form: tuple[str, ...]) -> None:
    silent(tmp_path)
    done = program("week", "2024-W26", "--as", *form, cwd=tmp_path, TRACKER_NOW="2024-07-20T12:00")
    assert done.code == 0, done.err
    assert not SILENT.search(done.out + done.err)


def test_a_plan_can_keep_the_notes_of_all_sessions(tmp_path: Path) -> None:
    write_week(tmp_path, "plan", "notes: unpublished\ncourses: {alg: {title: Algebra}}\n")
    week = "courses: {alg: {notes: ShownNotes}}\nsessions:\n"
    week += "  - {start: 2024-06-24, minutes: 60, item: alg, note: HiddenOne}\n"
    week += "  - {start: 2024-06-25, item: unplanned, note: HiddenTwo}\n"
    write_week(tmp_path, "2024-W26", week)
    said = everything_in(build_site(tmp_path, config=SILENT_CONFIG))
    assert not re.search("hidden(one|two)", said, re.IGNORECASE)
    assert "ShownNotes" in said
    assert "unplanned" in said


def test_a_site_of_notes_alone_says_nothing_of_minutes(tmp_path: Path) -> None:
    write_week(tmp_path, "plan", "target: 8h\ncourses: {alg: {title: Algebra, estimate: 10h}}\n")
    for number in range(18, 27):
        first = date.fromisocalendar(2024, number, 1)
        lines = f"  - {{start: {first}, item: alg, note: NoteOne}}\n"
        lines += f"  - {{start: 2024-W{number}, note: NoteTwo}}\n"
        write_week(tmp_path, f"2024-W{number}", f"summary: Shown\nsessions:\n{lines}")
    site = build_site(tmp_path, config=SILENT_CONFIG, as_of="1719835200")
    said = everything_in(site)
    assert "NoteOne" in said
    assert not re.search(r"\b0 (min|h)\b(?! of )", said)
    progress = text_of(site / "progress/index.html")
    assert "Studied in each of the last 8 weeks." in progress
    assert "Nothing logged" not in progress


ESSAYS = {
    "block": "date: 2024-06-20\n# HiddenComment\nitems: [alg, hidden-job]\ntags: [Shown]\n",
    "list": "date: 2024-06-21\nitems:\n  - hidden-job/hidden-part # HiddenComment\n  - hidden-draft\n",
    "flow": "{date: 2024-06-22, items: [hidden-was], tags: [Shown]}\n",
}


def test_essays_hand_on_no_id_of_what_is_held_back(tmp_path: Path) -> None:
    """Their text and front matter lie in the folder for another engine as they were typed."""
    silent(tmp_path)
    draft = "draft: true\nsessions: [{start: 2024-07-01, minutes: 30, item: hidden-draft}]\n"
    write_week(tmp_path, "2024-W27", draft)
    posts = tmp_path / "docs/blog/posts"
    posts.mkdir(parents=True)
    (posts.parent / "index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    text = "# ShownEssay\n\nOn [[hidden-job]], [[hidden-draft|words]] and [[alg]].\n"
    for name, head in ESSAYS.items():
        (posts / f"{name}.md").write_text(f"---\n{head}---\n{text}", "utf-8")
    site = build_site(tmp_path, config=SILENT_CONFIG)
    done = program("build", "--to", str(tmp_path / "plain"), cwd=tmp_path, SOURCE_DATE_EPOCH=AS_OF)
    assert done.code == 0, done.err
    for folder in (site, tmp_path / "plain"):
        said = words_in(folder)
        assert "ShownEssay" in said
        assert sorted({*SILENT.findall(said), *re.findall("HiddenComment", said)}) == []
    for name, typed in ESSAYS.items():
        head = (tmp_path / f"plain/docs/blog/posts/{name}.md").read_text("utf-8").split("---")[1]
        meta = yaml.safe_load(head)
        assert "items" not in meta
        assert meta["date"]
        assert ("tags" in meta) == ("tags" in typed)
