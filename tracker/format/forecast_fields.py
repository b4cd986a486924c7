"""The format of entries/forecasts.yaml: the keys of a kept forecast, with the parser of each."""

from __future__ import annotations

from tracker.format import scalars
from tracker.format.fields import (
    COUNT,
    DAY,
    WEEK_NAME,
    Field,
    add_rule,
    choice_field,
    keys_field,
    list_field,
)
from tracker.format.scalars import Misfit
from tracker.model import journal, when

MOST = 10_000_000  # minutes: nineteen years without a break


def parse_amount(value: str) -> int:
    return scalars.check_range(when.whole_number(value), 0, MOST, "")


AMOUNT = Field("a whole number", parse_amount, schema=COUNT.schema)


def in_order(forecast: journal.KeptForecast) -> None:
    """The rule of a kept forecast. A Misfit where p80 is before p50, or nothing is left to do."""
    if forecast.p80 < forecast.p50:
        raise Misfit("order", f"expected a p80 from {forecast.p50} on, the p50, got {forecast.p80}")
    if forecast.done >= forecast.of:
        raise Misfit(
            "order",
            f"expected done to be less than {forecast.of}, which it is done of, "
            f"got {forecast.done}",
        )


KEPT = add_rule(
    keys_field(
        journal.KeptForecast,
        ("made", "measure", "done", "of", "p50", "p80"),
        made=WEEK_NAME,
        item=Field("an id", scalars.slug_or_address, schema={"type": "string"}),
        measure=choice_field(*journal.MEASURES),
        done=AMOUNT,
        of=AMOUNT,
        p50=DAY,
        p80=DAY,
    ),
    in_order,
)


def make_kept_forecasts(
    forecasts: tuple[journal.KeptForecast, ...] = (),
) -> tuple[journal.KeptForecast, ...]:
    """Return the one list of the file.

    The list has a key, so that the file can hold x- keys as the others can.
    """
    return forecasts


FORECASTS = keys_field(make_kept_forecasts, forecasts=list_field(KEPT, "a list of kept forecasts"))
