"""A forecast -> a sentence. Terminal, pages, charts, mail and feeds take their words from here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

from tracker.figures.forecast.course import TOO_FAR, Forecast, Odds, name_courses
from tracker.figures.forecast.throughput import FARTHEST, LATELY
from tracker.figures.forecast.weekly_amounts import Silence
from tracker.figures.stats import Figures
from tracker.model.english import MONTHS, day_words, month_words, spell_number
from tracker.model.plan import Plan
from tracker.model.when import format_duration, format_rough_duration

ENOUGH_CASES = 3  # of silences: fewer say nothing
PUBLIC_RETURNS = "about 4 in 10"  # of silences of four weeks to PUBLIC_LONGEST
PUBLIC_LONGEST = 13
PERIODS = (("week", 1.0), ("month", 365.25 / 12 / 7), ("quarter", 365.25 / 4 / 7))  # in weeks
ROUNDED = 1.25  # how far rounding may stretch what is told
# Distances in days up to which a date is said to the day its week ends, its month, its quarter.
TO_THE_WEEK, TO_THE_MONTH, TO_THE_QUARTER = 91, 730, 1826
NEAR = 31  # days: a deadline and the end of a runway that lie no further apart are named together


def describe_forecast(figures: Figures, forecast: Forecast, today: date) -> str:
    """Describe the odds of the finish, and of making deadline and runway; or why there are none."""
    conditions = describe_forecast_conditions(figures, forecast, today)
    return " ".join([summarize_forecast(figures, forecast, today), *conditions])


def describe_forecast_conditions(figures: Figures, forecast: Forecast, today: date) -> list[str]:
    """What goes with the two days, in sentences: the pace, a break, the odds of the plan's ends."""
    silence = describe_silence(forecast.silence, dated=not forecast.refused)
    if forecast.refused:
        return silence
    sentences = describe_forecast_pace(forecast, today)
    sentences += silence
    sentences += describe_odds(forecast.odds)
    sentences += describe_past_ends(figures.plan, today)
    if forecast.paused:
        verb = "is" if len(forecast.paused) == 1 else "are"
        sentences.append(f"{name_courses(forecast.paused)} {verb} paused, and not counted.")
    if forecast.uncounted:
        names = name_courses(forecast.uncounted)
        sentences.append(f"What is left of {names} is not known, and not counted.")
    return sentences


def summarize_forecast(figures: Figures, forecast: Forecast, today: date) -> str:
    """The first sentence alone, for lists of courses: `Even odds by May, four in five by October.`.

    Without the chances of deadline and runway, which lists say once, of the whole plan.
    """
    unit_cost = describe_unit_cost(figures, forecast)
    if forecast.refused == TOO_FAR:
        reason = TOO_FAR.removesuffix(".")
        return f"No forecast. {reason}{unit_cost}."
    if forecast.refused:
        return f"No forecast. {forecast.refused}"
    words = describe_finish_dates(forecast, today) + unit_cost
    if forecast.queued:
        return f"It has not been begun. In the plan's order: {words}."
    return f"{words[0].upper()}{words[1:]}."


def describe_finish_dates(forecast: Forecast, today: date) -> str:
    """The two days as odds: `even odds by September 2027, four in five by June 2028`.

    Where both read alike, the second alone. Never as a range: readers take it for where the day
    will lie, and it lay there in a fifth of cases.
    """
    assert forecast.p50
    early = format_finish_date(forecast.p50, today)
    if not forecast.p80:
        return f"even odds by {early}, four in five not within five years"
    late = format_finish_date(forecast.p80, today)
    if early == late:
        return f"four in five by {late}"
    same_kind = choose_precision(forecast.p50, today) == choose_precision(forecast.p80, today)
    if same_kind and forecast.p50.year == forecast.p80.year:
        early = early.removesuffix(f" {forecast.p50.year}")
    return f"even odds by {early}, four in five by {late}"


