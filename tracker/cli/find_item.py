"""A typed item -> its id and unit in the plan, or a refusal that names the nearest id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tracker.format import scalars
from tracker.model.journal import Session, TrackerError, Week, is_address
from tracker.model.kinds import join_singulars
from tracker.model.plan import Plan
from tracker.model.suggest import find_closest_word

LOGGED = " (--force logs it as typed)"


class KnownItems(NamedTuple):
    """The ids of the plan and of a week's file, each with its units' names; and former ids."""

    units: Mapping[str, tuple[str, ...]]
    aliases: Mapping[str, str]


class ResolvedItem(NamedTuple):
    """An item as a week's file writes it, `id` or `id/unit`, and a hint where the plan lacks it."""

    item: str
    hint: str | None = None


def collect_known_items(plan: Plan, week: Week | None) -> KnownItems:
    """Collect the items of the plan, and those of the week that the plan does not know."""
    units: dict[str, tuple[str, ...]] = {}
    for id_, (_, item) in plan.items.items():
        names = getattr(item, "units", ())
        units[id_] = () if isinstance(names, int) else tuple(names)
    if week:
        ids: list[str | None] = [id_ for _, id_, _ in week.records]
        ids += [session.target[0] for session in week.sessions]
        for name in ids:
            if name and name not in plan.aliases:
                units.setdefault(name, ())
    return KnownItems(units, plan.aliases)


def resolve_item(
    typed: str, known_items: KnownItems, force: bool, forced: str = LOGGED
) -> ResolvedItem:
    """Complete and check an item: `zero/mic` -> `zero-to-hero/micrograd`.

    TrackerError for what is no id and, unless forced, for what is near a known id. `forced` ends
    the message with what --force would do.
    """
    if is_address(typed):
        hint = None if typed in known_items.units else _format_unknown_hint(typed)
        return ResolvedItem(_check_item(typed), hint)
    typed = expand_unit(typed, known_items)
    typed_id, slash, unit = typed.partition("/")
    if slash and not unit:
        raise TrackerError(_explain_missing_unit(typed_id, known_items))
    ids = {**dict.fromkeys(known_items.units), **known_items.aliases}
    match = _match_prefix(typed_id, ids, "id")
    if match is None:
        if not force:
            _refuse_near(typed_id, slash + unit, known_items, forced)
        return ResolvedItem(_check_item(typed), _format_unknown_hint(typed_id))
    id_ = known_items.aliases.get(match, match)
    units = known_items.units.get(id_)
    if not slash or not units:
        return ResolvedItem(id_ + slash + unit)
    name = _match_prefix(unit, units, f"unit of {id_}")
    if name:
        return ResolvedItem(f"{id_}/{name}")
    if not force and unit.partition("/")[0] in units:
        known = unit.partition("/")[0]
        raise TrackerError(f"a unit has no parts; did you mean {id_}/{known}?{forced}")
    if not force:
        _refuse_if_near(unit, units, f"{id_} has no unit {unit!r}", forced, f"{id_}/")
    return ResolvedItem(f"{id_}/{unit}", f"the plan knows no unit {unit!r} of {id_}")


def expand_unit(typed: str, known_items: KnownItems) -> str:
    """`micrograd` -> `zero-to-hero/micrograd`, where one course alone has a unit of that name.

    Any other text comes back as it is. TrackerError where several courses have that unit, or where
    it begins an id as well: nobody but the author knows which of them is meant.
    """
    if "/" in typed or typed in known_items.units or typed in known_items.aliases:
        return typed
    names = [f"{id_}/{typed}" for id_, units in known_items.units.items() if typed in units]
    if not names:
        return typed
    ids = [id_ for id_ in (*known_items.units, *known_items.aliases) if id_.startswith(typed)]
    if not ids and len(names) == 1:
        return names[0]
    choices = " or ".join([*sorted(ids)[:5], *names[:5]])
    raise TrackerError(f"{typed!r} could be {choices}; type one of these")


def _explain_missing_unit(typed_id: str, known_items: KnownItems) -> str:
    """Say what is missing behind a slash: `zero/`."""
    id_ = typed_id or "zero-to-hero"
    matches = [known for known in known_items.units if typed_id and known.startswith(typed_id)]
    units: tuple[str, ...] = ()
    if len(matches) == 1:
        id_ = matches[0]
        units = known_items.units[id_]
    unit = units[0] if units else "UNIT"
    return f"no unit behind the slash: {id_}, or {id_}/{unit}"


def resolve_session_item(
    session: Session, plan: Plan, week: Week | None, force: bool
) -> tuple[Session, list[str]]:
    """Complete and check the item of a session for its week's file. Returns hints about it, too."""
    if session.item is None:
        return session, []
    item = resolve_item(session.item, collect_known_items(plan, week), force)
    return session._replace(item=item.item), [item.hint] if item.hint else []


def _match_prefix(typed: str, names: Iterable[str], what: str) -> str | None:
    """Return the name itself, or the only name that begins so. TrackerError for several."""
    names = list(names)
    if typed in names:
        return typed
    matches = [name for name in names if typed and name.startswith(typed)]
    if len(matches) > 1:
        first_matches = ", ".join(sorted(matches)[:5])
        raise TrackerError(
            f"{typed!r} begins more than one {what}: {first_matches}; type more of it"
        )
    return matches[0] if matches else None


def _refuse_near(typed: str, rest: str, known_items: KnownItems, forced: str) -> None:
    if typed == "last" and not rest:
        raise TrackerError(f"last is a session; the last item is -{forced}")
    from tracker.model.keywords import explain_keyword  # few items are new

    if why := explain_keyword(typed):
        raise TrackerError(f"{why}{forced}")
    why = f"no item {typed!r} in this journal"
    _refuse_if_near(typed, known_items.units, why, forced, rest=rest)


def _refuse_if_near(
    typed: str, names: Iterable[str], why: str, forced: str, before: str = "", rest: str = ""
) -> None:
    if closest := find_closest_word(typed.lower(), names, 0.6):
        raise TrackerError(f"{why}; did you mean {before}{closest}{rest}?{forced}")


def _check_item(item: str) -> str:
    try:
        return scalars.parse_item(item)
    except ValueError as error:
        raise TrackerError(
            f"{error}; a {join_singulars()} such as zero-to-hero, or zero-to-hero/micrograd"
        ) from None


def _format_unknown_hint(id_: str) -> str:
    return f"the plan does not know {id_!r} yet; logged all the same"
