"""A small archive for search tests: one paper for each thing that a query must find or must not find."""

from __future__ import annotations

from datetime import date

from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.people.people_file import ListedPerson
from generator.catalog.topics.classifier import TopicAssignment
from generator.catalog.topics.topic_set import Topic, make_topic_set
from generator.model import Author, Ids, Library, Links, Mention, Paper, Record, SourceMetrics

TOPICS = (
    Topic(id="robotics", name="Robotics", description="Machines that act."),
    Topic(id="language-models", name="Language models", description="Machines that write.", aliases=("LLM",)),
    Topic(id="vision", name="Vision", description="Machines that see."),
)


def paper(
    title: str,
    abstract: str = "",
    *,
    day: date = date(2025, 7, 31),
    authors: tuple[str, ...] = ("Ada Lovelace",),
    arxiv: str | None = None,
    doi: str | None = None,
    code: str | None = None,
) -> Paper:
    """A paper with the fields that a test needs."""
    return Paper(
        title=title,
        abstract=abstract,
        date=day,
        authors=tuple(Author(name=name) for name in authors),
        ids=Ids(arxiv=arxiv, doi=doi),
        links=Links(code=code),
    )


PAPERS: dict[str, tuple[Paper, str, int]] = {
    "2507.10001": (
        paper(
            "A Walking Robot That Learns to Fall",
            "We teach a quadruped robot to fall safely. The policy is trained by reinforcement learning in simulation.",
            authors=("Ada Lovelace", "José Muñoz"),
            arxiv="2507.10001",
            code="https://example.org/fall",
        ),
        "robotics",
        12,
    ),
    "2507.10002": (
        paper(
            "Chain of Thought for Small Language Models",
            "Small models gain from a chain of thought when each step is checked. No robots are discussed.",
            authors=("Grace Hopper", "Ada Example"),
            arxiv="2507.10002",
        ),
        "language-models",
        30,
    ),
    "2506.10003": (
        paper(
            "γ-MoD: Mixture of Depths in C++ at 2.68× the Speed",
            "Routing tokens past layers gives R1-like answers. Thought follows a chain of evidence; C# is not used.",
            day=date(2025, 6, 2),
            authors=("Łukasz Øberg",),
            arxiv="2506.10003",
        ),
        "language-models",
        3,
    ),
    "2412.10004": (
        paper(
            "检索增强生成的研究",
            "本文研究检索增强生成。 We study retrieval for generation.",
            day=date(2024, 12, 30),
            authors=("王小明",),
            arxiv="2412.10004",
            code="https://example.org/rag",
        ),
        "language-models",
        5,
    ),
    "10.1145-3292500": (
        paper(
            "Naïve Schrödinger Bridges for Self-Supervised Vision",
            "A bridge between images. FlashAttention makes it fast; 10,000 images suffice.",
            day=date(2024, 11, 5),
            doi="10.1145/3292500.3330701",
        ),
        "vision",
        0,
    ),
    "hostile": (
        paper(
            "<img src=x onerror=alert(1)> & Other <b>Titles</b>",
            '"><script>alert(2)</script> =cmd|calc is an abstract, **not** markup.',
            day=date(2024, 11, 4),
            authors=('=HYPERLINK("https://example.org")', "Bo <i>Example</i>"),
        ),
        "vision",
        1,
    ),
    **{
        f"filler-{number:02}": (
            paper(
                f"Filler Study Number {number}",
                "Ordinary words about gardens and tides.",
                day=date(2024, 10, 1 + number),
                authors=("Cy Filler",),
            ),
            "vision",
            number,
        )
        for number in range(24)
    },
}


def small_catalog(
    papers: dict[str, tuple[Paper, str, int]] = PAPERS, listed_people: tuple[ListedPerson, ...] = ()
) -> Catalog:
    """The catalog of the archive."""
    records = {
        key: Record(key=key, file=f"content/papers/{key}.yaml", paper=made) for key, (made, _, _) in papers.items()
    }
    mentions = {
        key: (Mention(key=key, source="hf-daily", day=made.date, rank=1, metrics=SourceMetrics(upvotes=votes)),)
        for key, (made, _, votes) in papers.items()
    }
    assigned = {key: (TopicAssignment(topic=topic, score=1.0),) for key, (_, topic, _) in papers.items()}
    return build_catalog(
        Library(records=records, mentions=mentions, notes={}, removed={}),
        make_topic_set(TOPICS),
        assigned,
        {},
        listed_people=listed_people,
    )
