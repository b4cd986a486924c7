"""Figures -> charts: a question, its answer in a sentence, the data as a table, and a picture drawn when asked for.

A chart is one function here and one line in CHARTS.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.charts.burn_up import burn_up
from tracker.charts.calendar import calendar
from tracker.charts.chart import Chart
from tracker.charts.consistency import consistency
from tracker.charts.hours import hours_by_week
from tracker.charts.html import chart_html
from tracker.charts.papers import papers
from tracker.charts.plan import plan
from tracker.charts.rhythm import rhythm
from tracker.charts.skills import skills
from tracker.charts.small import progress_chart, week_chart
from tracker.figures.stats import Figures
from tracker.model.journal import Period

__all__ = ["CHARTS", "Chart", "chart_html", "progress_chart", "week_chart"]

# Name -> (figures, today, period, item) -> chart. `period` and `item` limit what is shown.
CHARTS: dict[str, Callable[[Figures, date, Period | None, str | None], Chart]] = {
    "hours-by-week": hours_by_week,
    "calendar": calendar,
    "plan": plan,
    "burn-up": burn_up,
    "consistency": consistency,
    "rhythm": rhythm,
    "papers": papers,
    "skills": skills,
}
