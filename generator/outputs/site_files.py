"""The plan of the files for programs: every file of a catalog, before any is rendered or written."""

from __future__ import annotations

from generator.catalog.catalog import Catalog
from generator.outputs.feeds.plan import plan_feeds
from generator.outputs.output_file import OutputFile
from generator.settings import Settings


def plan_outputs(catalog: Catalog, settings: Settings) -> tuple[OutputFile, ...]:
    """Return every file for programs in the order of their paths."""
    return tuple(sorted(plan_feeds(catalog, settings), key=lambda file: file.path))
