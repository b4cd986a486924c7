"""tracker init: make a folder a journal that builds, without touching a file that is there."""

from __future__ import annotations

import os
import shlex
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker import store
from tracker.boundary.reading import has_entries
from tracker.boundary.writing import is_writable, make_folders
from tracker.cli import merge_driver
from tracker.cli.git import Remote, ask_git, begin_repository, is_in_git
from tracker.cli.journal_choices import build_choices, find_origin_or_hint, parse_url, read_remote
from tracker.cli.journal_files import (
    MADE,
    PUBLISHED,
    REQUIREMENTS,
    UNPUBLISHED,
    WORKFLOW,
    Choices,
    Made,
    build_entry_files,
    build_journal_files,
    build_own_files,
    format_made,
    parse_made,
    record_files,
)
from tracker.cli.terminal import hint, say
from tracker.model.english import join_words
from tracker.model.journal import PLAN_PATH, RELEASE, TrackerError, week_of
from tracker.site.forges import ForgeRepository, SiteAddresses, parse_remote
from tracker.site.mkdocs_lines import format_missing_settings, names_plugin
from tracker.site.settings import (
    FILE,
    load_mkdocs_settings,
    load_settings_file,
    settings_of,
    text_in,
)

EXAMPLES = """\
examples:
  tracker init                                makes the folder you are in a journal
  tracker init ~/journal                      another one, made if it is not there
  tracker init && tracker serve               and look at it
  tracker init --url git@github.com:you/journal.git
  tracker init --notes unpublished            keeps the notes of sessions off the site
  tracker init --here                         adds a journal to the MkDocs site you are in

It makes the site's configuration, a plan to fill in, this week's entry, what git and editors \
need, the workflow
that publishes on GitHub Pages, and requirements.txt, which names the program that you run.
On a terminal it asks whether the notes of sessions shall be on the site, and, where git knows no \
remote, where
that will be; --notes and --url answer that.
A file that is there already stays as it is. In a git repository it does what tracker setup-git \
does, too; where
there is none, it makes one."""

ASK_ADDRESS = "Where will it be published? The repository's address, or the site's; Enter: later  "


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker init [DIR | --here] [--url URL] [--notes published|unpublished]"
    parser.epilog = EXAMPLES
    parser.add_argument("folder", metavar="DIR", nargs="?", help="else the folder you are in")
    parser.add_argument(
        "--here", action="store_true", help="add a journal to the MkDocs site that is here"
    )
    parser.add_argument(
        "--url", metavar="URL", help="the repository's address, or the site's; else git's"
    )
    parser.add_argument(
        "--notes",
        choices=(PUBLISHED, UNPUBLISHED),
        help="whether the notes of sessions are on the site; else they are",
    )


def run(args: Namespace, now: datetime) -> int:
    root = os.path.abspath(args.folder or args.journal or os.getcwd())
    refuse_inside_entries(root)
    settings = load_mkdocs_settings(Path(root, FILE))
    if args.here:
        return add_to_site(root, settings, args.notes, week_of(now.date()))
    if settings and not names_plugin(settings, "tracker"):
        raise TrackerError(
            f"{FILE} is of another site; tracker init --here adds a journal to it, and "
            "tracker init DIR makes one elsewhere"
        )
    given = parse_url(args.url) if args.url else None
    notes = args.notes
    if notes is None and store.read_file(root, PLAN_PATH) is None:
        notes = ask_about_notes()
    make_folders(root, FILE)
    hints = prepare_git(root)
    remote = read_remote(root)
    if given is None and parse_remote(remote.address) is None and not settings:
        given = ask_about_address()
    choices = build_choices(root, remote, given, notes or PUBLISHED)
    origin = find_origin_or_hint(root, hints)
    wanted = build_journal_files(week_of(now.date()), choices, origin)
    write_missing(root, wanted, is_whole=True)
    set_up_merging(root, hints)
    site_url = text_in(settings, "site_url") if settings else choices.addresses.site_url
    for line in [*hints, *next_steps(site_url, choices, remote)]:
        hint(line)
    first = f"cd {shlex.quote(args.folder)}, " if args.folder else ""
    hint(
        f"next: {first}fill in entries/plan.yaml, then tracker log 45m ITEM "
        '"a note", then tracker serve'
    )
    return 0


