"""YAML text -> Week, Plan or kept forecasts, and every misfit as a Problem.

One walk over libyaml's events; a scalar is read by the type its key wants.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from tracker.format.encoding import decode_file, indenting_tabs, without_refused
from tracker.format.fields import PLAN, WEEK, Entries, Field, Keys
from tracker.format.scalars import Misfit
from tracker.model.journal import Journal, KeptForecast, Problem, Week
from tracker.model.plan import Kept, Plan
from tracker.model.suggest import format_suggestion
from tracker.model.when import is_week

MAX_DEPTH = 20
NULLS = ("~", "null", "Null", "NULL")  # where a list or a mapping belongs; elsewhere they are texts
PLAN_FILE, FORECASTS_FILE = "plan.yaml", "forecasts.yaml"
# A file with one of these cannot be edited safely: its text does not say for sure what it holds.
_UNREADABLE = {
    "size",
    "encoding",
    "character",
    "git-conflict",
    "syntax",
    "tab",
    "depth",
    "second-document",
    "not-a-mapping",
}
UNSAFE = frozenset({*_UNREADABLE, "alias", "anchor", "tag", "duplicate-key"})

# () or (where, key): the way down to a value, kept as pairs because only errors ever spell it out
Where = tuple[Any, ...]

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CUT_SHORT = {"syntax", "tab", "depth", "second-document"}  # behind one of these nothing was read
_ABSENT: Any = object()  # nothing stands there
_WRONG: Any = object()  # what stands there was no fit, and that is told


class _Broken(Exception):
    """Behind this place nothing more can be read."""


def load_week(path: str, name: str, data: bytes) -> tuple[Week | None, list[Problem]]:
    """One week's file.

    The week is None only where the text is no YAML of ours; else it holds all that could be read.
    """
    value, problems = _load_document(path, data, WEEK)
    return (None if value is None else value._replace(name=name)), problems


def load_plan(path: str, data: bytes) -> tuple[Plan | None, list[Problem]]:
    return _load_document(path, data, PLAN)


def load_forecasts(path: str, data: bytes) -> tuple[tuple[KeptForecast, ...] | None, list[Problem]]:
    from tracker.format.forecast_fields import FORECASTS  # logging has no need of it

    return _load_document(path, data, FORECASTS)


def load_front_matter(path: str, text: str) -> tuple[Mapping[str, Any] | None, list[Problem]]:
    """The front matter of a page, without its `---`: its values as PyYAML reads them, as MkDocs does.

    It takes the same walk as a week's file: aliases, anchors, tags, repeated keys, depth and control characters are
    problems, and then the values are None. They are None, too, where there is no mapping.
    """
    problems: list[Problem] = []
    shifted = decode_file(
        path, f"\n{text}\n".encode("utf-8", "surrogatepass"), problems
    )  # line 1 is the ---
    if shifted is None:
        return None, problems
    is_mapping = _Reader(path, problems).check(shifted)
    if problems or not is_mapping:
        return None, problems
    try:
        values = yaml.load(shifted, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = f"no front matter: {getattr(error, 'problem', None) or error}"
        return None, [Problem(path, line, column, "", message, "syntax")]
    return values, []


def load_journal(files: Mapping[str, bytes]) -> tuple[Journal, list[Problem]]:
    """`files`: path of each YAML file -> its bytes; plan.yaml and forecasts.yaml are no weeks.

    A broken file leaves the others as they are.
    """
    plan, weeks, problems = Plan(), [], []
    kept: tuple[KeptForecast, ...] = ()
    for path in sorted(files):
        name = path.rpartition("/")[2]
        if name == PLAN_FILE:
            found, misfits = load_plan(path, files[path])
            plan = found or plan
        elif name == FORECASTS_FILE:
            lines, misfits = load_forecasts(path, files[path])
            kept = lines or ()
        else:
            week, misfits = load_week(path, name.removesuffix(".yaml"), files[path])
            weeks += [week] if week and is_week(week.name) else []
        problems += misfits
    return Journal(plan, tuple(weeks), kept), problems


def _load_document(path: str, data: bytes, field: Field) -> tuple[Any, list[Problem]]:
    problems: list[Problem] = []
    text = decode_file(path, data, problems)
    if text is None:
        if all(problem.kind == "character" for problem in problems):
            problems += _other_problems(path, data, field)
        return None, problems
    reader = _Reader(path, problems)
    value = reader.document(text, field)
    if not any(problem.kind in _CUT_SHORT for problem in problems):
        problems += indenting_tabs(path, text)
    return value, problems


def _other_problems(path: str, data: bytes, field: Field) -> list[Problem]:
    """The problems of a text beside the characters that it may not hold."""
    text, removed = without_refused(data.decode("utf-8-sig"))
    problems: list[Problem] = []
    _Reader(path, problems).document(text, field)
    placed = []
    for problem in problems:
        column = problem.column
        for before in removed.get(problem.line, ()):
            column += before <= column
        placed.append(problem._replace(column=column))
    return placed


class _Reader:
    """Walks one text's events. `problems` gathers what does not fit; what does is given back."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.depth = 0
        self.anchors: dict[str, Problem] = {}

    def document(self, text: str, field: Field) -> Any:
        """The one document's value; what could be read of it where a fault of YAML cuts it short."""
        self.get: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        try:
            self.get(), self.get()
            event = self.next(())
            if type(event) in (StreamEndEvent, type(None)) or (
                type(event) is ScalarEvent and not event.value and not event.style
            ):
                value = field.map.make()  # type: ignore[union-attr]
            else:
                value = self.value(field, event, ())
                if type(event) is not MappingStartEvent:
                    self.problems[-1] = self.problems[-1]._replace(kind="not-a-mapping")
                    value = None
            self._end()
        except yaml.MarkedYAMLError as error:
            self._syntax(error, text)
        except _Broken:
            pass
        else:
            return value
        finally:
            self.problems += self.anchors.values()
        return None

    def check(self, text: str) -> bool:
        """Walk over a text of any keys. Whether it holds a mapping."""
        self.get = yaml.CSafeLoader(text).get_event
        is_mapping = False
        try:
            self.get(), self.get()
            event = self.next(())
            is_mapping = type(event) is MappingStartEvent
            if event is not None and type(event) is not StreamEndEvent:
                self.skip(event, ())
                self._end()
        except yaml.MarkedYAMLError as error:
            self._syntax(error, text)
        except _Broken:
            pass
        finally:
            self.problems += self.anchors.values()
        return is_mapping

    def _end(self) -> None:
        event = self.get()
        while type(event) is DocumentEndEvent:
            event = self.get()
        if event is not None and type(event) is not StreamEndEvent:
            self.misfit(
                event.start_mark,
                (),
                "second-document",
                "a second document begins here; a file holds one",
            )

    def _syntax(self, error: yaml.MarkedYAMLError, text: str) -> None:
        mark: Any = error.problem_mark or error.context_mark
        line = text.split("\n")[mark.line] if mark.line < text.count("\n") + 1 else ""
        if "\t" in line[: mark.column + 1] and not line[: mark.column].strip():
            self.misfit(mark, (), "tab", "a tab cannot indent a line; use spaces")
            return
        message = f"no YAML: {error.problem}" + (f" {error.context}" if error.context else "")
        if error.problem and "mapping values are not allowed" in error.problem:
            message = "a colon and a space inside a text; quote the text"
        self.misfit(mark, (), "syntax", message)

    def misfit(self, mark: Any, where: Where, kind: str, message: str) -> Any:
        self.problems.append(self.problem(mark, where, kind, message))
        return _WRONG

    def problem(self, mark: Any, where: Where, kind: str, message: str) -> Problem:
        return Problem(
            self.path, mark.line + 1, mark.column + 1, format_where(where), message, kind
        )

    def next(self, where: Where) -> Any:
        event = self.get()
        kind = type(event)
        if kind is ScalarEvent or kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor is not None:
                # Told at the end, unless an alias goes back to it: then that one is told, and one fault is one problem.
                self.anchors[event.anchor] = self.problem(
                    event.start_mark,
                    where,
                    "anchor",
                    f"anchors are not read here; leave out &{event.anchor}",
                )
            if event.tag is not None:
                self.misfit(
                    event.start_mark,
                    where,
                    "tag",
                    f"tags are not read here; leave out {shorten_value(event.tag)}",
                )
        elif kind is AliasEvent:
            self.anchors.pop(event.anchor, None)
            message = f"aliases are not read here; write the value in place of *{event.anchor}"
            self.misfit(event.start_mark, where, "alias", message)
        return event

    def value(self, field: Field, event: Any, where: Where) -> Any:
        """What `event` and those behind it mean to `field`."""
        kind = type(event)
        if kind is ScalarEvent:
            return self.scalar(field, event, where)
        if kind is AliasEvent:
            return _WRONG
        shape = field.map if kind is MappingStartEvent else field.seq
        if shape is None:
            got = "mapping" if kind is MappingStartEvent else "list"
            self.misfit(
                event.start_mark, where, "wrong-shape", f"expected {field.what}, got a {got}"
            )
            return self.skip(event, where)
        self.down(event, where)
        if type(shape) is Keys:
            value = self.keys(shape, event, where)
        elif type(shape) is Entries:
            value = self.entries(shape, where)
        else:
            value = self.sequence(shape, where)  # type: ignore[arg-type]
        self.depth -= 1
        return value

    def down(self, event: Any, where: Where) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.misfit(
                event.start_mark, where, "depth", f"values may be nested {MAX_DEPTH} deep at most"
            )
            raise _Broken

    def scalar(self, field: Field, event: Any, where: Where) -> Any:
        text, style = event.value, event.style
        if not text and not style:
            return _ABSENT  # `note:` and nothing behind it
        if style == '"' and _CONTROL.search(text):
            return self.misfit(
                event.start_mark, where, "character", "control characters cannot stand in a text"
            )
        if field.scalar is None and not style and text in NULLS:
            return _ABSENT  # `sessions: ~`: nothing, as in YAML
        if field.scalar is None:
            return self.misfit(
                event.start_mark,
                where,
                "wrong-shape",
                f"expected {field.what}, got {shorten_value(text)!r}",
            )
        try:
            return field.scalar(text)
        except Misfit as misfit:
            return self.misfit(event.start_mark, where, misfit.kind, str(misfit))
        except ValueError as error:
            return self.misfit(event.start_mark, where, "wrong-type", str(error))

    def sequence(self, field: Field, where: Where) -> tuple[Any, ...]:
        values, numbers, index = [], [], 0
        while type(event := self.next((where, index))) is not SequenceEndEvent:
            value = self.value(field, event, (where, index))
            if value is not _ABSENT and value is not _WRONG:
                values.append(value)
                numbers.append(index)
            index += 1
        return tuple(values) if len(values) == index else Kept(values, numbers)

    def keys(self, shape: Keys, start: Any, where: Where) -> Any:
        values: dict[str, Any] = {}
        seen: dict[str, Any] = {}
        while type(event := self.next(where)) is not MappingEndEvent:
            key = self.key(event, where, seen)
            if key is None:
                continue
            field = shape.keys.get(key)
            here = (where, key)
            if field is None:
                self.misfit(
                    event.start_mark,
                    here,
                    "unknown-key",
                    f"unknown key; {format_suggestion(key, shape.keys)}",
                )
                self.skip(self.next(here), here)
                continue
            value = seen[key] = self.value(field, self.next(here), here)
            if value is not _ABSENT and value is not _WRONG:
                values[shape.names.get(key, key)] = value
        if shape.required:
            for key in shape.required:
                if seen.get(key, _ABSENT) is _ABSENT:
                    return self.misfit(
                        start.start_mark,
                        where,
                        "missing-key",
                        f"expected the key {key!r}, which is missing",
                    )
                if seen[key] is _WRONG:
                    return _WRONG
        return self.made(shape, values, _WRONG in seen.values(), start, where)

    def made(
        self, shape: Keys, values: dict[str, Any], wrong: bool, start: Any, where: Where
    ) -> Any:
        value = shape.make(**values)
        if shape.rule is not None and not wrong:
            try:
                shape.rule(value)
            except Misfit as misfit:
                self.misfit(start.start_mark, where, misfit.kind, str(misfit))
        return value

    def entries(self, shape: Entries, where: Where) -> dict[str, Any]:
        values: dict[str, Any] = {}
        seen: dict[str, Any] = {}
        while type(event := self.next(where)) is not MappingEndEvent:
            key = self.key(event, where, seen)
            if key is None:
                continue
            here = (where, key)
            try:
                name = shape.key(key)
            except Misfit as misfit:
                self.misfit(event.start_mark, here, misfit.kind, str(misfit))
                self.skip(self.next(here), here)
                continue
            value = self.value(shape.of, self.next(here), here)
            if value is _ABSENT and shape.empty is not None:
                value = shape.empty(name)
            if value is not _WRONG and value is not _ABSENT:
                values[name] = value
        return values

    def key(self, event: Any, where: Where, seen: dict[str, Any]) -> str | None:
        """A mapping's next key; None where the pair is passed over: no scalar, one seen before, or one in x-."""
        if type(event) is not ScalarEvent:
            if type(event) is not AliasEvent:
                self.misfit(
                    event.start_mark,
                    where,
                    "wrong-shape",
                    "expected a key, got a list or a mapping",
                )
            self.skip(event, where)
            self.skip(self.next(where), where)
            return None
        key: str = event.value
        if key in seen:
            self.misfit(
                event.start_mark,
                (where, key),
                "duplicate-key",
                "this key stands here twice; keep one of them",
            )
        elif not key.startswith("x-"):
            seen[key] = _ABSENT
            return key
        seen[key] = _ABSENT
        self.skip(self.next((where, key)), (where, key))
        return None

    def skip(self, event: Any, where: Where) -> Any:
        """Pass over a value. Anchors, tags, depth and repeated keys are minded all the same, inside x- keys too."""
        if type(event) is SequenceStartEvent:
            self.down(event, where)
            index = 0
            while type(event := self.next((where, index))) is not SequenceEndEvent:
                self.skip(event, (where, index))
                index += 1
            self.depth -= 1
        elif type(event) is MappingStartEvent:
            self.down(event, where)
            seen: dict[str, Any] = {}
            while type(event := self.next(where)) is not MappingEndEvent:
                key = self.key(event, where, seen)
                if key is not None:
                    self.skip(self.next((where, key)), (where, key))
            self.depth -= 1
        elif type(event) is ScalarEvent and event.style == '"' and _CONTROL.search(event.value):
            self.misfit(
                event.start_mark, where, "character", "control characters cannot stand in a text"
            )
        return _WRONG


def format_where(where: Where) -> str:
    """((((), "sessions"), 3), "minutes") -> `sessions[3].minutes`."""
    steps: list[Any] = []
    while where:
        where, step = where
        steps.append(step)
    return "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" for step in reversed(steps)
    ).removeprefix(".")


def shorten_value(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
