"""The build command, as far as it does not build: tests/site has the sites."""

from pathlib import Path

import pytest

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


FIRST = "your first post appears on Monday 8 July 2024; tracker serve shows it now\n"


@pytest.mark.parametrize(
    ("week", "plugins", "said"),
    [
        ("", "tracker, blog", FIRST),
        pytest.param(
            "published: 2024-07-09\n",
            "tracker, blog",
            FIRST.replace("Monday 8", "Tuesday 9"),
            marks=pytest.mark.long,
        ),
        pytest.param("draft: true\n", "tracker, blog", "", marks=pytest.mark.long),
        ("", "tracker: {pages: false}", ""),
        ("", "search", ""),
    ],
)
def test_build_says_when_the_first_post_appears(
    scratch: Scratch, week: str, plugins: str, said: str
) -> None:
    config = scratch.folder / "mkdocs.yml"
    config.write_text(f"site_name: x\ntheme: material\nplugins: [{plugins}]\n")
    (scratch.folder / "docs/blog").mkdir(parents=True)
    (scratch.folder / "docs/blog/index.md").write_text("# Journal\n")
    (scratch.folder / "docs/index.md").write_text("# Home\n")
    scratch.put(f"{week}sessions: [{{start: 2024-07-02, minutes: 30}}]\n")
    ran = scratch.program("build", SOURCE_DATE_EPOCH="1720267200")  # 2024-07-06
    assert ran.code == 0, ran.err
    assert "".join(line for line in ran.err.splitlines(True) if "post" in line) == said
    if said:
        scratch.put("title: Before\n", "2024-W26")
        ran = scratch.program("build", SOURCE_DATE_EPOCH="1720267200")
        assert "first post" not in ran.err
