"""BibTeX: what is exported comes back the same, and nothing that is no BibTeX does harm."""

from __future__ import annotations

import sys
import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journal import PAYLOADS, Scratch, refuse
from tracker.exchange.bibtex_text import format_bibtex
from tracker.exchange.latex_text import escape_latex
from tracker.exchange.log_entries import SourceFile
from tracker.exchange.paper_texts import clean_line
from tracker.model.kinds import Paper

pytest.importorskip("bibtexparser")

from tracker.exchange.bibtex_entries import Bibliography, read_bibtex

NOW = datetime(2024, 7, 6)
# All that means something in BibTeX or LaTeX, and some letters.
LETTERS = "ab AZ09\\{}$&%#_^~'`\"-<>?!@,=.:;/|()[]*+\né李αß"
LINES = (st.text(LETTERS, max_size=30) | st.text(max_size=15)).map(clean_line).filter(bool)
# A comma parts a family name from a given one, which come back in the order in which one says them.
NAMES = LINES.map(lambda text: clean_line(text.replace(",", " "))).filter(
    lambda name: name and not name.lower().endswith("et al.")
)
PAPERS = st.builds(
    dict,
    title=LINES,
    authors=st.lists(NAMES, max_size=3).map(tuple),
    year=st.none() | st.integers(1000, 2999),
    arxiv=st.sampled_from([None, "1706.03762", "hep-th/9901001"]),
    doi=st.sampled_from([None, "10.1145/3292500.3330701", "10.1016/S0370_2693(99)00001-2"]),
    url=st.sampled_from([None, "https://a.org/x_y?a=b%20c&d#e~f", "http://a.org/{x}"]),
).map(lambda keys: Paper(**keys))
IDS = st.from_regex(r"[a-z0-9]{1,20}(-[a-z0-9]{1,9}){0,2}", fullmatch=True)


def read(text: str) -> Bibliography:
    return read_bibtex(SourceFile("a.bib", text, NOW))


@given(st.dictionaries(IDS, PAPERS, max_size=3))
def test_what_is_exported_comes_back_the_same(papers: dict[str, Paper]) -> None:
    bibliography = read(format_bibtex(papers))
    assert not bibliography.problems
    encoded = {"http://a.org/{x}": "http://a.org/%7Bx%7D"}
    wanted = {}
    for id_, paper in papers.items():
        wanted[id_] = paper._replace(url=encoded.get(paper.url or "", paper.url))
    assert {entry.key: entry.paper for entry in bibliography.entries} == wanted


