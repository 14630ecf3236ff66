"""The store: one writer, whole files, nothing outside the site, and every file of content/ looked at."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from generator.errors import DigestifError
from generator.files.lock import hold_lock
from generator.importing.missing import find_missing_records
from generator.importing.plan import plan_import
from generator.importing.run import import_files
from generator.records.read import ReadRecord, read_record
from generator.store import apply, load
from generator.store.apply import apply_changes
from generator.store.content import Content
from generator.store.folder import SiteFolder
from generator.store.load import load_content, load_library
from tests.importing.import_samples import DAY, answer, content_files, import_into, metadata, write_files

ONE, TWO = metadata("One", arxiv="2401.10001"), metadata("Two", arxiv="2401.10002")
RECORD_ONE = "content/papers/2025/06/13/2401.10001.yaml"


def test_an_empty_site_is_an_empty_library(tmp_path: Path) -> None:
    assert load_content(tmp_path) == Content()
    assert dict(load_library(tmp_path).records) == {}


def test_all_of_content_is_read(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE))
    write_files(
        tmp_path,
        {
            "content/notes/2025-06-13.md": "A *good* day.\r\n",
            "content/topics.yaml": "- id: logic\n",
            "content/removed.yaml": "- {key: old, reason: twice}\n",
            "content/papers/.gitkeep": "",
        },
    )
    content = load_content(tmp_path)
    assert content.problems == ()
    assert content.topics == b"- id: logic\n"
    library = load_library(tmp_path)
    assert dict(library.notes) == {DAY: "A *good* day."}
    assert library.removed["old"].reason == "twice"
    assert [mention.source for mention in library.mentions["2401.10001"]] == ["hf-json"]


def test_every_problem_of_every_file_is_told(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            RECORD_ONE: "title: One\n",
            "content/papers/2025/06/13/two.yml": "title: Two\n",
            "content/notes/2025-06-31.md": "No such day.\n",
            "content/removed.yaml": "- {key: A Key, reason: r}\n- {key: b}\n- c\n"
            "- {key: d, reason: r, why: x}\n- {key: e, reason: r, ids: {arxiv: x}}\n",
            "content/sources/arxiv/2025-06-13.json": '{"source": "arxiv", "date": "2025-06-13",\n<<<<<<< ours\n',
            "content/sources/arxiv/2025-06-14.json": '{"source": "arxiv", "date": "2025-06-13", "entries": []}',
            "content/sources/arxiv/2025-06-15.json": '{"source": "arxiv", "date": "2025-06-15", '
            '"entries": [{"key": "a", "rank": 0, "said": {"title": "A"}}]}',
        },
    )
    (tmp_path / "content/notes/link.md").symlink_to("/etc/passwd")
    (tmp_path / "content/papers/2026").symlink_to(tmp_path)
    mend = "this file is written by digestif import: take it back from Git, or delete it and import that day again"
    expected = (
        "expected key and reason, as in {key: '2401.10000', reason: published twice}; title and ids may stand too"
    )
    told = [str(problem) for problem in load_content(tmp_path).problems]
    assert [line for line in told if not line.startswith("content/papers")] == [
        "content/notes/link.md: a symbolic link\n  put the file itself here; links are not followed",
        "content/notes/2025-06-31.md: day is out of range for month\n"
        "  expected Markdown in UTF-8, in a file named for a day of the calendar",
        "content/removed.yaml:1:9: [0].key: 'A Key' is not a key\n"
        "  expected at most 80 of a-z, 0-9, . and -, beginning with a letter or a digit and not ending in a dot, as in "
        "2401.10000 or attention-is-all-you-need",
        f"content/removed.yaml:2:3: [1].reason: missing\n  {expected}",
        f"content/removed.yaml:3:3: [2]: is not a mapping\n  {expected}",
        "content/removed.yaml:4:28: [3].why: no such field\n  known are key, reason, title, ids",
        "content/removed.yaml:5:28: [4].ids: 'x' is not an arXiv id\n  " + expected,
        "content/sources/arxiv/2025-06-13.json:2:1: is not JSON: Expecting property name enclosed in double quotes\n"
        f"  {mend}",
        "content/sources/arxiv/2025-06-14.json: says that it is arxiv/2025-06-13, which is not what its path says\n"
        f"  {mend}",
        f"content/sources/arxiv/2025-06-15.json: entries[0].rank: Input should be greater than or equal to 1\n  {mend}",
    ]
    assert {line.partition(": ")[0] for line in told if line.startswith("content/papers")} == {
        f"{RECORD_ONE}:1:1",
        "content/papers/2025/06/13/two.yml",
        "content/papers/2026",
    }


def test_a_note_on_a_day_has_the_size_limit_of_a_note_on_a_paper(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/notes/2025-06-13.md": "x" * 20_000, "content/notes/2025-06-14.md": "x" * 20_001})
    assert [str(problem) for problem in load_content(tmp_path).problems] == [
        "content/notes/2025-06-14.md: has 20,001 characters\n  shorten it to at most 20,000"
    ]


def test_a_paper_whose_record_file_was_deleted_counts_as_removed(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE, TWO))
    (tmp_path / RECORD_ONE).unlink()
    library = load_library(tmp_path)
    assert list(library.records) == ["2401.10002"]
    assert list(library.removed) == ["2401.10001"]
    assert (library.removed["2401.10001"].title, library.removed["2401.10001"].reason) == ("One", "record file deleted")
    import_into(tmp_path, answer(TWO), record_removals=True)
    assert load_library(tmp_path).removed == library.removed


def test_a_renamed_record_file_does_not_count_as_removed(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE))
    (tmp_path / RECORD_ONE).rename(tmp_path / "content/papers/2025/06/13/one.yaml")
    assert load_library(tmp_path).removed == {}


def test_pages_are_not_made_from_a_broken_library(tmp_path: Path) -> None:
    write_files(tmp_path, {RECORD_ONE: "title: One\n"})
    with pytest.raises(DigestifError) as caught:
        load_library(tmp_path)
    assert str(caught.value) == (
        f"content/ has errors:\n{RECORD_ONE}:1:1: date: missing\n  write it like date: 2025-07-31\n"
        "  mend these, then run this again"
    )


def test_what_was_read_once_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = {"text": "Short.", "model": "m", "date": "2025-06-14"}
    full = metadata(
        "One", arxiv="2401.10001", authors=[{"name": "Ada Example", "orcid": "0000-0002-1825-0097"}, "Bo Other"],
        abstract="A.\n\nB.", links={"code": "https://example.org/", "more": ["https://example.org/2"]}, summary=summary,
        published="2025-06-01", updated="2025-06-02", categories=["cs.LO"], keywords=["k"], status="withdrawn",
    )  # fmt: skip
    import_into(tmp_path, answer(full, TWO))
    record = tmp_path / RECORD_ONE
    record.write_text(record.read_text() + "topics: [logic]\naliases: [one]\nnote: N\n")
    first = load_content(tmp_path)
    reads: list[str] = []

    def counted(raw: bytes, *, file: str) -> ReadRecord:
        reads.append(file)
        return read_record(raw, file=file)

    monkeypatch.setattr(load, "read_record", counted)
    assert load_content(tmp_path) == first
    assert reads == []
    record.write_text(record.read_text() + "venue: LMS\n")
    assert load_content(tmp_path) != first
    assert reads == [RECORD_ONE]


@pytest.mark.parametrize(
    ("was", "now"), [(b".*", b""), (b"\t", b" "), (b"\\{.*", b"[]"), (b"\\{", b"{["), (b'"One"', b"[" * 100_000)]
)
def test_a_damaged_cache_costs_only_time(tmp_path: Path, was: bytes, now: bytes) -> None:
    import_into(tmp_path, answer(ONE))
    first = load_content(tmp_path)
    cache = tmp_path / ".digestif/cache/records.tsv"
    assert re.search(was, cache.read_bytes())
    cache.write_bytes(re.sub(was, now, cache.read_bytes()))
    assert load_content(tmp_path) == first


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    plan = import_files(tmp_path, [answer(ONE)], dry_run=True)
    assert plan.report.counts.new == 1
    assert list(tmp_path.iterdir()) == []


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with hold_lock(tmp_path), pytest.raises(DigestifError) as caught:
        import_into(tmp_path, answer(ONE))
    assert str(caught.value) == (
        f"another digestif (process {os.getpid()}) is writing to this site, so nothing was changed\n"
        "  wait until it has finished, then run this again"
    )
    import_into(tmp_path, answer(ONE))


@pytest.mark.parametrize("path", ["../out", "/etc/out", "content/../../out", "a\\b", ""])
def test_no_path_leaves_the_site(tmp_path: Path, path: str) -> None:
    with pytest.raises(DigestifError, match="is not a path inside the site"):
        SiteFolder(tmp_path).write(path, b"")


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (site / "content").mkdir(parents=True)
    (site / "content/papers").symlink_to(elsewhere)
    plan = plan_import(Content(), [answer(ONE)])
    with pytest.raises(DigestifError) as caught:
        list(apply_changes(site, plan.steps))
    assert str(caught.value) == (
        "content/papers: is a link, which may lead out of the site\n"
        "  replace it by the folder itself; nothing was written through it"
    )
    assert list(elsewhere.iterdir()) == []
    target = elsewhere / "file"
    target.write_text("theirs")
    (site / "content/link").symlink_to(target)
    SiteFolder(site).write("content/link", b"ours")
    assert target.read_text() == "theirs"


def test_a_file_saved_while_the_import_ran_is_kept(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE, TWO))
    plan = plan_import(load_content(tmp_path), [answer(metadata("One", arxiv="2401.10001", venue="LMS"), TWO)])
    record = tmp_path / RECORD_ONE
    record.write_text(record.read_text().replace("One", "Mine"))
    before = content_files(tmp_path)
    with pytest.raises(DigestifError) as caught:
        list(apply_changes(tmp_path, plan.steps))
    assert str(caught.value) == (
        f"{RECORD_ONE}: was changed while this ran, and its change was kept\n"
        "  run this again: it goes on from what is there now"
    )
    assert content_files(tmp_path) == before


def test_a_record_moves_to_its_earlier_day(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE))
    import_into(tmp_path, answer(ONE, day=date(2024, 1, 2)))
    assert [file for file in content_files(tmp_path) if "papers" in file] == [
        "content/papers/2024/01/02/2401.10001.yaml"
    ]
    assert not (tmp_path / "content/papers/2025").exists()


def test_strays_of_a_killed_run_are_swept(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE))
    stray = tmp_path / "content/papers/2025/06/13/.digestif-x1.tmp"
    stray.write_text("half")
    assert load_content(tmp_path).problems == ()
    import_into(tmp_path, answer(ONE))
    assert not stray.exists()


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    folder = SiteFolder(tmp_path)
    folder.write("content/a", b"old")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        folder.write("content/a", b"new")
    assert content_files(tmp_path) == {"content/a": b"old"}


def test_stopped_after_any_step_the_same_import_completes_the_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [
        answer(ONE, metadata("Three"), day=date(2025, 6, 20)),
        answer(metadata("Gone"), day=date(2025, 6, 20), source="arxiv"),
    ]
    second = [
        answer(metadata("One, v2", arxiv="2401.10001"), TWO),
        answer(metadata("Three", arxiv="2401.10003"), source="arxiv"),
    ]

    def prepare(name: str) -> Path:
        site = tmp_path / name
        site.mkdir()
        import_into(site, *first)
        (site / "content/papers/2025/06/20/gone.yaml").unlink()
        return site

    whole = prepare("whole")
    steps = len(import_into(whole, *second, record_removals=True).steps)
    assert steps > 7
    monkeypatch.setattr(apply, "BATCH", 1)
    for stop in range(steps):
        site = prepare(f"stopped-{stop}")
        content = load_content(site)
        missing = find_missing_records(content, record_all=True)
        running = apply_changes(site, plan_import(content, second, missing=missing).steps)
        for _ in range(stop):
            next(running)
        del running
        import_into(site, *second, record_removals=True)
        assert content_files(site) == content_files(whole), f"stopped after step {stop}"


IMPORT = """
import sys
from datetime import date
from pathlib import Path
from generator.errors import Place
from generator.model import Parsed, SourceMetadata, SourcePaper
from generator.importing.listing import ParsedFile
from generator.importing.run import import_files
def file(day, mark):
    papers = tuple(
        SourcePaper(
            said=SourceMetadata(title=f"Paper {n} {mark}", abstract=mark * 3000, ids={"arxiv": f"2401.1{n:04}"}),
            rank=n + 1, place=Place(file="f"), day=date(2025, 6, day),
        )
        for n in range(day * 10, day * 10 + 15)
    )
    return ParsedFile(name=f"{day}.json", parsed=Parsed(source="hf-json", papers=papers))
