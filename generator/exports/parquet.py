"""The export as Parquet, for data frames and databases: one row per paper, with lists and dates as such.

It needs pyarrow, which is an extra because it is larger than all other dependencies together. The same papers and the
same version of pyarrow give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.errors import DigestifError
from generator.exports.selection import Selection
from generator.kinds import kind_of
from generator.model import Mention, Paper

_PUBLICATION = ("volume", "number", "pages", "publisher", "genre")
_IDS = ("arxiv", "doi", "acl", "openreview")
_LINKS = ("page", "pdf", "code", "project", "data", "demo", "model", "video", "slides")
_COMPRESSION = "zstd"


@dataclass(frozen=True, kw_only=True, slots=True)
class ParquetRow:
    """A paper with its key, the topics on its page, the main one first, and its mentions, oldest first."""

    key: str
    paper: Paper
    topics: Sequence[str] = ()
    mentions: Sequence[Mention] = ()


def export_parquet(selection: Selection) -> Iterator[bytes]:
    """Yield the file, newest papers first."""
    mentions = selection.content.library.mentions
    yield parquet_file(
        ParquetRow(
            key=record.key,
            paper=record.paper,
            topics=selection.topics.get(record.key, ()),
            mentions=mentions.get(record.key, ()),
        )
        for record in selection.records
    )


def parquet_version() -> str:
    """Return the version of pyarrow, which decides the bytes. Raises DigestifError where it is not installed."""
    try:
        import pyarrow as pa
    except ImportError as error:
        raise DigestifError(
            "Parquet needs pyarrow, which is not installed",
            fix="run: pip install 'digestif[parquet]'; for workflows, digestif update adds it to requirements.txt",
        ) from error
    return str(pa.__version__)


def parquet_file(rows: Iterable[ParquetRow]) -> bytes:
    """Return a Parquet file of rows in the given order. Raises DigestifError where pyarrow is not installed."""
    parquet_version()
    import pyarrow as pa
    import pyarrow.parquet as pq

    text, texts = pa.string(), pa.list_(pa.string())
    author = pa.struct([("name", text), ("orcid", text), ("affiliation", text)])
    translation = pa.struct(
        [("language", text), ("title", text), ("abstract", text), ("by", text), ("model", text), ("date", pa.date32())]
    )
    mention = pa.struct([("source", text), ("date", pa.date32()), ("rank", pa.int32()), ("upvotes", pa.int32())])
    schema = pa.schema(
        [
            pa.field("key", text, nullable=False),
            pa.field("title", text, nullable=False),
            ("authors", pa.list_(author)),
            ("abstract", text),
            pa.field("date", pa.date32(), nullable=False),
            *((name, text) for name in ("published", "updated", "kind", "venue", *_PUBLICATION, *_IDS)),
            *((name, texts) for name in ("topics", "keywords", "categories")),
            *((name, text) for name in ("status", "comment", "note")),
            *((f"link_{name}", text) for name in _LINKS),
            ("mentions", pa.list_(mention)),
            ("translations", pa.list_(translation)),
        ]
    )
    table = pa.Table.from_pylist([_row(row) for row in rows], schema=schema)
    file = io.BytesIO()
    pq.write_table(table, file, compression=_COMPRESSION)
    return file.getvalue()


def _row(row: ParquetRow) -> dict[str, Any]:
    """Return the values by column; what a paper does not have is null or an empty list."""
    paper = row.paper
    return {
        "key": row.key,
        "title": paper.title,
        "authors": [author.model_dump() for author in paper.authors],
        "abstract": paper.abstract or None,
        "date": paper.date,
        "published": str(paper.published) if paper.published else None,
        "updated": str(paper.updated) if paper.updated else None,
        "kind": kind_of(paper),
        "venue": paper.venue,
        **{name: getattr(paper.publication, name) for name in _PUBLICATION},
        **{name: getattr(paper.ids, name) for name in _IDS},
        "topics": list(row.topics),
        "keywords": list(paper.keywords),
        "categories": list(paper.categories),
        "status": paper.status,
        "comment": paper.comment,
        "note": paper.note or None,
        **{f"link_{name}": getattr(paper.links, name) for name in _LINKS},
        "mentions": [
            {"source": each.source, "date": each.day, "rank": each.rank, "upvotes": each.metrics.upvotes}
            for each in row.mentions
        ],
        "translations": [
            {"language": language, **each.model_dump(), "abstract": each.abstract or None}
            for language, each in paper.translations.items()
        ],
    }
