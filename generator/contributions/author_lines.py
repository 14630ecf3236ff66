"""Reads lists of authors as people paste them, and writes authors as lines that are read back unchanged.

A line with bars is exact: ``name | ORCID iD | affiliation``. Other lines may have bullets, numbers, footnote marks, an
affiliation in brackets, and several names. Where a line can mean two things ("Lovelace, Ada" is one person or two), the
reader asks, because a wrong guess would be published under somebody's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from generator.contributions.pasted import strip_list_marker, strip_pasted
from generator.errors import quote
from generator.text.clean import unwrap
from generator.text.lines import split_lines
from generator.yaml.document import Plain

_PARTS = ("name", "orcid", "affiliation")
_BARS = "use name | ORCID iD | affiliation"
_ONE_PER_LINE = "write one name per line, given names first, as in Ada Lovelace"
_ORCID = re.compile(r"(?:https?://)?(?:orcid\.org/)?\b(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])\b")
_EMAIL = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,255}")
_FOOTNOTES = re.compile(r"[¹²³⁰-⁹*∗†‡§¶]+(?=\W|$)")
_AFFILIATION = re.compile(
    r"universit|institut|college|school|department|laborator|\blabs?\b|centre|center|\binc\b|\bcorp|academy|faculty"
    r"|hospital|research",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d)\.?", re.IGNORECASE)
_FAMILY_FIRST = re.compile(r"\S+ [A-Z]{1,3}")
_AND = re.compile(r" (?:and|&) ")
_COMMAS = ",，、"
_GROUP = re.compile(r"(?:team|collaboration|consortium|group|authors|contributors)", re.IGNORECASE)


def read_authors(answer: str) -> list[Plain]:
    """Return the authors of a list as a record has them: a name, or a mapping with name, orcid and affiliation.

    Raises ValueError for a line that is unclear; the message's first line quotes it, the second says what to write.
    """
    authors: list[Plain] = []
    for line in filter(str.strip, split_lines(answer)):
        if "|" in line:
            authors.append(_read_bars(line))
        else:
            authors += [_read_author(name, line) for name in _split_names(line)]
    return authors


def write_author(author: Plain) -> str:
    """Return an author as a line that ``read_authors`` reads back: with bars where the name alone would be unclear."""
    if isinstance(author, dict):
        parts = [str(author.get(part) or "") for part in _PARTS]
        return " | ".join(parts).rstrip(" |") if any(parts[1:]) else write_author(parts[0])
    name = str(author or "")
    try:
        is_plain = read_authors(name) == [name]
    except ValueError:
        is_plain = False
    return name if is_plain else f"{name} |"


def _read_bars(line: str) -> Plain:
    parts = [unwrap(part) for part in line.split("|")]
    if len(parts) > len(_PARTS):
        raise ValueError(f"{quote(line.strip())} has {len(parts) - 1} bars\n{_BARS}")
    author: dict[str, Plain] = {name: part for name, part in zip(_PARTS, parts, strict=False) if part}
    if "name" not in author:
        raise ValueError(f"{quote(line.strip())} has no name\n{_BARS}")
    return author["name"] if set(author) == {"name"} else author


def _split_names(line: str) -> list[str]:
    """Return the names on a line, given names first."""
    text = _FOOTNOTES.sub("", unwrap(strip_list_marker(strip_pasted(line))))
    if _EMAIL.search(text):
        raise ValueError(f"{quote(line.strip())} contains an e-mail address\nleave it out: records are public")
    if re.search(r"\bet al\b|\band others\b", text, re.IGNORECASE):
        raise ValueError(f"{quote(line.strip())} leaves authors out\nlist all authors, one per line")
    inverted = [list(_split_commas(part)) for part in (text.split(";") if ";" in text else _AND.split(text))]
    if len(inverted) > 1 and all(len(parts) == 2 for parts in inverted):  # Lovelace, Ada and Turing, Alan
        return [f"{given} {family}" for family, given in inverted]
    if ";" in text:
        return [name for part in text.split(";") for name in _listed(part, line)]
    return _listed(text, line)


def _listed(text: str, line: str) -> list[str]:
    """Return names that are separated by commas and "and"; raises ValueError where they may be something else."""
    parts = list(_split_commas(text))
    if parts and (len(parts) > 1 or not _GROUP.search(parts[-1])):
        parts[-1] = parts[-1].removeprefix("and ").removeprefix("& ")
        parts[-1:] = [part for part in map(str.strip, _AND.split(parts[-1])) if part]
    names: list[str] = []
    for part in parts:
        if names and _SUFFIX.fullmatch(part):  # Martin Luther King, Jr.
            names[-1] = f"{names[-1]}, {part}"
        else:
            names.append(part)
    if len(names) < 2:
        return names
    if any(_AFFILIATION.search(_outside_brackets(name)) for name in names):
        fix = "write one name per line, and the affiliation in brackets, as in Ada Lovelace (University of London)"
        raise ValueError(f"{quote(line.strip())} seems to contain an affiliation\n{fix}")
    has_single_word = any(" " not in name and name.isascii() for name in names)
    is_inverted = len(names) == 2 and names[0][:1].islower()  # van der Berg, Jan Peter
    is_abbreviated = all(_FAMILY_FIRST.fullmatch(name) for name in names)  # Lovelace A, Turing AM
    if has_single_word or is_inverted or is_abbreviated:
        raise ValueError(f"{quote(line.strip())} may be one name or several\n{_ONE_PER_LINE}")
    return names


def _read_author(name: str, line: str) -> Plain:
    """Return one name with the ORCID iD and the affiliation that follow it."""
    author: dict[str, Plain] = {}
    orcid = _ORCID.search(name)
    if orcid:
        author["orcid"] = orcid[1].upper()
        name = f"{name[: orcid.start()]} {name[orcid.end() :]}".replace("()", "").strip()
    start = name.rfind("(")
    if name.endswith(")") and start > 0:
        affiliation = name[start + 1 : -1].strip(" ,;")
        if any(character.isalpha() for character in affiliation):
            author["affiliation"] = affiliation
        name = name[:start]
    name = unwrap(name).rstrip(" ,;:-")
    if not name:
        raise ValueError(f"{quote(line.strip())} has no name\n{_ONE_PER_LINE}")
    if any(before.isalpha() and after.isdigit() for before, after in pairwise(name)):
        raise ValueError(f"{quote(line.strip())} contains a digit after a letter\ndelete the footnote marks of names")
    return {"name": name, **author} if author else name


def _split_commas(text: str) -> Iterator[str]:
    """Yield the parts of a text between commas that are not in brackets; empty parts are left out."""
    depth, start = 0, 0
    for at, character in enumerate(text):
        depth = max(0, depth + (character == "(") - (character == ")"))
        if character in _COMMAS and not depth:
            if part := text[start:at].strip():
                yield part
            start = at + 1
    if part := text[start:].strip():
        yield part


def _outside_brackets(name: str) -> str:
    return name.partition("(")[0]
