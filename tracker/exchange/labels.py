"""The labels of another program's entry -> the item of the plan that they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.format import scalars
from tracker.model.journal import TrackerError, is_address
from tracker.model.keywords import refuse_reserved_id
from tracker.model.kinds import units_of
from tracker.model.plan import LEFT_OUT, NO_ITEM, Plan


class Meaning(NamedTuple):
    """What labels mean.

    `item`: None is work on no item. `used`: the labels that say so. `is_new`: the plan does not
    know the item. `left_out`: a label says that the entry stays out. `is_unclear`: no label is one
    that the plan knows, and none gives an id.
    """

    item: str | None = None
    used: tuple[str, ...] = ()
    is_new: bool = False
    left_out: bool = False
    is_unclear: bool = False


class LabelReader:
    """Reads labels by a plan and by what the author said that they mean."""

    def __init__(self, plan: Plan, meanings: Mapping[str, str], is_selective: bool) -> None:
        self._plan = plan
        self._items = plan.items
        self._aliases = plan.aliases
        self._meanings = {label.casefold(): item for label, item in meanings.items()}
        self._is_selective = is_selective
        self._titles = {}
        for id_, (_, item) in self._items.items():
            if item.title:
                self._titles[item.title.casefold()] = id_
        self._read: dict[tuple[str, ...], Meaning] = {}

    def read(self, labels: tuple[str, ...]) -> Meaning:
        """Find what labels mean. What the author said comes first, then what the plan knows."""
        if labels not in self._read:
            self._read[labels] = self._find_meaning(labels)
        return self._read[labels]

    def _find_meaning(self, labels: tuple[str, ...]) -> Meaning:
        said = [(label, self._meanings.get(label.casefold())) for label in labels]
        if any(meaning == LEFT_OUT for _, meaning in said):
            return Meaning(left_out=True)
        for label, meaning in said:
            if meaning == NO_ITEM and NO_ITEM not in self._items:
                return Meaning(None, (label,))
            if meaning:
                return self._add_unit(self._resolve_alias(meaning), label, labels)
        for label in labels:
            if item := self._find_known(label):
                return self._add_unit(item, label, labels)
        if self._is_selective:
            return Meaning(is_unclear=True)
        return self._make_meaning(labels)

    def _make_meaning(self, labels: tuple[str, ...]) -> Meaning:
        """Make a meaning of labels that the plan does not know."""
        if not labels:
            return Meaning()
        if NO_ITEM in labels and NO_ITEM not in self._items:
            return Meaning(None, (NO_ITEM,))  # so this program exports work on no item
        id_ = make_item_id(labels[0])
        if id_ is None:
            return Meaning(is_unclear=True)
        return Meaning(id_, labels[:1], is_new=not is_address(id_))

    def _resolve_alias(self, item: str) -> str:
        id_, slash, unit = item.partition("/")
        return self._aliases.get(id_, id_) + slash + unit

    def _find_known(self, label: str) -> str | None:
        """`Zero to Hero`, `zero-to-hero/micrograd`, `study:zero-to-hero` -> the item, or None."""
        if id_ := self._find_id(label):
            return id_
        if is_address(label):
            return None
        for divider in ("/", ":"):
            parts = [part.strip() for part in label.split(divider)]
            for place, part in enumerate(parts):
                id_ = self._find_id(part)
                if id_ and place + 1 < len(parts) and parts[place + 1]:
                    unit = parts[place + 1]
                    return f"{id_}/{self._find_unit(id_, unit) or unit}"
                if id_:
                    return id_
        return None

    def _find_id(self, text: str) -> str | None:
        for name in (text, slugify(text)):
            if name in self._items:
                return name
            if name in self._aliases:
                return self._aliases[name]
        return self._titles.get(text.casefold())

    def _find_unit(self, id_: str, text: str) -> str | None:
        units = units_of(self._items[id_][1]) if id_ in self._items else {}
        if isinstance(units, int):
            return None
        for name, title in units.items():
            if text.casefold() in (name.casefold(), title.casefold()):
                return name
        return None

    def _add_unit(self, item: str, used: str, labels: Sequence[str]) -> Meaning:
        """Add the unit of the item that another label names."""
        if "/" not in item:
            for label in labels:
                unit = self._find_unit(item, label)
                if unit:
                    return Meaning(f"{item}/{unit}", (used, label), item not in self._items)
        id_ = item.partition("/")[0]
        return Meaning(item, (used,), is_new=id_ not in self._items)


def slugify(text: str) -> str:
    """`Zero to Hero!` -> `zero-to-hero`; "" where no letter of it can stand in an id."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("&", " and "))
    plain = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def make_item_id(label: str) -> str | None:
    """Make an id of a label; None where it gives none, or a word that commands read.

    An address is an id as it is.
    """
    if is_address(label):
        try:
            return scalars.parse_item(label)
        except ValueError:
            pass
    if scalars.SLUG.fullmatch(label):
        id_ = label
    else:
        id_ = slugify(label)[: scalars.LONGEST_ID].rstrip("-")
    try:
        scalars.parse_slug(id_)
        refuse_reserved_id(id_)
    except (ValueError, TrackerError):
        return None
    return id_


def parse_label_map(texts: Sequence[str]) -> dict[str, str]:
    """`hdi=zero-to-hero`, `lunch=-` -> label -> meaning. TrackerError for another form."""
    meanings = {}
    for text in texts:
        label, sign, item = text.rpartition("=")
        label, item = label.strip(), item.strip()
        if not sign or not label or not item:
            raise TrackerError(
                f"--map {text!r}: expected LABEL=ITEM, LABEL=other (no item) or LABEL=- (left out)"
            )
        try:
            scalars.parse_label_meaning(item)
        except ValueError as error:
            raise TrackerError(f"--map {text!r}: {error}") from None
        meanings[label] = item
    return meanings
