"""Lists of authors in one text, in every style in which people and databases write them.

The separators are tried from the surest to the least sure: line breaks, bars and semicolons, "and" and "&", commas.
A comma separates two people ("Ada Example, Bo Sample") or a family name from given names ("Example, Ada"); where both
readings are possible, ``AuthorList.doubt`` shows the one that was taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.text.people.author_marks import (
    DEGREE,
    ONLY_MARKS,
    ListedAuthor,
    is_organisation,
    is_place,
    read_entry,
    read_legend,
    split_outside_brackets,
)
from generator.text.people.list_phrases import (
    shield_organisations,
    split_weak_and,
    unshield,
    without_groups,
    without_rest,
)
from generator.text.people.name_order import ends_in_initials, names_in_printed_order
from generator.text.people.names import parse_name

_SURE = re.compile(r"[;；|\n•]|\s[/·∙]\s")
_AND = re.compile(r"\s*(?<![^\s,])(?:and|und|et)(?=\s)\s+", re.IGNORECASE)
_AMPERSAND = re.compile(r"\s*(?<=[\s,])&(?=\s)\s*")
_FULL_COMMA = re.compile(r"[，、]")
_COMMA = re.compile(r"[,，、]")
_HEAD = re.compile(r"^\s*(?:(?:authors?|written by|by)\s*:\s*|by\s+(?=[A-Z]))", re.IGNORECASE)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々·]+")
_SUFFIX = re.compile(r"(?:jr|jnr|sr|snr|ii|iii|iv|2nd|3rd)\.?(?=$|\W)", re.IGNORECASE)
_COMPANY = re.compile(r"(?:inc|ltd|llc|corp|co|gmbh|ag|plc|s\.a)\.?", re.IGNORECASE)
_BUSINESS = re.compile(
    r"(?:sons|co|company|partners|associates|brothers|inc)\b\.?.*|[\w.-]+,\s*(?:inc|ltd|llc|corp)\b\.?.*", re.IGNORECASE
)
_PARTICLE = re.compile(r"(?:van|von|de|del|della|da|di|dos|du|der|den|la|le|bin|ibn|al|el|ter|ten|zu|zur)\s|d['’]|al-")
# Given names that people have as their second one, as in "Knuth, Donald Ervin".
_SECOND_NAME_TEXT = """
    Alan Albert Alejandro Alexander Alexandra Alfred Alice Allen Amelia Andrea Andrew Angel Ann Anna Anne Anthony
    Antonia Antonio Arthur Augusta Barbara Benjamin Bernard Carl Carlos Carolina Caroline Catherine Charles
    Charlotte Christian Christina Christine Christopher Claire Claude Claudia Cristina Daniel David Dennis Diego
    Donald Edgar Edward Elena Elisabeth Elizabeth Emma Eric Ernest Ervin Eugene Eva Felix Fernando Francis
    Francisco Frank Franz Frederick Friedrich Gabriel Georg George Gerard Grace Guillermo Hans Harold Helen Henri
    Henry Howard Ignacio Irene Isabel Jacques Jakob James Jane Javier Jean Jesus Jesús Joan Johannes John Jose
    Joseph José Juan Julia Karl Katherine Laura Lawrence Lee Leon Leonard Louis Louise Lucia Luis Luisa Lynn
    Manuel Marc Margaret Maria Marie Mario Mark Martin Mary María Mathias Matthew Max Maximilian Michael Michel
    Miguel Nicholas Nicole Olivia Oscar Patricia Patrick Paul Paula Pedro Peter Philip Philipp Pierre Rafael Ray
    Raymond Rebecca Renee Richard Robert Roger Rosa Rose Russell Ruth Samuel Sara Sarah Sebastian Simon Sofia
    Sophia Sophie Stephen Steven Susan Teresa Theodor Theresa Thomas Timothy Valentina Victor Victoria Vincent
    Walter Wayne Werner Wilhelm William
