"""Files of tests/cases/merge -> the texts of both sides, and what comes of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.journal import CASES


class Case(NamedTuple):
    """`ours_first`: on the other machine the same comes out in another order."""

    base: str
    ours: str
    theirs: str
    merged: str
    ours_first: bool


def case(name: str) -> Case:
    why, *texts = re.split(
        r"^=== \w+\n", (CASES / f"merge/{name}.txt").read_bytes().decode(), flags=re.MULTILINE
    )
    assert why
    return Case(*texts, "What is ours stands first." in why)
