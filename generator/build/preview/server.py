"""The preview: a built folder in, a local web server out, whose open pages reload after each build.

It is Python's own server and not MkDocs', which answers requests under any host name, puts an inline script into pages
that their policy forbids, and stops following a folder that was moved away.
"""

from __future__ import annotations

import ipaddress
import mimetypes
import secrets
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit

from generator.errors import DigestifError
from generator.files.folder import Folder

#: A site publishes no hidden files, so these addresses are free.
_SCRIPT_ADDRESS = "/.livereload/script.js"
_WAIT_ADDRESS = "/.livereload/wait"
#: A browser's connections are few: a request that waits ends before others starve.
_LONGEST_WAIT = 20.0
_SCRIPT = b"""\
const version = document.currentScript.dataset.version;
(async () => {
  for (;;) {
    try {
      const response = await fetch("/.livereload/wait?version=" + version);
      if (response.ok && (await response.text()) !== version) return location.reload();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
})();
"""


class Preview:
    """A folder of the digest that is served, and the version of what is in it."""

    def __init__(self, site: Folder, path: str, *, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self._site = site
        self._path = path
        self._builds = 0
        self._start = secrets.token_hex(4)
        self._rebuilt = threading.Condition()

    @property
    def address(self) -> str:
        """The address of the served site, with a slash at its end."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}/"

    @property
    def version(self) -> str:
        """A text that changes with each build, and with each start of the server."""
        return f"{self._start}-{self._builds}"

    def announce_build(self) -> None:
        """Have open pages reload."""
        with self._rebuilt:
            self._builds += 1
            self._rebuilt.notify_all()

    def wait_for_build(self, version: str) -> str:
        """Return the version as soon as it differs from this one, or after a while."""
        with self._rebuilt:
            self._rebuilt.wait_for(lambda: self.version != version, timeout=_LONGEST_WAIT)
            return self.version

    def read(self, path: str) -> bytes | None:
        """Return a file of the served folder, or None where there is none; links are not followed."""
        try:
            return self._site.read(f"{self._path}/{path}")
        except (DigestifError, OSError, ValueError):
            return None

    def is_folder(self, path: str) -> bool:
        """Whether a path of the served folder is a folder."""
        try:
            return self._site.kind(f"{self._path}/{path}") == "folder"
        except (DigestifError, OSError, ValueError):
            return False


@contextmanager
def serve(preview: Preview) -> Iterator[None]:
    """Serve the preview while the block runs. Raises DigestifError where the address cannot be listened on."""
    try:
        server = _Server(preview)
    except OSError as error:
        raise DigestifError(
            f"{preview.address}: could not listen there: {(error.strerror or str(error)).lower()}",
            fix="if another program uses the port, choose a free one with --port",
        ) from error
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def is_allowed_host(header: str, bound: str) -> bool:
    """Whether the Host header of a request names this machine, or the address that the server listens on.

    A page of another site can make its own name resolve to 127.0.0.1 and then read the preview (DNS rebinding); names
    are therefore refused unless they are local. An address in digits cannot be rebound.
    """
    try:
        name = (urlsplit(f"//{header}").hostname or "").rstrip(".")
    except ValueError:
        return False
    if name in ("localhost", bound.casefold()) or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    try:
        return address.is_loopback or ipaddress.ip_address(bound).is_unspecified
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether only programs on this machine can reach a server that listens on this address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


class _Server(ThreadingHTTPServer):
    block_on_close = False  # requests that wait for a build end with the process

    def __init__(self, preview: Preview) -> None:
        if ":" in preview.host:
            self.address_family = socket.AF_INET6
        super().__init__((preview.host, preview.port), partial(_Handler, preview))

    def handle_error(self, request: object, client_address: object) -> None:
        """Print nothing where a browser closed its connection while it was answered."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # typed as a union of sockets


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, preview: Preview, *args: object) -> None:
        self._preview = preview
        super().__init__(*args)  # type: ignore[arg-type]  # what the server passes to every handler

    def do_GET(self) -> None:  # the name is the base class's
        """Answer a request for a page, a file, or a script of the preview."""
        if not is_allowed_host(self.headers.get("Host", ""), self._preview.host):
            text = f"This preview answers requests for localhost and {self._preview.host} only.\n"
            self._send(HTTPStatus.FORBIDDEN, text.encode(), "text/plain; charset=utf-8")
            return
        try:
            address = urlsplit(self.path)
        except ValueError:  # as of http://[x/
            self._send_not_found()
            return
        if address.path == _SCRIPT_ADDRESS:
            self._send(HTTPStatus.OK, _SCRIPT, "text/javascript; charset=utf-8")
        elif address.path == _WAIT_ADDRESS:
            known = parse_qs(address.query).get("version", [""])[0]
            self._send(HTTPStatus.OK, self._preview.wait_for_build(known).encode(), "text/plain; charset=utf-8")
        else:
            self._send_file(unquote(address.path, errors="replace").removeprefix("/"))

    do_HEAD = do_GET  # noqa: N815  # as above

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        """Print nothing: the terminal shows builds."""

    def _send_file(self, path: str) -> None:
        file = f"{path}index.html" if path.endswith("/") or not path else path
        content = self._preview.read(file)
        if content is not None:
            media_type = mimetypes.guess_type(file)[0] or "application/octet-stream"
            self._send(HTTPStatus.OK, content, media_type)
        elif self._preview.is_folder(path):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"/{quote(path)}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._send_not_found()

    def _send_not_found(self) -> None:
        self._send(HTTPStatus.NOT_FOUND, self._preview.read("404.html") or b"", "text/html")

    def _send(self, status: HTTPStatus, content: bytes, media_type: str) -> None:
        if media_type == "text/html":
            content, media_type = self._with_script(content), "text/html; charset=utf-8"
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _with_script(self, page: bytes) -> bytes:
        """Add the script that reloads the page, as a file: the page's policy forbids inline scripts."""
        before, body, after = page.rpartition(b"</body>")
        if not body:
            return page
        script = f'<script src="{_SCRIPT_ADDRESS}" data-version="{self._preview.version}" defer></script>'
        return b"".join((before, script.encode(), body, after))
