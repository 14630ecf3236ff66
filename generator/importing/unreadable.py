"""Records that an import cannot read: it leaves their papers alone, so that it neither changes nor repeats them.

One bad record must not stop the daily run. The papers of such records are recognised by what the lists say about them,
by their keys, and by the ids and titles that their files state in lines that can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.errors import Problem
from generator.ids import ID_CHECKS, identify
from generator.model import Ids, Removed
from generator.store.content import PAPERS_FOLDER, REMOVED_FILE, SOURCES_FOLDER, Content
from generator.store.keys import check_keys

_LINE = re.compile(r"""^\s*(?P<field>title|arxiv|doi)\s*:\s*['"]?(?P<value>[^'"\n]+)""", re.MULTILINE)
_LARGEST = 1024 * 1024


def find_errors(content: Content) -> tuple[Problem, ...]:
    """Return the errors of content/ and those between its records."""
    problems = (*content.problems, *check_keys(content.records, content.removed))
    return tuple(problem for problem in problems if problem.severity == "error")


def stops_import(error: Problem) -> bool:
    """Whether an import would lose something because of an error: removed papers, or what lists said before."""
    return error.place.file == REMOVED_FILE or error.place.file.startswith(f"{SOURCES_FOLDER}/")


def without_unreadable(content: Content, errors: Iterable[Problem]) -> tuple[Content, tuple[Removed, ...]]:
    """Return content/ without the records that have errors, and what identifies the papers of those records."""
    files = sorted({error.place.file for error in errors if error.place.file.startswith(f"{PAPERS_FOLDER}/")})
    kept = replace(content, records=tuple(record for record in content.records if record.file not in files))
    records = [file for file in files if file.endswith(".yaml")]
    identified = (_identified(file, content.raw.get(file, b"")) for file in records)
    return kept, tuple(each for each in identified if each.key not in kept.by_key)


def _identified(file: str, raw: bytes) -> Removed:
    key = file.rpartition("/")[2].removesuffix(".yaml")
    text = raw[:_LARGEST].decode(errors="replace")
    stated: Sequence[tuple[str, str]] = [(found["field"], found["value"].strip()) for found in _LINE.finditer(text)]
    by_key = identify(key)
    ids = {by_key[0]: by_key[1]} if by_key else {}
    for field, value in stated:
        if field != "title":
            try:
                ids[field] = ID_CHECKS[field](value)  # type: ignore[index]  # the expression has two of its kinds
            except ValueError:
                continue
    title = next((value for field, value in stated if field == "title"), "")
    return Removed(key=key, reason="", title=title, ids=Ids(**ids))
