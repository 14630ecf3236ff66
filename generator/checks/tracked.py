"""Reports generated files that Git tracks: the work folder, which must not come from others, and the built site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.errors import Place, Problem
from generator.files.lock import WORK_FOLDER
from generator.text.counts import counted

_SITE = "site"
GENERATED_FOLDERS = (WORK_FOLDER, _SITE)
#: A tracked folder with this file is a built site.
_SITE_MARKER = f"{_SITE}/sitemap.xml"


def check_tracked_files(tracked: Sequence[str]) -> Iterator[Problem]:
    """Report tracked files under .digestif/ as an error, and a tracked site as a warning.

    ``tracked`` are the files in ``GENERATED_FOLDERS`` that Git tracks, in order. What a commit brings under .digestif/
    could be taken for the results of earlier runs.
    """
    work_files = [file for file in tracked if file.split("/")[0] == WORK_FOLDER]
    if work_files:
        yield Problem(
            place=Place(file=work_files[0]),
            code="tracked-work-folder",
            found=f"{counted(len(work_files), 'file')} under {WORK_FOLDER}/ in the repository",
            fix=f"run: git rm -r --cached {WORK_FOLDER}, commit, and keep /{WORK_FOLDER}/ in .gitignore",
        )
    site_files = [file for file in tracked if file.startswith(f"{_SITE}/")]
    if _SITE_MARKER in site_files:
        yield Problem(
            place=Place(file=_SITE_MARKER),
            code="tracked-site",
            found=f"the built site is in the repository ({counted(len(site_files), 'file')})",
            fix=f"run: git rm -r --cached {_SITE}, commit, and keep /{_SITE}/ in .gitignore",
            severity="warning",
        )
