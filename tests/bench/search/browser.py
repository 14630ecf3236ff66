"""Sites in a real browser: served as by GitHub Pages, with counted bytes and slower networks and processors."""

from __future__ import annotations

import gzip
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
#: What servers compress; files of the index are compressed already.
_COMPRESSED = frozenset({".html", ".js", ".json", ".css", ".svg", ".xml", ".txt"})
#: "3G Fast" of WebPageTest: bits a second down and up, milliseconds of a round trip.
FAST_3G = (1_600_000, 768_000, 150)


class Visit:
    """A page of a new visitor with an empty cache; ``received`` are the bytes that arrived, headers included."""

    def __init__(self, browser: Browser, width: int = 1280) -> None:
        self._context = browser.new_context(viewport={"width": width, "height": 800})
        self.page: Page = self._context.new_page()
        self.received: dict[str, int] = {}
        self._addresses: dict[str, str] = {}
        self._session: CDPSession = self._context.new_cdp_session(self.page)
        self._session.send("Network.enable")
        self._session.on("Network.requestWillBeSent", self._on_request)
        self._session.on("Network.loadingFinished", self._on_finished)

    def slow_network(self) -> None:
        """Continue on Fast 3G."""
        down, up, latency = FAST_3G
        self._session.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": latency, "downloadThroughput": down / 8, "uploadThroughput": up / 8},
        )

    def slow_processor(self, times: int) -> None:
        """Continue on a processor that is slower by this factor."""
        self._session.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def bytes_received(self, part: str = "") -> int:
        """Return the bytes of all files with this text in their address."""
        return sum(size for address, size in self.received.items() if part in address)

    def close(self) -> None:
        """End the visit."""
        self._context.close()

    def _on_request(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _on_finished(self, event: dict[str, Any]) -> None:
        address = self._addresses.get(event["requestId"], "")
        self.received[address] = self.received.get(address, 0) + int(event["encodedDataLength"])


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield the system's Chromium."""
    path = next(path for name in CHROMIUM if (path := shutil.which(name)))
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@contextmanager
def visit(browser: Browser, width: int = 1280) -> Iterator[Visit]:
    """Yield a new visit, in a window of that width in pixels."""
    made = Visit(browser, width)
    yield made
    made.close()


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a folder and yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


class _Pages(SimpleHTTPRequestHandler):
    """Answers with gzip and ``Cache-Control: max-age=600``."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        content = _sent(file)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        if file.suffix in _COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        pass


@lru_cache(maxsize=512)
def _sent(file: Path) -> bytes:
    content = file.read_bytes()
    return gzip.compress(content, 6) if file.suffix in _COMPRESSED else content
