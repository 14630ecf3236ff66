"""Parts of a site, one for each year, built on different machines: folders in, the site of a whole build out.

Every part has the pages that cover all years; they must be the same in all parts, which shows that the parts were made
from the same content by the same program. The pages of a year are only in that year's part, and the search index is
only in that of the newest year.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.build.site.target import merge_target, recover_targets, replacing
from generator.errors import DigestifError
from generator.files.folder import Folder

#: Says, in a part's folder, which part it is; it does not reach the site.
PART_FILE = "part.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """The folder with the part of one year, and the years that the whole site has."""

    folder: Folder
    shown: str
    year: int
    years: tuple[int, ...]


def write_part_file(site: Folder, folder: str, year: int, *, years: Sequence[int]) -> None:
    """Write which part a folder has. Raises DigestifError for a year without papers."""
    if year not in years:
        raise DigestifError(f"{year}: has no papers", fix=f"years with papers: {', '.join(map(str, years)) or 'none'}")
    site.write(f"{folder}/{PART_FILE}", json.dumps({"year": year, "years": list(years)}).encode())


def merge_parts(folders: Sequence[Path], site: Folder, site_dir: str) -> None:
    """Merge parts into the folder ``site_dir``, replacing what is there; the caller holds the lock.

    Raises DigestifError, before anything is replaced, where a year's part is missing or named twice, where two parts
    have different bytes for one file, or where a part has links or is damaged.
    """
    target = merge_target(site_dir)
    recover_targets(site, site_dir)
    parts = [_read_part(folder) for folder in folders]
    _check_years(parts)
    with replacing(site, target) as fresh:
        for part in parts:
            _copy(part, site, fresh)


def _read_part(folder: Path) -> Part:
    try:
        found = _read_json(Folder(folder), PART_FILE)
        return Part(
            folder=Folder(folder), shown=str(folder), year=int(found["year"]), years=tuple(map(int, found["years"]))
        )
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
        raise DigestifError(
            f"{folder}: is not a part of a site", fix="name folders that digestif build --only YEAR made"
        ) from error


def _read_json(folder: Folder, path: str) -> dict[str, Any]:
    found = json.loads(folder.read(path) or b"")
    if not isinstance(found, dict):
        raise TypeError(path)
    return found


def _check_years(parts: Sequence[Part]) -> None:
    years = sorted(part.year for part in parts)
    expected = sorted({year for part in parts for year in part.years})
    repeated = {year for year in years if years.count(year) > 1}
    missing = [str(year) for year in expected if year not in years]
    if missing:
        found = f"the part of {missing[0]} is" if len(missing) == 1 else f"the parts of {', '.join(missing)} are"
        raise DigestifError(f"merge: {found} missing", fix="name the folder of each year once")
    if repeated:
        raise DigestifError(
            f"merge: the part of {min(repeated)} is named twice", fix="name the folder of each year once"
        )


def _copy(part: Part, site: Folder, fresh: str) -> None:
    for path in _files(part):
        content, target = part.folder.read(path) or b"", f"{fresh}/{path}"
        existing = site.read(target)
        if existing is None:
            site.write(target, content)
        elif content != existing:
            raise DigestifError(
                f"{part.shown}: {path} differs from that of another part",
                fix="build all parts from the same commit, with the same version of digestif and SOURCE_DATE_EPOCH",
            )


def _files(part: Part) -> Iterator[str]:
    for entry in part.folder.walk():
        if entry.kind not in ("file", "folder"):
            raise DigestifError(f"{part.shown}/{entry.path}: is not a regular file", fix="build this part again")
        if entry.kind == "file" and entry.path != PART_FILE:
            yield entry.path
