"""Tags, each with one spelling and one address."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

from tests.pages.page_texts import made
from tests.sites import build_site, write_week
from tracker.pages.addresses import Essay


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
