"""The plan's page."""

from __future__ import annotations

import re

import pytest

from tests.pages.page_texts import made


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ("[6, 12]", "6 to 12 months from 1 January 2027, until 1 July 2027 to 1 January 2028"),
        ("6", "6 months from 1 January 2027, until 1 July 2027"),
        ("[1, 1]", "1 month from 1 January 2027, until 1 February 2027"),
    ],
)
def test_the_runway_is_said_as_its_author_does(months: str, words: str) -> None:
    page = made({"plan": f"runway: {{start: 2027-01-01, months: {months}}}\n"})["plan.md"]
    assert re.findall(r"\*\*Runway\*\* <span>(.*?)</span>", page) == [words]
