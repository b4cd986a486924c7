"""A chart and its picture -> the figure on a page: sentence, legend, picture and folded table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from tracker.charts.chart import Chart
from tracker.charts.escape import escape_active_characters, render_chart_template


def chart_html(chart: Chart, svg: str | None, told: bool = False) -> str:
    """Render a chart as one line of HTML that may stand raw in Markdown.

    `svg` is the picture that `draw` returned; without it the finding is all. `told`: the finding is
    not repeated above the picture, for the text beside it says the same.
    """
    if svg is None:
        return str(render_chart_template("nodata.html.jinja", chart=chart))
    rows = format_table_rows(chart.rows)
    return str(
        render_chart_template(
            "figure.html.jinja", chart=chart, svg=Markup(svg), told=told, rows=rows
        )
    )


def format_table_rows(rows: Iterable[Sequence[str]]) -> Markup:
    """Format the rows of a chart's data. Ten years have forty thousand: a template is too slow."""
    lines = []
    for label, *cells in rows:
        row = [f'<tr><th scope="row" dir="auto">{escape_active_characters(label)}</th>']
        for cell in cells:
            row.append(f"<td>{escape_active_characters(cell)}</td>")
        lines.append("".join(row))
    return Markup("".join([f"{line}</tr>" for line in lines]))
