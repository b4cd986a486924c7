"""Which engine builds a site, by its mkdocs.yml; and what is said where it is not installed."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from tests.journal import ROOT, Scratch
from tests.sites import write_week
from tracker.site.engines import choose_engine
from tracker.site.settings import load_mkdocs_settings

SETTINGS = {
    "site_name: x\ntheme: material\n": "mkdocs",
    "site_name: x\ntheme: {name: material, language: de}\n": "mkdocs",
    "site_name: x\ntheme: {name: materialx}\n": "properdocs",
    "site_name: x\ntheme: materialx\n": "properdocs",
    "site_name: x\n": "mkdocs",
    "site_name: x\ntheme: readthedocs\n": "mkdocs",
    "site_name: x\ntheme: {name: null, custom_dir: theme}\n": "mkdocs",
    "site_name: x\ntheme: [materialx]\n": "mkdocs",
    "INHERIT: shared.yml\nsite_name: x\ntheme: {language: de}\n": "properdocs",
    "INHERIT: shared.yml\nsite_name: x\ntheme: {name: material}\n": "mkdocs",
}


@pytest.mark.parametrize(("settings", "program"), SETTINGS.items())
def test_the_theme_names_the_engine(tmp_path: Path, settings: str, program: str) -> None:
    (tmp_path / "shared.yml").write_text("theme: {name: materialx, font: false}\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text(settings, "utf-8")
    assert choose_engine(load_mkdocs_settings(tmp_path / "mkdocs.yml")).program == program


@pytest.mark.parametrize("words", [("build",), ("serve", "--port", "18439")])
def test_an_engine_that_is_missing_is_named(scratch: Scratch, words: tuple[str, ...]) -> None:
    with pytest.raises(PackageNotFoundError):
        distribution("mkdocs-materialx")
    (scratch.folder / "mkdocs.yml").write_text("site_name: x\ntheme: {name: materialx}\n", "utf-8")
    ran = scratch.run(*words)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(
        "tracker: mkdocs.yml names the theme materialx, which ProperDocs builds, and "
    )
    assert ran.err.endswith(
        "not installed: pip uninstall -y mkdocs-material && pip install properdocs mkdocs-materialx\n"
    )
    assert len(ran.err.splitlines()) == 1


def test_two_themes_in_one_environment_are_named(tmp_path: Path) -> None:
    """They write the same files; which of them is built depends on the order of installation."""
    installed = tmp_path / "installed/mkdocs_materialx-10.2.2.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: mkdocs-materialx\nVersion: 10.2.2\n", "utf-8"
    )
    scratch = Scratch(tmp_path / "j")
    write_week(scratch.folder, "2024-W20", "title: One\n")
    (scratch.folder / "docs/blog").mkdir(parents=True)
    (scratch.folder / "docs/blog/index.md").write_text("# Journal\n", "utf-8")
    settings = "site_name: x\ntheme: material\nplugins: [tracker, blog]\n"
    (scratch.folder / "mkdocs.yml").write_text(settings, "utf-8")
    both = os.pathsep.join([str(ROOT), str(installed.parent)])
    ran = scratch.program("build", PYTHONPATH=both)
    assert ran.code == 0
    assert ran.err.startswith(
        "tracker: mkdocs-material and mkdocs-materialx are both installed and overwrite each other's files, "
    )
    assert "overwrite" not in scratch.program("build").err
