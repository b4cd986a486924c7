"""A journal's problems -> its errors on stderr, which keep a site from being built."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.cli.terminal import format_problem_counts, hint
from tracker.model.journal import Problem, format_problem_line


def print_site_errors(problems: Iterable[Problem], outcome: str = "") -> bool:
    """Print the errors and how many they are; return whether there are any.

    `outcome`: what their number ends with, such as `; nothing was built`.
    """
    errors = [problem for problem in problems if not problem.hint]
    for problem in errors:
        hint(format_problem_line(problem))
    if errors:
        hint(f"{format_problem_counts(errors)}{outcome}")
    return bool(errors)
