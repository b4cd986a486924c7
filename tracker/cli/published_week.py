"""A journal's folder and a week -> the published form of the week: for newsletters and shares."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from tracker import cached_reader
from tracker.boundary.memory import hash_bytes
from tracker.checks.link_checks import known_ids_of
from tracker.cli.find_week import parse_week_argument
from tracker.cli.remembered_checks import has_no_errors
from tracker.cli.terminal import find_journal_folder
from tracker.figures.public import is_draft, make_public_journal
from tracker.figures.stats import build_figures
from tracker.figures.week_content import holds_anything
from tracker.model import when
from tracker.model.journal import Journal, TrackerError, Week, monday_of, week_of
from tracker.pages import View
from tracker.pages.item_links import build_link_targets, link_items_of_journal
from tracker.pages.notebook_names import list_notebook_paths
from tracker.pages.post import format_draft_notice
from tracker.site import hand_written
from tracker.site.settings import Settings, read_site_settings

_CHART = "tracker:"  # of ![](tracker:hours-by-week), which is drawn from the words of all weeks


class DraftRefused(TrackerError):
    """A week that is a draft was asked for, and drafts were not."""


class PublishedWeek(NamedTuple):
    """A week as its readers may see it, and the view of the site that it belongs to."""

    view: View
    week: Week


def read_published_week(
    args: Namespace, now: datetime, takes_draft: bool = False
) -> PublishedWeek | None:
    """Read the published form of the week that `args.name` names.

    `takes_draft`: where that week is a draft, drafts are shown. Where the journal has errors, print
    them and return None: a plan that could not be read whole may have lost the date until which
    sessions are held back.
    """
    root = Path(find_journal_folder(args))
    settings = read_site_settings(root)
    published = read_week_alone(root, settings, args, now, takes_draft)
    if published:
        return published
    if not takes_draft:
        return read_week_of_site(root, settings, args, now)
    try:
        return read_week_of_site(root, settings, args, now)
    except DraftRefused:
        return read_week_of_site(root, settings, Namespace(**{**vars(args), "draft": True}), now)


def read_week_of_site(
    root: Path, settings: Settings, args: Namespace, now: datetime
) -> PublishedWeek | None:
    """Read all that the site is made from, and take a week from it."""
    from tracker.boundary.cache import Cache
    from tracker.cli.site_errors import print_site_errors
    from tracker.site import site_files

    view, problems = site_files.load_view(
        root, settings.docs, settings.place, lambda plan: now.date(), args.draft, Cache(root)
    )
    if print_site_errors(problems, "; nothing was made"):
        return None
    today = when.journal_day_of(now, view.figures.plan.day_starts)
    name = parse_week_argument(args.name, today)
    return PublishedWeek(view, select_published_week(view, name, args.draft))


def read_week_alone(
    root: Path, settings: Settings, args: Namespace, now: datetime, takes_draft: bool
) -> PublishedWeek | None:
    """Read the words of one week, and of all others only what the sums of ten years remember.

    None where that would not do: a journal with errors, or a week that shows a chart of others.
    """
    plan, plan_faults = cached_reader.read_plan_with_faults(str(root))
    if plan_faults:
        return None
    reading = cached_reader.read_weeks(str(root), plan, None)
    if not has_no_errors(str(root), reading):
        return None
    place, docs, _ = settings
    essays, problems = hand_written.read_docs(root, docs, place)
    problems += hand_written.check_pictures(root)
    if any(not problem.hint for problem in problems):
        return None
    name = parse_week_argument(args.name, when.journal_day_of(now, plan.day_starts))
    journal = put_whole_weeks(str(root), reading, name)
    if journal is None:
        return None
    day, drafts = now.date(), args.draft
    if takes_draft and any(is_draft(week, day) for week in journal.weeks if week.name == name):
        drafts = True
    public = make_public_journal(journal, day, drafts)
    words = Journal(public.plan, tuple(week for week in public.weeks if week.name == name))
    if _CHART in repr(words.weeks):
        return None
    targets = build_link_targets(public, known_ids_of(journal))
    linked = link_items_of_journal(words, targets)
    weeks = {week.name: week for week in (*public.weeks, *linked.weeks)}
    figures = build_figures(public._replace(plan=linked.plan, weeks=tuple(weeks.values())))
    shown = hand_written.list_shown_essays(essays, place, day, drafts)
    notebooks, _ = hand_written.read_notebooks(root, list_notebook_paths(words))
    view = View(
        figures,
        day,
        drafts,
        place=place,
        essays=tuple(shown),
        notebooks=notebooks,
        targets=targets,
    )
    return PublishedWeek(view, select_published_week(view, name, drafts))


def put_whole_weeks(root: str, reading: cached_reader.JournalReading, name: str) -> Journal | None:
    """Put a week with all its words into a journal, and the next, whose first night may count here.

    None where a file is another one than it was just before.
    """
    weeks = {week.name: week for week in reading.journal.weeks}
    names = [name, week_of(monday_of(name) + timedelta(days=7))]
    files, _ = cached_reader.open_week_files(root, names)
    for week, data in files.items():
        whole = cached_reader.inspect_week_file(week, data).week
        if whole is None or reading.digests.get(week) != hash_bytes(data):
            return None
        weeks[week] = whole
    if any(name in weeks and name not in files for name in names):
        return None
    return reading.journal._replace(weeks=tuple(weeks.values()))


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
