"""What the index of the search holds, and what the pages of a site are told of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.sites import build_site, write_week
from tracker.model.journal import Week
from tracker.site.search import (
    choose_search_settings,
    exclude_generated_text,
    has_tags_listing,
    improve_search,
    is_tuned,
)

WEEK = Week("2024-W27")
OUT = ' data-search-exclude="true"'
WORKER = "assets/javascripts/workers/search.a7633da7.min.js"
PAGE = f'<p>x</p><script id="__config" type="application/json">{{"base": "..", "search": "../{WORKER}"}}</script><script src="bundle.js"></script>'


@pytest.mark.parametrize(
    ("uri", "settings"),
    [
        ("index.md", {"exclude": True}),
        ("now.md", {"exclude": True}),
        ("progress.md", {"exclude": True}),
        ("progress/2024.md", {"exclude": True}),
        ("courses/index.md", {"exclude": True}),
        ("skills/index.md", {"exclude": True}),
        ("skills/algebra.md", {"exclude": True}),
        ("reading/links-2024.md", {"exclude": True}),
        ("reading/index.md", {"boost": 0.4}),
        ("plan.md", {"boost": 0.4}),
        ("courses/zero.md", {"boost": 0.4}),
        ("projects/place/01-tempo.md", {}),
        ("blog/posts/2024-w27.md", {}),
        ("blog/posts/index.md", {}),
    ],
)
def test_pages_that_repeat_others_are_left_out_or_come_later(
    uri: str, settings: dict[str, object]
) -> None:
    assert choose_search_settings(uri) == settings


# `|` stands where the mark of the search is put.
CASES = {
    "a post": """
<p|><span class="tracker-kicker"><span>Me</span><span>1 to 7 July 2024</span></span></p>
<p| class="tracker-lead">Finished one unit.</p>
<h2 id="goals">Goals</h2>
<ul><li><span| class="tracker-outcome tracker-outcome--done">done</span> Read <span class="tracker-aside">Why not?</span></li></ul>
<h2 id="zero">Zero</h2>
<p| class="tracker-meta">45 min · finished sets</p>
<p>What I wrote.</p>
<p| class="tracker-sums">45 min on one day.</p>
<div| class="tracker-chart tracker-days"><svg><title>45 min</title></svg></div>
""",
    "courses/zero.md": """
<p class="tracker-standing"><span class="tracker-named">By Me</span>
<span| class="tracker-fact">8 of 8 units</span> <span| class="tracker-status">done</span></p>
<p>A word of the plan.</p>
<p| class="tracker-forecast">Even odds by May.</p>
<h2| id="how-it-went">How it went</h2>
<h2 id="units">Units</h2>
<ul><li><span>✓ Sets</span> <span| class="tracker-aside">The first post</span></li></ul>
<h2| id="what-the-weeks-say">What the weeks say</h2>
<h3| id="the-first-post">The first post</h3>
<p>What I wrote.</p>
<h4| id="sets">Sets</h4>
<details class="tracker-details"><summary><h2 id="tracker-details">Details</h2></summary><dl>
<div><dt>Authors</dt><dd>A, B, C</dd></div>
<div| class="tracker-detail"><dt>Phase</dt><dd>One</dd></div>
</dl></details>
""",
    "plan.md": """
<p>Why.</p>
<div class="tracker-facts"></div>

<ul>
<li|><strong>Begun</strong> <span>1 July 2024</span></li>
</ul>
""",
    "decisions.md": """
