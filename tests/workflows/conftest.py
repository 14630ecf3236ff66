"""A GitHub on this machine for the tests of the workflows."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.workflows.github_stand_in.hub import Hub
from tests.workflows.github_stand_in.runner import REQUIRE, StalledRunError, missing_programs


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=[StalledRunError.__name__]))


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """A hub with a new digest that is not pushed yet, on a Monday. Skipped where a runner's programs are missing."""
    if sys.platform == "darwin":
        pytest.skip("the workflows are made for Linux")
    if missing := missing_programs():
        reason = f"running workflows needs {', '.join(missing)}"
        if os.environ.get(REQUIRE):
            pytest.fail(reason)
        pytest.skip(reason)
    made = Hub(tmp_path, datetime(2026, 3, 2, 6, tzinfo=UTC))
    made.new_site()
    yield made
    made.close()
