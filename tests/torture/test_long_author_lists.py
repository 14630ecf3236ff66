"""Papers of large collaborations: thousands of authors are imported, shown, exported and described, none is lost."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.build.small_digest import built, make_digest
from tests.cli.running import digestif
from tests.pages.linked_data import linked_data
from tests.torture.commands import environment

#: Names that markup, formats and lists of names could break, each with a number that tells it from the others.
KINDS = (
    *("Ada & <Lovelace", "O'Neil & Søns", "Ludwig van der Möller", "王 小明", "محمد علي", "A. B. {C} $x$"),
    "Jean-Luc de la Tour",
)


class _Text(HTMLParser):
    """Collects the text of a page outside its scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._hidden = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)


@pytest.mark.parametrize("count", [1_000, 3_000])
def test_every_author_of_a_long_list_is_on_the_page_in_its_metadata_and_in_exports(tmp_path: Path, count: int) -> None:
    site = make_digest(tmp_path / "digest", papers=1)
    names = [f"{KINDS[number % len(KINDS)]} N{number}" for number in range(count)]
    paper = {
        "title": "A Large Collaboration", "summary": "We measured.", "id": "2507.00001",
        "authors": [{"name": name} for name in names],
    }  # fmt: skip
    (site / "list.json").write_text(json.dumps([{"paper": paper, "title": paper["title"]}]))
    done = digestif("import", "list.json", "--date", "2025-07-31", cwd=site, environment=environment())
    assert done.returncode == 0, done.stdout + done.stderr
    checked = digestif("check", cwd=site, environment=environment())
    assert checked.returncode == 0, checked.stdout
    built(site)
    html = (site / "site" / "papers" / "2507.00001" / "index.html").read_text()
    shown = "".join(_Text(html).pieces)
    assert [name for name in names if not re.search(rf"{re.escape(name)}\b", shown)] == []
    described = linked_data(html, url="https://example.org/small/papers/2507.00001/")
    assert json.dumps(described, ensure_ascii=False).count(" N") >= count
    exported = digestif("export", "jsonl", cwd=site, environment=environment()).stdout
    records = [json.loads(line) for line in exported.splitlines()]
    found = next(record for record in records if record["title"] == paper["title"])
    assert [author["name"] for author in found["authors"]] == names