<h2 id="decisions">Decisions</h2>
<h3 id="a-degree">A degree?</h3>
<h2| id="open-questions">Open questions</h2>
""",
}


@pytest.mark.parametrize("name", CASES)
def test_facts_and_made_sentences_are_marked(name: str) -> None:
    marked = CASES[name]
    week = WEEK if name == "a post" else None
    assert exclude_generated_text(marked.replace("|", ""), name, week) == marked.replace("|", OUT)


def test_a_summary_that_the_author_wrote_is_searched() -> None:
    lead = '<p class="tracker-lead">Sets at last.</p>'
    assert exclude_generated_text(lead, "x.md", WEEK._replace(summary="Sets at last.")) == lead
    assert OUT in exclude_generated_text(lead, "x.md", WEEK)


@pytest.mark.parametrize(
    ("text", "lists"), [("# Tags\n<!-- material/tags -->\n", True), ("[TAGS]", True), ("x", False)]
)
def test_a_list_of_tags_is_known(text: str, lists: bool) -> None:
    assert has_tags_listing(text) == lists


def test_a_page_names_our_worker_and_waits_before_the_script_of_the_theme() -> None:
    page = improve_search(PAGE, "assets/tracker", tuned=False)
    config = '<script id="__config" type="application/json">{"base": "..", "search": "../assets/tracker/search.js"}</script>'
    before, after = page.split(config)
    assert before.startswith("<p>x</p><script>")
    assert before.endswith("</script>")
    assert "search_index" in before
    assert after == '<script src="bundle.js"></script>'


def test_a_tuned_search_keeps_its_worker_and_waits_too() -> None:
    page = improve_search(PAGE, "assets/tracker", tuned=True)
    assert WORKER in page
    assert "search_index" in page
    assert is_tuned([{}, {"lang": "en"}])
    assert not is_tuned([{}, {"enabled": True, "pipeline": None}])


@pytest.mark.parametrize(
    "page",
    [
        PAGE.replace(WORKER, "assets/javascripts/other.js"),
        PAGE.replace("__config", "other"),
        f'<p>"search": "../{WORKER}"</p>',
        "",
    ],
)
def test_a_page_that_searches_in_another_way_stays_as_it_is(page: str) -> None:
    assert improve_search(page, "assets/tracker", tuned=False) == page


# ---- a built site


@pytest.fixture(scope="module")
def documents(everything_site: Path) -> list[dict[str, str]]:
    text = (everything_site / "search/search_index.json").read_text("utf-8")
    found: list[dict[str, str]] = json.loads(text)["docs"]
    return found


def test_the_index_holds_no_page_that_repeats_others(documents: list[dict[str, str]]) -> None:
    folders = {document["location"].partition("/")[0] for document in documents}
    assert {"blog", "courses", "papers", "plan"} <= folders
    assert not {"", "progress", "library", "skills", "tags", "now"} & folders
    assert not [doc for doc in documents if re.match("blog/(archive|page)/", doc["location"])]


def test_the_index_holds_what_readers_may_see_and_each_text_once(
    documents: list[dict[str, str]],
) -> None:
    said = json.dumps(documents)
    assert "Hidden" not in said
    for word in ("ShownIntro", "ShownCourseNotes", "ShownLearnedOne"):
        assert sum(word in document["text"] for document in documents) == 1, word


def test_pages_do_not_show_the_marks(everything_site: Path) -> None:
    for page in everything_site.glob("courses/*/index.html"):
        assert "search-exclude=" not in page.read_text("utf-8")


PLAIN = "plugins: [{tracker: {pages: false}}, search]\n"
OFFLINE = "plugins: [tracker, blog, search, offline]\n"
TUNED = "plugins:\n  - tracker\n  - blog\n  - search: {separator: '[\\s]+'}\n"


@pytest.mark.parametrize(
    ("config", "worker", "waits"),
    [(PLAIN, True, False), (OFFLINE, True, False), (TUNED, True, True)],
)
def test_the_search_of_other_sites_is_left_alone(
    tmp_path: Path, config: str, worker: bool, waits: bool
) -> None:
    write_week(tmp_path, "2024-W27", "intro: Words.\n")
    if config == PLAIN:
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs/index.md").write_text("# Home\n", "utf-8")
    page = (build_site(tmp_path, config=config) / "index.html").read_text("utf-8")
    assert ("javascripts/workers/search." in page) == worker
    assert ("XMLHttpRequest" in page) == waits
