"""Reads lists of authors as people paste them, and writes authors as lines that are read back unchanged.

A line with bars is exact: ``name | ORCID iD | affiliation``. Other lines are read as lists of any source are. Where
such a line can mean two things, the reader asks, because a wrong guess would be published under somebody's name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.contributions.forms.pasted import strip_list_marker, strip_pasted
from generator.errors import quote
from generator.text.clean import unwrap
from generator.text.lines import split_lines
from generator.text.people import author_lists
from generator.text.people.author_marks import ListedAuthor
from generator.yaml.document import Plain

_PARTS = ("name", "orcid", "affiliation")
_BARS = "use name | ORCID iD | affiliation"
_ONE_PER_LINE = "write one name per line, given names first, as in Ada Lovelace"
#: Characters of a line with several authors. The longest lists of a conference have about half of them.
_LONGEST_LINE = 20_000
# Words of affiliations. Teams and collaborations are authors, but no university is one beside people.
_AFFILIATION = re.compile(
    r"universit|\buniv\b|institut|college|school|department|laborator|\blabs?\b|centre|center|\binc\b|\bcorp|academy|faculty"
    r"|hospital",
    re.IGNORECASE,
)
# Short names of institutions, such as MIT or CNRS, between the names of people.
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_ADDRESS = re.compile(r"[a-z]+://|www\.", re.IGNORECASE)
_USER_NAME = re.compile(r"@[\w-]+")
# Two to four capitalised words, without those that are titles, or that join or end a list, in some language.
_PLAIN_WORD = r"[A-ZÀ-ÖØ-ÞĀ-ž][a-zß-öø-ÿĀ-ž]*[a-z][a-zß-öø-ÿĀ-ž]*(?:-[A-Z][a-z]+)?"
_PLAIN_NAME = re.compile(
    r"(?!(?:.*[ -])?(?:And|By|En|Et(?:al|coll|autres)?|For|On|Others|Und)\b)"
    r"(?!.*(?:Prof|Professor|Dr|Doctor|Mr|Mrs|Ms|Mx|Herr|Frau|habil) )"
    rf"{_PLAIN_WORD}(?: {_PLAIN_WORD}){{1,3}}"
)


def read_authors(answer: str) -> list[Plain]:
    """Return the authors of a list as a record has them: a name, or a mapping with name, orcid and affiliation.

    Raises ValueError for a line that is unclear; the message's first line quotes it, the second says what to write.
    """
    authors: list[Plain] = []
    for line in filter(str.strip, split_lines(answer)):
        authors += [_read_bars(line)] if "|" in line else map(_plain, _read_line(line))
    return authors


def write_author(author: Plain) -> str:
    """Return an author as a line that ``read_authors`` reads back: with bars where the name alone would be unclear."""
    if isinstance(author, dict):
        parts = [str(author.get(part) or "") for part in _PARTS]
        return " | ".join(parts).rstrip(" |") if any(parts[1:]) else write_author(parts[0])
    name = str(author or "")
    return name if _PLAIN_NAME.fullmatch(name) or _is_plain(name) else f"{name} |"


@lru_cache(maxsize=1 << 12)
def _is_plain(name: str) -> bool:
    """Whether the name alone is read back as the name."""
    try:
        return read_authors(name) == [name]
    except ValueError:
        return False


def _read_bars(line: str) -> Plain:
    parts = [unwrap(part) for part in line.split("|")]
    if len(parts) > len(_PARTS):
        raise ValueError(f"{quote(line.strip())} has {len(parts) - 1} bars\n{_BARS}")
    author: dict[str, Plain] = {name: part for name, part in zip(_PARTS, parts, strict=False) if part}
    if "name" not in author:
        raise ValueError(f"{quote(line.strip())} has no name\n{_BARS}")
    return author["name"] if set(author) == {"name"} else author


def _read_line(line: str) -> tuple[ListedAuthor, ...]:
    """Return the authors on a line: one, or several with separators between them."""
    text = unwrap(strip_list_marker(strip_pasted(line)))
    if _ADDRESS.match(text):
        raise ValueError(f"{quote(text)} is an address, not a name\n{_ONE_PER_LINE}")
    if _USER_NAME.fullmatch(text):
        raise ValueError(f"{quote(text)} is a user name, not the name of a person\n{_ONE_PER_LINE}")
    if len(text) > _LONGEST_LINE:
        raise ValueError(f"{quote(text)} has {len(text):,} characters\n{_ONE_PER_LINE}")
    found = author_lists.read_authors(text)
    if not found.authors:
        raise ValueError(f"{quote(text)} has no name\n{_ONE_PER_LINE}")
    if found.is_cut:
        raise ValueError(f"{quote(text)} leaves authors out\nlist all authors, one per line")
    if found.doubt:
        raise ValueError(f"{quote(text)} can be read in two ways\n{_ONE_PER_LINE}")
    if len(found.authors) > 1 and any(map(_is_affiliation, found.authors)):
        fix = "write one name per line, and the affiliation in brackets, as in Ada Lovelace (University of London)"
        raise ValueError(f"{quote(text)} seems to contain an affiliation\n{fix}")
    return found.authors


def _is_affiliation(author: ListedAuthor) -> bool:
    return _AFFILIATION.search(author.name) is not None or _ACRONYM.fullmatch(author.name) is not None


def _plain(author: ListedAuthor) -> Plain:
    stated = {"name": author.name, "orcid": author.orcid.upper(), "affiliation": author.affiliation}
    fields: dict[str, Plain] = {name: value for name, value in stated.items() if value}
    return author.name if len(fields) == 1 else fields
