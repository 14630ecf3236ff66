"""Lists of authors in one text, in every style in which people and databases write them.

The separators are tried from the surest to the least sure: line breaks, bars and semicolons, "and" and "&", commas.
A comma separates two people ("Ada Example, Bo Sample") or a family name from given names ("Example, Ada"); where both
readings are possible, ``AuthorList.doubt`` shows the one that was taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.text.people.author_marks import (
    DEGREE,
    ONLY_MARKS,
    ListedAuthor,
    is_organisation,
    read_entry,
    read_legend,
    split_outside_brackets,
)
from generator.text.people.names import parse_name

_SURE = re.compile(r"[;；|\n]")
_AND = re.compile(r"\s*(?<![^\s,])(?:and|und|et)(?=\s)\s+", re.IGNORECASE)
_AMPERSAND = re.compile(r"\s*(?<=[\s,])&(?=\s)\s*")
_COMMA = re.compile(r"[,，、]")
_ET_AL = re.compile(
    r"(?<![\s,;(\[])[\s,;(\[]*+(?:\b(?:et\.?\s?al\b\.?|and\sothers|others$|u\.\s?a\.$)|(?:\.\.\.|…)$)[)\]]*", re.I
)
_HEAD = re.compile(r"^\s*(?:(?:authors?|written by|by)\s*:\s*|by\s+(?=[A-Z]))", re.IGNORECASE)
_GROUP = r"(?:team|collaborations?|consortium|group)"
_GROUP_FIRST = re.compile(rf"^([^:,;]*\b{_GROUP})\s*:\s*", re.IGNORECASE)
_ON_BEHALF = re.compile(
    rf"(?<![\s,(])[\s,(]*+\b(?:on behalf of|for)\s(the\s[^,;()]{{0,80}}\b{_GROUP})\b\)?", re.IGNORECASE
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々·]+")
_SUFFIX = re.compile(r"(?:jr|jnr|sr|snr|ii|iii|iv)\.?(?=$|\W)", re.IGNORECASE)
_COMPANY = re.compile(r"(?:inc|ltd|llc|corp|co|gmbh|ag|plc|s\.a)\.?", re.IGNORECASE)
_BUSINESS = re.compile(
    r"(?:sons|co|company|partners|associates|brothers|inc)\b\.?.*|[\w.-]+,\s*(?:inc|ltd|llc|corp)\b\.?.*", re.IGNORECASE
)
_PARTICLE = re.compile(r"(?:van|von|de|del|della|da|di|dos|du|der|den|la|le|bin|ibn|al|el|ter|ten|zu|zur)\s|d['’]|al-")
# "A.", "A.B.", "A. B.", "J.-P." and "A"
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[\s-]*){1,4}")
_DOTTED = re.compile(r"(?:[^\W\d_]\w?\.-?){1,4}")
_GLUED = re.compile(r"[A-Z]{1,3}(?:-[A-Z])?")
# Family names of two or three letters, which lists with family names in capitals print like initials.
_SHORT_FAMILY_NAMES = """
    LI XU WU MA HE YU LU HU LE DO VU HO SU GU QI AN BAI DAI FAN KIM LEE CHO HAN OH SHI SUN XIE YAN YE ZHU LIN LIU
    TAN WEI DU FU GAO GE HAO JI JIN KE LAI LAM LUO MAI MAO MEI MO NG NIE NIU PAN QIN QIU REN TAO VO WAN XIA YAO YI
    YIN ZHA ZOU RAO BUI CAO
