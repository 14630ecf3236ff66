"""Topics as values: one topic, and a set of them with indexes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from generator.catalog.topics.colours import topic_hue


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """A topic of the topics file. ``colour`` is #rrggbb; ``parent`` is the id of a broader topic.

    ``phrases`` have the weight that each adds to the topic's score for a title or abstract. A negative weight counts
    against the topic; a weight of 0 only hides shorter phrases within the phrase. ``categories`` are classes and
    keywords of sources that imply the topic.
    """

    id: str
    name: str
    description: str
    colour: str = ""
    aliases: tuple[str, ...] = ()
    phrases: Mapping[str, float] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicSet:
    """All topics in the order of the file; ``by_name`` has the id for each id, name and alias, folded."""

    topics: tuple[Topic, ...] = ()
    by_id: Mapping[str, Topic] = field(default_factory=dict)
    by_name: Mapping[str, str] = field(default_factory=dict)

    def find(self, name: str) -> Topic | None:
        """Return the topic with an id, name or alias, in any case."""
        return self.by_id.get(self.by_name.get(folded_name(name), ""))

    def own_aliases(self, topic: Topic) -> tuple[str, ...]:
        """Return the aliases of a topic that no other topic takes."""
        return tuple(alias for alias in topic.aliases if self.by_name.get(folded_name(alias)) == topic.id)


def make_topic_set(topics: Iterable[Topic]) -> TopicSet:
    """Index topics by id and name, and give those without a colour their default.

    Where two topics claim a name, an id takes precedence over a name and a name over an alias; among equals the
    first topic keeps it.
    """
    coloured = tuple(
        topic if topic.colour else replace(topic, colour=topic_hue(position)) for position, topic in enumerate(topics)
    )
    by_name: dict[str, str] = {}
    for names_of in (lambda topic: (topic.id,), lambda topic: (topic.name,), lambda topic: topic.aliases):
        for topic in coloured:
            for name in names_of(topic):
                by_name.setdefault(folded_name(name), topic.id)
    return TopicSet(topics=coloured, by_id={topic.id: topic for topic in coloured}, by_name=by_name)


def folded_name(name: str) -> str:
    """Return a name without case and repeated spaces, for comparison."""
    return " ".join(name.casefold().split())
