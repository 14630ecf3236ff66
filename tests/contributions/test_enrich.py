"""Completing records from a catalogue: scores, and an import that keeps what curators wrote."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.contributions.enrich import (
    POSSIBLE,
    SOURCE,
    SURE,
    Enrichment,
    enrichment,
    lacking,
    propose_enrichments,
    render_proposals,
    score_candidate,
)
from generator.ids import normal_title
from generator.importing.listing import ParsedFile
from generator.importing.run import import_files
from generator.model import Author, Ids, Paper, Record, SourceMetadata
from generator.records.canonical import dump_record
from generator.sources.registry import parse
from generator.store.content import record_file
from generator.store.load import load_content
from generator.text.dates import PartialDate
from tests.importing.import_samples import answer, import_into

DAY = date(2025, 7, 31)
TITLE = "Visual IRL for Human-Like Robotic Manipulation"
ABSTRACT = "We present a novel method for collaborative robots to learn manipulation tasks from human demonstrations."
FOUND = SourceMetadata(
    title="Visual IRL for Human-like Robotic Manipulation",
    abstract=ABSTRACT,
    authors=(Author(name="Ada Lovelace"), Author(name="Alan Turing")),
    ids=Ids(arxiv="2412.11360"),
    published=date(2024, 12, 16),
    categories=("cs.RO",),
)


def record(**fields: object) -> Record:
    paper = Paper.model_validate({"title": TITLE, "date": DAY} | fields)
    return Record(key="visual-irl", file=record_file("visual-irl", DAY), paper=paper)


SCORES = [
    ("the same title and abstract", {"abstract": ABSTRACT}, FOUND, 1.0),
    ("a corrected abstract", {"abstract": ABSTRACT.replace("novel", "n0vel")}, FOUND, 0.9821),
    ("only the title is known", {}, FOUND, 0.95),
    ("a short title alone", {"title": "Attention"}, SourceMetadata(title="Attention"), 0.8),
    ("the same title by other authors", {"authors": [{"name": "Grace Hopper"}]}, FOUND, 0.3),
    ("one of the authors", {"authors": [{"name": "A. Lovelace"}]}, FOUND, 1.0),
    (
        "a paper from after the digest",
        {"abstract": ABSTRACT},
        FOUND.model_copy(update={"published": PartialDate(2025, 8, 20)}),
        0.7,
    ),
    (
        "another paper",
        {"abstract": ABSTRACT},
        SourceMetadata(title="Deep sea fish", abstract="Fish of the sea live deep."),
        0.0735,
    ),
]


@pytest.mark.parametrize(("why", "fields", "found", "score"), SCORES, ids=[case[0] for case in SCORES])
def test_scores(why: str, fields: dict[str, object], found: SourceMetadata, score: float) -> None:
    assert score_candidate(record(**fields).paper, found).value == score


def test_a_proposal_adds_only_what_is_lacking() -> None:
    proposal = propose_enrichments(record(abstract=ABSTRACT, ids={"doi": "10.1145/1.2"}), [FOUND])
    assert proposal is not None
    assert proposal.sure
    assert proposal.adds == SourceMetadata(
        title=FOUND.title,
        authors=FOUND.authors,
        ids=Ids(arxiv="2412.11360"),
        published=FOUND.published,
        categories=("cs.RO",),
    )


def test_two_equally_likely_entries_need_a_review() -> None:
    twin = FOUND.model_copy(update={"ids": Ids(arxiv="2412.99999")})
    proposal = propose_enrichments(record(), [twin, FOUND])
    assert proposal is not None
    assert not proposal.sure
    assert propose_enrichments(record(), [SourceMetadata(title="Deep sea fish")]) is None


def test_doubtful_proposals_are_listed_with_their_scores() -> None:
    proposal = propose_enrichments(
        record(), [FOUND.model_copy(update={"title": "Visual IRL for Robotic Manipulation of <b>"})]
    )
    assert proposal is not None
    assert POSSIBLE <= proposal.score.value < SURE
    assert render_proposals([proposal]) == (
        "Are these the same papers? If so, add the id to the record:\n\n"
        "- <code>content&#47;papers&#47;2025&#47;07&#47;31&#47;visual&#45;irl&#46;yaml</code>: "
        "<code>Visual IRL for Human&#45;Like Robotic Manipulation</code>\n"
        "  - <code>2412&#46;11360</code>: <code>Visual IRL for Robotic Manipulation of &#60;b&#62;</code>, "
        f"{proposal.score}\n"
    )
    assert render_proposals([]) == "No proposals to review.\n"


def test_lacking_names_what_a_catalogue_could_add() -> None:
    assert lacking(record().paper) == ("ids", "authors", "abstract")
    assert lacking(record(authors=[{"name": "Ada Lovelace"}], abstract="A.", ids={"arxiv": "2412.11360"}).paper) == ()


def write_record(site: Path, one: Record) -> Path:
    file = site / one.file
    file.parent.mkdir(parents=True)
    file.write_bytes(dump_record(one.paper, file=one.file))
    return file


def proposed(one: Record) -> list[Enrichment]:
    proposal = propose_enrichments(one, [FOUND])
    return [proposal] if proposal else []


def test_proposals_are_imported_as_a_source_and_edits_stay(tmp_path: Path) -> None:
    one = record(abstract=ABSTRACT)
    file = write_record(tmp_path, one)
    found = ParsedFile(name=SOURCE, parsed=enrichment(proposed(one), {}))
    import_files(tmp_path, [found])
    content = load_content(tmp_path)
    paper = content.by_key["visual-irl"].paper
    assert (paper.title, paper.ids.arxiv, len(paper.authors), paper.date) == (TITLE, "2412.11360", 2, DAY)
    assert list(content.snapshots) == [(DAY, SOURCE)]

    file.write_bytes(file.read_bytes().replace(b"Ada Lovelace", b"Augusta Ada Lovelace"))
    before = file.read_bytes()
    plan = import_files(tmp_path, [found])
    assert plan.steps == ()
    assert [conflict.field for conflict in plan.report.conflicts] == ["title", "authors"]
    assert file.read_bytes() == before


def test_a_corrected_title_survives_an_enrichment_and_a_later_list(tmp_path: Path) -> None:
    """What the enrichment stores as the source's title must not be the curator's."""
    listed = SourceMetadata(title=TITLE, abstract=ABSTRACT)
    import_into(tmp_path, answer(listed))
    [file] = (tmp_path / "content" / "papers").rglob("*.yaml")
    file.write_text(file.read_text().replace(TITLE, "My Title"))
    content = load_content(tmp_path)
    [one] = content.records
    import_files(tmp_path, [ParsedFile(name=SOURCE, parsed=enrichment(proposed(one), content.source_papers))])
    plan = import_into(tmp_path, answer(listed, day=date(2026, 1, 1)))
    assert [conflict.field for conflict in plan.report.conflicts] == ["title"]
    assert "My Title" in file.read_text()


def test_real_papers_find_themselves_and_no_other(shared: Path) -> None:
    raw = (shared / "samples" / "arxiv-atom" / "search-10.xml").read_bytes()
    papers = [paper.metadata for paper in parse("arxiv", raw, name="search-10.xml").papers]
    assert len(papers) == 10
    for source in papers:
        one = record(title=source.title, abstract=source.abstract)
        proposal = propose_enrichments(one, papers)
        assert proposal is not None
        assert proposal.sure
        assert proposal.found.ids == source.ids
        assert propose_enrichments(one, [other for other in papers if other != source]) is None
        assert normal_title(proposal.adds.title) == normal_title(source.title)
