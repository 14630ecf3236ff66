"""What the tools of a list of papers need to filter it, beside what its cards and rows show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.catalog.catalog import Entry
from generator.language.words import gettext
from generator.pages.context import RenderContext
from generator.pages.views.source_names import source_name

#: What papers are from that no source has listed, because a person wrote their records.
NO_SOURCE = "other"
#: Shorter lists have no tools.
FEWEST_PAPERS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A value that a list can be filtered by, with its name."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ListTools:
    """The choices of a list's filters.

    ``topics`` have names that the page shows nowhere else, and may be empty. ``row_topics`` are the ids of all topics,
    the most frequent first, to whose places rows refer. ``sources`` begin with the most frequent one. ``total`` is the
    number of papers that the list is a part of, as text, and empty for a whole list. ``offered`` says whether the list
    is long enough for tools.
    """

    topics: tuple[Choice, ...]
    row_topics: tuple[str, ...]
    sources: tuple[Choice, ...]
    total: str
    offered: bool

    def places_of_topics(self, topics: Iterable[str]) -> str:
        """Return the places of a row's topics among ``row_topics``, with blanks between them; empty without tools."""
        return " ".join(str(self.row_topics.index(topic)) for topic in topics) if self.offered else ""

    def source_to_state(self, source: str) -> str:
        """Return the id of a paper's source; empty for the most frequent one, which the page leaves out."""
        wanted = source or NO_SOURCE
        return wanted if self.sources and wanted != self.sources[0].id else ""


def list_tools(
    context: RenderContext, entries: Iterable[Entry], *, total: int = 0, name_topics: bool = False
) -> ListTools:
    """Return the choices for a list with these papers, ``total`` of which there are elsewhere."""
    listed = tuple(entries)
    return ListTools(
        topics=_topics(context, listed) if name_topics else (),
        row_topics=tuple(topic for topic, _ in Counter(_ids(listed)).most_common()),
        sources=source_choices(entry.source for entry in listed),
        total=str(total) if total > len({entry.key for entry in listed}) else "",
        offered=len(listed) >= FEWEST_PAPERS,
    )


def source_choices(sources: Iterable[str]) -> tuple[Choice, ...]:
    """Return the sources of papers, the most frequent first. An address may name the only one, too."""
    counts = Counter(source or NO_SOURCE for source in sources)
    ranked = sorted(counts, key=lambda source: (-counts[source], source))
    return tuple(
        Choice(id=each, name=gettext("Other papers") if each == NO_SOURCE else source_name(each)) for each in ranked
    )


def _topics(context: RenderContext, entries: Iterable[Entry]) -> tuple[Choice, ...]:
    """Return the topics of papers in the order of the topics file."""
    known = set(_ids(entries))
    return tuple(
        Choice(id=topic.id, name=topic.name) for topic in context.catalog.topic_set.topics if topic.id in known
    )


def _ids(entries: Iterable[Entry]) -> Iterator[str]:
    return (assignment.topic for entry in entries for assignment in entry.topics)