# ---- what it is made for


def refuse_inside_entries(root: str) -> None:
    """Raise TrackerError in the entries/ of a journal, or below."""
    folder = root
    while (above := os.path.dirname(folder)) != folder:
        if os.path.basename(folder) == store.ENTRIES and is_journal(above):
            raise TrackerError(f"{root} lies in the entries of the journal {above}; go there")
        folder = above


def is_journal(folder: str) -> bool:
    """Whether a folder holds a week or a plan in its entries/."""
    return has_entries(folder) and any(map(is_writable, store.list_entries(folder)))


def ask_about_notes() -> str | None:
    """Ask on a terminal whether the notes of sessions shall be published. None without one."""
    if not is_terminal():
        return None
    say("What you log becomes a public site: each session with its note, one line each.")
    answer = ask_line("Publish the notes of sessions? [Y/n] ")
    if answer is None:
        return None
    return UNPUBLISHED if answer.lower().startswith("n") else PUBLISHED


def ask_about_address() -> ForgeRepository | SiteAddresses | None:
    """Ask on a terminal where the journal will be published, until the answer is an address."""
    if not is_terminal():
        return None
    while answer := ask_line(ASK_ADDRESS):
        try:
            return parse_url(answer)
        except TrackerError as error:
            say(str(error))
    return None


def is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_line(question: str) -> str | None:
    """Ask one line; None where the terminal ends."""
    try:
        return input(question).strip()
    except EOFError:
        return None


# ---- git


def prepare_git(root: str) -> list[str]:
    """Make a git repository where there is none; return hints where git is missing or refuses."""
    try:
        if not is_in_git(root):
            begin_repository(root)
            say("Made a git repository")
    except TrackerError as error:
        return [f"without git for now: {error}; then run tracker setup-git here"]
    return []


def set_up_merging(root: str, hints: list[str]) -> None:
    """Do what tracker setup-git does, unless git was missing before."""
    if any(line.startswith("without git") for line in hints):
        return
    try:
        for line in merge_driver.set_up(root):
            say(line)
    except TrackerError as error:
        hints.append(f"git does not merge weeks with tracker yet: {error}")


# ---- writing


def write_missing(root: str, wanted: Mapping[str, bytes], is_whole: bool) -> None:
    """Write the wanted files that are not there yet, in one step, and say so.

    `is_whole`: whether they are a whole journal, or what a site lacked for one.
    """
    names = [*wanted, MADE]
    for name in names:
        make_folders(root, name)
    written = store.apply_edit(
        root, names, lambda files: select_missing_files(files, wanted, is_whole)
    )
    undo = ". Undo: tracker undo" if written.paths else ""
    say(f"{written.what[:1].upper()}{written.what[1:]}{undo}")
    for line in written.warnings:
        hint(line)


def select_missing_files(
    files: store.Files, wanted: Mapping[str, bytes], is_whole: bool
) -> tuple[str, store.Files]:
    """Select the wanted files that are not there yet, and say what was made."""
    missing: store.Files = {name: data for name, data in wanted.items() if files[name] is None}
    if not missing:
        return "nothing to make: all of it is there", missing
    message = f"made {', '.join(missing)}"
    present = [name for name in wanted if name not in missing]
    if present:
        message += f"; as before: {', '.join(present)}"
    made = parse_made(files[MADE], Made(RELEASE, is_whole, {}))
    missing[MADE] = format_made(record_files(made, {**files, **missing}, wanted))
    return message, missing


