"""A journal -> hints at evidence that its folder and its repository do not have."""

from __future__ import annotations

import os

from tracker.boundary.outside import path_exists
from tracker.boundary.reading import ENTRY, Refused, read_file
from tracker.checks.evidence_checks import (
    find_missing_evidence,
    list_evidence,
    normalize_repository,
)
from tracker.cli.git import ask_git
from tracker.format.places import Finding, locate_findings
from tracker.model.journal import Journal, Problem
from tracker.model.kinds import evidence_of


def check_evidence(root: str, journal: Journal) -> list[Problem]:
    """Hint at paths and commits that weeks name as evidence and that are not there.

    Without git, and outside a repository, nothing is said of commits.
    """
    if not has_evidence(journal):
        return []
    evidence = list_evidence(journal, list_remotes(root))
    folders = [root, find_top_folder(root)]
    names = {piece.name for piece in evidence}
    paths = {name for name in names if lies_in(folders, name)}
    commits = sorted({piece.name for piece in evidence if piece.is_commit} - paths)
    findings: dict[str, list[Finding]] = {}
    for finding in find_missing_evidence(evidence, paths, list_unknown_commits(root, commits)):
        findings.setdefault(finding.path, []).append(finding)
    problems: list[Problem] = []
    for path, of_file in findings.items():
        problems += locate_findings(path, read_entry(root, path), of_file)
    return problems


def has_evidence(journal: Journal) -> bool:
    for week in journal.weeks:
        for _, _, record in week.records:
            if evidence_of(record):
                return True
    return False


def lies_in(folders: list[str], name: str) -> bool:
    """Whether one of the folders holds a path; `tracker/store.py#L10` is one of `store.py`."""
    for path in (name, name.partition("#")[0]):
        for folder in folders:
            if path and path_exists(os.path.join(folder, *path.split("/"))):
                return True
    return False


def read_entry(root: str, path: str) -> bytes:
    try:
        return read_file(root, path, ENTRY) or b""
    except Refused:
        return b""


# ---- what git knows


def list_remotes(root: str) -> set[str]:
    """List the addresses of the journal's repository, normalized."""
    lines = ask_git(root, "config", "--get-regexp", r"^remote\..*\.url$").splitlines()
    return {normalize_repository(line.partition(" ")[2]) for line in lines}


def find_top_folder(root: str) -> str:
    """The folder of the repository, which the journal may be a part of; else the journal's own."""
    return ask_git(root, "rev-parse", "--show-toplevel") or root


def list_unknown_commits(root: str, commits: list[str]) -> set[str]:
    """List the commits that git does not know; none where it knows only a part of the history."""
    if not commits:
        return set()
    lines = "".join(f"{commit}^{{commit}}\n" for commit in commits)
    answers = ask_git(root, "cat-file", "--batch-check", given=lines).splitlines()
    if len(answers) != len(commits):
        return set()
    unknown = set()
    for commit, answer in zip(commits, answers, strict=True):
        if answer.endswith(" missing"):
            unknown.add(commit)
    if unknown and ask_git(root, "rev-parse", "--is-shallow-repository") != "false":
        return set()
    return unknown
