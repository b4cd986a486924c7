"""Tasks, captions and diagrams."""

from __future__ import annotations

import hashlib
import re

import pytest
from markdown import markdown

from tests.journal import ROOT
from tests.markup.rendered import page
from tracker.markup import needs_mermaid, with_script


def test_a_task_says_whether_it_is_done() -> None:
    for options in ({}, {"custom_checkbox": True}):
        shown = markdown(
            "- [x] a\n- [ ] b",
            extensions=["pymdownx.tasklist", "tracker.markup"],
            extension_configs={"pymdownx.tasklist": options},
        )
        assert re.findall(r'<input[^>]* aria-label="([^"]*)"', shown) == ["Done", "To do"]


@pytest.mark.parametrize(
    ("text", "captions"),
    [
        ('![alt](x.png "A caption & <b>")', ["A caption &amp; &lt;b&gt;"]),
        ('[![alt](x.png "Linked")](y.png)', ["Linked"]),
        ('- ![alt](x.png "Loose")\n\n- b', ["Loose"]),
        ('![alt](x.png "Wide"){ width=300 }', ["Wide"]),
        ("![alt](x.png)", []),
        ('within ![alt](x.png "a line")', []),
        ('![alt](x.png "one") ![alt](y.png "two")', []),
    ],
)
def test_a_picture_by_itself_with_a_title_has_a_caption(text: str, captions: list[str]) -> None:
    shown = page(text)
    assert re.findall(r"<figcaption>(.*?)</figcaption>", shown) == captions
    assert ("title=" in shown) == (not captions and '"' in text)


@pytest.mark.parametrize(
    "made", ['<pre class="mermaid"><code>', '<pre><code class="language-mermaid">']
)
def test_a_diagram_loses_the_class_for_which_material_asks_another_host(made: str) -> None:
    shown = page(f"{made}a --&gt; b</code></pre>")
    assert needs_mermaid(shown)
    assert 'class="mermaid"' not in shown


def test_a_page_that_only_speaks_of_diagrams_has_none() -> None:
    assert not needs_mermaid(
        page('````\n```mermaid\na\n```\n````\n\n`<pre class="mermaid"><code>`')
    )


def test_the_script_stands_where_pages_are_swapped() -> None:
    assert with_script("<main>x</main></body>", "d.js").startswith(
        '<main>x<script src="d.js" defer></script></main>'
    )
    assert '<script src="d.js"' in with_script("<p>", "d.js")


def test_the_copy_of_mermaid_is_the_one_it_says() -> None:
    folder = ROOT / "tracker/diagrams"
    said = re.search(r"[0-9a-f]{64}", (folder / "README.md").read_text("utf-8"))
    assert said
    assert hashlib.sha256((folder / "mermaid.js").read_bytes()).hexdigest() == said[0]
    assert "MIT" in (folder / "LICENSE").read_text("utf-8")
