"""Run the author's editor on a file."""

from __future__ import annotations

import os

from tracker.cli.git import run_git
from tracker.cli.programs import run_program
from tracker.model.journal import TrackerError


def find_editor(root: str) -> str:
    """Find the author's editor: $VISUAL, $EDITOR, what git would use, else the system's."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        return named
    try:
        return run_git(root, "var", "GIT_EDITOR")
    except TrackerError:  # without git, or where its terminal cannot show an editor
        return "notepad" if os.name == "nt" else "vi"


def open_in_editor(root: str, path: str) -> tuple[str, int]:
    """Run the author's editor on a file; return its command and its exit code.

    TrackerError where it cannot be started.
    """
    import shlex

    editor = find_editor(root)
    try:
        return editor, run_program([*shlex.split(editor, posix=os.name != "nt"), path])
    except (OSError, ValueError) as error:
        raise TrackerError(
            f"{editor!r} cannot be started ({error}); name an editor in EDITOR"
        ) from None
