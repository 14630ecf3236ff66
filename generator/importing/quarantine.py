"""The quarantine: items that were not imported, complete, in files that can be corrected and imported again."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from generator.errors import Problem
from generator.files.hashing import hash_bytes
from generator.ids import paper_key
from generator.importing.listing import ListedPaper, ParsedFile, day_in_name
from generator.importing.record_updates import OversizedPaper
from generator.model import CURATED_FIELDS, Mention, Quarantined, Record
from generator.store.content import QUARANTINE_FOLDER
from generator.store.record_json import export_record
from generator.store.snapshots.snapshots import paper_from_metadata
from generator.yaml.document import field_path

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_ATOM = ('<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">\n', "\n</feed>\n")
_RSS = ("<rss><channel>\n", "\n</channel></rss>\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class QuarantineFile:
    """A file under content/quarantine/: its path from the site's folder, its bytes, and the items that it keeps.

    A file with papers that exceed a limit has no ``items``: its lines have their ranks.
    """

    path: str
    content: bytes
    items: tuple[Quarantined, ...] = ()


def unreadable_file(file: ParsedFile, *, day: date | None) -> QuarantineFile:
    """Return the file that keeps what could not be read of an imported file.

    Its name has the day if it is known, so that a later import needs no --date, and a hash of the items: the same items
    make the same file, and other items never overwrite one that somebody is correcting.
    """
    content = _assemble(file.name, file.parsed.quarantined).encode(errors="surrogateescape")
    name = PurePath(file.name)
    suffix = name.suffix.lower() if _SUFFIX.fullmatch(name.suffix.lower()) else ".txt"
    stem = paper_key(title=name.stem)[:60].rstrip("-.")
    known_day = day or (file.parsed.papers[0].day if file.parsed.papers else None)
    dated = f"{known_day.isoformat()}-{stem}" if known_day and day_in_name(stem) != known_day else stem
    unhashed = re.sub(r"(?:-[0-9a-f]{8})+$", "", dated) if file.quarantine_path else dated
    path = f"{QUARANTINE_FOLDER}/{file.parsed.source}/{unhashed}-{hash_bytes(content)[:8]}{suffix}"
    return QuarantineFile(path=path, content=content, items=file.parsed.quarantined)


def oversized_file(papers: Sequence[OversizedPaper]) -> QuarantineFile:
    """Return the file that keeps papers of one list that exceed a limit, as a digest exports records.

    Parsers return no verbatim text of papers that they can read. An export contains all metadata of the source, and
    importing it assigns the same key and the same place on the list.
    """
    lines = (json.dumps(export_record(*_as_record(paper.listed)), ensure_ascii=False) for paper in papers)
    content = "".join(f"{line}\n" for line in lines).encode(errors="replace")
    source, day = papers[0].listed.source, papers[0].listed.day
    path = f"{QUARANTINE_FOLDER}/{source}/{day.isoformat()}-too-large-{hash_bytes(content)[:8]}.jsonl"
    return QuarantineFile(path=path, content=content)


def oversized_problem(paper: OversizedPaper) -> Problem:
    """Return why a paper was set aside, with its place in the imported file."""
    exceeded = paper.exceeded
    title = paper.listed.paper.metadata.title
    shown = title if len(title) <= 60 else f"{title[:59]}…"
    return Problem(
        place=paper.listed.paper.place,
        code="limit",
        field=field_path(exceeded.path),
        found=f"{exceeded.found} ({shown!r})",
        fix=f"{exceeded.fix}; the paper was set aside",
    )


def _as_record(listed: ListedPaper) -> tuple[Record, Sequence[Mention]]:
    paper = listed.paper
    record = Record(key=listed.key, file="", paper=paper_from_metadata(paper.metadata, listed.day))
    if paper.curated is not None:
        fields = {name: getattr(paper.curated, name) for name in CURATED_FIELDS}
        curated = Record(key=listed.key, file="", paper=record.paper.model_copy(update=fields))
        return curated, paper.curated.mentions
    mention = Mention(key=listed.key, source=listed.source, day=listed.day, rank=paper.rank, metrics=paper.metrics)
    return record, (mention,)


def _assemble(name: str, items: Sequence[Quarantined]) -> str:
    """Return one text of all items that the source's own parser reads."""
    texts = [item.verbatim.strip("\n") for item in items]
    first = texts[0].lstrip()
    if first.startswith("<entry"):
        return "\n".join(texts).join(_ATOM)
    if first.startswith("<item"):
        return "\n".join(texts).join(_RSS)
    if PurePath(name).suffix.lower() == ".json":
        # Text that is not JSON runs to the end of its file, with the list's closing bracket.
        is_closed = items[-1].problem.code == "bad-json" and texts[-1].endswith("]")
        return "[\n" + ",\n".join(texts) + ("\n" if is_closed else "\n]\n")
    between = "\n" if PurePath(name).suffix.lower() in {".csv", ".tsv", ".jsonl", ".ndjson"} else "\n\n"
    return between.join(texts) + "\n"
