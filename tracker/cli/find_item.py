"""What was typed for an item -> its id, and its unit, as the plan knows them; or a refusal that names the nearest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tracker.format import scalars
from tracker.model.journal import TrackerError, Week, is_address
from tracker.model.kinds import join_singulars
from tracker.model.plan import Plan
from tracker.model.suggest import find_closest_word

LOGGED = " (--force logs it as typed)"


class KnownItems(NamedTuple):
    """The ids that the plan or the week's own file knows, each with the names of its units, and former ids."""

    units: Mapping[str, tuple[str, ...]]
    aliases: Mapping[str, str]


class ResolvedItem(NamedTuple):
    item: str
    hint: str | None = None


def collect_known_items(plan: Plan, week: Week | None) -> KnownItems:
    units: dict[str, tuple[str, ...]] = {}
    for id_, (_, item) in plan.items.items():
        names = getattr(item, "units", ())
        units[id_] = () if isinstance(names, int) else tuple(names)
    if week:
        seen = [id_ for _, id_, _ in week.records] + [
            session.target[0] for session in week.sessions
        ]
        for id_ in filter(None, seen):
            if id_ not in plan.aliases:
                units.setdefault(id_, ())
    return KnownItems(units, plan.aliases)


def resolve_item(typed: str, known: KnownItems, force: bool, forced: str = LOGGED) -> ResolvedItem:
    """`zero/mic` -> `zero-to-hero/micrograd`. Refused: what is no id and, unless forced, what is near a known one.

    `forced` ends the refusal with what --force would do.
    """
    if is_address(typed):
        return ResolvedItem(
            _check_item(typed), None if typed in known.units else _format_unknown_hint(typed)
        )
    typed_id, slash, unit = typed.partition("/")
    ids = {**dict.fromkeys(known.units), **known.aliases}
    match = _match_prefix(typed_id, ids, "id")
    id_ = known.aliases.get(match, match) if match else None
    if id_ is None:
        if not force:
            _refuse_near(typed_id, slash + unit, known, forced)
        return ResolvedItem(_check_item(typed), _format_unknown_hint(typed_id))
    if not slash or not known.units.get(id_):
        return ResolvedItem(id_ + slash + unit)
    name = _match_prefix(unit, known.units[id_], f"unit of {id_}")
    if name is None and not force:
        _refuse_if_near(unit, known.units[id_], f"{id_} has no unit {unit!r}", forced, f"{id_}/")
    return ResolvedItem(
        f"{id_}/{name or unit}", None if name else f"the plan knows no unit {unit!r} of {id_}"
    )


def _match_prefix(typed: str, names: Iterable[str], what: str) -> str | None:
    """The name itself, or the only one that begins like it."""
    names = list(names)
    begun = (
        [typed] if typed in names else [name for name in names if typed and name.startswith(typed)]
    )
    if len(begun) > 1:
        raise TrackerError(
            f"{typed!r} begins more than one {what}: {', '.join(sorted(begun)[:5])}; type more of it"
        )
    return begun[0] if begun else None


def _refuse_near(typed: str, rest: str, known: KnownItems, forced: str) -> None:
    for id_, units in known.units.items():
        if not rest and typed in units:
            raise TrackerError(f"{typed!r} is a unit of {id_}; did you mean {id_}/{typed}?{forced}")
    _refuse_if_near(typed, known.units, f"no item {typed!r} in this journal", forced, rest=rest)


def _refuse_if_near(
    typed: str, names: Iterable[str], why: str, forced: str, before: str = "", rest: str = ""
) -> None:
    if meant := find_closest_word(typed.lower(), names, 0.6):
        raise TrackerError(f"{why}; did you mean {before}{meant}{rest}?{forced}")


def _check_item(item: str) -> str:
    try:
        return scalars.parse_item(item)
    except ValueError as error:
        raise TrackerError(
            f"{error}; a {join_singulars()} such as zero-to-hero, or zero-to-hero/micrograd"
        ) from None


def _format_unknown_hint(id_: str) -> str:
    return f"the plan does not know {id_!r} yet; logged all the same"