def format_finish_date(day: date, today: date) -> str:
    """A day, rounded up by its distance.

    Under three months the Sunday of its week, under two years its month, under five the end of its
    quarter, then the end of its year.
    """
    precision = choose_precision(day, today)
    if precision == "week":
        return day_words(day)
    if precision == "month":
        return month_words(day)
    if precision == "quarter" and day.month <= 9:
        last = (day.month + 2) // 3 * 3
        return f"the end of {MONTHS[last - 1]} {day.year}"
    return f"the end of {day.year}"


def choose_precision(day: date, today: date) -> str:
    distance = (day - today).days
    if distance < TO_THE_WEEK:
        return "week"
    if distance < TO_THE_MONTH:
        return "month"
    if distance < TO_THE_QUARTER:
        return "quarter"
    return "year"


def describe_unit_cost(figures: Figures, forecast: Forecast) -> str:
    """The time that a unit is taken to last, where hours stand in for units too few to go by."""
    if not forecast.item or forecast.queued:
        return ""
    progress = figures.states[forecast.item].progress
    if progress.measure == forecast.measure:
        return ""
    left = forecast.total - forecast.done
    minutes = round(left / (progress.total - progress.done))
    words = f", counting {format_rough_duration(max(1, minutes))} for a unit"
    if forecast.doubted:
        words += ", though none is done yet"
    return words


def describe_forecast_pace(forecast: Forecast, today: date) -> list[str]:
    """Say where the pace leads: `At the pace of the last half year, 2 units a week, ...`.

    The plan's is that of its courses alone: beside it stands what a week of all study brought.
    Nothing where that does not lie between the two days, or where half a year is not over.
    """
    lately = [amount for _, amount in forecast.history[-LATELY:]]
    if len(lately) < LATELY or not sum(lately) or not forecast.p50 or not forecast.p80:
        return []
    mean = sum(lately) / len(lately)
    takes = timedelta(weeks=min(FARTHEST, (forecast.total - forecast.done) / mean))
    day = today + takes
    if not forecast.p50 <= day <= forecast.p80:
        return []
    pace = format_pace(mean, forecast.measure)
    by = format_finish_date(day, today)
    whose = "the pace" if forecast.item else "its courses' pace"
    return [f"At {whose} of the last half year, {pace}, it would be done by {by}."]


def format_pace(mean: float, measure: str) -> str:
    """`2 units a week`, `3 h 20 a week`, `one unit in 3 weeks`."""
    if measure == "minutes":
        return f"{format_duration(max(1, round(mean)))} a week"
    weeks = round(1 / mean)
    if weeks > 1:
        return f"one unit in {weeks} weeks"
    number = f"{mean:.1f}".removesuffix(".0")
    if number == "1":
        return "1 unit a week"
    return f"{number} units a week"


def describe_odds(odds: Sequence[Odds]) -> list[str]:
    """A sentence: `The chance of being done by the deadline, 30 June 2027, is about 3 in 10.`.

    Also what would make it four in five, where that is up to three times as much work. Two ends
    with the same chance, or no more than a month apart, share a sentence.
    """
    ends = sorted(odds, key=lambda end: end.day)
    chances = {format_chance(end.chance) for end in ends}
    if len(ends) == 2 and (ends[1].day - ends[0].day).days <= NEAR:
        return [describe_near_odds(ends[0], ends[1])]
    if len(chances) < len(ends):
        first, *others = ends
        words = f"The chance of being done by {format_end(first)}, is {chances.pop()}"
        for other in others:
            words += f", and the same by {format_end(other)}"
        return [f"{words}{describe_needed_work(ends)}."]
    sentences = []
    for end in ends:
        words = f"The chance of being done by {format_end(end)}, is {format_chance(end.chance)}"
        sentences.append(f"{words}{describe_needed_work([end])}.")
    return sentences


