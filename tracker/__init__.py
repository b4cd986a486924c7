"""A folder of weekly YAML entries -> a Journal: `journal, problems = tracker.load(folder)`."""

from __future__ import annotations

import os

from tracker.model.journal import RELEASE, Journal, Problem, TrackerError, Week

__all__ = ["Journal", "Problem", "TrackerError", "Week", "__version__", "load"]
__version__ = RELEASE


def load(folder: str | os.PathLike[str]) -> tuple[Journal, list[Problem]]:
    """Load the journal of `folder`, which holds entries/, with the problems of all its files.

    The problems are sorted by path, line and column.
    """
    from tracker import store
    from tracker.checks import journal_checks
    from tracker.format import loader
    from tracker.remembered.whole_weeks import load_weeks_on_cores

    files, refused = store.read_entries(folder)
    journal, problems = loader.load_journal(files, load_weeks_on_cores(files))
    problems += journal_checks.check_journal(journal, files)
    for refusal in refused:
        problems.append(Problem(refusal.name, 1, 1, "", refusal.reason, "outside"))
    problems.sort(key=lambda problem: (problem.path, problem.line, problem.column))
    return journal, problems
