"""What a build did and made, measured on the disk, beside what GitHub Pages allows."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from generator.publish.memory import LastBuild

#: GitHub Pages publishes sites of up to 1 GB (docs.github.com, "GitHub Pages limits").
PAGES_LIMIT = 1_000_000_000
WARN_FROM = 0.8


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """Generated pages that a build made, kept as they were, and removed; ``idle`` when nothing had changed."""

    made: int = 0
    kept: int = 0
    removed: int = 0
    idle: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteReport:
    """A built site: papers, HTML pages, files, bytes, and what was done and said on the way."""

    papers: int
    pages: int
    files: int
    size: int
    seconds: float
    work: Work
    index: str
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        share = self.size / PAGES_LIMIT
        work = self.work
        lines = [f"warning: {warning}" for warning in self.warnings]
        if work.idle:
            lines.append("nothing changed since the last build")
        else:
            lines += [self.index, f"pages: {work.made:,} made, {work.kept:,} kept, {work.removed:,} removed"]
        lines.append(
            f"built in {self.seconds:,.1f} s: {self.papers:,} papers on {self.pages:,} pages, {self.files:,} files,"
            f" {self.size / 1e6:,.1f} MB ({share:.1%} of what GitHub Pages allows)"
        )
        if share >= WARN_FROM:
            lines.append(
                "warning: the site is close to the 1 GB that GitHub Pages publishes; a large one may also take"
                " longer than the ten minutes of a deployment"
            )
        return "\n".join(lines)


def measure_site(site: Path, build: LastBuild, work: Work, *, seconds: float) -> SiteReport:
    """Count what stands in a built site's folder."""
    files = pages = size = 0
    for folder, _, names in os.walk(site):
        for name in names:
            files += 1
            pages += name.endswith(".html")
            size += os.stat(os.path.join(folder, name)).st_size  # noqa: PTH116, PTH118  # a hundred thousand of them
    return SiteReport(
        papers=build.papers,
        pages=pages,
        files=files,
        size=size,
        seconds=seconds,
        work=work,
        index=build.index,
        warnings=build.warnings,
    )
