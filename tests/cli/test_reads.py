"""Every command reads content/ once, however many questions it answers from it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePath

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from tests.fetching.conftest import server  # noqa: F401  # a fixture
from tests.fetching.local_server import LocalServer, Reply

RECORD = "content/papers/2025/07/31/untouched.yaml"
DAYS = (date(2025, 7, 30), date(2025, 7, 31))


def page(*numbers: int) -> bytes:
    papers = [{"id": f"2506.{number:05}", "title": f"Paper {number}", "summary": "It says."} for number in numbers]
    return json.dumps([{"paper": paper, "title": paper["title"]} for paper in papers]).encode()


class _Opened:
    """The names of files that this process opened for reading, while it is active. Audit hooks cannot be removed."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.active = False
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.active and event == "open" and isinstance(arguments[0], str):
            self.names.append(PurePath(arguments[0]).name)


_OPENED = _Opened()


@pytest.fixture
def opened() -> Iterator[list[str]]:
    _OPENED.names.clear()
    _OPENED.active = True
    yield _OPENED.names
    _OPENED.active = False


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_name: A digest\ntheme: {name: digestif}\nplugins: []\n")
    (tmp_path / RECORD).parent.mkdir(parents=True)
    (tmp_path / RECORD).write_text("title: A paper that nothing changes\ndate: 2025-07-31\n")
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        "check",
        "topics list",
        "topics explain untouched",
        "topics gaps",
        "export jsonl",
        "format --check",
        "check --fix --yes",
    ],
)
def test_a_command_reads_each_record_once(site: Path, opened: list[str], command: str) -> None:
    ran = CliRunner().invoke(main, ["-C", str(site), *command.split()])
    assert ran.exit_code == 0, ran.output
    assert opened.count(PurePath(RECORD).name) == 1


@pytest.mark.parametrize("command", ["check", "check --fix --yes", "format --check"])
def test_commands_that_judge_changes_read_no_cache(site: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr("generator.store.load.ReadCache", None)
    ran = CliRunner().invoke(main, ["-C", str(site), *command.split()])
    assert ran.exit_code == 0, ran.output


def test_a_fetch_of_two_days_with_import_and_report_reads_each_record_once(
    site: Path,
    opened: list[str],
    server: LocalServer,  # noqa: F811  # the fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DIGESTIF_HF_URL", server.url)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    monkeypatch.setattr("generator.cli.fetching.find_unsettled", lambda site, source, today: DAYS)
    end = Reply(body=b"[]")
    server.plan(Reply(body=page(1, 2)), end, Reply(body=page(2, 3)), end)
    report = site / "report.md"
    ran = CliRunner().invoke(main, ["-C", str(site), "fetch", "hf", "--import", "--report", str(report)])
    assert ran.exit_code == 0, ran.output
    assert opened.count(PurePath(RECORD).name) == 1
    assert report.read_text().count("| 2 | 2 | 0 |") == 2
