"""A YAML file's bytes -> a Week, a Plan or kept forecasts, and a Problem for each error in it.

The reader walks once over libyaml's events, and parses each scalar by the field of its key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
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
from tracker.format.scalars import NEWER_RELEASE, Misfit
from tracker.model.journal import Journal, KeptForecast, Problem, Week
from tracker.model.kinds import EMPTY
from tracker.model.plan import Kept, Plan
from tracker.model.suggest import format_suggestion
from tracker.model.when import is_week

MAX_DEPTH = 20
NULLS = ("~", "null", "Null", "NULL")  # where a list or a mapping belongs; elsewhere they are texts
PLAN_FILE, FORECASTS_FILE = "plan.yaml", "forecasts.yaml"
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
# A file with a problem of these kinds cannot be edited safely: its text is ambiguous.
UNSAFE = frozenset({*_UNREADABLE, "alias", "anchor", "tag", "duplicate-key"})

# The path of keys to a value: () or (where, key). These are pairs, because only problems spell the
# path out.
Where = tuple[Any, ...]

# A week, if its text can be read, and its problems.
LoadedWeek = tuple[Week | None, list[Problem]]

# Not compiled here: that takes 0.2 ms, and texts that can be printed have none of them.
_CONTROL = "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
_CUT_SHORT = {"syntax", "tab", "depth", "second-document"}  # the reader stopped at one of these
_ABSENT: Any = object()  # there is no value
_WRONG: Any = object()  # the value was wrong, and its problem is reported


class _Broken(Exception):
    """The rest of the text cannot be read."""


def load_week_file(path: str, data: bytes) -> LoadedWeek:
    """Load a week, whose name is that of its file, as `load_week` does."""
    return load_week(path, path.rpartition("/")[2].removesuffix(".yaml"), data)


def load_week(path: str, name: str, data: bytes) -> LoadedWeek:
    """Load the file of the week `name` from its bytes.

    The week is None only where the text cannot be read at all; else it holds what could be read.
    """
    week, problems = _load_week(path, name, data)
    return week, list(problems)


@lru_cache(maxsize=2_000)
def _load_week(path: str, name: str, data: bytes) -> tuple[Week | None, tuple[Problem, ...]]:
    """Load a week, once while the program runs: `serve` loads all of them after each save."""
    value, problems = _load_document(path, data, WEEK)
    if value is None:
        return None, tuple(problems)
    return value._replace(name=name), tuple(problems)


def load_plan(path: str, data: bytes) -> tuple[Plan | None, list[Problem]]:
    """Load the plan from its file's bytes; it is None where the text cannot be read at all."""
    value, problems = _load_document(path, data, PLAN)
    return value, explain_unknown_keys(problems, problems)


def load_forecasts(path: str, data: bytes) -> tuple[tuple[KeptForecast, ...] | None, list[Problem]]:
    """Load kept forecasts from their file's bytes; None where the text cannot be read at all."""
    from tracker.format.forecast_fields import FORECASTS  # imported here: logging does not need it

    return _load_document(path, data, FORECASTS)


