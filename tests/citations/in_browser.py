"""Runs the theme's modules for citations with Node.js."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from generator.build.search.cards import card
from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.topics.topic_set import make_topic_set
from generator.model import Library, Paper, Record
from generator.outputs.api.download import DOWNLOAD
from generator.outputs.api.plan import plan_api
from generator.pages.views.search import search_records
from generator.settings import Settings
from generator.text.markup.math import plain

SCRIPT = Path(__file__).with_name("write_citations.js")
SETTINGS = Settings(title="Digest", site_url="https://example.org/digest")
DAY = date(2025, 7, 31)


@cache
def node() -> str | None:
    """Return the path of Node.js 20 or newer, or None."""
    found = shutil.which("node")
    if not found:
        return None
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    return found if int(version.lstrip("v").split(".")[0]) >= 20 else None


@dataclass(frozen=True, kw_only=True)
class Written:
    """What the modules write of papers: one text for each, or a file of all."""

    bibtex: list[str]
    ris: list[str]
    csl: list[str]
    styled: list[dict[str, list[Any]]]
    files: dict[str, str]


def _catalog(papers: Sequence[tuple[str, Paper]]) -> Catalog:
    records = {
        key: Record(key=key, file=f"content/papers/{key}.yaml", paper=paper.model_copy(update={"date": DAY}))
        for key, paper in papers
    }
    return build_catalog(Library(records=records, mentions={}, notes={}, removed={}), make_topic_set(()), {}, {})


def api_papers(papers: Sequence[tuple[str, Paper]]) -> list[dict[str, Any]]:
    """Return the papers as the API's download has them, in the order given; each has a key."""
    [download] = [file for file in plan_api(_catalog(papers), SETTINGS) if file.path == DOWNLOAD]
    found = {paper["key"]: paper for paper in map(json.loads, gzip.decompress(download.render()).splitlines())}
    return [found[key] for key, _ in papers]


def write_in_browser(papers: Sequence[tuple[str, Paper]]) -> Written:
    """Write papers with the theme's modules, from what the API has of them."""
    shown = [plain(paper.title) for _, paper in papers]
    written = _run({"papers": api_papers(papers), "shown": shown})
    written.pop("citations")
    return Written(**written)


def write_search_results(papers: Sequence[tuple[str, Paper]]) -> dict[str, str]:
    """Write papers as the search page exports them, from their cards; returns a text for each format."""
    cards = {record.key: json.loads(card(record)) for record in search_records(_catalog(papers))}
    root = SETTINGS.site_url
    shown = [{**cards[key], "href": root + cards[key]["address"]} for key, _ in papers]
    files: dict[str, str] = _run({"cards": shown})["files"]
    return files


def _run(given: dict[str, Any]) -> dict[str, Any]:
    command = [str(node()), str(SCRIPT)]
    done = subprocess.run(command, input=json.dumps(given).encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    written: dict[str, Any] = json.loads(done.stdout)
    return written
