"""A site in parts, one for each year, built on different machines and merged into the site of a whole build.

Every part has the pages that tell of all years; they must be the same in all parts, which shows that the parts were
made from the same content by the same program. Pages and search shards of a year are in that year's part alone.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.build.search.index import merge_manifests
from generator.build.site.swap import fresh_site
from generator.errors import DigestifError

#: What a part says of itself, at its root; it does not reach the site.
PART = "part.json"
_MANIFEST = "pagefind/manifest.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A folder with the part of one year, and the years that the whole site has."""

    folder: Path
    year: int
    years: tuple[int, ...]


def part_folder(site: Path, year: int) -> Path:
    """Where the part of a year goes: beside the site, as in ``site-2024``."""
    return site.with_name(f"{site.name}-{year}")


def mark_part(folder: Path, year: int, *, years: Sequence[int]) -> None:
    """Write down which part this is. Raises DigestifError for a year that has no papers."""
    if year not in years:
        raise DigestifError(f"{year}: has no papers", fix=f"years that have: {', '.join(map(str, years)) or 'none'}")
    (folder / PART).write_text(json.dumps({"year": year, "years": list(years)}), encoding="utf-8")


def merge_parts(folders: Sequence[Path], site: Path, *, workshop: Path) -> None:
    """Put parts together in ``site``, in place of what is there.

    Raises DigestifError, before anything is replaced, where a year's part is missing or given twice, or where two
    parts hold the same page with different text.
    """
    parts = [_read_part(folder) for folder in folders]
    _check_years(parts)
    with fresh_site(site, workshop) as fresh:
        for part in parts:
            _take(part, fresh)
        manifests = [json.loads((part.folder / _MANIFEST).read_bytes()) for part in parts]
        (fresh / _MANIFEST).write_bytes(merge_manifests(manifests))


def _read_part(folder: Path) -> Part:
    try:
        said = json.loads((folder / PART).read_bytes())
        return Part(folder=folder, year=int(said["year"]), years=tuple(map(int, said["years"])))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DigestifError(
            f"{folder}: is not a part of a site", fix="name folders that digestif build --only YEAR made"
        ) from error


def _check_years(parts: Sequence[Part]) -> None:
    years = sorted(part.year for part in parts)
    wanted = sorted({year for part in parts for year in part.years})
    twice = {year for year in years if years.count(year) > 1}
    missing = [str(year) for year in wanted if year not in years]
    if missing or twice:
        said = f"the parts of {', '.join(missing)} are missing" if missing else f"{min(twice)} is given twice"
        raise DigestifError(f"merge: {said}", fix="name the folder of each year once")


def _take(part: Part, fresh: Path) -> None:
    for path in _files(part.folder):
        source, target = part.folder / path, fresh / path
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        elif path != _MANIFEST and source.read_bytes() != target.read_bytes():
            raise DigestifError(
                f"{part.folder}: {path} differs from that of another part",
                fix="build all parts from the same commit, with the same version of digestif and SOURCE_DATE_EPOCH",
            )


def _files(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if file.is_file() and path != PART:
            yield path
