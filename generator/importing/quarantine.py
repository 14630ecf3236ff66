"""The quarantine: items that could not be read, verbatim, in a file that can be mended and imported again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from generator.ids import paper_key
from generator.importing.listing import ParsedFile, day_in_name
from generator.model import Quarantined
from generator.store.content import QUARANTINE_FOLDER, hash_bytes

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_ATOM = ('<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">\n', "\n</feed>\n")
_RSS = ("<rss><channel>\n", "\n</channel></rss>\n")


def quarantine_file(file: ParsedFile, *, day: date | None) -> tuple[str, bytes]:
    """Path and bytes of the file that keeps what could not be read of an imported file.

    The name has the day where it is known, so that mending needs no --date, and a digest of the items: the
    same items make the same file, and other items never overwrite what a person is mending.
    """
    content = _assemble(file.name, file.parsed.quarantined).encode(errors="surrogateescape")
    name = PurePath(file.name)
    suffix = name.suffix.lower() if _SUFFIX.fullmatch(name.suffix.lower()) else ".txt"
    stem = paper_key(title=name.stem)[:60].rstrip("-.")
    known = day or (file.parsed.papers[0].day if file.parsed.papers else None)
    dated = f"{known.isoformat()}-{stem}" if known and day_in_name(stem) != known else stem
    stem_only = re.sub(r"(?:-[0-9a-f]{8})+$", "", dated) if file.waiting else dated
    return f"{QUARANTINE_FOLDER}/{file.parsed.source}/{stem_only}-{hash_bytes(content)[:8]}{suffix}", content


def _assemble(name: str, items: Sequence[Quarantined]) -> str:
    """One text of all items that the source's own parser reads."""
    texts = [item.verbatim.strip("\n") for item in items]
    first = texts[0].lstrip()
    if first.startswith("<entry"):
        return "\n".join(texts).join(_ATOM)
    if first.startswith("<item"):
        return "\n".join(texts).join(_RSS)
    if PurePath(name).suffix.lower() == ".json":
        # Text that is no JSON runs to the end of its file, with the list's closing bracket.
        closed = items[-1].problem.code == "bad-json" and texts[-1].endswith("]")
        return "[\n" + ",\n".join(texts) + ("\n" if closed else "\n]\n")
    between = "\n" if PurePath(name).suffix.lower() in {".csv", ".tsv", ".jsonl", ".ndjson"} else "\n\n"
    return between.join(texts) + "\n"
