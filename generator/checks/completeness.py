"""What a source has, what of it is here, what is missing and why; and whether an answer is suspiciously small."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from generator.errors import DigestifError, Problem
from generator.ids import paper_key
from generator.importing.identity import IdentityIndex
from generator.importing.listing import ParsedFile
from generator.model import SourceMetadata
from generator.store.content import Content
from generator.store.snapshots import Snapshot, SnapshotId
from generator.text.markdown import shown_text

#: A day's list that had this many papers does not lose half of them; a smaller one may.
_FEW = 4
_HALF = 0.5
#: A new day's list with less than a quarter of the usual is a fault far more often than a quiet day.
_QUARTER = 0.25
#: What is usual: the median of this many earlier days with papers.
_DAYS = 14


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """A paper of the source that is not here, and why."""

    title: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Completeness:
    """A source's answer against content/: ``there`` papers in the source, ``here`` of them in content/."""

    name: str
    there: int
    here: int
    missing: tuple[Missing, ...] = ()


def find_completeness(files: Iterable[ParsedFile], content: Content) -> tuple[Completeness, ...]:
    """For each fetched file, after its import, what came of its papers."""
    here, gone = _indexes(content)
    return tuple(_of_file(file, content, here, gone) for file in sorted(files, key=lambda file: file.name))


def render_completeness(found: Sequence[Completeness], not_fetched: Iterable[Problem] = ()) -> str:
    """The report in Markdown: a line a file, then every paper that is missing."""
    lines = ["| Source's answer | Papers there | Here | Missing |", "|---|---|---|---|"]
    lines += [f"| {shown_text(each.name)} | {each.there} | {each.here} | {len(each.missing)} |" for each in found]
    missing = [f"- {shown_text(each.title)}: {shown_text(each.why)}" for one in found for each in one.missing]
    missing += [f"- {shown_text(problem.place.file)}: {shown_text(problem.found)}" for problem in not_fetched]
    return "\n".join([*lines, *([""] if missing else ()), *missing]) + "\n"


def check_shrink(found: int, snapshots: Mapping[SnapshotId, Snapshot], *, source: str, day: date) -> None:
    """Raise DigestifError when a day's answer is suspiciously small; an empty new day is a day without a digest.

    ``found`` counts the papers of the answer, ``snapshots`` has what the source said before.
    """
    sizes = {when: len(snapshot.entries) for (when, name), snapshot in snapshots.items() if name == source}
    known = sizes.get(day, 0)
    if known >= _FEW and found < known * _HALF:
        raise _suspicious(found, f"the same day had {known}", source, day)
    earlier = [sizes[when] for when in sorted(sizes) if when < day and sizes[when]][-_DAYS:]
    usual = median(earlier) if earlier else 0
    if not known and 0 < found < usual * _QUARTER:
        raise _suspicious(found, f"{usual:g} are usual", source, day)


def _suspicious(found: int, against: str, source: str, day: date) -> DigestifError:
    papers = "1 paper" if found == 1 else f"{found} papers"
    return DigestifError(
        f"{source} gives {papers} for {day}, where {against}: suspiciously few, so nothing was imported",
        fix="fetch again later; if that is really all, import the fetched file: digestif import FILE",
    )


def _indexes(content: Content) -> tuple[IdentityIndex, IdentityIndex]:
    here, gone = IdentityIndex(), IdentityIndex()
    for key, record in sorted(content.by_key.items()):
        here.add(key, title=record.paper.title, ids=record.paper.ids, authors=record.paper.authors, curated=True)
    for snapshot_id in sorted(content.snapshots):
        for entry in content.snapshots[snapshot_id].entries:
            if entry.key in content.by_key:
                here.add(entry.key, title=entry.metadata.title, ids=entry.metadata.ids, authors=entry.metadata.authors)
    for key, removed in sorted(content.removed.items()):
        gone.add(key, title=removed.title, ids=removed.ids)
    return here, gone


def _of_file(file: ParsedFile, content: Content, here: IdentityIndex, gone: IdentityIndex) -> Completeness:
    papers = file.parsed.papers
    absent = [paper.metadata for paper in papers if here.find(paper.metadata) is None]
    missing = [Missing(title=metadata.title, why=_why(metadata, content, gone)) for metadata in absent]
    missing += [
        Missing(title=each.verbatim[:80], why=f"could not be read: {each.problem.found}")
        for each in file.parsed.quarantined
    ]
    there = len(papers) + len(file.parsed.quarantined)
    return Completeness(name=file.name, there=there, here=there - len(missing), missing=tuple(missing))


def _why(metadata: SourceMetadata, content: Content, gone: IdentityIndex) -> str:
    key = gone.find(metadata) or paper_key(arxiv=metadata.ids.arxiv, doi=metadata.ids.doi, title=metadata.title)
    removed = content.removed.get(key)
    return f"removed: {removed.reason}" if removed else "not imported"
