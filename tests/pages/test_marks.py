"""Where the marks of charts lead to: posts and pages that readers may see, and none else."""

import re
from datetime import date
from pathlib import Path

from tests.chart_cases import TODAY, small
from tests.sites import build_site, everything_in, write_week
from tracker.pages import View
from tracker.pages.marks import map_mark_targets, render_year_tabs

SESSION = "sessions:\n  - {start: %s 10:00, minutes: 60, item: alg}\n"


def test_a_draft_has_no_link_though_its_minutes_count(tmp_path: Path) -> None:
    write_week(tmp_path, "plan", "courses: {alg: {title: Algebra, units: 5}}\n")
    write_week(tmp_path, "2024-W26", SESSION % "2024-06-25")
    write_week(tmp_path, "2024-W27", "draft: true\n" + SESSION % "2024-07-03")
    site = build_site(tmp_path)
    progress = (site / "progress/index.html").read_text("utf-8")
    assert 'href="../blog/2024/06/30/2024-w26/"' in progress
    assert "Week of 1 July 2024: 1 h" in progress
    assert not re.search("href=[^>]*2024-w27", everything_in(site), re.IGNORECASE)


def test_targets_are_posts_items_skills_and_years() -> None:
    addresses = map_mark_targets(View(small(), TODAY))
    assert addresses["week/2026-W43"] == "blog/2026-w43/"
    assert "week/2026-W47" not in addresses, "it is not over"
    assert addresses["item/algebra"] == "courses/algebra/"
    assert addresses["year/2026"] == "progress/2026/"
    served = map_mark_targets(View(small(), TODAY, drafts=True))
    assert served["week/2026-W47"] == "blog/2026-w47/"


def test_one_year_has_no_tabs() -> None:
    assert render_year_tabs(View(small(), date(2026, 11, 21)), "calendar", "Which days?") == ""
