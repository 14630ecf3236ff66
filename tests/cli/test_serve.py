"""``digestif serve``: the preview while a curator edits."""

from __future__ import annotations

import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.cli.running import digestif

TIMEOUT_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A running preview: its address, and the lines that it writes to standard error."""

    url: str
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
        while text not in self.errors.get(timeout=TIMEOUT_SECONDS):
            pass


@contextmanager
def preview(site: Path) -> Iterator[Preview]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "generator", "serve", "--port", str(port)]
    lines: queue.Queue[str] = queue.Queue()
    with subprocess.Popen(command, cwd=site, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        stderr = process.stderr
        assert stderr is not None

        def read_errors() -> None:
            for line in stderr:
                lines.put(line)

        threading.Thread(target=read_errors, daemon=True).start()
        try:
            yield Preview(url=f"http://127.0.0.1:{port}", errors=lines)
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
