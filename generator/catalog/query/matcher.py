"""Which entries of the catalog a query finds: those with all its terms that pass all its filters.

The search page shows the same papers first. Below them it shows papers with some of the words, which are left out here,
and it also knows the acronyms that the archive defines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.query.parser import LINK_KINDS, Filter, FilterKind, Query, Term
from generator.catalog.topics.topic_set import TopicSet
from generator.text.folding import fold
from generator.text.search_scripts import is_cjk_word, joined_pairs
from generator.text.search_terms import stem_of, term_of
from generator.text.search_words import GREEK_NAMES, NAME_SUFFIX, id_word, joined_words, name_words, words

#: A paper has one of each, so two values in a query mean either.
_EITHER: tuple[FilterKind, ...] = ("year", "month", "source")
#: Letters at the start of a word that its other spellings share: behaviour, behavior. Not those of grey, haem and oe-.
_SHARED = 3
_OTHER_START = ("gr", "h", "f", "e", "o", "an")
_WITHOUT_APOSTROPHES = str.maketrans(dict.fromkeys("'\u2019\u02bc"))


def find_entries(catalog: Catalog, query: Query) -> Iterator[Entry]:
    """Yield the entries that match, in the order of the catalog, newest first."""
    groups = _group(query.filters)
    topics = _topic_names(catalog.topic_set)
    return (
        entry
        for entry in catalog.entries
        if all(_passes(entry, group, topics) for group in groups) and _has_terms(catalog, entry, query.terms)
    )


def _topic_names(topic_set: TopicSet) -> Mapping[str, frozenset[str]]:
    """Return the values of ``topic:`` that mean each topic."""
    return {
        topic.id: frozenset(map(fold, (topic.id, topic.name, *topic_set.own_aliases(topic))))
        for topic in topic_set.topics
    }


def _group(filters: Sequence[Filter]) -> list[list[Filter]]:
    """Return groups of filters: an entry must pass one filter of each group."""
    either = [[each for each in filters if each.kind == kind and not each.excluded] for kind in _EITHER]
    single = [[each] for each in filters if each.excluded or each.kind not in _EITHER]
    return single + [group for group in either if group]


def _passes(entry: Entry, group: Sequence[Filter], topics: Mapping[str, frozenset[str]]) -> bool:
    """Whether an entry passes one filter of a group."""
    return any(_holds(wanted, entry, topics) != wanted.excluded for wanted in group)


def _holds(wanted: Filter, entry: Entry, topics: Mapping[str, frozenset[str]]) -> bool:
    """Whether an entry has the value of a filter."""
    value = wanted.value
    match wanted.kind:
        case "topic":
            return any(value in topics[assignment.topic] for assignment in entry.topics)
        case "has":
            return value in LINK_KINDS and bool(getattr(entry.paper.links, value))
        case "source":
            return fold(entry.source) == value
        case "year" | "month":
            return entry.paper.date.isoformat().startswith(value)
        case "after":
            return entry.paper.date.isoformat() >= value
        case "before":
            return entry.paper.date.isoformat() < value


def _has_terms(catalog: Catalog, entry: Entry, terms: Sequence[Term]) -> bool:
    if not terms:
        return True
    text = _EntryText(entry, catalog)
    return all(text.has(term) != term.excluded for term in terms if not term.optional)


class _EntryText:
    """The words of an entry, made only when a term needs them: few papers of an archive come near most queries."""

    def __init__(self, entry: Entry, catalog: Catalog) -> None:
        self._entry = entry
        self._catalog = catalog

    def has(self, term: Term) -> bool:
        """Whether the entry has the words of a term."""
        if term.kind == "id":
            return term.words[0] in self._ids
        if term.kind == "name":
            return any(_contains(name, term.words) for name in self._names)
        if not all(map(self._may_have, term.words)):
            return False
        wanted = tuple(map(term_of, term.words))
        if len(wanted) > 1:
            return any(_contains(field, wanted) for field in self._fields) or self._has_name(term.words)
        if wanted[0] in self._terms or self._has_name(term.words):
            return True
        return not (term.exact or term.excluded) and stem_of(wanted[0]) in self._stems

    def _may_have(self, word: str) -> bool:
        """Whether a word can be in the text: a quick look, before the text is split into words."""
        if not (word.isascii() and word.isalpha()) or word in GREEK_NAMES or word.endswith(("plus", "sharp", "star")):
            return True
        if term_of(word) != word or word.startswith(_OTHER_START):
            return True
        return word[:_SHARED] in self._folded

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        paper = self._entry.paper
        lead = self._entry.lead
        translated = (lead.title, lead.abstract) if lead.tag else ()
        return (paper.title, paper.abstract, *translated, *paper.keywords, paper.venue or "")

    @cached_property
    def _folded(self) -> str:
        return fold("\n".join((*self._texts, *self._all_names)).translate(_WITHOUT_APOSTROPHES))

    @cached_property
    def _fields(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(map(term_of, words(text))) for text in self._texts)

    @cached_property
    def _terms(self) -> frozenset[str]:
        """All terms, with other spellings: "selfsupervised", and "flash" of "FlashAttention"."""
        chunks = f"{self._entry.paper.title}\n{self._entry.paper.abstract}".split()
        compounds = [compound for chunk in chunks for compound in joined_words(chunk)]
        others = (word for joined, parts in compounds for word in (joined, *parts))
        return frozenset((*(term for field in self._fields for term in field), *map(term_of, others)))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(map(stem_of, self._terms))

    @cached_property
    def _all_names(self) -> tuple[str, ...]:
        """The names that the paper prints, and the others of the people who wrote it."""
        return (*(author.name for author in self._entry.paper.authors), *self._catalog.other_names(self._entry))

    @cached_property
    def _names(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(name_words(name)) for name in self._all_names)

    def _has_name(self, wanted: Sequence[str]) -> bool:
        """Whether an author has the words, without the suffix of names, in the name."""
        together = (joined_pairs(wanted),) if all(map(is_cjk_word, wanted)) else wanted
        return any(_contains(name, tuple(word + NAME_SUFFIX for word in together)) for name in self._names)

    @cached_property
    def _ids(self) -> frozenset[str]:
        ids = self._entry.paper.ids
        known = (self._entry.key, *self._entry.paper.aliases, ids.arxiv, ids.doi, ids.acl, ids.openreview)
        return frozenset(id_word(each) for each in known if each)


def _contains(field: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether the wanted words are adjacent in a field."""
    length = len(wanted)
    return any(field[start : start + length] == wanted for start in range(len(field) - length + 1))
