"""Digests of later days: the preview shows them, the schedule publishes each on its day, and drafts stay hidden."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.build.pipeline import build_preview
from tests.workflows.github_stand_in.hub import Hub
from tests.workflows.github_stand_in.runner import Run

TIMEZONE = "America/Los_Angeles"
RECORD = "content/papers/2026/03/02/robots-that-read.yaml"
MEETING = "content/digests/2026-03-05.yaml"
DRAFT = "content/digests/2026-03-04.yaml"
PICKS = "picks: [{paper: robots-that-read, why: We read it together.}]\n"


@pytest.fixture
def curated_hub(hub: Hub) -> Hub:
    """A published digest on a Monday, with a meeting on Thursday and a draft for Wednesday."""
    settings = hub.curator / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("  digestif:\n", f"  digestif:\n    timezone: {TIMEZONE}\n"))
    write(hub, RECORD, "title: Robots that read\ndate: 2026-03-02\n")
    write(hub, MEETING, f"title: The meeting on Thursday\n{PICKS}")
    write(hub, DRAFT, f"title: The draft\ndraft: true\n{PICKS}")
    hub.repository.commit(hub.curator, "Plan the week")
    hub.enable_pages()
    hub.push()
    return hub


def write(hub: Hub, path: str, text: str) -> None:
    file = hub.curator / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def scheduled(hub: Hub, day: int, hour: int) -> Run:
    """Run Publish as its schedule does."""
    hub.now = datetime(2026, 3, day, hour, 43, tzinfo=UTC)
    return hub.start("publish", "schedule", {"schedule": "43 6,18 * * *"})


def preview(hub: Hub) -> None:
    """Build what digestif serve shows."""
    build_preview(hub.curator, "http://127.0.0.1:8000", today=hub.now.date())


def published(hub: Hub) -> str:
    return texts(hub.site)


def texts(site: Path) -> str:
    return "\n".join(file.read_text() for file in sorted(site.rglob("*.html")))


def test_a_digest_is_published_on_its_day_in_the_digests_time_zone(curated_hub: Hub) -> None:
    hub = curated_hub
    assert "The meeting on Thursday" not in published(hub)
    preview(hub)
    built = texts(hub.curator / ".digestif" / "preview")
    assert "The meeting on Thursday" in built
    assert "The draft" in built

    early = scheduled(hub, 3, 6)
    assert (early.conclusion, hub.deployments) == ("success", 1)
    assert "Nothing new: the site is the same" in early.log

    # In Los Angeles, Thursday begins at 8:00 UTC: a commit of the UTC day does not stop the schedule of that evening.
    hub.now = datetime(2026, 3, 5, 6, 50, tzinfo=UTC)
    write(hub, RECORD, "title: Robots that read aloud\ndate: 2026-03-02\n")
    hub.repository.commit(hub.curator, "Fix a title")
    hub.push()
    assert (hub.deployments, "The meeting on Thursday" in published(hub)) == (2, False)

    due = scheduled(hub, 5, 18)
    assert (due.conclusion, hub.deployments) == ("success", 3)
    assert "The meeting on Thursday" in (hub.site / "days" / "2026-03-05" / "index.html").read_text()
    assert "We read it together." in (hub.site / "papers" / "robots-that-read" / "index.html").read_text()
    again = scheduled(hub, 5, 18)
    assert (again.conclusion, hub.deployments) == ("success", 3)
    assert "is already published" in again.log

    scheduled(hub, 20, 6)
    assert "The draft" not in published(hub), "a draft is published by nobody but its editor"
    write(hub, DRAFT, f"title: The draft\n{PICKS}")
    hub.repository.commit(hub.curator, "Publish the draft")
    hub.push()
    assert "The draft" in published(hub)
