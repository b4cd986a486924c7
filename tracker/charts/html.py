"""A chart and its picture -> the figure on a page: sentence, legend, picture and folded table."""

from __future__ import annotations

from markupsafe import Markup

from tracker.charts.chart import Chart
from tracker.charts.escape import render_chart_template


def chart_html(chart: Chart, svg: str | None, told: bool = False) -> str:
    """Render a chart as one line of HTML that may stand raw in Markdown.

    `svg` is the picture that `draw` returned; without it the finding is all. `told`: the finding is
    not repeated above the picture, for the text beside it says the same.
    """
    if svg is None:
        return str(render_chart_template("nodata.html.jinja", chart=chart))
    return str(render_chart_template("figure.html.jinja", chart=chart, svg=Markup(svg), told=told))
