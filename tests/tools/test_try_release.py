from pathlib import Path

import pytest

from tests.tools.try_release import main


def test_a_tag_that_is_not_the_version_is_refused_before_anything_is_built(tmp_path: Path) -> None:
    built = tmp_path / "dist/of-before.whl"
    built.parent.mkdir()
    built.touch()
    with pytest.raises(SystemExit, match=r"the tag is v9\.9, and pyproject\.toml has version 0\.1"):
        main(built.parent, "v9.9")
    assert built.exists()