def describe_near_odds(first: Odds, second: Odds) -> str:
    """A sentence on two ends that nearly coincide, the earlier first.

    `The chance of being done by the deadline and the end of the runway, 30 June and 1 July 2027, is
    about 2 in 10.`
    """
    chance, later_chance = format_chance(first.chance), format_chance(second.chance)
    more = describe_needed_work([first, second])
    if chance != later_chance:
        words = f"The chance of being done by {format_end(first)}, is {chance}"
        return f"{words}, and by {format_end(second)}, {later_chance}{more}."
    days = both_days_words(first.day, second.day)
    ends = f"{first.name} and {second.name}"
    return f"The chance of being done by {ends}, {days}, is {chance}{more}."


def format_end(end: Odds) -> str:
    """`the deadline, 30 June 2027`."""
    return f"{end.name}, {day_words(end.day)}"


def both_days_words(first: date, second: date) -> str:
    """`30 June and 1 July 2027`, `1 and 30 June 2027`; of one day that day."""
    last = day_words(second)
    if first == second:
        return f"both on {last}"
    if first.year != second.year:
        return f"{day_words(first)} and {last}"
    if first.month != second.month:
        return f"{first.day} {MONTHS[first.month - 1]} and {last}"
    return f"{first.day} and {last}"


def describe_needed_work(ends: Sequence[Odds]) -> str:
    """What would make it four in five by all of some days; empty where that is too much."""
    hardest = min(ends, key=lambda end: end.chance)
    if not hardest.times or hardest.chance >= 0.75 or not 1.05 <= hardest.times <= 3:
        return ""
    pace = format_needed_pace(hardest.usual, hardest.times, hardest.measure)
    differ = len({format_chance(end.chance) for end in ends}) > 1
    return f"; {pace} would make {'both' if differ else 'it'} four in five"


def format_needed_pace(usual: float, times: float, measure: str) -> str:
    """`6 units a month instead of the usual 4`, `5 h a week instead of the usual 3 h 30`.

    `usual`: units or minutes a week. In whole units or half hours of the shortest period in which
    they tell the same as `times`; else `1.3 times the expected work`.
    """
    step = 30 if measure == "minutes" else 1
    for period, weeks in PERIODS:
        now = round(usual * weeks / step)
        needed = ceil(usual * weeks * times / step)
        if needed <= now or needed > ROUNDED * times * now:
            continue
        if measure == "minutes":
            hours = format_duration(needed * step), format_duration(now * step)
            return f"{hours[0]} a {period} instead of the usual {hours[1]}"
        return f"{needed} units a {period} instead of the usual {now}"
    return f"{times:.1f} times the expected work"


def format_chance(chance: float) -> str:
    """`about 3 in 10`; at the ends `less than 1 in 20`, `more than 19 in 20`."""
    if chance < 0.05:
        return "less than 1 in 20"
    if chance > 0.95:
        return "more than 19 in 20"
    return f"about {max(1, min(9, round(10 * chance)))} in 10"


def describe_past_ends(plan: Plan, today: date) -> list[str]:
    """Say of a deadline and a runway that they are over."""
    sentences = []
    if plan.deadline and plan.deadline < today:
        sentences.append(f"The deadline, {day_words(plan.deadline)}, is past.")
    if plan.runway and plan.runway.ends and plan.runway.ends[-1] < today:
        sentences.append(f"The runway ended on {day_words(plan.runway.ends[-1])}.")
    return sentences


def describe_silence(silence: Silence | None, dated: bool) -> list[str]:
    """What a silence makes of the days, if there are any, and how such silences ended."""
    if not silence:
        return []
    weeks = spell_number(silence.weeks)
    if silence.over:
        return [f"This week's return after a break of {weeks} weeks counts from Monday on."]
    words = f"A break of {weeks} weeks so far"
    if dated:
        words += ": the days depend on when it ends"
    if silence.cases >= ENOUGH_CASES:
        share = f"in this journal, {silence.back} of {silence.cases}"
    elif silence.weeks <= PUBLIC_LONGEST:
        share = f"in public logs of learners, {PUBLIC_RETURNS}"
    else:
        return [f"{words}."]
    return [f"{words}; {share} such breaks ended within a month."]
