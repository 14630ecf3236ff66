"""A build goes into a folder of its own and takes the site's place at its end: readers see the old site or the new one.

The site that was replaced is kept as the folder of the next build: making ten thousand folders takes a disk longer
than all else that a day's thirty papers cost. Its files share their bytes with the site's where both are the same.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SPARE = "site-spare"
RETIRED = "site-retired"


@contextmanager
def spare_site(site: Path, workshop: Path) -> Iterator[Path]:
    """A folder that becomes ``site`` when the block ends well; when it fails, the site stays as it was.

    The folder is that of ``find_spare``; it is the caller's to make right, replacing files and never writing into
    them, for the site's may be the same.
    """
    spare, retired = find_spare(site, workshop), workshop / RETIRED
    spare.mkdir(parents=True, exist_ok=True)
    spare.chmod(0o755)
    yield spare
    if site.exists():
        site.rename(retired)
    spare.rename(site)
    if retired.exists():
        retired.rename(spare)


@contextmanager
def fresh_site(site: Path, workshop: Path) -> Iterator[Path]:
    """A new empty folder that becomes ``site`` when the block ends well, and vanishes when it fails."""
    fresh = workshop / f"{site.name}-fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        yield fresh
        shutil.rmtree(site, ignore_errors=True)
        fresh.rename(site)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def find_spare(site: Path, workshop: Path) -> Path:
    """The folder of the next build; it holds what the site before the last one held, or what an interrupted build left,
    or is not there. ``workshop`` lies on the same disk as ``site``.

    What a build that was killed between two renames left is put right: the site comes first.
    """
    spare, retired = workshop / SPARE, workshop / RETIRED
    if retired.exists() and not site.exists():
        retired.rename(site)
    elif retired.exists() and not spare.exists():
        retired.rename(spare)
    shutil.rmtree(retired, ignore_errors=True)
    return spare
