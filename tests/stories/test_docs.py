"""The README, the guide and CONTRIBUTING say what is so: every example in them is loaded or run.

A page is a story. A block titled `entries/2024-W27.yaml`, or any other path, is a file of the reader's journal. A block
titled `entries/plan.yaml` begins a new journal; before the first there is the plan that the format begins with.
A `console` block is typed there, on Saturday 6 July 2024 at eight in the evening, and what it shows has to come.
Commands that show nothing have to succeed. A `...` line stands for any lines, six letters in round brackets for any id.
A `python` block is run, and its tests with it. What is in an `sh` block is looked up, not run.
"""

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

import tracker
from tests.journal import ROOT
from tracker import cli
from tracker.charts import CHARTS
from tracker.format import fields, forecast_fields, loader
from tracker.format.fields import Entries, Field, Keys
from tracker.format.outline import parse_node_tree
from tracker.syndication.feeds import FEEDS

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("**/*.md"))]
NOW = "2024-07-06T20:00"
FENCE = re.compile(
    r"^( *)(`{3,})(\w*)[ ]*(?:title=\"([^\"]+)\")?[^\n]*\n(.*?)^\1\2[ ]*$", re.MULTILINE | re.DOTALL
)
PLAN = "entries/plan.yaml"


class Block(NamedTuple):
    page: str
    line: int
    language: str
    title: str
    text: str

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(path: Path) -> list[Block]:
    text = path.read_text("utf-8")
    found = []
    for match in FENCE.finditer(text):
        body = "".join(line.removeprefix(match[1]) for line in match[5].splitlines(keepends=True))
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(str(path.relative_to(ROOT)), line, match[3], match[4] or "", body))
    return found


ALL = {path: blocks(path) for path in PAGES}
STORIES = [
    pytest.param(path, id=str(path.relative_to(ROOT)))
    for path in PAGES
    if any(b.title or b.language == "console" for b in ALL[path])
]
# The journal that a page's story begins with, unless it shows a plan of its own: the one that the format begins with.
STOCK = next(block.text for block in ALL[ROOT / "docs/guide/format.md"] if block.title == PLAN)


def lines_of(language: str, *pages: Path) -> list[tuple[str, str]]:
    """(place, line) of every line in blocks of a language."""
    return [
        (block.place, line)
        for path in pages or PAGES
        for block in ALL[path]
        if block.language == language
        for line in block.text.splitlines()
    ]


# ---- pages as stories ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize("path", STORIES)
def test_every_example_is_so(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # macOS: /tmp is a link, and messages name the real folder.
    root = (tmp_path / "journal").resolve()
    (root / "entries").mkdir(parents=True)
    (root / PLAN).write_text(STOCK, "utf-8")
    monkeypatch.chdir(root)
    monkeypatch.setenv("TRACKER_NOW", NOW)
    for name in ("TRACKER_JOURNAL", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    story = [block for block in ALL[path] if block.title or block.language == "console"]
    for block, after in zip(story, [*story[1:], None], strict=True):
        if block.language == "console":
            play(block)
        elif block.language != "python":
            write(root, block)
            judged = after and after.language == "console" and f"{block.title}:" in after.text
            if block.title.startswith("entries/") and not judged:
                _, problems = tracker.load(root)
                assert not problems, f"{block.place}\n" + "\n".join(map(str, problems))


def write(root: Path, block: Block) -> None:
    if block.title == PLAN:
        for week in (root / "entries").glob("*.yaml"):
            week.unlink()
    target = root / block.title
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(block.text, "utf-8")


def play(block: Block) -> None:
    for command, expected in said(block):
        code, output = run(command, block.place)
        if expected:
            assert masked(output) == Pattern(masked(expected)), f"{block.place}: $ {command}"
        else:
            assert code == 0, f"{block.place}: $ {command}\n{output}"


def said(block: Block) -> Iterator[tuple[str, str]]:
    """Each command with the output that is shown below it."""
    head, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert not head, f"{block.place}: a console block begins with $"
    for part in parts:
        command, _, output = part.partition("\n")
        yield command, output.strip("\n")


def run(command: str, place: str) -> tuple[int, str]:
    """Exit code and all that the terminal shows. Ours in this process, for a page runs dozens of them."""
    program, *words = shlex.split(command, comments=True)
    if program == "cat":
        return 0, "\n".join(Path(word).read_text("utf-8").strip("\n") for word in words)
    if program == "tracker" and "build" not in words:
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = cli.main(words)
        return code, out.getvalue().strip("\n")
    if program == "python":
        done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
        return done.returncode, (done.stdout + done.stderr).strip("\n")
    assert program in ("tracker", "mkdocs"), (
        f"{place}: this test cannot run {program!r}; show it in an sh block"
    )
    done = subprocess.run(
        [sys.executable, "-m", program, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)},
    )
    return done.returncode, (done.stdout + done.stderr).strip("\n")


def masked(text: str) -> str:
    """Ids are random; folders are the machine's."""
    text = re.sub(r"\([0-9a-hjkmnp-tv-z]{6}\)|(?<=id: )[0-9a-hjkmnp-tv-z]{6}\b", "(an id)", text)
    return text.replace(os.getcwd(), "/home/you/journal")


class Pattern(str):
    """Equal to a text that has any lines where this one has `...`."""

    def __eq__(self, other: object) -> bool:
        lines = [
            r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in self.splitlines()
        ]
        return isinstance(other, str) and re.fullmatch("".join(lines), f"{other}\n") is not None

    __hash__ = str.__hash__


@pytest.mark.parametrize(
    "path",
    [pytest.param(p, id=p.name) for p in PAGES if any(b.language == "python" for b in ALL[p])],
)
def test_python_examples_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "example"}
    for block in ALL[path]:
        if block.language == "python" and not block.title:
            code = "\n" * block.line + block.text
            exec(compile(code, block.page, "exec"), names)
    for name, value in names.items():
        if name.startswith("test_"):
            value()


