"""Figures -> charts: a question, its answer in a sentence, a table, and a picture drawn on demand.

A chart is one function here and one line in CHARTS.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.charts.burn_up import build_burn_up_chart
from tracker.charts.calendar import build_calendar_chart
from tracker.charts.chart import Chart
from tracker.charts.consistency import build_consistency_chart
from tracker.charts.html import chart_html
from tracker.charts.papers import build_papers_chart
from tracker.charts.plan import build_plan_chart
from tracker.charts.rhythm import build_rhythm_chart
from tracker.charts.skills import build_skills_chart
from tracker.charts.small import build_progress_chart, build_week_chart
from tracker.charts.work_by_week import build_work_by_week_chart
from tracker.figures.stats import Figures
from tracker.model.journal import Period

__all__ = ["CHARTS", "Chart", "build_progress_chart", "build_week_chart", "chart_html"]

# Name -> (figures, today, period, item) -> chart. `period` and `item` limit what is shown.
CHARTS: dict[str, Callable[[Figures, date, Period | None, str | None], Chart]] = {
    "hours-by-week": build_work_by_week_chart,
    "calendar": build_calendar_chart,
    "plan": build_plan_chart,
    "burn-up": build_burn_up_chart,
    "consistency": build_consistency_chart,
    "rhythm": build_rhythm_chart,
    "papers": build_papers_chart,
    "skills": build_skills_chart,
}
