"""Journals in German and Arabic -> built sites whose English texts say that they are English."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.sites import PLUGINS, build_site, write_week
from tracker.site.languages import mark_texts

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "source", "path", "circle", "rect"}
PLAN = """
title: {title}
why: |
  {words} one.

  {words} two.
courses:
  latin: {{title: {name}, units: {{verbs: {unit}, nouns: N}}, review: {words} of a course., phase: 1}}
phases: [{{title: {phase}, notes: {words} of a phase.}}]
decisions: [{{question: {ask}, options: [{option}, B], chosen: {option}, decided: 2024-07-02, why: {words} why.}}]
"""
WEEK = """
title: {title}
intro: {words} at first.
goals: [{{goal: {goal}, outcome: done}}]
courses: {{latin: {{confidence: 4, gaps: [{gap}], notes: "{words} here.\\n\\n- {words} in a list.\\n"}}}}
questions: [{ask}]
sessions: [{{start: 2024-07-01 19:00, minutes: 60, item: latin, note: {note}}}]
"""
# A week without a word of the author's: its title, its lead and all else are ours.
LOGGED = """
courses: {latin: {done: [verbs]}}
sessions: [{start: 2024-07-08 19:00, minutes: 60, item: latin}]
"""
GERMAN = {
    "title": "Mein Tagebuch",
    "words": "Worte",
    "name": "Latein",
    "unit": "Verben",
    "phase": "Anfang",
    "ask": "Welches Buch",
    "option": "Das erste",
    "goal": "Kapitel lesen",
    "gap": "Infinitiv",
    "note": "alle Formen",
}
ARABIC = {
    "title": "يوميات التعلم",
    "words": "كلمات",
    "name": "اللغة اللاتينية",
    "unit": "الأفعال",
    "phase": "البداية",
    "ask": "أي كتاب",
    "option": "الأول",
    "goal": "قراءة الفصل",
    "gap": "المصدر",
    "note": "كل الأشكال",
}
OURS = {
    "blog/2024-w27/index.html": [
        *("Goals", "done", "Gaps found:", "Mon", "could explain it: 4 of 5", "Questions", "Follow"),
        "1 to 7 July 2024",
    ],
    "blog/2024-w28/index.html": ["Finished {unit}, 8 to 14 July", "1 h", "Mon"],
    "plan/index.html": ["Plan", "Hoped for", "The curriculum", "1 of 2 units", "active"],
    "courses/latin/index.html": ["Details", "What the weeks say", "Gaps found:"],
    "decisions/index.html": ["Decisions", "Chosen on 2 July 2024:", "Open questions"],
    "index.html": ["From the journal", "All posts", "7 July 2024"],
}
AUTHORS = {
    "blog/2024-w27/index.html": ["{title}", "{words} at first.", "{goal}", "{words} in a list."],
    "plan/index.html": ["{words} one.", "{words} of a phase.", "{words} of a course.", "{name}"],
    "courses/latin/index.html": ["{words} here.", "{words} in a list.", "{gap}", "{unit}"],
    "decisions/index.html": ["{ask}", "{words} why.", "{option}"],
    "index.html": ["{words} one.", "{words} two."],
}


class Texts(HTMLParser):
    """Each text of a page with the language and the direction of the nearest element that has one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.found: list[tuple[str, str | None, str | None]] = []
        self.unclosed: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while self.open and self.open[-1][0] != tag:
            self.unclosed.append(self.open.pop()[0])
        self.open.pop()

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words:
            self.found.append((words, self._nearest("lang"), self._nearest("dir")))

    def _nearest(self, name: str) -> str | None:
        for _, attributes in reversed(self.open):
            if attributes.get(name):
                return attributes[name]
        return None


def build_journal(folder: Path, language: str, words: dict[str, str]) -> Path:
    write_week(folder, "plan", "target: 8h\n" + PLAN.format(**words))
    write_week(folder, "2024-W27", WEEK.format(**words))
    write_week(folder, "2024-W28", LOGGED)
    theme = f"theme: {{name: material, language: {language}}}\nsite_url: https://example.org/\n"
    plugins = PLUGINS.replace("theme: material\n", "")
    return build_site(folder, config=theme + plugins)