# ---- the format guide is whole -------------------------------------------------------------------------------------


def shapes(field: Field, where: str = "") -> Iterator[tuple[str, str]]:
    """(way down, shape) of everything that a field can hold: `courses.*.done` can be a scalar or a list."""
    if field.scalar is not None:
        yield where, "scalar"
    if field.seq is not None:
        yield where, "list"
        yield from shapes(field.seq, f"{where}[]")
    if isinstance(field.map, Keys):
        yield where, "mapping"
        for key, inner in field.map.keys.items():
            yield from shapes(inner, f"{where}.{key}".removeprefix("."))
    elif isinstance(field.map, Entries):
        yield where, "mapping"
        yield from shapes(field.map.of, f"{where}.*")


def shown(field: Field, value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """The same of what an example holds."""
    if isinstance(value, list) and field.seq is not None:
        yield where, "list"
        for one in value:
            yield from shown(field.seq, one, f"{where}[]")
    elif isinstance(value, dict) and isinstance(field.map, Keys):
        yield where, "mapping"
        for key in value.keys() & field.map.keys.keys():
            yield from shown(field.map.keys[key], value[key], f"{where}.{key}".removeprefix("."))
    elif isinstance(value, dict) and isinstance(field.map, Entries):
        yield where, "mapping"
        for one in value.values():
            yield from shown(field.map.of, one, f"{where}.*")
    elif isinstance(value, str):
        yield where, "scalar"


@pytest.mark.parametrize("kind", ["week", "plan"])
def test_format_shows_every_key_in_every_form(kind: str) -> None:
    field = {"week": fields.WEEK, "plan": fields.PLAN}[kind]
    found: set[tuple[str, str]] = set()
    for block in ALL[ROOT / "docs/guide/format.md"]:
        if block.title.startswith("entries/") and (block.title == PLAN) == (kind == "plan"):
            found |= set(shown(field, plain_of(block)))
    assert sorted(set(shapes(field)) - found) == []


def test_format_shows_every_key_of_a_kept_forecast() -> None:
    page = ROOT / "docs/guide/format.md"
    (text,) = [block.text for block in ALL[page] if block.title == "entries/forecasts.yaml"]
    assert loader.load_forecasts("", text.encode())[1] == []
    wanted = set(shapes(forecast_fields.FORECASTS))
    assert (
        wanted - set(shown(forecast_fields.FORECASTS, yaml.load(text, Loader=yaml.BaseLoader)))
        == set()
    )
    prose = FENCE.sub("", page.read_text("utf-8"))
    keys = {key for where, _ in wanted for key in re.findall(r"[a-z0-9]+", where)}
    assert keys - set(re.findall(r"`([a-z0-9]+)`", prose)) == set()


@pytest.mark.parametrize("kind", ["week", "plan"])
def test_the_example_journal_uses_every_key(kind: str) -> None:
    field = {"week": fields.WEEK, "plan": fields.PLAN}[kind]
    found: set[str] = set()
    for path in (ROOT / "entries").glob("*.yaml"):
        if (path.name == "plan.yaml") == (kind == "plan"):
            tree = parse_node_tree(path.read_text("utf-8"))
            found |= {where for where, _ in shown(field, tree.plain())} if tree else set()
    assert sorted({where for where, _ in shapes(field)} - found) == []


def test_yaml_that_is_no_file_is_yaml() -> None:
    for block in (
        block
        for path in PAGES
        for block in ALL[path]
        if block.language == "yaml" and not block.title
    ):
        assert isinstance(yaml.safe_load(block.text), dict), block.place


def plain_of(block: Block) -> Any:
    """The example as lists and dicts of texts; nothing for one that shows what is refused."""
    _, problems = (
        loader.load_plan("", block.text.encode())
        if block.title == PLAN
        else loader.load_week("", "2024-W27", block.text.encode())
    )
    tree = None if any(not problem.hint for problem in problems) else parse_node_tree(block.text)
    return tree.plain() if tree else None


def test_format_explains_every_key() -> None:
    prose = FENCE.sub("", (ROOT / "docs/guide/format.md").read_text("utf-8"))
    keys = {
        key
        for shape in (fields.WEEK, fields.PLAN)
        for where, _ in shapes(shape)
        for key in re.findall(r"[a-z_]+", where)
    }
    assert keys - set(re.findall(r"`([a-z_]+)`", prose)) == set()


def test_format_says_which_texts_are_markdown() -> None:
    """What the tables read as Markdown, and nothing else, stands in the guide's list."""
    text = (ROOT / "docs/guide/format.md").read_text("utf-8")
    section = text.partition("## Markdown, or text as typed")[2].partition("\n## ")[0]
    listed = set(re.findall(r"`([a-z_]+)`", section.partition("Everything else")[0]))
    markdown = {
        where_of(where)
        for shape in (fields.WEEK, fields.PLAN)
        for where, one in leaves(shape)
        if one.what == fields.MARKDOWN.what
    }
    assert markdown <= listed


def leaves(field: Field, where: str = "") -> Iterator[tuple[str, Field]]:
    yield where, field
    if field.seq is not None:
        yield from leaves(field.seq, where)
    if isinstance(field.map, Keys):
        for key, inner in field.map.keys.items():
            yield from leaves(inner, f"{where}.{key}")
    elif isinstance(field.map, Entries):
        yield from leaves(field.map.of, where)


def where_of(where: str) -> str:
    return where.rpartition(".")[2]


# ---- what is named is there ----------------------------------------------------------------------------------------


def test_commands_that_are_shown_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for place, line in lines_of("sh"):
        for command in re.split(r"&&|;|\|", line):
            words = shlex.split(command, comments=True)
            if words[:1] == ["make"]:
                for target in (
                    word for word in words[1:] if "=" not in word and not word.startswith("-")
                ):
                    assert re.search(rf"^{target}:", makefile, re.MULTILINE), (
                        f"{place}: no make target {target}"
                    )
            if words[:1] == ["tracker"]:
                named = [word for word in words[1:] if not word.startswith("-")]
                assert named[0] in cli.COMMANDS, f"{place}: no command {named[0]}"


def test_make_targets_in_prose_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for path in PAGES:
        for target in re.findall(r"`make ([a-z]+)", path.read_text("utf-8")):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), (
                f"{path.name}: no make target {target}"
            )


