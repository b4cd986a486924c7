"""Items under another id, text to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.edit.rename import Names, UnitNames, rename_in_essay, rename_item
from tracker.format.item_links import find_item_links
from tracker.model.journal import TrackerError

PLAN = "entries/plan.yaml"


def test_a_plan_that_takes_no_former_id_is_left_alone() -> None:
    plan = "courses:\n  a: {was: b}\n"
    with pytest.raises(TrackerError, match=rf"^{PLAN}:2:"):
        rename_item({PLAN: plan}, Names("a", "c"))


TEXTS = st.lists(
    st.sampled_from(
        ["[[a]]", "[[a/u]]", "[[ a|x]]", "[[b/u|a]]", "`", "$", "\n", "\n\n", " a ", "["]
    )
).map("".join)


@given(TEXTS, st.sampled_from([Names("a", "cc"), UnitNames(("a", "b"), "u", "v w")]))
def test_links_name_the_new_and_nothing_else_changes(text: str, names: Names | UnitNames) -> None:
    before = [link.target for link in find_item_links(text)]
    renamed = rename_in_essay("docs/e.md", text, names)
    after = [link.target for link in find_item_links(renamed)]
    assert after == [names.of(target) or target for target in before]
    assert len(renamed.split("[[")) == len(text.split("[["))


def test_front_matter_that_yaml_has_otherwise_is_refused() -> None:
    essay = "---\nitems:\n  - >-\n    a\n---\n"
    with pytest.raises(TrackerError, match=r"^docs/e.md:2: cannot rename a"):
        rename_in_essay("docs/e.md", essay, Names("a", "c"))
    broken = "---\nitems: [a\n---\n[[a]]\n"
    assert rename_in_essay("docs/e.md", broken, Names("a", "c")) == broken.replace("[[a", "[[c")
