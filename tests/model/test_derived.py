"""An answer is worked out once for a value, and never outlives it."""

from __future__ import annotations

from typing import NamedTuple

from tracker.model.derived import KeepsDerived, derive_once, keep_answer

asked: list[tuple[int, int]] = []


class PointFields(NamedTuple):
    x: int


class Point(PointFields, KeepsDerived):
    pass


@derive_once
def add_to(point: Point, more: int = 0) -> int:
    asked.append((point.x, more))
    return point.x + more


def test_each_answer_is_worked_out_once_for_a_value() -> None:
    asked.clear()
    point = Point(1)
    assert [add_to(point, 2), add_to(point, 2), add_to(point, 3), add_to(point)] == [3, 3, 4, 1]
    assert asked == [(1, 2), (1, 3), (1, 0)]


def test_a_changed_value_keeps_nothing_of_the_old() -> None:
    asked.clear()
    point = Point(1)
    add_to(point, 2)
    assert add_to(point._replace(x=5), 2) == 7
    assert add_to(Point(1), 2) == 3
    assert len(asked) == 3
    assert point == Point(1)


def test_a_known_answer_is_not_worked_out() -> None:
    asked.clear()
    point = Point(1)
    keep_answer(point, add_to, (2,), 99)
    assert add_to(point, 2) == 99
    assert asked == []
