"""``digestif serve``: what a curator sees while editing."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.cli.running import digestif

PATIENCE_SECONDS = 60


@contextmanager
def served(site: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "generator", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=site, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield f"http://127.0.0.1:{port}"
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE_SECONDS)


def wait_for(address: str, text: str) -> str:
    """The page, as soon as it holds the text."""
    page = ""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=5) as answer:
                page = answer.read().decode()
        except URLError:
            page = ""
        if text in page:
            return page
        time.sleep(0.3)
    raise AssertionError(f"{address} never showed {text!r}: {page[:200]}")


def test_the_preview_follows_edits_and_outlives_a_broken_record(tmp_path: Path) -> None:
    assert digestif("new", "digest", cwd=tmp_path).returncode == 0
    site = tmp_path / "digest"
    (site / "papers.csv").write_text("title,abstract\nA paper,What it says.\n")
    assert digestif("import", "papers.csv", "--date", "2025-07-31", cwd=site).returncode == 0
    record = site / "content" / "papers" / "2025" / "07" / "31" / "a-paper.yaml"
    with served(site) as address:
        page = wait_for(f"{address}/papers/a-paper/", "A paper")
        assert "livereload" in page
        record.write_text(record.read_text().replace("A paper", "Another title"))
        wait_for(f"{address}/papers/a-paper/", "Another title")
        record.write_text(record.read_text().replace("date: 2025-07-31", "date: soon"))
        time.sleep(2)
        wait_for(f"{address}/papers/a-paper/", "Another title")
        record.write_text(record.read_text().replace("date: soon", "date: 2025-07-31").replace("Another", "A third"))
        wait_for(f"{address}/papers/a-paper/", "A third title")
