"""What an import writes can be read again: papers that exceed a limit are set aside, and the others are imported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.importing.listing import ParsedFile
from generator.importing.report import Counts, render_import_report
from generator.importing.run import parsed_file
from generator.model import SourceMetadata, SourceMetrics
from generator.sources.registry import detect_source, parse
from generator.store.load import load_content, load_valid_content
from tests.importing.import_samples import DAY, answer, import_into, metadata

SMALL = metadata("Small", arxiv="2401.10001")
TOO_LARGE = {
    "a long abstract": metadata("Large", arxiv="2401.10002", abstract="Words. " * 45_000),
    "a long title": metadata("Large " * 170_000, arxiv="2401.10002"),
    "many authors": metadata("Large", arxiv="2401.10002", authors=[f"Ada Example{n}" for n in range(25_000)]),
    "many affiliations": metadata(
        "Large", arxiv="2401.10002", authors=[{"name": f"A{n}", "affiliation": "Lab " * 20} for n in range(5_000)]
    ),
}


def reimported(site: Path, name: str) -> ParsedFile:
    raw = (site / name).read_bytes()
    source = detect_source(raw, name=name)
    assert source is not None
    return parsed_file(site, site / name, parse(source, raw, name=name))


@pytest.mark.parametrize("why", TOO_LARGE)
def test_a_paper_that_exceeds_a_limit_is_set_aside(tmp_path: Path, why: str) -> None:
    large = TOO_LARGE[why]
    plan = import_into(tmp_path, answer(large, SMALL, large))
    assert plan.report.counts == Counts(new=1, set_aside=2)
    assert [problem.code for problem in plan.report.problems] == ["limit", "limit"]
    (file,) = plan.report.quarantine
    assert file.startswith("content/quarantine/hf-json/2025-06-13-too-large-")
    content = load_content(tmp_path)
    assert content.problems == ()
    assert list(content.by_key) == ["2401.10001"]
    assert [entry.key for entry in content.snapshots[DAY, "hf-json"].entries] == ["2401.10001"]
    assert import_into(tmp_path, answer(large, SMALL, large)).steps == ()


def test_the_report_says_which_limit_and_where(tmp_path: Path) -> None:
    plan = import_into(tmp_path, answer(SMALL, metadata("Large", arxiv="2401.10002", venue="V" * 3_000)))
    (file,) = plan.report.quarantine
    assert render_import_report(plan.report) == (
        "list.json:2: venue: has 3,000 characters ('Large')\n"
        "  shorten it to at most 2,000; the paper was set aside\n"
        f"Set aside in {file}\n"
        f"  correct it and run: digestif import {file}\n"
        "2 papers read: 1 new, 1 set aside"
    )


def test_the_report_names_the_largest_field_of_a_paper_that_is_too_large_as_a_whole(tmp_path: Path) -> None:
    plan = import_into(tmp_path, answer(SMALL, TOO_LARGE["many affiliations"]))
    assert [str(problem) for problem in plan.report.problems] == [
        "list.json:2: authors: the record would have 564,019 bytes, 563,899 of them in this field (5,000 items) "
        "('Large')\n"
        "  shorten it to at most 262,144, for example with less in authors.affiliation; the paper was set aside"
    ]


def test_a_shortened_paper_returns_to_its_list(tmp_path: Path) -> None:
    large = metadata("Large", arxiv="2401.10002", venue="V" * 3_000)
    (file,) = import_into(
        tmp_path, answer(SMALL, large, metrics=[SourceMetrics(), SourceMetrics(upvotes=7)])
    ).report.quarantine
    assert import_into(tmp_path, reimported(tmp_path, file)).report.counts == Counts(set_aside=1)
    (file,) = load_content(tmp_path).quarantined
    text = (tmp_path / file).read_text()
    (tmp_path / file).write_text(text.replace("V" * 3_000, "LMS"))
    assert import_into(tmp_path, reimported(tmp_path, file)).report.counts == Counts(new=1)
    library = load_valid_content(tmp_path).library
    assert library.records["2401.10002"].paper.venue == "LMS"
    (mention,) = library.mentions["2401.10002"]
    assert (mention.source, mention.day, mention.rank, mention.metrics.upvotes) == ("hf-json", DAY, 2, 7)
    assert load_content(tmp_path).quarantined == ()


def test_an_answer_that_is_too_large_leaves_a_known_record_alone(tmp_path: Path) -> None:
    import_into(tmp_path, answer(SMALL))
    before = (tmp_path / "content/papers/2025/06/13/2401.10001.yaml").read_bytes()
    grown = metadata("Small", arxiv="2401.10001", abstract="Words. " * 45_000)
    other = metadata("Small", arxiv="2401.10001", venue="LMS")
    plan = import_into(tmp_path, answer(grown, day=date(2025, 6, 20)), answer(other, day=date(2025, 6, 21)))
    assert plan.report.counts == Counts(updated=1, set_aside=1)
    after = (tmp_path / "content/papers/2025/06/13/2401.10001.yaml").read_bytes()
    assert after == before + b"venue: LMS\n"


def test_a_day_that_no_calendar_page_can_have_is_set_aside(tmp_path: Path) -> None:
    plan = import_into(tmp_path, answer(SMALL, day=date(1, 1, 1)), answer(SMALL, day=date(9999, 12, 31)))
    assert plan.report.counts == Counts(set_aside=2)
    assert load_content(tmp_path).problems == ()


def test_a_merge_that_grows_too_large_sets_all_of_its_papers_aside(tmp_path: Path) -> None:
    def part(**fields: object) -> SourceMetadata:
        return metadata("Small", arxiv="2401.10001", **fields)

    authors = [{"name": f"A{n}", "affiliation": "L" * 1_500} for n in range(150)]
    first = part(authors=authors)
    second = part(abstract="Words. " * 7_000)
    assert import_into(tmp_path, answer(first)).report.counts == Counts(new=1)
    plan = import_into(tmp_path, answer(second, day=date(2025, 6, 20)))
    assert plan.report.counts == Counts(set_aside=1)
    assert [str(problem) for problem in plan.report.problems] == [
        "list.json:1: authors: the record would have 279,001 bytes, 229,849 of them in this field (150 items), "
        "together with what the digest has of this paper ('Small')\n"
        "  shorten it to at most 262,144, for example with less in authors.affiliation; the paper was set aside"
    ]
    assert load_content(tmp_path).problems == ()


def test_comments_count_towards_the_size_of_a_record(tmp_path: Path) -> None:
    import_into(tmp_path, answer(SMALL))
    file = tmp_path / "content/papers/2025/06/13/2401.10001.yaml"
    commented = file.read_bytes() + b"# checked\n" * 25_000
    file.write_bytes(commented)
    assert load_content(tmp_path).problems == ()
    grown = metadata("Small", arxiv="2401.10001", abstract="Words. " * 3_000)
    report = import_into(tmp_path, answer(grown)).report
    assert report.counts == Counts(set_aside=1)
    assert [problem.found for problem in report.problems] == [
        "with its comments, the record has 271,141 bytes, more than the 262,144 allowed, "
        "together with what the digest has of this paper ('Small')"
    ]
    assert file.read_bytes() == commented
    assert load_content(tmp_path).problems == ()
