"""`make font`: Source Serif 4 cut down to what pages show of it, so that a first visit costs less.

python -m tests.tools.cut_serif FOLDER      the folder holds the files of @fontsource-variable/source-serif-4
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from tests.journal import ROOT

# "Source" is a reserved name: its licence wants another for what was changed.
FAMILY = "Journal Serif"
STYLES = {
    "source-serif-4-latin-wght-normal.woff2": ("journal-serif.woff2", "Regular"),
    "source-serif-4-latin-wght-italic.woff2": ("journal-serif-italic.woff2", "Italic"),
}
# Text to bold: no page is lighter or blacker.
WEIGHTS = (400, 700)
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum"]
COPYRIGHT, FAMILY_NAME, STYLE_NAME, UNIQUE_NAME, FULL_NAME, FILE_NAME = 0, 1, 2, 3, 4, 6
VERSION, LICENCE, LICENCE_ADDRESS = 5, 13, 14


def cut_font(source: Path, target: Path, style: str) -> None:
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = FEATURES
    options.name_IDs = [COPYRIGHT, VERSION, LICENCE, LICENCE_ADDRESS]
    options.hinting = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=font.getBestCmap())
    cutter.subset(font)
    instancer.instantiateVariableFont(font, {"wght": WEIGHTS}, inplace=True)
    names = {
        FAMILY_NAME: FAMILY,
        STYLE_NAME: style,
        UNIQUE_NAME: f"{FAMILY} {style}",
        FULL_NAME: f"{FAMILY} {style}",
        FILE_NAME: f"{FAMILY.replace(' ', '')}-{style}",
    }
    for number, name in names.items():
        font["name"].setName(name, number, 3, 1, 0x409)
    font.flavor = "woff2"
    font.save(target)


def main(folder: Path) -> int:
    for source, (target, style) in STYLES.items():
        cut_font(folder / source, ROOT / "tracker/assets/fonts" / target, style)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
