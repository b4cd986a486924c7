"""A week and its plan -> the Markdown text that its author edits, and back to the week's values.

The first line is the title, what follows is the intro, and each heading of the second level begins
another part: an item's notes, a list or text of the week, or a section of its own. Below an item,
a heading of the third level with the name of one of its units begins what is said of that unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.edit.set_prose import Path, Value, trim_blank_lines, trim_element
from tracker.model.journal import OUTCOMES, Goal, Problem, Question, TrackerError, Week, is_address
from tracker.model.kinds import KINDS, Record, units_of
from tracker.model.plan import Plan

# As git has it in messages of commits; nothing from this line on is read.
SCISSORS = "# ------------------------ >8 ------------------------"
TITLE, INTRO = ("title",), ("intro",)
# Headings that mean a key of the week. Leads open the lists of items and of links.
FIXED: Mapping[str, Path] = {
    "summary": ("summary",),
    "intro": INTRO,
    "goals": ("goals",),
    **{kind: ("leads", kind) for kind in KINDS},
    "learned": ("learned",),
    "life": ("life",),
    "links": ("leads", "links"),
    "questions": ("questions",),
    "next": ("next",),
    "unpublished": ("unpublished",),
}
OFFERED = ("learned", "life", "questions", "next")
LISTS = ("learned", "life", "next")
_HEADING = re.compile(r"##? +(\S.*)")
_UNIT_HEADING = re.compile(r"### +(\S.*)")
_INDENTED_HEADING = re.compile(r" *##? +\S")
_INDENTED_UNIT = re.compile(r" *### +(\S.*)")
_FENCE = re.compile(r"[ >]*(?:[-*+] +)*(`{3,}(?=[^`]*$)|~{3,})(.*)")
_BULLET = re.compile(r"[-*+](?: |$)")
# A line that begins a block of its own, also right below the text of a list's value.
_BLOCK = re.compile(r"```|~~~|#|>|\||\d+[.)] ")
_OUTCOME = re.compile(rf"(?s)(.*\S) \(({'|'.join(OUTCOMES)})(?:: (.+))?\)")
_PROBE = ("sections", "The end of a text that is tried")


class Headings(NamedTuple):
    """The headings that a week's text can have.

    `paths`: a heading in small letters -> what it begins. `ids`: an id, or a former one -> the kind
    and the id under which the week has the item. `units`: for such an item, the names and titles of
    its units in small letters -> the unit. `shown`: a path -> its heading.
    """

    paths: Mapping[str, Path]
    ids: Mapping[str, tuple[str, str]]
    units: Mapping[tuple[str, str], Mapping[str, str]]
    shown: Mapping[Path, str]

    def find_part(self, heading: str) -> Path:
        """Find what a heading begins; a section of its own if it is nothing else."""
        name = " ".join(heading.split())
        if name in self.ids:
            return (*self.ids[name], "notes")
        if not is_address(name):
            id_, _, unit = name.partition("/")
            if unit and id_ in self.ids and "units" in KINDS[self.ids[id_][0]].record._fields:
                item = self.ids[id_]
                return (*item, "units", self.units.get(item, {}).get(unit.casefold(), unit))
        bare = name.rstrip("# ").rstrip(":").casefold()
        return self.paths.get(name.casefold()) or self.paths.get(bare) or ("sections", heading)

    def find_unit(self, part: Path, heading: str) -> str | None:
        """Find the unit of the part's item that has this heading, if it is one."""
        if len(part) < 3 or part[0] not in KINDS:
            return None
        names = self.units.get((part[0], part[1]), {})
        return names.get(" ".join(heading.split()).casefold())


class Prose(NamedTuple):
    """A week's text as it is opened.

    `values`: what stands in it, by path. `left_out`: paths of what the text could not give back as
    it is, which stays in the file.
    """

    text: str
    values: Mapping[Path, Any]
    left_out: tuple[Path, ...]


# ---- headings ------------------------------------------------------------------------------------


def build_headings(plan: Plan, week: Week, kinds: Mapping[str, str]) -> Headings:
    """Build the headings of a week. `kinds`: the kind of each id that the journal knows."""
    ids = _collect_ids(plan, week, kinds)
    paths = dict(FIXED)
    shown: dict[Path, str] = {path: name.capitalize() for name, path in FIXED.items()}
    for key, heading in plan.headings.items():
        if key in FIXED:
            paths.setdefault(_fold_heading(heading), FIXED[key])
            shown[FIXED[key]] = heading
    titles: dict[str, list[Path]] = {}
    for id_, (_, planned) in plan.items.items():
        if planned.title:
            path = (*ids[id_], "notes")
            titles.setdefault(_fold_heading(planned.title), []).append(path)
            shown[path] = " ".join(planned.title.split())
    for name, named in titles.items():
        if len(named) == 1:
            paths.setdefault(name, named[0])
    for section in week.sections:
        paths.setdefault(_fold_heading(section), ("sections", section))
    return Headings(paths, ids, _collect_unit_names(plan, week, ids), shown)


