"""How long ``digestif serve`` takes until it shows an edited record."""

from __future__ import annotations

import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from queue import Queue
from typing import IO
from urllib.request import urlopen

from tests.bench.commands import ROOT, digestif, environment
from tests.bench.steps import correct, spread_records

_OFTEN = 0.02
_LONGEST = 900.0


def measure_preview(site: Path, edits: int) -> Iterator[float]:
    """Yield the seconds from saving each of some records until the paper's page has the new title.

    Each edit is made when the build that followed the one before has ended.
    """
    with _preview(site) as (address, lines):
        for number, record in enumerate(spread_records(site, edits)):
            title = f"A Title for the Preview, Number {number}"
            began = time.perf_counter()
            correct(record, title)
            _wait_for(f"{address}papers/{record.stem}/", title)
            seconds = time.perf_counter() - began
            yield seconds
            while not lines.get(timeout=_LONGEST).startswith("built in "):
                pass


@contextmanager
def _preview(site: Path) -> Iterator[tuple[str, Queue[str]]]:
    """Run the preview; the value is its address, as soon as it answers there, and the lines that it prints then."""
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    command = digestif(site, "serve", "--port", str(port))
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("Serving "):
                break
        else:
            raise SystemExit(f"{' '.join(command)}\n{''.join(said)}")
        lines: Queue[str] = Queue()
        threading.Thread(target=_read_lines, args=(process.stdout, lines), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{port}/", lines
        finally:
            process.terminate()


def _read_lines(stream: IO[str], lines: Queue[str]) -> None:
    for line in stream:
        lines.put(line)


def _wait_for(address: str, text: str) -> None:
    ends = time.monotonic() + _LONGEST
    while time.monotonic() < ends:
        try:
            with urlopen(address) as answer:
                if text.encode() in answer.read():
                    return
        except (OSError, HTTPException):
            pass  # as while the folder of the preview is replaced
        time.sleep(_OFTEN)
    raise SystemExit(f"{address}: did not show “{text}” in {_LONGEST:.0f} seconds")
