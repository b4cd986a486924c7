"""Shapes and words -> matplotlib's layout -> the site's SVG, coloured by classes.

Matplotlib lays out and writes the paths. Its own colours, fonts, ids, clips and styles are left
behind: a `<style>` in an inline SVG would reach the whole page, and an id would repeat where a page
shows a chart twice. Words never pass through matplotlib: it would measure them with a font that
lacks half of the world's letters, warn about it, and read `$` as mathematics.

The picture is as wide as its column and keeps its height. Shapes stand in an inner SVG that is
stretched to fit. Words stand outside it at per cents of width and height, so that they have the
page's size on a phone and on a desk alike.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from xml.etree import ElementTree

from tracker.charts.escape import escape_active_characters
from tracker.charts.targets import wrap_mark_link

# Units across; one unit is one pixel where the column is this wide.
WIDTH = 640
SVG = "{http://www.w3.org/2000/svg}"
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "tracker",
    "text.parse_math": False,
    "text.usetex": False,
    "path.simplify": False,
    "axes.unicode_minus": False,
    "figure.dpi": 72,
    "savefig.dpi": 72,
}
_NUMBER = re.compile(r"-?[0-9]+\.[0-9]+")
_BOX = re.compile(r"M (\S+) (\S+) L (\S+) \2 L \3 (\S+) L \1 \4 (?:L \1 \2 )?z")
_WAY = re.compile("M[^M]+")
_ANCHOR = re.compile(r"text-anchor: (\w+)")

Point = tuple[float, float]


class CanvasMark(NamedTuple):
    """A shape or a text: its class, its title on hovering, and the words of a text.

    `target`: what the mark leads to, in the form of `tracker.charts.targets`; empty for nothing.
    """

    css: str
    title: str = ""
    words: str = ""
    target: str = ""


class Shape(NamedTuple):
    """Ways through points of the data, as one mark. `closed` ways are filled."""

    mark: CanvasMark
    ways: list[list[Point]]
    closed: bool


class ChartCanvas(NamedTuple):
    """A figure with one pair of axes over all of it. `height` is in pixels.

    Shapes are gathered, in order, for matplotlib takes as long for one path as for a hundred in
    one.
    """

    figure: Any
    axes: Any
    height: int
    shapes: list[Shape]
    marks: list[CanvasMark]

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
        self.shapes.append(Shape(CanvasMark(css, title, target=target), ways, True))

    def area(self, points: list[Point], css: str, title: str = "", target: str = "") -> None:
        self.shapes.append(Shape(CanvasMark(css, title, target=target), [points], True))

    def line(self, points: list[Point], css: str, title: str = "") -> None:
        self.strokes([points], css, title)

    def strokes(
        self, segments: list[list[Point]], css: str, title: str = "", target: str = ""
    ) -> None:
        """Add many lines as one path: a texture."""
        self.shapes.append(Shape(CanvasMark(css, title, target=target), segments, False))

    def text(
        self, x: float, y: float, words: str, css: str = "", anchor: str = "left", title: str = ""
    ) -> None:
        """Add words in any language, on the baseline `y`.

        Matplotlib is given a full stop in their place.
        """
        artist = self.axes.text(x, y, ".", ha=anchor, va="baseline", clip_on=False)
        artist.set_gid(f"mark-{len(self.marks)}")
        self.marks.append(CanvasMark(css, title, words))


def create_canvas(
    height: int, right: float, bottom: float, top: float, above: int = 0, below: int = 0
) -> ChartCanvas:
    """Create a canvas for data from 0 to `right` and from `bottom` to `top`.

    `height` is in pixels; `above` and `below` of them are left free for words.
    """
    import logging

    # Without a home that can be written to, matplotlib tells stderr about its caches.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
        FigureCanvasSVG(figure)
        axes = figure.add_axes((0, below / height, 1, (height - above - below) / height))
        axes.set_axis_off()
        axes.set_autoscale_on(False)
        axes.set_xlim(0, right)
        axes.set_ylim(bottom, top)
    return ChartCanvas(figure, axes, height, [], [])


def render_canvas_svg(page: ChartCanvas, finding: str) -> str:
    """Render a canvas as one line of SVG, the same on every run. `finding` is the alt text."""
    import matplotlib

    out = io.StringIO()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(STYLE)
        _add_shapes_path(page)
        page.figure.savefig(
            out,
            format="svg",
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    drawn = ElementTree.fromstring(out.getvalue())
    paths = _format_svg_links(_format_svg_paths(drawn, page.shapes))
    texts = ""
    for mark, element in _match_text_marks(drawn, page.marks):
        texts += _format_svg_text(mark, element, page.height)
    return (
        '<svg class="tracker-svg" xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'aria-label="{escape_active_characters(finding)}" '
        f'width="100%" height="{page.height}" style="--tracker-height:{page.height}">'
        f'<svg viewBox="0 0 {WIDTH} {page.height}" preserveAspectRatio="none" '
        f'width="100%" height="100%">{paths}</svg>{texts}</svg>'
    )


def _add_shapes_path(page: ChartCanvas) -> None:
    """Add all shapes as one path; `_format_svg_paths` takes it apart again."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    points: list[Point] = []
    codes: list[Any] = []
    for shape in page.shapes:
        for way in shape.ways:
            points += way
            codes += [Path.MOVETO] + [Path.LINETO] * (len(way) - 1)
            if shape.closed:
                points.append(way[0])
                codes.append(Path.CLOSEPOLY)
    if points:
        page.axes.add_artist(PathPatch(Path(points, codes), clip_on=False, gid="shapes"))


