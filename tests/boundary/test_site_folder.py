"""What a build leaves in the folder of its site, until it knows whether it is the same again."""

from __future__ import annotations

import os
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.boundary.site_folder import KeptFiles, Site, claim_site_folder
from tracker.model.journal import TrackerError

PAGE = "blog/2024-w27/index.html"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for path in (PAGE, "index.html", "assets/x.png", "about/index.html", ".made-by-tracker"):
        put(folder, path, path)
    return folder


def put(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, "utf-8")


def list_paths(folder: Path) -> set[str]:
    """The files of a folder, and its empty folders."""
    found = set()
    for top, folders, files in os.walk(folder):
        found |= {str((Path(top) / name).relative_to(folder)) for name in files}
        if not folders and not files and Path(top) != folder:
            found.add(f"{Path(top).relative_to(folder)}/")
    return found


def test_what_is_not_kept_is_deleted(site: Path) -> None:
    kept = KeptFiles(str(site), {PAGE, "index.html", "gone.html", "../outside"})
    assert kept.paths == {PAGE, "index.html"}
    assert list_paths(site) == {PAGE, "index.html", ".made-by-tracker"}
    assert kept.is_same(PAGE, PAGE.encode())
    assert not kept.is_same(PAGE, b"another")
    assert not kept.is_same("about/index.html", b"about/index.html")
    assert kept.is_copy("index.html", str(site / "index.html"))
    assert not kept.is_copy("index.html", str(site / PAGE))
    assert not kept.is_copy("index.html", str(site / "gone.html"))
    kept.keep_only({"index.html"})
    assert list_paths(site) == {"index.html", ".made-by-tracker"}
    kept.delete("index.html")
    kept.delete("index.html")
    assert list_paths(site) == {".made-by-tracker"}


@pytest.mark.parametrize("place", [0, 999_999, 1_000_000, 1_500_000, 2_000_000])
def test_a_large_file_is_compared_to_its_end(site: Path, tmp_path: Path, place: int) -> None:
    data = bytearray(2_000_001)
    (site / "film.mp4").write_bytes(data)
    (tmp_path / "film.mp4").write_bytes(data)
    kept = KeptFiles(str(site), {"film.mp4"})
    assert kept.is_copy("film.mp4", str(tmp_path / "film.mp4"))
    data[place] = 1
    (tmp_path / "film.mp4").write_bytes(data)
    assert not kept.is_copy("film.mp4", str(tmp_path / "film.mp4"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few people make links")
def test_nothing_is_written_through_a_link(site: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    put(elsewhere, "mine.html", "mine")
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(elsewhere / "mine.html")
    (site / PAGE).unlink()
    os.link(elsewhere / "mine.html", site / PAGE)
    (site / "about/index.html").unlink()
    (site / "about").rmdir()
    (site / "about").symlink_to(elsewhere)
    kept = KeptFiles(str(site), {PAGE, "index.html", "about/mine.html", "assets/x.png"})
    assert kept.paths == {"assets/x.png"}
    assert list_paths(site) == {"assets/x.png", ".made-by-tracker"}
    assert (elsewhere / "mine.html").read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
@pytest.mark.parametrize(("path", "mode"), [(PAGE, 0o600), (PAGE, 0o444), ("blog", 0o700)])
def test_what_others_may_do_is_that_of_a_new_file(site: Path, path: str, mode: int) -> None:
    """After a build with another umask a server could not read the site."""
    (site / path).chmod(mode)
    kept = KeptFiles(str(site), {PAGE, "index.html"})
    assert kept.paths == {"index.html"}
    assert list_paths(site) == {"index.html", ".made-by-tracker"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_large_file_or_a_pipe_is_not_read_whole(site: Path, tmp_path: Path) -> None:
    """A film takes no memory, and a pipe, which MkDocs refuses to copy, is not waited for."""
    film, pipe = tmp_path / "film", tmp_path / "pipe"
    for path in (film, site / "index.html"):
        with path.open("wb") as file:
            file.truncate(30_000_000)
    os.mkfifo(pipe)
    kept = KeptFiles(str(site), {PAGE, "index.html"})
    tracemalloc.start()
    assert kept.is_copy("index.html", str(film))
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()
    assert not kept.is_copy(PAGE, str(pipe))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few people make links")
@pytest.mark.parametrize("block", ["link", "folder"])
def test_a_folder_that_cannot_be_marked_is_named(site: Path, tmp_path: Path, block: str) -> None:
    mark = site / ".made-by-tracker"
    mark.unlink()
    if block == "link":
        mark.symlink_to(tmp_path / "elsewhere")
    else:
        mark.mkdir()
    with pytest.raises(TrackerError, match="cannot be written: "):
        claim_site_folder(str(site), str(tmp_path / "j"), Site("", "", ""), str(site))
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    kept = KeptFiles(str(tmp_path / "none"), {"index.html"})
    kept.keep_only(())
    assert kept.paths == set() and not kept.is_same("index.html", b"")


PATHS = st.sampled_from(["a.html", "a/b.html", "a/b/c.html", "b/a.html", "b/b/b.html", ".x", "c"])


def test_what_stays_is_what_was_asked_for(tmp_path: Path) -> None:
    numbers = iter(range(10_000))

    @settings(max_examples=60)
    @given(st.sets(PATHS), st.sets(PATHS), st.sets(PATHS))
    def compare(there: set[str], asked: set[str], then: set[str]) -> None:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        for path in there:
            put(folder, path, path)
        hidden = there & {".x"}
        kept = KeptFiles(str(folder), asked)
        assert kept.paths == (there & asked) - hidden
        assert list_paths(folder) == kept.paths | hidden
        kept.keep_only(then)
        assert list_paths(folder) == (there & asked & then) | hidden

    compare()
