"""The last build of a target: hashes of what it read and made, and its report, which tell whether anything changed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from generator.build.report import SiteSize
from generator.files.cache import Cache
from generator.files.folder import Folder
from generator.files.lock import WORK_FOLDER

BUILD_CACHE = f"{WORK_FOLDER}/build"


@dataclass(frozen=True, slots=True)
class LastBuild:
    """A finished build: hashes of its inputs and its outputs, and its report.

    From the ISO date ``since`` to the day before ``until``, the same inputs give the same outputs.
    """

    inputs: str
    outputs: str
    papers: int
    size: SiteSize
    index: str
    feeds: str
    warnings: tuple[str, ...]
    since: str
    until: str


def read_last_build(site: Folder, target: str) -> LastBuild | None:
    """Return the last build of the target, the site or its preview, that succeeded."""
    raw = Cache(site, BUILD_CACHE).read(_name(target))
    if raw is None:
        return None
    found = json.loads(raw)
    return LastBuild(**{**found, "size": SiteSize(**found["size"]), "warnings": tuple(found["warnings"])})


def write_last_build(site: Folder, target: str, build: LastBuild) -> None:
    """Store a finished build."""
    Cache(site, BUILD_CACHE).write(_name(target), json.dumps(asdict(build), ensure_ascii=False).encode())


def _name(target: str) -> str:
    return f"{target}-build"
