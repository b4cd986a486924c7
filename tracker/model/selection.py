"""Typed words -> a Selection: `zero-to-hero last week`, `papers 2024`, `2024-07 /softmax/`.

A word is an id of the plan before a kind, a skill, a period, an id that only weeks name, the
beginning of an id, and a unit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.model import periods
from tracker.model.journal import Period, TrackerError, WrongUsage, is_address
from tracker.model.kinds import KINDS, units_of
from tracker.model.plan import Plan
from tracker.model.suggest import find_closest_word

OTHER = "other"  # the kind of work without an item
PARTS = ("item", "period", "text")  # of a selection, as commands take them
_CALLED = {"item": "an item, a kind or a skill", "period": "a period", "text": "a text"}
LAST = "-"  # the item of the session that was logged last
_LONGEST = 6  # words of a skill's name that is typed without quotes


# Words of sentences, which no selection has -> what says the same.
_LINKING = {
    "since": "write --since, such as --since 2024-07-01",
    "from": "write --since, such as --since 2024-07-01",
    "until": "write --until, such as --until 2024-07-14",
    "to": "a period is FROM..TO, such as 2024-07-01..2024-07-14",
    "and": "several items stand side by side, without it",
    "the": "leave it out",
    "in": "leave it out",
    "of": "leave it out",
    "by": "the rows of a report are --by week",
}
_SESSION = re.compile(r"[0-9]{4}-W[0-9]{2}[:/][0-9a-z]+")  # its place, or its week and id


class Selection(NamedTuple):
    """What is asked about: items, kinds and skills, a period, and a text. Nothing is everything.

    `items`: (id, unit) pairs, the unit None for a whole item. An item that belongs to any of the
    items, kinds and skills belongs to the selection. `period`: None is the whole journal, and
    `has_period` tells `all` from no period. `text` is case folded.
    """

    items: tuple[tuple[str, str | None], ...] = ()
    kinds: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    period: Period | None = None
    has_period: bool = False
    text: str | None = None

    @property
    def names_items(self) -> bool:
        return bool(self.items or self.kinds or self.skills)

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves out some of the work of its period."""
        return self.names_items or self.text is not None

    @property
    def only_item(self) -> str | None:
        """The id, where one whole item is all that it names."""
        if len(self.items) != 1 or self.kinds or self.skills or self.items[0][1]:
            return None
        return self.items[0][0]

    @property
    def words(self) -> str:
        """Its items, kinds, skills and text, as they are typed: `zero-to-hero, "softmax"`."""
        names = []
        for id_, unit in self.items:
            names.append(f"{id_}/{unit}" if unit else id_)
        names += [*self.kinds, *self.skills]
        if self.text is not None:
            names.append(f'"{self.text}"')
        return ", ".join(names)

    def holds(
        self, plan: Plan, kind: str, id_: str | None, unit: str | None = None, whole: bool = False
    ) -> bool:
        """Whether work on an item, or on its unit, is part of the selection.

        `whole`: of an item as a whole, where one of its units is enough.
        """
        if not self.names_items or kind in self.kinds:
            return True
        for chosen, chosen_unit in self.items:
            if chosen == id_ and (whole or chosen_unit in (None, unit)):
                return True
        if not self.skills or id_ not in plan.items:
            return False
        return any(skill in self.skills for skill in plan.items[id_][1].skills)

    def says(self, text: str | None) -> bool:
        """Whether a text says what is asked for."""
        if self.text is None:
            return True
        if " " not in self.text:
            return self.text in (text or "").casefold()
        return self.text in fold_text(text or "")


def fold_text(text: str) -> str:
    """Fold the case of a text, and put it on one line."""
    return " ".join(text.casefold().split())


