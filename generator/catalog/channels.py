"""Channels: the lists of papers that readers can follow, each with feeds of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.people.people import Person
from generator.catalog.query.matcher import find_entries
from generator.catalog.query.parser import parse_query
from generator.catalog.topics.topic_set import Topic

ChannelKind = Literal["all", "topic", "search", "author"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """A list of papers to follow.

    ``id`` is that of the topic, the saved search or the person, and empty for all papers, as is ``name``. ``query`` is
    the text of a saved search.
    """

    kind: ChannelKind
    id: str = ""
    name: str = ""
    description: str = ""
    query: str = ""


#: The channel of all papers.
ALL_PAPERS = Channel(kind="all")


def topic_channel(topic: Topic) -> Channel:
    """Return the channel of a topic."""
    return Channel(kind="topic", id=topic.id, name=topic.name, description=topic.description)


def topic_channels(catalog: Catalog) -> tuple[Channel, ...]:
    """Return a channel for each topic, in the order of the topics file."""
    return tuple(map(topic_channel, catalog.topic_set.topics))


def search_channels(catalog: Catalog) -> tuple[Channel, ...]:
    """Return a channel for each saved search, in the order of its file."""
    return tuple(
        Channel(kind="search", id=search.id, name=search.name, description=search.description, query=search.query)
        for search in catalog.searches
    )


def author_channel(person: Person) -> Channel | None:
    """Return the channel of a person of content/people.yaml with papers. A name has none: it may be several people."""
    if not person.listed or not person.papers:
        return None
    return Channel(kind="author", id=person.id, name=person.name)


def author_channels(catalog: Catalog) -> tuple[Channel, ...]:
    """Return a channel for each person of content/people.yaml with papers, in the order of their ids."""
    if not catalog.listed_people:
        return ()
    return tuple(filter(None, map(author_channel, catalog.people.by_id.values())))


def all_channels(catalog: Catalog) -> tuple[Channel, ...]:
    """Return every channel with feeds of papers and of days, that of all papers first."""
    return (ALL_PAPERS, *topic_channels(catalog), *search_channels(catalog))


def channel_entries(catalog: Catalog, channel: Channel) -> tuple[Entry, ...]:
    """Return the papers of a channel, newest first."""
    if channel.kind == "topic":
        return catalog.by_topic[channel.id]
    if channel.kind == "author":
        return catalog.people.by_id[channel.id].papers
    if channel.kind == "search":
        return tuple(find_entries(catalog, parse_query(channel.query)))
    return catalog.entries
