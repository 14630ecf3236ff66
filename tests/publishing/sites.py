"""A digest with a built site of thirty pages, and what tests ask of it and of its target."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.cli.running import digestif

PAPERS = 30
#: A page, an asset whose name has a hash, and an entry point.
PAGE, ASSET, ENTRY = "papers/2501.00001/index.html", "assets/javascripts/core-82372def.js", "index.html"
OWN = ".digestif-publish"
MANIFEST = f"{OWN}/manifest.json"
LEASE = f"{OWN}/lease.json"


def make_site(digest: Path) -> Path:
    """Create a digest whose site has files of all kinds; returns its folder."""
    files = {
        f"papers/2501.{number:05}/index.html": f"<h1>Paper {number}</h1>" for number in range(PAPERS)
    } | {
        "index.html": "<h1>Home</h1>",
        "404.html": "<h1>Not found</h1>",
        "sitemap.xml": "<urlset/>",
        "robots.txt": "User-agent: *",
        "service-worker.js": "// worker",
        "offline.json": "{}",
        "feeds/papers.xml": "<feed/>",
        "feeds/papers.json": "{}",
        "schema/paper.json": "{}",
        "search-index/manifest.json": "{}",
        "search-index/words.576e859a/1": "words",
        "assets/javascripts/core-82372def.js": "// script",
        "assets/javascripts/custom-20250101.js": "// of the digest's own",
        "assets/a name with spaces & ünïcode.css": "p {}",
        "assets/cards/2501.00001.png": "picture",
    }  # fmt: skip
    (digest / "mkdocs.yml").parent.mkdir(parents=True, exist_ok=True)
    (digest / "mkdocs.yml").write_text("site_name: Small\ntheme: {name: digestif}\n")
    for path, content in files.items():
        write(digest / "site", path, content)
    return digest


def write(folder: Path, path: str, content: str) -> None:
    """Write a file, with its folders."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(content, encoding="utf-8")


def change(digest: Path) -> None:
    """Change one file of each stage, add a page and delete one."""
    for path in (PAGE, ENTRY, "search-index/manifest.json"):
        write(digest / "site", path, f"{path}, changed")
    write(digest / "site", "search-index/words.6a7e859b/1", "other words")
    (digest / "site" / "search-index/words.576e859a/1").unlink()
    write(digest / "site", "papers/2502.00001/index.html", "<h1>New</h1>")
    (digest / "site" / "papers/2501.00002/index.html").unlink()


def contents(folder: Path) -> dict[str, str]:
    """Return all files below a folder by their paths, without those of publications."""
    return {
        path: file.read_text(encoding="utf-8")
        for file in folder.rglob("*")
        if file.is_file() and not (path := file.relative_to(folder).as_posix()).startswith(f"{OWN}/")
    }


def publish(
    digest: Path, target: str | Path, *options: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return digestif("publish", target, *options, cwd=digest, environment=environment)


def published(digest: Path, target: str | Path, *options: str, environment: Mapping[str, str] | None = None) -> str:
    """Run the command, which succeeds, and return what it printed."""
    done = publish(digest, target, *options, environment=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def refusal(digest: Path, target: str | Path, *options: str, environment: Mapping[str, str] | None = None) -> str:
    """Run the command, which fails, and return its message."""
    done = publish(digest, target, *options, environment=environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert "internal error" not in done.stderr
    return done.stderr


def publish_until(
    digest: Path, target: str | Path, step: str, number: int, *, environment: Mapping[str, str] | None = None
) -> None:
    """Run the command in a process that is killed when a step reports this number of files."""
    script = Path(__file__).with_name("killed.py")
    command = [sys.executable, str(script), step, str(number), "publish", str(target)]
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        command, cwd=digest, env={**(environment or os.environ), "PYTHONPATH": root}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == -9, done.stderr
