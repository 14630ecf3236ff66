"""The file of saved searches, ``content/feeds.yaml``: each is a query with a feed of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from generator.catalog.query.parser import LINK_KINDS, Filter, Query, parse_query
from generator.catalog.topics.topic_set import TopicSet
from generator.errors import Problem
from generator.ids import is_address_part
from generator.text.clean import check_visible_line, unfold
from generator.text.folding import fold
from generator.text.similar import similar_name
from generator.yaml.document import Document, Path, Plain, field_path, kind_of
from generator.yaml.reader import read_yaml

#: Where editors find the schema of the file.
SCHEMA_FILE = "content/schema/feeds.schema.json"
MAX_ID = 60
MAX_SEARCHES = 200
#: Most characters of each field.
MAX_LENGTHS: Mapping[str, int] = {"name": 120, "query": 500, "description": 300}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REQUIRED = ("name", "query")
_EXAMPLE = "{name: Robots with code, query: 'topic:robotics has:code'}"
_EXAMPLES: Mapping[str, str] = {"name": "Robots with code", "query": "topic:robotics has:code"}


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedSearch:
    """A query with a feed: its id, which is part of the feed's address, and its name for readers."""

    id: str
    name: str
    query: str
    description: str = ""


def parse_saved_searches(
    raw: bytes, *, file: str, topics: TopicSet | None
) -> tuple[tuple[SavedSearch, ...], tuple[Problem, ...]]:
    """Read the file, a mapping from ids to searches, and all problems in it, in the order of the file.

    A search with an error is left out. With ``topics``, each topic of a query must be one of them.
    """
    if not raw:
        return (), ()
    document = read_yaml(raw, file=file)
    reader = _Reader(document, topics)
    searches = tuple(reader.searches())
    problems = sorted(
        (*document.problems, *reader.problems),
        key=lambda problem: (problem.place.line or 0, problem.place.column or 0, problem.code, problem.found),
    )
    return searches, tuple(problems)


def searches_json_schema() -> str:
    """Return the JSON Schema of the file, for editors, as indented JSON with a line break at its end."""
    fields = {
        "name": "What readers of the feed see as its title.",
        "query": "A query as on the search page: words, phrases in quotes, author:, topic:, has:, source:, dates.",
        "description": "One line about the feed, for readers who choose one.",
    }
    search = {
        "type": "object",
        "additionalProperties": False,
        "required": list(_REQUIRED),
        "properties": {
            name: {"description": text, "type": "string", "minLength": 1, "maxLength": MAX_LENGTHS[name]}
            for name, text in fields.items()
        },
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Saved searches",
        "description": "Queries with feeds, by the ids that are part of the feeds' addresses.",
        "type": ["object", "null"],
        "maxProperties": MAX_SEARCHES,
        "propertyNames": {"pattern": f"^{_ID.pattern}$", "maxLength": MAX_ID},
        "additionalProperties": search,
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


class _Reader:
    """Reads one document; problems are collected in ``problems``."""

    def __init__(self, document: Document, topics: TopicSet | None) -> None:
        self._document = document
        self._topics = topics
        self.problems: list[Problem] = []

    def _report(self, path: Path, code: str, found: str, fix: str, *, key: bool = False) -> None:
        place = self._document.place(path, key=key)
        problem = Problem(place=place, code=f"feed-{code}", found=found, fix=fix, field=field_path(path))
        self.problems.append(problem)

    def searches(self) -> Iterator[SavedSearch]:
        """Yield the searches without errors."""
        value = self._document.value
        if value is None:
            return
        if not isinstance(value, dict):
            found = f"must be a mapping from ids to searches, not {kind_of(value)}"
            self._report((), "shape", found, f"write, for example, robots-with-code: {_EXAMPLE}")
            return
        for number, (search_id, fields) in enumerate(value.items(), start=1):
            before = len(self.problems)
            search = self._search(search_id, fields)
            if number == MAX_SEARCHES + 1:
                found = f"more than {MAX_SEARCHES} saved searches"
                self._report((search_id,), "many", found, "delete those that nobody needs", key=True)
            if search and len(self.problems) == before and number <= MAX_SEARCHES:
                yield search

    def _search(self, search_id: str, fields: Plain) -> SavedSearch | None:
        if not is_address_part(search_id, max_length=MAX_ID):
            fix = f"use at most {MAX_ID} lowercase letters, digits and single hyphens, for example robots-with-code"
            self._report((search_id,), "id", "not a valid id of a search", fix, key=True)
        if not isinstance(fields, dict):
            if (search_id,) not in self._document.unread:
                found = f"must be a mapping, not {kind_of(fields)}"
                self._report((search_id,), "shape", found, f"write, for example, {_EXAMPLE}", key=True)
            return None
        for name in fields:
            if name not in MAX_LENGTHS:
                meant = similar_name(name, MAX_LENGTHS)
                fix = f"did you mean {meant}?" if meant else f"the fields of a search are {', '.join(MAX_LENGTHS)}"
                self._report((search_id, name), "field", "unknown field", fix, key=True)
        texts = {name: self._text(search_id, fields, name) for name in MAX_LENGTHS}
        if texts["query"]:
            self._check_query((search_id, "query"), parse_query(texts["query"]))
        return SavedSearch(id=search_id, **texts) if all(texts[name] for name in _REQUIRED) else None

    def _text(self, search_id: str, fields: Mapping[str, Plain], name: str) -> str:
        """Read one line of text; an optional one may be missing."""
        path, value = (search_id, name), fields.get(name)
        if path in self._document.unread:
            return ""
        if value is not None and not isinstance(value, str):
            self._report(path, "type", f"must be text, not {kind_of(value)}", f"write one line of text after {name}:")
            return ""
        text = unfold(value or "")
        if not text and name in _REQUIRED:
            self._report(path, "missing", "missing", f"write, for example, {name}: {_EXAMPLES[name]}", key=True)
        elif len(text) > MAX_LENGTHS[name]:
            found = f"has {len(text):,} characters"
            self._report(path, "length", found, f"shorten it to at most {MAX_LENGTHS[name]}")
        try:
            return check_visible_line(text)
        except ValueError as error:
            found, _, fix = str(error).partition("\n")
            self._report(path, "text", found, fix)
            return ""

    def _check_query(self, path: Path, query: Query) -> None:
        for problem in query.problems:
            part, _, expected = problem.partition(" was ignored: ")
            self._report(path, "query", f"{part} has no meaning", expected)
        if not query.is_asking:
            found = "asks for nothing"
            self._report(path, "query", found, "write a word that papers must have, or a filter such as topic:robotics")
        for each in query.filters:
            known = self._known_values(each)
            if known and each.value not in known:
                close = get_close_matches(each.value, known, n=1)
                fix = f"did you mean {each.kind}:{close[0]}?" if close else f"write one of {', '.join(sorted(known))}"
                self._report(path, "query", f"{each.kind}:{each.value} is not known", fix)

    def _known_values(self, wanted: Filter) -> frozenset[str]:
        """Return the values that a filter can have; none if any is possible."""
        if wanted.kind == "has":
            return frozenset(LINK_KINDS)
        if wanted.kind == "topic" and self._topics:
            return frozenset(
                fold(name) for topic in self._topics.topics for name in (topic.id, topic.name, *topic.aliases)
            )
        return frozenset()
