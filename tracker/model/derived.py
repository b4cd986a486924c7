"""Frozen values that keep what was derived from them, so that each answer is worked out once.

What is kept lives as long as the value, and a value made by `_replace` keeps nothing of the old.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property, wraps
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


class KeepsDerived:
    """A value of named fields, with a place for what is derived from it."""

    @cached_property
    def derived(self) -> dict[Hashable, Any]:
        """(function, arguments) -> its answer."""
        return {}


def derive_once(derive: F) -> F:
    """Have a pure function work out each answer once for each value that it is given first.

    All callers share the answer, so none may change it. Arguments are given by position.
    """

    @wraps(derive)
    def find_or_derive(value: KeepsDerived, *arguments: Hashable) -> Any:
        known = value.derived
        key = (find_or_derive, *arguments)
        if key not in known:
            known[key] = derive(value, *arguments)
        return known[key]

    return cast(F, find_or_derive)


def keep_answer(
    value: KeepsDerived, derive: Callable[..., Any], arguments: tuple[Hashable, ...], answer: Any
) -> None:
    """Keep what a function of `derive_once` would answer, for it is known already."""
    value.derived[derive, *arguments] = answer
