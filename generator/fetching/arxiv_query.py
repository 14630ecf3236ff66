"""Which categories an arXiv query is about. A query in, the categories out in which all of its results are."""

from __future__ import annotations

import re

_TOKEN = re.compile(r'\(|\)|[^\s()"]*"[^"]*"|[^\s()"]+')
_CATEGORY = re.compile(r'cat:"?([a-z-]+)(?:\.([a-z-]*)(\*?))?\*?"?', re.IGNORECASE)
_MAX_DEPTH = 50

#: None: results can be in any category.
Categories = frozenset[str] | None


def query_categories(query: str) -> tuple[str, ...]:
    """The categories in which all results of a query are, sorted; empty where a result can be in any.

    A query has terms, AND, OR, ANDNOT and parentheses (https://info.arxiv.org/help/api/user-manual.html). A category
    with a wildcard gives its whole archive, which has a feed, too.
    """
    if query.count("(") > _MAX_DEPTH:
        return ()
    return tuple(sorted(_Parser(query).categories() or ()))


def has_only_categories(query: str) -> bool:
    """Whether the query finds everything in its categories, so that their feeds alone are its results."""
    terms = [token for token in _TOKEN.findall(query) if token not in {"(", ")", "OR"}]
    return all(_CATEGORY.fullmatch(term) and "*" not in term for term in terms)


class _Parser:
    """Reads a query once, from left to right; AND binds more tightly than OR."""

    def __init__(self, query: str) -> None:
        self._tokens = [*reversed(_TOKEN.findall(query))]

    def categories(self) -> Categories:
        found = self._conjunction()
        while self._tokens and self._tokens[-1] == "OR":
            self._tokens.pop()
            other = self._conjunction()
            found = None if found is None or other is None else found | other
        return found

    def _conjunction(self) -> Categories:
        found = self._term()
        while self._tokens and self._tokens[-1] not in {"OR", ")"}:
            operator = self._tokens.pop() if self._tokens[-1] in {"AND", "ANDNOT"} else "OR"
            other = self._term()
            if operator == "AND":
                found = other if found is None else found
            elif operator == "OR":  # two terms without an operator
                found = None if found is None or other is None else found | other
        return found

    def _term(self) -> Categories:
        term = self._tokens.pop() if self._tokens else ""
        if term == "(":
            found = self.categories()
            if self._tokens:
                self._tokens.pop()
            return found
        category = _CATEGORY.fullmatch(term)
        if category is None:
            return None
        archive, subject, wildcard = category.groups()
        return frozenset({f"{archive}.{subject}" if subject and not wildcard else archive})
