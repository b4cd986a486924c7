"""Formulas, diagrams, code and notebooks on a whole site, and in Chromium."""

from __future__ import annotations

import base64
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.browser import needs_browser, served
from tests.notebooks import book, cell, printed, shown_as
from tests.sites import build_site, run_mkdocs, write_week
from tracker.cli.journal_files import Choices, build_journal_files

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="
)


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
    (folder / "mkdocs.yml").write_bytes(build_journal_files("2024-W27", Choices())["mkdocs.yml"])
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


@pytest.mark.long
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


@pytest.mark.parametrize(
    "path",
    [
        "linked.ipynb",
        *(
            pytest.param(name, marks=pytest.mark.long)
            for name in ("gone.ipynb", "huge.ipynb", "broken.ipynb")
        ),
    ],
)
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


@pytest.mark.long
@pytest.mark.browser
@needs_browser
@pytest.mark.parametrize("scheme", [pytest.param("light", marks=pytest.mark.long), "dark"])
@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.long)])
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


@pytest.mark.long
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
