"""The digest of this repository, from records to the site: every paper is where readers look for it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

from generator.build.pipeline import build
from generator.pages.views.archive import NEWEST_PAPERS
from tests.site.conftest import ROOT, Built

BIN = Path(sys.executable).parent


class _Text(HTMLParser):
    """The text of a page without scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def text_of(page: Path) -> str:
    parser = _Text()
    parser.feed(page.read_text(encoding="utf-8"))
    return " ".join("".join(parser.words).split())


def test_the_first_digest_has_every_rank_of_its_list(built: Built) -> None:
    papers = [entry for entry in built.catalog.entries if str(entry.paper.date) == "2025-07-31"]
    assert papers
    assert [entry.rank_on(entry.paper.date) for entry in papers] == list(range(1, len(papers) + 1))
    assert all(entry.paper.abstract and entry.source == "hf-page" for entry in papers)
    assert all(entry.paper.authors and entry.paper.ids.arxiv in entry.paper.aliases for entry in papers)


def test_every_title_is_on_its_page_its_day_its_month_and_if_new_in_the_archive(built: Built) -> None:
    archive = text_of(built.site / "archive" / "index.html")
    newest = {entry.key for entry in built.catalog.entries[:NEWEST_PAPERS]}
    for day, entries in built.catalog.by_day.items():
        month = text_of(built.site / "months" / f"{day:%Y-%m}" / "index.html")
        listed = text_of(built.site / "days" / day.isoformat() / "index.html")
        for entry in entries:
            title = " ".join(entry.paper.title.split())
            assert title in text_of(built.site / "papers" / entry.key / "index.html"), entry.key
            assert title in listed, entry.key
            assert title in month, entry.key
            assert entry.key not in newest or title in archive, entry.key


def test_every_abstract_is_shown_as_in_its_record(built: Built) -> None:
    for entry in built.catalog.entries:
        if "$" not in entry.paper.abstract:  # formulas are rendered as MathML
            shown = text_of(built.site / "papers" / entry.key / "index.html")
            assert " ".join(entry.paper.abstract.split()) in shown, entry.key


def test_every_page_has_the_policy_and_nothing_inline_that_it_refuses(built: Built) -> None:
    pages = list(built.site.rglob("*.html"))
    assert len(pages) > len(built.catalog.entries)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' not in text or "<body" in text:
            assert 'http-equiv="Content-Security-Policy"' in text, page
        scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", text)
        assert all("application/json" in kind or "application/ld+json" in kind for kind in scripts), page
        assert not re.search(r"<[^>]+ style=", text), f"{page} has an inline style"


def test_no_internal_link_is_broken(built: Built) -> None:
    found = subprocess.run(
        [BIN / "lychee", "--offline", "--no-progress", "--include-fragments", "--index-files", "index.html",
         "--root-dir", built.site, "--exclude-path", "404.html", f"{built.site}/**/*.html"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout + found.stderr
    assert " 0 Errors" in found.stdout


def test_mkdocs_build_strict_accepts_the_generated_pages_and_renders_the_same(built: Built, tmp_path: Path) -> None:
    made = subprocess.run(
        [BIN / "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path / "plain"],
        cwd=built.checkout, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "")
    # Plain MkDocs loads Material's script and style sheets, and each module of the theme.
    ours, theirs = ((site / "index.html").read_text() for site in (built.site, tmp_path / "plain"))
    assert _between(theirs, "<main", "</main>") == _between(ours, "<main", "</main>")


def _between(text: str, start: str, end: str) -> str:
    return text[text.index(start) : text.index(end)]


def test_a_second_build_writes_nothing_under_docs_and_gives_the_same_site(built: Built) -> None:
    def stamps() -> dict[str, int]:
        return {str(file): file.stat().st_mtime_ns for file in (built.checkout / "docs").rglob("*") if file.is_file()}

    def pages() -> dict[str, bytes]:
        return {str(file): file.read_bytes() for file in sorted(built.site.rglob("*.html"))}

    before, pages_before = stamps(), pages()
    build(built.checkout)
    assert stamps() == before
    assert pages() == pages_before


def test_deleting_generated_files_loses_nothing(built: Built, tmp_path: Path) -> None:
    again = tmp_path / "again"
    shutil.copytree(built.checkout, again, ignore=shutil.ignore_patterns("site", ".digestif", "papers"))
    shutil.copytree(built.checkout / "content", again / "content", dirs_exist_ok=True)
    build(again)
    ours = {file.relative_to(built.site): file.read_bytes() for file in built.site.rglob("*.html")}
    assert {file.relative_to(again / "site"): file.read_bytes() for file in (again / "site").rglob("*.html")} == ours


def test_git_tracks_no_generated_file() -> None:
    tracked = subprocess.run(["git", "ls-files", "docs"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in tracked.split():
        if name.endswith((".md", ".css")):
            assert "made by digestif" not in (ROOT / name).read_text(encoding="utf-8")[:120], name
