"""tracker write: a week's words as one Markdown text in the author's editor -> the week's file."""

from __future__ import annotations

import os
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from tracker import cached_reader, store
from tracker.boundary import writing
from tracker.boundary.outside import read_named, resolve_path
from tracker.boundary.reading import OWN
from tracker.cli import change_week, find_week, session_time
from tracker.cli.change_week import FileChange
from tracker.cli.item_state import find_target_item
from tracker.cli.last_week import list_offered_goals
from tracker.cli.terminal import find_journal_folder, hint, say
from tracker.edit import week_prose
from tracker.edit.document import decode_file_text, parse_week
from tracker.edit.set_prose import Path, Value, set_prose
from tracker.edit.week_prose import SCISSORS, Headings, Prose
from tracker.figures import stats
from tracker.model import when
from tracker.model.english import format_count, join_words, span_words
from tracker.model.journal import Session, TrackerError, Week, WrongUsage, week_path_of
from tracker.model.kinds import KINDS, done_of, reading_of
from tracker.model.suggest import find_closest_word

FOLDER = "write"  # in .tracker/
_WEEK = re.compile("[0-9]{4}-W[0-9]")
_LARGEST = 2_000_000  # bytes of a text; a week's file holds half as much

EXAMPLES = """\
examples:
  tracker write
  tracker write zero-to-hero/micrograd
  tracker write last
  tracker write vaswani2017 --week 2024-W27
  tracker write --from post.md

The first line is the title, and what follows is the intro. A heading (##) begins what you say of \
an item,
by its title or id; Learned, Life, Questions, Next, Goals or Summary; or a section of your own. \
Save and leave the
editor: the words stand in the week's file. Delete all of the text, and nothing changes.

The editor is $VISUAL, $EDITOR, or git's."""

ADVICE = """\
Nothing below the line above is read.

The first line is the title; leave it empty, and a title is made. Below it stands
the intro. A heading begins what belongs to it:

  ## An item        by its title or id: zero-to-hero
  ### A unit        below its item, by its name; or ## zero-to-hero/micrograd
  ## Learned        and Life, Next, Questions, Goals, Summary; a list with dashes
  ## Unpublished    is on no page
  ## Anything else  is a section of your own

A goal is judged behind it: - Two papers (partial: one was long). An answer stands
below its question. A heading without text is nothing. Delete everything above,
or leave the editor with an error, and nothing changes.
"""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker write [ITEM | WEEK] [--week WEEK] [--from FILE]"
    parser.epilog = EXAMPLES
    parser.add_argument(
        "about",
        nargs="?",
        metavar="ITEM",
        help="an id, or id/unit, which gets a heading; or a week: last, 2024-W27",
    )
    find_week.add_week_option(parser)
    parser.add_argument(
        "--from", dest="source", metavar="FILE", help="a text written elsewhere, without an editor"
    )


class PendingWrite(NamedTuple):
    """The new value of a part, None where it goes. `old`: the value that the author saw."""

    path: Path
    old: Any
    value: Value


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    typed, week = args.about, args.week
    if typed and (typed in ("this", "last", "next") or _WEEK.match(typed)):
        if week != "this":
            raise WrongUsage(f"{typed} and --week {week} are two weeks; name one")
        typed, week = None, typed
    name = find_week.resolve_week(root, week, now)
    extra: list[Path] = []
    plan, faults = cached_reader.read_plan_with_faults(root)
    journal = cached_reader.read_weeks(root, plan, None).journal
    value, problems = _read_week_now(root, name)
    kinds = stats.kinds_of(journal._replace(weeks=(*journal.weeks, value)))
    headings = week_prose.build_headings(plan, value, kinds)
    if typed:
        item = find_target_item(root, typed)
        kind, id_ = headings.ids.get(item.id, (item.kind, item.id))
        extra.append((kind, id_, "notes"))
        if item.unit:
            if "units" not in KINDS[kind].record._fields:
                raise TrackerError(f"a {KINDS[kind].singular} has no units; tracker write {id_}")
            extra.append((kind, id_, "units", item.unit))
    prose = week_prose.format_prose(value, headings, problems, extra)
    for line in faults:
        hint(line)
    if args.source is not None:
        return put_text_in(root, name, args.source, headings, prose)
    return edit_text(root, name, headings, prose, value)


def _read_week_now(root: str, name: str) -> tuple[Week, Sequence[Any]]:
    """Read the week; TrackerError where its file cannot be edited, before a word is typed."""
    path = week_path_of(name)
    data = store.read_file(root, path)
    document = parse_week(name, decode_file_text(path, data or b""))
    return document.value._replace(name=name), document.problems


# ---- in the editor -------------------------------------------------------------------------------


