"""Templates that were compiled before give what they would give compiled now."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from tracker.boundary.template_cache import cache_templates

SOURCE = "{% if true %}\n  {{ 'a<b' }}\n{% endif %}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def render(source: str = SOURCE, versions: tuple[str, ...] = (), **settings: Any) -> str:
    env = Environment(loader=DictLoader({"x": source}), **settings)
    cache_templates(env, versions)
    return env.get_template("x").render()


def list_compiled(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_another_source_or_setting_is_compiled_anew(folder: Path) -> None:
    said = [
        *(render(), render()),
        *(render(trim_blocks=True), render(autoescape=True), render(finalize=str.upper)),
        render("{{ 1 + 1 }}"),
        render(),
    ]
    plain = "\n  a<b\n"
    assert said == [plain, plain, "  a<b\n", "\n  a&lt;b\n", "\n  A<B\n", "2", plain]
    assert len(list_compiled(folder)) == 1, "the last one alone"


def test_what_was_compiled_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    right = render()

    def compile_nothing(*_: object, **__: object) -> None:
        raise AssertionError("compiled")

    monkeypatch.setattr(Environment, "compile", compile_nothing)
    assert render() == right
    with pytest.raises(AssertionError, match="compiled"):
        render(versions=("2.0",))


@pytest.mark.parametrize("damage", [b"", b"j2", None])
def test_damaged_files_are_made_again(damage: bytes | None, folder: Path) -> None:
    right = render()
    [kept] = list_compiled(folder)
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert render() == right
    assert kept.read_bytes() == whole


def test_a_folder_of_others_is_not_used(folder: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has a temporary folder for each user")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    render()
    [made] = [path for path in folder.iterdir() if path != elsewhere]
    for path in made.iterdir():
        path.unlink()
    made.rmdir()
    made.symlink_to(elsewhere)
    assert render() == render()
    assert list(elsewhere.iterdir()) == []


def test_where_python_writes_no_bytecode(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert render() == render()
    assert list_compiled(folder) == []
