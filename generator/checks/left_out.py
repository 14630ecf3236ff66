"""Leaves files with errors out, so that one of them does not stop a build or a daily run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.checks.library import find_blocking_problems
from generator.errors import DigestifError, Problem
from generator.model import Library, Removed
from generator.store.content import PAPERS_FOLDER, REMOVED_FILE, Content
from generator.store.removed import LEFT_OUT
from generator.text.counts import counted

#: So many records may be left out, even of a small digest; of a large one, a tenth.
_FEW = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Readable:
    """content/ without the files that have errors: the rest, its library, and the errors."""

    content: Content
    library: Library
    left_out: tuple[Problem, ...] = ()


def leave_out_errors(content: Content, *, strict: bool = False) -> Readable:
    """Return content/ without its files with errors. The addresses of left-out records stay taken.

    Raises DigestifError, which lists all errors, with ``strict``, if content/removed.yaml has one (removed papers would
    come back), and if more than a tenth of the records, or all, would be left out.
    """
    problems = find_blocking_problems(content)
    files = {problem.place.file for problem in problems}
    records = [file for file in content.hashes if file.startswith(f"{PAPERS_FOLDER}/")]
    lost = len(files.intersection(records))
    if problems and (strict or REMOVED_FILE in files):
        raise _refused("content/ has errors:", problems)
    if lost > max(_FEW, len(records) / 10) or 0 < lost == len(records):
        found = f"{lost:,} of {counted(len(records), 'record')} have errors, so that the site would lose them:"
        raise _refused(found, problems)
    kept = replace(content, records=tuple(record for record in content.records if record.file not in files))
    return Readable(content=kept, library=_library(kept, _keys(files)), left_out=problems)


def _refused(summary: str, problems: Iterable[Problem]) -> DigestifError:
    return DigestifError(
        "\n".join([summary, *map(str, problems)]), fix="nothing was changed; fix these and run it again"
    )


def _keys(files: Iterable[str]) -> set[str]:
    paths = (file for file in files if file.startswith(f"{PAPERS_FOLDER}/") and file.endswith(".yaml"))
    return {file.rpartition("/")[2].removesuffix(".yaml") for file in paths}


def _library(content: Content, left_out: set[str]) -> Library:
    """The library with a notice in place of each left-out record."""
    library = content.library
    aliases = {alias for record in content.records for alias in record.paper.aliases}
    notices = {
        key: replace(library.removed.get(key) or Removed(key=key, reason=""), reason=LEFT_OUT)
        for key in left_out - library.records.keys() - content.removed.keys() - aliases
    }
    removed = {**library.removed, **notices}
    return replace(library, removed={key: removed[key] for key in sorted(removed)})
