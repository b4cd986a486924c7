"""What stands around the code: workflows, the lock, and files that must or must not be there."""

import json
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.journal import ROOT
from tests.tools.bench_sites import CACHE
from tracker.boundary.writing import OWN_FILES
from tracker.model.journal import RELEASE

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.y*ml"))
# That of new journals, which may do no more than ours.
TEMPLATE = ROOT / "tracker/templates/init/publish.yml"
# Each lock, and the groups of dependencies that it has besides those of the program.
LOCKS = {"requirements.lock": ["dev", "site"], "requirements-site.lock": ["site"]}
MATERIALX = "requirements-materialx.lock"
LOCK_TEXTS = {name: (ROOT / name).read_text("utf-8") for name in [*LOCKS, MATERIALX]}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    "schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"]
)
def test_workflows_are_valid(schema: str) -> None:
    assert len(WORKFLOWS) == 3
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        schema,
        *map(str, [*WORKFLOWS, TEMPLATE]),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_workflows_may_do_no_more_than_they_must() -> None:
    granted = {}
    for path in [*WORKFLOWS, TEMPLATE]:
        workflow = yaml.safe_load(path.read_text("utf-8"))
        for name, job in workflow["jobs"].items():
            granted[path.parent.name, path.stem, name] = job.get(
                "permissions", workflow["permissions"]
            )
            if "uses" in job:
                assert job["uses"].startswith("./.github/workflows/")
                continue
            actions = [step["uses"] for step in job["steps"] if "uses" in step]
            assert [action for action in actions if not is_trusted(action, path)] == []
    assert granted == {
        ("workflows", "test", "test"): {"contents": "read"},
        ("workflows", "test", "bench"): {"contents": "read"},
        ("workflows", "test", "dist"): {"contents": "read"},
        ("workflows", "test", "windows"): {"contents": "read"},
        ("workflows", "release", "test"): {"contents": "read"},
        ("workflows", "release", "build"): {"contents": "read"},
        ("workflows", "release", "publish"): {"id-token": "write"},
        ("workflows", "publish", "build"): {"contents": "read"},
        ("workflows", "publish", "deploy"): {"pages": "write", "id-token": "write"},
        ("init", "publish", "build"): {"contents": "read"},
        ("init", "publish", "deploy"): {"pages": "write", "id-token": "write"},
    }


def is_trusted(action: str, workflow: Path) -> bool:
    """One commit of an action by GitHub itself; the index's own one, where a release is published."""
    name, _, commit = action.partition("@")
    names = {"pypa/gh-action-pypi-publish"} if workflow.stem == "release" else set()
    is_by_github = re.fullmatch("actions/[a-z-]+", name) is not None
    return re.fullmatch("[0-9a-f]{40}", commit) is not None and (is_by_github or name in names)


def test_a_release_is_published_after_the_tests_and_by_no_other_step() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))
    publish = workflow["jobs"]["publish"]
    assert workflow[True] == {"push": {"tags": ["v*"]}}  # YAML 1.1 reads `on` as true
    assert set(publish["needs"]) == {"test", "build"}
    assert workflow["jobs"]["test"]["uses"] == "./.github/workflows/test.yml"
    tests = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text("utf-8"))
    assert "workflow_call" in tests[True]
    names = [step["uses"].partition("@")[0] for step in publish["steps"]]
    assert names == ["actions/download-artifact", "pypa/gh-action-pypi-publish"]
    # No password, and no address: the index that the action knows, which trusts this workflow.
    assert "with" not in publish["steps"][1]


def test_new_journals_publish_as_the_example_does() -> None:
    """All but what is installed and the branches is the same, the versions of actions included."""
    ours, theirs = (
        (ROOT / path).read_text("utf-8").splitlines()
        for path in (".github/workflows/publish.yml", TEMPLATE)
    )
    differ = {line.strip() for line in {*ours} ^ {*theirs}}
    assert differ == {
        "branches: [main]",
        "branches: [main, master]",
        "cache-dependency-path: requirements-site.lock",
        "cache-dependency-path: requirements.txt",
        "- run: make site LOCK=requirements-site.lock",
        "- run: python -m pip install -r requirements.txt",
        "- run: tracker build",
    }


