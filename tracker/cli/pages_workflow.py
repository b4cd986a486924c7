"""The workflows of a repository -> those that publish a site, and on which branches they run."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

import yaml

from tracker.boundary.outside import read_if_there
from tracker.cli.git import run_git

FOLDER = ".github/workflows"
# What stands in a workflow that publishes: GitHub's own action, MkDocs' command, the branch that
# other actions push to.
_PUBLISHES = (b"deploy-pages", b"gh-deploy", b"gh-pages")
_MOST = 1_000_000


class PagesWorkflow(NamedTuple):
    """A workflow that publishes: its path, and how its file reads, None where it cannot be read."""

    path: str
    content: Any


def find_pages_workflows(top: str) -> list[PagesWorkflow]:
    """Find the workflows of the repository that publish a site."""
    listed = run_git(top, "ls-files", "-z", "-c", "-o", "--exclude-standard", "--", FOLDER)
    workflows = []
    for path in sorted(set(filter(None, listed.split("\0")))):
        data = read_if_there(os.path.join(top, path), _MOST)
        if not path.endswith((".yml", ".yaml")) or not any(word in data for word in _PUBLISHES):
            continue
        try:
            content = yaml.load(data, yaml.SafeLoader)
        except (yaml.YAMLError, ValueError):
            content = None
        workflows.append(PagesWorkflow(path, content))
    return workflows


def runs_on_push(workflow: PagesWorkflow, branch: str) -> bool:
    """Whether a push to a branch starts the workflow; True where its file does not say."""
    if not isinstance(workflow.content, dict):
        return True
    # YAML 1.1 reads the key `on` as true.
    events = workflow.content.get("on", workflow.content.get(True))
    if isinstance(events, str | list):
        return "push" in events
    if not isinstance(events, dict):
        return True
    if "push" not in events:
        return False
    return _takes_branch(events["push"], branch)


def list_branches(workflow: PagesWorkflow) -> list[str]:
    """List the branches by name whose pushes start the workflow; patterns are left out."""
    content = workflow.content
    events = content.get("on", content.get(True)) if isinstance(content, dict) else None
    push = events.get("push") if isinstance(events, dict) else None
    patterns = _list_texts(push.get("branches")) if isinstance(push, dict) else []
    return [name for name in patterns if not set(name) & set("*?+[!")]


def _takes_branch(push: Any, branch: str) -> bool:
    if not isinstance(push, dict):
        return True
    if "branches" in push:
        taken = False
        for pattern in _list_texts(push["branches"]):  # the last one that fits decides
            if fnmatchcase(branch, pattern.removeprefix("!")):
                taken = not pattern.startswith("!")
        return taken
    if "branches-ignore" in push:
        ignored = _list_texts(push["branches-ignore"])
        return not any(fnmatchcase(branch, pattern) for pattern in ignored)
    return not {"tags", "tags-ignore"} & set(push)  # with tags alone no branch starts it


def _list_texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [each for each in value if isinstance(each, str)]
    return []
