"""Settings of mkdocs.yml -> the engine that builds the site: MkDocs, or ProperDocs with MaterialX.

An engine is the program that builds, and the theme whose blog the weeks become posts of.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from typing import Any, NamedTuple

from tracker.model.journal import TrackerError
from tracker.site.settings import FILE, text_in


class Engine(NamedTuple):
    """`program` is run as `python -m PROGRAM`; `theme` is the name of its theme in mkdocs.yml."""

    title: str
    program: str
    theme: str
    theme_package: str


MKDOCS = Engine("MkDocs", "mkdocs", "material", "mkdocs-material")
PROPERDOCS = Engine("ProperDocs", "properdocs", "materialx", "mkdocs-materialx")
ENGINES = (MKDOCS, PROPERDOCS)


def choose_engine(settings: Mapping[str, Any]) -> Engine:
    """Choose the engine by the theme's name; a theme of another name is built by MkDocs."""
    name = find_theme_name(settings)
    for engine in ENGINES:
        if engine.theme == name:
            return engine
    return MKDOCS


def find_theme_name(settings: Mapping[str, Any]) -> str:
    """`theme: material` and `theme: {name: material}` -> "material"; "" for a site without."""
    theme = settings.get("theme")
    if isinstance(theme, dict):
        return text_in(theme, "name")
    return text_in(settings, "theme")


def require_engine(engine: Engine, settings: Mapping[str, Any]) -> None:
    """Raise TrackerError, with the command that helps, where an engine or its theme is missing."""
    missing = []
    if not find_spec(engine.program):
        missing.append(engine.program)
    if find_theme_name(settings) == engine.theme and not is_installed(engine.theme_package):
        missing.append(engine.theme_package)
    if missing:
        raise TrackerError(
            f"{FILE} names the theme {engine.theme}, which {engine.title} builds, and "
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed: "
            f"{format_install_command(engine)}"
        )


def find_clash() -> str | None:
    """Say that both themes are installed, if they are: they write the same files, material/*.

    Whichever was installed last is then built, whatever the settings name.
    """
    packages = [engine.theme_package for engine in ENGINES]
    if not all(map(is_installed, packages)):
        return None
    return (
        f"{' and '.join(packages)} are both installed and overwrite each other's files, so the "
        "site may not have the theme that it names; keep one of them"
    )


def format_install_command(engine: Engine) -> str:
    """Return the command that installs an engine in place of the others' themes.

    The themes share their files, so that uninstalling one of two would break the other.
    """
    others = [other.theme_package for other in ENGINES if other != engine]
    return (
        f"pip uninstall -y {' '.join(others)} && pip install {engine.program} "
        f"{engine.theme_package}"
    )


def is_installed(package: str) -> bool:
    try:
        distribution(package)
    except PackageNotFoundError:
        return False
    return True
