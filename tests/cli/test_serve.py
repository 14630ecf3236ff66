"""``digestif serve``: the preview while a curator edits."""

from __future__ import annotations

import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from generator.files.lock import hold_lock
from tests.build.small_digest import make_digest
from tests.cli.running import digestif

TIMEOUT_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A running preview: its address, the number of its process, and the lines that it writes."""

    url: str
    process: int
    output: queue.Queue[str]
    errors: queue.Queue[str]

    def wait_for_page(self, path: str, text: str) -> str:
        """The page, as soon as it contains the text."""
        page = ""
        until = time.monotonic() + TIMEOUT_SECONDS
        while time.monotonic() < until:
            try:
                with urlopen(f"{self.url}{path}", timeout=5) as response:
                    page = response.read().decode()
            except URLError:
                page = ""
            if text in page:
                return page
            time.sleep(0.3)
        raise AssertionError(f"{path} never contained {text!r}: {page[:200]}")

    def wait_for_error(self, text: str) -> None:
        """Return when standard error has a line with the text."""
        wait_for_line(self.errors, text)

    def wait_for_output(self, text: str) -> str:
        """Return the next line of standard output that has the text."""
        return wait_for_line(self.output, text)


def wait_for_line(lines: queue.Queue[str], text: str) -> str:
    """Return the next line with the text."""
    while text not in (line := lines.get(timeout=TIMEOUT_SECONDS)):
        pass
    return line


def iter_queue(lines: queue.Queue[str]) -> Iterator[str]:
    """Yield the lines that a queue has now."""
    with suppress(queue.Empty):
        while True:
            yield lines.get_nowait()


def queue_lines(stream: IO[str]) -> queue.Queue[str]:
    """Return a queue that gets the lines of a stream."""
    lines: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in stream:
            lines.put(line)

    threading.Thread(target=read, daemon=True).start()
    return lines


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def preview(site: Path, *, port: int = 0) -> Iterator[Preview]:
    port = port or free_port()
    command = [sys.executable, "-m", "generator", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=site, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        try:
            yield Preview(
                url=f"http://127.0.0.1:{port}",
                process=process.pid,
                output=queue_lines(process.stdout),
                errors=queue_lines(process.stderr),
            )
        finally:
            process.send_signal(signal.SIGINT)
            try:
                code = process.wait(TIMEOUT_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
    assert code == 0, "Ctrl-C is how a preview ends"


def test_the_preview_follows_edits_and_survives_a_broken_record(tmp_path: Path) -> None:
    assert digestif("new", "digest", cwd=tmp_path).returncode == 0
    site = tmp_path / "digest"
    (site / "papers.csv").write_text("title,abstract\nA paper,What it says.\n")
    assert digestif("import", "papers.csv", "--date", "2025-07-31", cwd=site).returncode == 0
    record = site / "content" / "papers" / "2025" / "07" / "31" / "a-paper.yaml"
    with preview(site) as shown:
        page = shown.wait_for_page("/papers/a-paper/", "A paper")
        assert "livereload" in page
        record.write_text(record.read_text().replace("A paper", "Another title"))
        shown.wait_for_page("/papers/a-paper/", "Another title")
        record.write_text(record.read_text().replace("date: 2025-07-31", "date: soon"))
        shown.wait_for_error("the preview shows the last version until this is fixed")
        shown.wait_for_page("/papers/a-paper/", "Another title")
        record.write_text(record.read_text().replace("date: soon", "date: 2025-07-31").replace("Another", "A third"))
        shown.wait_for_page("/papers/a-paper/", "A third title")
    assert not (site / "site").exists(), "a preview leaves the published site alone"


def edit_until_shown_at_once(shown: Preview, record: Path) -> str:
    """Edit a record, again if the preview was not prepared for that; return the line that says what it updated."""
    until, number = time.monotonic() + TIMEOUT_SECONDS, 0
    while time.monotonic() < until:
        number += 1
        record.write_text(re.sub("End 2|Edit .*", f"Edit {number}.", record.read_text()))
        shown.wait_for_page("/papers/2501.00002/", f"Edit {number}.")
        if line := next((line for line in iter_queue(shown.output) if line.startswith("updated /")), ""):
            return line
    raise AssertionError("no edit was shown at once")


@pytest.mark.parametrize("built_before", [False, True], ids=["first", "where nothing changed"])
def test_an_edited_record_is_shown_before_the_other_pages_are_built(tmp_path: Path, built_before: bool) -> None:
    site = make_digest(tmp_path, papers=6)
    [record] = (site / "content" / "papers").rglob("2501.00002.yaml")
    port = free_port()
    if built_before:
        with preview(site, port=port) as shown:
            shown.wait_for_output("Serving")
    with preview(site, port=port) as shown:
        shown.wait_for_output("Serving")
        line = edit_until_shown_at_once(shown, record)
        assert re.fullmatch(
            r"updated /days/2025-07-31/ and /papers/2501\.00002/ in \d\.\d s; the other pages follow\n", line
        )
        assert re.fullmatch(r"built in \d+\.\d s: pages: [\d,]+ made, [\d,]+ kept\n", shown.wait_for_output("built in"))
        (site / "docs" / "about.md").write_text("# About\n\nAnother text.\n")
        shown.wait_for_page("/about/", "Another text.")


def test_the_preview_waits_for_another_command(tmp_path: Path) -> None:
    site = make_digest(tmp_path, papers=6)
    [record] = (site / "content" / "papers").rglob("2501.00002.yaml")
    with preview(site) as shown:
        shown.wait_for_output("Serving")
        with hold_lock(site):
            record.write_text(record.read_text().replace("End 2", "Finis"))
            shown.wait_for_error("is writing to this site")
        shown.wait_for_page("/papers/2501.00002/", "Finis")
        shown.wait_for_output("pages: ")


def test_commands_wait_while_a_preview_is_being_built(tmp_path: Path) -> None:
    site = make_digest(tmp_path, papers=1)
    (site / "papers.csv").write_text("title\nA paper\n")
    commands = ("format",), ("import", "papers.csv", "--date", "2025-07-31")
    with hold_lock(site, for_preview=True):
        waiting = [
            subprocess.Popen(
                [sys.executable, "-m", "generator", *command],
                cwd=site,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for command in commands
        ]
        for process in waiting:
            assert process.stderr
            assert process.stderr.readline() == "waiting until the preview is built\n"
    for process in waiting:
        assert process.communicate(timeout=TIMEOUT_SECONDS)[1] == ""
        assert process.returncode == 0
    assert (site / "content/papers/2025/07/31/a-paper.yaml").exists()


def test_an_edit_during_a_build_is_shown_first(tmp_path: Path) -> None:
    site = make_digest(tmp_path, papers=6)
    [record] = (site / "content" / "papers").rglob("2501.00002.yaml")
    with preview(site) as shown:
        shown.wait_for_output("Serving")
        for text in ("first", "second", "third"):
            record.write_text(re.sub("End 2.*|first|second", text, record.read_text()))
            shown.wait_for_output("updated /")
            shown.wait_for_page("/papers/2501.00002/", text)
        assert shown.wait_for_output("pages: ")
        shown.wait_for_page("/papers/2501.00002/", "third")


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are those of Linux")
def test_a_full_disk_is_reported_and_the_preview_goes_on(tmp_path: Path) -> None:
    import resource

    site = make_digest(tmp_path, papers=6)
    [record] = (site / "content" / "papers").rglob("2501.00002.yaml")
    with preview(site) as shown:
        shown.wait_for_output("Serving")
        resource.prlimit(shown.process, resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))
        record.write_text(record.read_text().replace("End 2", "Finis"))
        shown.wait_for_error("file too large")
        shown.wait_for_error("the preview shows the last version")
        resource.prlimit(shown.process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        record.write_text(record.read_text().replace("Finis", "Fine"))
        shown.wait_for_page("/papers/2501.00002/", "Fine")
