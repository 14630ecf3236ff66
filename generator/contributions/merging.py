"""Merges two records of the same paper: one stays, and takes over the other's address and what it lacks itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.contributions.difference import RecordChange
from generator.contributions.forms.outcome import Outcome
from generator.errors import DigestifError, Place, Problem
from generator.importing.identity import identity_ids
from generator.model import Paper, Record
from generator.records.canonical import paper_plain
from generator.records.editor import add_comments, update_record
from generator.records.leaves import emptied_leaves, is_emptied, is_empty, leaves_of, with_leaves
from generator.records.read import read_record
from generator.store.changes import FileRemoval, FileWrite
from generator.store.content import DISTINCT_FILE, Content
from generator.yaml.comments import find_comments

#: Kinds of identifier of which a paper has one: two records with different ones may be two papers.
_UNIQUE_KINDS = ("arxiv", "doi")


def merge_records(kept: Record, other: Record, content: Content) -> Outcome:
    """Merge ``other`` into ``kept``. Links to the other's page then lead to the record that stays.

    Fields that the kept record has are not changed, and it gets the comments of the other. Two different arXiv ids or
    DOIs are a warning. Raises DigestifError if both are one record, or if a person marked them as different papers.
    """
    if kept.file == other.file:
        raise DigestifError(f"{kept.key} cannot be merged with itself", fix="name two records")
    if frozenset((kept.key, other.key)) in content.different_papers:
        raise DigestifError(
            f"{kept.key} and {other.key} are different papers, says {DISTINCT_FILE}",
            fix="if they are one paper, delete that entry and run this again",
        )
    merged = _merged(kept, other, emptied=emptied_leaves(content.raw[kept.file]))
    plain, before = paper_plain(merged), paper_plain(kept.paper)
    changes = {name: value for name, value in plain.items() if value != before.get(name)}
    raw = add_comments(update_record(content.raw[kept.file], changes), _comments(content.raw[other.file]))
    read = read_record(raw, file=kept.file)
    after = read.record.paper if read.record else merged
    removal = RecordChange(key=other.key, before=other.paper, after=None)
    is_written = raw != content.raw[kept.file]
    written = (FileWrite(file=kept.file, content=raw, old_hash=content.hashes[kept.file]),) if is_written else ()
    changed = (RecordChange(key=kept.key, before=kept.paper, after=after),) if changes else ()
    return Outcome(
        steps=(*written, FileRemoval(file=other.file, old_hash=content.hashes[other.file])),
        changes=(*changed, removal),
        problems=_different_ids(kept, other),
        title=f"Merge {other.key} into {kept.key}: {kept.paper.title}",
        done=f"Merged {other.key} into {kept.key}: {kept.paper.title}",
    )


def _merged(kept: Record, other: Record, *, emptied: Collection[str]) -> Paper:
    """Return the kept paper with what only the other has, and with the other's keys as aliases.

    Leaves that the kept record states as empty stay empty.
    """
    mine, theirs = leaves_of(kept.paper), leaves_of(other.paper)
    leaves = {
        leaf: theirs.get(leaf) if is_empty(leaf, mine.get(leaf)) and not is_emptied(leaf, emptied) else mine.get(leaf)
        for leaf in {**mine, **theirs}
    }
    keys = dict.fromkeys((*kept.paper.aliases, other.key, *other.paper.aliases))
    curated = {
        "aliases": tuple(key for key in keys if key != kept.key),
        "topics": other.paper.topics if kept.paper.topics is None else kept.paper.topics,
        "image": kept.paper.image or other.paper.image,
        "note": kept.paper.note or other.paper.note,
    }
    return kept.paper.model_copy(update=with_leaves(kept.paper, leaves) | curated)


def _comments(raw: bytes) -> Iterator[str]:
    """Yield the comments of a record that people wrote."""
    comments = (comment.text for comment in find_comments(raw.decode()))
    return (text for text in comments if "yaml-language-server" not in text)


def _different_ids(kept: Record, other: Record) -> tuple[Problem, ...]:
    mine, theirs = identity_ids(kept.paper.ids), identity_ids(other.paper.ids)
    problems = [
        Problem(
            place=Place(file=other.file),
            code="merge-ids",
            field=f"ids.{kind}",
            found=f"{theirs[kind]} differs from {mine[kind]} of {kept.key}, which stays",
            fix="check that both records are the same paper",
            severity="warning",
        )
        for kind in _UNIQUE_KINDS
        if kind in mine and kind in theirs and mine[kind] != theirs[kind]
    ]
    return tuple(problems)
