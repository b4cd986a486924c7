"""The words of a selection: what they are, in which order, and what is refused."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.format import loader
from tracker.model.journal import Period, TrackerError, WrongUsage
from tracker.model.selection import Selection, parse_selection

TODAY = date(2024, 7, 6)
PLAN, _ = loader.load_plan(
    "entries/plan.yaml",
    b"""\
courses:
  zero-to-hero: {units: [micrograd, makemore, gpt], was: [nn-zero], skills: [linear algebra]}
  zoo: {units: [lion]}
  month: {}
papers: {vaswani2017: {title: Attention, skills: [2024]}}
projects: {gpt-at-home: {}}
""",
)
OTHERS = ("stranger", "only-read")


def parse(*words: str, takes: tuple[str, ...] = ("item", "period", "text")) -> Selection:
    assert PLAN
    return parse_selection(words, PLAN, lambda: OTHERS, TODAY, "show", takes)


def item(id_: str, unit: str | None = None) -> Selection:
    return Selection(items=((id_, unit),))


JULY = Period(date(2024, 7, 1), date(2024, 7, 31))
READ = [
    ("zero-to-hero", item("zero-to-hero")),
    ("zero", item("zero-to-hero")),
    ("nn-zero", item("zero-to-hero")),
    ("nn", item("zero-to-hero")),
    ("zero/mic", item("zero-to-hero", "micrograd")),
    ("lion", item("zoo", "lion")),
    ("stranger", item("stranger")),
    ("month", item("month")),
    ("-", item("-")),
    ("papers", Selection(kinds=("papers",))),
    ("Paper", Selection(kinds=("papers",))),
    ("other", Selection(kinds=("other",))),
    ("linear algebra", Selection(skills=("linear algebra",))),
    ("2024", Selection(skills=("2024",))),
    ("2024-07", Selection(period=JULY, has_period=True)),
    ("july 2024", Selection(period=JULY, has_period=True)),
    ("Jul 2024", Selection(period=JULY, has_period=True)),
    ("this month", Selection(period=JULY, has_period=True)),
    ("all", Selection(has_period=True)),
    ("/The  Chain/", Selection(text="the chain")),
    ("/a/b/", Selection(text="a/b")),
    ("week 20", Selection(period=Period(date(2024, 5, 13), date(2024, 5, 19)), has_period=True)),
    ("w20", Selection(period=Period(date(2024, 5, 13), date(2024, 5, 19)), has_period=True)),
    ("next week", Selection(period=Period(date(2024, 7, 8), date(2024, 7, 14)), has_period=True)),
    ("week 47", Selection(period=Period(date(2023, 11, 20), date(2023, 11, 26)), has_period=True)),
]


@pytest.mark.parametrize(("words", "read"), READ)
def test_read(words: str, read: Selection) -> None:
    assert parse(words) == read
    assert parse(*words.split()) == read, "quoted or not"


def test_a_unit_behind_its_item_needs_a_slash() -> None:
    with pytest.raises(TrackerError, match="'makemore' is a unit of zero-to-hero: write zero-to-h"):
        parse("zero", "makemore")


def test_any_order() -> None:
    whole = parse("zero", "last week", "/softmax/")
    assert whole.period == Period(date(2024, 6, 24), date(2024, 6, 30))
    for words in permutations(["zero", "last week", "/softmax/"]):
        assert parse(*words) == whole


def test_several_items() -> None:
    both = parse("zero", "papers", "zoo", "zero-to-hero")
    assert both.items == (("zero-to-hero", None), ("zoo", None))
    assert both.kinds == ("papers",)
    assert both.words == "zero-to-hero, zoo, papers"


REFUSED = [
    ("z", "'z' can be more than one: zero-to-hero, zoo; type more of it"),
    ("gpt", "'gpt' can be more than one: gpt-at-home, zero-to-hero/gpt; type more of it"),
    ("zreo", "nothing here is called 'zreo'; did you mean zero-to-hero?"),
    ("papres", "did you mean papers?"),
    ("yesterdya", "did you mean yesterday?"),
    ("since", "nothing here is called 'since'; write --since"),
    ("softmax", "/softmax/ looks for the text"),
    ("soon", "for a period write today"),
    ("zero/micrgrad", "zero-to-hero has no unit 'micrgrad'; did you mean zero-to-hero/micrograd?"),
    ("2024-13", "there is no such month as '2024-13'"),
    ("week 60", "there is no such week as 'week 60'"),
    ("last 2 weeks", "'last 2 weeks' is no period: write last 14d, or FROM..TO"),
    ("last 3 months", "write last 90d"),
    ("2024-07..2024-06", "ends before it begins"),
    ("/softmax", "'/softmax' has no end: write /softmax/ or --text TEXT"),
    ("//", "the text to look for is empty"),
    ("", "an empty word selects nothing"),
]


@pytest.mark.parametrize(("words", "why"), REFUSED)
def test_refused(words: str, why: str) -> None:
    with pytest.raises(TrackerError) as refusal:
        parse(words)
    assert why in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert not isinstance(refusal.value, WrongUsage)


@pytest.mark.parametrize(
    ("words", "takes"),
    [
        (["2024-07"], ("item",)),
        (["/x/"], ("item", "period")),
        (["zero"], ("period",)),
        (["2024-07", "2024-08"], ("item", "period")),
        (["/x/", "/y/"], ("text",)),
    ],
)
def test_wrong_usage(words: list[str], takes: tuple[str, ...]) -> None:
    with pytest.raises(WrongUsage):
        parse(*words, takes=takes)


@given(st.lists(st.text(max_size=12), max_size=4))
def test_any_words_are_read_or_refused_in_one_line(words: list[str]) -> None:
    try:
        parse(*words)
    except TrackerError as refusal:
        assert str(refusal)


@given(st.sampled_from(READ), st.sampled_from(READ))
def test_two_parts_read_as_each_alone(
    one: tuple[str, Selection], two: tuple[str, Selection]
) -> None:
    if (one[1].has_period and two[1].has_period) or (one[1].text and two[1].text):
        return
    both = parse(one[0], two[0])
    for words, alone in (one, two):
        assert set(alone.items) <= set(both.items), words
        assert set(alone.kinds + alone.skills) <= set(both.kinds + both.skills)
        assert alone.text in (None, both.text)
        assert not alone.has_period or alone.period == both.period


@pytest.mark.parametrize(
    ("word", "said"),
    [
        (
            "last",
            "'last' is a session: tracker edit last changes it; - is its item, and last week a",
        ),
        ("2024-W27:3", "tracker edit 2024-W27:3 changes it; tracker show 2024-W27 is its week"),
        ("zoo/", "no unit behind the slash: write zoo, or zoo/lion"),
        ("month/", "no unit behind the slash: write month$"),
        ("/", "'/' has no end: write /TEXT/ or --text TEXT"),
        ("2024-W27/7kq2m9", "'2024-W27/7kq2m9' is a session: tracker edit"),
    ],
)
def test_what_is_no_selection(word: str, said: str) -> None:
    with pytest.raises(TrackerError, match=said):
        parse(word)
