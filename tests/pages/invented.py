"""An invented catalog for the tests of pages: a dozen papers, most of them with titles that look like markup."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.people.people_file import ListedPerson
from generator.catalog.related.finder import Related
from generator.catalog.topics.classifier import TopicAssignment
from generator.catalog.topics.topic_set import Topic, make_topic_set
from generator.model import Author, Ids, Library, Links, Mention, Paper, Record, Removed, SourceMetrics, Summary
from generator.settings import Settings

FIRST, SECOND, OLDER = date(2025, 7, 31), date(2025, 7, 30), date(2024, 12, 30)

SETTINGS = Settings(
    title="Papers & <Proofs>",
    description="A digest for tests",
    site_url="https://example.org/digest",
    curator="Ada Example",
    repo_url="https://github.com/example/digest",
    host="github",
    own_page=10,
)

HOSTILE = (
    "<script>alert(1)</script> & \"double\" 'single'",
    "[link](javascript:alert(1)) `code` *A*-search and B* {#id .cls onclick=alert(1)}",
    "</title></div></article><img src=x onerror=alert(1)>",
    "{{ config }} {% raw %} ${7*7} --8<-- 'mkdocs.yml'",
    "wzxhzdk:0 klzzwxh:0001 &lt;b&gt; &amp; &#x3c;i&#x3e;",
    "---",
    "no",
    "- a list: with # a comment",
    "مراجعة <شاملة> للنماذج",
    "γ-MoD: $\\gamma$-Mixtures for C++ at $0.03",
    "A" * 300,
)

TOPICS = (
    Topic(id="robotics", name="Robotics", description="Machines that act."),
    Topic(id="vision", name="Vision & <Sight>", description="Machines that see.", parent="robotics"),
    Topic(id="theory", name="Theory", description="No paper has this topic."),
)

#: Everything that a note can hold, and some things that it cannot.
NOTE = """\
A **clear** <b>paper</b>, see [another](/papers/oldest/) and [robotics](topics/robotics/).

## Why

- A bullet
  1. A number within it

| Robot | Falls |
|---|--:|
| One | 12 |

> It fell.

```python
x = "<b>"

y = 1
```

![A robot that falls](docs/assets/robot.svg) ![elsewhere](https://example.com/x.png) [script](javascript:alert(1))
"""

PEOPLE = (
    ListedPerson(
        id="countess",
        names=("Ada Lovelace",),
        orcid="0000-0001-5109-3700",
        homepage="https://example.org/ada?a=1&b=2",
        affiliation="Analytical <Engines> & Co.",
        aliases=("ada-byron",),
    ),
)

NAMES = (
    "Ada Lovelace",
    "Bo Example",
    "Grace O'Neill",
    "Şule <b>",
    "José Muñoz",
    "Lin Wei",
    "X",
    "Y",
    "Z",
    "V",
    "W",
    "U",
)


def paper(title: str, day: date = FIRST, **fields: object) -> Paper:
    """Make a paper with the fields that a test needs."""
    return Paper.model_validate({"title": title, "date": day, **fields})


def papers() -> dict[str, Paper]:
    """Return the papers by key: hostile titles on the first day, a full record and plain ones on the others."""
    made = {
        f"hostile-{place:02}": paper(
            title, abstract=f"{title}\n\n# {title}\n\n    {title}", authors=({"name": NAMES[3]},)
        )
        for place, title in enumerate(HOSTILE)
    }
    made["2412.11360"] = paper(
        "A Walking Robot That Learns to Fall",
        SECOND,
        abstract="We teach a robot to fall. " * 30,
        authors=tuple(
            {"name": name, "orcid": "0000-0002-1825-0097"} if name == "Bo Example" else {"name": name} for name in NAMES
        ),
        ids=Ids(arxiv="2412.11360", doi="10.1000/x(1)"),
        links=Links(
            code="https://example.org/code", pdf="https://example.org/a.pdf?x=1&y=2", more=("https://example.com/q",)
        ),
        venue="Journal of Falls & Rises",
        published=date(2024, 12, 16),
        comment="12 pages, $x^2$",
        categories=("cs.RO",),
        note="A **clear** <b>paper</b>.",
        summary=Summary(text="It falls.", model="Model 1", date=SECOND),
        status="retracted",
        aliases=("an-older-name",),
    )
    made["plain"] = paper("A Plain Title", SECOND, authors=(Author(name="Ada Lovelace"),), note=NOTE)
    made["oldest"] = paper("The Oldest Paper", OLDER)
    return made


def invented(added: Mapping[str, Paper] | None = None) -> Catalog:
    """Make the catalog of these papers and of those in ``added``."""
    known = {**papers(), **(added or {})}
    mentions: dict[str, tuple[Mention, ...]] = {
        key: (
            Mention(
                key=key, source="invented", day=each.date, rank=place, metrics=SourceMetrics(upvotes=place, version=2)
            ),
        )
        for place, (key, each) in enumerate(known.items(), 1)
    }
    again = Mention(key="plain", source="invented", day=FIRST, rank=99)
    mentions["plain"] = (*mentions["plain"], again)
    keys = list(known)
    return build_catalog(
        Library(
            records={
                key: Record(key=key, file=f"content/papers/{key}.yaml", paper=each) for key, each in known.items()
            },
            mentions=mentions,
            notes={FIRST: f"Read <b>this</b> *first*.\n\n{NOTE}"},
            removed={"gone": Removed(key="gone", reason="Asked for by <its> authors.", title="A <removed> paper")},
        ),
        make_topic_set(TOPICS),
        {
            key: (
                TopicAssignment(topic="robotics", score=1.0, evidence=("robot <arm>", "cs.RO")),
                TopicAssignment(topic="vision", score=1.0),
            )[: 1 + place % 2]
            for place, key in enumerate(keys)
        },
        {"plain": tuple(Related(key=key, similarity=0.5, topics=("vision",), words=("<b>",)) for key in keys[:6])},
        listed_people=PEOPLE,
    )


def empty() -> Catalog:
    """Make the catalog of a new site."""
    return build_catalog(Library(records={}, mentions={}, notes={}, removed={}), make_topic_set(()), {}, {})
