"""Failures of every kind end in a sentence and exit code 2, never in a traceback or a library's own words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import COMMANDS, main


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_name: A digest\ntheme: {name: digestif}\nplugins: []\n")
    (tmp_path / "papers.csv").write_text("title,abstract\nA paper,What it says.\n")
    return tmp_path


def run(site: Path, *arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(main, ["-C", str(site), *arguments])
    return ran.exit_code, ran.stderr


WINDOWS = """
import sys
from generator.cli.main import main
sys.platform, sys.modules["fcntl"] = "win32", None
main(sys.argv[1:], prog_name="digestif")
"""


@pytest.mark.parametrize("command", [*COMMANDS, "--help", "--version"])
def test_windows_is_refused_in_a_sentence(site: Path, command: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WINDOWS, command], cwd=site, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "digestif: Digestif does not run on Windows itself\n"
        "  use the Windows Subsystem for Linux: https://learn.microsoft.com/windows/wsl/install\n"
    )


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("31.7.2025", "'31.7.2025' is not a date. Write dates like 2025-07-31."),
        ("20250731", "'20250731' is not a date. Write dates like 2025-07-31."),
        ("2025-W31-4", "'2025-W31-4' is not a date. Write dates like 2025-07-31."),
        ("٢٠٢٥-07-31", "'٢٠٢٥-07-31' is not a date. Write dates like 2025-07-31."),
        ("2025-02-30", "'2025-02-30' is not in the calendar."),
    ],
)
@pytest.mark.parametrize("command", [("import", "papers.csv"), ("fetch", "hf"), ("fetch", "arxiv", "--query", "x")])
def test_a_date_in_another_form_is_explained(
    site: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], written: str, message: str
) -> None:
    monkeypatch.chdir(site)
    code, error = run(site, *command, "--date", written)
    assert code == 2
    assert error.endswith(f"Error: Invalid value for '--date': {message}\n")


FAILURES = [
    (PermissionError(13, "Permission denied", "content/papers"), "could not access content/papers: permission denied"),
    (OSError(28, "No space left on device"), "no space left on device"),
    (OSError("weird"), "the operating system refused"),
    (MemoryError(), "out of memory\n  close other programs, or work on fewer papers at a time"),
    (KeyboardInterrupt(), "interrupted"),
    (
        ZeroDivisionError("division by \x1b[31mzero"),
        "internal error: ZeroDivisionError: division by \\u001b[31mzero\n"
        "  please report it, with the output of the same command after DIGESTIF_DEBUG=1",
    ),
]


@pytest.mark.parametrize(("failure", "message"), FAILURES, ids=[type(failure).__name__ for failure, _ in FAILURES])
def test_an_exception_becomes_a_sentence(
    site: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, message: str
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise failure

    monkeypatch.setattr("generator.cli.records.load_content", fail)
    assert run(site, "check") == (2, f"digestif: {message}\n")


def test_a_traceback_has_no_controls(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise ValueError("\x1b]0;a title\x07")

    monkeypatch.setattr("generator.cli.records.load_content", fail)
    monkeypatch.setenv("DIGESTIF_DEBUG", "1")
    code, error = run(site, "check")
    assert code == 2
    assert "\nValueError: \\u001b]0;a title\\u0007\ndigestif: internal error" in error


def test_a_question_without_an_answer_writes_nothing(site: Path) -> None:
    record = site / "content/papers/2025/07/31/a-paper.yaml"
    record.parent.mkdir(parents=True)
    record.write_text("title: A paper\ndate: 2025-07-31\nids:\n  arxiv: https://arxiv.org/abs/2412.11360v2\n")
    before = record.read_bytes()
    assert run(site, "check", "--fix") == (2, "digestif: interrupted\n")
    assert record.read_bytes() == before


@pytest.mark.parametrize("encoding", ["latin-1", "koi8-r"])
def test_a_terminal_without_unicode_gets_escapes_and_exports_stay_utf_8(site: Path, encoding: str) -> None:
    (site / "papers.csv").write_text("title,abstract\nOn “2.68times” and 光,What it says.\n", encoding="utf-8")

    def digestif(*arguments: str) -> bytes:
        command = [sys.executable, "-m", "generator", *arguments]
        environment = os.environ | {"PYTHONIOENCODING": encoding}
        return subprocess.run(command, cwd=site, env=environment, capture_output=True, check=True).stdout

    digestif("import", "papers.csv", "--date", "2025-07-31")
    key = next((site / "content/papers").rglob("*.yaml")).stem
    assert rb"\u5149" in digestif("topics", "explain", key)
    assert "光".encode() in digestif("export", "jsonl")


def test_a_file_name_that_is_not_text_is_named(site: Path) -> None:
    code, error = run(site, "import", os.fsdecode(b"\xff.csv"))
    assert code == 2
    assert "does not exist" in error
