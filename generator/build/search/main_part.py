"""Which papers are in the main part of the index, and this part: kept from build to build until these papers change.

A new paper has words of nearly every file of terms. So the newest papers have files of their own, and those of the
papers before stay as they are until there are many new ones. Where the archive is divided follows from the days of its
papers alone, so that every build divides it in the same place.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.build.search.coding import Coding
from generator.build.search.encoded import EncodedParts, dump_parts, load_parts
from generator.build.search.equivalents import Equivalents
from generator.build.search.paper_terms import PaperTerms
from generator.build.search.postings import make_postings
from generator.build.search.term_files import TermFiles, make_term_files
from generator.files.cache import Cache
from generator.files.hashing import hash_texts

#: The main part grows by at least so many papers at once, and by this share of the archive.
_LEAST_STEP, _SHARE = 256, 16
_NAME = "main"


def main_papers(days: Sequence[date]) -> int:
    """Return how many of the oldest papers are in the main part; ``days`` are those of all papers, oldest first.

    These are the papers before the day with a paper whose row is the last multiple of a step, so that a day which
    still gets papers is not among them. Small archives are not divided.
    """
    papers = len(days)
    if papers < 2 * _LEAST_STEP:
        return papers
    step = max(_LEAST_STEP, 1 << (papers // _SHARE).bit_length() - 1)
    main = bisect_left(days, days[(papers - 1) // step * step])
    return main if 2 * main >= papers else papers


@dataclass(frozen=True, kw_only=True, slots=True)
class MainPart:
    """The files of the main part; its terms with the numbers of their papers; and what its papers say is the same."""

    files: TermFiles
    terms: Sequence[str]
    counts: Sequence[int]
    equivalents: Equivalents


def make_main_part(papers: PaperTerms, fingerprints: Sequence[str], cache: Cache) -> MainPart:
    """Return the main part with these papers, which have these fingerprints; ``cache`` keeps it."""
    made_from = hash_texts(*fingerprints)
    head, _, rest = (cache.read(_NAME) or b"{}\n{}\n").partition(b"\n")
    known, kept = json.loads(head), load_parts(rest)
    if known.get("made from") == made_from:
        return _loaded(known, list(kept.values()))
    parts = EncodedParts(kept)
    postings, equivalents = make_postings(papers)
    files = make_term_files(postings, parts)
    counts = (postings.starts[1:] - postings.starts[:-1]).tolist()
    made = MainPart(files=files, terms=postings.terms, counts=counts, equivalents=equivalents)
    cache.write(_NAME, _dumped(made, made_from, parts))
    return made


def _dumped(part: MainPart, made_from: str, parts: EncodedParts) -> bytes:
    number = {content: number for number, content in enumerate(parts.used.values())}
    coding = part.files.coding
    head = {
        "made from": made_from,
        "firsts": part.files.firsts,
        "files": [[number[content] for content in files] for files in (part.files.terms, part.files.places)],
        "ranks": coding.ranks,
        "rank width": coding.rank_width,
        "name widths": coding.name_widths,
        "usual places": coding.usual_places,
        "terms": part.terms,
        "counts": part.counts,
        "sequences": [[*sequence, both_ways] for sequence, both_ways in part.equivalents.sequences.items()],
        "acronyms": sorted(part.equivalents.acronyms),
    }
    return json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" + dump_parts(parts.used)


def _loaded(head: dict[str, Any], contents: Sequence[bytes]) -> MainPart:
    terms, places = (tuple([contents[number] for number in numbers]) for numbers in head["files"])
    coding = Coding(
        ranks=tuple(head["ranks"]),
        rank_width=head["rank width"],
        name_widths=tuple(head["name widths"]),
        usual_places=tuple(head["usual places"]),
    )
    sequences = {tuple(terms): both_ways for *terms, both_ways in head["sequences"]}
    return MainPart(
        files=TermFiles(firsts=tuple(head["firsts"]), terms=terms, places=places, coding=coding),
        terms=head["terms"],
        counts=head["counts"],
        equivalents=Equivalents(sequences=sequences, acronyms=frozenset(head["acronyms"])),
    )
