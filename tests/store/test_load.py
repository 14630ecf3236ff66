"""Loading content/: everything is read, every problem is reported, and nothing unusual in the folder stops it."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.store.content import Content
from generator.store.load import load_content, load_valid_content
from tests.importing.import_samples import DAY, answer, import_into, metadata, write_files

ONE, TWO = metadata("One", arxiv="2401.10001"), metadata("Two", arxiv="2401.10002")
RECORD_ONE = "content/papers/2025/06/13/2401.10001.yaml"


def _problems(site: Path) -> list[str]:
    return [str(problem) for problem in load_content(site).problems]


def test_an_empty_site_has_an_empty_library(tmp_path: Path) -> None:
    assert load_content(tmp_path) == Content()
    assert dict(load_valid_content(tmp_path).library.records) == {}


def test_all_of_content_is_read(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE))
    write_files(
        tmp_path,
        {
            "content/notes/2025-06-13.md": "A *good* day.\r\n",
            "content/topics.yaml": "- id: logic\n",
            "content/removed.yaml": "- {key: old, reason: duplicate}\n",
            "content/papers/.gitkeep": "",
            "content/papers/2025/06/13/.2401.10001.yaml.swp": "an editor's file",
        },
    )
    content = load_content(tmp_path)
    assert content.problems == ()
    assert content.topics == b"- id: logic\n"
    library = load_valid_content(tmp_path).library
    assert dict(library.notes) == {DAY: "A *good* day."}
    assert library.removed["old"].reason == "duplicate"
    assert [mention.source for mention in library.mentions["2401.10001"]] == ["hf-json"]


def test_every_problem_of_every_file_is_reported(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            RECORD_ONE: "title: One\n",
            "content/papers/2025/06/13/two.yml": "title: Two\n",
            "content/notes/2025-06-31.md": "No such day.\n",
            "content/removed.yaml": "- {key: A Key, reason: r}\n- {key: b}\n- c\n"
            "- {key: d, reason: r, why: x}\n- {key: e, reason: r, ids: {arxiv: x}}\n- {key: f, reason: r, ids: x}\n",
            "content/sources/arxiv/2025-06-13.json": '{"source": "arxiv", "date": "2025-06-13",\n<<<<<<< ours\n',
            "content/sources/arxiv/2025-06-14.json": '{"source": "arxiv", "date": "2025-06-13", "entries": []}',
            "content/sources/arxiv/2025-06-15.json": '{"source": "arxiv", "date": "2025-06-15", '
            '"entries": [{"key": "a", "rank": 0, "said": {"title": "A", "x": ""}}]}',
            "content/sources/arxiv/2025-06-16.json": '{"source": "arxiv", "date": "2025-06-16", "entries": '
            '[{"key": "b", "rank": 1, "said": {"title": "A"}}, {"key": "b", "rank": 2, "said": {"title": "A"}}]}',
        },
    )
    (tmp_path / "content/notes/link.md").symlink_to("/etc/passwd")
    (tmp_path / "content/papers/2026").symlink_to(tmp_path)
    restore = "digestif import writes this file: restore it from Git, or delete it and import that day again"
    expected = (
        "an entry has a key and a reason, for example {key: '2401.10000', reason: published twice}; "
        "it may have title and ids"
    )
    reported = _problems(tmp_path)
    assert [problem for problem in reported if not problem.startswith("content/papers")] == [
        "content/notes/link.md: is a symbolic link\n"
        "  replace it with the file or folder itself; links are not followed",
        "content/notes/2025-06-31.md: the calendar has no 2025-06-31\n"
        "  name the file of a note after its day, for example 2025-07-31.md",
        "content/removed.yaml:1:9: [0].key: 'A Key' is not a key\n"
        "  expected at most 80 characters out of a-z, 0-9, . and -, beginning with a letter or a digit and not ending "
        "in a dot, as in "
        "2401.10000 or attention-is-all-you-need",
        f"content/removed.yaml:2:3: [1].reason: missing\n  {expected}",
        f"content/removed.yaml:3:3: [2]: must be a mapping\n  {expected}",
        "content/removed.yaml:4:28: [3].why: unknown field\n  the fields of an entry are key, reason, title, ids",
        "content/removed.yaml:5:36: [4].ids.arxiv: 'x' is not an arXiv id\n  expected four digits, a dot, four or five "
        "digits (five since 2015), as in 2401.10000, or the old style, as in hep-th/9901001 (programs that read ids as "
        "numbers drop the last zeros)",
        "content/removed.yaml:6:28: [5].ids: must be a mapping of arxiv, doi, acl or openreview\n  " + expected,
        f"content/sources/arxiv/2025-06-13.json:2:1: this is not valid JSON\n  {restore}",
        "content/sources/arxiv/2025-06-14.json: contains the list arxiv/2025-06-13, which does not match its path\n"
        f"  {restore}",
        "content/sources/arxiv/2025-06-15.json: entries[0].rank: has a value that digestif import does not write\n"
        f"  {restore}",
        f"content/sources/arxiv/2025-06-15.json: entries[0].said.x: unknown field\n  {restore}",
        f"content/sources/arxiv/2025-06-16.json: lists b more than once\n  {restore}",
    ]
    assert {problem.partition(": ")[0] for problem in reported if problem.startswith("content/papers")} == {
        f"{RECORD_ONE}:1:1",
        "content/papers/2025/06/13/two.yml",
        "content/papers/2026",
    }


def test_a_note_on_a_day_has_the_size_limit_of_a_note_on_a_paper(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/notes/2025-06-13.md": "x" * 20_000, "content/notes/2025-06-14.md": "x" * 20_001})
    assert _problems(tmp_path) == ["content/notes/2025-06-14.md: has 20,001 characters\n  shorten it to at most 20,000"]


def test_a_note_in_another_encoding_is_reported(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/notes/2025-06-13.md": ""})
    (tmp_path / "content/notes/2025-06-13.md").write_bytes("Café".encode("latin-1"))
    assert _problems(tmp_path) == [
        "content/notes/2025-06-13.md: byte 0xe9 is not UTF-8\n  save the file with the encoding UTF-8"
    ]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_dates_that_no_calendar_page_can_show_are_reported(tmp_path: Path, day: str) -> None:
    folder = day.replace("-", "/")
    write_files(
        tmp_path,
        {
            f"content/papers/{folder}/a.yaml": f"title: A\ndate: {day}\n",
            f"content/notes/{day}.md": "A note.\n",
            f"content/sources/arxiv/{day}.json": f'{{"source": "arxiv", "date": "{day}", "entries": []}}',
        },
    )
    found = f"the year {day[:4]} is not supported\n"
    restore = "digestif import writes this file: restore it from Git, or delete it and import that day again"
    assert _problems(tmp_path) == [
        f"content/notes/{day}.md: {found}  use a year from 1600 to 2199",
        f"content/papers/{folder}/a.yaml:2:7: date: {found}  use a year from 1600 to 2199",
        f"content/sources/arxiv/{day}.json: date: {found}  {restore}",
    ]


def test_pipes_and_sockets_are_reported_and_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_into(tmp_path, answer(ONE))
    os.mkfifo(tmp_path / "content/papers/2025/06/13/pipe.yaml")
    monkeypatch.chdir(tmp_path / "content/papers/2025/06/13")  # the path of a socket has at most 108 bytes
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind("socket.yaml")
        problems = _problems(tmp_path)
    assert problems == [
        f"content/papers/2025/06/13/{name}: is a pipe, a socket or a device, not a file\n  delete it"
        for name in ("pipe.yaml", "socket.yaml")
    ]


def test_a_file_that_becomes_a_pipe_while_content_is_read_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_into(tmp_path, answer(ONE))
    read = Folder.read

    def replace_and_read(folder: Folder, path: str) -> bytes | None:
        if path == RECORD_ONE:
            (tmp_path / RECORD_ONE).unlink()
            os.mkfifo(tmp_path / RECORD_ONE)
        return read(folder, path)

    monkeypatch.setattr(Folder, "read", replace_and_read)
    assert _problems(tmp_path) == [f"{RECORD_ONE}: is not a regular file but a pipe, a socket or a device\n  remove it"]


def test_files_and_folders_that_may_not_be_read_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_into(tmp_path, answer(ONE, TWO))
    forbidden = {"2401.10001.yaml", "sources"}
    opened = os.open

    def refuse(path: str, *arguments: int, **options: int) -> int:
        if path in forbidden:
            raise PermissionError(13, "Permission denied", path)
        return opened(path, *arguments, **options)

    monkeypatch.setattr("os.open", refuse)  # tests may run as root, who may read everything
    content = load_content(tmp_path)
    assert [record.key for record in content.records] == ["2401.10002"]
    assert [str(problem) for problem in content.problems] == [
        "content/sources: could not be read: permission denied\n  check its permissions",
        f"{RECORD_ONE}: could not be read: permission denied\n  check the file's permissions",
    ]


def test_content_that_is_a_link_is_reported(tmp_path: Path) -> None:
    (tmp_path / "elsewhere/papers").mkdir(parents=True)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/content").symlink_to(tmp_path / "elsewhere")
    assert _problems(tmp_path / "site") == [
        "content: is a symbolic link, which may lead out of the site\n  replace the link with a real file or folder"
    ]


def test_a_paper_whose_record_file_was_deleted_counts_as_removed(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE, TWO))
    (tmp_path / RECORD_ONE).unlink()
    library = load_valid_content(tmp_path).library
    assert list(library.records) == ["2401.10002"]
    assert list(library.removed) == ["2401.10001"]
    assert library.removed["2401.10001"].day == date(2025, 6, 13)
    assert (library.removed["2401.10001"].title, library.removed["2401.10001"].reason) == ("One", "record file deleted")
    import_into(tmp_path, answer(TWO), record_removals=True)
    recorded = load_valid_content(tmp_path).library.removed
    assert recorded == {"2401.10001": replace(library.removed["2401.10001"], day=None)}


def test_a_renamed_record_file_does_not_count_as_removed(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE))
    (tmp_path / RECORD_ONE).rename(tmp_path / "content/papers/2025/06/13/one.yaml")
    assert load_valid_content(tmp_path).library.removed == {}


def test_pages_are_not_made_from_a_library_with_errors(tmp_path: Path) -> None:
    write_files(tmp_path, {RECORD_ONE: "title: One\n"})
    with pytest.raises(DigestifError) as caught:
        load_valid_content(tmp_path)
    assert str(caught.value) == (
        f"content/ has errors:\n{RECORD_ONE}:1:1: date: missing\n  write it like date: 2025-07-31\n"
        "  fix these, then run this again"
    )


def test_derived_values_are_computed_once(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE, TWO), answer(ONE, day=date(2025, 6, 14), source="arxiv"))
    content = load_content(tmp_path)
    assert content.by_key is content.by_key
    assert content.library is content.library
    assert content.source_papers is content.source_papers
    assert list(content.source_papers) == ["2401.10001", "2401.10002"]


def test_folders_that_are_nested_too_deep_are_reported(tmp_path: Path) -> None:
    (tmp_path / "content/papers" / "/".join("d" * 200)).mkdir(parents=True)
    found = [problem for problem in load_content(tmp_path).problems if problem.code == "layout-unreadable"]
    assert [problem.found for problem in found] == ["folders are nested more than 100 deep"]