"""
_SECOND_NAMES = frozenset(_SECOND_NAME_TEXT.split())
# "Ó Laoire" and "St. John"
_FAMILY_PREFIXES = frozenset({"Ó", "Ní", "St.", "St"})
# "A.", "A.B.", "A. B.", "J.-P." and "A"
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[\s-]*){1,4}")
# Names in Chinese, Japanese or Korean script, which lists also separate by dots and blanks; katakana has dots in names.
_CJK_DOTTED = re.compile(
    r"[\u3040-\u309f\u3400-\u9fff\uac00-\ud7af々]{2,5}(?:[・·][\u3040-\u309f\u3400-\u9fff\uac00-\ud7af々]{2,5})+"
)
_CJK_SPACED = re.compile(r"[\u3400-\u9fff\uac00-\ud7af々]{2,4}(?:\s[\u3400-\u9fff\uac00-\ud7af々]{2,4}){2,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorList:
    """The authors in their order; ``is_cut`` where the list ends in "et al.".

    ``doubt`` is empty, or says how a list was read that can also be read in another way.
    """

    authors: tuple[ListedAuthor, ...]
    is_cut: bool = False
    doubt: str = ""


def read_authors(text: str, *, family_first: bool = False) -> AuthorList:
    """The authors of a list in one text.

    ``family_first`` says that the file has family names first, so that "Lovelace, Ada Augusta" is one person.
    """
    text = _with_single_blanks(text)
    text, legend = read_legend(_HEAD.sub("", text))
    text, is_cut = without_rest(text)
    text, groups = without_groups(text)
    entries, is_unsure = _entries(shield_organisations(text), family_first=family_first)
    listed = (*groups[:1], *(unshield(entry) for entry in entries), *groups[1:])
    found = [author for entry in listed if (author := read_entry(entry, legend))]
    authors, is_turned = names_in_printed_order(found)
    doubt = f"read as {'; '.join(author.name for author in authors)}" if is_unsure or is_turned else ""
    return AuthorList(authors=authors, is_cut=is_cut, doubt=doubt)


def read_author_entries(entries: Sequence[str], *, family_first: bool = False) -> AuthorList:
    """The authors of a list of which each entry is one author, or several where it has separators that no name has.

    ``family_first`` says that a comma always separates a family name from given names, as in BibTeX and RIS.
    """
    authors: list[ListedAuthor] = []
    doubts, is_cut, is_stated = [], False, False
    entries = [_with_single_blanks(entry) for entry in entries]
    pairs = frozenset() if family_first else _pairs_of_people(entries)
    for entry in entries:
        if entry in pairs or _has_several(entry):
            several = read_authors(entry)
            authors += several.authors
            doubts.append(several.doubt or entry in pairs)
            is_cut = is_cut or several.is_cut
            continue
        alone, rest = without_rest(entry)
        is_cut = is_cut or rest
        author = read_entry(alone)
        authors += [author] if author else []
        # "U, Kam Hou": the comma says which is the family name, so "Kam Hou U" does not end in initials.
        is_stated = is_stated or ("," in alone and not is_organisation(alone))
    turned, unsure = (tuple(authors), False) if is_stated else names_in_printed_order(authors)
    doubt = f"read as {'; '.join(author.name for author in turned)}" if unsure or any(doubts) else ""
    return AuthorList(authors=turned, is_cut=is_cut, doubt=doubt)


def _with_single_blanks(text: str) -> str:
    return re.sub(r" ?\n\s*+", "\n", re.sub(r"[^\S\n]+", " ", text.replace("\r", "\n").strip()))


def _has_several(entry: str) -> bool:
    """Whether an entry that should be one author has the separators of a list."""
    if len(_pieces(entry, _SURE)) > 1:
        return True
    if is_organisation(entry):
        return False
    if len(_pieces(entry, _AND)) > 1 or len(_split_ampersands(entry)) > 1:
        return True
    if _FULL_COMMA.search(entry) and len(_pieces(entry, _FULL_COMMA)) > 1:
        return True
    pieces = _joined(_pieces(entry, _COMMA))
    return len(pieces) > 2 or (len(pieces) == 2 and all(map(ends_in_initials, pieces)))


def _pairs_of_people(entries: Sequence[str]) -> frozenset[str]:
    """The entries that are more likely two people than one: "Ada Example, Bo Sample", alone or beside "Cy Instance".

    Beside other entries with a comma it is as "García Ruiz, Ana María", with the family name first.
    """
    has_plain = any(" " in entry and "," not in entry and not is_organisation(entry) for entry in entries)
    if not has_plain and len(entries) != 1:
        return frozenset()
    return frozenset(entry for entry in entries if _may_be_two(entry))


def _may_be_two(entry: str) -> bool:
    if is_organisation(entry) or entry.count(",") != 1:
        return False
    pieces = _joined(_pieces(entry, _COMMA))
    return len(pieces) == 2 and not any(map(is_place, pieces)) and _one_or_two(*pieces) == (pieces, False)


def _pieces(text: str, separator: re.Pattern[str]) -> list[str]:
    return [piece.strip() for piece in split_outside_brackets(text, separator) if piece.strip()]


def _entries(text: str, *, family_first: bool = False) -> tuple[list[str], bool]:
    """The entries of a list, each one author, and whether there is another reading."""
    if len(sure := _pieces(text, _SURE)) > 1:
        entries, doubts = [], []
        sure = _with_affiliations(sure)
        pairs = frozenset() if family_first else _pairs_of_people(sure)
        for piece in sure:
            several = piece in pairs or (_has_several(piece) and not is_organisation(piece))
            more, doubt = _entries(piece) if several else ([_without_and(piece)], False)
            entries += more
            doubts.append(doubt or piece in pairs)
        return entries, any(doubts)
    text = _SURE.sub(" ", text).strip()
    if _CJK_DOTTED.fullmatch(text) or _CJK_SPACED.fullmatch(text):
        return re.split(r"[・·\s]", text), False
    if text.count(",") == 1 and _with_affiliations([text]) != [text]:
        return _with_affiliations([text]), False
    parts = [part.rstrip(", ") for part in _conjoined(text)]
    if len(parts) > 1 and not any(map(_COMMA.search, parts)):
        return [name for part in parts for name in split_weak_and(part)], False
    is_list = len(parts) > 2 or (len(parts) == 2 and all(map(_is_family_first, parts)))
    if is_list and all(len(_joined(_pieces(part, _COMMA))) <= 2 for part in parts) and not _is_comma_list(parts):
        return parts, False
    pieces = [piece for part in parts for piece in _joined(_pieces(part, _COMMA))]
    if len(parts) == 2 and _is_first_turned(pieces):
        return [f"{pieces[0]}, {pieces[1]}", *pieces[2:]], True
    if family_first and len(pieces) == 2 and not any(map(is_organisation, pieces)):
        return [", ".join(pieces)], False
    if any(len(split_weak_and(piece)) > 1 for piece in pieces):
        return [name for piece in pieces for name in split_weak_and(piece)], len(pieces) == 1
    return _by_commas(pieces)


def _with_affiliations(pieces: list[str]) -> list[str]:
    """The pieces of a list "Ada Example, Things University; Bo Sample, Lab" with the affiliations in brackets."""
    pairs = [piece.split(",", 1) for piece in pieces]
    if not all(len(name.split()) > 1 and not is_organisation(name) and len(place) <= 1 for name, *place in pairs):
        return pieces
    if any(piece.startswith("{") for piece in pieces):
        return pieces
    stated = [place[0] for _, *place in pairs if place]
    if not stated or 2 * sum(map(is_place, stated)) < len(stated) or any(map(_lists_people, stated)):
        return pieces
    return [f"{name} ({place[0].strip()})" if place else name for name, *place in pairs]


def _lists_people(place: str) -> bool:
    return _AND.search(place) is not None and not is_place(_AND.split(place)[-1])


def _is_first_turned(pieces: Sequence[str]) -> bool:
    """Whether only the first name has its family name first, as in "Example, Ada, and Bo Sample" (MLA, Chicago)."""
    if len(pieces) < 3 or any(map(_is_single, pieces[:2])) or any(map(is_organisation, pieces[:2])):
        return False
    family, given, *others = pieces
    is_name = _is_family(family) and all(map(_is_initials, given.split()[1:])) and not _is_initials(given)
    return is_name and all(len(other.split()) > 1 and not _is_family(other) for other in others)


def _without_and(piece: str) -> str:
    return re.sub(r"^(?:and|&)\s+", "", piece)


def _conjoined(text: str) -> list[str]:
    """The text split at "and" and "&", but not within the name of an organisation or a company."""
    text = _without_and(text)
    separator = _AND
    parts = _pieces(text, _AND)
    if len(parts) > 1:
        parts = [name for part in parts for name in _split_ampersands(part)]
    else:
        separator, parts = _AMPERSAND, _pieces(text, _AMPERSAND)
    joined: list[str] = []
    for part in parts:
        before = _COMMA.split(joined[-1])[-1] if joined else ""
        is_one = before and len(before.split()) == 1 and is_organisation(_COMMA.split(part)[0])
        if joined and (is_one or _BUSINESS.fullmatch(part)):
            joined[-1] += f"{' & ' if separator is _AMPERSAND else ' and '}{part}"
        else:
            joined.append(part)
    return joined


def _split_ampersands(text: str) -> list[str]:
    """The text split at "&" where each side is a whole name, so that "Simon & Schuster" stays."""
    parts = _pieces(text, _AMPERSAND)
    is_list = all(len(part.split()) > 1 and not _BUSINESS.fullmatch(part) for part in parts)
    return parts if is_list and not is_organisation(text) else [text]


def _is_family_first(part: str) -> bool:
    """Whether the part is "Example, Ada" rather than two people."""
    pieces = _joined(_pieces(part, _COMMA))
    if len(pieces) != 2:
        return False
    return _is_family(pieces[0].partition(",")[0]) or _is_initials(pieces[1]) or len(pieces[1].split()) == 1


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
    words = [word for word in second.split() if not _PARTICLE.fullmatch(f"{word} ")] or second.split()
    few = len(words) == 1
    if _is_family(first):
        if few or any(map(_is_initials, words)) or " " in first:
            return alone, False
        if words[-1] in _SECOND_NAMES:
            return alone, True
        # "Plato, Ada Lovelace": a file that has family names first says so elsewhere.
        return pair, True
    return (alone, True) if few else (pair, False)


def _is_family(piece: str) -> bool:
    """Whether the piece is a family name alone: one word, perhaps with particles before it and a suffix."""
    words = piece.split()
    if len(words) == 2 and (_SUFFIX.fullmatch(words[1]) or words[0] in _FAMILY_PREFIXES):
        return True
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
