"""Counts the tests of a run for the tables of docs/security.md: a pytest plugin, ``-p tests.torture.counted``.

Tests of hostile texts record figures of their own. The others are counted here, by file and name: how many there were,
and how many found what Digestif promises. Every test that fails is noted with its reason.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from tests.torture.results import record, record_failure

#: Most characters of the reason of a failure.
MAX_REASON = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of a part of the table, and the tests that it counts: those of a file, with some words in their name.

    ``examples`` is the variable with the number of random examples that each of these tests tries. Without a name, each
    case of a test is a row of its own.
    """

    part: str
    name: str
    file: str
    words: str = ""
    examples: str = ""


#: The first row that a test fits counts it.
ROWS = (
    Row(part="Files", name="Kinds of YAML", file="yaml/test_suite.py", words="test_kind["),
    Row(part="Files", name="Encodings, sizes, depth and time of YAML", file="yaml/test_reader.py"),
    Row(part="Files", name="Links, folders and names where records belong", file="store/test_layout.py"),
    Row(part="Files", name="Unusual files in each place that a digest reads", file="torture/test_files.py"),
    Row(part="Sources", name="Bombs, wrong types, bytes that are not text", file="sources/test_hostile_sources.py"),
    Row(part="Sources", name="Papers over a limit", file="importing/test_limits.py"),
    Row(part="Sources", name="Files that take too much time or memory", file="importing/test_parsing.py"),
    Row(part="Sources", name="Servers that are slow, wrong or hostile", file="fetching/test_client.py"),
    Row(part="Sources", name="Redirects", file="fetching/test_redirects.py"),
    Row(part="Faults", name="Command killed at a system call", file="torture/test_system_calls.py", words="killed"),
    Row(part="Faults", name="Disk full at a system call", file="torture/test_system_calls.py", words="disk full"),
    Row(part="Faults", name="Build killed at any moment", file="torture/test_killed_builds.py", words="a_killed_build"),
    Row(part="Faults", name="Two commands at once", file="torture/test_killed_builds.py"),
    Row(part="Faults", name="Two commands at once", file="torture/test_two_commands.py"),
    Row(part="Faults", name="Two commands at once", file="files/test_lock.py"),
    Row(part="Faults", name="Folder that may not be written", file="torture/test_unlucky_disk.py", words="may_not_be"),
    Row(part="Faults", name="Clock that jumps", file="torture/test_unlucky_disk.py"),
    Row(part="Faults", name="Damaged caches", file="build/test_cache_damage.py"),
    Row(part="Faults", name="Damaged caches", file="build/test_incremental.py", words="test_damage"),
    Row(part="Same bytes", name="", file="torture/test_same_bytes.py", words="test_same_bytes"),
    Row(
        part="Edits",
        name="Histories of imports, edits, forms, renames, deletions and merged branches",
        file="importing/test_histories.py",
        words="test_no_edit_is_lost",
        examples="DIGESTIF_EXAMPLES",
    ),
    Row(
        part="Edits",
        name="Imports of hostile records",
        file="importing/test_hostile_imports.py",
        examples="DIGESTIF_EXAMPLES",
    ),
    Row(
        part="Edits",
        name="Builds after edits, compared with a clean build",
        file="build/test_incremental.py",
        words="test_after_any_edits",
        examples="DIGESTIF_BUILDS",
    ),
    Row(part="Preview", name="Requests to the preview", file="build/test_preview_server.py"),
)


def row_of(test: str) -> Row | None:
    """The row that counts a test, given its path and name; None for a test that no row counts."""
    file, _, name = test.removeprefix("tests/").partition("::")
    return next((row for row in ROWS if row.file == file and row.words in name and (row.name or "[" in name)), None)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count a test that has run, in the process that collects the results of all others."""
    _note_failure(report)
    row = row_of(report.nodeid)
    if report.when != "call" or row is None or report.skipped or "PYTEST_XDIST_WORKER" in os.environ:
        return
    tried = int(os.environ.get(row.examples, "1")) if row.examples else 1
    name = row.name or report.nodeid.partition("[")[2].removesuffix("]")
    record(row.part, name, tried=tried, kept=tried if report.passed else 0)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Note a file whose tests could not be collected."""
    _note_failure(report)


def _note_failure(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        crash = getattr(report.longrepr, "reprcrash", None)
        lines = str(crash.message if crash else report.longreprtext).strip().splitlines()
        record_failure(report.nodeid, lines[0][:MAX_REASON] if lines else "no reason given")
