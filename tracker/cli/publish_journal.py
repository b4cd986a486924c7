"""A journal's folder -> its site, checked and built, its files committed and pushed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import NamedTuple

from tracker.boundary.cache import Cache
from tracker.boundary.outside import (
    resolve_path,
    size_of_link_or_file,
    temporary_folder,
)
from tracker.boundary.reading import ENTRIES, OWN
from tracker.boundary.writing import WRITABLE
from tracker.cli import merge_driver, run_mkdocs
from tracker.cli.commit_and_push import (
    STASHED,
    PushResult,
    commit_changes,
    pull_branch,
    push_branch,
)
from tracker.cli.commit_message import build_commit_message
from tracker.cli.git import ask_git, run_git
from tracker.cli.journal_files import REQUIREMENTS, WORKFLOW
from tracker.cli.journal_files import SETTINGS as SITE_SETTINGS
from tracker.cli.pages_workflow import FOLDER, find_pages_workflows, list_branches, runs_on_push
from tracker.cli.publish_record import record_publish
from tracker.cli.repository import (
    ChangedFile,
    Repository,
    find_unfinished,
    read_repository,
)
from tracker.cli.site_errors import print_site_errors
from tracker.cli.terminal import hint, say
from tracker.model.english import format_count, join_words
from tracker.model.journal import TrackerError
from tracker.model.plan import Plan
from tracker.pages import View
from tracker.site import site_files
from tracker.site.forges import find_addresses, parse_remote
from tracker.site.settings import read_site_settings

NOTEBOOKS = "notebooks"
# The program's own wheel, where a journal could name no release of it.
_WHEEL = "wheels/progress_journal-"
_OF_SITE = (SITE_SETTINGS, REQUIREMENTS, WORKFLOW)
_MOST_NAMED = 5
_MOST_BYTES = 100 * 1024 * 1024  # of a file that GitHub takes
# What a remote says when it refuses -> what to do.
_ADVICE = {
    "without `workflow` scope": "the token that git uses must not change workflows; with GitHub's "
    "own program: gh auth refresh -s workflow, else make a token with the scope workflow",
    "protected branch": "push another branch and open a pull request",
    "checked out": "the remote is a working folder; push to a bare repository (git init --bare)",
}


class Changes(NamedTuple):
    """What changed in the repository: what will be committed, and what stays as it is."""

    ours: list[ChangedFile]
    others: list[ChangedFile]


def publish_journal(root: str, now: datetime, dry_run: bool) -> int:
    """Check, build, commit and push; return the exit code. TrackerError where that cannot be."""
    folder = run_mkdocs.find_mkdocs_folder(root)
    repository = read_repository(root)
    refuse_branch_that_is_not_published(repository)
    docs = find_docs_folder(root, repository)
    changes = sort_changes(repository, docs)
    hint_at_what_stays(repository, changes, docs)
    if not changes.ours and (repository.waiting == 0 or not repository.is_born):
        say("Nothing to publish: all that you wrote is committed and pushed")
        return 0
    if changes.ours:
        refuse_unknown_author(repository)
        refuse_large_files(repository, changes.ours)
    view = check_and_build(root, folder, now)
    if isinstance(view, int):
        hint("nothing was committed")
        return view
    message = ""
    if changes.ours:
        message = compose_commit_message(view, repository, changes.ours, docs)
    if dry_run:
        say_what_would_happen(repository, changes.ours, message)
        say_where_site_is(view, repository)
        return 0
    # The build took its time, and another `tracker publish` may have been first.
    repository = read_repository(root)
    is_committed = bool(changes.ours) and not sort_changes(repository, docs).ours
    if is_committed and repository.waiting == 0:
        say("Nothing to publish any more: another commit and push came first")
        return 0
    if changes.ours and not is_committed:
        code = commit_changes(repository, changes.ours, message)
        if code:
            return report_failed_commit(code)
        subject = message.partition("\n")[0]
        say(f"Committed {format_count(len(changes.ours), 'file')}: {subject}")
    return push_and_record(root, folder, repository, view, now)


def push_and_record(
    root: str, folder: str, repository: Repository, view: View, now: datetime
) -> int:
    """Push, and note for `tracker status` that it went through; return the exit code."""
    code = push_or_pull(root, folder, repository, now)
    if code:
        return code
    say(f"Pushed {describe_push(repository)}")
    say_where_site_is(view, repository)
    hint_at_first_publish(repository)
    record_success(root, now.date(), repository)
    return 0


def push_or_pull(root: str, folder: str, repository: Repository, now: datetime) -> int:
    """Push; where the remote has more commits, pull, check, build and push again."""
    pushed = push_branch(repository)
    if pushed.is_behind:
        code = pull_and_build(root, folder, repository, now)
        if code:
            return code
        pushed = push_branch(repository)
    if pushed.code:
        return report_failed_push(repository, pushed)
    return 0


# ---- what is committed


def find_docs_folder(root: str, repository: Repository) -> str:
    """Find the folder of the site's pages, relative to the journal: `docs`.

    TrackerError where it lies outside of the repository.
    """
    _, docs, _ = read_site_settings(Path(root))
    name = os.path.relpath(docs, root).replace(os.sep, "/")
    depth = repository.folder.count("/")
    if os.path.isabs(name) or name.split("/").count("..") > depth:
        raise TrackerError(
            f"docs_dir of mkdocs.yml, {docs}, lies outside of the repository {repository.top}"
        )
    return name


def find_folders(repository: Repository, docs: str) -> dict[str, str]:
    """Find the folders that are published: `journal/entries/` in the repository -> `entries`.

    One that is a link to another folder of the repository is there under both names, for git holds
    the files under that one.
    """
    folders = {}
    top = resolve_path(repository.top)
    for name in (ENTRIES, docs, NOTEBOOKS):
        path = os.path.normpath(repository.folder + name)
        real = os.path.relpath(resolve_path(os.path.join(top, path)), top)
        for each in (path, real):
            if each.split(os.sep)[0] not in (os.curdir, os.pardir):
                folders[each.replace(os.sep, "/") + "/"] = name
    return folders


def sort_changes(repository: Repository, docs: str) -> Changes:
    """Sort what changed by whether `publish` commits it.

    That is all below entries/, docs/ and notebooks/, and the files of `tracker init` that no commit
    has yet. What is a repository of its own stays, and so does a file that the author took out of
    the index and kept.
    """
    folders = tuple(find_folders(repository, docs))
    taken_out = {change.path for change in repository.changes if change.staged == "D"}
    kept = {change.path for change in repository.changes if change.is_untracked} & taken_out
    changes = Changes([], [])
    for change in repository.changes:
        name = change.path.removeprefix(repository.folder)
        is_ours = f"{change.path}/".startswith(folders)
        if change.is_new and change.path == repository.folder + name:
            is_ours = is_ours or is_file_of_init(name)
        if is_ours and not change.nested and change.path not in kept:
            changes.ours.append(change)
        else:
            changes.others.append(change)
    return changes


def is_file_of_init(name: str) -> bool:
    """Whether `tracker init` makes a file of this name."""
    return "init" in WRITABLE.get(name, "") or name.startswith(_WHEEL)


def is_of_site(repository: Repository, change: ChangedFile) -> bool:
    """Whether a change is one of a file that the published site is built with."""
    name = change.path.removeprefix(repository.folder)
    return change.path == repository.folder + name and name in _OF_SITE


def hint_at_what_stays(repository: Repository, changes: Changes, docs: str) -> None:
    """Name what is not committed, and what is committed otherwise than it was staged."""
    half = [change.path for change in changes.ours if is_staged_in_part(change)]
    if half:
        hint(f"staged in part, and committed whole: {name_paths(half)}")
    if changes.others:
        names = []
        for path in dict.fromkeys(change.path for change in changes.others):
            letters = {change.staged for change in changes.others if change.path == path}
            is_staged = not letters <= {".", "?"}
            names.append(f"{path} (staged)" if is_staged else path)
        hint(f"stays as it is, not published: {name_paths(names)}")
        settings = [change.path for change in changes.others if is_of_site(repository, change)]
        if settings:
            hint(f"the site needs {name_paths(settings)}, too: commit that yourself, then publish")
        if any(change.nested for change in changes.others):
            hint("commit and push submodules and repositories in this one by themselves")
    ignored = list_ignored_files(repository, docs)
    if ignored:
        hint(f"git ignores these, so the published site is without them: {name_paths(ignored)}")


def is_staged_in_part(change: ChangedFile) -> bool:
    return change.staged not in ".?" and change.unstaged not in ".?"


def name_paths(paths: Sequence[str]) -> str:
    """Name the first paths and count the others."""
    shown = list(paths[:_MOST_NAMED])
    if len(paths) > len(shown):
        shown.append(f"{len(paths) - len(shown)} more")
    return join_words(shown)


def list_ignored_files(repository: Repository, docs: str) -> list[str]:
    """List the files that the site is built from here, and that git ignores."""
    words = ["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--"]
    listed = run_git(repository.top, "--literal-pathspecs", *words, *find_folders(repository, docs))
    names = [name for name in listed.split("\0") if name]
    hidden = [name for name in names if any(part.startswith(".") for part in name.split("/"))]
    return [name for name in names if name not in hidden and not name.endswith(("~", ".swp"))]


def refuse_unknown_author(repository: Repository) -> None:
    try:
        run_git(repository.top, "var", "GIT_COMMITTER_IDENT")
        run_git(repository.top, "var", "GIT_AUTHOR_IDENT")
    except TrackerError:
        raise TrackerError(
            "git does not know who you are; tell it: "
            'git config --global user.name "YOUR NAME", and '
            "git config --global user.email YOU@EXAMPLE.ORG"
        ) from None


def is_filtered(repository: Repository, path: str) -> bool:
    """Whether git commits something else than a file's bytes, as Git LFS has it do."""
    answer = ask_git(repository.top, "check-attr", "filter", "--", path)
    return not answer.endswith(": unspecified")