def parse_selection(
    typed: Sequence[str],
    plan: Plan,
    list_other_ids: Callable[[], Collection[str]],
    today: date,
    command: str,
    takes: Collection[str] = PARTS,
) -> Selection:
    """Parse the words of a selection.

    `-` comes back as an id, for it takes the weeks to tell which item it is.
    `list_other_ids`: called for the ids that only weeks name, once a word is nothing of the plan's.
    TrackerError for what is unknown, WrongUsage for a part that the command does not take.
    """
    words, text = _take_text([" ".join(word.split()) for word in typed])
    selection = Selection(text=text)
    if text is not None:
        _refuse_part("text", f"/{text}/", command, takes)
    position = 0
    while position < len(words):
        _refuse_split_unit(selection, words[position], plan)
        part, count, value = _read_part(words[position:], plan, list_other_ids, today, takes)
        phrase = " ".join(words[position : position + count])
        _refuse_part(part, phrase, command, takes)
        if not isinstance(value, Selection):
            if selection.has_period:
                raise WrongUsage(f"one period is enough, and {phrase!r} is another: write FROM..TO")
            selection = selection._replace(period=value, has_period=True)
        else:
            selection = add_to_selection(selection, value)
        position += count
    return selection


def _refuse_split_unit(selection: Selection, word: str, plan: Plan) -> None:
    """TrackerError for `zero gpt`, where zero has the unit gpt, and no item has that id."""
    if not selection.items or word in plan.items or word in plan.aliases:
        return
    id_, unit = selection.items[-1]
    if unit is None and id_ in plan.items and word in _unit_names(plan, id_):
        raise TrackerError(f"{word!r} is a unit of {id_}: write {id_}/{word}")


def add_to_selection(selection: Selection, more: Selection) -> Selection:
    """Add the items, kinds and skills of another selection, each once."""
    return selection._replace(
        items=tuple(dict.fromkeys(selection.items + more.items)),
        kinds=tuple(dict.fromkeys(selection.kinds + more.kinds)),
        skills=tuple(dict.fromkeys(selection.skills + more.skills)),
    )


def _refuse_part(part: str, phrase: str, command: str, takes: Collection[str]) -> None:
    if part in takes:
        return
    taken = " and ".join(_CALLED[name] for name in PARTS if name in takes)
    raise WrongUsage(f"{phrase!r} is {_CALLED[part]}, and tracker {command} takes {taken}")


def _take_text(words: list[str]) -> tuple[list[str], str | None]:
    """Take the words of /a text/ out."""
    rest: list[str] = []
    text = None
    position = 0
    while position < len(words):
        word = words[position]
        position += 1
        if not word:
            raise TrackerError("an empty word selects nothing: leave it out")
        if not word.startswith("/"):
            rest.append(word)
            continue
        while not (len(word) > 1 and word.endswith("/")):
            if position == len(words):
                raise TrackerError(
                    f"{word!r} has no end: write {word.rstrip('/') or '/TEXT'}/ or --text TEXT"
                )
            word += f" {words[position]}"
            position += 1
        if text is not None:
            raise WrongUsage(f"one text is enough, and {word!r} is another")
        text = fold_search_text(word[1:-1])
    return rest, text


def fold_search_text(typed: str) -> str:
    """Fold a text to look for. TrackerError for one without any letter."""
    text = fold_text(typed)
    if not text:
        raise TrackerError("the text to look for is empty: write /softmax/ or --text softmax")
    return text


def _read_part(
    words: list[str],
    plan: Plan,
    list_other_ids: Callable[[], Collection[str]],
    today: date,
    takes: Collection[str],
) -> tuple[str, int, Selection | Period | None]:
    """Read the first part of the words: what it is, the number of its words, and its value."""
    word = words[0]
    if word == LAST:
        return "item", 1, Selection(items=((LAST, None),))
    ids = {**{id_: id_ for id_ in plan.items}, **plan.aliases}
    if word in ids:
        return "item", 1, Selection(items=((ids[word], None),))
    for count in range(min(_LONGEST, len(words)), 0, -1):
        phrase = " ".join(words[:count])
        if kind := _find_kind(phrase):
            return "item", count, Selection(kinds=(kind,))
        if skill := _find_skill(phrase, plan):
            return "item", count, Selection(skills=(skill,))
        try:
            return "period", count, periods.parse_period(phrase, today)
        except periods.NoPeriod:
            continue
        except ValueError as error:
            raise TrackerError(str(error)) from None
    for id_ in list_other_ids():
        ids.setdefault(id_, id_)
    return "item", 1, Selection(items=(_find_item(word, ids, plan, takes),))


def _find_kind(phrase: str) -> str | None:
    """`paper` or `papers` -> `papers`; `other` is the work without an item."""
    name = phrase.lower()
    for kind in KINDS.values():
        if name in (kind.plural, kind.singular):
            return kind.plural
    return OTHER if name == OTHER else None


