"""A journal's folder and a week -> the published form of the week: for newsletters and shares."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tracker.boundary.cache import Cache
from tracker.cli.find_week import parse_week_argument
from tracker.cli.site_errors import print_site_errors
from tracker.cli.terminal import find_journal_folder
from tracker.figures.public import is_draft
from tracker.figures.week_content import holds_anything
from tracker.model import when
from tracker.model.journal import TrackerError, Week
from tracker.pages import View
from tracker.pages.post import format_draft_notice
from tracker.site import site_files
from tracker.site.settings import read_site_settings


class DraftRefused(TrackerError):
    """A week that is a draft was asked for, and drafts were not."""


class PublishedWeek(NamedTuple):
    """A week as its readers may see it, and the view of the site that it belongs to."""

    view: View
    week: Week


def read_published_week(args: Namespace, now: datetime) -> PublishedWeek | None:
    """Read the published form of the week that `args.name` names.

    Where the journal has errors, print them and return None: a plan that could not be read whole
    may have lost the date until which sessions are held back.
    """
    root = Path(find_journal_folder(args))
    place, docs, _ = read_site_settings(root)
    view, problems = site_files.load_view(
        root, docs, place, lambda plan: now.date(), args.draft, Cache(root)
    )
    if print_site_errors(problems, "; nothing was made"):
        return None
    today = when.journal_day_of(now, view.figures.plan.day_starts)
    name = parse_week_argument(args.name, today)
    return PublishedWeek(view, select_published_week(view, name, args.draft))


def select_published_week(view: View, name: str, drafts: bool) -> Week:
    """Return a week of the view. TrackerError for one without sessions, and for a draft."""
    week = view.figures.weeks.get(name)
    if week is None:
        raise TrackerError(f"there is nothing of {name}: no file, no session")
    if not holds_anything(view.figures, week):
        raise TrackerError(f"{week.path} holds nothing to publish yet")
    if is_draft(week, view.today) and not drafts:
        raise DraftRefused(
            f"{name} is a draft, {format_draft_notice(week)}; --draft takes it all the same"
        )
    return week