@pytest.fixture(scope="module", params=[("de", GERMAN), ("ar", ARABIC)], ids=["de", "ar"])
def foreign(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    language, words = request.param
    return build_journal(tmp_path_factory.mktemp(language), language, words), language, words


def find_texts(site: Path, name: str) -> Texts:
    page = site / name
    if name.startswith("blog/"):
        page = next(site.rglob(f"{name.split('/')[1]}/index.html"))
    return Texts(page.read_text("utf-8"))


def test_our_texts_are_english(foreign: tuple[Path, str, dict[str, str]]) -> None:
    site, language, words = foreign
    missed = []
    for name, ours in OURS.items():
        texts = find_texts(site, name)
        for text in ours:
            text = text.format(**words)
            hits = [row for row in texts.found if re.sub("[\u2068\u2069]", "", row[0]) == text]
            wrong = [
                row for row in hits if row[1] != "en" or (language == "ar" and row[2] != "ltr")
            ]
            if not hits or wrong:
                missed.append((name, text, wrong))
    assert missed == []


def test_the_authors_texts_have_the_language_of_the_site(
    foreign: tuple[Path, str, dict[str, str]],
) -> None:
    site, language, words = foreign
    missed = []
    for name, authors in AUTHORS.items():
        texts = find_texts(site, name)
        for text in authors:
            text = text.format(**words)
            hits = [
                row for row in texts.found if row[0].removesuffix(".") == text.removesuffix(".")
            ]
            wrong = [row for row in hits if row[1] != language]
            if not hits or wrong:
                missed.append((name, text, wrong))
    assert missed == []


def test_marks_keep_pages_whole(foreign: tuple[Path, str, dict[str, str]]) -> None:
    site, _, _ = foreign
    pages = list(site.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        html = page.read_text("utf-8")
        assert "tracker:author" not in html, page
        texts = Texts(html)
        assert texts.unclosed == [], page


def test_an_english_site_has_one_language(tmp_path: Path) -> None:
    site = build_journal(tmp_path, "en", GERMAN)
    for page in site.rglob("*.html"):
        assert re.findall(r'<(\w+)[^<>]* lang="', page.read_text("utf-8")) in (["html"], [])


def test_a_chart_on_a_site_of_ones_own_says_that_it_is_english(tmp_path: Path) -> None:
    write_week(tmp_path, "plan", PLAN.format(**GERMAN))
    write_week(tmp_path, "2024-W27", WEEK.format(**GERMAN))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Seite\n\n![x](tracker:plan)\n", "utf-8")
    plugins = "plugins: [{tracker: {pages: false}}]\n"
    site = build_site(tmp_path, config=f"theme: {{name: material, language: de}}\n{plugins}")
    texts = Texts((site / "index.html").read_text("utf-8"))
    assert {language for words, language, _ in texts.found if "1 course done" in words} == {"en"}
    assert {language for words, language, _ in texts.found if words == "Seite"} == {"de"}


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>One</p>", "<p><span>One</span></p>"),
        ("<p> One\n</p>", "<p> <span>One</span>\n</p>"),
        ("<p>One more</p>", "<p>One more</p>"),
        ("<li>\u2713 One</li>", "<li>\u2713 <span>One</span></li>"),
        ("<li>3. One</li>", "<li>3. <span>One</span></li>"),
        ("<li>Chosen: One</li>", "<li>Chosen: <span>One</span></li>"),
        ("<b>A &amp; B</b>", "<b><span>A &amp; B</span></b>"),
        ("<svg><svg/><svg><text>One</text></svg>One</svg>One", None),
        ('<a title="One">x</a>', '<a title="One">x</a>'),
        ("<script>One</script>", "<script>One</script>"),
    ],
)
def test_a_text_is_marked_as_a_whole_and_outside_of_pictures(html: str, marked: str | None) -> None:
    if marked is None:
        marked = html.removesuffix("One") + "<span>One</span>"
    assert mark_texts(html, frozenset({"One", "A & B"}), "") == marked
