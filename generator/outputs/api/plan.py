"""The plan of the API's files, before any is rendered.

Each paper is in a file of papers, to which days and topics refer, and in the download. Abstracts are more than half of
the data, so that only the download has them, compressed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from typing import Any

from pydantic import BaseModel

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.channels import ALL_PAPERS
from generator.catalog.digests.digest import Digest
from generator.catalog.people.author_index import AuthorIndex
from generator.catalog.people.people import Person
from generator.catalog.topics.topic_set import Topic
from generator.exports.parquet import ParquetRow, parquet_file, parquet_version
from generator.kinds import kind_of
from generator.model import Author, Paper
from generator.outputs.api.description import api_schemas, openapi
from generator.outputs.api.documents import (
    ApiAuthor,
    ApiDigest,
    ApiDigestEntry,
    ApiDownload,
    ApiEditor,
    ApiFeeds,
    ApiIndex,
    ApiMention,
    ApiPaper,
    ApiPeople,
    ApiPeopleEntry,
    ApiPerson,
    ApiPick,
    ApiReferences,
    ApiSeriesPart,
    ApiShardEntry,
    ApiTopic,
    ApiTopicEntry,
)
from generator.outputs.api.download import chunk_ranges, deflate_chunk, join_chunks
from generator.outputs.api.shards import Shard, divide_papers, shards_by_key
from generator.outputs.output_file import OutputFile
from generator.pages.author_addresses import author_addresses, author_index
from generator.pages.routes import (
    API,
    OPML,
    absolute,
    author_address,
    author_index_address,
    day_address,
    feed_address,
    paper_address,
    relative,
    topic_address,
)
from generator.settings import Settings
from generator.text.people.names import stated_family

DUMP = "papers.jsonl.gz"
PARQUET = "papers.parquet"
#: Fields of a record that the API has in another form.
_DECIDED = frozenset({"topics", "authors", "kind", "image", "summary"})
_PARQUET = ApiDownload(
    path=PARQUET,
    media_type="application/vnd.apache.parquet",
    description="All papers, oldest first, as a table for data frames and databases.",
)
_DUMP = ApiDownload(
    path=DUMP,
    media_type="application/gzip",
    description="All papers, oldest first, as JSON lines: one object of schema/paper.json per line, with its abstract.",
)


#: Members that the files of papers leave out: abstracts are two thirds of a paper, and addresses follow from keys.
_ONLY_IN_DOWNLOAD: Mapping[str, Any] = {"abstract": True, "url": True, "translations": {"__all__": {"abstract"}}}


def plan_api(
    catalog: Catalog, settings: Settings, *, chunks: Mapping[str, bytes] | None = None
) -> Iterator[OutputFile]:
    """Yield every file of the API. Without the site's address, addresses in it are paths on the site.

    ``chunks`` are those of an earlier download by their state. Without them the result is the same, later.
    """
    yield from _Planner(catalog, settings, chunks or {}).plan()


@dataclass(frozen=True)  # without slots, which do not allow cached properties
class _Planner:
    catalog: Catalog
    settings: Settings
    known_chunks: Mapping[str, bytes]

    @cached_property
    def _shards(self) -> tuple[Shard, ...]:
        return divide_papers(self.catalog.entries)

    @cached_property
    def _shard_of(self) -> dict[str, str]:
        return dict(shards_by_key(self._shards))

    def plan(self) -> Iterator[OutputFile]:
        """Yield every file."""
        yield OutputFile(
            path=_path("index.json"), inputs=lambda: self._index, render=lambda: self._index.encode(errors="replace")
        )
        for shard in self._shards:
            yield OutputFile(
                path=_path(f"papers/{shard.id}.json"),
                inputs=partial(self._inputs_of, shard.id, shard.entries),
                render=partial(self._render_shard, shard),
                year=shard.year,
            )
        for day, entries in self.catalog.by_day.items():
            document = ApiDigest(
                date=day,
                url=self._url(day_address(day)),
                note=self.catalog.notes.get(day, ""),
                **_said(self.catalog.digests.get(day.isoformat())),
                papers=self._references(entries),
            )
            yield self._file(f"digests/{day}.json", document, year=self.catalog.part_of(day))
        for topic in self.catalog.topic_set.topics:
            yield self._file(f"topics/{topic.id}.json", self._topic(topic))
        for letter, people in self._people.items():
            authors = ApiPeople(letter=letter, authors=tuple(map(self._person, people)))
            yield self._file(f"authors/{letter}.json", authors)
        yield OutputFile(
            path=_path(DUMP),
            inputs=partial(self._inputs_of, "", self.catalog.entries),
            render=lambda: join_chunks(self._chunks),
        )
        if self.settings.parquet:
            yield OutputFile(
                path=_path(PARQUET),
                inputs=partial(self._inputs_of, parquet_version(), self.catalog.entries),
                render=self._render_parquet,
            )
        for name, schema in api_schemas().items():
            yield _fixed(f"schema/{name}.json", schema)
        yield _fixed("openapi.json", openapi(self.settings))

    @cached_property
    def _chunks(self) -> tuple[bytes, ...]:
        """The papers of each shard, as the download has them."""
        return tuple(self.known_chunks.get(self._state(shard)) or self._make_chunk(shard) for shard in self._shards)

    def _state(self, shard: Shard) -> str:
        return hashlib.sha256(self._inputs_of("", shard.entries).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def _make_chunk(self, shard: Shard) -> bytes:
        return deflate_chunk("".join(_json(self._paper(entry)) for entry in shard.entries).encode())

    @cached_property
    def _index(self) -> str:
        by_topic = self.catalog.by_topic
        index = ApiIndex(
            title=_valid(self.settings.title),
            description=_valid(self.settings.description),
            url=self._url("/"),
            paper_url=self._url(paper_address("{key}")),
            author_url=self._url(author_address("{id}")) if self._people else "",
            authors_url=self._url(f"{author_index_address('{page}')}#{{id}}") if self._people else "",
            repository=self.settings.repo_url,
            papers=len(self.catalog.entries),
            newest=self.catalog.latest,
            shards=tuple(
                ApiShardEntry(
                    shard=shard.id,
                    path=f"papers/{shard.id}.json",
                    papers=len(shard.entries),
                    state=self._state(shard),
                    range=chunk,
                )
                for shard, chunk in zip(self._shards, chunk_ranges(self._chunks), strict=True)
            ),
            digests=tuple(
                ApiDigestEntry(date=day, path=f"digests/{day}.json", papers=len(entries))
                for day, entries in self.catalog.by_day.items()
            ),
            topics=tuple(
                ApiTopicEntry(
                    id=topic.id, name=topic.name, path=f"topics/{topic.id}.json", papers=len(by_topic[topic.id])
                )
                for topic in self.catalog.topic_set.topics
            ),
            authors=tuple(
                ApiPeopleEntry(letter=letter, path=f"authors/{letter}.json", authors=len(people))
                for letter, people in self._people.items()
            ),
            downloads=(_DUMP, _PARQUET) if self.settings.parquet else (_DUMP,),
            feeds=self._feeds,
        )
        return _json(index)

    @cached_property
    def _people(self) -> dict[str, tuple[Person, ...]]:
        """Authors by the first letter of their ids: a file each would double the files of authors."""
        people = sorted((author.person for author in self._author_index), key=lambda person: person.id)
        return {letter: tuple(some) for letter, some in groupby(people, key=lambda person: person.id[0])}

    @cached_property
    def _author_index(self) -> AuthorIndex:
        return author_index(self.catalog.people, self.settings)

    @cached_property
    def _author_addresses(self) -> Mapping[str, str]:
        return author_addresses(self.catalog.people, self._author_index, self.settings)

    def _person(self, person: Person) -> ApiPerson:
        listed = person.listed
        return ApiPerson(
            id=person.id,
            name=person.name,
            other_names=tuple(name for name in person.spellings if name != person.name),
            orcid=(listed.orcid if listed else "") or None,
            homepage=(listed.homepage if listed else "") or None,
            affiliation=(listed.affiliation if listed else "") or None,
            page=_shared_page(self._author_addresses[person.id]),
            papers=self._keys_by_shard(person.papers),
        )

    def _keys_by_shard(self, entries: Sequence[Entry]) -> dict[str, tuple[str, ...]]:
        keys: dict[str, list[str]] = {}
        for entry in entries:
            keys.setdefault(self._shard_of[entry.key], []).append(entry.key)
        return {shard: tuple(some) for shard, some in keys.items()}

    @property
    def _feeds(self) -> ApiFeeds | None:
        if not self.settings.site_url or not self.catalog.entries:
            return None
        return ApiFeeds(
            atom=relative(API, feed_address(ALL_PAPERS, "papers", "xml")),
            json_feed=relative(API, feed_address(ALL_PAPERS, "papers", "json")),
            opml=relative(API, OPML),
        )

    def _topic(self, topic: Topic) -> ApiTopic:
        return ApiTopic(
            id=topic.id,
            name=topic.name,
            description=topic.description,
            parent=topic.parent,
            url=self._url(topic_address(topic.id)),
            papers=self._references(self.catalog.by_topic[topic.id]),
        )

    def _file(self, path: str, document: BaseModel, *, year: int | None = None) -> OutputFile:
        """Return a file whose document is made from keys, names and counts, which is as fast as comparing them."""
        text = _json(document)
        return OutputFile(
            path=_path(path), inputs=lambda: text, render=partial(text.encode, errors="replace"), year=year
        )

    def _inputs_of(self, name: str, entries: Sequence[Entry]) -> str:
        summaries = () if self.settings.summaries else ("no summaries",)
        return "\n".join((name, self.settings.site_url, *summaries, *(entry.fingerprint for entry in entries)))

    def _render_shard(self, shard: Shard) -> bytes:
        listed = (self._paper(entry) for entry in shard.entries)
        papers = ",\n".join(
            paper.model_dump_json(exclude_defaults=True, exclude=dict(_ONLY_IN_DOWNLOAD)) for paper in listed
        )
        return f'{{"version":1,"shard":{json.dumps(shard.id)},"papers":[\n{papers}\n]}}\n'.encode()

    def _render_parquet(self) -> bytes:
        return parquet_file(
            ParquetRow(
                key=entry.key,
                paper=entry.paper,
                topics=tuple(assignment.topic for assignment in entry.topics),
                mentions=entry.mentions,
            )
            for shard in self._shards
            for entry in shard.entries
        )

    def _paper(self, entry: Entry) -> ApiPaper:
        stated = {name: getattr(entry.paper, name) for name in Paper.model_fields if name not in _DECIDED}
        return ApiPaper.model_construct(
            **stated,
            kind=kind_of(entry.paper),
            summary=entry.paper.summary if self.settings.summaries else None,
            image=_image_address(entry.paper),
            key=entry.key,
            url=self._url(paper_address(entry.key)),
            authors=tuple(map(_author, entry.paper.authors)),
            topics=tuple(assignment.topic for assignment in entry.topics),
            mentions=tuple(
                ApiMention.model_construct(
                    source=mention.source, date=mention.day, rank=mention.rank, upvotes=mention.metrics.upvotes
                )
                for mention in entry.mentions
            ),
        )

    def _references(self, entries: Sequence[Entry]) -> tuple[ApiReferences, ...]:
        return tuple(
            ApiReferences.model_construct(shard=shard, keys=tuple(entry.key for entry in group))
            for shard, group in groupby(entries, key=lambda entry: self._shard_of[entry.key])
        )

    def _url(self, address: str) -> str:
        return absolute(self.settings, address) or address


def _image_address(paper: Paper) -> str | None:
    """Return the address of a paper's picture; None for a file of content/, which the site does not have."""
    return paper.image if paper.image and paper.image.startswith("https:") else None


