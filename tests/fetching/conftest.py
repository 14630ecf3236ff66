"""A server on this machine that plays given answers in order."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from generator.fetching.fetcher import Bases, Fetcher
from tests.fetching.played import Asked, Reply, Stage, Time


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def stage(time: Time, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    class Player(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
            played.asked.append(
                Asked(path=parts.path, parameters=parameters, headers=dict(self.headers), at=played.time.now)
            )
            reply = played.replies.pop(0) if played.replies else Reply(status=410, body=b"nothing more was planned")
            self.send_response(reply.status)
            length = len(reply.body) if reply.promised is None else reply.promised
            for name, value in {"Content-Length": str(length), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Player)
    played = Stage(f"http://127.0.0.1:{server.server_port}", time)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield played
    server.shutdown()
    thread.join()
    server.server_close()
    assert played.replies == [], "not everything that was planned was asked for"


@pytest.fixture
def fetcher(stage: Stage, time: Time, tmp_path: Path) -> Fetcher:
    bases = Bases(hf=stage.address, arxiv=stage.address, doi=stage.address, acl=stage.address)
    return Fetcher(tmp_path, agent="digestif/test", bases=bases, clock=time.clock())
