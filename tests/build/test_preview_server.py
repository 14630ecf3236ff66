"""The preview server: this machine only, pages with their policy, no file outside, and reloads after each build."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from generator.build.preview.server import Preview, is_allowed_host, is_loopback, serve
from generator.errors import DigestifError
from generator.files.folder import Folder

POLICY = "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">"
PAGE = f"<html><head>{POLICY}</head><body><p>Page</p></body></html>"
PATIENCE_SECONDS = 20


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    site = Folder(tmp_path / "digest")
    for path, text in {"index.html": PAGE, "papers/a/index.html": PAGE, "404.html": PAGE, "a.js": "1"}.items():
        (tmp_path / "digest" / "built" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "digest" / "built" / path).write_text(text)
    (tmp_path / "digest" / "secret.txt").write_text("secret")
    (tmp_path / "digest" / "built" / "leak.txt").symlink_to("../secret.txt")
    with serve(made := Preview(site, "built", host="127.0.0.1", port=free_port())):
        yield made


def get(preview: Preview, path: str, host: str = "localhost") -> tuple[HTTPResponse, str]:
    connection = HTTPConnection(preview.host, preview.port, timeout=PATIENCE_SECONDS)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    response = connection.getresponse()
    return response, response.read().decode()


def test_pages_keep_their_policy_and_get_a_script_that_it_allows(preview: Preview) -> None:
    response, page = get(preview, "/")
    assert (response.status, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert POLICY in page
    script = f'<script src="/.livereload/script.js" data-version="{preview.version}" defer></script></body>'
    assert script in page
    response, script = get(preview, "/.livereload/script.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "location.reload()" in script
    assert get(preview, "/a.js")[1] == "1"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/papers/a/", 200),
        ("/papers/a/?q=1", 200),
        ("/papers/a", 301),
        ("/papers/", 404),
        ("/nothing", 404),
        ("/%00", 404),
        ("http://[x/", 404),
        ("/%ff", 404),
        ("/../secret.txt", 404),
        ("/..%2fsecret.txt", 404),
        ("/%2e%2e/secret.txt", 404),
        ("/..%5csecret.txt", 404),
        ("//example.org/", 404),
        ("/leak.txt", 404),
    ],
)
def test_only_files_of_the_site_are_served(preview: Preview, path: str, status: int) -> None:
    response, text = get(preview, path)
    assert response.status == status
    assert "secret" not in text
    assert response.headers.get("Location") == ("/papers/a/" if status == 301 else None)


def test_other_host_names_are_refused(preview: Preview) -> None:
    response, text = get(preview, "/", host="rebound.example.org")
    assert (response.status, text) == (
        403,
        "This preview answers requests for localhost and 127.0.0.1 only.\n",
    )


@pytest.mark.parametrize(
    ("header", "bound", "allowed"),
    [
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("localhost:8000", "127.0.0.1", True),
        ("LOCALHOST.", "127.0.0.1", True),
        ("digest.localhost", "127.0.0.1", True),
        ("[::1]:8000", "::1", True),
        ("192.168.1.5:8000", "0.0.0.0", True),
        ("192.168.1.5:8000", "192.168.1.5", True),
        ("192.168.1.6:8000", "192.168.1.5", False),
        ("laptop.local", "laptop.local", True),
        ("example.org", "0.0.0.0", False),
        ("localhost.example.org", "127.0.0.1", False),
        ("127.0.0.1.example.org", "127.0.0.1", False),
        ("", "127.0.0.1", False),
        ("[::1", "127.0.0.1", False),
    ],
)
def test_the_host_header_names_this_machine(header: str, bound: str, allowed: bool) -> None:
    assert is_allowed_host(header, bound) is allowed


def test_an_open_page_learns_of_a_build(preview: Preview) -> None:
    version = preview.version
    threading.Timer(0.2, preview.announce_build).start()
    text = get(preview, f"/.livereload/wait?version={version}")[1]
    assert text == preview.version != version
    assert get(preview, "/.livereload/wait?version=of-an-earlier-server")[1] == text


def test_closed_connections_print_nothing(preview: Preview, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(5):
        with socket.create_connection((preview.host, preview.port)) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close with a reset
            client.sendall(b"GET / HTTP/1.1\r\n")
    assert get(preview, "/a.js")[1] == "1"
    time.sleep(0.2)
    assert capfd.readouterr().err == ""


def test_a_port_that_is_taken_is_named(preview: Preview) -> None:
    with pytest.raises(DigestifError) as caught, serve(preview):
        pass
    assert str(caught.value) == (
        f"{preview.address}: could not listen there: address already in use\n"
        "  if another program uses the port, choose a free one with --port"
    )


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.2", False),
        ("digest.example", False),
    ],
)
def test_who_can_reach_a_preview_is_known_from_its_host(host: str, expected: bool) -> None:
    assert is_loopback(host) == expected