def _said(digest: Digest | None) -> dict[str, Any]:
    """Return the members of a day that editors wrote."""
    if digest is None:
        return {}
    part = digest.series
    return {
        "title": digest.title or None,
        "editors": tuple(ApiEditor(name=editor.name, url=editor.url) for editor in digest.editors),
        "series": ApiSeriesPart(name=part.name, number=part.number) if part else None,
        "hero": digest.hero or None,
        "picks": tuple(ApiPick(key=pick.key, why=pick.why) for pick in digest.picks),
    }


def _author(author: Author) -> ApiAuthor:
    return ApiAuthor.model_construct(
        name=author.name, family=stated_family(author.name), orcid=author.orcid, affiliation=author.affiliation
    )


def _valid(text: str) -> str:
    """Return a setting without halves of surrogate pairs, which JSON cannot have."""
    return text.encode(errors="replace").decode()


def _fixed(path: str, document: object) -> OutputFile:
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return OutputFile(path=_path(path), inputs=lambda: text, render=partial(text.encode, errors="replace"))


def _path(path: str) -> str:
    return f"{API}{path}".lstrip("/")


def _json(document: BaseModel) -> str:
    """Return a document on one line. Members with their default are left out, except for the version."""
    stated = document.model_dump_json(exclude_defaults=True)
    return f'{{"version":1,{stated[1:]}\n' if "version" in type(document).model_fields else f"{stated}\n"


def _shared_page(address: str) -> str | None:
    """Return the last folder of the address of an author on a page with several; None for a page of their own."""
    page, _, section = address.partition("#")
    return page.strip("/").rpartition("/")[2] if section else None
