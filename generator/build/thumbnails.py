"""The thumbnails of a site: a library in, thumbnails by paper, their files and warnings out. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.checks.library import locate_problems
from generator.files.folder import Folder
from generator.model import Library
from generator.outputs.output_file import OutputFile
from generator.progress import ReportProgress
from generator.text.counts import counted
from generator.thumbnails.cache import ThumbnailCache, name_of_address
from generator.thumbnails.local import make_local_thumbnails
from generator.thumbnails.thumbnail import Thumbnail
from generator.thumbnails.wanted import wanted_pictures


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteThumbnails:
    """The thumbnails of papers by key, and warnings about pictures that are not shown."""

    by_key: Mapping[str, Thumbnail] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def files(self) -> tuple[OutputFile, ...]:
        """Return the files of the site. Names are hashes of the bytes, so pages and files always agree."""
        by_path = {thumbnail.path: thumbnail for thumbnail in self.by_key.values()}
        return tuple(_output_file(by_path[path]) for path in sorted(by_path))


def _output_file(thumbnail: Thumbnail) -> OutputFile:
    return OutputFile(path=thumbnail.path, inputs=lambda: thumbnail.path, render=lambda: thumbnail.content)


def find_thumbnails(site: Folder, library: Library, *, days: int, progress: ReportProgress) -> SiteThumbnails:
    """Return the thumbnails of the newest ``days`` digests: those that were fetched, and those of content/images/."""
    if not days:
        return SiteThumbnails()
    progress("Looking for thumbnails")
    pictures, cache = wanted_pictures(library, days=days), ThumbnailCache(site)
    local, problems = make_local_thumbnails(site, cache, pictures)
    found = {
        picture.key: local.get(picture.address) if picture.is_local else cache.read(name_of_address(picture.address))
        for picture in pictures
    }
    located = locate_problems(problems, lambda file: site.read(file) or b"")
    missing = sum(found[picture.key] is None for picture in pictures if not picture.is_local)
    return SiteThumbnails(
        by_key={key: thumbnail for key, thumbnail in found.items() if thumbnail is not None},
        warnings=(*map(str, located), *_not_fetched(missing)),
    )


def _not_fetched(missing: int) -> tuple[str, ...]:
    if not missing:
        return ()
    have = "has" if missing == 1 else "have"
    return (f"{counted(missing, 'picture')} on the web {have} no thumbnail; to fetch them: digestif fetch thumbnails",)