def test_every_command_has_its_place_in_the_guide() -> None:
    page = ROOT / "docs/guide/commands.md"
    shown_ = "\n".join(
        line for language in ("console", "sh") for _, line in lines_of(language, page)
    )
    headings = re.findall(r"^### .*$", page.read_text("utf-8"), re.MULTILINE)
    for name in cli.COMMANDS:
        assert re.search(rf"^(\$ )?tracker {name}\b", shown_, re.MULTILINE), (
            f"commands.md shows no tracker {name}"
        )
        assert any(f"tracker {name}" in heading for heading in headings), (
            f"commands.md has no heading for {name}"
        )


def test_the_cheat_sheet_names_the_commands_and_no_others() -> None:
    tables = FENCE.sub("", (ROOT / "docs/guide/cheat-sheet.md").read_text("utf-8"))
    grammar = tables.partition("| | |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([a-z-]+)", grammar)) >= set(cli.COMMANDS)
    for first in re.findall(r"(?:\| |· |: )`([a-z][a-z-]*)", grammar):
        assert first in {*cli.COMMANDS, "tracker"}, f"cheat-sheet.md names no command {first}"


def test_the_cheat_sheet_stands_first() -> None:
    settings = yaml.load((ROOT / "guide.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
    guide = next(entry["Guide"] for entry in settings["nav"] if "Guide" in entry)
    readme = (ROOT / "README.md").read_text("utf-8").partition("## Read on")[2]
    # index.md is the section itself: the cheat sheet is the first page that is listed below it.
    assert guide[:2] == ["index.md", {"Cheat sheet": "cheat-sheet.md"}]
    assert readme.strip().startswith("- [Cheat sheet](docs/guide/cheat-sheet.md)")


def test_every_chart_has_its_place_in_the_guide() -> None:
    text = (ROOT / "docs/guide/charts.md").read_text("utf-8")
    for name in CHARTS:
        assert f"tracker:{name}" in text
    for name in re.findall(r"tracker:([a-z-]+)", text):
        assert name in CHARTS or name == "progress"


def test_every_feed_has_its_place_in_the_guide() -> None:
    text = (ROOT / "docs/guide/following.md").read_text("utf-8")
    assert [name for name in FEEDS if not re.search(rf"(?<![\w./]){re.escape(name)}\b", text)] == []
    named = re.findall(r"^\| `([\w.]+\.(?:xml|json|ics))` \|", text, re.MULTILINE)
    assert named
    assert [name for name in named if name not in FEEDS] == []


def test_architecture_names_every_module() -> None:
    text = (ROOT / "docs/guide/architecture.md").read_text("utf-8")
    rooms = {
        path.stem if path.suffix else path.name
        for path in (ROOT / "tracker").iterdir()
        if not path.name.startswith(("_", "."))
    }
    assert (
        sorted(room for room in rooms if f"`{room}`" not in text and f"`{room}/`" not in text) == []
    )


def test_paths_in_contributing_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for path in re.findall(r"`((?:tracker|tests|docs|entries|\.github)/[\w./-]*)`", text):
        assert (ROOT / path).exists(), f"CONTRIBUTING.md names {path}"


LINK = re.compile(
    r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?: \"[^\"]*\")?\)|<img[^>]* src=\"([^\"]+)\"|<source[^>]* srcset=\"([^\"]+)\""
)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=str(path.relative_to(ROOT)))
        for path in [*PAGES, ROOT / "CHANGELOG.md"]
    ],
)
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", FENCE.sub("", path.read_text("utf-8")))
    for target in ("".join(groups) for groups in LINK.findall(text)):
        if re.match(r"https?:|mailto:|tracker:", target):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        if not there.exists() and file.startswith(MADE):
            continue
        assert there.exists(), f"{path.name} links to {target}"
        if anchor:
            assert anchor in anchors(there), (
                f"{path.name} links to {target}; there are {anchors(there)}"
            )


# Pages that the journal makes; `mkdocs build --strict` looks after links to them.
MADE = ("../plan.md", "../progress.md", "../index.md", "../courses/", "../papers/", "../projects/")


def anchors(path: Path) -> set[str]:
    titles = re.findall(r"^#+ (.*)$", FENCE.sub("", path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def test_changelog_is_kept() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    sections = re.findall(r"^### (.*)$", text, re.MULTILINE)
    assert set(sections) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert re.search(r"^## \[Unreleased\]$", text, re.MULTILINE)


def test_the_guides_navigation_lists_its_pages() -> None:
    settings = yaml.load((ROOT / "guide.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
    guide = next(entry["Guide"] for entry in settings["nav"] if "Guide" in entry)
    named = [page if isinstance(page, str) else next(iter(page.values())) for page in guide]
    assert sorted(named) == sorted(path.name for path in (ROOT / "docs/guide").glob("*.md"))
