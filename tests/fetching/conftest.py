"""A local server and a fetcher that requests everything from it."""

from __future__ import annotations

import contextlib
import threading
import time as real_time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from generator.fetching.fetcher import Fetcher
from generator.fetching.source_requests import SERVICES
from tests.fetching.local_server import FakeTime, LocalServer, ReceivedRequest, Reply


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
            local.requests.append(
                ReceivedRequest(path=parts.path, parameters=parameters, headers=dict(self.headers.items()))
            )
            reply = local.replies.pop(0) if local.replies else local.respond(local.requests[-1])
            # A client that has seen enough closes the connection while bytes are still being sent.
            with contextlib.suppress(ConnectionError):
                self._send(reply)

        def _send(self, reply: Reply) -> None:
            if reply.raw:
                self._send_raw(reply)
                return
            self.send_response(reply.status)
            length = len(reply.body) if reply.length is None else reply.length
            for name, value in {"Content-Length": str(length), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def _send_raw(self, reply: Reply) -> None:
            self.close_connection = True
            if not reply.drip:
                self.wfile.write(reply.raw)
                return
            for byte in reply.raw:
                real_time.sleep(reply.drip)
                self.wfile.write(bytes([byte]))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    http_server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http_server.daemon_threads = True
    local = LocalServer(f"http://127.0.0.1:{http_server.server_port}")
    thread = threading.Thread(target=http_server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield local
    http_server.shutdown()
    thread.join()
    http_server.server_close()
    assert local.replies == [], "a planned response was not requested"


@pytest.fixture
def fetcher(server: LocalServer, time: FakeTime, tmp_path: Path) -> Fetcher:
    return Fetcher(tmp_path, user_agent="digestif/test", urls=dict.fromkeys(SERVICES, server.url), clock=time.clock())


@pytest.fixture
def site(tmp_path: Path, server: LocalServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HF", "ARXIV", "ARXIV_FEED", "DOI", "ACL"):
        monkeypatch.setenv(f"DIGESTIF_{name}_URL", server.url)
    # Commands wait between retries; tests do not.
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    (tmp_path / "mkdocs.yml").write_text("site_name: A digest\ntheme: {name: digestif}\nplugins: []\n")
    return tmp_path
