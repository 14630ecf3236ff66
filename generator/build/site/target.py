"""Where a build puts its result (the site, a part, a preview), replaced as a whole: the old one or the new one."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.files.lock import WORK_FOLDER
from generator.files.replace import recover_replacement, replace_folder
from generator.site_folders import check_built

_FRESH_PART = f"{WORK_FOLDER}-part-"
_YEAR = re.compile(r"[0-9]{4}(?:-retired)?")
PREVIEW_FOLDER = f"{WORK_FOLDER}/preview"


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A folder to replace, and the folder ``fresh`` in which its successor is made; paths below the digest's folder.

    ``fresh`` exists only while files are written. It is not below .digestif/, because somebody who deletes that folder
    during a build would go on deleting files of ``fresh`` when it has become the site.

    Where there is a ``spare``, the replaced folder is kept there and becomes the next build's ``fresh``: making ten
    thousand folders takes longer than everything else that a day's thirty papers cost. Files in it may share their
    bytes with the target's, so they are replaced and never written into. ``cache_name`` names the pages of earlier
    builds in the build cache, and ``cached_folder`` is where they are.
    """

    folder: str
    fresh: str
    spare: str
    cache_name: str
    cached_folder: str


def site_target(site_dir: str) -> Target:
    """Return the target of a build of the whole site."""
    return Target(
        folder=site_dir,
        fresh=f"{WORK_FOLDER}-site",
        spare=f"{WORK_FOLDER}/site-spare",
        cache_name="site",
        cached_folder=site_dir,
    )


def preview_target() -> Target:
    """Return the target of a preview, which leaves the site as it is."""
    return Target(
        folder=PREVIEW_FOLDER,
        fresh=f"{WORK_FOLDER}-preview",
        spare=f"{WORK_FOLDER}/preview-spare",
        cache_name="preview",
        cached_folder=PREVIEW_FOLDER,
    )


def part_target(site_dir: str, year: int) -> Target:
    """Return the target of the part of a year: a folder beside the site, as in ``site-2024``."""
    return Target(
        folder=f"{site_dir}-{year}",
        fresh=f"{_FRESH_PART}{year}",
        spare="",
        cache_name=f"part-{year}",
        cached_folder=f"{site_dir}-{year}",
    )


def merge_target(site_dir: str) -> Target:
    """Return the target of merged parts: the site."""
    return Target(
        folder=site_dir,
        fresh=f"{WORK_FOLDER}-merge",
        spare="",
        cache_name="merge",
        cached_folder=site_dir,
    )


def recover_targets(site: Folder, site_dir: str) -> None:
    """Finish replacements that were interrupted, of whichever target; needs the lock."""
    names = (entry.path.removeprefix(_FRESH_PART) for entry in site.children("") if entry.path.startswith(_FRESH_PART))
    years = {int(name.removesuffix("-retired")) for name in names if _YEAR.fullmatch(name)}
    parts = (part_target(site_dir, year) for year in sorted(years))
    for target in (site_target(site_dir), merge_target(site_dir), preview_target(), *parts):
        recover_replacement(site, target.fresh, target.folder)
        _keep_spare(site, target)


@contextmanager
def replacing(site: Folder, target: Target) -> Iterator[str]:
    """Yield the folder that replaces the target's when the block succeeds; when it fails, the target is unchanged.

    Raises DigestifError, before anything is made, where the target has files that no build made, and PermissionError
    where it could not be moved to the spare folder.
    """
    if files := check_built(site, target.folder):
        raise DigestifError(
            f"{target.folder} has files that no build made ({files}), and this would delete them",
            fix="move them away; if all of them may go, delete the folder yourself",
        )
    if site.kind(target.folder) == "folder" and not os.access(found := site.path(target.folder), os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(found))
    if target.spare and site.kind(target.spare) == "folder":
        site.move(target.spare, target.fresh)
    site.make(target.fresh)
    try:
        yield target.fresh
        replace_folder(site, target.fresh, target.folder)
    finally:
        _keep_spare(site, target)


def _keep_spare(site: Folder, target: Target) -> None:
    """Keep ``fresh`` as the spare folder if the target has one, and else remove it."""
    if target.spare and site.kind(target.fresh) == "folder":
        site.remove_tree(target.spare)
        site.move(target.fresh, target.spare)
    site.remove_tree(target.fresh)
