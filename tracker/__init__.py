"""A folder of weekly YAML entries -> a Journal: `journal, problems = tracker.load(folder)`."""

from __future__ import annotations

import os

from tracker.model.journal import Journal, Problem, TrackerError, Week

__all__ = ["Journal", "Problem", "TrackerError", "Week", "__version__", "load"]


def load(folder: str | os.PathLike[str]) -> tuple[Journal, list[Problem]]:
    """The journal in `folder`, the one that holds entries/, and every problem of all its files, by path and line."""
    from tracker import store
    from tracker.checks import journal_checks
    from tracker.format import loader

    files, refused = store.read_entries(folder)
    journal, problems = loader.load_journal(files)
    problems += journal_checks.check_journal(journal, files)
    problems += [Problem(refusal.name, 1, 1, "", refusal.reason, "outside") for refusal in refused]
    return journal, sorted(
        problems, key=lambda problem: (problem.path, problem.line, problem.column)
    )


def __getattr__(name: str) -> str:
    if name == "__version__":  # reading the package's metadata takes longer than logging a session
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("progress-journal")
        except PackageNotFoundError:
            return "unknown"
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
