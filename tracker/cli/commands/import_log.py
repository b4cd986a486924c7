"""tracker import: the log of another program -> sessions in the weeks' files, as one step."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from tracker import store
from tracker.boundary.reading import scan_entries
from tracker.cli import import_screen
from tracker.cli.change_week import Change, change_files
from tracker.cli.read_sources import read_sources
from tracker.cli.terminal import find_journal_folder
from tracker.edit import set_values
from tracker.edit.add_sessions import add_sessions
from tracker.edit.document import read_week
from tracker.edit.set_prose import set_prose
from tracker.exchange.csv_table import parse_columns
from tracker.exchange.formats import ALIASES, FORMATS, PAPER_FORMATS, THROUGH_CSV
from tracker.exchange.labels import make_item_id, parse_label_map
from tracker.exchange.log_entries import DAY_ORDERS
from tracker.exchange.sessions import (
    Conversion,
    Imported,
    JournalComparison,
    Wishes,
    compare_with_journal,
    convert_logs,
    list_overlaps_of_import,
)
from tracker.format import loader, scalars
from tracker.model.journal import (
    PLAN_PATH,
    Problem,
    Session,
    TrackerError,
    WrongUsage,
    error_lines,
    week_path_of,
)
from tracker.model.kinds import KIND_OF_IDS, KINDS, Course, done_of
from tracker.model.note_text import title_of_note
from tracker.model.plan import Plan
from tracker.model.suggest import find_closest_word

CHALLENGE = "100-days-of-code"
_ID = re.compile(rb"""\bid["']?:[ \t]*["']?([0-9a-hjkmnp-tv-z]{1,12})\b""")
_KNOWN = {**{name: format_.what for name, format_ in FORMATS.items()}, **PAPER_FORMATS}
_FORMAT_LINES = "\n".join(f"  {name:<12} {what}" for name, what in _KNOWN.items())

EXAMPLES = f"""\
examples:
  tracker import watson ~/.config/watson/frames --dry-run
  tracker import timewarrior ~/.timewarrior/data/*.data --map hpc=gpu-course --map lunch=-
  tracker import csv toggl.csv
  tracker import 100-days log.md
  tracker import bibtex papers.bib --dry-run
  tracker undo                              takes all of an import back

FORMAT is one of
{_FORMAT_LINES}
and - for a FILE is stdin. Importing twice adds nothing: a session gets the same id each time.
A label is a project or a tag of the log. The ids, former ids and titles of the plan are known; \
--map says what another
means, and the plan keeps that: ITEM is an id or id/unit, other (no item), or - (left out).
JSON of --dry-run: {{"weeks": [{{"week", "sessions", "notes", "minutes"}}], "known",
"problems": [{{"file", "line", "kind", "message"}}]}}."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        "tracker import FORMAT FILE... [--map LABEL=ITEM] [--item ITEM] [--dry-run]\n"
        "                      [--columns FIELD=HEADER] [--dates DMY] [--unpublished] [--force]"
    )
    parser.epilog = EXAMPLES
    parser.add_argument("format", metavar="FORMAT", help="of the files: watson, csv, ...")
    parser.add_argument("files", nargs="+", metavar="FILE", help="to read; - is stdin")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="LABEL=ITEM",
        help="what a label means; once for each of them",
    )
    parser.add_argument("--item", metavar="ITEM", help="what it is on where no label says so")
    parser.add_argument("--dry-run", action="store_true", help="say what would come; write nothing")
    parser.add_argument(
        "--columns",
        action="append",
        default=[],
        metavar="FIELD=HEADER",
        help="CSV: which column holds start, minutes, item, note, ...",
    )
    parser.add_argument(
        "--dates", choices=DAY_ORDERS, help="the order of the numbers in dates such as 5/6/2024"
    )
    parser.add_argument(
        "--unpublished", action="store_true", help="the words stay off the site; the minutes count"
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="take the future, more than 16 hours, and items like a known one",
    )


class _Import(NamedTuple):
    """All that is known before the journal's weeks are read."""

    root: str
    plan: Plan
    conversion: Conversion
    meanings: Mapping[str, str]
    item: str | None
    unpublished: bool = False

    @property
    def weeks(self) -> list[str]:
        return sorted({each.week for each in self.conversion.sessions})

    @property
    def paths(self) -> list[str]:
        """The files that it may change."""
        paths = [week_path_of(week) for week in self.weeks]
        if self.meanings or self.adds_course:
            paths.insert(0, PLAN_PATH)
        return paths

    @property
    def adds_course(self) -> bool:
        """Whether the plan gets a course for a challenge of numbered days."""
        return self.conversion.is_challenge and self.item not in self.plan.items


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    format_ = find_format(args.format)
    if format_ in PAPER_FORMATS:
        from tracker.cli.import_papers import import_papers

        refuse_session_options(args, format_)
        return import_papers(root, args.files, now, args.dry_run, args.unpublished, args.json)
    columns = parse_columns(args.columns)
    if columns and format_ != "csv":
        raise WrongUsage(f"--columns is for csv; {args.format} knows where its times stand")
    plan, hints = store.read_plan(root)
    meanings = parse_label_map(args.map)
    wishes = Wishes(
        format_,
        plan,
        now,
        require_zone(plan),
        {**plan.labels, **meanings},
        find_default_item(args.item, format_, plan),
        args.unpublished,
        args.force,
    )
    sources = read_sources(args.files, now, columns, args.dates)
    logs = [(source, FORMATS[format_].read(source)) for source in sources]
    conversion = convert_logs(logs, wishes)
    refuse_unclear_labels(conversion, plan, wishes, any(log.is_selective for _, log in logs))
    import_ = _Import(root, plan, conversion, meanings, wishes.item, args.unpublished)
    has_zone = any(
        isinstance(each.entry.start, datetime) and each.entry.start.tzinfo
        for each in conversion.sessions
    )
    clock = import_screen.describe_clock(plan.timezone, has_zone)
    hints = [*hints, *import_screen.list_label_lines(conversion, plan.items, not args.dry_run)]
    hints += [clock] if clock else []
    if args.dry_run:
        return show_dry_run(import_, hints, args.json)
    return write_import(import_, hints)


def find_format(typed: str) -> str:
    """Find a format by its name, or by what people call it. WrongUsage for another."""
    name = typed.lower()
    name = ALIASES.get(name, name)
    if name in _KNOWN:
        return name
    if name in THROUGH_CSV:
        raise WrongUsage(
            f"no format {typed!r}; the guide's page Moving in has a recipe through csv"
        )
    near = find_closest_word(name, [*_KNOWN, *ALIASES], 0.6)
    advice = f"did you mean {near}?" if near else f"one of {', '.join(_KNOWN)}"
    raise WrongUsage(f"no format {typed!r}; {advice}")


def refuse_session_options(args: Namespace, format_: str) -> None:
    """Raise WrongUsage for an option that is about sessions, where a format has papers."""
    for option in ("map", "item", "columns", "dates", "force"):
        if getattr(args, option):
            raise WrongUsage(f"--{option} is for logs of sessions, and {format_} holds papers")


def require_zone(plan: Plan) -> tzinfo | None:
    """Find the journal's time zone; None is this machine's. TrackerError for one that is none."""
    if not plan.timezone:
        return None
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(plan.timezone)
    except (KeyError, ValueError, OSError):
        raise TrackerError(
            f"{PLAN_PATH}: there is no time zone {plan.timezone!r}; mend timezone: first"
        ) from None


def find_default_item(typed: str | None, format_: str, plan: Plan) -> str | None:
    """Check --item; for a challenge it is a course of its own."""
    if typed is None:
        return CHALLENGE if format_ == "100-days" else None
    id_, slash, unit = typed.partition("/")
    typed = plan.aliases.get(id_, id_) + slash + unit
    try:
        return scalars.parse_item(typed)
    except ValueError as error:
        raise TrackerError(f"--item: {error}") from None


def refuse_unclear_labels(
    conversion: Conversion, plan: Plan, wishes: Wishes, is_selective: bool
) -> None:
    """Raise TrackerError for labels that give no id, and for ids that are nearly a known one."""
    if conversion.unclear and not is_selective:
        label = next(iter(conversion.unclear))
        count = len(conversion.unclear)
        others = f" (and {count - 1} more)" if count > 1 else ""
        raise TrackerError(
            f"the label {label!r} gives no id{others}; nothing was written: --map {label!r}=ID"
        )
    if wishes.force:
        return
    near = []
    for id_, (label, _) in conversion.new_items.items():
        if label in wishes.meanings or id_ != make_item_id(label):
            continue
        if other := find_closest_word(id_, plan.items):
            near.append(f"--map {label!r}={other}")
    if near:
        raise TrackerError(
            f"the plan knows items like these; did you mean {' '.join(near)}? "
            "Nothing was written (--force takes new ones)"
        )


# ---- what the journal has


def read_listed_sessions(texts: Mapping[str, str]) -> tuple[dict[str, list[Session]], list[str]]:
    """Read the sessions of some weeks, from their texts by path.

    Returns lines about those that are no YAML, too: nothing can be written into them.
    """
    weeks: dict[str, list[Session]] = {}
    errors: list[str] = []
    for path, text in texts.items():
        if path == PLAN_PATH:
            continue
        name = path.rpartition("/")[2].removesuffix(".yaml")
        week, problems = loader.load_week(path, name, text.encode())
        errors += error_lines(problems) if week is None else []
        weeks[name] = [*week.sessions] if week else []
    return weeks, errors


def list_other_ids(root: str, weeks: Iterable[str]) -> set[str]:
    """List the ids in all other weeks: a session may have been moved there."""
    names = {f"{week}.yaml" for week in weeks}
    ids: set[str] = set()
    for name, data in scan_entries(root):
        if name not in names:
            ids.update(found.decode() for found in _ID.findall(data))
    return ids


def compare_with_files(
    import_: _Import, weeks: Mapping[str, Sequence[Session]]
) -> tuple[JournalComparison, list[Problem]]:
    """Compare an import with the sessions of its weeks. Returns overlaps, too."""
    other_ids = list_other_ids(import_.root, weeks)
    comparison = compare_with_journal(
        import_.conversion.sessions, weeks, other_ids, import_.plan.aliases
    )
    return comparison, list_overlaps_of_import(comparison.new, weeks)


def show_dry_run(import_: _Import, hints: Sequence[str], as_json: bool) -> int:
    """Say what would come, and all that could not be read."""
    texts = {}
    for path in import_.paths:
        data = store.read_file(import_.root, path)
        if data is not None:
            texts[path] = data.decode("utf-8", "replace")
    weeks, errors = read_listed_sessions(texts)
    comparison, overlaps = compare_with_files(import_, weeks)
    problems = [*import_.conversion.problems, *comparison.changed, *overlaps]
    if as_json:
        import_screen.say_dry_run_as_json(comparison.new, comparison.known, problems)
    else:
        existing = [path.rpartition("/")[2].removesuffix(".yaml") for path in texts]
        import_screen.show_new_sessions(comparison.new, comparison.known, existing)
    import_screen.say_hints(import_screen.list_problem_lines(problems, everything=True))
    import_screen.say_hints(hints)
    import_screen.say_hints([f"{line}; mend this first" for line in errors])
    return 0


# ---- writing


def write_import(import_: _Import, hints: Sequence[str]) -> int:
    """Write an import into the weeks, and what labels mean into the plan."""
    if not import_.conversion.sessions:
        problems = import_.conversion.problems
        import_screen.say_hints(import_screen.list_problem_lines(problems, everything=False))
        import_screen.say_hints(hints)
        raise TrackerError("there is no session in it that can be taken; nothing was written")

    def change(texts: Mapping[str, str]) -> Change:
        weeks, _ = read_listed_sessions(texts)
        comparison, overlaps = compare_with_files(import_, weeks)
        problems = [*import_.conversion.problems, *comparison.changed, *overlaps]
        changed = {**texts, **change_weeks(import_, texts, comparison.new)}
        if PLAN_PATH in texts:
            changed[PLAN_PATH] = change_plan(import_, texts[PLAN_PATH], bool(comparison.new))
        lines = [*import_screen.list_problem_lines(problems, everything=False), *hints]
        return Change(changed, describe_import(comparison), lines)

    return change_files(import_.root, import_.paths, change)


def describe_import(comparison: JournalComparison) -> str:
    """Say what an import wrote."""
    known = f"{comparison.known:,}"
    if not comparison.new:
        if comparison.known == 1:
            return "nothing is new: its one session is in the journal already"
        return f"nothing is new: {known} of its sessions are in the journal already"
    what = import_screen.describe_sessions(comparison.new)
    text = f"imported {what}, {import_screen.describe_weeks(comparison.new)}"
    if comparison.known:
        verb = "is" if comparison.known == 1 else "are"
        text += f"; {known} more {verb} in the journal already"
    return text


def change_weeks(
    import_: _Import, texts: Mapping[str, str], new: Sequence[Imported]
) -> dict[str, str]:
    """Put sessions into the texts of their weeks. Returns path -> text of those."""
    by_week: dict[str, list[Imported]] = {}
    for each in new:
        by_week.setdefault(each.week, []).append(each)
    changed = {}
    counts = Counter(each.session.note for each in import_.conversion.sessions)
    with import_screen.show_progress(len(by_week), len(new)) as advance:
        for week, found in by_week.items():
            path = week_path_of(week)
            if import_.conversion.is_challenge:
                text = add_challenge_days(texts[path], week, import_, found, counts)
            else:
                text = add_sessions(texts[path], week, [each.session for each in found])
            changed[path] = text
            advance()
    return changed


def add_challenge_days(
    text: str,
    week: str,
    import_: _Import,
    found: Sequence[Imported],
    counts: Mapping[str | None, int],
) -> str:
    """Add days of a challenge: a note each, what they say as prose, and how many were done.

    Where a day says more than its note, the prose has the words of all, and the notes stay off the
    site, which would say them again. Then a week without a title gets a line of the author's, where
    one is short enough; `counts` says how often the log has each note. What is to stay unpublished
    becomes the week's unpublished text.
    """
    id_ = (import_.item or CHALLENGE).partition("/")[0]
    kind = KIND_OF_IDS
    if id_ in import_.plan.items:
        kind, _ = import_.plan.items[id_]
    value, _ = read_week(week, text)
    record = getattr(value, kind).get(id_) if value else None
    path: tuple[str, ...] = (kind, id_, "notes")
    before = getattr(record, "notes", None)
    if import_.unpublished:
        path = ("unpublished",)
        before = value.unpublished if value else None
    has_prose = bool(before) or any(each.entry.has_more for each in found)
    sessions = [each.session for each in found]
    if has_prose:
        sessions = [session._replace(unpublished=True) for session in sessions]
    text = add_sessions(text, week, sessions)
    if has_prose:
        words = [before.rstrip()] if before else []
        words += [each.entry.prose for each in found if each.entry.prose]
        text = set_prose(text, week, path, "\n\n".join(words))
        title = None if import_.unpublished else choose_title(found, counts)
        if title and not (value and value.title):
            text = set_prose(text, week, ("title",), title)
    units = sum(each.entry.unit is not None for each in found)
    done = done_of(record) if record else 0
    if units and KINDS[kind].has_units and (isinstance(done, int) or not done):
        number = str(units + (done if isinstance(done, int) else 0))
        text = set_values.set_in_record(text, week, kind, id_, "done", number)
    return text


def choose_title(days: Sequence[Imported], counts: Mapping[str | None, int]) -> str | None:
    """Choose the longest note that is short enough for a title, and that no other day has.

    Where there is none, a first sentence: of a note, else of a paragraph of the prose; at last a
    note that other days have, too.
    """
    all_notes = [each.session.note or "" for each in days]
    notes = [note for note in all_notes if counts.get(note, 0) < 2]
    paragraphs: list[str] = []
    for each in days:
        for paragraph in (each.entry.prose or "").split("\n\n"):
            if re.match(r"[^\W\d_]", paragraph) and not paragraph.startswith("Work:"):
                paragraphs.append(paragraph)
    sentences = map(first_sentence_of, paragraphs)
    for texts in (notes, map(first_sentence_of, notes), sentences, all_notes):
        titles = [title for text in texts if (title := title_of_note(text))]
        if titles:
            return max(titles, key=len)
    return None


def first_sentence_of(text: str) -> str:
    return re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]


def change_plan(import_: _Import, text: str, has_new: bool) -> str:
    """Keep what labels mean in the plan; and add the course of a challenge that has new days."""
    if import_.adds_course and has_new:
        last = max((each.entry.unit or 0 for each in import_.conversion.sessions), default=0)
        rounds = max(1, -(-last // 100))
        course = Course(title="100 Days of Code", units=rounds * 100)
        text = set_values.add_item(text, KIND_OF_IDS, import_.item or CHALLENGE, course)
    for label, item in import_.meanings.items():
        text = set_values.set_label(text, label, item)
    return text