def edit_text(root: str, week: str, headings: Headings, prose: Prose, value: Week) -> int:
    """Open the week's text in the editor, and put what was changed into the week's file.

    The text lies in .tracker/write/ until its words stand in the week.
    """
    from tracker.cli.editor import open_in_editor

    facts = [*list_week_facts(value, prose), *list_goals_to_set(root, value)]
    comments = "\n" + ADVICE + "\n" + "\n".join(facts) + "\n"
    opened = f"{prose.text}\n{SCISSORS}\n{comments}"
    file = _choose_file(root, week)
    writing.write_own(root, file, opened.encode())
    path = os.path.join(root, OWN, *file.split("/"))
    kept = f"your text is kept in {path}; {_format_from(week, path)} puts it in"
    try:
        editor, code = open_in_editor(root, path)
    except TrackerError:
        _delete_text_file(root, file)
        raise
    data = writing.read_own(root, file, _LARGEST)
    if data is None and file.rpartition("/")[2] in writing.list_own(root, FOLDER):
        raise TrackerError(f"expected at most {_LARGEST:,} bytes, found more; {kept}")
    if data is None or data == opened.encode():
        _delete_text_file(root, file)
        if code:
            raise TrackerError(f"{editor} ended with {code}; nothing was written")
        say(f"Nothing was changed in {week}")
        return 0
    if code:
        raise TrackerError(f"{editor} ended with {code}; nothing was written, {kept}")
    try:
        text = week_prose.cut_off_comments(_decode_text(data), comments)
        if not text.strip():
            _delete_text_file(root, file)
            say(f"The text was empty: nothing was changed in {week}")
            return 0
        result = _write_changes(root, week, headings, _list_changes(text, headings, prose))
    except TrackerError as error:
        raise TrackerError(f"{error}; {kept}") from None
    except OSError as error:
        raise TrackerError(f"{error.strerror or error}; {kept}") from None
    _delete_text_file(root, file)
    return result


def _choose_file(root: str, week: str) -> str:
    """Choose a file for the text. One that is there already is somebody's text, and stays."""
    writing.own_folder(root, FOLDER)
    names = writing.list_own(root, FOLDER)
    name, number = f"{week}.md", 1
    while name in names:
        path = os.path.join(root, OWN, FOLDER, name)
        hint(
            f"a text of yours is in {path}, open elsewhere or left from before: "
            f"{_format_from(week, path)} puts it in"
        )
        number += 1
        name = f"{week}.{number}.md"
    return f"{FOLDER}/{name}"


def _format_from(week: str, path: str) -> str:
    """Format the command that puts a kept text into its week."""
    import shlex

    return f"tracker write {week} --from {shlex.quote(path)}"


def _delete_text_file(root: str, file: str) -> None:
    writing.delete_own(root, FOLDER, file.rpartition("/")[2])