def test_what_the_workflow_keeps_is_the_sites_alone() -> None:
    """Not what the terminal remembers, nor what `tracker serve` shows: both know words that readers may not."""
    steps = yaml.safe_load(TEMPLATE.read_text("utf-8"))["jobs"]["build"]["steps"]
    (kept,) = (step["with"] for step in steps if "actions/cache@" in step.get("uses", ""))
    names = [path.removeprefix(".tracker/") for path in kept["path"].split()]
    assert {*names} <= OWN_FILES.keys()
    assert {*names} == {*CACHE}
    # No run saves under the name of another, and each finds what the last one saved.
    assert "${{ github.run_id }}" in kept["key"]
    assert kept["key"].startswith(kept["restore-keys"])


def test_nothing_that_a_new_journal_holds_names_a_registry() -> None:
    # Not as the names themselves, for this file is one of those that should not have them.
    hosts = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org"]
    for path in [*(ROOT / "tracker/templates/init").iterdir(), *WORKFLOWS]:
        text = path.read_text("utf-8")
        assert [host for host in hosts if host in text] == []


def test_pre_commit_runs_what_make_installs() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    for hook in config["repos"][0]["hooks"]:
        assert {"id", "name", "entry", "language"} <= set(hook)
        assert hook["language"] == "system"
        assert ".venv/bin/" in hook["entry"]


@pytest.mark.parametrize("name", LOCK_TEXTS)
def test_lock_names_no_host_and_no_folder(name: str) -> None:
    pin, sha = r"[\w.-]+==[\w.]+( ; [\w.<>=!' ()]+)? \\", r"    --hash=sha256:[0-9a-f]{64}( \\)?"
    via = r"    #( via|  )( [\w.-]+( \(pyproject\.toml(:\w+)?\))?)?"
    usual = re.compile(f"{pin}|{sha}|{via}")
    lock, _, _ = LOCK_TEXTS[name].partition("\n# The following packages were excluded")
    lines = lock.splitlines()[2:]
    assert [line for line in lines if not usual.fullmatch(line)] == []


def versions_in(name: str) -> dict[str, set[str]]:
    locked: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", LOCK_TEXTS[name], re.MULTILINE):
        locked.setdefault(canonicalize_name(package), set()).add(version)
    return locked


@pytest.mark.parametrize("name", LOCKS)
def test_lock_is_in_step_with_pyproject(name: str) -> None:
    locked = versions_in(name)
    groups = [PYPROJECT["dependency-groups"][group] for group in LOCKS[name]]
    backend = PYPROJECT["build-system"]["requires"]
    for requirement in map(
        Requirement, chain(backend, PYPROJECT["project"]["dependencies"], *groups)
    ):
        versions = locked.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement} is not locked: make lock"
        assert all(map(requirement.specifier.contains, versions)), (
            f"{requirement}, but {versions}: make lock"
        )


def test_what_is_published_was_tested() -> None:
    """The site's lock has no package, and no version, that the other has not; and none to develop with."""
    site, all_ = versions_in("requirements-site.lock"), versions_in("requirements.lock")
    assert {name: all_.get(name) for name in site} == site
    assert {"pytest", "mypy", "ruff", "playwright", "zensical"} & site.keys() == set()


@pytest.mark.parametrize("name", LOCK_TEXTS)
def test_lock_pins_each_package_by_hash(name: str) -> None:
    pins = re.split(r"^(?=[\w.-]+==)", LOCK_TEXTS[name], flags=re.MULTILINE)[1:]
    assert len(pins) > 40
    assert all("--hash=sha256:" in pin for pin in pins)


def test_the_program_knows_its_release() -> None:
    assert PYPROJECT["project"]["version"] == RELEASE


def test_no_dependency_is_promised_for_ever() -> None:
    """What this program rewrites, or is a part of, has a last version that it was made for."""
    bounded = {
        requirement.name
        for requirement in map(Requirement, PYPROJECT["project"]["dependencies"])
        if "<" in str(requirement.specifier)
    }
    assert bounded >= {"matplotlib", "mkdocs", "mkdocs-material", "math-core"}


def test_one_name_stands_for_whoever_publishes_this() -> None:
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    site_url = re.search(r"^site_url: (\S+)$", settings, re.MULTILINE)
    repository = re.search(r"^edit_uri: (\S+)/edit/", settings, re.MULTILINE)
    assert site_url and repository
    urls = PYPROJECT["project"]["urls"]
    assert urls["Homepage"] == site_url[1]
    assert all(url.startswith(repository[1]) for name, url in urls.items() if name != "Homepage")


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
def test_there_is_no_other_lock(name: str) -> None:
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
