"""What the search page shows before a query: examples of the archive's own words, topics, newest papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from generator.catalog.catalog import Entry
from generator.catalog.topics.topic_set import Topic
from generator.language.dates import long_date
from generator.language.words import current_language, gettext, ngettext
from generator.pages.context import Linker, RenderContext
from generator.pages.routes import day_address
from generator.pages.views.cards import Link, PaperRow, TopicCounts, row, topic_counts

#: How many of the newest papers are listed.
NEWEST = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A query to try, a link to its results, and what it finds."""

    query: str
    href: str
    finds: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchStart:
    """Everything empty where the archive is; ``day`` leads to the digest of which ``newest`` has the first papers."""

    examples: tuple[Example, ...]
    topics: TopicCounts
    newest: tuple[PaperRow, ...]
    day: Link | None


def search_start(context: RenderContext, to: Linker) -> SearchStart:
    """Return what to show before a query."""
    newest = context.catalog.latest
    entries = context.catalog.by_day[newest] if newest else ()
    return SearchStart(
        examples=tuple(_examples(context)),
        topics=topic_counts(context, to, context.catalog.entries),
        newest=tuple(row(to, entry) for entry in entries[:NEWEST]),
        day=Link(label=_whole_day(newest, entries), href=to(day_address(newest))) if newest else None,
    )


def _whole_day(day: date, entries: Sequence[Entry]) -> str:
    return ngettext(
        "All %(number)s paper of %(date)s", "All %(number)s papers of %(date)s", len(entries), date=long_date(day)
    )


def _examples(context: RenderContext) -> Iterator[Example]:
    """Yield queries that find something: about the largest topic, by the most frequent author, of the newest month."""
    catalog = context.catalog
    largest = max(catalog.by_topic.items(), key=lambda item: len(item[1]), default=("", ()))
    if largest[1]:
        yield from _topic_examples(catalog.topic(largest[0]), largest[1])
    authors = Counter(author.name for entry in catalog.entries for author in entry.paper.authors)
    if authors:
        name = min(authors, key=lambda name: (-authors[name], name)).replace('"', "")
        yield _example(f'author:"{name}"', gettext("papers by %(name)s", name=name))
    if catalog.latest:
        yield _example(f"after:{catalog.latest:%Y-%m}", gettext("papers of the newest month"))


def _topic_examples(topic: Topic, entries: Sequence[Entry]) -> Iterator[Example]:
    # Where names of topics are translated, the name that papers use is the first of the aliases.
    names = (topic.name.lower(), *(alias.lower() for alias in topic.aliases[: not current_language().is_source]))
    texts = [f"{entry.paper.title} {entry.paper.abstract}".lower() for entry in entries]
    named = [name for name in names if any(name in text for text in texts)]
    name = (named or names[-1:])[0]
    yield _example(name, gettext("papers with these words, the best match first"))
    if named:
        yield _example(f'"{name}"', gettext("papers with this exact phrase"))
    if any(entry.paper.links.code for entry in entries):
        yield _example(
            f"topic:{topic.id} has:code", gettext("papers on %(topic)s that link to their code", topic=topic.name)
        )


def _example(query: str, finds: str) -> Example:
    return Example(query=query, href=f"?{urlencode({'q': query})}", finds=finds)