def _match_text_marks(
    drawn: ElementTree.Element, marks: list[CanvasMark]
) -> Iterator[tuple[CanvasMark, ElementTree.Element]]:
    for group in drawn.iter(f"{SVG}g"):
        name = group.get("id", "")
        if not name.startswith("mark-"):
            continue
        for element in group:
            if element.tag == f"{SVG}text":
                yield marks[int(name[5:])], element


def _format_svg_links(paths: Iterable[tuple[str, str]]) -> str:
    """Join (target, path). Paths in a row that lead to the same place share one link."""
    parts = []
    for target, group in groupby(paths, key=itemgetter(0)):
        joined = "".join(path for _, path in group)
        parts.append(wrap_mark_link(joined, target))
    return "".join(parts)


def _format_svg_paths(drawn: ElementTree.Element, shapes: list[Shape]) -> Iterator[tuple[str, str]]:
    """Yield (target, path) of each shape."""
    path = ""
    for group in drawn.iter(f"{SVG}g"):
        if group.get("id") == "shapes":
            path = " ".join(group[0].get("d", "").split())
            break
    ways = iter(_WAY.findall(path))
    for shape in shapes:
        if shape.ways:
            way = "".join(next(ways) for _ in shape.ways).rstrip()
            yield shape.mark.target, _format_svg_path(shape.mark, way)


def _format_svg_path(mark: CanvasMark, way: str) -> str:
    way = _BOX.sub(_format_svg_box, way)
    way = _NUMBER.sub(lambda number: _format_svg_number(float(number[0])), way)
    way = re.sub(r" ?([MLhvz]) ?", r"\1", way)
    if not mark.title:
        return f'<path class="{mark.css}" d="{way}"/>'
    return f'<path class="{mark.css}" d="{way}">{_format_svg_title(mark)}</path>'


def _format_svg_box(match: re.Match[str]) -> str:
    """Write a box by its sides: boxes of one size share their text, which compresses to nothing."""
    x, y, right, bottom = map(float, match.groups())
    left, top = _format_svg_number(x), _format_svg_number(y)
    width, height = _format_svg_number(right - x), _format_svg_number(bottom - y)
    return f"M {left} {top} h {width} v {height} h {_format_svg_number(x - right)} z"


def _format_svg_number(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _format_svg_text(mark: CanvasMark, element: ElementTree.Element, height: int) -> str:
    x, y = float(element.get("x", "0")), float(element.get("y", "0"))
    attributes = f'x="{100 * x / WIDTH:.2f}%" y="{100 * y / height:.2f}%"'
    if mark.css:
        attributes += f' class="{mark.css}"'
    anchor = _ANCHOR.search(element.get("style", ""))
    if anchor:
        attributes += f' text-anchor="{anchor[1]}"'
    words = escape_active_characters(mark.words)
    return f"<text {attributes}>{words}{_format_svg_title(mark)}</text>"


def _format_svg_title(mark: CanvasMark) -> str:
    if not mark.title:
        return ""
    return f"<title>{escape_active_characters(mark.title)}</title>"
