"""The build command, as far as it does not build: tests/site has the sites."""

from pathlib import Path

from tests.journal import Scratch

WEEK = "entries/2024-W27.yaml"


def test_build_stops_at_errors(scratch: Scratch) -> None:
    (scratch.folder / "mkdocs.yml").write_text("site_name: x\n")
    scratch.put("titel: x\n")
    ran = scratch.run("build")
    assert (ran.code, ran.out) == (3, "")
    assert f"{WEEK}:1:1: titel" in ran.err
    assert not (scratch.folder / "site").exists()


def test_build_without_a_site(scratch: Scratch) -> None:
    ran = scratch.run("build")
    assert (ran.code, ran.out) == (1, "")
    assert "no mkdocs.yml" in ran.err


def test_build_passes_on_how_it_ended(scratch: Scratch, tmp_path: Path) -> None:
    config = scratch.folder / "mkdocs.yml"
    config.write_text("site_name: x\ntheme: {name: null, custom_dir: theme}\nplugins: []\n")
    for folder in ("theme", "docs"):
        (scratch.folder / folder).mkdir()
    (scratch.folder / "theme/main.html").write_text("{{ page.content }}")
    (scratch.folder / "docs/index.md").write_text("# Home\n")
    assert scratch.program("build", "--site-dir", str(tmp_path / "out")).code == 0
    assert (tmp_path / "out/index.html").exists()
    (scratch.folder / "docs/index.md").write_text("[gone](gone.md)\n")
    assert scratch.program("build").code == 1
