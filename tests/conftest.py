"""What all tests share: the order in which they run."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in Chromium first: each file of theirs takes a minute, and the last one to begin would be waited for."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
