"""The page at the address of a removed paper gives the reason that a person gave, and none otherwise."""

from __future__ import annotations

import pytest

from generator.catalog.catalog import build_catalog
from generator.catalog.topics.topic_set import make_topic_set
from generator.model import Library, Removed
from generator.pages.site import plan_site
from generator.store.removed import FILE_DELETED
from tests.pages.invented import SETTINGS


@pytest.mark.parametrize(("reason", "shown"), [("Published twice.", True), (FILE_DELETED, False)])
def test_only_a_reason_that_a_person_gave_is_shown(reason: str, shown: bool) -> None:
    removed = Removed(key="2401.10001", reason=reason, title="One")
    library = Library(records={}, mentions={}, notes={}, removed={removed.key: removed})
    catalog = build_catalog(library, make_topic_set(()), {}, {})
    (page,) = [page for page in plan_site(catalog, SETTINGS) if page.address == "/papers/2401.10001/"]
    assert "This paper was removed" in page.text
    assert "One" in page.text
    assert (reason in page.text) == shown