def next_steps(site_url: str, choices: Choices, remote: Remote) -> list[str]:
    """List what is left to do by hand."""
    steps = []
    if site_url:
        steps.append(f"site_url in mkdocs.yml is {site_url}")
    else:
        steps.append(
            "site_url in mkdocs.yml is open: write it, or run tracker upgrade once git has a "
            "remote on GitHub, GitLab or Codeberg"
        )
    if ".gitlab.io/" in site_url:
        steps.append(
            "GitLab may give the site a domain of its own: look in Deploy, Pages, and mend site_url"
        )
    if remote.folder:
        steps.append(
            f"no {WORKFLOW}: GitHub reads workflows at the repository's top, not in {remote.folder}"
        )
    elif not choices.has_workflow:
        steps.append(f"no {WORKFLOW}, which GitHub alone runs; {publish_elsewhere(site_url)}")
    else:
        steps.append(
            "to publish: give git a remote on GitHub, choose Settings, Pages, Source: GitHub "
            "Actions there, then tracker publish"
        )
    steps.append(
        "public: all that you write, but for drafts and what says unpublished; whoever reads the "
        "repository reads that, too"
    )
    return steps


def publish_elsewhere(site_url: str) -> str:
    """Say how a site is published on a host that is not GitHub."""
    if ".gitlab.io/" in site_url:
        return (
            "to publish: a job `pages` in .gitlab-ci.yml that runs pip install -r "
            f"{REQUIREMENTS} and tracker build --site-dir public, and keeps public/ as its artifact"
        )
    if ".codeberg.page/" in site_url:
        return (
            "to publish: tracker build, then push what is in site/ to where Codeberg Pages "
            "serves from, the branch pages or the repository pages"
        )
    return "tracker build makes site/, which any host of files can show"


# ---- a site that is there


def add_to_site(root: str, settings: Mapping[str, Any], notes: str | None, week: str) -> int:
    """Add what a journal needs to an MkDocs site, and print the lines for its mkdocs.yml."""
    if not settings:
        raise TrackerError(f"no {FILE} in {root}; tracker init without --here makes a whole site")
    if notes is None and store.read_file(root, PLAN_PATH) is None:
        notes = ask_about_notes()
    hints: list[str] = []
    origin = find_origin_or_hint(root, hints)
    own = build_own_files(Choices(has_workflow=False), origin)
    for name in (".gitignore", ".gitattributes", REQUIREMENTS):
        own.pop(name, None)
    wanted = {**build_entry_files(week, notes or PUBLISHED), **own}
    if settings_of(settings, Path(root)).place.journal_uri == "blog/index.md":
        wanted |= find_blog_index(settings)
    write_missing(root, wanted, is_whole=False)
    if ask_git(root, "rev-parse", "--is-inside-work-tree") == "true":
        set_up_merging(root, hints)
    lines = format_missing_settings(settings)
    if lines:
        say("Add to mkdocs.yml, to the lists that are there:")
        for line in lines:
            say(f"  {line}" if line else "")
    else:
        say("mkdocs.yml has all that it needs")
    if origin:
        say(f"Add to what the site is installed from: {origin.requirement}")
    for line in [*hints, *list_pitfalls(load_settings_file(Path(root, FILE)), settings)]:
        hint(line)
    return 0


def list_pitfalls(own: Mapping[str, Any], settings: Mapping[str, Any]) -> list[str]:
    """List what else the site needs: the theme, and lists in the file that it inherits.

    `own`: what mkdocs.yml says itself; `settings`: with what it inherits.
    """
    pitfalls = []
    inherited = [key for key in ("plugins", "markdown_extensions") if key in settings]
    inherited = [key for key in inherited if key not in own]
    if inherited:
        pitfalls.append(
            f"{FILE} inherits {join_words(inherited)} from {own.get('INHERIT')}: add to the lists "
            f"there, for a list in {FILE} replaces them"
        )
    theme = settings.get("theme") or "mkdocs"
    name = theme.get("name") if isinstance(theme, dict) else theme
    if isinstance(name, str) and name not in ("material", "materialx"):
        pitfalls.append(f"the theme of {FILE} is {name}; the journal needs material (or materialx)")
    return pitfalls


def find_blog_index(settings: Mapping[str, Any]) -> dict[str, bytes]:
    """The page of a blog that the site does not have yet; nothing where its docs/ are elsewhere."""
    if settings.get("docs_dir", "docs") != "docs":
        return {}
    return {"docs/blog/index.md": b"# Journal\n"}