def _fold_heading(heading: str) -> str:
    """A heading in small letters, with one space between its words."""
    return " ".join(heading.split()).casefold()


def _collect_ids(plan: Plan, week: Week, kinds: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    ids: dict[str, tuple[str, str]] = {id_: (kind, id_) for id_, kind in kinds.items()}
    aliases = plan.aliases
    for kind, record_id, _ in week.records:  # the week may have an item under a former id
        ids[record_id] = ids[aliases.get(record_id, record_id)] = (kind, record_id)
    for former, id_ in aliases.items():
        if id_ in ids:
            ids.setdefault(former, ids[id_])
    return ids


def _collect_unit_names(
    plan: Plan, week: Week, ids: Mapping[str, tuple[str, str]]
) -> dict[tuple[str, str], dict[str, str]]:
    names: dict[tuple[str, str], dict[str, str]] = {}
    titles: dict[tuple[str, str], dict[str, str]] = {}
    for id_, (_, item) in plan.items.items():
        units = units_of(item)
        if not isinstance(units, int):
            names[ids[id_]] = {name.casefold(): name for name in units}
            titles[ids[id_]] = {title.casefold(): name for name, title in units.items()}
    for session in week.sessions:
        item_id, unit = session.target
        if unit and item_id and item_id in ids:
            names.setdefault(ids[item_id], {}).setdefault(unit.casefold(), unit)
    for kind, id_, record in week.records:
        for unit in getattr(record, "units", ()):
            names.setdefault((kind, id_), {}).setdefault(unit.casefold(), unit)
    for key, more in titles.items():
        for title, unit in more.items():
            names[key].setdefault(title, unit)
    return names


def heading_of(headings: Headings, path: Path) -> str:
    """Return the heading that a part is shown under: one that leads back to it."""
    if path[0] in KINDS:
        if path[2] == "units":
            return path[3]
        title = headings.shown.get(path)
        if title and headings.find_part(title) == path:
            return title
        return path[1]
    if path[0] == "sections":
        return path[1]
    named = headings.shown.get(path)
    if named and headings.find_part(named) == path:
        return named
    return path[-1].capitalize()


# ---- a week -> its text --------------------------------------------------------------------------


def format_prose(
    week: Week,
    headings: Headings,
    problems: Iterable[Problem] = (),
    extra: Sequence[Path] = (),
) -> Prose:
    """Format a week's text. `extra`: parts that get a heading though nothing is said of them."""
    values: dict[Path, Any] = {}
    left_out = []
    wrong = [problem.where for problem in problems if not problem.hint]
    for path, value in list_parts(week):
        is_wrong = any(where.startswith(".".join(path)) for where in wrong)
        if not is_wrong and _comes_back(path, value, headings):
            values[path] = value
        else:
            left_out.append(path)
    offered = [path for path in extra if path not in left_out]
    text = _join_parts(values, [*offered, *_list_offered(week, headings, left_out)], headings)
    return Prose(text, values, tuple(left_out))


def list_parts(week: Week) -> list[tuple[Path, Any]]:
    """List the texts and lists of a week that are prose, each with its path."""
    parts: list[tuple[Path, Any]] = []
    for key in ("title", "intro", "summary", "goals"):
        parts.append(((key,), getattr(week, key)))
    for kind in KINDS:
        parts.append((("leads", kind), week.leads.get(kind)))
        for id_, record in getattr(week, kind).items():
            parts += _list_record_parts(kind, id_, record)
    parts += [(("learned",), week.learned), (("life",), week.life)]
    parts.append((("leads", "links"), week.leads.get("links")))
    parts.append((("questions",), week.questions))
    for name, text in week.sections.items():
        parts.append((("sections", name), text))
    parts += [(("next",), week.next), (("unpublished",), week.unpublished)]
    return [(path, value) for path, value in parts if value]


def _list_record_parts(kind: str, id_: str, record: Record) -> list[tuple[Path, Any]]:
    parts: list[tuple[Path, Any]] = []
    if "notes" in record._fields:
        parts.append(((kind, id_, "notes"), getattr(record, "notes", None)))
    for unit, text in (getattr(record, "units", None) or {}).items():
        parts.append(((kind, id_, "units", unit), text))
    return parts


def _list_offered(week: Week, headings: Headings, left_out: Sequence[Path]) -> list[Path]:
    """List the parts that a week's text has a heading for even if they are empty."""
    offered: list[Path] = []
    for _, id_, _ in week.records:
        offered.append((*headings.ids[id_], "notes"))
    for session in week.sessions:
        name, _ = session.target
        if name and name in headings.ids:
            offered.append((*headings.ids[name], "notes"))
    offered += [FIXED[key] for key in OFFERED]
    return [path for path in dict.fromkeys(offered) if path not in left_out]


def _join_parts(values: Mapping[Path, Any], offered: Sequence[Path], headings: Headings) -> str:
    """Join the parts below their headings, in the order of a post; items by kind."""
    pieces = [""]
    if TITLE in values:
        pieces = [_format_title(values[TITLE].strip())]
    if INTRO in values:
        pieces.append(_format_part(INTRO, values[INTRO], headings))
    for path in _order_parts([*offered, *values]):
        mark = "###" if path[2:3] == ("units",) else "##"
        pieces.append(f"{mark} {heading_of(headings, path)}")
        if path in values:
            pieces.append(_format_part(path, values[path], headings))
    return "\n\n".join(pieces) + "\n"


def _order_parts(paths: Iterable[Path]) -> list[Path]:
    """Put the parts below headings into the order of a post, units behind their items."""
    given = dict.fromkeys(paths)
    items: dict[Path, list[Path]] = {}
    for path in given:
        if path[0] in KINDS:
            units = items.setdefault(path[:2], [])
            if path[2] == "units":
                units.append(path)
    order: list[Path] = [("summary",), ("goals",)]
    for kind in KINDS:
        order.append(("leads", kind))
        for item, units in items.items():
            if item[0] == kind:
                order += [(*item, "notes"), *units]
    order += [("learned",), ("life",), ("leads", "links"), ("questions",)]
    order += [path for path in given if path[0] == "sections"]
    order += [("next",), ("unpublished",)]
    return [path for path in order if path in given or path[0] in KINDS]


def _format_title(title: str) -> str:
    """A title that looks like a heading gets the mark of one."""
    return f"# {title}" if re.match(r"#+ ", title) else title


def _format_part(path: Path, value: Any, headings: Headings) -> str:
    """Format a part's text. A heading that belongs to it stands one space further in."""
    lines = []
    fence = ""
    for line in format_value(value).split("\n"):
        fence = follow_fence(fence, line)
        if not fence and _looks_like_heading(line, path, headings):
            line = " " + line
        lines.append(line)
    return "\n".join(lines)


def _looks_like_heading(line: str, path: Path, headings: Headings) -> bool:
    if _INDENTED_HEADING.match(line):
        return True
    match = _INDENTED_UNIT.match(line)
    return match is not None and headings.find_unit(path, match[1]) is not None


def format_value(value: Any) -> str:
    """Format a text as it is, and a list with a dash for each of its values."""
    if isinstance(value, str):
        return trim_blank_lines(value)
    entries = []
    for element in value:
        first, *rest = _format_element(trim_element(element)).split("\n")
        lines = [f"- {first}"]
        for line in rest:
            lines.append(f"  {line}" if line else "")
        entries.append("\n".join(lines))
    return "\n".join(entries)


def _format_element(element: Any) -> str:
    if isinstance(element, Goal):
        if element.outcome and element.why:
            return f"{element.goal} ({element.outcome}: {element.why})"
        if element.outcome:
            return f"{element.goal} ({element.outcome})"
        return element.goal
    if isinstance(element, Question):
        return f"{element.ask}\n\n{element.answer}" if element.answer else element.ask
    return str(element)


def _comes_back(path: Path, value: Any, headings: Headings) -> bool:
    """Whether a part's text, between others, is read as the very value that it was made of."""
    try:
        text = _join_parts({path: value, _PROBE: "x"}, (), headings)
        texts = parse_prose(cut_off_comments(text), headings)
        read = read_value(path, texts.get(path, ""), value)
    except TrackerError:
        return False
    if texts.get(_PROBE) != "x" or set(texts) != {path, _PROBE}:
        return False
    if isinstance(value, str):
        return bool(read == trim_blank_lines(value))
    return isinstance(read, tuple) and read == tuple(trim_element(element) for element in value)


# ---- a text -> a week's values -------------------------------------------------------------------


def cut_off_comments(text: str, comments: str = "") -> str:
    """Return the text above the scissors; without them, above the comments as they were opened."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if line.rstrip() == SCISSORS:
            return "\n".join(lines[:at])
    first = comments.strip().partition("\n")[0]
    if first and first in lines:
        return "\n".join(lines[: lines.index(first)])
    return text


def parse_prose(text: str, headings: Headings) -> dict[Path, str]:
    """Parse a text into its parts; one that has its heading twice is one part.

    TrackerError where a block of code is not closed, for then nobody can say what it holds.
    """
    first, *lines = text.split("\n")
    texts: dict[Path, list[str]] = {}
    path: Path = INTRO
    if re.match(r"## +\S", first) or follow_fence("", first):
        lines = [first, *lines]
    elif title := " ".join(re.sub(r"^# +", "", first).split()):
        texts[TITLE] = [title]
    fence, opened = "", 0
    current: list[str] = texts.setdefault(path, [])
    offset = text.count("\n") + 1 - len(lines)
    for number, line in enumerate(lines, offset + 1):
        before = fence
        fence = follow_fence(fence, line)
        if fence and not before:
            opened = number
        if fence or before:
            current.append(line)
            continue
        next_path = _begun_part(line, path, headings)
        if next_path is not None:
            path = next_path
            current = texts.setdefault(path, [])
            if any(inner.strip() for inner in current):
                current.append("")  # the same heading again: a paragraph more
        elif _looks_like_heading(line, path, headings):
            current.append(line[1:])
        else:
            current.append(line)
    if fence:
        raise TrackerError(
            f"line {opened} begins a block of code that does not end; close it with {fence}"
        )
    joined = {path: trim_blank_lines("\n".join(part)) for path, part in texts.items()}
    return {path: part for path, part in joined.items() if part}


def _begun_part(line: str, path: Path, headings: Headings) -> Path | None:
    """Find the part that a line begins, if it is a heading of one."""
    if match := _HEADING.fullmatch(line):
        return headings.find_part(match[1].rstrip())
    if match := _UNIT_HEADING.fullmatch(line):
        unit = headings.find_unit(path, match[1])
        if unit is not None:
            return (path[0], path[1], "units", unit)
    return None


def follow_fence(fence: str, line: str) -> str:
    """The fence of the block of code that goes on behind this line; nothing outside of one."""
    match = _FENCE.match(line)
    if not fence:
        return match[1] if match else ""
    if match and match[1].startswith(fence) and not match[2].strip():
        return ""
    return fence


def read_value(path: Path, text: str, old: Value) -> Value:
    """Read a part's text as its key wants it; a list of the week stays one if it has dashes."""
    if not text:
        return None
    if path == TITLE:
        return " ".join(text.split())
    if path in (("goals",), ("questions",)):
        entries = split_bullets(text) or re.split(r"\n(?:[ \t]*\n)+", text)
        read = _read_goal if path == ("goals",) else _read_question
        return tuple(read(entry.strip()) for entry in entries if entry.strip())
    if len(path) == 1 and path[0] in LISTS and not (isinstance(old, str) and old):
        entries = [entry.strip() for entry in split_bullets(text)]
        if any(entries):
            return tuple(entry for entry in entries if entry)
    return text


def split_bullets(text: str) -> list[str]:
    """Split a text that is a list into its values, nothing where it holds more than a list."""
    entries: list[list[str]] = []
    fence = ""
    for line in text.split("\n"):
        inside = bool(fence)
        if entries and (not line.strip() or line.startswith("  ")):
            fence = follow_fence(fence, line)
            entries[-1].append(line.removeprefix("  ") if line.strip() else "")
        elif not inside and _BULLET.match(line):
            entries.append([line[2:]])
            fence = follow_fence("", line)
        elif not inside and entries and entries[-1][-1].strip() and not _BLOCK.match(line):
            entries[-1].append(line)  # Markdown reads it as a part of the line above
        else:
            return []
    return ["\n".join(entry) for entry in entries]


def _read_goal(text: str) -> Goal:
    """`Two papers (partial: one was long)` -> a goal, its outcome and why."""
    text = " ".join(text.split())
    if match := _OUTCOME.fullmatch(text):
        return Goal(match[1], match[2], match[3])
    return Goal(text)


def _read_question(text: str) -> Question:
    """The first paragraph, or a first line that ends in a question mark, asks; the rest answers."""
    ask, _, answer = text.partition("\n\n")
    first, _, rest = text.partition("\n")
    if first.rstrip().endswith("?"):
        ask, answer = first, rest
    return Question(" ".join(ask.split()), trim_blank_lines(answer) or None)
