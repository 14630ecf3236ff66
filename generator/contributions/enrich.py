"""Completes records from a catalogue: which of its entries is the same paper, how certainly, and what it adds.

Pure: records and entries in, proposals out. Proposals are imported as a source of their own, so that the rules of every
import hold: curators' corrections stay, and the snapshots show which value came from where.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher

from generator.errors import Place
from generator.ids import normal_title
from generator.model import CuratedFields, Ids, Mention, Paper, Parsed, Record, SourceMetadata, SourcePaper
from generator.store.snapshots.snapshots import ENRICHED
from generator.text.folding import fold
from generator.text.markup.markdown import shown_text

#: The source of the snapshots: content/sources/arxiv-enrich/.
SOURCE = ENRICHED
#: A proposal with at least this score is applied without review.
SURE = 0.9
#: A proposal with a lower score is not shown.
POSSIBLE = 0.6
#: Weight of each field that both sides have.
_WEIGHTS = {"title": 0.5, "abstract": 0.3, "authors": 0.2}
#: A short title alone proves little: many papers are called "Attention", but hardly two share a title of seven words.
_TITLE_ONLY = 0.95
_SHORT_TITLE = 0.8
_SHORT_WORDS = 5
#: The same title by other authors is another paper; a paper from after the digest cannot be in it.
_OTHER_AUTHORS = 0.3
_LATER = 0.7
#: A paper may be dated this long after its digest: time zones differ, and lists are dated before they are complete.
_GRACE = timedelta(days=2)
#: Entries whose scores differ by less than this are equally likely.
_TIE = 0.03


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchScore:
    """Likelihood that two papers are the same, from 0 to 1, and of each field; None if one side lacks the field."""

    value: float
    title: float
    abstract: float | None = None
    authors: float | None = None

    def __str__(self) -> str:
        parts = {"title": self.title, "abstract": self.abstract, "authors": self.authors}
        fields = ", ".join(f"{name} {part:.2f}" for name, part in parts.items() if part is not None)
        return f"{self.value:.2f} ({fields})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Enrichment:
    """What a catalogue would add to a record: ``adds`` has the catalogue's title and only what the record lacks.

    ``found`` is the catalogue's entry; a ``sure`` proposal needs no review.
    """

    record: Record
    found: SourceMetadata
    adds: SourceMetadata
    score: MatchScore
    sure: bool


def lacking(paper: Paper) -> tuple[str, ...]:
    """Return what a catalogue could add to a paper: ids, authors, abstract."""
    is_missing = {"ids": paper.ids == Ids(), "authors": not paper.authors, "abstract": not paper.abstract}
    return tuple(name for name, missing in is_missing.items() if missing)


def score_candidate(paper: Paper, found: SourceMetadata) -> MatchScore:
    """Return the likelihood that a catalogue's entry is the paper.

    Titles are compared without case, accents, punctuation and TeX; abstracts by their words, of which damaged formulas
    and other versions change few; authors by initial and family name.
    """
    title = _title_similarity(paper.title, found.title)
    abstract = _word_similarity(paper.abstract, found.abstract) if paper.abstract and found.abstract else None
    authors = _author_similarity(paper, found) if paper.authors and found.authors else None
    parts = {"title": title, "abstract": abstract, "authors": authors}
    known = {name: part for name, part in parts.items() if part is not None}
    value = sum(_WEIGHTS[name] * part for name, part in known.items()) / sum(_WEIGHTS[name] for name in known)
    if len(known) == 1:
        value *= _TITLE_ONLY if len(paper.title.split()) >= _SHORT_WORDS else _SHORT_TITLE
    if authors == 0:
        value = min(value, _OTHER_AUTHORS)
    if found.published and found.published.first_day > paper.date + _GRACE:
        value *= _LATER
    return MatchScore(value=round(value, 4), title=title, abstract=abstract, authors=authors)


def propose_enrichments(record: Record, candidates: Iterable[SourceMetadata]) -> Enrichment | None:
    """Return the likeliest of a catalogue's entries, or None if none is likely.

    It is sure if its score is high and no other paper's score is close.
    """
    scored = [(score_candidate(record.paper, found), found) for found in candidates]
    ranked = sorted(scored, key=lambda each: (-each[0].value, each[1].ids.arxiv or "", each[1].title))
    if not ranked or ranked[0][0].value < POSSIBLE:
        return None
    best, found = ranked[0]
    rivals = [score for score, other in ranked[1:] if other.ids != found.ids and best.value - score.value < _TIE]
    sure = best.value >= SURE and not rivals
    return Enrichment(record=record, found=found, adds=_additions(record.paper, found), score=best, sure=sure)


def enrichment(proposals: Iterable[Enrichment], stated: Mapping[str, Paper]) -> Parsed:
    """Return proposals as a source's list for ``plan_import``, each with its record's key and date.

    ``stated`` are the papers as other sources describe them, by key. Their titles are repeated: a curator's title would
    become the source's, and a later list could then undo the correction.
    """
    ordered = sorted(proposals, key=lambda proposal: proposal.record.key)
    papers = (_source_paper(rank, each, stated.get(each.record.key)) for rank, each in enumerate(ordered, 1))
    return Parsed(source=SOURCE, papers=tuple(papers))


def render_proposals(proposals: Iterable[Enrichment]) -> str:
    """Return doubtful proposals for a curator, as Markdown, the likeliest first."""
    ordered = sorted(proposals, key=lambda proposal: (-proposal.score.value, proposal.record.key))
    if not ordered:
        return "No proposals to review.\n"
    lines = ["Are these the same papers? If so, add the id to the record:", ""]
    for each in ordered:
        paper = each.record.paper
        lines.append(f"- {shown_text(each.record.file)}: {shown_text(paper.title)}")
        lines.append(f"  - {shown_text(each.found.ids.arxiv or 'no id')}: {shown_text(each.found.title)}, {each.score}")
    return "\n".join(lines) + "\n"


def _source_paper(rank: int, proposal: Enrichment, stated: Paper | None) -> SourcePaper:
    record, adds = proposal.record, proposal.adds
    metadata = adds.model_copy(update={"title": stated.title}) if stated else adds
    day = record.paper.date
    mention = Mention(key=record.key, source=SOURCE, day=day, rank=rank)
    # Matched by its key, not its title: the catalogue may spell the title differently.
    curated = CuratedFields(key=record.key, mentions=(mention,))
    return SourcePaper(metadata=metadata, rank=rank, place=Place(file=record.file), day=day, curated=curated)


def _additions(paper: Paper, found: SourceMetadata) -> SourceMetadata:
    """Return only what the record lacks: a catalogue completes records and does not correct them."""
    lacks = lacking(paper)
    added = {
        "authors": found.authors if "authors" in lacks else (),
        "abstract": found.abstract if "abstract" in lacks else "",
        "ids": _other_ids(paper.ids, found.ids),
        "published": found.published if paper.published is None else None,
        "updated": found.updated if paper.updated is None else None,
        "venue": found.venue if paper.venue is None else None,
        "comment": found.comment if paper.comment is None else None,
        "categories": () if paper.categories else found.categories,
    }
    return SourceMetadata(title=found.title).model_copy(update=added)


def _other_ids(present: Ids, found: Ids) -> Ids:
    added = {name: value for name, value in found if value is not None and getattr(present, name) is None}
    return Ids().model_copy(update=added)


def _title_similarity(one: str, other: str) -> float:
    left, right = normal_title(one), normal_title(other)
    return 1.0 if left == right else round(SequenceMatcher(None, left, right, autojunk=False).ratio(), 4)


def _word_similarity(one: str, other: str) -> float:
    """Return Dice's coefficient of the longer words: 1 for the same words, about 0.2 for two abstracts of one field."""
    left, right = (Counter(re.findall(r"[^\W\d_]{4,}", fold(text))) for text in (one, other))
    total = left.total() + right.total()
    return round(2 * (left & right).total() / total, 4) if total else 0.0


def _author_similarity(paper: Paper, found: SourceMetadata) -> float:
    """Return the share of the shorter list of authors that is also in the longer list."""
    left, right = ({author.parsed_name.match_key for author in authors} for authors in (paper.authors, found.authors))
    return round(len(left & right) / min(len(left), len(right)), 4)
