"""What stands around the code: workflows, the lock, and files that must or must not be there."""

import json
import re
import subprocess
import sys
import tomllib
from itertools import chain

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.journal import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.y*ml"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    "schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"]
)
def test_workflows_are_valid(schema: str) -> None:
    assert len(WORKFLOWS) == 2
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        schema,
        *map(str, WORKFLOWS),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_workflows_may_do_no_more_than_they_must() -> None:
    granted = {}
    for path in WORKFLOWS:
        workflow = yaml.safe_load(path.read_text("utf-8"))
        for name, job in workflow["jobs"].items():
            granted[path.stem, name] = job.get("permissions", workflow["permissions"])
            actions = [step["uses"] for step in job["steps"] if "uses" in step]
            assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action) for action in actions)
    assert granted == {
        ("test", "test"): {"contents": "read"},
        ("publish", "build"): {"contents": "read"},
        ("publish", "deploy"): {"pages": "write", "id-token": "write"},
    }


def test_pre_commit_runs_what_make_installs() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    for hook in config["repos"][0]["hooks"]:
        assert {"id", "name", "entry", "language"} <= set(hook)
        assert hook["language"] == "system"
        assert ".venv/bin/" in hook["entry"]


def test_lock_names_no_host_and_no_folder() -> None:
    pin, sha = r"[\w.-]+==[\w.]+( ; [\w.<>=!' ()]+)? \\", r"    --hash=sha256:[0-9a-f]{64}( \\)?"
    via = r"    #( via|  )( [\w.-]+( \(pyproject\.toml(:dev)?\))?)?"
    usual = re.compile(f"{pin}|{sha}|{via}")
    assert [line for line in LOCK.splitlines()[2:] if not usual.fullmatch(line)] == []


def test_lock_is_in_step_with_pyproject() -> None:
    locked: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", LOCK, re.MULTILINE):
        locked.setdefault(canonicalize_name(name), set()).add(version)
    backend, group = PYPROJECT["build-system"]["requires"], PYPROJECT["dependency-groups"]["dev"]
    for requirement in map(
        Requirement, chain(backend, PYPROJECT["project"]["dependencies"], group)
    ):
        versions = locked.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement} is not locked: make lock"
        assert all(map(requirement.specifier.contains, versions)), (
            f"{requirement}, but {versions}: make lock"
        )


def test_lock_pins_each_package_by_hash() -> None:
    pins = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(pins) > 40
    assert all("--hash=sha256:" in pin for pin in pins)


@pytest.mark.parametrize("tool", ["node", "lighthouse"])
def test_locks_of_npm_hold_hashes_and_no_addresses(tool: str) -> None:
    lock = json.loads((ROOT / f"tests/{tool}/package-lock.json").read_text("utf-8"))
    wanted = json.loads((ROOT / f"tests/{tool}/package.json").read_text("utf-8"))["dependencies"]
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert lock["packages"][""]["dependencies"] == wanted
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package for package in packages.values())


@pytest.mark.parametrize(
    "name", ["uv.lock", "poetry.lock", "Pipfile.lock", "package-lock.json", "setup.py"]
)
def test_there_is_one_lock(name: str) -> None:
    assert not (ROOT / name).exists()


def test_changelog_has_a_place_for_the_next_change() -> None:
    assert re.search(r"^## \[?Unreleased", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_lock_of_the_second_engine_leaves_the_first_one_out() -> None:
    """Material and MaterialX write the same files."""
    lock = (ROOT / "requirements-materialx.lock").read_text("utf-8")
    pins = dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, re.MULTILINE))
    wanted = [
        *PYPROJECT["build-system"]["requires"],
        *PYPROJECT["project"]["dependencies"],
        *PYPROJECT["dependency-groups"]["materialx"],
    ]
    locked = {requirement.name: requirement for requirement in map(Requirement, wanted)}
    assert locked.pop("mkdocs-material").name not in pins
    for name, requirement in locked.items():
        version = pins.get(canonicalize_name(name))
        assert version and version in requirement.specifier, f"{requirement}: make lock"
    assert "://" not in lock and "file:" not in lock
    assert all("--hash=sha256:" in pin for pin in re.split(r"^(?=[\w.-]+==)", lock, flags=re.M)[1:])
