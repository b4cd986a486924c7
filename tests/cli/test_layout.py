"""What `layout` sets is what rich sets, letter by letter; rich stays the measure of it."""

import io
import re

from hypothesis import given
from hypothesis import strategies as st
from rich import console as rich_console
from rich import padding as rich_padding
from rich import table as rich_table
from rich import text as rich_text
from rich.cells import cell_len

from tracker.cli import layout
from tracker.cli.layout import Group, Justify, Overflow, Padding, Renderable, Table, Text

STYLES = ("", "bold", "dim", "green", "bold green")
LETTERS = st.sampled_from(
    ["a", "b c", " ", "  ", "-", "ä", "…", "█", "漢", "👩‍🚀", "e\u0301", "long-word"]
)
LINE = st.lists(LETTERS, max_size=14).map("".join)
WORDS = st.lists(LINE, max_size=4).map("\n".join)
RUNS = st.lists(st.tuples(LINE, st.sampled_from(STYLES)), max_size=3)
OVERFLOWS = st.sampled_from(("fold", "ellipsis", "crop"))
SIDES = st.sampled_from(("left", "right"))
CODE = re.compile(r"\x1b\[([\d;]*)m|(.)", re.DOTALL)


def render(renderable: Renderable, width: int, colour: bool = False) -> list[str]:
    lines = layout.render_lines(renderable, width)
    return [layout.format_line(line, colour) for line in lines]


def render_with_rich(
    renderable: rich_console.RenderableType, width: int, colour: bool = False
) -> list[str]:
    out = io.StringIO()
    rich_console.Console(
        file=out,
        width=width,
        color_system="standard" if colour else None,
        force_terminal=colour,
        no_color=not colour,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    ).print(renderable)
    return out.getvalue().split("\n")[:-1]


def seen(lines: list[str]) -> list[list[tuple[str, str]]]:
    """The letters of each line with their style; of a blank it cannot be seen, and the last ones not at all."""
    shown = []
    for line in lines:
        letters: list[tuple[str, str]] = []
        style = ""
        for code, letter in CODE.findall(line):
            if letter:
                letters.append((letter, style if letter != " " else ""))
            else:
                style = "" if code == "0" else code
        while letters and letters[-1][0] == " ":
            letters.pop()
        shown.append(letters)
    return shown


def test_letters_of_one_cell() -> None:
    assert {letter for letter in layout._ONE_CELL if cell_len(letter) != 1} == set()


@given(WORDS, st.sampled_from(STYLES), st.integers(4, 30))
def test_a_text_is_wrapped_as_by_rich(words: str, style: str, width: int) -> None:
    ours = seen(render(Text(words, style), width, colour=True))
    assert ours == seen(render_with_rich(rich_text.Text(words, style), width, colour=True))


@given(RUNS, RUNS, st.integers(4, 30), OVERFLOWS, st.booleans())
def test_styles_stay_on_their_letters(
    runs: list[tuple[str, str]],
    more: list[tuple[str, str]],
    width: int,
    overflow: Overflow,
    pad: bool,
) -> None:
    ours, theirs = Text.assemble(*runs), rich_text.Text.assemble(*runs)
    ours.truncate(width, overflow=overflow, pad=pad)
    theirs.truncate(width, overflow=overflow, pad=pad)
    assert ours.plain == theirs.plain
    ours = Text("x", "dim").append_text(ours).append_text(Text.assemble(*more))
    theirs = (
        rich_text.Text("x", "dim").append_text(theirs).append_text(rich_text.Text.assemble(*more))
    )
    assert seen(render(Group(Padding(ours, 2)), width + 9, True)) == seen(
        render_with_rich(rich_padding.Padding(theirs, (0, 0, 0, 2)), width + 9, True)
    )


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, rich_table.Table]:
    ours = Table()
    theirs = rich_table.Table(box=None, show_header=False, padding=(0, 0, 0, 2), pad_edge=True)
    sides: list[Justify] = draw(st.lists(SIDES, min_size=1, max_size=4))
    for side in sides:
        no_wrap: bool = draw(st.booleans())
        overflow: Overflow = draw(OVERFLOWS)
        most: int | None = draw(st.none() | st.integers(1, 20))
        ours.add_column(side, no_wrap=no_wrap, overflow=overflow, max_width=most)
        theirs.add_column(justify=side, no_wrap=no_wrap, overflow=overflow, max_width=most)
    for _ in range(draw(st.integers(1, 4))):
        cells = draw(st.lists(WORDS, min_size=len(sides), max_size=len(sides)))
        ours.add_row(*map(Text, cells))
        theirs.add_row(*map(rich_text.Text, cells))
    return ours, theirs


@given(tables(), st.integers(40, 60))
def test_a_table_has_the_columns_of_rich(both: tuple[Table, rich_table.Table], width: int) -> None:
    ours, theirs = both
    assert seen(render(ours, width)) == seen(render_with_rich(theirs, width))
