"""A journal's folder and a week -> what its readers may see of it: for commands that hand a week on."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tracker.boundary.cache import Cache
from tracker.cli.find_week import named
from tracker.cli.terminal import hint, journal, summary
from tracker.figures.public import is_draft
from tracker.model import periods
from tracker.model.journal import TrackerError, Week, line_of
from tracker.pages import View
from tracker.pages.post import until
from tracker.site import site_files
from tracker.site.settings import settings


class Published(NamedTuple):
    view: View
    week: Week


def published(args: Namespace, now: datetime) -> Published | None:
    """The week that `args.name` means. None, and why on stderr, where the journal has errors.

    A plan that could not be read whole may have lost its gate, so nothing of such a journal is handed on.
    """
    root = Path(journal(args))
    place, docs, _ = settings(root)
    view, problems = site_files.read(root, docs, place, lambda plan: now.date(), args.draft, Cache(root))
    errors = [problem for problem in problems if not problem.hint]
    for problem in errors:
        hint(line_of(problem))
    if errors:
        hint(f"{summary(errors)}; nothing was made")
        return None
    today = periods.day_of(now, view.figures.plan.day_starts)
    return Published(view, chosen(view, named(args.name, today), args.draft))


def chosen(view: View, name: str, drafts: bool) -> Week:
    week = view.figures.weeks.get(name)
    if week is None:
        raise TrackerError(f"there is nothing of {name}: no file, no session")
    if is_draft(week, view.today) and not drafts:
        raise TrackerError(f"{name} is a draft, {until(week)}; --draft takes it all the same")
    return week
