"""Servers on this machine that tests start and stop."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

BIN = Path(sys.executable).parent


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def run_server(command: Sequence[str | Path], port: int) -> Iterator[None]:
    """Run a server until the block ends; it listens when the block begins."""
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(server, port)
        yield
    finally:
        server.terminate()
        server.wait()


@contextmanager
def s3_server() -> Iterator[str]:
    """Run a server of S3 without buckets. Yields its host and port."""
    port = free_port()
    with run_server([BIN / "moto_server", "--port", str(port)], port):
        yield f"127.0.0.1:{port}"


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        assert server.poll() is None, f"the server ended with code {server.returncode}"
        time.sleep(0.1)
    raise AssertionError(f"no server on port {port}")
