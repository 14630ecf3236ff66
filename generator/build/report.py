"""The report of a build: what it made and kept, and the site's size compared with the limit of GitHub Pages."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from generator.text.counts import counted

#: GitHub Pages publishes sites of up to 1 GB (docs.github.com, "GitHub Pages limits"). Its limit of ten minutes is for
#: the deployment, which the workflow measures.
MOST_BYTES = 1_000_000_000
WARN_FROM = 0.8


@dataclass(frozen=True, kw_only=True, slots=True)
class PageCounts:
    """Numbers of generated pages that a build made, kept and removed; ``idle`` where nothing had changed."""

    made: int = 0
    kept: int = 0
    removed: int = 0
    idle: bool = False

    def __str__(self) -> str:
        if self.idle:
            return "nothing changed since the last build"
        counts = {"made": self.made, "kept": self.kept, "removed": self.removed}
        named = [f"{count:,} {verb}" for verb, count in counts.items() if count]
        return f"pages: {', '.join(named) or 'none'}"


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteSize:
    """HTML pages, all files, and their bytes."""

    pages: int
    files: int
    bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteReport:
    """A built site: its papers and size, the seconds that the build took, its index and feeds, and MkDocs' warnings."""

    papers: int
    size: SiteSize
    seconds: float
    pages: PageCounts
    index: str
    feeds: str
    warnings: tuple[str, ...] = ()

    @property
    def warning_lines(self) -> tuple[str, ...]:
        """The warnings as lines of a terminal."""
        return tuple(f"warning: {warning}" for warning in self.warnings)

    def __str__(self) -> str:
        lines = [*self.warning_lines]
        if not self.pages.idle:
            lines += [self.index, self.feeds]
        lines.append(str(self.pages))
        lines.append(
            f"built in {self.seconds:,.1f} s: {counted(self.papers, 'paper')} on"
            f" {counted(self.size.pages, 'page')}, {counted(self.size.files, 'file')},"
            f" {self.size.bytes / 1e6:,.1f} MB"
        )
        size = self.size.bytes / MOST_BYTES
        lines.append(f"limit of GitHub Pages: {size:.1%} of 1 GB")
        if size >= WARN_FROM:
            lines.append(
                "warning: GitHub Pages does not publish a site of more than 1 GB: move the oldest years to another site"
            )
        return "\n".join(lines)


def measure_site(site: Path) -> SiteSize:
    """Count the files in a built site's folder."""
    files = pages = size = 0
    for folder, _, names in os.walk(site):
        for name in names:
            files += 1
            pages += name.endswith(".html")
            size += os.lstat(f"{folder}/{name}").st_size  # a hundred thousand of them: text is faster than paths
    return SiteSize(pages=pages, files=files, bytes=size)
