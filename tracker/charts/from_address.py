"""`hours-by-week?period=2024&item=zero-to-hero` -> the chart that it asks for."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote_plus

from tracker.charts import CHARTS, Chart, build_progress_chart
from tracker.figures.stats import Figures
from tracker.model import periods
from tracker.model.english import join_words
from tracker.model.journal import Period, TrackerError
from tracker.model.kinds import join_singulars

OPTIONS = ("period", "item")
PROGRESS = "progress/"


def resolve_chart(figures: Figures, today: date, text: str) -> Chart:
    """Resolve an address to its chart.

    TrackerError, in words for the author, for an unknown chart or option.
    """
    name, _, query = text.partition("?")
    if name not in CHARTS and not name.startswith(PROGRESS):
        names = ", ".join([*CHARTS, f"{PROGRESS}ID"])
        raise TrackerError(f"There is no chart called {name}; there are {names}.")
    options = {}
    for part in query.split("&"):
        if part:
            option, _, value = part.partition("=")
            options[option] = value
    allowed: tuple[str, ...] = ()
    known = "nothing behind a question mark"
    if name in CHARTS:
        allowed = OPTIONS
        known = f"period and item, as in {name}?period=2024"
    unknown = [option for option in options if option not in allowed]
    if unknown:
        raise TrackerError(
            f"The chart {name} knows {known}; it does not know {join_words(unknown)}."
        )
    if name.startswith(PROGRESS):
        return build_progress_chart(figures, name.removeprefix(PROGRESS))
    values = {option: unquote_plus(value) for option, value in options.items()}
    item = values.get("item")
    if item == "":
        raise TrackerError(
            f"The item is missing: write {name}?item=ID with the id of a {join_singulars()}."
        )
    return CHARTS[name](figures, today, period_of(figures, today, values.get("period")), item)


def period_of(figures: Figures, today: date, text: str | None) -> Period | None:
    """Read the period of an address, cut to the calendar years of the journal."""
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
    begin = max(period.first, date(whole.first.year, 1, 1))
    end = min(period.last, date(whole.last.year, 12, 31))
    if begin > end:
        return period
    return Period(begin, end)
