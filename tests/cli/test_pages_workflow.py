"""The workflows of a repository -> whether a push to a branch publishes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from tests.journal import ROOT
from tracker.cli.pages_workflow import (
    PagesWorkflow,
    find_pages_workflows,
    list_branches,
    runs_on_push,
)

# What stands under `on`, a branch, whether a push to it starts the workflow.
CASES = [
    ("push", "x", True),
    ("[push, pull_request]", "x", True),
    ("workflow_dispatch", "main", False),
    ("{push: }", "x", True),
    ("{schedule: [{cron: x}]}", "main", False),
    ("{push: {branches: [main]}}", "main", True),
    ("{push: {branches: main}}", "main", True),
    ("{push: {branches: [main]}}", "master", False),
    ("{push: {branches: [main, 'm*']}}", "master", True),
    ("{push: {branches: ['**', '!drafts']}}", "drafts", False),
    ("{push: {branches-ignore: [drafts]}}", "drafts", False),
    ("{push: {branches-ignore: [drafts]}}", "main", True),
    ("{push: {tags: ['v*']}}", "main", False),
    ("{push: {paths: [docs/**]}}", "main", True),
    ("5", "main", True),
]


@pytest.mark.parametrize(("on", "branch", "runs"), CASES)
def test_runs_on_push(on: str, branch: str, runs: bool) -> None:
    content = yaml.safe_load(f"on: {on}\n")
    assert runs_on_push(PagesWorkflow("x.yml", content), branch) == runs
    assert list_branches(PagesWorkflow("x.yml", content)) == (
        ["main"] if "branches: main" in on or "branches: [main" in on else []
    )


@pytest.mark.parametrize("content", [None, [], "x", 5, {}])
def test_a_file_that_says_nothing_stops_nothing(content: object) -> None:
    assert runs_on_push(PagesWorkflow("x.yml", content), "main")


@pytest.mark.usefixtures("plain_git")
def test_workflows_that_publish_are_found(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    for name in ("publish.yml", "test.yml"):
        (folder / name).write_bytes((ROOT / ".github/workflows" / name).read_bytes())
    (folder / "broken.yaml").write_text("deploy-pages: [", "utf-8")
    found = find_pages_workflows(str(tmp_path))
    assert [each.path for each in found] == [
        ".github/workflows/broken.yaml",
        ".github/workflows/publish.yml",
    ]
    assert (found[0].content, list_branches(found[1])) == (None, ["main"])
