"""The commands with which the README begins, played as they are written; Hugging Face is a local server."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

ROOT = Path(__file__).parents[2]


class DailyPapers(BaseHTTPRequestHandler):
    """One paper for every day; the second page of a list is empty."""

    def do_GET(self) -> None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        day = query["date"]
        paper = {
            "id": f"{day[2:4]}{day[5:7]}.{day[8:]}000",
            "title": f"The Paper of {day}",
            "submittedOnDailyAt": f"{day}T00:00:00Z",
        }
        body = json.dumps([{"paper": paper}] if query["p"] == "0" else []).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        pass


@pytest.fixture
def hugging_face() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), DailyPapers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_the_first_commands_of_the_readme_make_a_site_with_papers(tmp_path: Path, hugging_face: str) -> None:
    [command] = re.findall(r"^    (digestif new .*)$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert command.endswith(" && digestif serve")
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    (bin_folder / "digestif").write_text(f'#!/bin/sh\nexec {sys.executable} -m generator "$@"\n')
    (bin_folder / "digestif").chmod(0o755)
    environment = os.environ | {
        "PATH": f"{bin_folder}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "DIGESTIF_HF_URL": hugging_face,
        "NO_PROXY": "127.0.0.1",
    }
    # Serving would not end; it begins with the same build.
    script = command.replace("digestif serve", "digestif build")
    played = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert played.returncode == 0, played.stdout + played.stderr
    assert "The Paper of " in (tmp_path / "my-digest" / "site" / "index.html").read_text()