def refuse_large_files(repository: Repository, ours: Sequence[ChangedFile]) -> None:
    """Raise TrackerError for a file that GitHub would refuse when its commit is made already."""
    forge = parse_remote(repository.address)
    if forge is None or not forge.is_on_github:
        return
    paths = [change.path for change in ours if not change.is_gone]
    for path in paths:
        size = size_of_link_or_file(os.path.join(repository.top, path))
        if size > _MOST_BYTES and not is_filtered(repository, path):
            raise TrackerError(
                f"{path} has {size / 2**20:,.0f} MB, and GitHub takes no file of more than 100; "
                "make it smaller, or put its name into .gitignore"
            )


def compose_commit_message(
    view: View, repository: Repository, ours: Sequence[ChangedFile], docs: str
) -> str:
    """Write the commit's message, by the paths from the journal's folder."""
    changed = {}
    folders = find_folders(repository, docs)
    for change in ours:
        path = os.path.relpath(change.path, repository.folder or ".").replace(os.sep, "/")
        for folder, name in folders.items():
            if change.path.startswith(folder):
                path = f"{name}/{change.path.removeprefix(folder)}"
        changed[path] = change.is_gone
    words = ["ls-tree", "--name-only", "HEAD", "--", repository.folder + ENTRIES]
    first = not (repository.is_born and ask_git(repository.top, "--literal-pathspecs", *words))
    return build_commit_message(view, docs, changed, first)


