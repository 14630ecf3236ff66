"""The query language of the search page: text in, terms and filters out.

``search-query.js`` in the theme parses the same language; ``tests/cases/search/queries.json`` tests both.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.catalog.query.identifiers import find_identifier
from generator.text.folding import fold
from generator.text.search_scripts import divide_runs, without_tail
from generator.text.search_words import id_word, wanted_name_words, words

TermKind = Literal["text", "name", "id"]
FilterKind = Literal["topic", "has", "source", "year", "month", "after", "before"]

#: Values of ``has:``: fields of ``model.Links``, in the order in which the search page lists them.
LINK_KINDS = ("code", "project", "data", "demo", "model", "video", "slides")
#: Words of questions and sentences: papers need not have them where a query has others.
FILLERS = frozenset((
    "about", "can", "could", "did", "do", "does", "good", "has", "have", "how", "i", "into", "its", "me", "more",
    "most", "my", "our", "should", "some", "than", "their", "them", "then", "there", "these", "they", "those",
    "through", "using", "want", "what", "when", "where", "who", "why", "will", "without", "would", "you", "your",
))  # fmt: skip
#: Characters of a query that are read; a pasted paper is no query.
MAX_QUERY = 2000
_PLAIN_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'))
_CHUNK = re.compile(r'(?P<minus>-?)(?:(?P<field>[^\W\d_]+):(?=\S))?(?:"(?P<quoted>[^"]*)"?|(?P<bare>\S+))')
_LONG = "The text is long, so only its first 2,000 characters were used"
_DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
#: What readers take for fields because other searches have them.
_NO_FIELDS = frozenset(("title", "abstract", "keyword", "keywords", "tag", "tags", "venue", "text"))
_KNOWN_FIELDS = "the words alone, or one of author:, topic:, has:, source:, year:, month:, after: and before:"
_DATES: Mapping[FilterKind, tuple[re.Pattern[str], str]] = {
    "year": (re.compile(r"[0-9]{4}"), "a year like year:2025"),
    "month": (re.compile(r"[0-9]{4}-[0-9]{2}"), "a month like month:2025-03"),
    "after": (_DATE, "a date like after:2025-03 or after:2025-03-15"),
    "before": (_DATE, "a date like before:2025 or before:2025-03-15"),
}
_EXAMPLES: Mapping[str, str] = {
    "author": "a name like author:lovelace",
    "topic": "a topic like topic:robotics",
    "has": "a kind of link like has:code",
    "source": "a source like source:arxiv",
    **{kind: expected for kind, (_, expected) in _DATES.items()},
}
#: What to write in the place of operators that other searches have.
_OPERATORS = {"NOT": "a minus before the word, as in -robot", "OR": "one query for each word"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """Words to find, ``excluded`` if no result may have them.

    An ``exact`` term is found as it is: its words are adjacent, and a single word has no other forms. Papers need not
    have an ``optional`` one.

    Names and identifiers have the words of ``wanted_name_words`` and ``id_word``.
    """

    kind: TermKind
    words: tuple[str, ...]
    exact: bool = False
    optional: bool = False
    excluded: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """A value that results must have, or must not have if it is ``excluded``."""

    kind: FilterKind
    value: str
    excluded: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """What a query asks for; ``problems`` are sentences about parts of its text that have no meaning."""

    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def is_asking(self) -> bool:
        """Whether the query asks for anything."""
        return bool(self.terms or self.filters)


def parse_query(text: str) -> Query:
    """Parse a query as the search page does when nobody is typing. Every text is a query."""
    terms: list[Term] = []
    filters: list[Filter] = []
    problems = [_LONG] if len(text) > MAX_QUERY else []
    for chunk in _CHUNK.finditer(text[:MAX_QUERY].translate(_PLAIN_QUOTES)):
        value = chunk["bare"] if chunk["quoted"] is None else chunk["quoted"]
        if not value:
            continue
        field, excluded = (chunk["field"] or "").lower(), bool(chunk["minus"])
        if field == "author":
            terms += _name_terms(value, excluded=excluded)
        elif not field and chunk["quoted"] is None and (missing := _missing_from(value)):
            problems.append(f"{chunk[0]} was ignored: write {missing}")
        elif field in _FILTERS:
            found = _FILTERS[field](value, excluded)
            if isinstance(found, str):
                problems.append(f"{chunk[0]} was ignored: write {found}")
            else:
                filters.append(found)
        else:
            if field in _NO_FIELDS:
                problems.append(f"{chunk['field']}: was ignored: write {_KNOWN_FIELDS}")
            whole = f"{chunk['field']}:{value}" if field and field not in _NO_FIELDS else value
            terms += _text_terms(whole, quoted=chunk["quoted"] is not None, excluded=excluded)
    return Query(terms=_with_optional(terms), filters=tuple(filters), problems=tuple(problems))


def _name_terms(value: str, *, excluded: bool) -> list[Term]:
    found = tuple(wanted_name_words(value))
    return [Term(kind="name", words=found, exact=len(found) > 1, excluded=excluded)] if found else []


def _text_terms(value: str, *, quoted: bool, excluded: bool) -> list[Term]:
    """Return the terms of a value: a phrase, or each of its words, as "self-supervised" is also "self supervised"."""
    identifier = None if quoted else find_identifier(value)
    if identifier:
        return [Term(kind="id", words=(id_word(identifier),), excluded=excluded)]
    found = tuple(words(value))
    return [
        Term(kind="text", words=run, exact=quoted or len(run) > 1, excluded=excluded)
        for run in ([without_tail(found)] if quoted or excluded else divide_runs(found))
        if run
    ]


def _with_optional(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return the terms with those marked as optional that papers need not have.

    These are the words of questions where there are others, and all words beside an identifier, because that names a
    paper: "[2412.11360] Its title".
    """
    named = any(term.kind == "id" and not term.excluded for term in terms)
    extra = [
        term.kind == "text" and not term.exact and not term.excluded and (named or term.words[0] in FILLERS)
        for term in terms
    ]
    if all(is_extra or term.excluded for term, is_extra in zip(terms, extra, strict=True)):
        return tuple(terms)
    return tuple(replace(term, optional=is_extra) for term, is_extra in zip(terms, extra, strict=True))


