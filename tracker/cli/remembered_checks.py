"""Whether a journal has errors, out of a memory of the files that had none.

The memory lies in .tracker/checked.json, a line for each file with the hash of its bytes, and may
be deleted at any time. Only files that are others now are checked again.
"""

from __future__ import annotations

from collections.abc import Mapping

from tracker import store
from tracker.boundary.memory import hash_bytes, read_memory_lines, write_memory_lines
from tracker.boundary.outside import stamp_program_files, stamp_program_folders
from tracker.boundary.processes import map_on_cores
from tracker.boundary.reading import Refused
from tracker.cached_reader import FEW, JournalReading, open_week_files
from tracker.model.journal import FORECASTS_PATH, PLAN_PATH, Journal, week_path_of
from tracker.model.plan import Plan
from tracker.model.session_columns import has_running_session

MEMORY = "checked.json"
_PROGRAM = ("checks", "format", "model")  # the packages that find errors
_PLAN = "plan"


def has_no_errors(root: str, reading: JournalReading) -> bool:
    """Whether a journal, all of whose weeks were read, is sure to have no errors.

    Where it is not, `tracker.load` says which.
    """
    if reading.faults or reading.unread or not _agree(reading.journal):
        return False
    known = read_memory_lines(root, MEMORY, _stamp_program())
    plan_files = _read_plan_files(root)
    if plan_files is None:
        return False
    digests = {**reading.digests, _PLAN: hash_bytes(repr(sorted(plan_files.items())).encode())}
    if known == digests:
        return True
    if known.get(_PLAN) != digests[_PLAN] and not _is_plan_right(plan_files):
        return False
    changed = [name for name in reading.digests if known.get(name) != digests[name]]
    if not _are_weeks_right(root, changed, digests):
        return False
    write_memory_lines(root, MEMORY, _stamp_program(), digests)
    return True


def _agree(journal: Journal) -> bool:
    """Whether weeks agree with each other and the plan: one session runs, each id has one kind."""
    if sum(has_running_session(week.sessions) for week in journal.weeks) > 1:
        return False
    aliases = journal.plan.aliases
    kinds = {id_: kind for id_, (kind, _) in journal.plan.items.items()}
    for week in journal.weeks:
        recorded = set()
        for kind, id_, _ in week.records:
            id_ = aliases.get(id_, id_)
            if kinds.setdefault(id_, kind) != kind or id_ in recorded:
                return False
            recorded.add(id_)
    return True


def _read_plan_files(root: str) -> dict[str, bytes] | None:
    """Read the plan and the kept forecasts; None where one is refused."""
    files = {}
    for path in (PLAN_PATH, FORECASTS_PATH):
        try:
            data = store.read_file(root, path)
        except Refused:
            return None
        if data is not None:
            files[path] = data
    return files


def _is_plan_right(files: Mapping[str, bytes]) -> bool:
    from tracker.checks import journal_checks
    from tracker.format import loader

    journal, problems = loader.load_journal(files)
    if any(not problem.hint for problem in problems):
        return False
    return not journal_checks.has_errors(journal, files)


def _are_weeks_right(root: str, names: list[str], digests: Mapping[str, str]) -> bool:
    """Whether each of these weeks has no errors, taken alone."""
    if not names:
        return True
    from tracker.checks import journal_checks
    from tracker.format import loader

    files, refusals = open_week_files(root, names)
    if refusals or any(hash_bytes(files.get(name, b"")) != digests[name] for name in names):
        return False

    def check(name: str) -> str:
        path = week_path_of(name)
        week, problems = loader.load_week(path, name, files[name])
        if week is None or any(not problem.hint for problem in problems):
            return name
        found = journal_checks.has_errors(Journal(Plan(), (week,)), {path: files[name]})
        return name if found else ""

    if len(names) <= FEW:
        return not any(map(check, names))
    return not any(map_on_cores(check, names))


def _stamp_program() -> tuple[object, ...]:
    """Stamp the modules that check, of which another version may find more."""
    return stamp_program_files([__file__]), stamp_program_folders(_PROGRAM)
