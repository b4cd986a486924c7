"""Matplotlib's SVG -> the site's: colours become classes, text takes the page's type, marks stretch and words do not.

Matplotlib lays out and writes the paths. Its own colours, fonts, ids, clips and styles are left behind: a `<style>` in
an inline SVG would reach the whole page, and an id would repeat where a page shows a chart twice. Words never pass
through matplotlib: it would measure them with a font that lacks half of the world's letters, warn about it, and read
`$` as mathematics.

The picture is as wide as its column and keeps its height. Shapes stand in an inner SVG that is stretched to fit; words
stand outside it at per cents of width and height, so that they have the page's size on a phone and on a desk alike.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.etree import ElementTree

from tracker.charts.escape import referenced

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
_ANCHOR = re.compile(r"text-anchor: (\w+)")


class Mark(NamedTuple):
    """What a shape or a text becomes: its class, what hovering says, and the words of a text."""

    css: str
    title: str = ""
    words: str = ""


class Sheet(NamedTuple):
    """A figure with one pair of axes over all of it. `height` is in pixels. Only what is marked is drawn."""

    figure: Any
    axes: Any
    height: int
    marks: list[Mark]

    def mark(self, artist: Any, css: str, title: str = "") -> None:
        artist.set_gid(f"mark-{len(self.marks)}")
        artist.set_clip_on(False)
        # Drawn in the order of the calls: of itself matplotlib puts every line above every bar.
        artist.set_zorder(len(self.marks))
        self.marks.append(Mark(css, title))

    def bar(self, x: float, y: float, width: float, height: float, css: str, title: str = "") -> None:
        self.bars([(x, y, width, height)], css, title)

    def bars(self, boxes: list[tuple[float, float, float, float]], css: str, title: str = "") -> None:
        """Boxes of (x, y, width, height) as one path."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        corners = [
            corner
            for x, y, width, height in boxes
            for corner in ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
        ]
        codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(boxes)
        self.mark(self.axes.add_artist(PathPatch(Path(corners, codes))), css, title)

    def line(self, points: list[tuple[float, float]], css: str, title: str = "") -> None:
        self.mark(self.axes.plot(*zip(*points, strict=True))[0], css, title)

    def strokes(self, segments: list[list[tuple[float, float]]], css: str, title: str = "") -> None:
        """Many lines as one path: a texture."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        codes = [code for segment in segments for code in (Path.MOVETO, *(Path.LINETO,) * (len(segment) - 1))]
        path = Path([point for segment in segments for point in segment], codes)
        self.mark(self.axes.add_artist(PathPatch(path, fill=False)), css, title)

    def text(self, x: float, y: float, words: str, css: str = "", anchor: str = "left", title: str = "") -> None:
        """`y` is the baseline. Any language: matplotlib is given a full stop in its place."""
        artist = self.axes.text(x, y, ".", ha=anchor, va="baseline")
        self.mark(artist, css, title)
        self.marks[-1] = Mark(css, title, words)


def sheet(height: int, right: float, bottom: float, top: float, above: int = 0, below: int = 0) -> Sheet:
    """Data from 0 to `right` and from `bottom` to `top`, with so many pixels free above and below for words."""
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
    return Sheet(figure, axes, height, [])


def svg(page: Sheet, finding: str) -> str:
    """One line of SVG, the same on every run."""
    import matplotlib

    out = io.StringIO()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(STYLE)
        page.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    drawn = ElementTree.fromstring(out.getvalue())
    shapes, words = [], []
    for mark, element in _marked(drawn, page.marks):
        if element.tag == f"{SVG}path":
            shapes.append(_shape(mark, element))
        elif element.tag == f"{SVG}text":
            words.append(_words(mark, element, page.height))
    return (
        f'<svg class="tracker-svg" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{referenced(finding)}" '
        f'width="100%" height="{page.height}" style="--tracker-height:{page.height}px">'
        f'<svg viewBox="0 0 {WIDTH} {page.height}" preserveAspectRatio="none" width="100%" height="100%">'
        f"{''.join(shapes)}</svg>{''.join(words)}</svg>"
    )


def _marked(drawn: ElementTree.Element, marks: list[Mark]) -> Iterator[tuple[Mark, ElementTree.Element]]:
    for group in drawn.iter(f"{SVG}g"):
        name = group.get("id", "")
        if name.startswith("mark-"):
            yield from ((marks[int(name[5:])], element) for element in group)


def _shape(mark: Mark, element: ElementTree.Element) -> str:
    way = _BOX.sub(_box, " ".join(element.get("d", "").split()))
    way = _NUMBER.sub(lambda number: _short(float(number[0])), way)
    way = re.sub(r" ?([MLhvz]) ?", r"\1", way)
    return f'<path class="{mark.css}" d="{way}"' + (f">{_title(mark)}</path>" if mark.title else "/>")


def _box(found: re.Match[str]) -> str:
    """A box by its sides: boxes of one size share their text, which compresses to nothing."""
    x, y, right, bottom = (float(number) for number in found.groups())
    return f"M {_short(x)} {_short(y)} h {_short(right - x)} v {_short(bottom - y)} h {_short(x - right)} z"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _words(mark: Mark, element: ElementTree.Element, height: int) -> str:
    x, y = (float(element.get(axis, "0")) for axis in "xy")
    anchor = _ANCHOR.search(element.get("style", ""))
    css = f' class="{mark.css}"' * bool(mark.css)
    turned = f' text-anchor="{anchor[1]}"' if anchor else ""
    place = f'x="{100 * x / WIDTH:.2f}%" y="{100 * y / height:.2f}%"'
    return f"<text {place}{css}{turned}>{referenced(mark.words)}{_title(mark)}</text>"


def _title(mark: Mark) -> str:
    return f"<title>{referenced(mark.title)}</title>" if mark.title else ""