files = [file(day, sys.argv[2]) for day in range(1, 6)]
print("ready", flush=True)
import_files(Path(sys.argv[1]), files)
"""


def run_import(site: Path, mark: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", IMPORT, str(site), mark]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent.parent)


def test_killed_at_any_moment_every_file_is_old_or_new(tmp_path: Path) -> None:
    """``kill -9`` at moments spread over the import; then the same import again completes the job."""
    sites = [tmp_path / name for name in ("old", "new", "killed")]
    for site in sites:
        site.mkdir()
    old, new, killed = sites
    run_import(old, "a").wait()
    run_import(killed, "a").wait()
    run_import(new, "a").wait()
    begun = time.monotonic()
    with run_import(new, "b") as running:
        assert running.stdout is not None
        running.stdout.readline()
        begun = time.monotonic()
    lasted = time.monotonic() - begun
    before, after = content_files(old), content_files(new)
    stray = re.compile(r"\.digestif-.*\.tmp")
    for part in (0.3, 0.5, 0.7, 0.9):
        with run_import(killed, "b") as running:
            assert running.stdout is not None
            running.stdout.readline()
            time.sleep(lasted * part)
            running.send_signal(signal.SIGKILL)
        found = {file: raw for file, raw in content_files(killed).items() if not stray.search(file)}
        assert found.keys() == before.keys()
        assert [file for file, raw in found.items() if raw not in (before[file], after[file])] == []
    run_import(killed, "b").wait()
    assert content_files(killed) == after
