"""Checks of curators' notes and digests: their links and images can be shown, and some page shows each note."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from difflib import get_close_matches
from urllib.parse import unquote

from generator.catalog.digests.digest import Digest
from generator.errors import Place, Problem
from generator.model import Library
from generator.store.content import DIGESTS_FOLDER, NOTES_FOLDER

#: To look for similar names among ten thousand takes half a second.
_MAX_SUGGESTIONS = 5

_PAGE = re.compile(r"/(papers|topics)/([^/#]+)/?(?:#.*)?")
_TARGET_FIXES = {
    "image": "save the image under docs/ and write its path, for example docs/assets/robot.png",
    "link": "write a web address (https://…), or the address of a page of this site, for example papers/2412.11360/",
}


def check_notes(
    library: Library, *, topics: Collection[str] | None, digests: Collection[Digest] = ()
) -> Iterator[Problem]:
    """Report links that lead nowhere, links and images that are replaced by text, and notes on days without papers.

    ``topics`` are the ids of all topics, None if the site has no list of them.
    """
    known = _known(library, topics)
    for text, place, field in _texts(library, digests):
        yield from _check_links(text, place, field, known)
        yield from _check_targets(text, place, field)
    days = {record.paper.date for record in library.records.values()}
    days.update(mention.day for mentions in library.mentions.values() for mention in mentions)
    days.update(digest.span.first for digest in digests if digest.picks)
    introduced = {digest.span.first for digest in digests if digest.introduction and digest.span.kind == "day"}
    for day in library.notes:
        place = Place(file=_note_file(day))
        if day not in days:
            found = f"there are no papers on {day}, so no page shows this note"
            fix = "correct the date in the file's name, or import papers of that day"
            yield Problem(place=place, code="note-unshown", found=found, fix=fix, severity="warning")
        elif day in introduced:
            found = f"the introduction in {DIGESTS_FOLDER}/{day}.yaml replaces this note"
            fix = "delete the note, or the introduction"
            yield Problem(place=place, code="note-unshown", found=found, fix=fix, severity="warning")


def check_links(library: Library, digests: Collection[Digest], *, topics: Collection[str] | None) -> Iterator[Problem]:
    """Report links that lead nowhere, which ``check_notes`` reports, too."""
    known = _known(library, topics)
    for text, place, field in _texts(library, digests):
        yield from _check_links(text, place, field, known)


def check_note_images(
    library: Library, *, has_file: Callable[[str], bool], digests: Collection[Digest] = ()
) -> Iterator[Problem]:
    """Report images in notes that do not exist; ``has_file`` says whether docs/ has a file, by its path there."""
    notes = [note for note in _texts(library, digests) if "![" in note[0]]
    if not notes:
        return
    # Imported here because it takes 40 ms, and most digests have no note with an image.
    from generator.text.markup.markdown import image_paths

    for text, place, field in notes:
        for path in dict.fromkeys(image_paths(text)):
            if not has_file(unquote(path.lstrip("/"))):
                found = f"the image docs{path} does not exist"
                fix = "add the file, or correct its path in the note"
                yield Problem(place=place, code="note-image", field=field, found=found, fix=fix, severity="warning")


def _texts(library: Library, digests: Collection[Digest]) -> Iterator[tuple[str, Place, str]]:
    """Yield everything that people wrote in Markdown, with its file and field."""
    for record in library.records.values():
        yield record.paper.note, Place(file=record.file), "note"
    for day, note in library.notes.items():
        yield note, Place(file=_note_file(day)), ""
    yield from _texts_of_digests(digests)


def _texts_of_digests(digests: Collection[Digest]) -> Iterator[tuple[str, Place, str]]:
    for digest in digests:
        place = Place(file=digest.span.file)
        yield digest.introduction, place, "introduction"
        for index, pick in enumerate(digest.picks):
            yield pick.why, place, f"picks[{index}].why"


def _known(library: Library, topics: Collection[str] | None) -> dict[str, Collection[str] | None]:
    """Return the last parts of the addresses of pages, by the folders of the pages."""
    papers = {*library.records, *library.removed}
    papers.update(alias for record in library.records.values() for alias in record.paper.aliases)
    return {"papers": papers, "topics": topics}


def _exists(name: str, names: Collection[str] | None) -> bool:
    return names is None or name in names


def _note_file(day: date) -> str:
    return f"{NOTES_FOLDER}/{day.isoformat()}.md"


def _check_targets(text: str, place: Place, field: str) -> Iterator[Problem]:
    if "](" not in text and "]:" not in text and "<" not in text:
        return
    # Imported here because it takes 40 ms, and most digests have no note with a link.
    from generator.text.markup.markdown import refused_targets

    for kind, target in dict.fromkeys(refused_targets(text)):
        found = f"pages show only the text of the {kind} {target}"
        fix = _TARGET_FIXES[kind]
        yield Problem(place=place, code=f"note-{kind}-text", field=field, found=found, fix=fix, severity="warning")


def _check_links(text: str, place: Place, field: str, known: dict[str, Collection[str] | None]) -> Iterator[Problem]:
    if "papers/" not in text and "topics/" not in text:
        return
    # Imported here because it takes 40 ms, and most digests have no note with a link.
    from generator.text.markup.markdown import link_paths

    pages = filter(None, map(_PAGE.fullmatch, dict.fromkeys(link_paths(text))))
    linked = dict.fromkeys((page[1], unquote(page[2])) for page in pages)
    dead = [(kind, name) for kind, name in linked if not _exists(name, known[kind])]
    for number, (kind, name) in enumerate(dead):
        names = known[kind] or () if number < _MAX_SUGGESTIONS else ()
        close = get_close_matches(name, sorted(names), n=1)
        fix = f"did you mean {kind}/{close[0]}/?" if close else f"there is no such {kind[:-1]} in content/"
        yield Problem(
            place=place, code="note-link", field=field, found=f"a link to {kind}/{name}/ leads nowhere", fix=fix
        )
