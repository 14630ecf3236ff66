"""What a build did and made, measured on the disk, beside what GitHub Pages allows."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

#: GitHub Pages publishes sites of up to 1 GB, in ten minutes (docs.github.com, "GitHub Pages limits").
MOST_BYTES = 1_000_000_000
MOST_SECONDS = 600
WARN_FROM = 0.8


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """Generated pages that a build made, kept as they were, and removed; ``idle`` when nothing had changed."""

    made: int = 0
    kept: int = 0
    removed: int = 0
    idle: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteSize:
    """HTML pages, all files, and their bytes."""

    pages: int
    files: int
    bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteReport:
    """A built site: its papers and its size, how many seconds it took, and what was done and said on the way."""

    papers: int
    size: SiteSize
    seconds: float
    work: Work
    index: str
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        work = self.work
        lines = [f"warning: {warning}" for warning in self.warnings]
        if work.idle:
            lines.append("nothing changed since the last build")
        else:
            lines += [self.index, f"pages: {work.made:,} made, {work.kept:,} kept, {work.removed:,} removed"]
        lines.append(
            f"built in {self.seconds:,.1f} s: {self.papers:,} papers on {self.size.pages:,} pages,"
            f" {self.size.files:,} files, {self.size.bytes / 1e6:,.1f} MB"
        )
        size, time = self.size.bytes / MOST_BYTES, self.seconds / MOST_SECONDS
        lines.append(f"GitHub Pages allows 1 GB, of which this is {size:.1%}, and ten minutes, of which {time:.1%}")
        if size >= WARN_FROM:
            lines.append(
                "warning: a site of more than 1 GB is not published: move the oldest years to a site of their own"
            )
        if time >= WARN_FROM:
            lines.append(
                "warning: what takes longer than ten minutes may be ended:"
                " build on a faster machine, or in parts with --only"
            )
        return "\n".join(lines)


def measure_site(site: Path) -> SiteSize:
    """Count what stands in a built site's folder."""
    files = pages = size = 0
    for folder, _, names in os.walk(site):
        for name in names:
            files += 1
            pages += name.endswith(".html")
            size += os.stat(f"{folder}/{name}").st_size  # noqa: PTH116  # a hundred thousand of them
    return SiteSize(pages=pages, files=files, bytes=size)