# ---- what is checked and built


def check_and_build(root: str, folder: str, now: datetime) -> View | int:
    """Check the journal and build its site strictly, into a folder that is deleted again.

    Returns what the site was made from, or the exit code where that failed, which is said.
    """

    def clock(zone: tzinfo | None) -> datetime:
        return now.astimezone(zone) if zone else now

    def build_date(plan: Plan) -> date:
        return site_files.compute_build_date(plan, clock, os.environ)

    place, docs, _ = read_site_settings(Path(root))
    cache = Cache(root)
    view, problems = site_files.load_view(Path(root), docs, place, build_date, False, cache)
    if print_site_errors(problems):
        return 3
    hint("Building the site…")
    with temporary_folder() as site:
        # Without --quiet, which hides warnings from --strict, too.
        words = ["build", "--strict", *run_mkdocs.site_dir(os.path.join(site, "site"))]
        code = run_mkdocs.run_mkdocs(folder, words)
    if code:
        hint("the site does not build strictly; mend what stands above")
        return code
    return view


# ---- where it is pushed to


def refuse_branch_that_is_not_published(repository: Repository) -> None:
    """Raise TrackerError where the workflow that publishes does not run on this branch."""
    workflows = find_pages_workflows(repository.top)
    if not workflows or any(runs_on_push(each, repository.target) for each in workflows):
        return
    branches = list_branches(workflows[0])
    path, branch = workflows[0].path, repository.target
    where = f"{path} publishes {join_words(branches)}" if branches else f"{path} does not run"
    if not branches:
        advice = f"name {branch} under its on.push.branches"
    elif ask_git(repository.top, "rev-parse", "--quiet", "--verify", f"refs/heads/{branches[0]}"):
        advice = f"go there: git switch {branches[0]}"
    elif repository.has_upstream:
        advice = f"name {branch} under its on.push.branches, too"
    else:
        advice = f"rename it: git branch -m {branches[0]}"
    raise TrackerError(f"{where}, and this branch is pushed to {branch}; {advice}")


def name_remote_branch(repository: Repository) -> str:
    return f"{repository.remote}/{repository.target}"


