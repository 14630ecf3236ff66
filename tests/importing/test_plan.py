"""What an import decides: days, counts that add up, repeated papers, renamed records, the quarantine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import DigestifError, Place, Problem
from generator.importing.listing import ParsedFile
from generator.importing.plan import plan_import
from generator.importing.report import Counts, ImportReport, RepairedField, render_import_report
from generator.importing.run import parsed_file
from generator.model import Parsed, Quarantined, SourceMetrics
from generator.store.changes import FileWrite
from generator.store.content import Content
from generator.store.load import load_content, load_valid_content
from generator.store.snapshots.snapshot_files import read_snapshot
from generator.text.repairs import Repair, undo_repairs
from tests.importing.import_samples import DAY, answer, content_files, import_into, metadata, write_files

ONE, TWO = metadata("One", arxiv="2401.10001"), metadata("Two", arxiv="2401.10002")
RECORD_ONE = "content/papers/2025/06/13/2401.10001.yaml"


def test_counts_add_up(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/removed.yaml": "- {key: '2401.10003', reason: not about us}\n"})
    import_into(tmp_path, answer(ONE, TWO))
    broken = Quarantined(
        problem=Problem(place=Place(file="list.json", line=9), code="no-title", found="missing"), verbatim="{}"
    )
    three, four = metadata("Three", arxiv="2401.10003"), metadata("Four", arxiv="2401.10004")
    fresh = answer(ONE, metadata("Two", arxiv="2401.10002", venue="LMS"), three, four, four, quarantined=[broken])

    plan = import_into(tmp_path, fresh)

    assert plan.report.counts == Counts(new=1, updated=1, unchanged=1, repeated=1, removed=1, set_aside=1)
    file = plan.report.quarantine[0]
    assert render_import_report(plan.report) == (
        "list.json:9: missing\n"
        f"Set aside in {file}\n"
        f"  correct it and run: digestif import {file}\n"
        "Updated 1 record:\n  2401.10002: venue\n"
        "6 papers read: 1 new, 1 updated, 1 unchanged, 1 listed twice, 1 skipped (removed on purpose), 1 set aside"
    )


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        (Counts(), "No papers found"),
        (Counts(new=1), "1 paper read: 1 new"),
        (Counts(new=1_200, unchanged=2), "1,202 papers read: 1,200 new, 2 unchanged"),
    ],
)
def test_a_count_of_zero_is_left_out(counts: Counts, text: str) -> None:
    assert render_import_report(ImportReport(counts=counts)) == text


def test_repairs_are_listed_one_by_one() -> None:
    repairs = [RepairedField(key="a", repair=Repair(at=4, was="times", now="×", field="abstract"))] * 60
    one = render_import_report(ImportReport(counts=Counts(new=1), repairs=tuple(repairs[:1])))
    assert one.splitlines()[:2] == ["Repaired 1 damaged passage:", "  a: abstract, character 5: 'times' → '×'"]
    many = render_import_report(ImportReport(counts=Counts(new=1), repairs=tuple(repairs)))
    assert many.splitlines()[0] == "Repaired 60 damaged passages:"
    assert "  … and 10 more; the files under content/sources/ list them all" in many


def test_what_changes_only_in_lists_is_told_apart(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE, TWO))
    plan = import_into(tmp_path, answer(TWO, ONE, metrics=[SourceMetrics(upvotes=3), SourceMetrics()]))
    assert render_import_report(plan.report) == (
        "Updated in lists only, not in records: rank (2), upvotes (1)\n2 papers read: 2 updated in lists only"
    )


def test_importing_the_same_bytes_twice_changes_no_file(tmp_path: Path) -> None:
    import_into(
        tmp_path, answer(ONE, TWO, metrics=[SourceMetrics(upvotes=3), SourceMetrics(upvotes=1, ai_keywords=("logic",))])
    )
    before = content_files(tmp_path)
    plan = import_into(
        tmp_path, answer(ONE, TWO, metrics=[SourceMetrics(upvotes=3), SourceMetrics(upvotes=1, ai_keywords=("logic",))])
    )
    assert plan.steps == ()
    assert plan.report.counts == Counts(unchanged=2)
    assert content_files(tmp_path) == before


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_files_in_one_command_changes_nothing(order: list[int]) -> None:
    days = [date(2025, 6, day) for day in (9, 10, 10, 12, 13)]
    sources = ["hf-json", "arxiv", "hf-json", "arxiv", "hf-json"]
    venues = ["A", "B", "C", "", "D"]
    files = [
        answer(
            metadata("One", arxiv="2401.10001", venue=venue or None), TWO, day=day, source=source, name=f"{place}.json"
        )
        for place, (day, source, venue) in enumerate(zip(days, sources, venues, strict=True))
    ]
    expected = plan_import(Content(), files)
    assert plan_import(Content(), [files[place] for place in order]) == expected
    record = next(step for step in expected.steps if isinstance(step, FileWrite) and "2401.10001" in step.file)
    assert record.file == "content/papers/2025/06/09/2401.10001.yaml"
    assert b"venue: D\n" in record.content


def test_files_imported_one_by_one_in_any_order_give_the_same_content(tmp_path: Path) -> None:
    files = [
        answer(metadata("One", arxiv="2401.10001", venue=venue), TWO, day=date(2025, 6, day), name=f"{day}.json")
        for day, venue in ((9, "A"), (10, "B"), (12, None))
    ]
    contents = []
    for turn, order in enumerate(([0, 1, 2], [2, 1, 0], [1, 2, 0])):
        site = tmp_path / str(turn)
        site.mkdir()
        for place in order:
            import_into(site, files[place])
        contents.append(content_files(site))
    assert contents[0] == contents[1] == contents[2]


def test_a_paper_that_is_listed_again_keeps_its_record_and_is_on_both_days(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE))
    record = (tmp_path / RECORD_ONE).read_bytes()
    plan = import_into(tmp_path, answer(TWO, ONE, day=date(2025, 6, 20)))
    assert plan.report.counts == Counts(new=1, relisted=1)
    assert plan.report.list_changes == (("new on a list", 1),)
    assert (tmp_path / RECORD_ONE).read_bytes() == record
    mentions = load_valid_content(tmp_path).library.mentions["2401.10001"]
    assert [(mention.day, mention.rank) for mention in mentions] == [(DAY, 1), (date(2025, 6, 20), 2)]


def test_papers_missing_from_a_shorter_answer_stay_listed(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE, TWO))
    import_into(tmp_path, answer(TWO))
    assert {key: mentions[0].rank for key, mentions in load_valid_content(tmp_path).library.mentions.items()} == {
        "2401.10001": 1,
        "2401.10002": 1,
    }
    before = content_files(tmp_path)
    import_into(tmp_path, answer())
    assert content_files(tmp_path) == before


def test_after_an_answer_without_a_field_the_next_answer_still_corrects_it(tmp_path: Path) -> None:
    """The empty answer must not become the base: the record would look as if a curator had edited it."""
    import_into(tmp_path, answer(metadata("One", arxiv="2401.10001", abstract="Old words.")))
    import_into(tmp_path, answer(metadata("One", arxiv="2401.10001")))
    plan = import_into(tmp_path, answer(metadata("One", arxiv="2401.10001", abstract="New words.")))
    assert plan.report.conflicts == ()
    assert load_valid_content(tmp_path).library.records["2401.10001"].paper.abstract == "New words."


def test_the_same_title_twice_in_a_list_is_one_paper(tmp_path: Path) -> None:
    plan = import_into(
        tmp_path,
        answer(metadata("On Numbers"), metadata("On Sets"), metadata("On numbers", abstract="The second has one.")),
    )
    assert plan.report.counts == Counts(new=2, repeated=1)
    record = load_valid_content(tmp_path).library.records["on-numbers"].paper
    assert (record.title, record.abstract) == ("On Numbers", "The second has one.")


def test_two_papers_of_one_title_get_different_keys_that_stay(tmp_path: Path) -> None:
    first, second = (metadata("Survey", authors=[name]) for name in ("Ada Example", "Bo Other"))
    import_into(tmp_path, answer(first, second))
    before = content_files(tmp_path)
    assert sorted(load_valid_content(tmp_path).library.records) == ["survey", "survey-2"]
    import_into(tmp_path, answer(second, first, name="turned.json"))
    assert {file: before[file] for file in before if "papers" in file} == {
        file: content for file, content in content_files(tmp_path).items() if "papers" in file
    }


@pytest.mark.parametrize(
    "entry",
    [
        "{key: '2401.10001', reason: r}",
        "{key: old-name, reason: r, ids: {arxiv: '2401.10001'}}",
        "{key: old-name, reason: r, title: ONE}",
    ],
)
def test_removed_by_key_ids_or_title(tmp_path: Path, entry: str) -> None:
    write_files(tmp_path, {"content/removed.yaml": f"- {entry}\n"})
    assert import_into(tmp_path, answer(ONE)).report.counts == Counts(removed=1)


def test_no_other_paper_gets_the_key_of_a_removed_one(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"content/removed.yaml": "- {key: survey, reason: r, title: Survey, ids: {arxiv: '2401.10001'}}\n"}
    )
    import_into(
        tmp_path, answer(metadata("Survey", ids={"acl": "2020.acl-main.12"}), metadata("Survey!", arxiv="2401.10002"))
    )
    assert sorted(load_valid_content(tmp_path).library.records) == ["2401.10002"]


def test_a_record_file_under_a_new_name_is_the_same_paper(tmp_path: Path) -> None:
    import_into(tmp_path, answer(metadata("One", ids={"doi": "10.1000/abc"})))
    old = tmp_path / "content/papers/2025/06/13/10.1000-abc.yaml"
    old.rename(old.with_name("one.yaml"))
    plan = import_into(tmp_path, answer(metadata("One, Corrected", ids={"doi": "10.1000/abc"})))
    assert plan.report.renamed == (("10.1000-abc", "one"),)
    assert plan.report.conflicts == ()
    assert {key: record.paper.title for key, record in load_valid_content(tmp_path).library.records.items()} == {
        "one": "One, Corrected"
    }


def test_two_records_that_a_curator_merged_with_an_alias(tmp_path: Path) -> None:
    import_into(
        tmp_path,
        answer(metadata("One", authors=["Ada Example"])),
        answer(metadata("Uno", venue="LMS"), day=date(2025, 6, 20)),
    )
    (tmp_path / "content/papers/2025/06/20/uno.yaml").unlink()
    one = tmp_path / "content/papers/2025/06/13/one.yaml"
    one.write_text(one.read_text() + "aliases: [uno]\n")
    assert [mention.day.day for mention in load_valid_content(tmp_path).library.mentions["one"]] == [13, 20]
    plan = import_into(tmp_path, answer(metadata("Uno", venue="LMS"), day=date(2025, 6, 20)))
    assert plan.report.deleted == ()
    assert list(load_valid_content(tmp_path).library.records) == ["one"]
    assert load_valid_content(tmp_path).library.records["one"].paper.venue == "LMS"


def test_the_day_is_that_of_the_option_else_the_source_else_the_file_name() -> None:
    def day_of(file: ParsedFile, day: date | None = None) -> str:
        return next(step.file for step in plan_import(Content(), [file], day=day).steps if step.file.endswith(".yaml"))[
            15:25
        ]

    named = answer(ONE, day=None, name="daily/2025-06-11.json")
    assert day_of(named) == "2025/06/11"
    assert day_of(answer(ONE, day=DAY, name="2025-06-11.json")) == "2025/06/13"
    assert day_of(named, date(2025, 6, 1)) == "2025/06/01"


def test_a_list_without_a_date_is_refused() -> None:
    page = ParsedFile(
        name="my page.txt",
        parsed=Parsed(source="hf-page", papers=answer(ONE, day=None).parsed.papers, day_hint="Jul 31"),
    )
    other = answer(ONE, day=None, name="list-2025-99-99.json")
    with pytest.raises(DigestifError) as caught:
        plan_import(Content(), [page, other, answer(TWO)])
    assert str(caught.value) == (
        'my page.txt: found "Jul 31", without a year\n'
        "list-2025-99-99.json: no date found in the file or its name\n"
        "  Add a date: digestif import 'my page.txt' list-2025-99-99.json --date YYYY-MM-DD"
    )


def test_a_broken_record_stops_the_import_before_it_writes(tmp_path: Path) -> None:
    write_files(tmp_path, {RECORD_ONE: "title: One\n"})
    with pytest.raises(DigestifError) as caught:
        import_into(tmp_path, answer(TWO))
    assert str(caught.value) == (
        "content/ has 1 error, so nothing was imported; the first is\n"
        f"{RECORD_ONE}:1:1: date: missing\n"
        "  write it like date: 2025-07-31\n"
        "  to list all errors, run digestif check; fix them and import again"
    )
    assert list(content_files(tmp_path)) == [RECORD_ONE]


def test_the_snapshot_gives_the_source_text_back(tmp_path: Path) -> None:
    file = answer(metadata("One", arxiv="2401.10001", abstract="2.68× faster"))
    repair = Repair(at=4, was="times\ud800", now="×", field="abstract")
    paper = file.parsed.papers[0]
    import_into(
        tmp_path,
        ParsedFile(name=file.name, parsed=Parsed(source="hf-json", papers=(replace(paper, repairs=(repair,)),))),
    )
    raw = (tmp_path / "content/sources/hf-json/2025-06-13.json").read_bytes()
    read = read_snapshot(raw, file="content/sources/hf-json/2025-06-13.json")
    assert read.snapshot is not None, read.problems
    entry = read.snapshot.entries[0]
    assert undo_repairs(entry.metadata.abstract, entry.repairs) == "2.68times\ud800 faster"
    assert import_into(tmp_path, file).report.repairs == ()


class TestQuarantine:
    """Items that cannot be read stay under content/quarantine/ until they are corrected."""

    BROKEN = '{"title": }'

    def item(self, verbatim: str = BROKEN, code: str = "bad-json") -> Quarantined:
        problem = Problem(place=Place(file="list.json", line=2), code=code, found="not JSON")
        return Quarantined(problem=problem, verbatim=verbatim)

    def test_unreadable_items_are_kept_verbatim_in_a_file_named_after_the_day(self, tmp_path: Path) -> None:
        plan = import_into(tmp_path, answer(ONE, quarantined=[self.item('{"a": 1}', "no-title"), self.item()]))
        (name,) = plan.report.quarantine
        assert name.startswith("content/quarantine/hf-json/2025-06-13-list-")
        assert name.endswith(".json")
        assert (tmp_path / name).read_text() == '[\n{"a": 1},\n{"title": }\n]\n'
        assert load_content(tmp_path).quarantined == (name,)
        assert load_content(tmp_path).problems == ()

    def test_a_half_corrected_file_is_left_alone(self, tmp_path: Path) -> None:
        (name,) = import_into(tmp_path, answer(ONE, quarantined=[self.item()])).report.quarantine
        (tmp_path / name).write_text("half corrected")
        plan = import_into(tmp_path, answer(ONE, quarantined=[self.item()]))
        assert plan.steps == ()
        assert plan.report.quarantine == (name,)

    def test_a_corrected_file_is_removed_when_it_is_imported(self, tmp_path: Path) -> None:
        (name,) = import_into(tmp_path, answer(ONE, quarantined=[self.item()])).report.quarantine
        corrected = answer(TWO, day=None, name=str(tmp_path / name))
        plan = import_into(tmp_path, parsed_file(tmp_path, tmp_path / name, corrected.parsed))
        assert plan.report.counts == Counts(new=1)
        assert load_valid_content(tmp_path).library.records["2401.10002"].paper.date == DAY
        assert not (tmp_path / name).exists()

    def test_items_that_are_still_broken_stay(self, tmp_path: Path) -> None:
        (name,) = import_into(tmp_path, answer(ONE, quarantined=[self.item(), self.item("{]")])).report.quarantine
        half = answer(TWO, day=None, name=str(tmp_path / name), quarantined=[self.item("{]")])
        plan = import_into(tmp_path, parsed_file(tmp_path, tmp_path / name, half.parsed))
        (rest,) = plan.report.quarantine
        assert load_content(tmp_path).quarantined == (rest,)
        assert (tmp_path / rest).read_text() == "[\n{]\n"
        assert plan.report.counts == Counts(new=1, set_aside=1)

    @pytest.mark.parametrize(
        ("name", "items", "kept"),
        [
            ("refs.bib", ["@a{", "@b{\n"], "@a{\n\n@b{\n"),
            ("table.csv", ["title,venue\na,b,c\n", "title,venue\nd\n"], "title,venue\na,b,c\ntitle,venue\nd\n"),
            ("feed.xml", ["<item>1</item>"], "<rss><channel>\n<item>1</item>\n</channel></rss>\n"),
        ],
    )
    def test_the_file_has_the_format_of_the_source(
        self, tmp_path: Path, name: str, items: list[str], kept: str
    ) -> None:
        plan = import_into(tmp_path, answer(name=name, quarantined=[self.item(item, "bad") for item in items]), day=DAY)
        assert (tmp_path / plan.report.quarantine[0]).read_text() == kept


def test_a_list_cannot_have_the_name_of_a_source_that_completes_records() -> None:
    with pytest.raises(DigestifError, match="names that end in -enrich are for sources that complete records"):
        plan_import(Content(), [answer(ONE, source="my-enrich")], day=DAY)
