"""The commands as people run them: output, exit codes, and that nothing is lost or half-written."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from generator.files.lock import hold_lock
from tests.cli.running import digestif

PAGE = """Daily Papers

Jul 31

A First Paper

We show that 2.68times faster is possible with na\\"ive means. Code: https://github.com/example/first.

A Second Paper

It goes further than the first one does, and says so in a whole sentence.
"""
RECORD = "content/papers/2025/07/31/a-first-paper.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    assert digestif("new", "digest", cwd=tmp_path).returncode == 0
    (tmp_path / "digest" / "page.txt").write_text(PAGE)
    settings = tmp_path / "digest" / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("# site_url:", "site_url:").replace("# repo_url:", "repo_url:"))
    return tmp_path / "digest"


@pytest.fixture
def digest(site: Path) -> Path:
    assert digestif("import", "page.txt", "--date", "2025-07-31", cwd=site).returncode == 0
    return site


def files(site: Path, folder: str = "content") -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in (site / folder).rglob("*") if file.is_file()}


def test_import_reports_each_repair_and_the_counts(site: Path) -> None:
    shown = digestif("import", "page.txt", "--date", "2025-07-31", cwd=site)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout == (
        "Repaired 2 damaged passages:\n"
        "  a-first-paper: abstract, character 18: 'times' → '×'\n"
        "  a-first-paper: abstract, character 46: '\\\\\"i' → 'ï'\n"
        "page.txt: read title, abstract\n"
        "2 papers read: 2 new\n"
    )
    assert "code: https://github.com/example/first\n" in (site / RECORD).read_text()


def test_import_without_a_year_requires_a_date_and_writes_nothing(site: Path) -> None:
    before = files(site)
    refused = digestif("import", "page.txt", cwd=site)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == (
        'digestif: page.txt: found "Jul 31", without a year\n  Add a date: digestif import page.txt --date YYYY-MM-DD\n'
    )
    assert files(site) == before


def test_a_second_import_changes_no_file(digest: Path) -> None:
    before = files(digest)
    again = digestif("import", "page.txt", "--date", "2025-07-31", cwd=digest)
    assert again.stdout == "page.txt: read title, abstract\n2 papers read: 2 unchanged\n"
    assert files(digest) == before


def test_dry_run_prints_the_same_and_writes_nothing(site: Path) -> None:
    before = files(site)
    shown = digestif("import", "page.txt", "--date", "2025-07-31", "--dry-run", cwd=site)
    assert shown.stdout.endswith("2 papers read: 2 new\nNothing was written (--dry-run).\n")
    assert files(site) == before


def test_a_correction_survives_the_next_import(digest: Path) -> None:
    record = digest / RECORD
    record.write_text(record.read_text().replace("title: A First Paper", "title: 'The First Paper' # as printed"))
    (digest / "page.txt").write_text(PAGE.replace("A First Paper", "A FIRST paper"))
    shown = digestif("import", "page.txt", "--date", "2025-07-31", cwd=digest)
    assert shown.returncode == 0
    assert "kept your edit" in shown.stdout
    assert "title: 'The First Paper' # as printed\n" in record.read_text()


def test_unreadable_items_are_set_aside_and_can_be_fixed_and_imported(site: Path) -> None:
    (site / "papers.jsonl").write_text('{"title": "Good"}\n{"title": "Bad"\n')
    shown = digestif("import", "papers.jsonl", "--source", "table", "--date", "2025-07-31", cwd=site)
    assert shown.returncode == 1
    assert shown.stdout.endswith("2 papers read: 1 new, 1 set aside\n")
    [set_aside] = (site / "content" / "quarantine").rglob("*.jsonl")
    assert '{"title": "Bad"' in set_aside.read_text()
    set_aside.write_text('{"title": "Bad"}\n')
    fixed = digestif("import", set_aside.relative_to(site), "--date", "2025-07-31", cwd=site)
    assert (fixed.returncode, set_aside.exists()) == (0, False)
    assert (site / "content/papers/2025/07/31/bad.yaml").is_file()


def test_an_error_that_the_source_reports_is_a_finding(site: Path) -> None:
    (site / "answer.xml").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/api/errors#x</id>'
        "<title>Error</title><summary>incorrect id format for abc</summary></entry></feed>"
    )
    shown = digestif("import", "answer.xml", "--date", "2025-07-31", cwd=site)
    assert shown.returncode == 1
    assert "arXiv reports an error: incorrect id format for abc" in shown.stdout


def test_an_unknown_source_is_an_error_that_lists_the_known_ones(site: Path) -> None:
    shown = digestif("import", "page.txt", "--source", "hf-pag", "--date", "2025-07-31", cwd=site)
    assert shown.returncode == 2
    assert shown.stderr.startswith("digestif: unknown source 'hf-pag'\n  did you mean hf-page? use one of ")


def test_check_is_clean_on_what_an_import_wrote(digest: Path) -> None:
    checked = digestif("check", cwd=digest)
    assert (checked.returncode, checked.stdout) == (0, "No problems in 2 records\n")


def test_check_reports_only_the_files_that_were_named(digest: Path) -> None:
    record = digest / RECORD
    record.write_text(record.read_text().replace("date: 2025-07-31", "date: 31 July"))
    (digest / "content/papers/2025/07/31/a-second-paper.yaml").write_text("date: 2025-07-31\n")
    checked = digestif("check", RECORD, cwd=digest)
    assert checked.returncode == 1
    assert checked.stdout == (
        f"{RECORD}:3:7: date: '31 July' is not a date\n"
        "  write dates as year, month and day, for example 2025-07-31\n"
        "1 error\n"
    )
    missing = digestif("check", "content/papers/none.yaml", cwd=digest)
    assert missing.returncode == 2
    assert missing.stderr.startswith("digestif: content/papers/none.yaml: is not a file under content/\n")


def test_check_fix_shows_the_changes_and_writes_them(digest: Path) -> None:
    record = digest / RECORD
    record.write_text(record.read_text() + "ids:\n  arxiv: https://arxiv.org/abs/2412.11360v2 # from the page\n")
    fixed = digestif("check", "--fix", "--yes", cwd=digest)
    assert "-  arxiv: https://arxiv.org/abs/2412.11360v2 # from the page" in fixed.stdout
    assert "Fixed 1 record." in fixed.stdout
    assert re.search(r"arxiv: '2412.11360' +# from the page\n", record.read_text())


def test_check_as_json_and_for_github(digest: Path) -> None:
    (digest / RECORD).write_text("title: A\ndate: 2025-07-31\ntags: [x]\n")
    report = json.loads(digestif("check", "--format", "json", cwd=digest).stdout)
    assert [(one["file"], one["line"], one["code"]) for one in report["problems"]] == [(RECORD, 3, "schema-field")]
    github = digestif("check", "--format", "github", cwd=digest).stdout
    assert github.startswith(f"::error file={RECORD},line=3,col=1,title=tags::")


def test_format_keeps_comments_and_a_second_run_changes_nothing(digest: Path) -> None:
    record = digest / RECORD
    record.write_text("# first seen at the workshop\ndate: '2025-07-31'\ntitle:   \"A First Paper\"\n")
    assert digestif("format", "--check", cwd=digest).returncode == 1
    assert digestif("format", cwd=digest).returncode == 0
    assert "# first seen at the workshop\n" in record.read_text()
    assert digestif("format", "--check", cwd=digest).returncode == 0


def test_export_gives_the_same_records_elsewhere(digest: Path, tmp_path: Path) -> None:
    assert digestif("export", "jsonl", "--out", "all.jsonl", cwd=digest).returncode == 0
    first = json.loads((digest / "all.jsonl").read_text().splitlines()[0])
    assert {"key", "title", "abstract", "authors", "ids", "date", "topics", "links", "source", "rank"} <= first.keys()
    assert digestif("new", "other", cwd=tmp_path).returncode == 0
    assert digestif("import", digest / "all.jsonl", cwd=tmp_path / "other").returncode == 0
    original, copy = files(digest, "content/papers"), files(tmp_path / "other", "content/papers")
    assert list(original.values()) == list(copy.values())
    assert digestif("export", "jsonl", cwd=tmp_path / "other").stdout == (digest / "all.jsonl").read_text()


def test_a_dead_link_of_an_introduction_and_a_draft_are_named(digest: Path) -> None:
    (digest / "content/digests").mkdir(exist_ok=True)
    (digest / "content/digests/2025-07-31.yaml").write_text("introduction: See [x](papers/2507.99999/).\n")
    generated = digestif("generate", cwd=digest)
    assert generated.returncode == 0
    found = "content/digests/2025-07-31.yaml:1:15: introduction: a link to papers/2507.99999/ leads nowhere"
    assert f"warning: {found}" in generated.stdout
    (digest / "content/notes").mkdir(exist_ok=True)
    (digest / "content/notes/2025-07-31.md").write_text("See [y](/papers/2507.88888/).\n")
    note = "warning: content/notes/2025-07-31.md: a link to papers/2507.88888/ leads nowhere"
    assert note in digestif("generate", cwd=digest).stdout
    assert "draft" not in digestif("status", cwd=digest).stdout
    (digest / "content/digests/2025-07.yaml").write_text("title: Later\ndraft: true\n")
    assert "\n1 draft: content/digests/2025-07.yaml\n" in digestif("status", cwd=digest).stdout
    status = json.loads(digestif("status", "--format", "json", cwd=digest).stdout)
    assert status["drafts"] == ["content/digests/2025-07.yaml"]


def test_a_broken_record_is_left_out_of_the_site_and_named(digest: Path) -> None:
    address = "site/papers/a-first-paper/index.html"
    assert digestif("build", cwd=digest).returncode == 0
    (digest / RECORD).write_text("title: A: B\ndate: 2025-07-31\n")
    for _ in range(2):  # also if nothing changed since the last build
        built = digestif("build", cwd=digest)
        assert built.returncode == 0, built.stderr
        assert f"warning: left out of the site: {RECORD}:1:9: a second ': ' in unquoted text" in built.stdout
    generated = digestif("generate", cwd=digest)
    assert generated.returncode == 0
    assert f"warning: left out of the site: {RECORD}:1:9: a second ': ' in unquoted text" in generated.stdout
    assert "This paper is left out for now" in (digest / address).read_text()
    assert f"{RECORD}:1:9: a second" in (digest / "site/status/index.html").read_text().replace("&#39;", "'")
    assert "Left out of the site" in digestif("status", cwd=digest).stdout
    (digest / RECORD).write_text("title: A First Paper\ndate: 2025-07-31\n")
    assert "left out" not in digestif("build", cwd=digest).stdout
    assert "is-paper" in (digest / address).read_text()


def test_a_strict_build_stops_at_a_broken_record_before_anything_is_written(digest: Path) -> None:
    assert digestif("build", cwd=digest).returncode == 0
    before = files(digest, "site"), files(digest, "docs")
    (digest / RECORD).write_text("title: A: B\ndate: 2025-07-31\n")
    stopped = digestif("build", "--strict", cwd=digest)
    assert stopped.returncode == 2
    assert stopped.stderr == (
        f"digestif: content/ has errors:\n{RECORD}:1:9: a second ': ' in unquoted text\n"
        "  put the text in quotes: title: 'A: B'\n  nothing was changed; fix these and run it again\n"
    )
    assert (files(digest, "site"), files(digest, "docs")) == before


def test_topics_are_listed_and_explained(digest: Path) -> None:
    listed = digestif("topics", "list", cwd=digest)
    assert listed.returncode == 0
    assert "without a topic, of 2 papers" in listed.stdout
    assert digestif("topics", "explain", "a-first-paper", cwd=digest).stdout.startswith("A First Paper\n")
    assert digestif("topics", "gaps", cwd=digest).stdout.startswith("Without a topic: ")
    unknown = digestif("topics", "explain", "a-first-papr", cwd=digest)
    assert unknown.returncode == 2
    assert unknown.stderr == "digestif: there is no record 'a-first-papr'\n  did you mean a-first-paper?\n"


@pytest.mark.parametrize("command", ["check", "generate", "build", "serve", "format", "import page.txt"])
def test_outside_a_digest_a_command_fails_and_writes_nothing(tmp_path: Path, command: str) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    shown = digestif("-C", "nowhere", *command.split(), cwd=tmp_path)
    assert not (tmp_path / "nowhere").exists()
    assert (shown.returncode, shown.stdout) == (2, "")
    assert shown.stderr == (
        f"digestif: {tmp_path / 'nowhere' / 'mkdocs.yml'}: not found, so this folder is not a digest\n"
        "  run the command in a digest's folder, name one with -C DIR, or make one: digestif new DIR\n"
    )


def test_help_shows_the_first_steps(tmp_path: Path) -> None:
    shown = digestif("--help", cwd=tmp_path)
    assert shown.returncode == 0
    assert "digestif new my-digest" in shown.stdout
    assert digestif("frobnicate", cwd=tmp_path).returncode == 2


def test_a_second_writer_learns_which_process_holds_the_lock(digest: Path) -> None:
    with hold_lock(digest):
        shown = digestif("build", cwd=digest)
    assert shown.returncode == 2
    assert shown.stderr == (
        f"digestif: another digestif (process {os.getpid()}) is writing to this site, so nothing was changed\n"
        "  wait until it has finished, then run this again\n"
    )