def _decode_text(data: bytes) -> str:
    """Decode what an editor saved, with the line ends of any system."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise TrackerError(
            f"expected UTF-8, found the byte 0x{data[error.start]:02x}; save the text as UTF-8"
        ) from None


def list_week_facts(week: Week, prose: Prose) -> Iterator[str]:
    """Yield what the week holds beside its words: sessions, what was finished, goals."""
    yield f"{week.name}, {span_words(week.monday, week.sunday)}"
    yield ""
    for session in week.sessions:
        yield "  " + _describe_session(session).replace("\n", " ")
    for _, id_, record in week.records:
        done = done_of(record)
        if done:
            units = ", ".join(done) if isinstance(done, tuple) else format_count(done, "unit")
            yield f"  done: {units} of {id_}"
        if reading := reading_of(record):
            yield f"  read: {id_} ({reading})"
        if record.status:
            yield f"  {id_} is {record.status}"
    if ("goals",) in prose.left_out:
        for goal in week.goals:
            yield f"  goal: {goal.goal} ({goal.outcome or 'open'})".replace("\n", " ")
    if prose.left_out:
        names = join_words(_name_part(path) for path in prose.left_out)
        yield f"  Not shown, and left as it is in {week.path}: {names}."


def list_goals_to_set(root: str, week: Week) -> list[str]:
    """List what the week before meant to do next, for a week that has no goals yet."""
    if week.goals:
        return []
    offered = list_offered_goals(root, week.name)
    if not offered:
        return []
    return [
        "",
        "  What last week had under Next, to copy below ## Goals:",
        *(f"  - {text}" for text in offered),
    ]


def _describe_session(session: Session) -> str:
    if session.minutes:
        words = [
            session_time.format_session_time(session.start, session.minutes),
            when.format_duration(session.minutes),
        ]
    else:
        words = [when.format_start(session.start)]
    if session.running:
        words.append("running")
    words += [text for text in (session.item, session.note) if text]
    return "  ".join(words)


# ---- a text that was written elsewhere -----------------------------------------------------------


def put_text_in(root: str, week: str, source: str, headings: Headings, prose: Prose) -> int:
    """Put a text into the week. What the text does not mention stays."""
    data = read_named(source, _LARGEST)
    if len(data) > _LARGEST:
        raise TrackerError(f"{source}: expected at most {_LARGEST:,} bytes, found more")
    text = week_prose.cut_off_comments(_decode_text(data))
    changes = []
    for change in _list_changes(text, headings, prose):
        if change.value is not None:
            changes.append(change)
    result = _write_changes(root, week, headings, changes)
    folder, name = os.path.split(resolve_path(source))
    if folder == resolve_path(os.path.join(root, OWN, FOLDER)):
        writing.delete_own(root, FOLDER, name)  # it was kept until now
    return result


# ---- into the week -------------------------------------------------------------------------------


def _list_changes(text: str, headings: Headings, prose: Prose) -> list[PendingWrite]:
    """List the parts of a text that are not as they were when it was opened."""
    texts = week_prose.parse_prose(text, headings)
    changes = []
    for path in dict.fromkeys([*texts, *prose.values]):
        old, before = prose.values.get(path), ""
        if old is not None:
            before = week_prose.format_value(old)
        after = texts.get(path, "")
        if after == before:
            continue
        if path in prose.left_out:
            raise TrackerError(
                f"{_name_part(path)} stands in the file in a form that this text cannot show; "
                "change it there (tracker week --edit)"
            )
        changes.append(PendingWrite(path, old, week_prose.read_value(path, after, old)))
    return changes


def _write_changes(
    root: str, week: str, headings: Headings, changes: Sequence[PendingWrite]
) -> int:
    """Write all changes in one step, and say which parts they were."""
    data = store.read_file(root, week_path_of(week)) or b""
    missing = _list_missing(decode_file_text(week_path_of(week), data), week, changes)
    if not missing:
        say(f"Nothing was changed in {week}")
        return 0

    def change(text: str) -> FileChange:
        for each in _list_missing(text, week, changes):
            if not _is_same(_find_value(text, week, each.path), each.old):
                raise TrackerError(
                    f"{_name_part(each.path)} was changed in {week_path_of(week)} meanwhile, too; "
                    "nothing was written"
                )
            text = set_prose(text, week, each.path, each.value)
        return FileChange(text, describe_changes(week, missing))

    return change_week.change_week_file(root, week, change, _list_near_names(missing, headings))


def _list_missing(text: str, week: str, changes: Iterable[PendingWrite]) -> list[PendingWrite]:
    """List the changes that the week's file does not hold already."""
    missing = []
    for each in changes:
        if not _is_same(_find_value(text, week, each.path), each.value):
            missing.append(each)
    return missing


def _find_value(text: str, week: str, path: Path) -> Any:
    parts = dict(week_prose.list_parts(parse_week(week, text).value))
    return parts.get(path)


def _is_same(one: Any, other: Any) -> bool:
    if one is None or other is None or isinstance(one, str) != isinstance(other, str):
        return one is other
    return week_prose.format_value(one) == week_prose.format_value(other)


def describe_changes(week: str, changes: Iterable[PendingWrite]) -> str:
    """`wrote title and learned, changed life, took out next: 2024-W27`."""
    acts: dict[str, list[str]] = {}
    for change in changes:
        act = "wrote"
        if change.value is None:
            act = "took out"
        elif change.old is not None:
            act = "changed"
        acts.setdefault(act, []).append(_name_part(change.path))
    parts = []
    for act, names in acts.items():
        parts.append(f"{act} {join_words(names)}")
    return f"{', '.join(parts)}: {week}"


def _name_part(path: Path) -> str:
    """Name a part in a message: `learned`, `zero-to-hero/micrograd`, `the section 'Radio'`."""
    if path[0] == "sections":
        return f"the section {path[1]!r}"
    if path[0] == "leads":
        return f"the lead of {path[1]}"
    if path[0] in KINDS:
        return "/".join([path[1], *path[3:]])
    return path[0]


def _list_near_names(changes: Iterable[PendingWrite], headings: Headings) -> list[str]:
    """List a hint for each new section whose name is nearly that of something else."""
    names: Mapping[str, str] = {
        **{path_name: path_name for path_name in headings.ids},
        **{path_name: path_name.capitalize() for path_name in week_prose.FIXED},
        **{heading.casefold(): heading for heading in headings.shown.values()},
    }
    hints = []
    for change in changes:
        if change.path[0] != "sections" or change.old is not None:
            continue
        closest = find_closest_word(change.path[1].casefold(), names, 0.8)
        if closest:
            hints.append(
                f"{change.path[1]!r} is a section of its own; did you mean {names[closest]}?"
            )
    return hints
