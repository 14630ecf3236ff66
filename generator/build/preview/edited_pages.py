"""Pages of edits at once: edited files and the last build in, a few pages of the preview out.

The build that follows makes all other pages, and these again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from generator.build.catalog_loader import load_edited
from generator.build.site.pages import page_file
from generator.build.stages import BuiltPages
from generator.catalog.catalog import Catalog
from generator.catalog.digests.digest import span_of
from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.gc_pause import pause_gc
from generator.pages.context import with_catalog
from generator.pages.routes import day_address, digest_address, paper_address
from generator.pages.site import plan_pages
from generator.store.content import DIGESTS_FOLDER, NOTES_FOLDER, PAPERS_FOLDER

#: Files that show on a few pages. Any other change can show on all of them.
_FILES = re.compile(
    rf"(?P<folder>{PAPERS_FOLDER}|{DIGESTS_FOLDER}|{NOTES_FOLDER})/(?:.+/)?(?P<name>[^/]+)\.(?:yaml|md)"
)


@pause_gc()  # looking through the objects of the last build takes longer than everything else here
def update_pages(
    site: Folder, folder: str, built: BuiltPages, files: Collection[str], *, today: date
) -> tuple[BuiltPages, tuple[str, ...]]:
    """Replace the pages of edited records, notes and digests in the folder of a preview, and those of their days.

    ``files`` are the paths of the edited files. Returns what the new pages were made from, and their addresses: none
    where another file was edited, or one has an error, which the next build reports.
    """
    if not all(map(_FILES.fullmatch, files)):
        return built, ()
    try:
        content = load_edited(site.root, built.content, files, today=today)
    except (DigestifError, OSError):  # as for a link or a file that may not be read
        content = None
    if content is None:
        return built, ()
    wanted = set(_addresses(built.content.catalog, files)) | set(_addresses(content.catalog, files))
    edited = replace(built, content=content, context=with_catalog(built.context, content.catalog))
    updated = []
    for page in plan_pages(edited.context, content.status):
        if page.address not in wanted:
            continue
        laid_out = page.lay_out()
        if (html := edited.frames.fill(page.path, laid_out.render(), laid_out.front_keys)) is not None:
            site.write(f"{folder}/{page_file(page.path)}", html)
            updated.append(page.address)
    return edited, tuple(updated)


def _addresses(catalog: Catalog, files: Collection[str]) -> Iterator[str]:
    """Yield the addresses of the pages that show most of these files."""
    for file in files:
        found = _FILES.fullmatch(file)
        if found is None:
            continue
        if found["folder"] != PAPERS_FOLDER:
            with suppress(ValueError):
                yield digest_address(span_of(found["name"]))
        elif entry := catalog.by_key.get(found["name"]):
            yield paper_address(entry.key)
            yield from map(day_address, entry.days)
