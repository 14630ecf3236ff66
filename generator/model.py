"""The main types, in the order in which data passes through them.

A parser turns the bytes of a source into a ``Parsed``: ``SourcePaper`` objects, each with ``SourceMetadata`` (title,
authors, abstract) and ``SourceMetrics`` (votes, comments). An import merges the metadata into ``Paper`` objects, which
are stored as ``Record`` files that people correct, and keeps each list of a day as ``Mention`` objects. All of it, read
and checked, is the ``Library`` that the site is built from.

``SourceMetadata`` and ``Paper`` are pydantic models, because they are the schema of a record file: pydantic validates
the file and writes the JSON Schema for editors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from generator.errors import Place, Problem
from generator.ids import check_acl, check_arxiv, check_doi, check_key, check_openreview, check_orcid
from generator.text.addresses.pictures import check_picture
from generator.text.addresses.urls import check_url
from generator.text.clean import check_line, check_prose
from generator.text.dates import PartialDate
from generator.text.languages import check_language
from generator.text.people.names import PersonName, parse_name
from generator.text.repairs import Repair

Line = Annotated[str, AfterValidator(check_line), Field(min_length=1)]
Prose = Annotated[str, AfterValidator(check_prose)]
Url = Annotated[str, AfterValidator(check_url)]
Picture = Annotated[str, AfterValidator(check_picture), Field(min_length=1)]
Key = Annotated[str, AfterValidator(check_key)]
Language = Annotated[str, AfterValidator(check_language)]
Day = date  # in a class with a field named `date`, the name would mean that field
Status = Literal["published", "withdrawn", "retracted"]
PaperKind = Literal[
    "article", "conference", "chapter", "book", "thesis", "report", "preprint", "dataset", "software", "other"
]


class Frozen(BaseModel):
    """Base of the parts of a record: immutable, and unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Author(Frozen):
    """An author; the name is the one printed on the paper, given names first."""

    name: Line
    orcid: Annotated[str, AfterValidator(check_orcid)] | None = None
    affiliation: Line | None = None

    @property
    def parsed_name(self) -> PersonName:
        """The name in its parts, for formats that print the family name first."""
        return parse_name(self.name)


class Ids(Frozen):
    """The paper's identifiers in other catalogues, without versions; DOIs are in lower case."""

    arxiv: Annotated[str, AfterValidator(check_arxiv)] | None = None
    doi: Annotated[str, AfterValidator(check_doi)] | None = None
    acl: Annotated[str, AfterValidator(check_acl)] | None = None
    openreview: Annotated[str, AfterValidator(check_openreview)] | None = None


class Links(Frozen):
    """Web addresses, one for each kind; ``more`` holds further ones, and those without a kind."""

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


class Publication(Frozen):
    """Where in the venue the paper is, and what else a citation of its kind needs."""

    volume: Line | None = None
    number: Line | None = None
    pages: Line | None = None
    publisher: Line | None = None
    genre: Line | None = None


class Summary(Frozen):
    """A summary that was not written by the authors; ``model`` is the program or person who wrote it."""

    text: Prose
    model: Line | None = None
    date: Day | None = None


class Translation(Frozen):
    """A title and an abstract in another language than the paper's.

    ``by`` is the person or the service that translated, ``model`` the language model or program, where there was one.
    """

    title: Line | None = None
    abstract: Prose = ""
    by: Line | None = None
    model: Line | None = None
    date: Day | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a title nor an abstract."""
        return not (self.title or self.abstract)


class SourceMetadata(Frozen):
    """What a source can state about a paper; only the title is required."""

    title: Line
    authors: tuple[Author, ...] = ()
    abstract: Prose = ""
    ids: Ids = Ids()
    links: Links = Links()
    kind: PaperKind | None = None
    venue: Line | None = None
    publication: Publication = Publication()
    published: PartialDate | None = None
    updated: PartialDate | None = None
    comment: Line | None = None
    categories: tuple[Line, ...] = ()
    keywords: tuple[Line, ...] = ()
    status: Status = "published"
    summary: Summary | None = None
    #: By the language's tag. Nobody changes it: it is a plain mapping because pydantic has no other.
    translations: Mapping[Language, Translation] = Field(default={})

    def __hash__(self) -> int:
        """Hash of the title and the identifiers: a mapping has none, and equal papers have the same."""
        return hash((self.title, self.ids))


#: The fields of a record that only people set, besides the date.
CURATED_FIELDS = ("topics", "image", "note", "aliases")


class Paper(SourceMetadata):
    """The content of a record: a source's metadata, as corrected by people, and fields that only people set."""

    date: Day
    topics: tuple[Line, ...] | None = None
    image: Picture | None = None
    note: Prose = ""
    aliases: tuple[Key, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceMetrics:
    """What a source counted or generated for a paper on a day. People do not correct it."""

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
    """The part of a digest's own export that no other source has: the key, people's fields, and the lists.

    Without mentions, people wrote the record, and no source listed it. ``sources_say`` is the sources' own metadata,
    where people corrected the record, and None where they did not.
    """

    key: str = ""
    topics: tuple[str, ...] | None = None
    image: str | None = None
    note: str = ""
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    sources_say: SourceMetadata | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SourcePaper:
    """A paper from a source. ``day`` is the digest's day, where the source states it; ranks count from 1.

    ``curated`` is set where the source is the export of a digest; ``day`` is then the date of the record.
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
    """An item that could not be read, verbatim, so that it can be corrected and imported again.

    ``rank`` is its place in the source's order. ``origin`` is the hash of the item when it was first set aside; it is
    empty until then.
    """

    problem: Problem
    verbatim: str
    rank: int = 1
    origin: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """The result of a parser: papers in the source's order, problems, and items that could not be read.

    ``day_hint`` is an incomplete date of the source, such as "Jul 31" without a year. ``read_fields`` are the source's
    names of the columns or fields from which values were taken, and ``unread_fields`` the others, each with the number
    of items that have it; that of an empty column is 0.
    """

    source: str
    papers: tuple[SourcePaper, ...] = ()
    problems: tuple[Problem, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    day_hint: str = ""
    read_fields: tuple[str, ...] = ()
    unread_fields: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A paper on a source's list of one day. The date of its record may be older, since papers are listed again."""

    key: str
    source: str
    day: date
    rank: int
    metrics: SourceMetrics = SourceMetrics()


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """A record file: its key, its path in content/, and the paper."""

    key: str
    file: str
    paper: Paper


@dataclass(frozen=True, kw_only=True, slots=True)
class Removed:
    """A record that people deleted on purpose, so that imports do not add it again.

    ``day`` is the first day on which a source listed the paper; None where no list has it.
    """

    key: str
    reason: str
    title: str = ""
    ids: Ids = field(default_factory=Ids)
    day: Day | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Library:
    """All of content/, read and checked: records by key, mentions by key, notes by day, and removed records by key."""

    records: Mapping[str, Record]
    mentions: Mapping[str, tuple[Mention, ...]]
    notes: Mapping[date, str]
    removed: Mapping[str, Removed]
