"""An item -> the line of facts that its page opens with, and the details that fold at its foot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tracker.figures.estimates import measure_estimate
from tracker.figures.forecast import Forecast, describe_forecast, forecast_item
from tracker.figures.knowledge import HOW, OpenGaps, describe_unnamed_gaps
from tracker.figures.stats import State
from tracker.model.english import day_words, join_words
from tracker.model.kinds import FINISHED, KINDS, Item, is_read_whole, reading_of
from tracker.model.when import format_duration
from tracker.pages.markdown import Md, escape_markdown, link_url, shorten_url
from tracker.pages.page import View, item_uri

MOST_NAMES = 2  # of authors; of more the first, et al.
# A key of the plan's items -> the label of an address, and the address that its value stands for.
# The first that an item has is the link in its line of facts.
ADDRESSES: dict[str, tuple[str, Callable[[str], str]]] = {
    "url": ("Link", str),
    "arxiv": ("arXiv", "https://arxiv.org/abs/{}".format),
    "doi": ("DOI", "https://doi.org/{}".format),
    "repo": ("Repository", str),
}


class ItemLine(NamedTuple):
    """The line of facts: by whom, where it is, how far, how long and its status.

    What is not known is empty. `by` and `year` are the plan's, and `by` is cut where there are
    more than two names. `place` is a link to the thing itself, `far` may be `8 of 8 units`,
    `6 h of about 10 h` or `read once, understood 4 of 5`.
    """

    by: str
    by_is_cut: bool
    year: str
    place: Md
    far: str
    time: str
    status: str


class Detail(NamedTuple):
    """A row of the details. `named`: its value is a name that the search finds the page by."""

    label: str
    value: Md
    named: bool = False


# ---- the line ------------------------------------------------------------------------------------


def build_item_line(state: State) -> ItemLine:
    far, time = describe_item_progress(state)
    makers = list_makers(state.item)
    return ItemLine(
        by=str(format_index_cell(makers)),
        by_is_cut=len(makers) > MOST_NAMES,
        year=str(getattr(state.item, "year", None) or ""),
        place=link_item_place(state.item),
        far=far,
        time=time,
        status=state.status,
    )


def list_makers(item: Item) -> tuple[str, ...]:
    """Return the authors of a paper, or whom a course is by."""
    by = getattr(item, "by", None)
    if by:
        return (by,)
    return tuple(getattr(item, "authors", ()))


def link_item_place(item: Item) -> Md:
    """Link the thing itself by the name of its site: `arxiv.org`; nothing without an address."""
    for key, (_, address_of) in ADDRESSES.items():
        if value := getattr(item, key, None):
            address = address_of(value)
            host = urlsplit(address).hostname or shorten_url(address)
            return link_url(address, host.removeprefix("www."))
    return Md("")


def describe_item_progress(state: State) -> tuple[str, str]:
    """Return (how far, how long) of an item, each empty where it is not known.

    The time of a finished item stands alone: how far it was from an estimate is a detail.
    """
    time = format_duration(state.minutes) if state.minutes else ""
    if is_measured_by_estimate(state):
        return format_item_progress(state), ""
    if KINDS[state.kind].is_read:
        return format_last_reading(state), time
    if state.progress.total and state.progress.measure == "units":
        return format_item_progress(state), time
    return "", time


def is_measured_by_estimate(state: State) -> bool:
    """Whether the line says how much of an estimate is spent: `6 h of about 10 h`."""
    if not state.progress.total or state.progress.measure != "minutes":
        return False
    is_read = KINDS[state.kind].is_read and bool(format_last_reading(state))
    return state.status not in FINISHED and not is_read


def forecast_active_item(view: View, state: State) -> Forecast | None:
    """Forecast an item in hand that can be measured; None of any other."""
    if not KINDS[state.kind].has_units or state.status != "active" or not state.progress.total:
        return None
    return forecast_item(view.figures, view.today, state.id)


# ---- the details ---------------------------------------------------------------------------------


def list_item_details(
    view: View,
    state: State,
    skills: Mapping[str, str],
    open_gaps: OpenGaps,
    forecast: Forecast | None,
) -> list[Detail]:
    """Return all that is known of an item and does not stand in its line.

    `skills`: skill -> its page. `forecast`: of an item in hand.
    """
    return [
        *list_plan_details(state.item),
        *list_time_details(view, state),
        *explain_missing_forecast(view, forecast),
        *list_phase_details(view, state),
        *list_item_links(view, state),
        *link_item_skills(view, skills, state),
        *format_open_gaps(open_gaps),
    ]


def list_plan_details(item: Item) -> list[Detail]:
    """Return the plan's own facts of an item: authors that its line leaves out, and addresses."""
    details = []
    makers = list_makers(item)
    if len(makers) > MOST_NAMES:
        details.append(Detail("Authors", escape_markdown(", ".join(makers)), named=True))
    if form := getattr(item, "form", None):
        details.append(Detail("Form", escape_markdown(form)))
    for key, (label, address_of) in ADDRESSES.items():
        if value := getattr(item, key, None):
            name = None if address_of is str else value
            details.append(Detail(label, link_url(address_of(value), name)))
    return details


