"""Items under another id, text to text."""

import pytest

from tracker.edit.rename import Names, rename_item
from tracker.model.journal import TrackerError

PLAN = "entries/plan.yaml"


def test_a_plan_that_takes_no_former_id_is_left_alone() -> None:
    plan = "courses:\n  a: {was: b}\n"
    with pytest.raises(TrackerError, match=rf"^{PLAN}:2:"):
        rename_item({PLAN: plan}, Names("a", "c"))
