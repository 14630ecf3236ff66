"""The project's nouns, from what a source says to what the site shows.

    bytes -> Parsed(SourcePaper...) -> Record(Paper) + Mention... -> Library

``SourceMetadata`` is what any source can say of a paper; ``Paper`` adds what only people decide. Both are the
schema of a record file: pydantic checks them and writes the JSON Schema that editors use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from generator.errors import Place, Problem
from generator.ids import check_acl, check_arxiv, check_doi, check_key, check_openreview, check_orcid
from generator.text.clean import check_line, check_prose
from generator.text.names import PersonName, parse_name
from generator.text.repairs import Repair
from generator.text.urls import check_url

Line = Annotated[str, AfterValidator(check_line), Field(min_length=1)]
Prose = Annotated[str, AfterValidator(check_prose)]
Url = Annotated[str, AfterValidator(check_url)]
Key = Annotated[str, AfterValidator(check_key)]
Day = date  # inside a class with a field named `date`, the bare name would mean that field
Status = Literal["published", "withdrawn", "retracted"]


class Frozen(BaseModel):
    """A part of a record: immutable, and no field that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Author(Frozen):
    """One author, as the paper prints the name: given names first."""

    name: Line
    orcid: Annotated[str, AfterValidator(check_orcid)] | None = None
    affiliation: Line | None = None

    @property
    def parsed_name(self) -> PersonName:
        """The name in its parts, for formats that print the family name first."""
        return parse_name(self.name)


class Ids(Frozen):
    """What other catalogues call the paper. Versions are stripped; DOIs are in lower case."""

    arxiv: Annotated[str, AfterValidator(check_arxiv)] | None = None
    doi: Annotated[str, AfterValidator(check_doi)] | None = None
    acl: Annotated[str, AfterValidator(check_acl)] | None = None
    openreview: Annotated[str, AfterValidator(check_openreview)] | None = None


class Links(Frozen):
    """Where to go from here, one address a kind; ``more`` takes what has no kind or comes twice."""

    page: Url | None = None
    pdf: Url | None = None
    code: Url | None = None
    project: Url | None = None
    data: Url | None = None
    demo: Url | None = None
    model: Url | None = None
    video: Url | None = None
    slides: Url | None = None
    more: tuple[Url, ...] = ()


class Summary(Frozen):
    """A summary that somebody other than the authors wrote, with who or what wrote it."""

    text: Prose
    model: Line | None = None
    date: Day | None = None


class SourceMetadata(Frozen):
    """What a source can say of a paper; every field but the title may be missing."""

    title: Line
    authors: tuple[Author, ...] = ()
    abstract: Prose = ""
    ids: Ids = Ids()
    links: Links = Links()
    venue: Line | None = None
    published: date | None = None
    updated: date | None = None
    comment: Line | None = None
    categories: tuple[Line, ...] = ()
    keywords: tuple[Line, ...] = ()
    status: Status = "published"
    summary: Summary | None = None


class Paper(SourceMetadata):
    """A record: what sources said, as people corrected it, and what only people say."""

    date: Day
    topics: tuple[Line, ...] | None = None
    note: Prose = ""
    aliases: tuple[Key, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceMetrics:
    """What a source counted or decided about a paper on a day; never corrected by people."""

    upvotes: int | None = None
    comments: int | None = None
    stars: int | None = None
    version: int | None = None
    submitter: str | None = None
    organisation: str | None = None
    thumbnail: str | None = None
    ai_summary: str | None = None
    ai_model: str | None = None
    ai_keywords: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CuratedFields:
    """What only a digest's own export can say of a paper: its key there, people's own fields, every list that had it.

    Without mentions, people wrote the record, and no source has listed it. ``sources_say`` is what the sources
    said where people corrected it; None where the record is their word.
    """

    key: str = ""
    topics: tuple[str, ...] | None = None
    note: str = ""
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    sources_say: SourceMetadata | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SourcePaper:
    """One paper as a source gave it. ``day`` is the digest's day where the source tells; ranks count from 1.

    ``people`` is set where the source is a digest's own export; ``day`` is then the record's date.
    """

    metadata: SourceMetadata
    rank: int
    place: Place
    day: date | None = None
    metrics: SourceMetrics = SourceMetrics()
    repairs: tuple[Repair, ...] = ()
    curated: CuratedFields | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Quarantined:
    """An item that could not be read, verbatim, so that it can be mended and imported again."""

    problem: Problem
    verbatim: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """What a parser made of some bytes: papers in the source's order, and everything that went wrong.

    ``day_hint`` says what the source told of its day when it did not tell all of it ("Jul 31", no year).
    """

    source: str
    papers: tuple[SourcePaper, ...] = ()
    problems: tuple[Problem, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    day_hint: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A paper on a source's list of one day. Its record may be older: papers come again."""

    key: str
    source: str
    day: date
    rank: int
    metrics: SourceMetrics = SourceMetrics()


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """A record file as it was read: its key, its place in content/, and the paper."""

    key: str
    file: str
    paper: Paper


@dataclass(frozen=True, kw_only=True, slots=True)
class Removed:
    """A record that people deleted on purpose; imports must not bring it back."""

    key: str
    reason: str
    title: str = ""
    ids: Ids = field(default_factory=Ids)


@dataclass(frozen=True, kw_only=True, slots=True)
class Library:
    """All of content/, read and checked: records by key, every source's mentions, people's notes a day."""

    records: Mapping[str, Record]
    mentions: Mapping[str, tuple[Mention, ...]]
    notes: Mapping[date, str]
    removed: Mapping[str, Removed]