def _find_skill(phrase: str, plan: Plan) -> str | None:
    folded = fold_text(phrase)
    for skill in list_skills(plan):
        if fold_text(skill) == folded:
            return skill
    return None


def list_skills(plan: Plan) -> list[str]:
    """List the skills of the plan's items, in the plan's order."""
    skills: dict[str, None] = {}
    for _, item in plan.items.values():
        skills.update(dict.fromkeys(item.skills))
    return list(skills)


def _find_item(
    word: str, ids: dict[str, str], plan: Plan, takes: Collection[str]
) -> tuple[str, str | None]:
    """Find an item, or an item and its unit, by the beginnings of their names."""
    typed, slash, typed_unit = word, "", ""
    if not is_address(word):
        typed, slash, typed_unit = word.partition("/")
    units = {id_: _unit_names(plan, id_) for id_ in plan.items}
    starting = [id_ for id_ in ids if id_ == typed] or [id_ for id_ in ids if id_.startswith(typed)]
    found = list(dict.fromkeys(ids[id_] for id_ in starting))
    holders = [id_ for id_ in units if not slash and word in units[id_]]
    if not found and len(holders) == 1:
        return holders[0], word
    meant = [*found, *(f"{id_}/{word}" for id_ in holders)]
    if len(meant) > 1 and typed not in starting:
        first_ones = ", ".join(sorted(meant)[:5])
        raise TrackerError(f"{word!r} can be more than one: {first_ones}; type more of it")
    if not found:
        raise TrackerError(_explain_unknown(word, ids, plan, takes))
    if not slash:
        return found[0], None
    return found[0], _find_unit(found[0], typed_unit, units.get(found[0], []))


def _unit_names(plan: Plan, id_: str) -> list[str]:
    names = units_of(plan.items[id_][1])
    return [] if isinstance(names, int) else list(names)


def _find_unit(id_: str, typed: str, names: list[str]) -> str:
    """Find a unit by the beginning of its name; as typed where the plan names none."""
    starting = [name for name in names if typed and name.startswith(typed)]
    if typed in names or (typed and not names):
        return typed
    if len(starting) > 1:
        raise TrackerError(f"{id_}/{typed} can be more than one: {', '.join(starting[:5])}")
    if starting:
        return starting[0]
    closest = find_closest_word(typed.lower(), names, 0.6)
    advice = f"did you mean {id_}/{closest}?" if closest else f"its units: {', '.join(names[:5])}"
    if not typed:
        form = f"{id_}, or {id_}/{names[0]}" if names else id_
        raise TrackerError(f"no unit behind the slash: write {form}")
    raise TrackerError(f"{id_} has no unit {typed!r}; {advice}")


def _explain_unknown(word: str, ids: Iterable[str], plan: Plan, takes: Collection[str]) -> str:
    if word == "last" or _SESSION.fullmatch(word):
        forms = ""
        if word == "last":
            forms = f"tracker edit {word} changes it; - is its item, and last week a period"
        forms = forms or f"tracker edit {word} changes it; tracker show {word[:8]} is its week"
        return f"{word!r} is a session: {forms}"
    if word.lower() in _LINKING:
        return f"nothing here is called {word!r}; {_LINKING[word.lower()]}"
    known = [*ids, *KINDS, *(kind.singular for kind in KINDS.values()), *list_skills(plan)]
    if "period" in takes:
        known += periods.NAMED
    for id_ in plan.items:
        known += [f"{id_}/{unit}" for unit in _unit_names(plan, id_)]
    # What is typed may be the beginning of a name, with a slip in it.
    names = {name[: len(word)].lower(): name for name in reversed(known)}
    names |= {name.lower(): name for name in known}
    if closest := find_closest_word(word.lower(), names, 0.6):
        return f"nothing here is called {word!r}; did you mean {names[closest]}?"
    message = f"nothing here is called {word!r}; tracker plan lists what there is"
    if "text" in takes:
        message = f"nothing here is called {word!r}; /{word}/ looks for the text"
    if "period" in takes:
        message += f"; for a period {periods.PERIOD_FORMS}"
    return message