def _named(kind: FilterKind) -> Callable[[str, bool], Filter | str]:
    return lambda value, excluded: Filter(kind=kind, value=fold(value), excluded=excluded)


def _missing_from(value: str) -> str | None:
    """Return what to write in place of a field without a value, or of another search's operator; None for the rest."""
    return _EXAMPLES.get(value[:-1].lower()) if value.endswith(":") else _OPERATORS.get(value)


def _dated(kind: FilterKind) -> Callable[[str, bool], Filter | str]:
    """Return a reader of dates, which returns what was expected in place of a filter."""
    pattern, expected = _DATES[kind]

    def read(value: str, excluded: bool) -> Filter | str:
        if not pattern.fullmatch(value) or not _DATE.fullmatch(value):
            return expected
        if not _is_day(value):
            return f"a day of the calendar like {kind}:2025-03-15"
        return Filter(kind=kind, value=value, excluded=excluded)

    return read


def _is_day(value: str) -> bool:
    """Return whether a date is in the calendar, which has no 30 February; months and years are."""
    year, *month_and_day = map(int, value.split("-"))
    return len(month_and_day) < 2 or month_and_day[1] <= monthrange(year, month_and_day[0])[1]


_FILTERS: Mapping[str, Callable[[str, bool], Filter | str]] = {
    "topic": _named("topic"),
    "has": _named("has"),
    "source": _named("source"),
    "year": _dated("year"),
    "month": _dated("month"),
    "after": _dated("after"),
    "before": _dated("before"),
}
