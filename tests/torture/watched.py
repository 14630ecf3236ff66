"""A browser that notices everything that a text could do in a page: run, load, navigate, ask, open.

The site is served without its own Content Security Policy, so that what is tested is the encoding of texts and not the
second line of defence. In its place stands the same policy as a report: what it would have blocked runs, and is
counted twice. A header and not an element of the page, since only a header can report without blocking.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route

from tests.torture.vectors import EVENTS

_POLICY_ELEMENT = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="(?P<policy>[^"]*)">')
#: The end of an address that gives the page without the site's scripts and styles, which takes a third of the time.
_BARE = "?bare"
_OWN_FILES = re.compile(
    rb'<script [^<>]*src="[^"<>]*assets/[^"<>]*"[^<>]*></script>|<link [^<>]*href="[^"<>]*assets/[^"]*">'
)
#: Nothing inline, nothing of another host: the pages' own policy, without the parts that a report cannot have.
_REPORTED = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'report-sample'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-src 'none'; object-src 'none'"
)
#: Runs first in every frame. What it sees goes to the console, which outlives a navigation.
_WATCH = """
window.__hit = number => console.log("ran: " + number)
addEventListener("securitypolicyviolation", event =>
  console.log("violation: " + event.violatedDirective + " " + event.blockedURI + " " + event.sample))
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => console.log("ran: " + name)
addEventListener("click", event => {
  const link = event.target.closest?.("a, area")
  if (link && /^(https?|mailto):$/.test(link.protocol || ":")) event.preventDefault()
}, true)
"""
#: Dispatches every event at every element, clicks every link, and returns addresses with other schemes and handlers.
_PROVOKE = """events => {
  const faults = []
  const sent = events.map(name => new Event(name, {bubbles: false, cancelable: true}))
  for (const element of document.querySelectorAll("*")) {
    for (const {name, value} of element.attributes) {
      if (name.startsWith("on")) faults.push(name + "=" + value)
      if (!/^(href|src|action|formaction|data|xlink:href|poster|ping|srcset|cite|background)$/.test(name)) continue
      let scheme = "unreadable:"
      try { scheme = new URL(value, document.baseURI).protocol } catch {}
      const isPicture = element.localName === "img" && name === "src"
      if (!["http:", "https:", isPicture ? "data:" : "mailto:"].includes(scheme)) faults.push(name + "=" + value)
    }
    if (/^(iframe|object|embed|base|frame|applet|style)$/.test(element.localName)) faults.push(element.localName)
    for (const event of sent) element.dispatchEvent(event)
  }
  for (const link of document.querySelectorAll("a, area")) link.click()
  return faults
}"""
#: A click is done by itself, and these ask the site itself to do something.
_DISPATCHED = [name for name in EVENTS if name not in ("click", "beforeunload", "pagehide", "securitypolicyviolation")]


class _WithoutPolicy(SimpleHTTPRequestHandler):
    """Serves a site without the policy of its pages, and has browsers report what a policy would have blocked."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        pass

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))  # without the query
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        content = file.read_bytes()
        if file.suffix == ".html":
            content = _POLICY_ELEMENT.sub(b"", content)
            content = _OWN_FILES.sub(b"", content) if self.path.endswith(_BARE) else content
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy-Report-Only", _REPORTED)
        if file.suffix != ".html":
            self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        self.wfile.write(content)


class _Server(ThreadingHTTPServer):
    """A server that takes it quietly when a browser leaves a page before it has all of it."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served_without_policy(site: Path) -> Iterator[str]:
    """Serve the folder; yields the address, without a slash at its end."""
    server = _Server(("127.0.0.1", 0), partial(_WithoutPolicy, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


class Watch:
    """Pages of one site in one browser. ``faults`` has what ran, loaded, navigated or opened, by address."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.base = base
        self.faults: list[str] = []
        self.pages = 0
        self._address = ""
        self.context: BrowserContext = browser.new_context(
            service_workers="block", permissions=["clipboard-read", "clipboard-write"], viewport=_WIDE
        )
        self.context.set_default_timeout(60_000)
        self.context.add_init_script(_WATCH)
        port = urlsplit(base).port
        self.context.route(re.compile(rf"^(?!http://127\.0\.0\.1:{port}/|data:|blob:|about:blank)"), self._foreign)
        self.page: Page = self.context.new_page()
        self.context.on("page", lambda page: self._note(f"opened {page.url}"))
        self.page.on("console", lambda message: self._console(message.text))
        self.page.on("dialog", self._dismiss)

    def close(self) -> None:
        self.context.close()

    def open(self, address: str, *, bare: bool = False) -> Page:
        """Open an address of the site. Its faults, from now on, carry the address.

        A ``bare`` page has the site's HTML without its scripts and styles.
        """
        self._address = address
        self.pages += 1
        self.page.goto(f"{self.base}{address}{_BARE if bare else ''}", wait_until="load")
        return self.page

    def provoke(self, *, events: bool = True) -> None:
        """Dispatch every event at every element of the open page, and click every link."""
        before = _path(self.page.url)
        for fault in self.page.evaluate(_PROVOKE, _DISPATCHED if events else []):
            self._note(f"attribute {fault}")
        # Pages of search put queries into their own address.
        if _path(self.page.url) != before:
            self._note(f"navigated to {self.page.url}")

    def read(self, script: str, value: Any = None) -> Any:
        """Evaluate a function in the open page."""
        return self.page.evaluate(script, value)

    def _console(self, text: str) -> None:
        if text.startswith(("ran: ", "violation: ")) or "Content Security Policy" in text:
            self._note(text)

    def _dismiss(self, dialog: Dialog) -> None:
        self._note(f"dialog {dialog.message}")
        dialog.dismiss()

    def _foreign(self, route: Route) -> None:
        self._note(f"request {route.request.url}")
        route.abort()

    def _note(self, fault: str) -> None:
        self.faults.append(f"{self._address}: {fault[:300]}")


def _path(url: str) -> str:
    return urlsplit(url).path


_WIDE: Any = {"width": 1280, "height": 900}
