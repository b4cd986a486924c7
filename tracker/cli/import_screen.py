"""What an import found -> lines on the terminal."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from tracker.cli.columns import cut_line, find_screen_width
from tracker.cli.json_csv import say_json
from tracker.cli.terminal import hint, say_lines
from tracker.exchange.log_entries import LEFT, REMARK, UNREAD
from tracker.exchange.sessions import Conversion, Imported, describe_labels
from tracker.model import suggest
from tracker.model.journal import Problem, format_problem_line
from tracker.model.when import format_duration

MOST_LINES = 20  # of each kind of problem, unless all are asked for
MANY = 1000  # sessions, from which on a bar shows how far it is
_MOST_ITEMS = 4


def describe_sessions(sessions: Iterable[Imported]) -> str:
    """`20,000 sessions (8,231 h 15) and 12 notes, 1 January 2015 to ...`."""
    counts: Counter[str] = Counter()
    minutes = 0
    for each in sessions:
        if each.session.is_note:
            counts["note"] += 1
        else:
            counts["session"] += 1
            minutes += each.session.minutes or 0
    parts = []
    if counts["session"]:
        number = f"{counts['session']:,} session{'s' * (counts['session'] != 1)}"
        parts.append(f"{number} ({format_duration(minutes)})")
    if counts["note"]:
        parts.append(f"{counts['note']:,} note{'s' * (counts['note'] != 1)}")
    return " and ".join(parts) or "nothing"


def describe_weeks(sessions: Sequence[Imported]) -> str:
    """`into 12 weeks, 2024-W01 to 2024-W27`."""
    weeks = sorted({each.week for each in sessions})
    if len(weeks) == 1:
        return f"into {weeks[0]}"
    return f"into {len(weeks):,} weeks, {weeks[0]} to {weeks[-1]}"


def show_new_sessions(new: Sequence[Imported], known: int, existing: Iterable[str]) -> None:
    """Print what an import would bring, a line for each week."""
    by_week: dict[str, list[Imported]] = {}
    for each in new:
        by_week.setdefault(each.week, []).append(each)
    there = set(existing)
    lines = []
    width = find_screen_width()
    for week in sorted(by_week):
        mark = "" if week in there else "  (a new file)"
        line = f"{week}  {describe_sessions(by_week[week])}, {_describe_items(by_week[week])}{mark}"
        lines.append(cut_line(line, width))
    if not new:
        lines.append(f"Nothing new: {_describe_known(known)}.")
    else:
        line = f"This would be {describe_sessions(new)}, {describe_weeks(new)}"
        if known:
            line += f"; {_describe_known(known)}"
        lines.append(f"{line}. Nothing was written.")
    say_lines(lines)


def _describe_known(known: int) -> str:
    if not known:
        return "there is no session in it that can be taken"
    verb = "is" if known == 1 else "are"
    return f"{known:,} {verb} in the journal already"


def _describe_items(sessions: Iterable[Imported]) -> str:
    minutes: Counter[str] = Counter()
    for each in sessions:
        minutes[each.session.target[0] or "other"] += each.session.minutes or 0
    words = []
    for item, sum_ in minutes.most_common(_MOST_ITEMS):
        words.append(f"{item} {format_duration(sum_)}" if sum_ else item)
    if len(minutes) > _MOST_ITEMS:
        words.append(f"{len(minutes) - _MOST_ITEMS} more")
    return ", ".join(words)


def say_dry_run_as_json(new: Sequence[Imported], known: int, problems: Sequence[Problem]) -> None:
    """Print what an import would bring, for programs."""
    weeks: dict[str, dict[str, object]] = {}
    for each in new:
        row = weeks.setdefault(
            each.week, {"week": each.week, "sessions": 0, "notes": 0, "minutes": 0}
        )
        key = "notes" if each.session.is_note else "sessions"
        row[key] = int(str(row[key])) + 1
        row["minutes"] = int(str(row["minutes"])) + (each.session.minutes or 0)
    listed = []
    for problem in problems:
        listed.append(
            {
                "file": problem.path,
                "line": problem.line,
                "kind": problem.kind,
                "message": problem.message,
            }
        )
    say_json({"weeks": [weeks[week] for week in sorted(weeks)], "known": known, "problems": listed})


def list_problem_lines(problems: Iterable[Problem], everything: bool) -> Iterator[str]:
    """List problems by kind, each with its line: what was not read, left out, and remarks.

    Of each kind the first twenty, unless everything is asked for.
    """
    by_kind: dict[str, list[Problem]] = {UNREAD: [], LEFT: [], REMARK: []}
    for problem in problems:
        by_kind[problem.kind].append(problem)
    for kind, found in by_kind.items():
        found = sorted(found, key=lambda problem: (problem.path, problem.line))
        shown = found if everything else found[:MOST_LINES]
        for problem in shown:
            yield _format_problem(problem)
        if len(found) > len(shown):
            what = {UNREAD: "that could not be read", LEFT: "left out", REMARK: "remarked on"}[kind]
            number = len(found) - len(shown)
            yield f"and {number:,} more {what}; --dry-run lists all of them"


def _format_problem(problem: Problem) -> str:
    """`frames:12: left out: it runs since ...`: without a column, which readers do not know."""
    line = format_problem_line(problem._replace(column=0, hint=False))
    return line.replace(f":{problem.line}:0:", f":{problem.line}:", 1)


def list_label_lines(
    conversion: Conversion, plan_items: Mapping[str, object], written: bool
) -> Iterator[str]:
    """List what to know of labels: those of new items, unclear ones, and those left out.

    `written`: the sessions stand in the journal by then, or in a dry run they do not.
    """
    if conversion.skipped:
        yield f"left out, as your labels say: {describe_labels(conversion.skipped)}"
    if conversion.unclear:
        yield (
            "not taken, for the plan knows none of these: "
            f"{describe_labels(conversion.unclear)}; to take one: "
            f"--map {_quote_example(conversion.unclear)}=ID"
        )
    new = dict(conversion.new_items.values())
    if new:
        id_, (label, _) = max(conversion.new_items.items(), key=lambda pair: pair[1][1])
        yield (
            f"items that the plan does not know: {describe_labels(new)}; "
            f"tracker add course {id_}, or {'tracker undo and ' * written}"
            f"--map {shlex.quote(label)}=ID ({shlex.quote(label)}=- leaves it out)"
        )
    for label, other in list_misspelt_labels(new, plan_items):
        yield f"{label!r} looks like {other!r}: --map {shlex.quote(label)}={other}"


def _quote_example(counts: Mapping[str, int]) -> str:
    label = max(counts, key=lambda name: counts[name])
    return shlex.quote(label) if label else "LABEL"


def list_misspelt_labels(
    new: Mapping[str, int], known: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """List rare labels that are nearly a common one: (label, the other)."""
    common = [label for label, count in new.items() if count >= 5][:200]
    rare = [label for label, count in new.items() if count <= 2][:200]
    for label in rare:
        other = suggest.find_closest_word(label, common, 0.85)
        if other and other not in known:
            yield label, other


def describe_clock(zone: str | None, has_zone: bool) -> str | None:
    """Say whose wall clock instants were turned into; None where the log has a wall clock."""
    if not has_zone:
        return None
    if zone:
        return f"times are those of {zone}, the plan's timezone"
    return (
        "times are those of this machine's time zone; "
        "timezone: in the plan names another, such as Europe/Berlin"
    )


@contextmanager
def show_progress(total: int, sessions: int) -> Iterator[Callable[[], None]]:
    """Show a bar on the terminal while weeks are written, where there is much to write.

    The value counts one more week as done.
    """
    if sessions < MANY or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Weeks", total=total)
        yield lambda: progress.advance(task)


def say_hints(lines: Iterable[str]) -> None:
    for line in lines:
        hint(line)
