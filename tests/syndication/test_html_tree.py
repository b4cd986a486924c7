"""Markdown as HTML that a feed may hold."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as etree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.syndication.views import (
    SITE,
    Marks,
    journal_of,
    view_of,
)
from tracker.syndication import prose
from tracker.syndication.html_tree import KEPT, MATH, html_of, sanitize_html
from tracker.syndication.xml import add_xml_child, format_xml_document

FORMS = [
    ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
    ("x[^1]\n\n[^1]: Note", f'<p>x<sup><a href="{SITE}blog/2024-w27/#fn:'),
    ("- [x] done\n- [ ] open", "☑ done"),
    (
        "!!! note\n    Mind this",
        "<blockquote>\n<p><strong>Note</strong></p>\n<p>Mind this</p>\n</blockquote>",
    ),
    ("```mermaid\ngraph LR; A-->B\n```", "<pre><code>graph LR; A--&gt;B\n</code></pre>"),
    ("```python\nx = 1\n```", "<pre><code>x = 1</code></pre>"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "<th>a</th>"),
    ("![Hours](tracker:hours-by-week)", "<p>Nothing logged"),
    ("<script>alert(1)</script><b onclick='x()'>bold</b>", "<b>bold</b>"),
    ("<a href='javascript:x()'>no</a>", "<p>no</p>"),
    (
        "[a](/other/) [b](../../plan.md#terms) [c](mailto:a@example.org)",
        f'<a href="{SITE}plan/#terms">b</a>',
    ),
    ("[a](/other/)", '<a href="https://example.org/other/">a</a>'),
    ("![alt](data:image/png;base64,x)", "<p>alt</p>"),
    ("<details><summary>More</summary>inner</details>", "<strong>More</strong>"),
]


@pytest.mark.parametrize(("markdown", "html"), FORMS, ids=[form[0][:20] for form in FORMS])
def test_forms_of_markdown(tmp_path: Path, markdown: str, html: str) -> None:
    view = view_of(journal_of(tmp_path, W27=json.dumps({"summary": "S", "intro": markdown})))
    post = html_of(prose.build_post_tree(view, prose.list_public_posts(view)[0])).replace(
        "\n</code>", "</code>"
    )
    assert html.replace("\n</code>", "</code>") in post


def test_a_formula_is_mathml_without_a_script(tmp_path: Path) -> None:
    view = view_of(journal_of(tmp_path, W27=json.dumps({"summary": "S", "intro": "Let $x^2$ be."})))
    post = html_of(prose.build_post_tree(view, prose.list_public_posts(view)[0]))
    assert "<math" in post
    assert "<msup>" in post


@given(st.text(alphabet="<>/=\"' abipx&;#!-scriptonhref:\n\x00\x0b", max_size=80))
def test_whatever_html_there_is_what_stays_is_known(html: str) -> None:
    found = html_of(
        sanitize_html(html, lambda address: "https://example.org/" if address else None)
    )
    assert set(Marks(found).tags) <= {*KEPT, *MATH, "a", "img"}
    assert html_of(sanitize_html(found, lambda address: address)) == found


@given(st.text())
def test_any_text_makes_xml_that_is_well_formed(value: str) -> None:
    root = etree.Element("rss")
    add_xml_child(root, "title", value, term=value)
    (title,) = etree.fromstring(format_xml_document(root).encode("utf-8"))
    kept = re.sub(
        "[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]", "", value
    )
    assert (title.text or "").replace("\r", "\n") == kept.replace("\r\n", "\n").replace("\r", "\n")
