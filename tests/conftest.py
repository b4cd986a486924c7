"""What all tests share: fixtures, and the order in which they run."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.browser import browser, served
from tests.journal import Scratch
from tests.sites import (
    build_everything,
    build_example,
    build_once,
    build_published,
    stop_server,
)
from tests.wheel import build_wheel

# A shell that starts tests in the background has all that they start ignore Ctrl-C.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is slow, and that is no fault of the program.
settings.register_profile("without deadlines", deadline=None)
settings.load_profile("without deadlines")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take longest first, or the last of them would be waited for: Chromium, then the stories."""
    items.sort(
        key=lambda item: (
            item.get_closest_marker("browser") is None,
            "stories" not in item.path.parts,
        )
    )


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scratch:
    """A journal with a plan and no week, and a terminal of no known width or colour."""
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Scratch(tmp_path / "j")


@pytest.fixture
def berlin() -> Iterator[None]:
    """The clock of Berlin, whose hours change twice a year."""
    if not hasattr(time, "tzset"):
        pytest.skip("Windows has one time zone at a time")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def plain_git(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Git as it comes, whatever is set on this machine."""
    who = {
        f"GIT_{role}_{what}": "a@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    no = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_EDITOR": "true"}
    for name, value in {
        **who,
        **no,
        "HOME": str(tmp_path_factory.getbasetemp()),
        "LC_ALL": "C",
    }.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def built_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where sites stand that are built once for the whole run, whichever worker asks first."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def example(built_folder: Path) -> Path:
    """The example journal's folder, with its site. Tests only read it."""
    return build_once(built_folder, "example", build_example)


@pytest.fixture(scope="session")
def example_site(example: Path) -> Path:
    return example / "site"


@pytest.fixture(scope="session")
def example_address(example_site: Path) -> Iterator[str]:
    with served(example_site) as address:
        yield address


@pytest.fixture(scope="session")
def published_site(built_folder: Path, example: Path) -> Path:
    """The example's site with the guide in guide/. Tests only read it."""
    folder = build_once(built_folder, "published", lambda to: build_published(to, example))
    return folder / "site"


@pytest.fixture(scope="session")
def published_address(published_site: Path) -> Iterator[str]:
    with served(published_site) as address:
        yield address


@pytest.fixture(scope="session")
def everything_site(built_folder: Path) -> Path:
    """The site of tests/cases/everything. Tests only read it."""
    return build_once(built_folder, "everything", build_everything) / "site"


@pytest.fixture(scope="session")
def wheel(built_folder: Path) -> Path:
    """The program's wheel, in a folder of its own."""
    (path,) = build_once(built_folder, "wheel", build_wheel).glob("*.whl")
    return path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    with browser() as opened:
        yield opened


def pytest_sessionfinish() -> None:
    stop_server()