def load_front_matter(path: str, text: str) -> tuple[Mapping[str, Any] | None, list[Problem]]:
    """Load a page's front matter, given without its `---`, with PyYAML, as MkDocs does.

    The reader checks it like a week's file: aliases, anchors, tags, repeated keys, depth and
    control characters are problems. The values are None where there is a problem or no mapping.
    """
    problems: list[Problem] = []
    data = f"\n{text}\n".encode("utf-8", "surrogatepass")  # line 1 is the ---
    shifted = decode_file(path, data, problems)
    if shifted is None:
        return None, problems
    is_mapping = _Reader(path, problems).check(shifted)
    if problems or not is_mapping:
        return None, problems
    try:
        values = yaml.load(shifted, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        line, column = 1, 1
        mark = getattr(error, "problem_mark", None)
        if mark:
            line, column = mark.line + 1, mark.column + 1
        message = f"no front matter: {getattr(error, 'problem', None) or error}"
        return None, [Problem(path, line, column, "", message, "syntax")]
    return values, []


def load_journal(
    files: Mapping[str, bytes], loaded: Mapping[str, LoadedWeek] = EMPTY
) -> tuple[Journal, list[Problem]]:
    """Load a journal from its files: path of each YAML file -> its bytes.

    The files but for plan.yaml and forecasts.yaml are weeks. A broken file does not affect others.
    `loaded`: weeks by path, as `load_week` loads them.
    """
    plan = Plan()
    weeks = []
    forecasts: tuple[KeptForecast, ...] = ()
    problems: list[Problem] = []
    for path in sorted(files):
        name = path.rpartition("/")[2]
        if name == PLAN_FILE:
            loaded_plan, file_problems = load_plan(path, files[path])
            plan = loaded_plan or plan
        elif name == FORECASTS_FILE:
            loaded_forecasts, file_problems = load_forecasts(path, files[path])
            forecasts = loaded_forecasts or ()
        else:
            week, file_problems = loaded.get(path) or load_week_file(path, files[path])
            if week and is_week(week.name):
                weeks.append(week)
        problems += file_problems
    problems = explain_unknown_keys(problems, problems)
    return Journal(plan, tuple(weeks), forecasts), problems


def explain_unknown_keys(
    problems: list[Problem], plan_problems: Iterable[Problem]
) -> list[Problem]:
    """Say of unknown keys that the journal needs a newer release, where the plan says so."""
    needs = [problem.message for problem in plan_problems if problem.kind == NEWER_RELEASE]
    if not needs:
        return problems
    explained = []
    for problem in problems:
        if problem.kind == "unknown-key":
            problem = problem._replace(message=f"unknown key; {needs[0]}")
        explained.append(problem)
    return explained


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
    """Find the problems of a text beside its forbidden characters."""
    text, removed = without_refused(data.decode("utf-8-sig"))
    problems: list[Problem] = []
    _Reader(path, problems).document(text, field)
    placed = []
    for problem in problems:
        column = problem.column
        for removed_column in removed.get(problem.line, ()):
            if removed_column <= column:
                column += 1
        placed.append(problem._replace(column=column))
    return placed


class _Reader:
    """Walks over the events of one text: returns its value, and adds each misfit to `problems`."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.depth = 0
        self.anchors: dict[str, Problem] = {}

    def document(self, text: str, field: Field) -> Any:
        """Read the value of the document; None where it is no mapping, or its YAML is broken."""
        self.get: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        try:
            self.get()  # the beginning of the stream
            self.get()  # the beginning of the document
            event = self.next(())
            is_end = event is None or type(event) is StreamEndEvent
            if is_end or (
                type(event) is ScalarEvent
                and not event.style
                and (not event.value or event.value in NULLS)
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
        """Walk over a text of any keys, and say whether it holds a mapping."""
        self.get = yaml.CSafeLoader(text).get_event
        is_mapping = False
        try:
            self.get()  # the beginning of the stream
            self.get()  # the beginning of the document
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
        line = ""
        if mark.line <= text.count("\n"):
            line = text.split("\n")[mark.line]
        if "\t" in line[: mark.column + 1] and not line[: mark.column].strip():
            self.misfit(mark, (), "tab", "a tab cannot indent a line; use spaces")
            return
        if error.problem and "mapping values are not allowed" in error.problem:
            message = "a colon and a space inside a text; quote the text"
        elif line[mark.column : mark.column + 1] in ("@", "`", "%") and line[mark.column :].strip():
            typed = line[mark.column :].strip()
            message = f"no text begins with {typed[0]} unless it is quoted: "
            message += f'"{shorten_value(typed)}"'
        else:
            message = f"no YAML: {error.problem}"
            if error.context:
                message += f" {error.context}"
        self.misfit(mark, (), "syntax", message)

    def misfit(self, mark: Any, where: Where, kind: str, message: str) -> Any:
        """Add a problem at the mark, and return _WRONG."""
        self.problems.append(self.problem(mark, where, kind, message))
        return _WRONG

    def problem(self, mark: Any, where: Where, kind: str, message: str) -> Problem:
        return Problem(
            self.path, mark.line + 1, mark.column + 1, format_where(where), message, kind
        )

    def next(self, where: Where) -> Any:
        """Get the next event, and report its anchor, tag or alias."""
        event = self.get()
        kind = type(event)
        if kind is ScalarEvent or kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor is not None:
                # An anchor is reported at the end, unless an alias refers to it: then the alias is.
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
        """Read the value that begins with `event`, as `field` expects it."""
        kind = type(event)
        if kind is ScalarEvent:
            return self.scalar(field, event, where)
        if kind is AliasEvent:
            return _WRONG
        shape: Keys | Entries | Field | None
        if kind is MappingStartEvent:
            shape, name = field.map, "mapping"
        else:
            shape, name = field.seq, "list"
        if shape is None:
            message = f"expected {field.what}, got a {name}"
            if type(field.map) is Entries:
                message += "; write each id with a colon and without a dash, such as zero-to-hero:"
            self.misfit(event.start_mark, where, "wrong-shape", message)
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
        """Enter a list or a mapping; refuse the file where it is nested too deep."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.misfit(
                event.start_mark, where, "depth", f"values may be nested {MAX_DEPTH} deep at most"
            )
            raise _Broken

    def scalar(self, field: Field, event: Any, where: Where) -> Any:
        text, style = event.value, event.style
        if not text and not style:
            return _ABSENT  # `note:` without a value
        if style == '"' and has_control_characters(text):
            return self.misfit(
                event.start_mark, where, "character", "control characters cannot stand in a text"
            )
        if field.scalar is None:
            if not style and text in NULLS:
                return _ABSENT  # `sessions: ~`: nothing, as in YAML
            message = f"expected {field.what}, got {shorten_value(text)!r}"
            message += suggest_list(field, where, text)
            return self.misfit(event.start_mark, where, "wrong-shape", message)
        try:
            return field.scalar(text)
        except Misfit as misfit:
            return self.misfit(event.start_mark, where, misfit.kind, str(misfit))
        except ValueError as error:
            message = f"{error}{suggest_list(field, where, text)}"
            return self.misfit(event.start_mark, where, "wrong-type", message)

    def sequence(self, field: Field, where: Where) -> tuple[Any, ...]:
        values, numbers, index = [], [], 0
        while type(event := self.next((where, index))) is not SequenceEndEvent:
            value = self.value(field, event, (where, index))
            if value is not _ABSENT and value is not _WRONG:
                values.append(value)
                numbers.append(index)
            index += 1
        if len(values) == index:
            return tuple(values)
        return Kept(values, numbers)

    def keys(self, shape: Keys, start: Any, where: Where) -> Any:
        values: dict[str, Any] = {}
        seen: dict[str, Any] = {}
        while type(event := self.next(where)) is not MappingEndEvent:
            key = self.key(event, where, seen)
            if key is None:
                continue
            field = shape.keys.get(key)
            path = (where, key)
            if field is None:
                message = f"unknown key; {format_suggestion(key, shape.keys)}"
                self.misfit(event.start_mark, path, "unknown-key", message)
                self.skip(self.next(path), path)
                continue
            value = seen[key] = self.value(field, self.next(path), path)
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
        value = shape.make(**values)
        if shape.rule is not None and _WRONG not in seen.values():
            self.check_rule(shape.rule, value, start, where)
        return value

    def check_rule(self, rule: Callable[[Any], None], value: Any, start: Any, where: Where) -> None:
        try:
            rule(value)
        except Misfit as misfit:
            self.misfit(start.start_mark, where, misfit.kind, str(misfit))

    def entries(self, shape: Entries, where: Where) -> dict[str, Any]:
        values: dict[str, Any] = {}
        seen: dict[str, Any] = {}
        while type(event := self.next(where)) is not MappingEndEvent:
            key = self.key(event, where, seen)
            if key is None:
                continue
            path = (where, key)
            try:
                name = shape.key(key)
            except Misfit as misfit:
                self.misfit(event.start_mark, path, misfit.kind, str(misfit))
                self.skip(self.next(path), path)
                continue
            value = self.value(shape.of, self.next(path), path)
            if value is _ABSENT and shape.empty is not None:
                value = shape.empty(name)
            if value is not _WRONG and value is not _ABSENT:
                values[name] = value
        return values

    def key(self, event: Any, where: Where, seen: dict[str, Any]) -> str | None:
        """Read a mapping's next key.

        None where the pair is skipped: the key is no scalar, is repeated, or begins with x-.
        """
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
        """Skip a value, but check its anchors, tags, depth and repeated keys, also in x- keys."""
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
        elif (
            type(event) is ScalarEvent
            and event.style == '"'
            and has_control_characters(event.value)
        ):
            self.misfit(
                event.start_mark, where, "character", "control characters cannot stand in a text"
            )
        return _WRONG


def suggest_list(field: Field, where: Where, text: str) -> str:
    """`gpt` where a list of texts may stand -> `; a list: done: [gpt]`; else an empty text."""
    if field.seq is None or field.seq.scalar is None or not where:
        return ""
    written = shorten_value(text)
    if not re.fullmatch(r"[A-Za-z][\w /.-]*", written):
        written = '"' + written.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"; a list: {where[1]}: [{written}]"


def has_control_characters(text: str) -> bool:
    """Whether a text holds what no entry may; in double quotes YAML can write it."""
    return not text.isprintable() and re.search(_CONTROL, text) is not None


def format_where(where: Where) -> str:
    """((((), "sessions"), 3), "minutes") -> `sessions[3].minutes`."""
    steps: list[Any] = []
    while where:
        where, step = where
        steps.append(step)
    text = ""
    for step in reversed(steps):
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}"
    return text.removeprefix(".")


def shorten_value(text: str, most: int = 40) -> str:
    """Cut a value to at most `most` letters, the last of which is then an ellipsis."""
    if len(text) <= most:
        return text
    return text[: most - 1] + "…"
