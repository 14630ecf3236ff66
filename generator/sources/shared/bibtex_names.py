"""The names in a field of BibTeX: separated by "and", in three orders, with braces around what belongs together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from generator.text.markup.html import read_html_line
from generator.text.markup.tex import read_tex
from generator.text.people.author_lists import read_author_entries
from generator.text.people.author_marks import ListedAuthor
from generator.text.people.names import PersonName

_AND = re.compile(r" and | and$|^and ", re.IGNORECASE)
_WHOLE = re.compile(r"\s*\{(?P<inner>(?:[^{}]|\{[^{}]*\})*)\}\s*")
# What separates names in fields that were not written for BibTeX.
_SEPARATORS = re.compile(r"[;|]|,[^,]*,[^,]*,")
# BibLaTeX's extended names: "family=Berg, given=Ludwig, prefix={van der}, suffix=Jr." (manual, section 3.6).
_EXTENDED = re.compile(r"\s*(?:family|given|prefix|suffix|id)(?:-i)?\s*=")
_PART = re.compile(r"\s*([\w-]+)\s*=\s*(.*?)\s*", re.DOTALL)


def read_bibtex_names(field: str) -> tuple[tuple[ListedAuthor, ...], bool, str]:
    """The authors, whether the list ends in "and others", and the doubtful reading of a list that is not BibTeX's."""
    names = [name for name in _split(" ".join(field.split()), _AND) if name.strip()]
    is_cut = any(name.strip().lower() == "others" for name in names)
    entries = [_printed(name) for name in names if name.strip().lower() != "others"]
    if any(_SEPARATORS.search(entry) for entry, is_whole in entries if not is_whole):
        read = read_author_entries([entry for entry, _ in entries], family_first=True)
        return read.authors, is_cut or read.is_cut, read.doubt
    authors: list[ListedAuthor] = []
    cut_off = False
    for is_whole, group in groupby(entries, key=itemgetter(1)):
        found = [entry for entry, _ in group]
        if is_whole:
            authors += (ListedAuthor(name=name) for name in found)
        else:
            read = read_author_entries(found, family_first=True)
            authors += read.authors
            cut_off = cut_off or read.is_cut
    return tuple(authors), is_cut or cut_off, ""


def _printed(name: str) -> tuple[str, bool]:
    """The name without TeX, and whether it is to stay as it is: a group in braces, or a name in BibLaTeX's parts."""
    if _EXTENDED.match(name):
        return _from_parts(name), True
    whole = _WHOLE.fullmatch(name)
    text = " ".join(read_html_line(read_tex(name)).split())
    if whole and re.search(r"[\s,]", text):
        return text, True
    return text, False


def _from_parts(name: str) -> str:
    found = (_PART.fullmatch(part) for part in _split(name, re.compile(",")))
    parts = {part[1].lower(): " ".join(read_tex(part[2]).split()) for part in found if part}
    return PersonName(
        given=parts.get("given", ""),
        particle=parts.get("prefix", ""),
        family=parts.get("family", ""),
        suffix=parts.get("suffix", ""),
    ).display


def _split(text: str, separator: re.Pattern[str]) -> Iterator[str]:
    """The pieces of the text between separators outside of braces."""
    depth, depths = 0, []
    for at, character in enumerate(text):
        if not (at and text[at - 1] == "\\"):
            depth += {"{": 1, "}": -1}.get(character, 0)
        depths.append(depth)
    done = 0
    for found in separator.finditer(text):
        if depths[found.start()] <= 0:
            yield text[done : found.start()]
            done = found.end()
    yield text[done:]
