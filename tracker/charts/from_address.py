"""`hours-by-week?period=2024&item=zero-to-hero` -> the chart that it asks for."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote_plus

from tracker.charts import CHARTS, Chart, progress_chart
from tracker.figures.stats import Figures
from tracker.model import periods
from tracker.model.english import join_words
from tracker.model.journal import Period, TrackerError
from tracker.model.kinds import join_singulars

OPTIONS = ("period", "item")
PROGRESS = "progress/"


def resolve_chart(figures: Figures, today: date, text: str) -> Chart:
    """TrackerError, in words for the author, where there is no such chart, or none of what is asked of it."""
    name, _, query = text.partition("?")
    if name not in CHARTS and not name.startswith(PROGRESS):
        raise TrackerError(
            f"There is no chart called {name}; there are {', '.join([*CHARTS, f'{PROGRESS}ID'])}."
        )
    options = dict(part.partition("=")[::2] for part in query.split("&") if part)
    allowed = OPTIONS if name in CHARTS else ()
    if wrong := [option for option in options if option not in allowed]:
        known = (
            f"period and item, as in {name}?period=2024"
            if allowed
            else "nothing behind a question mark"
        )
        raise TrackerError(f"The chart {name} knows {known}; it does not know {join_words(wrong)}.")
    if name.startswith(PROGRESS):
        return progress_chart(figures, name.removeprefix(PROGRESS))
    period, item = (
        unquote_plus(options[option]) if option in options else None for option in OPTIONS
    )
    if item == "":
        raise TrackerError(
            f"The item is missing: write {name}?item=ID with the id of a {join_singulars()}."
        )
    return CHARTS[name](figures, today, period_of(figures, today, period), item)


def period_of(figures: Figures, today: date, text: str | None) -> Period | None:
    """What the address names; of years without a journal no more than makes the year whole."""
    if text is None:
        return None
    try:
        period = periods.parse_period(text, today)
    except ValueError as error:
        raise TrackerError(f"The period of a chart: {error}, with a + for each space.") from None
    first, last = figures.span or (today, today)
    whole = Period(first, max(last, today))
    if period is None:
        return whole
    begin, end = (
        max(period.first, date(whole.first.year, 1, 1)),
        min(period.last, date(whole.last.year, 12, 31)),
    )
    return Period(begin, end) if begin <= end else period
