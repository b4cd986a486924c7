"""What an author may write: formulas, diagrams, code, captions, notebooks."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown

from tests.browser import browser, needs_browser, served
from tests.journal import CASES, PAYLOADS, ROOT
from tests.notebooks import book, cell, printed, shown_as
from tests.sites import Marks, build_site, run_mkdocs, write_week
from tracker.cli.commands import init
from tracker.markup import find_unread_formulas, needs_mermaid, with_script
from tracker.markup.maths import build_mathml
from tracker.notebook import convert_notebook
from tracker.pages.markdown import escape_markdown

FORMULAS = (CASES / "formulas.txt").read_text("utf-8").splitlines()
OTHERS = [
    "admonition",
    "attr_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.superfences",
]
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="
)


def page(text: str) -> str:
    return markdown(text, extensions=["tracker.markup", *OTHERS])


def active(html: str) -> list[str]:
    marks = Marks()
    marks.feed(html)
    return marks.active


# ---- formulas ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tex", FORMULAS)
def test_what_learners_write_becomes_mathml(tex: str) -> None:
    for display in (True, False):
        if display or r"\tag" not in tex:
            root = build_mathml(tex, display)
            assert root.tag == "math"
            assert root.get("alttext") == tex
            assert "\\" not in "".join(root.itertext())


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("so $x^2$ is", ["x^2"]),
        ("$a$, ($b$) and **$c$**", ["a", "b", "c"]),
        (r"so \(x\) and \[y\] are", ["x", "y"]),
        ("so $$x$$ is", ["x"]),
        ("$a_1 * b_2 * c_3$", ["a_1 * b_2 * c_3"]),
        ("a $k$-NN and the $n$th", ["k", "n"]),
        ("two\n$$\na\n> 0\n- b\n$$\nlines", ["a > 0 - b"]),
        ("$$\na\n\n= b\n$$", ["a = b"]),
        (r"\[" + "\nx\n" + r"\]", ["x"]),
        (
            "\\begin{align*}\na &= b \\\\\n&= c\n\\end{align*}",
            [r"\begin{align*} a &= b \\ &= c \end{align*}"],
        ),
        ("- one\n\n    $$\n    x\n    $$\n", ["x"]),
        ("> $x$", ["x"]),
        ("!!! note\n    $x$\n", ["x"]),
        ("| a |\n|---|\n| $x$ |\n", ["x"]),
        ("text[^1]\n\n[^1]: of $x$", ["x"]),
        ("## The $x$ case", ["x"]),
        # Money, shells, code, and what was never closed
        ("costs $5 and $10", []),
        ("from $5-$10 or US$5/A$6", []),
        ("from 5$ to 6$", []),
        (r"\$x\$ and $ x $ and $x", []),
        ("`$x$` and `\\(x\\)`", []),
        ("    $x$\n", []),
        ("```sh\necho $HOME $$ $PATH\n```", []),
        ("$$ never\n\nclosed", []),
        ("a \\( never", []),
    ],
)
def test_what_is_a_formula(text: str, formulas: list[str]) -> None:
    assert [unescape(tex) for tex in re.findall(r'<math alttext="([^"]*)"', page(text))] == formulas


def test_money_reads_as_it_was_typed() -> None:
    assert page("costs $5 and $10") == "<p>costs $5 and $10</p>"
    assert page(r"costs \$5") == "<p>costs $5</p>"


def test_a_heading_is_named_by_what_one_sees() -> None:
    assert 'id="the-x-case"' in page("## The $x$ case")


def test_text_from_elsewhere_is_no_formula() -> None:
    for text in ("$x$", r"\(x\)", "$$x$$", r"\[x\]", r"\begin{align} x \end{align}"):
        assert "<math" not in page(escape_markdown(text))


def test_a_formula_that_cannot_be_read_stays_tex_and_says_why() -> None:
    shown = page(r"so $\nosuch{x} < 1$ is")
    assert r"<code" in shown
    assert r"\nosuch{x} &lt; 1</code>" in shown
    assert [(tex, "nosuch" in why) for tex, why in find_unread_formulas(shown)] == [
        (r"\nosuch{x} < 1", True)
    ]
    assert list(find_unread_formulas(page("so $x$ is"))) == []


HOSTILE = [
    *PAYLOADS.values(),
    r"\href{javascript:alert(1)}{x}",
    r"\style{background:url(//evil)}{x}",
    r"\class{a\" onclick=alert(1)}{x}",
    r"\color{red;background:url(//evil)}x",
    r"\tag{<script>alert(1)</script>}",
    r"\label{\"><script>alert(1)</script>}",
    r"\includegraphics{//evil/x.png}",
    r"</math><script>alert(1)</script>",
    r"\def\a{\a\a}\a",
]


@pytest.mark.parametrize(
    "form", [r"\text{%s}", "%s", r"\operatorname{%s}", r"\begin{align} %s \end{align}"]
)
@pytest.mark.parametrize("payload", HOSTILE)
def test_what_a_formula_holds_is_inert(payload: str, form: str) -> None:
    tex = " ".join((form % payload).split())
    for text in (f"${tex}$", f"$$\n{tex}\n$$", rf"\({tex}\)"):
        for shown in (page(text), page(f"- {text}"), page(f"# {text}")):
            if (
                "<math" in shown or "tracker-unread" in shown
            ):  # else it is the author's own Markdown, who may do so
                assert active(shown) == []
                assert "<script" not in shown
                assert "//evil" not in re.sub(
                    r">[^<]*<|alttext=\"[^\"]*\"|title=\"[^\"]*\"", "", shown
                )


@given(st.text(st.sampled_from("$\\()[]{}xy_^ \n&<>\"'`*-1"), max_size=60))
def test_no_text_breaks_a_page(text: str) -> None:
    for formula in re.findall(r"(?s)<math.*?</math>", page(text)):
        etree.fromstring(formula)


@given(
    st.text(st.characters(exclude_characters="$\\", exclude_categories=["Cs", "Cc"]), max_size=80)
)
def test_text_without_a_formula_is_left_alone(text: str) -> None:
    assert page(text) == markdown(text, extensions=OTHERS)


def test_what_scrolls_on_a_phone_is_reached_by_keys() -> None:
    wide, slim = (
        r"a + b + c + d + e + f + g + h + i + j = 0",
        r"\frac{a + b + c + d}{e + f + g + h + i} = \text{x}",
    )
    for text in ("so ${}$ is", "$$\n{}\n$$"):
        assert 'tabindex="0"' in page(text.format(wide))
        assert "tabindex" not in page(text.format(slim))


def test_a_task_says_whether_it_is_done() -> None:
    for options in ({}, {"custom_checkbox": True}):
        shown = markdown(
            "- [x] a\n- [ ] b",
            extensions=["pymdownx.tasklist", "tracker.markup"],
            extension_configs={"pymdownx.tasklist": options},
        )
        assert re.findall(r'<input[^>]* aria-label="([^"]*)"', shown) == ["Done", "To do"]


# ---- captions and diagrams -----------------------------------------------------------------------------------------


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


# ---- notebooks -----------------------------------------------------------------------------------------------------


def test_a_notebook_becomes_words_code_and_what_it_printed() -> None:
    data = book(
        cell("markdown", "# The *title*\n\nSo $x^2$ and `y`.\n\n## Part\n\n```\n# no heading\n```"),
        cell(
            "code",
            "print(1)  # <b>",
            printed("\x1b[31mred\x1b[0m <b>\n10%\r100%\n"),
            printed("/home/me", "stderr"),
        ),
        cell(
            "code",
            "1/0",
            {
                "output_type": "error",
                "ename": "ZeroDivisionError",
                "evalue": "by zero",
                "traceback": [],
            },
        ),
        cell(
            "code",
            "df",
            shown_as(
                text_html="<table><tr><th></th><td onclick=x>5</td></tr></table>", text_plain="5"
            ),
        ),
        cell(
            "code",
            "plot",
            shown_as(image_png=base64.b64encode(PNG).decode(), text_plain="<Figure>"),
        ),
    )
    made = convert_notebook(data, "book")
    assert made.title == "The title"
    assert made.pictures == {"book-1.png": PNG}
    shown = page(made.text)
    for part in (
        '<h2 id="part">Part</h2>',
        '<math alttext="x^2">',
        "# no heading",
        "red &#60;b&#62;\n100%",
        "ZeroDivisionError: by zero",
        "<table><tr><td></td><td>5</td></tr></table>",
        'src="book-1.png"',
    ):
        assert part in shown, part
    assert "/home/me" not in shown
    assert "\x1b" not in shown


def test_a_notebook_with_two_first_headings_has_one_title() -> None:
    made = convert_notebook(book(cell("markdown", "# One\n\n# Two\n\n## Three")), "b")
    assert made.title == "One"
    assert re.findall(r"<h(\d)", page(made.text)) == ["2", "3"]


def test_what_a_notebook_hides_is_hidden() -> None:
    made = convert_notebook(
        book(
            cell("code", "HIDDEN", metadata={"jupyter": {"source_hidden": True}}),
            cell("code", "a", printed("HIDDEN"), metadata={"jupyter": {"outputs_hidden": True}}),
            cell("markdown", "HIDDEN", metadata={"tags": ["remove-cell"]}),
            cell("raw", "HIDDEN"),
        ),
        "b",
    )
    assert "HIDDEN" not in made.text


NASTY = [
    *PAYLOADS.values(),
    "<img src=//evil/x.png onerror=alert(1)>",
    "![x](//evil/x.png) ![y](https://evil.example/x.png) ![z](javascript:alert(1))",
    "<iframe src=//evil></iframe>",
    "[a]: javascript:alert(1)\n\n[x][a] <javascript:alert(1)>",
    "# *a*{: onclick=alert(1) }",
    "```html {: onclick=alert(1) }\n<script>alert(1)</script>\n```",
    "</pre></div><script>alert(1)</script>",
    "~~~~\n</b>\n```\n<b onclick=alert(1)>\n```\n~~~~",
    "<table><tr><td><script>alert(1)</script><img src=//evil>x</td></tr></table>",
    "<table><style>@import url(//evil)</style><td style='background:url(//evil)' onclick=alert(1)>x",
    "<table><td><svg><script>alert(1)</script></svg><td>",
    "$\\text{<script>alert(1)</script>}$",
]


@pytest.mark.parametrize("text", NASTY)
def test_nothing_in_a_notebook_can_act(text: str) -> None:
    picture = base64.b64encode(text.encode()).decode()
    data = book(
        cell("markdown", text, attachments={text: {"image/png": picture}}),
        cell("markdown", f"# {text}\n\n> {text}"),
        cell(
            "code",
            text,
            printed(text),
            shown_as(text_html=text, text_plain=text),
            shown_as(text_plain=text),
            shown_as(text_markdown=text),
            shown_as(text_latex=text),
            shown_as(**{"image_svg+xml": text}, text_plain=text),
            shown_as(image_png=picture),
            shown_as(application_javascript=text),
            {"output_type": "error", "ename": text, "evalue": text, "traceback": [text]},
        ),
    )
    made = convert_notebook(data, "b")
    assert made.pictures == {}
    shown = markdown(
        made.text,
        extensions=[*OTHERS, "tracker.markup", "pymdownx.snippets", "pymdownx.blocks.html"],
    )
    assert active(shown) == []
    assert not re.search(r"<(script|style|iframe|img|svg|base|meta|form|input|object)\b", shown)
    for tag in (
        "<div",
        "<pre",
        "</div",
        "</pre",
    ):  # nothing of it was taken for Markdown of the page
        assert shown.count(tag) == made.text.count(tag)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"\xff", b"[" * 100_000, b'{"nbformat": 9}', b'{"cells": 5}', b"5"]
)
def test_what_is_no_notebook_is_said(data: bytes) -> None:
    try:
        assert convert_notebook(data, "b").text.strip() == ""
    except ValueError as error:
        assert str(error)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)
    ),
    st.sampled_from(
        ["cells", "metadata", "source", "outputs", "data", "text", "attachments", "tags"]
    ),
)
def test_a_notebook_of_any_shape_breaks_nothing(value: Any, key: str) -> None:
    whole: Any = json.loads(
        book(cell("code", "x", printed("y"), shown_as(text_plain="z")), cell("markdown", "w"))
    )
    holders = [whole, *whole["cells"], whole["cells"][0]["metadata"], *whole["cells"][0]["outputs"]]
    for holder in holders:
        if key in holder or key in {"attachments", "tags"}:
            holder[key] = value
    try:
        assert isinstance(convert_notebook(json.dumps(whole).encode(), "b").text, str)
    except ValueError as error:
        assert str(error)


# ---- a whole site --------------------------------------------------------------------------------------------------

TEXT = """\
A term
:   and what it means, with $\\frac{a}{b}$.[^n]

