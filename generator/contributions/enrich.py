"""Finding what a record lacks: which of a catalogue's answers is the same paper, how surely, and what it adds.

Pure: records and answers in, proposals out. A proposal is applied as a source of its own, so that people's corrections
stay and the report tells what came from where, as with any import.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher

from generator.errors import Place
from generator.ids import normal_title
from generator.model import CuratedFields, Ids, Mention, Paper, Parsed, Record, SourceMetadata, SourcePaper
from generator.store.snapshots import ENRICHED
from generator.text.folding import fold
from generator.text.markdown import shown_text

#: The source under which what was found is kept: content/sources/arxiv-enrich/.
SOURCE = ENRICHED
#: From this score on, a proposal is applied without a person.
SURE = 0.9
#: Below this score, it is not even shown.
POSSIBLE = 0.6
#: How much each agreement counts, where both sides have it.
_WEIGHTS = {"title": 0.5, "abstract": 0.3, "authors": 0.2}
#: A title alone proves little when it is short: "Attention" is many papers, seven words are hardly two.
_TITLE_ONLY = 0.95
_SHORT_TITLE = 0.8
_SHORT_WORDS = 5
#: Papers by other people are other papers, whatever their titles; one from after the digest cannot be in it.
_OTHER_AUTHORS = 0.3
_LATER = 0.7
#: Days that a paper's date may lie after its digest's: time zones, and dates of a day's list.
_GRACE = timedelta(days=2)
#: Two answers nearer than this cannot be told apart by score.
_TIE = 0.03


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchScore:
    """How surely two are one paper, from 0 to 1, and how far each part agrees (None where one side lacks it)."""

    value: float
    title: float
    abstract: float | None = None
    authors: float | None = None

    def __str__(self) -> str:
        parts = {"title": self.title, "abstract": self.abstract, "authors": self.authors}
        shown = ", ".join(f"{name} {part:.2f}" for name, part in parts.items() if part is not None)
        return f"{self.value:.2f} ({shown})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Enrichment:
    """What a catalogue would add to a record: ``adds`` has the record's title and only what the record lacks.

    ``found`` is the catalogue's own entry; ``sure`` says that no person needs to look.
    """

    record: Record
    found: SourceMetadata
    adds: SourceMetadata
    score: MatchScore
    sure: bool


def lacking(paper: Paper) -> tuple[str, ...]:
    """What a catalogue could add to a paper: identifiers, authors, an abstract."""
    lacks = {"ids": paper.ids == Ids(), "authors": not paper.authors, "abstract": not paper.abstract}
    return tuple(name for name, missing in lacks.items() if missing)


def score_candidate(paper: Paper, found: SourceMetadata) -> MatchScore:
    """How surely an answer is the paper.

    Titles are compared without case, accents, signs and TeX; abstracts by their words, because damaged formulas and
    other versions change few of them; authors by initial and last name.
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
    if found.published and found.published > paper.date + _GRACE:
        value *= _LATER
    return MatchScore(value=round(value, 4), title=title, abstract=abstract, authors=authors)


def propose_enrichments(record: Record, candidates: Iterable[SourceMetadata]) -> Enrichment | None:
    """The likeliest of a catalogue's answers, or None when none is likely.

    It is sure when its score is and no other paper comes near it.
    """
    scored = [(score_candidate(record.paper, found), found) for found in candidates]
    ranked = sorted(scored, key=lambda each: (-each[0].value, each[1].ids.arxiv or "", each[1].title))
    if not ranked or ranked[0][0].value < POSSIBLE:
        return None
    best, found = ranked[0]
    rivals = [score for score, other in ranked[1:] if other.ids != found.ids and best.value - score.value < _TIE]
    sure = best.value >= SURE and not rivals
    return Enrichment(record=record, found=found, adds=_additions(record.paper, found), score=best, sure=sure)


def enrichment(proposals: Iterable[Enrichment]) -> Parsed:
    """Proposals as a source's answer, for ``plan_import``: each belongs to its record's key and first day."""
    ordered = sorted(proposals, key=lambda proposal: proposal.record.key)
    return Parsed(source=SOURCE, papers=tuple(_source_paper(rank, each) for rank, each in enumerate(ordered, 1)))


def render_proposals(proposals: Iterable[Enrichment]) -> str:
    """Doubtful proposals for a person, as Markdown, the surest first."""
    ordered = sorted(proposals, key=lambda proposal: (-proposal.score.value, proposal.record.key))
    if not ordered:
        return "No proposal is in doubt.\n"
    lines = ["Is this the same paper? If so, write the id into the record:", ""]
    for each in ordered:
        paper = each.record.paper
        lines.append(f"- {shown_text(each.record.file)}: {shown_text(paper.title)}")
        lines.append(f"  - {shown_text(each.found.ids.arxiv or 'no id')}: {shown_text(each.found.title)}, {each.score}")
    return "\n".join(lines) + "\n"


def _source_paper(rank: int, proposal: Enrichment) -> SourcePaper:
    record = proposal.record
    day = record.paper.date
    mention = Mention(key=record.key, source=SOURCE, day=day, rank=rank)
    # By its key and not by its title: the catalogue may spell the title otherwise.
    curated = CuratedFields(key=record.key, mentions=(mention,))
    return SourcePaper(metadata=proposal.adds, rank=rank, place=Place(file=record.file), day=day, curated=curated)


def _additions(paper: Paper, found: SourceMetadata) -> SourceMetadata:
    """Only what the record has not got: a catalogue completes, it does not correct."""
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
    return SourceMetadata(title=paper.title).model_copy(update=added)


def _other_ids(present: Ids, found: Ids) -> Ids:
    added = {name: value for name, value in found if value is not None and getattr(present, name) is None}
    return Ids().model_copy(update=added)


def _title_similarity(one: str, other: str) -> float:
    left, right = normal_title(one), normal_title(other)
    return 1.0 if left == right else round(SequenceMatcher(None, left, right, autojunk=False).ratio(), 4)


def _word_similarity(one: str, other: str) -> float:
    """Dice's coefficient of the longer words: 1 for the same words, some 0.2 for two abstracts of one field."""
    left, right = (Counter(re.findall(r"[^\W\d_]{4,}", fold(text))) for text in (one, other))
    total = left.total() + right.total()
    return round(2 * (left & right).total() / total, 4) if total else 0.0


def _author_similarity(paper: Paper, found: SourceMetadata) -> float:
    """How many of the fewer authors are among the others."""
    left, right = ({author.parsed_name.match_key for author in authors} for authors in (paper.authors, found.authors))
    return round(len(left & right) / min(len(left), len(right)), 4)
