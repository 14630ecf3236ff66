"""Compares names: which two may be spellings of one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from generator.catalog.people.people import Person
from generator.catalog.people.slugs import name_key
from generator.text.people.names import parse_name

# Spellings of one sound: Mueller and Müller, which has lost its accent in a key, and Lv for the Chinese Lü. At the end
# of a word, as in Xue, the two letters are Chinese.
_UMLAUT = re.compile(r"(?<=[aou])e(?=[a-z])")
_LV = re.compile(r"\b([ln])v\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """Two people whose names are alike, the one with more letters first.

    ``needed_coauthors`` is how many co-authors they must have in common: more for a likeness that says less.
    """

    longer: Person
    shorter: Person
    reason: str
    needed_coauthors: int


def find_variants(people: Sequence[Person]) -> Iterator[Likeness]:
    """Yield every two people with similar names, each pair once, by the likeness that says most."""
    seen: set[frozenset[str]] = set()
    for likeness in (
        *_with_same(_letters, people, "the names have the same letters", needed=1),
        *_with_same(_sorted_words, people, "the names have the same words in another order", needed=2),
        *_with_initials(people),
    ):
        pair = frozenset((likeness.longer.id, likeness.shorter.id))
        if pair not in seen:
            seen.add(pair)
            yield likeness


def _with_same(
    key_of: Callable[[str], str], people: Sequence[Person], reason: str, *, needed: int
) -> Iterator[Likeness]:
    for group in _grouped(key_of, people):
        for one, other in combinations(group, 2):
            yield _likeness(one, other, reason, needed)


def _grouped(key_of: Callable[[str], str], people: Sequence[Person]) -> Iterator[list[Person]]:
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        if key := key_of(person.name):
            groups[key].append(person)
    return (group for group in groups.values() if len(group) > 1)


def _letters(name: str) -> str:
    """Return what spellings with other accents, or divided otherwise, share: Xing Han Lù and Xinghan Lv."""
    return _UMLAUT.sub("", _LV.sub(r"\1u", name_key(name))).replace("-", "")


def _sorted_words(name: str) -> str:
    return " ".join(sorted(name_key(name).split("-")))


def _with_initials(people: Sequence[Person]) -> Iterator[Likeness]:
    """Yield names with the same family name, of which one has initials for given names, or fewer of them."""
    for group in _grouped(lambda name: " ".join(_family_and_initial(name)), people):
        given = {person.id: _given(person.name) for person in group}
        for one, other in combinations(group, 2):
            if _are_compatible(given[one.id], given[other.id]):
                is_spelled_out = given[one.id][0] == given[other.id][0] and len(given[one.id][0]) > 1
                yield _likeness(one, other, "one name has initials or fewer given names", 1 if is_spelled_out else 2)


def _family_and_initial(name: str) -> tuple[str, ...]:
    parsed = parse_name(name)
    initial = name_key(parsed.given)[:1] if parsed.given else ""
    return (name_key(parsed.family_with_particle), initial) if initial else ()


def _given(name: str) -> list[str]:
    """Return the given names without case and accents; "Wei-Ying" is one, and no longer form of "Wei"."""
    return [name_key(word) for part in parse_name(name).given.replace(".", ". ").split() if (word := part.strip("-"))]


def _are_compatible(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether given names can be those of one person: equal or initials, and the shorter list has the first ones."""
    return all(
        first == second or first in _initials(second) or second in _initials(first)
        for first, second in zip(one, other, strict=False)
    )


def _initials(given: str) -> tuple[str, str]:
    """Return both abbreviations of a given name: j and j-p for jean-paul."""
    return given[0], "-".join(part[0] for part in given.split("-"))


def contradict(one: str, other: str) -> bool:
    """Whether two names have the same family name and initial, and given names that cannot be those of one person."""
    family = _family_and_initial(one)
    return bool(family) and family == _family_and_initial(other) and not _are_compatible(_given(one), _given(other))


def _likeness(one: Person, other: Person, reason: str, needed: int) -> Likeness:
    longer, shorter = sorted((one, other), key=lambda person: (-len(person.name), person.id))
    return Likeness(longer=longer, shorter=shorter, reason=reason, needed_coauthors=needed)
