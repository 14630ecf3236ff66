"""Completes existing records from files that are no list of a day, such as a curated table of ids and authors.

Pure. Each paper of a file becomes an entry of its record's day in a source of its own, with only what no other source
states, so that the rules of every import hold: curators' corrections stay, and the snapshot shows which value came
from where.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.errors import DigestifError
from generator.importing.listing import SOURCE_NAME, SOURCE_NAME_LENGTH, ParsedFile
from generator.importing.match import index_content
from generator.importing.missing import MissingRecords
from generator.importing.record_updates import OversizedPaper
from generator.importing.translated_rows import join_rows
from generator.model import CuratedFields, Mention, Record, SourceMetadata, SourcePaper
from generator.records.leaves import is_empty, leaves_of, with_leaves
from generator.sources.translations import SOURCE as TRANSLATIONS
from generator.store.content import Content
from generator.store.snapshots.snapshots import (
    ENRICH_SUFFIX,
    SnapshotEntry,
    SnapshotId,
    entries_by_key,
    fold_entries,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Completion:
    """Files for ``plan_import`` in which every paper names its record, and the titles of papers without a record.

    ``oversized`` are translations that no record can hold.
    """

    files: tuple[ParsedFile, ...]
    without_record: tuple[str, ...] = ()
    oversized: tuple[OversizedPaper, ...] = ()


def complete_records(
    content: Content, missing: MissingRecords, files: Iterable[ParsedFile], *, name: str
) -> Completion:
    """Match the papers of files with existing records, and keep what no other source states about them.

    The titles and abstracts of other sources stay the record's base even if a file spells them differently. The
    source is ``name`` with a suffix that marks sources that are no list. Raises DigestifError for an invalid name.
    """
    source = _enriching_source(name)
    index = index_content(content, missing)
    entries = entries_by_key(content.snapshots)
    completing: list[ParsedFile] = []
    translated: list[ParsedFile] = []
    without_record: list[str] = []
    unnamed: dict[str, None] = {}  # of a paper without a record, each row is a translation
    for file in files:
        papers, is_translation = [], file.parsed.source == TRANSLATIONS
        for paper in file.parsed.papers:
            named = _key_of(paper, content) if is_translation else ""
            key = named or index.find(paper.metadata)
            record = content.by_key.get(key) if key else None
            if record is None and is_translation:
                unnamed[paper.metadata.title] = None
            elif record is None:
                without_record.append(paper.metadata.title)
            else:
                papers.append(_completing_paper(paper, record, source, entries.get(record.key, ()), is_translation))
        completed = replace(file, parsed=replace(file.parsed, source=source, papers=tuple(papers)))
        (translated if is_translation else completing).append(completed)
    joined = join_rows(translated)
    return Completion(
        files=(*completing, *joined.files),
        without_record=(*without_record, *unnamed),
        oversized=joined.oversized,
    )


def _enriching_source(name: str) -> str:
    source = name if name.endswith(ENRICH_SUFFIX) else f"{name}{ENRICH_SUFFIX}"
    if not SOURCE_NAME.fullmatch(source):
        longest = SOURCE_NAME_LENGTH - len(ENRICH_SUFFIX)
        raise DigestifError(
            f"{name!r} is not a valid name of a source that completes records",
            fix=f"use at most {longest} letters a-z, digits and hyphens, as in --complete curated-ids",
        )
    return source


def refuse_enriching_names(files: Iterable[ParsedFile]) -> None:
    """Raise DigestifError if a list has the name of a source that only completes records."""
    for file in files:
        source = file.parsed.source
        if source.endswith(ENRICH_SUFFIX) and any(paper.curated is None for paper in file.parsed.papers):
            raise DigestifError(
                f"{file.name}: names that end in {ENRICH_SUFFIX} are for sources that complete records, not {source!r}",
                fix="to complete records, use --complete NAME; else name the list differently with --source NAME",
            )


def _key_of(paper: SourcePaper, content: Content) -> str:
    """The key of the record that a paper names, by its key or a former one; empty where it names none."""
    key = paper.curated.key if paper.curated else ""
    return key if key in content.by_key else content.renamed.get(key, "")


def _completing_paper(
    paper: SourcePaper,
    record: Record,
    source: str,
    entries: Sequence[tuple[SnapshotId, SnapshotEntry]],
    is_translation: bool,
) -> SourcePaper:
    """What a paper adds to its record; a translation has the key of the paper in the place of its title."""
    day = record.paper.date
    others = fold_entries(entry for entry in entries if entry[0][1] != source)
    # A curator's title must not become the source's: a later list could then undo the correction.
    title = record.paper.title if is_translation else paper.metadata.title
    stated = leaves_of(others or SourceMetadata(title=title))
    empty = leaves_of(SourceMetadata(title=paper.metadata.title))
    adds = {
        leaf: value if is_empty(leaf, stated.get(leaf)) else empty.get(leaf)
        for leaf, value in leaves_of(paper.metadata).items()
    } | {"title": stated["title"]}
    metadata = paper.metadata.model_copy(update=with_leaves(paper.metadata, adds))
    # Matched by its key: the title is now that of the other sources.
    curated = CuratedFields(
        key=record.key, mentions=(Mention(key=record.key, source=source, day=day, rank=paper.rank),)
    )
    return replace(paper, metadata=metadata, day=day, curated=curated)
