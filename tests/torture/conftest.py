"""One digest with payloads in all its texts, built once, and its pages in a browser that notices everything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.torture.hostile_digest import HostileDigest, make_hostile_digest
from tests.torture.payloads import chosen
from tests.torture.watched import Watch, served_without_policy


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> HostileDigest:
    return make_hostile_digest(tmp_path_factory.mktemp("hostile") / "digest", chosen())


@pytest.fixture(scope="session")
def hostile_address(hostile: HostileDigest) -> Iterator[str]:
    with served_without_policy(hostile.folder / "site") as address:
        yield address


@pytest.fixture
def watch(browser: Browser, hostile_address: str) -> Iterator[Watch]:
    watch = Watch(browser, hostile_address)
    yield watch
    watch.close()