@pytest.mark.parametrize(
    ("name", "written", "read_back"),
    [
        ("Vaswani et al.", "Vaswani and others", "Vaswani et al."),
        ("Bengio, Y.", "Bengio, Y.", "Y. Bengio"),
        ("King, Jr., Martin Luther", "King, Jr., Martin Luther", "Martin Luther King Jr."),
        ("Google, Inc.", "{Google, Inc.}", "Google, Inc."),
        ("Sturm and Drang", "{Sturm and Drang}", "Sturm and Drang"),
        (
            "Ministerie van Onderwijs, Cultuur en Zo",
            "{Ministerie van Onderwijs, Cultuur en Zo}",
            "Ministerie van Onderwijs, Cultuur en Zo",
        ),
        ("A, B, C, D", "{A, B, C, D}", "A, B, C, D"),
        ("Others", "{Others}", "Others"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven", "Ludwig van Beethoven"),
    ],
)
def test_names(name: str, written: str, read_back: str) -> None:
    text = format_bibtex({"x": Paper(title="T", authors=(name,))})
    assert f"author = {{{written}}}" in text
    assert read(text).entries[0].paper.authors == (read_back,)


def test_what_means_something_in_latex_is_escaped() -> None:
    escaped = (
        r"\% \& \# \_ \$ {\textbackslash} {\textbraceleft} {\textasciitilde} {\textasciicircum}"
    )
    assert escape_latex("% & # _ $ \\ { ~ ^") == escaped
    assert escape_latex("a -- b `` '' it's") == "a -{}- b `{}` '{}' it's"


@given(st.text(LETTERS + '@article{string,title="}\\frac', max_size=200))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    for entry in read(f"@misc{{a, title={{T}}, author={text}}}\n{text}").entries:
        assert entry.paper.title


@pytest.mark.parametrize(
    "text",
    [
        "@misc{x, title={" + "{" * 20_000 + "}" * 20_000 + "}}",
        "@misc{x, title={" + '\\"' * 5_000 + "}}",
        "@a{" * 5_000,
        "@misc{x, title={T}, author={" + " and " * 20_000 + "}}",
        "@misc{x, title={T}, author={" + "," * 20_000 + "}}",
        "@misc{x, title={" + "\\begin{a}" * 1_000 + "}}",
    ],
    ids=["braces", "accents", "begun", "and", "commas", "environments"],
)
def test_a_hostile_file_takes_no_time(text: str) -> None:
    begin = time.process_time()
    read(text)
    assert time.process_time() - begin < 5


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_hostile_titles_stay_text(payload: str, scratch: Scratch) -> None:
    text = format_bibtex({"hostile": Paper(title=payload, authors=(payload,))})
    path = scratch.folder / "a.bib"
    path.write_text(text, "utf-8")
    assert scratch.run("import", "bibtex", str(path)).code == 0
    assert scratch.run("check").code == 0


def test_without_the_package(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bibtexparser", None)
    path = scratch.folder / "a.bib"
    path.write_text("@misc{a, title={T}}")
    said = refuse(scratch, "import", "bibtex", str(path))
    assert "not installed: pip install 'progress-journal[bibtex]'" in said


def test_a_file_without_a_paper(scratch: Scratch) -> None:
    path = scratch.folder / "a.bib"
    path.write_text("Dear reader,\nthere is no entry here.\n")
    assert "no paper in it that can be taken; nothing was written" in refuse(
        scratch, "import", "bibtex", str(path)
    )
    assert scratch.run("import", "bibtex", str(path), "--map", "a=b").code == 2


def test_a_thousand_papers_in_one_step(scratch: Scratch) -> None:
    rows = [f"@misc{{x{n}, title={{{{T}}itle \\'e {n}}}, author={{A, B}}}}\n" for n in range(1000)]
    path = scratch.folder / "a.bib"
    path.write_text("".join(rows))
    before = scratch.data("plan")
    begin = time.process_time()
    assert scratch.run("import", "bibtex", str(path)).out.startswith("Imported 1000 papers")
    assert time.process_time() - begin < 10
    assert 'x999: {title: "Title é 999", authors: ["B A"]}' in scratch.data("plan").decode()
    scratch.run("undo")
    assert scratch.data("plan") == before


def test_dry_run_as_json(scratch: Scratch) -> None:
    path = scratch.folder / "a.bib"
    path.write_text("@misc{a, title={T}, year=2001}\n@misc{b}\n")
    ran = scratch.run("import", "bibtex", str(path), "--dry-run", "--json")
    assert '"id": "a"' in ran.out
    assert '"known": 0' in ran.out
    assert '"message": "left out: it has no title"' in ran.out


def test_export(scratch: Scratch) -> None:
    scratch.put(
        "papers:\n"
        "  a: {title: A & B, review: mine, estimate: 2h}\n"
        "  b: {title: secret, unpublished: true}\n"
        "  c: {title: hidden, unpublished: name}\n"
        "  https://arxiv.org/abs/2401.00001: {title: By its address, authors: [A. Bee]}\n"
        "  d: {}\n",
        "plan",
    )
    ran = scratch.run("export", "bibtex")
    assert ran.out == (
        "% Papers of a journal, by tracker\n\n"
        "@misc{a,\n  title = {{A \\& B}},\n}\n\n"
        "@misc{bee,\n  title = {{By its address}},\n  author = {A. Bee},\n"
        "  eprint = {2401.00001},\n  archiveprefix = {arXiv},\n}\n"
    )
    assert ran.err == (
        "held back: 2 unpublished papers; --unpublished exports all\n"
        "left out: 1 paper without a title\n"
    )
    whole = scratch.run("export", "bibtex", "--unpublished").out
    assert "secret" in whole and "hidden" in whole and "mine" not in whole
    target = scratch.folder / "papers.bib"
    for _ in range(2):
        assert scratch.run("export", "bibtex", "-o", str(target)).code == 0
    again = scratch.run("import", "bibtex", str(target))
    assert again.out.startswith("Nothing is new: 2 papers are in the plan already.")


def test_a_plan_with_errors_is_not_exported(scratch: Scratch) -> None:
    scratch.put("papers:\n  a: {title: A, unpublishd: true}\n", "plan")
    ran = scratch.run("export", "bibtex")
    assert (ran.code, ran.out) == (3, "")
    assert "nothing was exported" in ran.err
