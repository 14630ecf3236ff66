"""The documents of the API, as models that also give their JSON Schemas.

Version 1: members may be added; members that exist are not renamed or removed. Members without a value are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from generator.model import Author, Key, Language, Line, Paper, PaperKind, Prose, Translation, Url

VERSION: Final = 1


class Document(BaseModel):
    """Base of all documents and their parts."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ApiMention(Document):
    """A list of a day that contains the paper."""

    source: Line = Field(description="Where the list comes from, as in hf-page.")
    date: date
    rank: int = Field(ge=1, description="Place on the list, from 1.")
    upvotes: int | None = Field(default=None, ge=0, description="Votes on the day, if the source counts them.")


class ApiAuthor(Author):
    """An author, with the name as printed on the paper."""

    family: Line | None = Field(
        default=None, description="The family name with its particles, where it is not just the last word of the name."
    )


class ApiPaper(Paper):
    """A paper with everything that its page shows; papers.jsonl.gz alone has its abstract and its address."""

    authors: tuple[ApiAuthor, ...] = ()
    kind: PaperKind = Field(
        description="The kind of publication: that of the record, else the one that venue and identifiers suggest."
    )
    abstract: Prose = Field(default="", description="In papers.jsonl.gz, not in papers/{shard}.json.")
    translations: Mapping[Language, Translation] = Field(
        default={}, description="By language. papers/{shard}.json has their titles, papers.jsonl.gz abstracts as well."
    )
    image: Url | None = Field(default=None, description="Address of a picture of the paper, if the record has one.")
    key: Key = Field(description="Key of the record, which is part of the page's address.")
    url: str = Field(default="", description="Address of the page. In papers.jsonl.gz, not in papers/{shard}.json.")
    topics: tuple[Line, ...] = Field(default=(), description="Ids of its topics, the main one first.")
    mentions: tuple[ApiMention, ...] = Field(default=(), description="Lists that contain the paper, oldest first.")


class ApiShard(Document):
    """The papers of a month or of a part of a month, oldest first, without their abstracts."""

    version: Literal[1] = VERSION
    shard: str
    papers: tuple[ApiPaper, ...]


class ApiReferences(Document):
    """Papers that follow each other in a list; papers/{shard}.json has all of them."""

    shard: str
    keys: tuple[Key, ...]


class ApiPick(Document):
    """A paper that the editors of a day chose."""

    key: Key
    why: Prose = Field(default="", description="Why they chose it, in Markdown.")


class ApiEditor(Document):
    """A guest editor."""

    name: Line
    url: str = Field(default="", description="The address of the person's own page.")


class ApiSeriesPart(Document):
    """The place of a day in a series, such as Reading group 12."""

    name: Line
    number: int = Field(ge=1)


class ApiDigest(Document):
    """The papers of a day, in the order of the page."""

    version: Literal[1] = VERSION
    date: date
    url: str
    title: Line | None = Field(default=None, description="The title that editors gave the day.")
    note: Prose = Field(default="", description="The introduction or the curator's note, in Markdown.")
    editors: tuple[ApiEditor, ...] = Field(default=(), description="Guest editors.")
    series: ApiSeriesPart | None = None
    hero: Key | None = Field(default=None, description="The key of the pick that the page shows first.")
    picks: tuple[ApiPick, ...] = Field(default=(), description="The papers that the editors chose.")
    papers: tuple[ApiReferences, ...]


class ApiTopic(Document):
    """The papers of a topic, newest first."""

    version: Literal[1] = VERSION
    id: Line
    name: Line
    description: Line
    parent: Line | None = Field(default=None, description="Id of the broader topic.")
    url: str
    papers: tuple[ApiReferences, ...]


class ApiPerson(Document):
    """An author in the index of authors: a person of content/people.yaml, or everybody with one name."""

    id: Line
    name: Line
    other_names: tuple[Line, ...] = Field(default=(), description="Other spellings on papers.")
    orcid: str | None = None
    homepage: str | None = None
    affiliation: Line | None = None
    page: str | None = Field(
        default=None,
        description="Part of the address of a page with several authors, which has the author's papers; missing where "
        "the author has a page of their own.",
    )
    papers: dict[str, tuple[str, ...]] = Field(
        description="Keys of the papers by the file (shard) that has them, newest first."
    )


class ApiPeople(Document):
    """Authors whose ids begin with the same letter, in the order of their ids."""

    version: Literal[1] = VERSION
    letter: str
    authors: tuple[ApiPerson, ...]


class ApiShardEntry(Document):
    """A file with papers, in the index."""

    shard: str
    path: str = Field(description="Path from the folder of the index.")
    papers: int = Field(ge=1)
    state: str = Field(description="Changes when a paper of the file changes.")
    range: tuple[int, int] = Field(
        description="First and last byte of the same papers in papers.jsonl.gz: JSON lines, as raw deflate data that "
        "ends with a full flush."
    )


class ApiDigestEntry(Document):
    """A day, in the index."""

    date: date
    path: str
    papers: int = Field(ge=1)


class ApiTopicEntry(Document):
    """A topic, in the index."""

    id: Line
    name: Line
    path: str
    papers: int = Field(ge=0)


class ApiPeopleEntry(Document):
    """A file with authors, in the index."""

    letter: str
    path: str
    authors: int = Field(ge=1)


class ApiDownload(Document):
    """A file with all papers."""

    path: str
    media_type: str
    description: str


class ApiFeeds(Document):
    """The feeds of all papers; the list in OPML has those of topics, searches and authors."""

    atom: str
    json_feed: str
    opml: str


class ApiIndex(Document):
    """Where to find everything. Paths are from the folder of this document."""

    version: Literal[1] = VERSION
    title: str
    description: str = ""
    url: str = Field(description="Address of the site.")
    paper_url: str = Field(description="Address of a paper's page, with {key} in place of its key.")
    author_url: str = Field(default="", description="Address of an author's page, with {id} in place of the id.")
    authors_url: str = Field(
        default="",
        description="Address of an author's papers on a page with several, with {page} and {id} in place of both.",
    )
    repository: str = ""
    papers: int = Field(ge=0)
    newest: date | None = Field(default=None, description="The newest day with papers.")
    shards: tuple[ApiShardEntry, ...]
    digests: tuple[ApiDigestEntry, ...] = Field(description="Newest first.")
    topics: tuple[ApiTopicEntry, ...]
    authors: tuple[ApiPeopleEntry, ...] = Field(default=(), description="Missing where authors have no pages.")
    downloads: tuple[ApiDownload, ...]
    feeds: ApiFeeds | None = Field(default=None, description="Missing where the site has no feeds.")
