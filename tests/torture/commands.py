"""Every command that writes, and one digest in which each of them has something to change."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from generator.files.folder import TEMPORARY_PREFIX
from tests.build.small_digest import CONFIG, EPOCH, built, files_of, make_digest, write_paper

ROOT = Path(__file__).parents[2]
SETTINGS = "extra: {digestif: {thumbnails: {days: 9}, email: {github: true}}}\n"
TABLE = """\
title,authors,abstract,arxiv
A Robot Arm That Learns to Fall 6,Ada Lovelace,An abstract about robots.,2501.00006
A New Paper,Bo Other,A language paper.,2501.00090
A Second New Paper,Bo Other,A chain of language.,2501.00091
"""
FORM = """\
### Record to fix

2501.00002

### Title

A title by a reader

### How do you know?

I wrote the paper.
"""
#: What each command is called with. The last two write no file of content/ or site/, but they hold the lock.
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "build": ("build", "--date", "2025-08-01"),
    "generate": ("generate", "--date", "2025-08-01"),
    "merge": ("merge", "site-2024", "site-2025"),
    "import": ("import", "table.csv", "--date", "2025-07-31"),
    "rename": ("rename", "2501.00002", "a-better-key"),
    "merge-records": ("merge-records", "2501.00003", "2501.00004"),
    "forget-list": ("forget-list", "list-5", "2025-07-31"),
    "format": ("format",),
    "check --fix": ("check", "--fix", "--yes", "content/papers/2025/07/30/2501.00004.yaml"),
    "apply": ("apply", "form.md"),
    "curate": ("curate", "2025-07-31", "--no-edit"),
    "fetch thumbnails": ("fetch", "thumbnails"),
    "send": ("send", "2025-07-31", "--dry-run"),
}


def make_source(site: Path) -> Path:
    """Create the digest: built as a whole and in parts, then changed by hand, with a table file and a form."""
    make_digest(site, papers=7)
    (site / "mkdocs.yml").write_text(CONFIG + SETTINGS)
    built(site)
    write_paper(site, 0, title="The title of the parts")
    for year in (2024, 2025):
        built(site, only=year)
    write_paper(site, 0, title="Another title")
    (site / "table.csv").write_text(TABLE)
    (site / "form.md").write_text(FORM)
    for number, before, after in ((1, "\nauthors:", "   \nauthors:"), (4, "  - name: Bo", "  - name:   Bo")):
        record = next((site / "content/papers").rglob(f"2501.0000{number}.yaml"))
        record.write_text(record.read_text().replace(before, after))  # something for digestif format
    return site


def environment(**more: str) -> dict[str, str]:
    """Return the variables of a command: the repository's program, a fixed date of the build, and no network."""
    usual = {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": str(EPOCH), "PYTHONDONTWRITEBYTECODE": "1"}
    return os.environ | usual | {"GITHUB_TOKEN": "none"} | more


def lasting(site: Path) -> dict[str, bytes]:
    """Return the files of content/ and site/, by path, but for temporary ones."""
    return {
        path: content
        for path, content in files_of(site).items()
        if path.startswith(("content/", "site/")) and not path.rpartition("/")[2].startswith(TEMPORARY_PREFIX)
    }