"""
_SHORT_FAMILIES = frozenset(_SHORT_FAMILY_NAMES.split())


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorList:
    """The authors in their order; ``is_cut`` where the list ends in "et al.".

    ``doubt`` is empty, or says how a list was read that can also be read in another way.
    """

    authors: tuple[ListedAuthor, ...]
    is_cut: bool = False
    doubt: str = ""


def read_authors(text: str) -> AuthorList:
    """The authors of a list in one text."""
    text = _with_single_blanks(text)
    text, legend = read_legend(_HEAD.sub("", text))
    text, is_cut = _without_rest(text)
    text, groups = _without_groups(text)
    entries, is_unsure = _entries(text)
    found = [author for entry in (*groups[:1], *entries, *groups[1:]) if (author := read_entry(entry, legend))]
    authors, is_turned = _initials_first(found)
    doubt = f"read as {'; '.join(author.name for author in authors)}" if is_unsure or is_turned else ""
    return AuthorList(authors=authors, is_cut=is_cut, doubt=doubt)


def read_author_entries(entries: Sequence[str]) -> AuthorList:
    """The authors of a list of which each entry is one author, or several where it has separators that no name has."""
    authors: list[ListedAuthor] = []
    doubts, is_cut = [], False
    for entry in map(_with_single_blanks, entries):
        if _has_several(entry):
            several = read_authors(entry)
            authors += several.authors
            doubts.append(several.doubt)
            is_cut = is_cut or several.is_cut
            continue
        alone, rest = _without_rest(entry)
        is_cut = is_cut or rest
        author = read_entry(alone)
        authors += [author] if author else []
    turned, unsure = _initials_first(authors)
    doubt = f"read as {'; '.join(author.name for author in turned)}" if unsure or any(doubts) else ""
    return AuthorList(authors=turned, is_cut=is_cut, doubt=doubt)


def _with_single_blanks(text: str) -> str:
    return re.sub(r" ?\n\s*+", "\n", re.sub(r"[^\S\n]+", " ", text.replace("\r", "\n").strip()))


def _without_rest(text: str) -> tuple[str, bool]:
    shorter = _ET_AL.sub(" ", text)
    return shorter, shorter != text


def _without_groups(text: str) -> tuple[str, list[str]]:
    """The text without a collaboration before its members ("X Collaboration: …") or after them ("for the X …").

    The groups are those before the members, at most one and perhaps empty, and then those after them.
    """
    first = _GROUP_FIRST.match(text)
    text = text[first.end() :] if first else text
    after = [found[1] for found in _ON_BEHALF.finditer(text)]
    return _ON_BEHALF.sub("", text), [first[1] if first else "", *after]


def _has_several(entry: str) -> bool:
    """Whether an entry that should be one author has the separators of a list."""
    if len(_pieces(entry, _SURE)) > 1:
        return True
    if is_organisation(entry):
        return False
    if len(_pieces(entry, _AND)) > 1:
        return True
    return len(_joined(_pieces(entry, _COMMA))) > 2


def _pieces(text: str, separator: re.Pattern[str]) -> list[str]:
    return [piece.strip() for piece in split_outside_brackets(text, separator) if piece.strip()]


def _entries(text: str) -> tuple[list[str], bool]:
    """The entries of a list, each one author, and whether there is another reading."""
    if len(sure := _pieces(text, _SURE)) > 1:
        entries, doubts = [], []
        for piece in sure:
            several = _has_several(piece) and not is_organisation(piece)
            more, doubt = _entries(piece) if several else ([_without_and(piece)], False)
            entries += more
            doubts.append(doubt)
        return entries, any(doubts)
    text = _SURE.sub(" ", text).strip()
    parts = [part.rstrip(", ") for part in _conjoined(text)]
    if len(parts) > 1 and not any(map(_COMMA.search, parts)):
        return parts, False
    is_list = len(parts) > 2 or (len(parts) == 2 and all(map(_is_family_first, parts)))
    if is_list and all(len(_joined(_pieces(part, _COMMA))) <= 2 for part in parts) and not _is_comma_list(parts):
        return parts, False
    return _by_commas([piece for part in parts for piece in _joined(_pieces(part, _COMMA))])


def _without_and(piece: str) -> str:
    return re.sub(r"^(?:and|&)\s+", "", piece)


def _conjoined(text: str) -> list[str]:
    """The text split at "and" and "&", but not within the name of an organisation or a company."""
    text = _without_and(text)
    parts: list[str] = []
    for separator in (_AND, _AMPERSAND):
        parts = _pieces(text, separator)
        if len(parts) > 1:
            break
    joined: list[str] = []
    for part in parts:
        before = _COMMA.split(joined[-1])[-1] if joined else ""
        is_one = before and len(before.split()) == 1 and is_organisation(_COMMA.split(part)[0])
        if joined and (is_one or _BUSINESS.fullmatch(part)):
            joined[-1] += f"{' & ' if separator is _AMPERSAND else ' and '}{part}"
        else:
            joined.append(part)
    return joined


def _is_family_first(part: str) -> bool:
    """Whether the part is "Example, Ada" rather than two people."""
    pieces = _joined(_pieces(part, _COMMA))
    if len(pieces) != 2:
        return False
    return _is_family(pieces[0]) or _is_initials(pieces[1]) or len(pieces[1].split()) == 1


def _is_comma_list(parts: Sequence[str]) -> bool:
    """Whether commas separate people in parts that "and" separates."""
    return any("," in part and not _is_family_first(part) for part in parts)


def _joined(pieces: Iterable[str]) -> list[str]:
    """The pieces of a list between commas; suffixes and degrees belong to the piece before, numbers to nobody."""
    joined: list[str] = []
    for piece in pieces:
        if ONLY_MARKS.fullmatch(piece) or re.fullmatch("[a-h]", piece) or (joined and DEGREE.fullmatch(piece)):
            continue
        suffix = _SUFFIX.match(piece)
        if joined and suffix:
            rest = piece[suffix.end() :].strip()
            joined[-1] += f", {suffix[0]}" + (f" {rest}" if rest.startswith(("(", "[")) else "")
        elif joined and _COMPANY.fullmatch(piece):
            joined[-1] += f", {piece}"
        else:
            joined.append(piece)
    return joined


def _by_commas(pieces: list[str]) -> tuple[list[str], bool]:
    """The entries of a list with commas, which separate people, or family names from given names."""
    count = len(pieces)
    if count % 2 or not count or any(map(is_organisation, pieces)):
        return pieces, False
    if all(map(_CJK.fullmatch, pieces)) and all(len(piece) > 1 for piece in pieces):
        # "张三, 李四" are two people; "田中, 太郎" is one.
        return pieces, count == 2 and all(len(piece) == 2 for piece in pieces)
    families, givens = pieces[::2], pieces[1::2]
    pairs = [", ".join(pair) for pair in zip(families, givens, strict=True)]
    if all(map(_is_given_initials, givens)):
        return pairs, False
    if any(map(_is_single, pieces)) and not all(map(_is_single, pieces)):
        return pieces, False
    if count == 2:
        return _one_or_two(families[0], givens[0])
    if all(map(_is_family, families)) and not all(len(given.split()) > 1 for given in givens):
        # "Example, Ada, Sample, Bo": four family names alone are rarer, but possible.
        is_unsure = all(len(given.split()) == 1 and not _is_initials(given) for given in givens)
        return pairs, is_unsure
    return pieces, all(map(_is_family, families))


def _one_or_two(first: str, second: str) -> tuple[list[str], bool]:
    """One author with the family name first, or two people."""
    alone, pair = [f"{first}, {second}"], [first, second]
    few = len(second.split()) == 1
    if _is_family(first):
        is_sure = few or any(map(_is_initials, second.split())) or " " in first
        return alone, not is_sure
    return (alone, True) if few else (pair, False)


def _is_family(piece: str) -> bool:
    """Whether the piece is a family name alone: one word, perhaps with particles before it."""
    words = piece.split()
    return len(words) == 1 or (_PARTICLE.match(piece) is not None and not parse_name(piece).given)


def _is_given_initials(piece: str) -> bool:
    return _is_initials(piece.partition(",")[0].strip())


def _is_initials(text: str) -> bool:
    """Whether the text is initials only; letters without case are whole names."""
    return _INITIALS.fullmatch(text) is not None and text.isupper()


def _is_single(piece: str) -> bool:
    """Whether the piece is one word that no person has: OpenAI, NVIDIA, DeepMind."""
    if " " in piece or len(piece) < 3 or not piece.isascii() or not piece.isalpha():
        return False
    inner = re.sub(r"^(?:Mc|Mac|De|La|Le|Van|Von|Di|Da|Fitz|Al|El|O)(?=[A-Z])", "", piece)
    return re.search(r"[a-z][A-Z]", inner) is not None


def _initials_first(authors: Sequence[ListedAuthor]) -> tuple[tuple[ListedAuthor, ...], bool]:
    """The authors with "Sample BC" as "B. C. Sample", where all names of the list end so, and whether it is unsure."""
    people = {author.name for author in authors if " " in author.name and not is_organisation(author.name)}
    if not people or not all(map(_last_initials, people)):
        return tuple(authors), False
    if all(name.split()[-1] in _SHORT_FAMILIES for name in people):
        return tuple(authors), True
    return tuple(
        replace(author, name=_turned(author.name)) if author.name in people else author for author in authors
    ), False


def _last_initials(name: str) -> list[str]:
    """The initials at the end of a name that begins with the family name."""
    words = name.split()
    at = len(words)
    while at > 1 and (_DOTTED.fullmatch(words[at - 1]) or _GLUED.fullmatch(words[at - 1])):
        at -= 1
    initials = words[at:]
    if not initials or _SUFFIX.fullmatch(initials[-1]) or not words[0][-1:].isalpha() or len(words[0]) < 2:
        return []
    first = words[:at]
    if any(map(_is_initials, first)) or (len(first) > 1 and not _is_family(" ".join(first))):
        return (
            initials if _GLUED.fullmatch("".join(initials)) and len(first) == 2 and not first[0].endswith(".") else []
        )
    return initials


def _turned(name: str) -> str:
    initials = _last_initials(name)
    family = " ".join(name.split()[: -len(initials)])
    spelled = [word if "." in word else " ".join(f"{letter}." for letter in word if letter != "-") for word in initials]
    return f"{' '.join(spelled)} {family}"