[^n]: A note.

!!! tip
    A hint.

- [x] done
- [ ] open

![A loss that falls](images/loss.png "It falls.")

$$
\\operatorname{softmax}(z)_i = \\frac{e^{z_i}}{\\sum_j e^{z_j}} \\qquad
\\underbrace{a + b + c + d + e + f + g + h}_{\\text{wider than a phone}}
$$

```python
def f(x: int) -> str:  # a comment
    return f"{x!r}" + 'a' * 3.5 + None
```

```mermaid
%%{init: {"securityLevel": "loose", "htmlLabels": true, "flowchart": {"htmlLabels": true}}}%%
flowchart LR
  a[Data] --> b["<img src='https://evil.example/x.png' onerror=alert(1)> Model"]
  click a "javascript:alert(1)"
```
"""
SHOWN = [
    "<dd>",
    'class="footnote"',
    'class="admonition tip"',
    'type="checkbox"',
    "<figcaption>It falls.</figcaption>",
    '<math alttext="\\operatorname',
    '<span class="k">def</span>',
    '<pre class="tracker-diagram">',
]


def built_as_begun(folder: Path) -> Path:
    """With the mkdocs.yml that `tracker init` writes."""
    (folder / "mkdocs.yml").write_bytes(init.build_journal_files("2024-W27")["mkdocs.yml"])
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs/tags.md").write_text("# Tags\n", "utf-8")
    return build_site(folder, config=None)


def notebook_week(folder: Path, name: str, path: str, more: str = "") -> None:
    evidence = f"projects: {{net: {{evidence: [{path}], notes: Shown}}}}\n"
    write_week(
        folder, name, f"{more}{evidence}sessions: [{{start: {name}, minutes: 50, item: net}}]\n"
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("writing")
    indented = "".join(f"  {line}\n" for line in TEXT.splitlines())
    write_week(
        folder,
        "2024-W27",
        f"intro: |\n{indented}sessions: [{{start: 2024-07-01 19:30, minutes: 50, item: a}}]\n",
    )
    notebook_week(folder, "2024-W26", "notebooks/net.ipynb")
    notebook_week(folder, "2024-W25", "notebooks/secret.ipynb", "draft: true\n")
    for path in ("docs/blog/posts", "entries/images", "notebooks", "docs/blog/posts/images"):
        (folder / path).mkdir(parents=True, exist_ok=True)
    (folder / "docs/blog/index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    (folder / "docs/blog/posts/essay.md").write_text(
        f"---\ndate: 2024-07-02\ntitle: Essay\n---\n\n{TEXT}", "utf-8"
    )
    for path in ("entries/images/loss.png", "docs/blog/posts/images/loss.png"):
        (folder / path).write_bytes(PNG)
    picture = shown_as(image_png=base64.b64encode(PNG).decode())
    for name in ("net", "secret"):
        data = book(
            cell("markdown", f"# The {name}"),
            cell("code", f"{name} = 1", printed(f"Printed{name}"), picture),
        )
        (folder / f"notebooks/{name}.ipynb").write_bytes(data)
    return built_as_begun(folder)


@pytest.mark.parametrize("uri", ["blog/2024-w27", "blog/essay"])
def test_a_week_and_an_essay_are_written_alike(site: Path, uri: str) -> None:
    said = (site / uri / "index.html").read_text("utf-8")
    assert [part for part in SHOWN if part not in said] == []


def test_only_pages_with_a_diagram_name_its_script(site: Path) -> None:
    naming = {
        path.parent.name
        for path in site.rglob("*.html")
        if "diagrams.js" in path.read_text("utf-8")
    }
    drawing = {
        path.parent.name
        for path in site.rglob("*.html")
        if "tracker-diagram" in path.read_text("utf-8")
    }
    assert {"2024-w27", "essay"} <= naming == drawing
    assert (site / "assets/tracker/diagrams/mermaid.js").is_file()
    assert "unpkg" not in (site / "blog/essay/index.html").read_text("utf-8")


def test_a_site_without_diagrams_holds_no_mermaid(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W27", "intro: none\n")
    assert not list(build_site(tmp_path).rglob("mermaid*"))


def test_search_finds_a_formula_by_its_tex(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    said = unescape(" ".join(re.sub(r"<[^>]+>", "", entry["text"]) for entry in index["docs"]))
    assert r"\frac{a}{b}" in said
    assert "and what it means, with \\frac{a}{b}." in " ".join(said.split())
    assert "softmax(z)" not in said.replace(r"\operatorname{softmax}(z)", "")


def test_a_notebook_of_a_project_has_a_page_and_one_of_a_draft_has_none(site: Path) -> None:
    said = unescape((site / "projects/net/net/index.html").read_text("utf-8"))
    for part in (
        "<h1>The net</h1>",
        "Printednet",
        'src="../net-1.png"',
        "<code>notebooks/net.ipynb</code>",
    ):
        assert part in said
    assert (site / "projects/net/net-1.png").read_bytes() == PNG
    for uri in ("projects/net", "blog/2024-w26"):
        assert re.search(
            r'href="[^"]*\bnet/"[^>]*>notebooks/net',
            unescape((site / uri / "index.html").read_text("utf-8")),
        )
    everything = "".join(
        path.read_text("utf-8")
        for path in site.rglob("*")
        if path.suffix in {".html", ".json", ".xml"}
    )
    assert "secret" not in everything
    assert not list(site.rglob("*secret*"))


def test_without_the_extra_a_notebook_is_named_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "without").mkdir()
    (tmp_path / "without/sitecustomize.py").write_text(
        "import sys\nsys.modules['nbformat'] = None\n", "utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "without"))
    (tmp_path / "a.ipynb").write_bytes(book(cell("markdown", "# A")))
    notebook_week(tmp_path, "2024-W27", "a.ipynb")
    site = build_site(tmp_path)
    assert not (site / "projects/net/a").exists()
    assert "<code>a.ipynb</code>" in unescape((site / "projects/net/index.html").read_text("utf-8"))


@pytest.mark.parametrize("path", ["gone.ipynb", "huge.ipynb", "broken.ipynb", "linked.ipynb"])
def test_a_notebook_that_cannot_be_shown_is_named(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "journal"
    folder.mkdir()
    (tmp_path / "outside.ipynb").write_bytes(book(cell("markdown", "# Outside")))
    (folder / "huge.ipynb").write_bytes(book(cell("markdown", "x" * 5_100_000)))
    (folder / "broken.ipynb").write_text("{", "utf-8")
    (folder / "linked.ipynb").symlink_to(tmp_path / "outside.ipynb")
    notebook_week(folder, "2024-W27", path)
    result = run_mkdocs(folder, "build", "--strict")
    assert result.returncode == 0, result.stderr
    assert [found.parent.name for found in (folder / "site/projects").rglob("index.html")] in (
        ["projects", "net"],
        ["net", "projects"],
    )
    assert ("has no page" in result.stderr) == (path != "gone.ipynb")


def test_an_unreadable_formula_is_a_warning_that_names_the_page(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W27", "intro: so $\\nosuch$ is\n")
    lines = "plugins: [tracker, blog]\nmarkdown_extensions: [tracker.markup]\n"
    result = run_mkdocs(tmp_path, "build", config=lines)
    assert result.returncode == 0, result.stderr
    assert re.search(r"WARNING.*blog/posts/2024-w27\.md: \\nosuch: .*can't be read", result.stderr)
    assert run_mkdocs(tmp_path, "build", "--strict", config=None).returncode != 0


# ---- in a browser --------------------------------------------------------------------------------------------------

DIM = """() => {
  const rgb = c => c.match(/[\\d.]+/g).map(Number);
  const part = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = c => .2126 * part(c[0]) + .7152 * part(c[1]) + .0722 * part(c[2]);
  const over = (top, under) => top.slice(0, 3).map((v, n) => v * (top[3] ?? 1) + under[n] * (1 - (top[3] ?? 1)));
  const behind = e => {
    const c = rgb(getComputedStyle(e).backgroundColor);
    return (c[3] ?? 1) === 1 || !e.parentElement ? c : over(c, behind(e.parentElement));
  };
  return [...document.querySelectorAll('.md-content .highlight span')].filter(e => e.textContent.trim()).flatMap(e => {
    const ground = behind(e);
    const [a, b] = [light(over(rgb(getComputedStyle(e).color), ground)), light(ground)].sort((x, y) => y - x);
    const contrast = (a + .05) / (b + .05);
    return contrast < 4.5 ? [`${e.className} ${e.textContent} ${contrast}`] : [];
  });
}"""
BLOCKS = "[...document.querySelectorAll('math[display=block]')].map(e => [e.scrollWidth > e.clientWidth, e.clientHeight])"
OTHER = "const body = document.body.dataset, key = 'mdColorScheme'; body[key] = body[key] == 'slate' ? 'default' : 'slate'"
CODE = {
    "python": "@deco\nclass A(Exception):\n    '''doc'''\n    x: int = 0x1F + 1_000 + 2.5\n    def f(self, *a):  # n\n"
    "        return f\"{a!r}\\n\" + r'x' + None + True + len(a) + __name__\n",
    "diff": "--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n",
    "bash": "for x in $(ls \"$HOME\"); do echo 'a' | sed -e s/a/b/; done  # note\n",
    "yaml": "a: &x [1, 'b', true]\nb: *x  # note\n",
    "html": '<!-- c --><p class="a">&amp; <b>x</b></p><script>let a = /x/g;</script>\n',
    "pycon": ">>> 1 + 1\n2\n>>> 1/0\nTraceback (most recent call last):\nZeroDivisionError: x\n",
    "sql": "SELECT a, COUNT(*) FROM t WHERE b = 'x' -- note\n",
    "c": "#include <a.h>\nint main(void) { return 'a' + 1.0f; } /* note */\n",
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.mark.browser
@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_diagrams_are_drawn_and_formulas_scroll(
    site: Path, chromium: Any, scheme: str, width: int
) -> None:
    with served(site) as address:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        tab = context.new_page()
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("dialog", lambda dialog: pytest.fail(dialog.message))
        tab.goto(f"{address}/blog/2024-w27/")
        tab.locator(".tracker-diagram").scroll_into_view_if_needed()
        drawn = tab.locator(".tracker-drawn svg")
        drawn.wait_for()
        assert "Data" in drawn.text_content()
        assert drawn.locator("img, a[href], script").count() == 0
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        ((scrolls, height),) = tab.evaluate(BLOCKS)
        assert scrolls == (width == 360)
        assert height > 40
        before = drawn.inner_html()
        tab.evaluate(OTHER)
        tab.wait_for_function(
            "before => document.querySelector('.tracker-drawn svg').innerHTML != before", arg=before
        )
        assert sum("mermaid" in url for url in asked) == 1
        assert [url for url in asked if not url.startswith((address, "data:"))] == []
        asked.clear()
        tab.goto(f"{address}/projects/net/")
        tab.wait_for_load_state("networkidle")
        assert [
            url
            for url in asked
            if "diagram" in url or "mermaid" in url or not url.startswith(address)
        ] == []
        context.close()


@pytest.mark.browser
@needs_browser
def test_without_scripts_a_diagram_is_its_source(site: Path, chromium: Any) -> None:
    with served(site) as address:
        context = chromium.new_context(java_script_enabled=False)
        tab = context.new_page()
        tab.goto(f"{address}/blog/essay/")
        assert "a[Data] --> b" in tab.locator(".tracker-diagram").inner_text()
        assert tab.locator(".tracker-diagram").is_visible()
        context.close()


@pytest.mark.browser
@needs_browser
def test_every_colour_of_code_can_be_read(tmp_path: Path, chromium: Any) -> None:
    fences = "".join(f"```{name}\n{text}```\n\n" for name, text in CODE.items())
    write_week(tmp_path, "2024-W27", f"intro: {json.dumps(fences)}\n")
    with served(built_as_begun(tmp_path)) as address:
        for scheme in ("light", "dark"):
            context = chromium.new_context(color_scheme=scheme)
            tab = context.new_page()
            tab.goto(f"{address}/blog/2024-w27/")
            assert tab.locator(".highlight span[class]").count() > 80
            assert tab.evaluate(DIM) == [], scheme
            context.close()
