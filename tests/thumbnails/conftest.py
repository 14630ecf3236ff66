"""A digest with papers that name pictures, and a server of pictures with TLS on this machine."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
import trustme

from generator.fetching import public_transport

#: A public name, which tests resolve to this machine.
HOST = "pictures.example.org"
#: A name that does not resolve.
DOWN = "down.example.org"


@dataclass(kw_only=True)
class PictureServer:
    """Answers by path: status, media type and body; ``headers`` are further ones. ``requests`` are the paths.

    Of a path in ``slow``, the body begins and does not end.
    """

    url: str
    answers: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    slow: set[str] = field(default_factory=set)

    def add(self, path: str, body: bytes, *, kind: str = "image/png", status: int = 200, **headers: str) -> str:
        self.answers[path] = (status, kind, body)
        self.headers[path] = headers
        return f"{self.url}{path}"


@pytest.fixture
def pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PictureServer]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    # Commands wait between requests; tests do not.
    monkeypatch.setattr("time.sleep", lambda seconds: None)

    stopped = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.requests.append(self.path)
            server.agents.add(self.headers["User-Agent"])
            status, kind, body = server.answers.get(self.path, (404, "text/html", b"not found"))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            for name, value in server.headers.get(self.path, {}).items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            if self.path in server.slow:
                self.wfile.write(body[:100])
                self.wfile.flush()
                stopped.wait(20)
            with contextlib.suppress(OSError):  # the client has seen enough
                for start in range(0, len(body), 65_536):
                    self.wfile.write(body[start : start + 65_536])

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    http_server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http_server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    http_server.socket = context.wrap_socket(http_server.socket, server_side=True)
    server = PictureServer(url=f"https://{HOST}:{http_server.server_port}")
    real = public_transport.public_addresses

    async def addresses(host: str) -> tuple[str, ...]:
        if host == HOST:
            return ("127.0.0.1",)
        if host == DOWN:
            raise httpx.ConnectError("the name could not be resolved") from OSError()
        return await real(host)

    monkeypatch.setattr(public_transport, "public_addresses", addresses)
    thread = threading.Thread(target=http_server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    stopped.set()
    http_server.shutdown()
    thread.join()
    http_server.server_close()
