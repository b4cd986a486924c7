"""Breaks: how long, and how earlier ones as long ended."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.figures.breaks import Break, describe_break, measure_break


@pytest.mark.parametrize(
    ("weeks", "found"),
    [
        ("", None),
        ("....", None),  # nothing was begun
        ("xx.", None),  # one week is none
        ("xx..", (2, 0, 0, 0)),
        ("..x..", (2, 0, 0, 0)),  # what came before the first week of work was no break
        ("x..x...x.x..", (2, 2, 2, 2)),
        ("x..x......x" + 15 * "." + "x..", (2, 3, 1, 2)),
        ("x" + 5 * "." + "x" + 6 * "." + "x" + 5 * ".", (5, 2, 2, 2)),
    ],
)
def test_a_break_is_measured(weeks: str, found: tuple[int, ...] | None) -> None:
    worked = [letter == "x" for letter in weeks]
    measured = measure_break(worked, False)
    if found is None:
        assert measured is None
    else:
        weeks_long, *counts = found
        assert measured == Break(weeks_long, False, *counts)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (None, ""),
        (Break(3, False, 2, 2, 2), ""),
        (Break(3, False, 5, 4, 5), "A break of three weeks so far; four of five as long ended within another month."),
        (Break(3, False, 3, 3, 3), "A break of three weeks so far; all three as long ended within another month."),
        (Break(3, False, 5, 2, 4), "A break of three weeks so far; four of five as long ended within another quarter."),
        (Break(3, False, 5, 1, 2), "A break of three weeks so far; all five as long came to an end."),
        (Break(26, False, 3, 3, 3), "A break of 26 weeks so far; all three as long ended within another month."),
        (Break(27, False, 3, 3, 3), ""),
        (Break(3, True, 3, 3, 3), ""),
        (Break(4, True, 0, 0, 0), "Back this week, after a break of four weeks."),
    ],
)  # fmt: skip
def test_a_break_in_words(found: Break | None, words: str) -> None:
    assert describe_break(found) == words


@given(st.lists(st.booleans(), max_size=60))
def test_a_break_is_counted_among_no_others(worked: list[bool]) -> None:
    """Nor does a week of work in the running week change what is known of the weeks before it."""
    found = measure_break(worked, False)
    if found is None:
        assert not any(worked) or any(worked[-2:])
        return
    assert worked[-found.weeks - 1] and not any(worked[-found.weeks :])
    assert found.in_month <= found.in_quarter <= found.cases <= sum(worked) - 1
    assert measure_break(worked, True) == found._replace(ended=True)
    assert measure_break([*worked, False], False).weeks == found.weeks + 1
