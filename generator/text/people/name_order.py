"""Lists of authors whose names end in initials, or begin with the family name in capitals, in the printed order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from generator.text.people.author_marks import ListedAuthor, is_glued, is_organisation, spell_initials
from generator.text.people.names import is_suffix, parse_name

_DOTTED = re.compile(r"(?:[^\W\d_]\w?\.-?){1,4}")
# A lower-case particle, or a prefix, before the family name.
_PARTICLE = re.compile(
    r"(?:van|von|de|del|della|da|di|dos|du|der|den|la|le|bin|ibn|al|el|ter|ten|zu|zur|ó|ní|st\.?)\s|d['’]|al-",
    re.IGNORECASE,
)
_PATRONYMIC = re.compile(r"\w+(?:ович|евич|ьич|овна|евна|ична|инична)")
# Family names of two or three letters, which lists with family names in capitals print like initials.
_SHORT_FAMILY_NAMES = """
    LI XU WU MA HE YU LU HU LE DO VU HO SU GU QI AN BAI DAI FAN KIM LEE CHO HAN OH SHI SUN XIE YAN YE ZHU LIN LIU
    TAN WEI DU FU GAO GE HAO JI JIN KE LAI LAM LUO MAI MAO MEI MO NG NIE NIU PAN QIN QIU REN TAO VO WAN XIA YAO YI
    YIN ZHA ZOU RAO BUI CAO
"""
_SHORT_FAMILIES = frozenset(_SHORT_FAMILY_NAMES.split())


def names_in_printed_order(authors: Sequence[ListedAuthor]) -> tuple[tuple[ListedAuthor, ...], bool]:
    """The authors with their given names first, and whether that is unsure.

    "Sample BC" and "SAMPLE Bo" are turned where all names of the list are written so.
    """
    people = {author.name for author in authors if " " in author.name and not is_organisation(author.name)}
    if people and all(map(_last_initials, people)):
        if all(name.split()[-1] in _SHORT_FAMILIES for name in people):
            return tuple(authors), True
        return _turned(authors, people, _initials_first), False
    if len(people) > 1 and all(map(_has_capitals_first, people)):
        return _turned(authors, people, _capitals_last), False
    return _turned(authors, {name for name in people if _is_russian(name)}, _family_last), False


def _turned(authors: Sequence[ListedAuthor], names: set[str], turn: Callable[[str], str]) -> tuple[ListedAuthor, ...]:
    return tuple(replace(author, name=turn(author.name)) if author.name in names else author for author in authors)


def _last_initials(name: str) -> list[str]:
    """The initials at the end of a name that begins with the family name."""
    words = _without_suffix(name)[0]
    at = len(words)
    while at > 1 and (_DOTTED.fullmatch(words[at - 1]) or is_glued(words[at - 1])):
        at -= 1
    initials, first = words[at:], words[:at]
    if not initials or (not first[0][-1:].isalpha() and "." not in first[0]) or (len(first[0]) < 2 and first[0] != "Ó"):
        return []
    if (any(map(_is_initials, first)) and first[0] != "Ó") or (len(first) > 1 and not _is_family(first)):
        is_double = len(initials) == 1 and is_glued(initials[0]) and len(first) == 2 and not first[0].endswith(".")
        return initials if is_double else []
    return initials


def ends_in_initials(name: str) -> bool:
    """Whether the name is as "Sample BC" or "van der Berg D."."""
    return bool(_last_initials(name))


def _is_initials(word: str) -> bool:
    return len(word.rstrip(".")) == 1 and word.isupper()


def _is_family(words: Sequence[str]) -> bool:
    name = " ".join(words)
    return _PARTICLE.match(name) is not None and (len(words) == 2 or not parse_name(name).given)


def _without_suffix(name: str) -> tuple[list[str], list[str]]:
    words = name.split()
    at = len(words) - 1 if len(words) > 2 and is_suffix(words[-1]) else len(words)
    return words[:at], words[at:]


def _initials_first(name: str) -> str:
    initials = _last_initials(name)
    words, suffix = _without_suffix(name)
    return " ".join((*map(spell_initials, initials), *words[: -len(initials)], *suffix))


def _has_capitals_first(name: str) -> bool:
    """Whether the name is as "EXAMPLE Ada": all words in capitals come first, and no initials among them."""
    capitals = _capitals(name)
    rest = name.split()[len(capitals) :]
    return bool(capitals and rest) and all(word[:1].isupper() and not word.isupper() for word in rest)


def _capitals(name: str) -> list[str]:
    words = name.split()
    at = 0
    while at < len(words) and words[at].isupper() and sum(map(str.isalpha, words[at])) > 1 and "." not in words[at]:
        at += 1
    found = words[:at]
    return found if any(len(word) > 3 or word in _SHORT_FAMILIES for word in found) else []


def _capitals_last(name: str) -> str:
    capitals = _capitals(name)
    return " ".join((*name.split()[len(capitals) :], *capitals))


def _is_russian(name: str) -> bool:
    """Whether the name is as "Иванов Иван Иванович", with the patronymic at its end."""
    return len(name.split()) == 3 and _PATRONYMIC.fullmatch(name.split()[-1]) is not None


def _family_last(name: str) -> str:
    family, *given = name.split()
    return " ".join((*given, family))
