"""The cases are whole."""

import json

from tests.journal import CASES, PLAN, ROOT


def test_the_cases_are_whole() -> None:
    assert PLAN.startswith(b"title: From web developer")
    assert len(list((CASES / "append").glob("*.yaml"))) == len(
        json.loads((CASES / "append/expected.json").read_bytes())
    )
    assert (ROOT / "tests/cases/README.md").exists()