def describe_push(repository: Repository) -> str:
    """Describe a push: `main to origin/main, with 2 earlier commits`."""
    words = f"{repository.branch} to {name_remote_branch(repository)}"
    if repository.waiting:
        words += f", with {format_count(repository.waiting, 'earlier commit')}"
    return words


def pull_and_build(root: str, folder: str, repository: Repository, now: datetime) -> int:
    """Take in what the remote has, then check and build again; return the exit code."""
    hint(
        f"{name_remote_branch(repository)} has commits that this clone does not have; pulling them"
    )
    if merge_driver.read_merge_attribute(root) == "tracker":
        merge_driver.define_merge_driver(root)
    code = pull_branch(repository)
    if code == STASHED:
        return 1
    if code:
        return report_failed_pull(repository, code)
    view = check_and_build(root, folder, now)
    if isinstance(view, int):
        hint("so it is with what was pulled; nothing was pushed. Mend it, then tracker publish")
        return view
    return 0


def say_what_would_happen(
    repository: Repository, ours: Sequence[ChangedFile], message: str
) -> None:
    if ours:
        say(f"Would commit {format_count(len(ours), 'file')}, with this message:")
        for line in message.rstrip("\n").split("\n"):
            say(f"  {line}".rstrip())
    say(f"Would push {describe_push(repository)}")


def say_where_site_is(view: View, repository: Repository) -> None:
    """Say where the site is, when it is there, and what is wrong with `site_url`."""
    url = view.place.url
    forge = parse_remote(repository.address)
    if forge is None or not forge.is_on_github:
        if url:
            say(f"The site: {url}, as soon as your host has built it")
        return
    expected = find_addresses(forge, "").site_url
    if find_pages_workflows(repository.top):
        say(f"The site: {url or expected}, in a few minutes; see {forge.url}/actions")
    else:
        say(f"The site: {url or expected}")
        hint(f"no workflow in {FOLDER} seems to publish it; without one GitHub does not build it")
    if not url:
        hint(f"without site_url there are no feeds; put into mkdocs.yml: site_url: {expected}")
    elif ".github.io/" in url and not url.lower().startswith(expected.lower()):
        hint(f"site_url of mkdocs.yml is {url}, and GitHub publishes this repository at {expected}")


def hint_at_first_publish(repository: Repository) -> None:
    """Say what GitHub has to be told once, before it publishes."""
    forge = parse_remote(repository.address)
    if forge is None or not forge.is_on_github or repository.waiting is not None:
        return
    if find_pages_workflows(repository.top):
        hint(
            f"the first time: open {forge.url}/settings/pages and choose the source "
            "GitHub Actions. If the run had begun before that, run it again"
        )


def record_success(root: str, day: date, repository: Repository) -> None:
    try:
        forge = parse_remote(repository.address)
        record_publish(root, day, forge.host if forge else "")
    except OSError as error:
        hint(f"{OWN} cannot be written, so status will not know of this: {error.strerror}")


# ---- what went wrong


def report_failed_commit(code: int) -> int:
    if code == 130:
        hint("nothing was committed")
        return code
    hint("git did not commit: its own words, or those of a hook, stand above. Nothing was pushed")
    return 1


def report_failed_pull(repository: Repository, code: int) -> int:
    if code == 130:
        return code
    if not find_unfinished(repository.top):
        hint(
            "git did not take in what the remote has: its words stand above. Nothing was pushed; "
            "what you wrote is committed here. Mend that, then tracker publish"
        )
        return 1
    unmerged = run_git(repository.top, "diff", "--name-only", "--diff-filter=U", "-z")
    paths = [path for path in unmerged.split("\0") if path]
    hint(
        f"both sides changed the same lines of {name_paths(paths) or 'a file'}. Mend them, then "
        "git add them, git rebase --continue and tracker publish; or take it back: "
        "git rebase --abort"
    )
    return 1


def report_failed_push(repository: Repository, pushed: PushResult) -> int:
    if pushed.code == 130:
        hint("the push was interrupted; what is committed is pushed by the next tracker publish")
        return 130
    if pushed.is_behind:
        hint("somebody else is pushing, too; run tracker publish again")
    elif pushed.reason:
        hint(f"{name_remote_branch(repository)} refused the push: {pushed.reason}")
        for words, advice in _ADVICE.items():
            if words in pushed.reason:
                hint(advice)
    else:
        hint("git could not push: its words stand above")
    hint("nothing was published; what is committed stays here, and the next publish pushes it")
    return 1
