"""Which files content/ may hold: a file that nobody reads is a mistake that nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from generator.errors import Place, Problem
from generator.ids import check_key

Kind = Literal["file", "folder", "link", "other"]

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAY_FOLDER = r"[0-9]{4}/[0-9]{2}/[0-9]{2}"
_FOLDERS = re.compile(
    r"(?:papers(?:/[0-9]{4}(?:/[0-9]{2}(?:/[0-9]{2})?)?)?|sources(?:/[a-z0-9-]+)?|notes|schema|quarantine(?:/.+)?)?"
)
_RECORD = re.compile(rf"papers/{_DAY_FOLDER}/([^/]+)\.yaml")
_FILES = re.compile(
    rf"topics\.yaml|removed\.yaml|schema/paper\.schema\.json|notes/{_DAY}\.md|sources/[a-z0-9-]+/{_DAY}\.json"
    r"|quarantine/.+|(?:.+/)?(?:README\.md|\.gitkeep)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredEntry:
    """An entry of content/: its path from the site's folder, with slashes, and what it is."""

    path: str
    kind: Kind


def check_layout(entries: Iterable[StoredEntry]) -> tuple[Problem, ...]:
    """One error for each entry of content/ that has no business there, by path; no file is opened."""
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for entry in sorted(entries, key=lambda entry: entry.path):
        problems += _check_entry(entry)
        other = seen.setdefault(entry.path.casefold(), entry.path)
        if other != entry.path:
            fix = "Windows and macOS take both for one file: rename one"
            problems.append(_of(entry, "layout-case", f"differs from {other} only in capitals", fix))
    return tuple(problems)


def _check_entry(entry: StoredEntry) -> Iterator[Problem]:
    path = entry.path.removeprefix("content").removeprefix("/")
    if entry.kind == "link":
        yield _of(entry, "layout-link", "a symbolic link", "put the file itself here; links are not followed")
    elif entry.kind == "other":
        yield _of(entry, "layout-type", "neither a file nor a folder", "delete it")
    elif entry.kind == "folder":
        if not _FOLDERS.fullmatch(path):
            yield _of(entry, "layout-folder", "a folder that nothing reads", _HOME)
    elif record := _RECORD.fullmatch(path):
        yield from _check_name(entry, record[1])
    elif not _FILES.fullmatch(path):
        yield from _unexpected(entry, path)


def _check_name(entry: StoredEntry, key: str) -> Iterator[Problem]:
    try:
        check_key(key)
    except ValueError as error:
        found, _, fix = str(error).partition("\n")
        yield _of(entry, "record-key", found, fix)


def _unexpected(entry: StoredEntry, path: str) -> Iterator[Problem]:
    if path.endswith(".yml"):
        yield _of(entry, "layout-yml", "ends in .yml", "rename it to .yaml, the one ending that is read")
    elif path.startswith("papers/") and path.endswith(".yaml"):
        yield _of(entry, "layout-record", "a record outside of a day's folder", _HOME)
    else:
        yield _of(entry, "layout-file", "a file that nothing reads", f"move it out of content/, or rename it; {_HOME}")


_HOME = "a record is content/papers/<year>/<month>/<day>/<key>.yaml, as in content/papers/2025/07/31/2401.10000.yaml"


def _of(entry: StoredEntry, code: str, found: str, fix: str) -> Problem:
    return Problem(place=Place(file=entry.path), code=code, found=found, fix=fix)
