"""tracker check: list every problem of the journal, with its line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path

import tracker
from tracker.boundary.reading import OWN, has_file
from tracker.cli.git import tracked_files
from tracker.cli.missing_evidence import check_evidence
from tracker.cli.run_mkdocs import site_problems
from tracker.cli.terminal import find_journal_folder, format_problem_counts, hint, say
from tracker.model.english import format_count
from tracker.model.journal import Problem, format_problem_line

EXAMPLES = """\
examples:
  tracker check
  tracker check --strict          hints count as errors
  tracker check --json            {"problems": [{"path", "line", "column", "where", "message", \
"kind", "hint"}, ...]}

Each line is PATH:LINE:COLUMN: WHERE: what was found and what is right. Lines and columns count \
from 1, lists from 0.
Exit code 0 if there are no errors, 3 if there are."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker check [--strict] [--json]"
    parser.epilog = EXAMPLES
    parser.add_argument("--strict", action="store_true", help="exit with 3 for hints, too")
    parser.add_argument("--json", action="store_true", help="for programs to read")


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    journal, problems = tracker.load(root)
    problems += [*site_problems(root, journal), *notebook_problems(root), *git_problems(root)]
    problems += check_evidence(root, journal)
    problems.sort(key=lambda problem: problem[:3])
    if args.json:
        import json

        say(json.dumps({"problems": [problem._asdict() for problem in problems]}, indent=2))
    else:
        for problem in problems:
            say(format_problem_line(problem))
        if problems:
            hint(format_problem_counts(problems))
        else:
            say(f"All good: {format_count(len(journal.weeks), 'week')}, no problems")
    return 3 if any(args.strict or not problem.hint for problem in problems) else 0


def notebook_problems(root: str) -> list[Problem]:
    """List what the site cannot show of the journal's notebooks; nothing without a site."""
    from tracker.site import site_files

    if not has_file(root, "mkdocs.yml"):
        return []
    return site_files.check_notebooks(Path(root))


def git_problems(root: str) -> list[Problem]:
    """Hint at each of the first five files of .tracker/ that git tracks.

    Undo data that came with a repository may be the steps of others.
    """
    message = f"git tracks this file of tracker's own; take it out: git rm --cached -r {OWN}"
    names = tracked_files(root, OWN)[:5]
    return [Problem(name, 1, 1, "", message, "tracked", hint=True) for name in names]
