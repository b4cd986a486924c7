"""What is held back reaches no page, by whatever way: found by somebody who tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_site import built, everything_in, week

PLAN = 'gate: 3\nday_starts: "04:00"\ncourses: {alg: {title: Algebra, units: 5}}\n'


@pytest.mark.parametrize("head", ["courses: {alg: {confidence: 1, notes: x}}\n", "draft: true\n"])
def test_a_night_that_counts_elsewhere_is_held_back_by_its_own_week(tmp_path: Path, head: str) -> None:
    week(tmp_path, "plan", PLAN)
    week(tmp_path, "2024-W27", "sessions:\n  - {start: 2024-07-03 10:00, minutes: 60, item: alg}\n")
    night = "sessions:\n  - {start: 2024-07-08 01:30, minutes: 45, item: alg, note: HiddenNight}\n"
    week(tmp_path, "2024-W28", head + night)
    site = built(tmp_path)
    assert "HiddenNight" not in everything_in(site)
    assert "1 h 45" in (site / "courses/alg/index.html").read_text("utf-8")


def test_ids_that_only_a_draft_names_have_no_page(tmp_path: Path) -> None:
    week(tmp_path, "2024-W27", "sessions:\n  - {start: 2024-07-03 10:00, minutes: 60, item: alg}\n")
    papers = "papers: {https://hidden.example/paper.pdf: {read: once}}\n"
    session = "sessions:\n  - {start: 2024-07-08 10:00, minutes: 45, item: hidden-item}\n"
    week(tmp_path, "2024-W28", f"draft: true\ncourses: {{hidden-course: {{}}}}\n{papers}{session}")
    site = built(tmp_path)
    assert "hidden" not in everything_in(site).replace("overflow: hidden", "").split("assets/")[0]
    assert [path.name for path in (site / "courses").iterdir() if path.is_dir()] == ["alg"]


def test_a_journal_inside_docs_is_not_copied_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "docs/entries/images").mkdir(parents=True)
    (tmp_path / "docs/entries/2024-W27.yaml").write_text("unpublished: HiddenText\nintro: Shown\n", "utf-8")
    (tmp_path / "docs/entries/images/hidden.png").write_bytes(b"x")
    site = built(tmp_path, config="plugins: [{tracker: {journal: docs}}, blog]\n")
    assert not (site / "entries").exists()
    assert "HiddenText" not in everything_in(site)
