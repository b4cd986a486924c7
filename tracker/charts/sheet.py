"""Shapes and words -> the site's SVG, coloured by classes.

The SVG is written here, for that of matplotlib brings colours, fonts, ids, clips and styles of its
own: a `<style>` in an inline SVG would reach the whole page, and an id would repeat where a page
shows a chart twice. A figure takes 16 ms there and 1 ms here, and its import a quarter of a second.

The picture is as wide as its column and keeps its height. Shapes stand in an inner SVG that is
stretched to fit. Words stand outside it at per cents of width and height, so that they have the
page's size on a phone and on a desk alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from tracker.charts.escape import escape_active_characters
from tracker.charts.targets import wrap_mark_link

# Units across; one unit is one pixel where the column is this wide.
WIDTH = 640
# An anchor of words -> SVG's name for it.
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
PRECISION = 6  # decimals from which on layouts may differ between machines

Point = tuple[float, float]


class Shape(NamedTuple):
    """Ways through points of the data, as one mark. `closed` ways are filled.

    `css`: its class. `title`: what is said on hovering. `target`: what the mark leads to, in the
    form of `tracker.charts.targets`; empty for nothing.
    """

    css: str
    title: str
    target: str
    ways: Sequence[Sequence[Point]]
    closed: bool


class Words(NamedTuple):
    """Words on the baseline of a point of the data."""

    css: str
    title: str
    point: Point
    words: str
    anchor: str


class Layout(NamedTuple):
    """The way from data to pixels: pixels for each unit across and up, and where 0 is up."""

    x_scale: float
    y_scale: float
    zero: float


class ChartCanvas(NamedTuple):
    """One pair of axes over a whole picture. `layout` leads from data to pixels.

    `right`: the end of the data to the right. `height` is in pixels.
    """

    layout: Layout
    right: float
    height: int
    shapes: list[Shape]
    words: list[Words]

    def bar(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        css: str,
        title: str = "",
        target: str = "",
    ) -> None:
        self.bars([(x, y, width, height)], css, title, target)

    def bars(
        self,
        boxes: list[tuple[float, float, float, float]],
        css: str,
        title: str = "",
        target: str = "",
    ) -> None:
        """Add boxes of (x, y, width, height) as one path."""
        ways = []
        for x, y, width, height in boxes:
            right, top = x + width, y + height
            ways.append([(x, y), (right, y), (right, top), (x, top)])
        self.shapes.append(Shape(css, title, target, ways, True))

    def area(self, points: list[Point], css: str, title: str = "", target: str = "") -> None:
        self.shapes.append(Shape(css, title, target, [points], True))

    def line(self, points: list[Point], css: str, title: str = "") -> None:
        self.strokes([points], css, title)

    def strokes(
        self, segments: list[list[Point]], css: str, title: str = "", target: str = ""
    ) -> None:
        """Add many lines as one path: a texture."""
        self.shapes.append(Shape(css, title, target, segments, False))

    def text(
        self, x: float, y: float, words: str, css: str = "", anchor: str = "left", title: str = ""
    ) -> None:
        """Add words in any language, on the baseline `y`."""
        self.words.append(Words(css, title, (x, y), words, ANCHORS[anchor]))


def create_canvas(
    height: int, right: float, bottom: float, top: float, above: int = 0, below: int = 0
) -> ChartCanvas:
    """Create a canvas for data from 0 to `right` and from `bottom` to `top`.

    `height` is in pixels; `above` and `below` of them are left free for words.
    """
    floor = height - below
    y_scale = (above - floor) / (top - bottom)
    layout = Layout(WIDTH / right, y_scale, floor - bottom * y_scale)
    return ChartCanvas(layout, right, height, [], [])


def render_canvas_svg(page: ChartCanvas, finding: str) -> str:
    """Render a canvas as one line of SVG, the same on every run. `finding` is the alt text."""
    paths = _format_svg_links(_format_svg_paths(page))
    texts = "".join(_format_svg_texts(page))
    return (
        '<svg class="tracker-svg" xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'aria-label="{escape_active_characters(finding)}" '
        f'width="100%" height="{page.height}" style="--tracker-height:{page.height}">'
        f'<svg viewBox="0 0 {WIDTH} {page.height}" preserveAspectRatio="none" '
        f'width="100%" height="100%">{paths}</svg>{texts}</svg>'
    )


def _lay_out(page: ChartCanvas, points: Sequence[Point]) -> Iterator[Point]:
    """Yield where points of the data stand, in pixels from the left and from the top."""
    x_scale, y_scale, zero = page.layout
    for x, y in points:
        yield round(x * x_scale, PRECISION), round(y * y_scale + zero, PRECISION)


def _format_svg_links(paths: Iterable[tuple[str, str]]) -> str:
    """Join (target, path). Paths in a row that lead to the same place share one link."""
    parts = []
    for target, group in groupby(paths, key=itemgetter(0)):
        joined = "".join(path for _, path in group)
        parts.append(wrap_mark_link(joined, target))
    return "".join(parts)


def _format_svg_paths(page: ChartCanvas) -> Iterator[tuple[str, str]]:
    """Yield (target, path) of each shape."""
    points = [point for shape in page.shapes for way in shape.ways for point in way]
    places = _lay_out(page, points)
    for shape in page.shapes:
        ways = []
        for way in shape.ways:
            ways.append(_format_svg_way(list(islice(places, len(way))), shape.closed))
        if ways:
            yield shape.target, _format_svg_path(shape, "".join(ways))


def _format_svg_path(shape: Shape, way: str) -> str:
    if not shape.title:
        return f'<path class="{shape.css}" d="{way}"/>'
    return f'<path class="{shape.css}" d="{way}">{_format_svg_title(shape.title)}</path>'


def _format_svg_way(way: Sequence[Point], closed: bool) -> str:
    if closed and _is_box(way):
        return _format_svg_box(way)
    points = [f"{_format_svg_number(x)} {_format_svg_number(y)}" for x, y in way]
    return f"M{'L'.join(points)}{'z' if closed else ''}"


def _is_box(way: Sequence[Point]) -> bool:
    """Whether a way leads around a box, its lower side first."""
    if len(way) != 4:
        return False
    (left, low), (right, second), (third, top), last = way
    return low == second and third == right and last == (left, top)


def _format_svg_box(way: Sequence[Point]) -> str:
    """Write a box by its sides: boxes of one size share their text, which compresses to nothing."""
    (x, y), _, (right, top), _ = way
    width, height = _format_svg_number(right - x), _format_svg_number(top - y)
    back = _format_svg_number(x - right)
    return f"M{_format_svg_number(x)} {_format_svg_number(y)}h{width}v{height}h{back}z"


def _format_svg_number(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _format_svg_texts(page: ChartCanvas) -> Iterator[str]:
    places = _lay_out(page, [mark.point for mark in page.words])
    for mark, (x, y) in zip(page.words, places, strict=True):
        attributes = f'x="{100 * x / WIDTH:.2f}%" y="{100 * y / page.height:.2f}%"'
        if mark.css:
            attributes += f' class="{mark.css}"'
        attributes += f' text-anchor="{mark.anchor}"'
        words = escape_active_characters(mark.words)
        yield f"<text {attributes}>{words}{_format_svg_title(mark.title)}</text>"


def _format_svg_title(title: str) -> str:
    if not title:
        return ""
    return f"<title>{escape_active_characters(title)}</title>"
