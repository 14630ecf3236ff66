"""The build pipeline: content/ → pages under docs/ → site/. What ``digestif generate`` and ``digestif build`` run.

The stages are imported when there is something for them to do: ``start`` says why.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.batches import RunBatches, run_here
from generator.build.cache.last_build import LastBuild
from generator.build.cluster.options import ClusterOptions
from generator.build.report import PageCounts, SiteReport
from generator.build.start import BuildOptions, start_build
from generator.catalog.digests.later import LATER
from generator.files.folder import Folder
from generator.gc_pause import pause_gc
from generator.progress import ReportProgress, ignore_progress

if TYPE_CHECKING:
    from generator.build.docs.writer import DocsUpdate
    from generator.build.stages import BuiltPages


@pause_gc()
def generate(
    site: Path,
    *,
    safe: bool = False,
    strict: bool = False,
    today: date = LATER,
    progress: ReportProgress = ignore_progress,
) -> DocsUpdate:
    """Update the generated pages under docs/ from content/; only what changed is written.

    ``safe``, ``strict`` and ``today`` are those of ``build``.
    """
    from generator.build.stages import generate_docs

    return generate_docs(site, safe=safe, strict=strict, today=today, progress=progress)


@pause_gc()
def build(
    site: Path,
    *,
    only: int | None = None,
    clean: bool = False,
    allow_shrink: bool = False,
    safe: bool = False,
    strict: bool = False,
    today: date = LATER,
    cluster: ClusterOptions | None = None,
    progress: ReportProgress = ignore_progress,
) -> SiteReport:
    """Generate pages, render them, index them; at the end the new site replaces the old one.

    ``only`` builds the part of a year, into a folder beside the site, for ``parts.merge_parts``. ``clean`` ignores the
    cache. Where nothing changed since the last build, nothing is done. ``cluster`` is where to run what can run
    elsewhere, with the same result. The caller holds the lock.

    Digests of content/digests/ are left out as long as they are drafts, or to be published after ``today``. Files of
    content/ with errors are left out, with a warning and on the status page; ``strict`` refuses them. Raises
    DigestifError, before anything is changed, where those are too many, where a person's files are in the way, where
    more papers would be lost than ``allow_shrink`` allows, and with ``safe`` where mkdocs.yml can run code.
    """
    began = time.monotonic()
    options = BuildOptions(preview="", only=only, safe=safe)
    start = start_build(site, options, clean=clean, progress=progress)
    if not strict and (unchanged := start.unchanged(today=today)):
        return _report(unchanged, PageCounts(idle=True), began)
    from generator.build.stages import build_changed

    with _runner(start.site, cluster, progress) as run:
        built = build_changed(
            start, options, strict=strict, today=today, allow_shrink=allow_shrink, run=run, progress=progress
        )
    return _report(built.last, built.counts, began)


@pause_gc()
def build_preview(
    site: Path,
    address: str,
    *,
    safe: bool = False,
    today: date = LATER,
    keep_pages: bool = False,
    progress: ReportProgress = ignore_progress,
) -> tuple[SiteReport, BuiltPages | None]:
    """Build as ``build`` does, into .digestif/preview, with a local address in place of ``site_url``, and with drafts.

    Returns also what the pages were made from, None where nothing changed; with ``keep_pages``, it is found then, too.
    """
    began = time.monotonic()
    options = BuildOptions(preview=address, only=None, safe=safe)
    start = start_build(site, options, clean=False, progress=progress)
    if not keep_pages and (unchanged := start.unchanged(today=today)):
        return _report(unchanged, PageCounts(idle=True), began), None
    from generator.build.stages import build_changed

    built = build_changed(start, options, strict=False, today=today, allow_shrink=True, run=run_here, progress=progress)
    return _report(built.last, built.counts, began), built.pages


@contextmanager
def _runner(site: Folder, cluster: ClusterOptions | None, progress: ReportProgress) -> Iterator[RunBatches]:
    if cluster is None:
        yield run_here
        return
    from generator.build.cluster.bridge import open_cluster

    progress("Waiting for workers")
    with open_cluster(site, cluster) as run:
        yield run


def _report(build: LastBuild, counts: PageCounts, began: float) -> SiteReport:
    return SiteReport(
        papers=build.papers,
        size=build.size,
        seconds=time.monotonic() - began,
        pages=counts,
        index=build.index,
        feeds=build.feeds,
        warnings=build.warnings,
    )
