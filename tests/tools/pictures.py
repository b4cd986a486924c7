"""`make pictures`: the example journal's pages as a reader sees them, into docs/guide/images/."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser import browser, served
from tests.journal import ROOT
from tests.sites import EXAMPLE_AS_OF

IMAGES = ROOT / "docs/guide/images"
PAGES = {
    "home": "",
    "post": "blog/2024-w27/",
    "progress": "progress/",
    "plan": "plan/",
    "course": "courses/ml-specialization/",
    "skills": "skills/",
    "reading": "reading/",
    "year": "progress/2024/",
}
SCREENS = {"desk": (1280, 900), "phone": (360, 740)}


def main() -> int:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as site:
        env = {**os.environ, "SOURCE_DATE_EPOCH": EXAMPLE_AS_OF, "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "-q", "--strict", "-d", site],
            cwd=ROOT,
            env=env,
            check=True,
        )
        with served(Path(site)) as address, browser() as chromium:
            for scheme in ("light", "dark"):
                for screen, (width, height) in SCREENS.items():
                    context = chromium.new_context(
                        viewport={"width": width, "height": height}, color_scheme=scheme
                    )
                    page = context.new_page()
                    for name, uri in PAGES.items():
                        page.goto(f"{address}/{uri}", wait_until="networkidle")
                        # The first visit may begin in another face, a later one has ours at once.
                        page.reload(wait_until="networkidle")
                        page.screenshot(path=IMAGES / f"{name}-{screen}-{scheme}.png")
                    context.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
