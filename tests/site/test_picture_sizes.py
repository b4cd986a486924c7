"""How large a picture is shown, from its head, and pages that leave room for pictures that come late."""

from __future__ import annotations

import struct
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.browser import needs_browser, served
from tests.sites import build_site, write_week
from tracker.site.page_html import add_picture_sizes
from tracker.site.pictures import PictureSize, read_picture_size

SIZES = {"a/pic.png": PictureSize(600, 400), "my pic.png": PictureSize(30, 10)}


def draw(ending: str, width: int, height: int, **options: Any) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), "teal").save(
        file, {"jpg": "JPEG"}.get(ending, ending), **options
    )
    return file.getvalue()


def exif_with(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


@pytest.mark.parametrize(
    ("ending", "options"),
    [
        ("png", {}),
        ("gif", {}),
        ("jpg", {}),
        ("jpg", {"progressive": True}),
        ("jpg", {"exif": exif_with(3)}),
        ("webp", {}),
        ("webp", {"lossless": True}),
        ("webp", {"icc_profile": b"x" * 200}),
    ],
)
def test_the_head_of_a_picture_says_its_size(ending: str, options: dict[str, Any]) -> None:
    for width, height in ((1, 1), (31, 17), (300, 2000), (1300, 257)):
        data = draw(ending, width, height, **options)
        assert read_picture_size(f"x.{ending}", data) == (width, height)
        assert read_picture_size("x.jpeg", data) == ((width, height) if ending == "jpg" else None)


def test_a_turned_picture_has_the_size_that_browsers_show() -> None:
    assert read_picture_size("x.JPG", draw("jpg", 30, 10, exif=exif_with(6))) == (10, 30)
    assert read_picture_size("x.webp", draw("webp", 30, 10, exif=exif_with(6))) is None
    assert read_picture_size("x.png", draw("png", 30, 10, exif=exif_with(6))) is None


@given(
    st.sampled_from(["png", "gif", "jpg", "webp"]),
    st.integers(0, 400),
    st.lists(st.tuples(st.integers(0, 400), st.binary(min_size=1, max_size=4)), max_size=4),
)
def test_broken_pictures_have_some_size_or_none(
    ending: str, end: int, changes: list[tuple[int, bytes]]
) -> None:
    data = bytearray(draw(ending, 31, 17))
    for at, change in changes:
        data[at : at + len(change)] = change
    size = read_picture_size(f"x.{ending}", bytes(data[:end]))
    assert size is None or min(size) > 0


def test_a_jpeg_whose_segments_have_no_length_ends() -> None:
    data = b"\xff\xd8" + b"\xff\xe0\x00\x00" * 50
    assert read_picture_size("x.jpg", data) is None
    assert read_picture_size("x.svg", b'<svg width="3" height="3"/>') is None
    assert (
        read_picture_size("x.png", b"\x89PNG\r\n\x1a\n" + struct.pack(">IIII", 0, 0, 0, 0)) is None
    )


@pytest.mark.parametrize(
    ("html", "sized"),
    [
        (
            '<img alt="a > b" src="../pic.png" />',
            '<img alt="a > b" src="../pic.png" width="600" height="400" />',
        ),
        ("<img src=../pic.png>", '<img src=../pic.png width="600" height="400">'),
        (
            "<img src='../../my%20pic.png'>",
            '<img src=\'../../my%20pic.png\' width="30" height="10">',
        ),
        ('<img src="../pic.png" width="300">', '<img src="../pic.png" width="300" height="200">'),
        ('<img src="../pic.png" height="20">', None),
        ('<img src="../pic.png" width="50%">', None),
        ('<img src="../pic.png" width="">', None),
        ('<img data-src="../pic.png">', None),
        ('<img src="../other.png">', None),
        ('<img src="https://example.org/a/pic.png">', None),
        ('<img src="/a/pic.png">', None),
        ("<img>", None),
        ("<img src=", None),
        ('<pre>&lt;img src="../pic.png"&gt;</pre>', None),
    ],
)
def test_the_size_stands_in_the_page_and_what_the_author_said_stays(
    html: str, sized: str | None
) -> None:
    assert add_picture_sizes(html, "a/b/", SIZES) == (sized or html)
    assert add_picture_sizes(html.replace("../", "", 1), "a/b.html", SIZES) == (
        (sized or html).replace("../", "", 1)
    )


# ---- in Chromium

MOST_SHIFT = 0.01
WATCH = """window.add = entries => {
  for (const entry of entries) if (!entry.hadRecentInput) window.shift += entry.value;
}
window.watch = new PerformanceObserver(list => window.add(list.getEntries()))
window.watch.observe({type: "layout-shift", buffered: true})"""
# The page stands without its pictures: what else comes late is not what this is about.
STANDS = """() => document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
  window.watch.takeRecords(); window.shift = 0; done()
}))))"""
SETTLED = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done([
  (window.add(window.watch.takeRecords()), window.shift), [...document.images].map(image => image.naturalWidth && image.naturalWidth / image.naturalHeight
    - image.clientWidth / image.clientHeight)]))))"""
WEEK = """title: A week
cover: {image: images/cover.jpg, alt: A cover}
intro: |
  Text above.

  ![A wide one](images/wide.png "Its caption.")

  <img src="images/wide.png" alt="A small one" width="120">

  Text below.
learned: [One thing.]
"""


@pytest.fixture(scope="module")
def site_with_pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    write_week(folder, "2024-W27", WEEK)
    images = folder / "entries/images"
    images.mkdir()
    (images / "cover.jpg").write_bytes(draw("jpg", 900, 1200, exif=exif_with(6)))
    (images / "wide.png").write_bytes(draw("png", 1400, 700))
    posts = folder / "docs/blog/posts"
    posts.mkdir(parents=True)
    (posts.parent / "index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    (posts / "own.gif").write_bytes(draw("gif", 500, 400))
    (posts / "essay.md").write_text(
        "---\ndate: 2024-06-13\n---\n# An essay\n\nAbove.\n\n![Own](own.gif)\n\nBelow.\n", "utf-8"
    )
    return build_site(folder)


@pytest.mark.browser
@needs_browser
@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.long)])
@pytest.mark.parametrize("post", ["2024-w27", pytest.param("an-essay", marks=pytest.mark.long)])
def test_a_late_picture_moves_nothing(
    chromium: Any, site_with_pictures: Path, post: str, width: int
) -> None:
    (index,) = site_with_pictures.glob(f"blog/*/*/*/{post}/index.html")
    uri = index.parent.relative_to(site_with_pictures)
    context = chromium.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    held: list[Any] = []
    page.route("**/*.{png,jpg,gif}", partial(list.append, held))
    page.add_init_script(WATCH)
    with served(site_with_pictures) as address:
        page.goto(f"{address}/{uri}/", wait_until="domcontentloaded")
        page.evaluate(STANDS)
        assert held
        for route in held:
            route.continue_()
        page.unroute("**/*.{png,jpg,gif}")
        page.wait_for_load_state("load")
        shift, bent = page.evaluate(SETTLED)
    context.close()
    assert shift <= MOST_SHIFT
    assert bent
    assert all(abs(ratio) < 0.05 for ratio in bent), "none is stretched"
