"""Checks of curators' notes: their links lead to pages of this site, and some page shows each of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from difflib import get_close_matches

from generator.errors import Place, Problem
from generator.model import Library
from generator.store.content import NOTES_FOLDER

_LINK = re.compile(r"(?:^|[(<\"'\s/.])/?(papers|topics)/([\w.-]+)/?(?=[)>\"'\s#?]|$)")


def check_notes(library: Library, *, topics: Collection[str] | None) -> Iterator[Problem]:
    """Report links in notes that lead nowhere, and notes on days without papers.

    ``topics`` are the ids of all topics, None if the site has no list of them.
    """
    papers = {*library.records, *library.removed}
    papers.update(alias for record in library.records.values() for alias in record.paper.aliases)
    known = {"papers": papers, "topics": topics}
    for record in library.records.values():
        yield from _check_links(record.paper.note, Place(file=record.file), "note", known)
    days = {record.paper.date for record in library.records.values()}
    days.update(mention.day for mentions in library.mentions.values() for mention in mentions)
    for day, note in library.notes.items():
        place = Place(file=_note_file(day))
        yield from _check_links(note, place, "", known)
        if day not in days:
            found = f"there are no papers on {day}, so no page shows this note"
            fix = "correct the date in the file's name, or import papers of that day"
            yield Problem(place=place, code="note-unshown", found=found, fix=fix, severity="warning")


def _note_file(day: date) -> str:
    return f"{NOTES_FOLDER}/{day.isoformat()}.md"


def _check_links(text: str, place: Place, field: str, known: dict[str, Collection[str] | None]) -> Iterator[Problem]:
    if "papers/" not in text and "topics/" not in text:
        return
    for kind, name in dict.fromkeys(_LINK.findall(text)):
        names = known[kind]
        if names is None or name in names:
            continue
        close = get_close_matches(name, sorted(names), n=1)
        fix = f"did you mean {kind}/{close[0]}/?" if close else f"there is no such {kind[:-1]} in content/"
        yield Problem(
            place=place, code="note-link", field=field, found=f"a link to {kind}/{name}/ leads nowhere", fix=fix
        )
