"""The index of authors: all who have enough papers, by the letters of their names, divided into pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase

from generator.catalog.people.people import People, Person
from generator.catalog.people.slugs import sort_letters
from generator.text.people.names import parse_name

#: The page of names that begin with no letter.
OTHERS = "other"
#: Most lines of a page: one for an author with a page of their own, and one for each paper of all others. A longer page
#: is divided by the letters that follow.
MAX_LINES = 1_000
#: Least lines of the part of such a page that becomes a page of its own; smaller parts stay together on the page.
FEWEST_LINES = 150
#: Letters by which a page is divided at most. A longer one is of people who have the same name in other scripts.
_DEEPEST = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexedAuthor:
    """An author as the index sorts them: ``letters`` are the family name and the given names, in the letters a to z.

    ``label`` is the name with the family name first. An author without a page of their own (``has_page``) is shown on
    the page of the index, with the papers.
    """

    letters: str
    label: str
    person: Person
    has_page: bool


@dataclass(frozen=True, kw_only=True)  # without slots, which do not allow cached properties
class AuthorIndex:
    """The pages of the index, by the letters with which the names begin.

    ``pages`` has all of them, in order; a name is on one. ``parts`` has, for each first letter, the pages with more
    letters that it is divided into.
    """

    pages: Mapping[str, Sequence[IndexedAuthor]]
    parts: Mapping[str, Sequence[str]]

    def __iter__(self) -> Iterator[IndexedAuthor]:
        return (author for authors in self.pages.values() for author in authors)

    def named(self, name: str) -> Sequence[IndexedAuthor]:
        """Return the authors who are shown with a name."""
        return self._by_name.get(name, ())

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[IndexedAuthor]]:
        by_name: dict[str, list[IndexedAuthor]] = {}
        for author in self:
            by_name.setdefault(author.person.name, []).append(author)
        return by_name

    def counted(self, beginning: str) -> int:
        """Return how many authors a page and its parts have."""
        return sum(len(self.pages[each]) for each in (beginning, *self.parts.get(beginning, ())))


def index_authors(people: People, *, fewest_papers: int, own_page: int) -> AuthorIndex:
    """Return the index of the authors with at least ``fewest_papers``, and those whom content/people.yaml has.

    Authors with ``own_page`` papers or more have a page of their own, and so have those of content/people.yaml.
    """
    authors = [
        _indexed(person, own_page) for person in people.by_id.values() if person.papers and person.is_in(fewest_papers)
    ]
    authors.sort(key=lambda each: (each.letters, each.label, each.person.id))
    pages: dict[str, Sequence[IndexedAuthor]] = {}
    parts: dict[str, tuple[str, ...]] = {}
    for letter, some in _group(authors, "").items():
        divided = {letter: some} if letter == OTHERS else {letter: (), **dict(_divide(some, letter))}
        parts[letter] = tuple(sorted(beginning for beginning in divided if beginning != letter))
        pages |= divided
    return AuthorIndex(pages=pages, parts=parts)


def _indexed(person: Person, own_page: int) -> IndexedAuthor:
    name = parse_name(person.name)
    is_family_first = not name.given or not name.display.startswith(name.given)
    return IndexedAuthor(
        letters=" ".join(filter(None, map(sort_letters, (name.family, name.given)))),
        label=person.name if is_family_first else name.last_first,
        person=person,
        has_page=person.is_in(own_page),
    )


def _group(authors: Iterable[IndexedAuthor], beginning: str) -> dict[str, list[IndexedAuthor]]:
    """Group authors, who are in order, by one letter more than they have in common."""
    groups: dict[str, list[IndexedAuthor]] = {}
    for author in authors:
        longer = author.letters[: len(beginning) + 1]
        if longer.endswith(" "):
            longer = author.letters[: len(beginning) + 2]
        if not beginning and longer not in ascii_lowercase:
            longer = ""
        groups.setdefault(longer or OTHERS, []).append(author)
    return dict(sorted(groups.items(), key=lambda group: (group[0] == OTHERS, group[0])))


def _divide(authors: Sequence[IndexedAuthor], beginning: str) -> Iterator[tuple[str, Sequence[IndexedAuthor]]]:
    """Yield a page and its parts, each of at most ``MAX_LINES``.

    They are cut by letters, and small parts stay together while there is room: where they have too many lines, the
    larger ones of them leave. So added papers move authors to pages with more letters, and never back.
    """
    if _lines(authors) <= MAX_LINES or len(beginning) >= _DEEPEST:
        yield beginning, authors
        return
    groups = _group(authors, beginning)
    kept = groups.pop(beginning, [])
    fewest = FEWEST_LINES
    while fewest and _lines(_small(groups, fewest, kept)) > MAX_LINES:
        fewest //= 2
    if together := _small(groups, fewest, kept):
        yield beginning, together
    for longer, some in groups.items():
        if _lines(some) >= fewest:
            yield from _divide(some, longer)


def _small(
    groups: Mapping[str, Sequence[IndexedAuthor]], fewest: int, kept: Sequence[IndexedAuthor]
) -> list[IndexedAuthor]:
    """Return the authors of groups with fewer lines than ``fewest``, after those who are ``kept`` anyway."""
    return [*kept, *(each for some in groups.values() if _lines(some) < fewest for each in some)]


def _lines(authors: Iterable[IndexedAuthor]) -> int:
    return sum(1 if author.has_page else len(author.person.papers) for author in authors)
