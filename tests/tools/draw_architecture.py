"""The imports of tracker/ -> the picture of its packages: `make architecture` writes it.

A package stands above all that it imports. An arrow that follows from two others is left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from tests.journal import ROOT

PICTURE = ROOT / "docs/guide/images/architecture.svg"
# What a package turns into what, in few words. `tracker` is the package itself: `tracker.load`.
WORDS = {
    "model": "the nouns, and time",
    "boundary": "reads and writes files",
    "format": "YAML text ↔ model",
    "store": "steps, undone again",
    "checks": "journal → problems",
    "cached_reader": "weeks, read once",
    "remembered": "what earlier runs worked out",
    "edit": "text → text, proved",
    "figures": "journal → sums, forecasts",
    "markup": "formulas, diagrams",
    "notebook": "notebook → page",
    "charts": "figures → question, sentence, table, picture",
    "pages": "figures and charts → Markdown, with Jinja templates for the words",
    "syndication": "what leaves the site: feeds, calendars, newsletter, share",
    "exchange": "logs of other programs → sessions, and back",
    "tracker": "load(folder)",
    "site": "every file of the site; the plugin hands them to MkDocs",
    "cli": "words typed → one call → words printed; one file a command",
}
WIDTH, MARGIN, GAP, HEIGHT, STEP = 760, 40, 16, 50, 78


def read_imports(root: Path = ROOT) -> dict[str, set[str]]:
    """Read which package imports which; `tracker` for what stands in its `__init__`."""
    packages: dict[str, set[str]] = {}
    for path in sorted((root / "tracker").rglob("*.py")):
        package = package_of(path.relative_to(root).with_suffix("").parts)
        if package == "__main__":
            continue
        targets = packages.setdefault(package, set())
        for name in list_imports(ast.parse(path.read_text("utf-8"))):
            if name.split(".")[0] == "tracker":
                targets.add(package_of(tuple(name.split("."))))
    for package, targets in packages.items():
        targets.discard(package)
        targets &= packages.keys()
    return packages


def package_of(parts: tuple[str, ...]) -> str:
    """(`tracker`, `cli`, `git`) -> `cli`."""
    if len(parts) == 1 or parts[1] == "__init__":
        return "tracker"
    return parts[1]


def list_imports(tree: ast.AST) -> Iterator[str]:
    """List the full names that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "tracker":
            for alias in node.names:
                is_package = (ROOT / "tracker" / alias.name).exists()
                is_module = (ROOT / f"tracker/{alias.name}.py").exists()
                yield f"tracker.{alias.name}" if is_package or is_module else "tracker"
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def list_layers(imports: Mapping[str, set[str]]) -> list[list[str]]:
    """Put each package one layer above the highest that it imports, lowest layer first."""
    heights: dict[str, int] = {}

    def height_of(package: str) -> int:
        if package not in heights:
            heights[package] = 1 + max(map(height_of, imports[package]), default=-1)
        return heights[package]

    layers: list[list[str]] = [[] for _ in range(1 + max(map(height_of, imports)))]
    order = list(WORDS)
    for package in sorted(imports, key=order.index):
        layers[height_of(package)].append(package)
    return layers


def drop_implied_arrows(imports: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Leave out an arrow where a longer way leads to the same package."""

    def reach(package: str) -> set[str]:
        below = set(imports[package])
        for target in imports[package]:
            below |= reach(target)
        return below

    arrows = {}
    for package, targets in imports.items():
        implied = set()
        for target in targets:
            implied |= reach(target)
        arrows[package] = targets - implied
    return arrows


def draw_architecture(imports: Mapping[str, set[str]]) -> str:
    """Draw the packages as an SVG: layers from the files at the bottom to the reader at the top."""
    layers = list_layers(imports)
    bottom = MARGIN + 24 + STEP * (len(layers) - 1)
    boxes: dict[str, tuple[float, float, float]] = {}
    for number, layer in enumerate(layers):
        width = (WIDTH - 2 * MARGIN - GAP * (len(layer) - 1)) / len(layer)
        for place, package in enumerate(layer):
            boxes[package] = (MARGIN + place * (width + GAP), bottom - STEP * number, width)
    height = bottom + HEIGHT + 50
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-labelledby="t d">',
        '  <title id="t">The packages of tracker, each above those that it imports</title>',
        f'  <desc id="d">{escape(describe_layers(layers))}</desc>',
        "  <style>",
        "    text { font: 13px system-ui, sans-serif; fill: #3b4650; }",
        "    .name { font-weight: 600; font-size: 15px; fill: #1f2933; }",
        "    .box { fill: #fff; stroke: #9aa5b1; } .world { fill: #fdf3e3; stroke: #c99b45; }",
        "    .arrow { fill: none; stroke: #7b8794; stroke-width: 1.5; }",
        "  </style>",
        '  <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0L8 4L0 8z" fill="#7b8794"/></marker>',
        f'  <rect width="{WIDTH}" height="{height}" rx="10" fill="#f4f6f8"/>',
        f'  <text x="{WIDTH / 2:g}" y="32" text-anchor="middle">the terminal and the site</text>',
        f'  <text x="{WIDTH / 2:g}" y="{height - 18}" text-anchor="middle">the files of a journal'
        "</text>",
    ]
    for package, targets in sorted(drop_implied_arrows(imports).items()):
        for target in sorted(targets):
            lines.append(draw_arrow(boxes[package], boxes[target]))
    for package, (x, y, width) in boxes.items():
        style = (
            "world"
            if package
            in (
                "boundary",
                "store",
                "cached_reader",
                "remembered",
                "site",
                "cli",
            )
            else "box"
        )
        lines += [
            f'  <rect class="{style}" x="{x:g}" y="{y:g}" width="{width:g}" height="{HEIGHT}" '
            'rx="5"/>',
            f'  <text class="name" x="{x + 12:g}" y="{y + 21:g}">{package}</text>',
            f'  <text x="{x + 12:g}" y="{y + 39:g}">{escape(WORDS[package])}</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])


def draw_arrow(upper: tuple[float, float, float], lower: tuple[float, float, float]) -> str:
    x1, y1 = upper[0] + upper[2] / 2, upper[1] + HEIGHT
    x2, y2 = lower[0] + lower[2] / 2, lower[1] - 2
    bend = (y2 - y1) / 2
    path = f"M{x1:g} {y1:g}C{x1:g} {y1 + bend:g} {x2:g} {y2 - bend:g} {x2:g} {y2:g}"
    return f'  <path class="arrow" d="{path}" marker-end="url(#tip)"/>'


def describe_layers(layers: list[list[str]]) -> str:
    """Say the picture in words, from the bottom."""
    rows = [" and ".join(layer) if len(layer) < 3 else ", ".join(layer) for layer in layers]
    return "From the bottom: " + "; ".join(rows) + "."


def main() -> None:
    PICTURE.write_text(draw_architecture(read_imports()), "utf-8")
    print(f"wrote {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