def list_time_details(view: View, state: State) -> list[Detail]:
    """Return an item's time beside its estimate, and when it was last touched."""
    details = []
    estimate = state.item.estimate
    if run := measure_estimate(view.figures, state):
        details.append(Detail("Time", escape_markdown(run.words)))
    elif estimate and not is_measured_by_estimate(state):
        details.append(Detail("Estimate", escape_markdown(format_duration(estimate))))
    if state.last:
        details.append(Detail("Last touched", escape_markdown(last_touched_words(state))))
    return details


def explain_missing_forecast(view: View, forecast: Forecast | None) -> list[Detail]:
    """Return why an item in hand has no forecast; nothing where it has one."""
    if not forecast or not forecast.refused:
        return []
    words = describe_forecast(view.figures, forecast, view.today)
    return [Detail("Forecast", escape_markdown(words))]


def list_phase_details(view: View, state: State) -> list[Detail]:
    phases = view.figures.plan.phases
    number = state.item.phase
    if not number or number > len(phases):
        return []
    return [Detail("Phase", escape_markdown(f"{number}. {phases[number - 1].title}"))]


def list_item_links(view: View, state: State) -> list[Detail]:
    """Return links to the items that come before and after, that it uses and that use it.

    A label without items is left out.
    """
    states = view.figures.states
    after = [states[id_] for id_ in resolve_item_ids(view, state.item.after)]
    before = []
    uses = [states[id_] for id_ in resolve_item_ids(view, getattr(state.item, "uses", ()))]
    used_by = []
    for other in states.values():
        if state.id in other.item.after:
            before.append(other)
        if state.id in getattr(other.item, "uses", ()):
            used_by.append(other)
    details = []
    for label, linked in (
        ("After", after),
        ("Before", before),
        ("Uses", uses),
        ("Used by", used_by),
    ):
        if linked:
            pages = [(item_uri(other), other.title) for other in linked]
            details.append(Detail(label, link_pages(view, item_uri(state), pages)))
    return details


def resolve_item_ids(view: View, ids: tuple[str, ...]) -> list[str]:
    """Return the present ids of items, without those that the journal does not know."""
    aliases = view.figures.plan.aliases
    present_ids = [aliases.get(id_, id_) for id_ in ids]
    return [id_ for id_ in present_ids if id_ in view.figures.states]


def link_item_skills(view: View, skills: Mapping[str, str], state: State) -> list[Detail]:
    pages = [(skills[name], name) for name in dict.fromkeys(state.item.skills)]
    if not pages:
        return []
    return [Detail("Skills", link_pages(view, item_uri(state), pages))]


def link_pages(view: View, here: str, pages: list[tuple[str, str]]) -> Md:
    """Link (page, label) pairs in HTML, from the page `here`: the details are HTML, to be folded.

    Each name is isolated, for it may be from right to left.
    """
    root = "../" * view.place.address(here).count("/")
    links = []
    for uri, label in pages:
        name = escape_markdown(label)
        links.append(f'<a href="{root}{view.place.address(uri)}"><bdi>{name}</bdi></a>')
    return Md(", ".join(links))


def format_open_gaps(open_gaps: OpenGaps) -> list[Detail]:
    """Return how many gaps of an item are open: `3; 2 names are held back`."""
    if not open_gaps.total:
        return []
    words = str(open_gaps.total)
    if open_gaps.unnamed:
        words += f"; {describe_unnamed_gaps(open_gaps.unnamed)}"
    return [Detail("Open gaps", escape_markdown(words))]


# ---- words ---------------------------------------------------------------------------------------


def format_item_progress(state: State) -> str:
    """`12 of 20 units`, `6 h of about 10 h`, before any time `about 10 h`."""
    progress = state.progress
    if progress.measure == "minutes" and not progress.done:
        return f"about {format_duration(progress.total)}"
    if progress.measure == "minutes":
        return f"{format_duration(progress.done)} of about {format_duration(progress.total)}"
    noun = "unit" if progress.total == 1 else "units"
    return f"{progress.done} of {progress.total} {noun}"


def last_touched_words(state: State) -> str:
    """`7 July 2024`, `in the week of 1 July 2024` where only the week is known, or nothing."""
    if state.last is None:
        return ""
    if state.last_week_only:
        return f"in the week of {day_words(state.last)}"
    return day_words(state.last)


def format_index_cell(value: Any) -> Any:
    """Join names, of more than two as `Vaswani et al.`; return any other value as it is."""
    if not isinstance(value, tuple):
        return value
    if len(value) > MOST_NAMES:
        return f"{value[0]} et al."
    return join_words(value)


def format_last_reading(state: State) -> str:
    """`read again, understood 4 of 5`: what the last week that read the paper says.

    A first pass over a paper that was read whole before it takes nothing back.
    """
    last: tuple[str | None, int | None] = (None, None)
    is_read = False
    for _, record in state.sayings:
        how, understood = reading_of(record), getattr(record, "understood", None)
        if how == "skim" and is_read:
            how = last[0]
        is_read = is_read or is_read_whole(record)
        if how or understood:
            last = (how, understood)
    how, understood = last
    facts = [HOW[how]] if how else []
    if understood:
        facts.append(f"understood {understood} of 5")
    return ", ".join(facts)
