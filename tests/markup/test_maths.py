"""TeX -> MathML."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from html import unescape

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown import markdown
from material.plugins.search.plugin import Parser

from tests.journal import CASES, PAYLOADS
from tests.markup.rendered import OTHERS, active, page
from tracker.markup import find_unread_formulas
from tracker.markup.maths import build_mathml
from tracker.pages.markdown import escape_markdown

FORMULAS = (CASES / "formulas.txt").read_text("utf-8").splitlines()


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
    assume(not re.search("(?i)://|www\\.|mailto:|@", text))  # a bare address becomes a link
    assert page(text) == markdown(text, extensions=OTHERS)


def test_what_scrolls_on_a_phone_is_reached_by_keys() -> None:
    wide, slim = (
        r"a + b + c + d + e + f + g + h + i + j = 0",
        r"\frac{a + b + c + d}{e + f + g + h + i} = \text{x}",
    )
    for text in ("so ${}$ is", "$$\n{}\n$$"):
        assert re.search(r'<span class="[^"]*" tabindex="0"><math', page(text.format(wide)))
        assert "tabindex" not in page(text.format(slim))


@pytest.mark.parametrize(
    "tex",
    [
        "x",
        r"\frac{e^{z_i}}{\sum_j e^{z_j}} = y",
        r"{\displaystyle \frac{a b}{c d}} + \left( a b \right) + d",
    ],
)
def test_the_search_reads_a_formula_once(tex: str) -> None:
    parser = Parser()
    parser.feed(f'<h1 id="h">A</h1>{page(f"so ${tex}$ is")}')
    (section,) = parser.data
    assert re.sub("<[^>]*>", "", "".join(section.text)).split() == ["so", *tex.split(), "is"]
