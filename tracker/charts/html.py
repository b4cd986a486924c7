"""A chart and its picture -> the figure on a page: sentence, legend, picture, and the data as a folded table."""

from __future__ import annotations

from markupsafe import Markup

from tracker.charts.chart import Chart
from tracker.charts.escape import render_chart_template


def chart_html(chart: Chart, svg: str | None, told: bool = False) -> str:
    """One line of HTML that may stand raw in Markdown. `svg` is what `draw` gave; without it the finding is all.

    `told`: the finding is not said once more above the picture, for the text beside it says the same.
    """
    if svg is None:
        return str(render_chart_template("nodata.html.jinja", chart=chart))
    return str(render_chart_template("figure.html.jinja", chart=chart, svg=Markup(svg), told=told))
