"""The example's pages as axe-core and html-validate judge them. `make audit` says more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser import needs_browser, served
from tests.tools import audit

pytestmark = [
    pytest.mark.browser,
    needs_browser,
    pytest.mark.skipif(not audit.VALIDATE.exists(), reason="no npm on this machine: `make node`"),
]

# Judged on every run; the other pages, and other screens, with the long tests.
MOST_READ = ("home", "post", "post of sessions alone", "progress", "plan", "course")


def test_every_kind_of_page_is_there(published_site: Path) -> None:
    assert sorted({*audit.KINDS} - {*audit.kinds(published_site)}) == []


@pytest.mark.parametrize(
    ("scheme", "screen"),
    [
        pytest.param("light", "phone", marks=pytest.mark.long),
        pytest.param("dark", "desk", marks=pytest.mark.long),
        ("dark", "phone"),
    ],
)
def test_axe_finds_nothing(
    chromium: Any, published_site: Path, published_address: str, scheme: str, screen: str
) -> None:
    pages = audit.kinds(published_site)
    if (scheme, screen) == ("dark", "phone"):
        pages = {kind: pages[kind] for kind in MOST_READ}
    assert audit.violations(chromium, published_address, pages, [(scheme, screen)]) == []


@pytest.mark.long
def test_html_has_no_error_that_bare_material_does_not_have(
    published_site: Path, tmp_path: Path
) -> None:
    known = audit.html_errors(audit.bare(tmp_path / "bare"))
    assert known, "the validator finds faults in Material; if it finds none at all, it read nothing"
    assert {error for error in audit.html_errors(published_site) if error not in known} == set()


def test_axe_finds_a_fault_that_is_there(chromium: Any, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<!doctype html><html><body><img src="x.png"></body></html>', "utf-8"
    )
    with served(tmp_path) as found:
        said = audit.violations(chromium, found, {"home": "index.html"}, [("light", "desk")])
    assert any("image-alt" in line for line in said)
