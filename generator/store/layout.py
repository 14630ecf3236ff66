"""Checks which files are in content/: without it, a file that nothing reads would go unnoticed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.errors import Place, Problem
from generator.files.folder import FolderEntry
from generator.ids import check_key
from generator.text.addresses.pictures import PICTURE_NAME, PICTURES

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAY_FOLDER = r"[0-9]{4}/[0-9]{2}/[0-9]{2}"
_FOLDERS = re.compile(
    r"(?:papers(?:/[0-9]{4}(?:/[0-9]{2}(?:/[0-9]{2})?)?)?|sources(?:/[a-z0-9-]+)?|images|notes|digests|schema|quarantine(?:/.+)?)?"
)
_RECORD = re.compile(rf"papers/{_DAY_FOLDER}/([^/]+)\.yaml")
_FILES = re.compile(
    r"(?:topics|sources|feeds|people|removed|distinct)\.yaml|topic-words\.tsv"
    r"|sent\.json|schema/(?:paper|sources|feeds|people|digest)\.schema\.json"
    rf"|{PICTURES}{PICTURE_NAME}|notes/{_DAY}\.md|digests/[^/]+\.yaml|sources/[a-z0-9-]+/{_DAY}\.json"
    r"|sources/(?:days|set-aside)\.json|quarantine/.+|(?:.+/)?(?:README\.md|\.gitkeep)"
)
_RECORD_PATH = (
    "the path of a record is content/papers/<year>/<month>/<day>/<key>.yaml, for example "
    "content/papers/2025/07/31/2401.10000.yaml"
)
_NOTE_PATH = "the path of a note is content/notes/<year>-<month>-<day>.md, for example content/notes/2025-07-31.md"

_DIGEST_PATH = (
    "the path of a digest is content/digests/<day, week or month>.yaml, for example content/digests/2025-07-31.yaml, "
    "2025-W31.yaml or 2025-07.yaml"
)
_PICTURE_PATH = (
    "pictures are PNG, JPEG, WebP or GIF files with names in lower case, without spaces, for example "
    "content/images/figure.png"
)
_PATHS = {"notes": _NOTE_PATH, "digests": _DIGEST_PATH, "images": _PICTURE_PATH}


def check_layout(entries: Iterable[FolderEntry]) -> tuple[Problem, ...]:
    """Return an error for each entry of content/ that does not belong there, ordered by path. Opens no file."""
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for entry in sorted(entries, key=lambda entry: entry.path):
        problems += _check_entry(entry)
        other = seen.setdefault(entry.path.casefold(), entry.path)
        if other != entry.path:
            fix = "rename one of them: on Windows and macOS, they are the same file"
            problems.append(_problem(entry, "layout-case", f"differs from {other} only in upper and lower case", fix))
    return tuple(problems)


def _check_entry(entry: FolderEntry) -> Iterator[Problem]:
    path = entry.path.removeprefix("content").removeprefix("/")
    if entry.kind == "link":
        fix = "replace it with the file or folder itself; links are not followed"
        yield _problem(entry, "layout-link", "is a symbolic link", fix)
    elif entry.kind == "other":
        yield _problem(entry, "layout-type", "is a pipe, a socket or a device, not a file", "delete it")
    elif entry.kind == "folder":
        if not _FOLDERS.fullmatch(path):
            fix = f"delete it, or move its files; {_path_help(path)}"
            yield _problem(entry, "layout-folder", "nothing reads this folder", fix)
    elif record := _RECORD.fullmatch(path):
        yield from _check_name(entry, record[1])
    elif not _FILES.fullmatch(path):
        yield from _unexpected(entry, path)


def _check_name(entry: FolderEntry, key: str) -> Iterator[Problem]:
    try:
        check_key(key)
    except ValueError as error:
        found, _, fix = str(error).partition("\n")
        yield _problem(entry, "record-key", found, fix)


def _unexpected(entry: FolderEntry, path: str) -> Iterator[Problem]:
    if path.endswith(".yml"):
        yield _problem(entry, "layout-yml", "the name ends in .yml", "rename it so that it ends in .yaml")
    elif path.startswith("papers/") and path.endswith(".yaml"):
        yield _problem(entry, "layout-record", "this record is not in the folder of a day", f"move it; {_RECORD_PATH}")
    else:
        yield _problem(entry, "layout-file", "nothing reads this file", f"move or rename it; {_path_help(path)}")


def _path_help(path: str) -> str:
    return _PATHS.get(path.partition("/")[0], _RECORD_PATH)


def _problem(entry: FolderEntry, code: str, found: str, fix: str) -> Problem:
    return Problem(place=Place(file=entry.path), code=code, found=found, fix=fix)
