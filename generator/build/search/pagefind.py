"""The only module that knows Pagefind's command and its files: lean pages in, an index and ids of results out.

Found with 1.5.2: files on disk are indexed a hundred times as fast as through its Python API; a fragment, a file for
each page, is gzip of a signature and JSON; pagefind-entry.json names the WebAssembly that a page loads, and a name with
``/../`` in it leads to one file for all shards.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from generator.errors import DigestifError
from generator.pages.views.search import SearchRecord
from generator.text.search_words import id_word, name_words, other_spellings, words

SIGNATURE = b"pagefind_dcd"
#: Weights of a word of the title, of an author's name, and of a name marked for ``author:``; of the abstract, 1.
TITLE_WEIGHT, NAME_WEIGHT, MARK_WEIGHT = "7", "2", "0.1"
#: Pagefind's own widgets, which nothing here loads.
_UNUSED = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
    "wasm.unknown.*",
)
#: Its program, the same for all shards; the worker must be in the shard's folder.
PROGRAM = ("pagefind.js", "wasm.en.pagefind")
_SHARED_WASM = "-/../../wasm.en"
_ENTRY = "pagefind-entry.json"
_FRAGMENTS = "fragment"
#: The ending of a page's file.
PAGE = ".html"


@dataclass(frozen=True, kw_only=True, slots=True)
class LeanPaper:
    """The indexed words of a paper: words are separated by spaces, entries of a field by full stops."""

    title: str
    abstract: str
    others: str
    authors: str
    marks: str


def lean_paper(record: SearchRecord) -> LeanPaper:
    """Return the words of a paper, as the module ``words`` makes them."""
    marks = [" ".join(name_words(name)) for name in record.authors]
    return LeanPaper(
        title=" ".join(words(record.title)),
        abstract=" ".join(words(record.abstract)),
        others=" . ".join(other_spellings(f"{record.title}\n{record.abstract}")),
        authors=" . ".join(" ".join(words(name)) for name in record.authors),
        marks=" . ".join([*marks, *(id_word(identifier) for identifier in record.ids)]),
    )


def lean_page(paper: LeanPaper) -> str:
    """Return the page that Pagefind indexes; a lone full stop keeps phrases within a field. Words need no escaping."""
    return (
        '<!doctype html><html lang="en"><body data-pagefind-body>'
        f'<p data-pagefind-weight="{TITLE_WEIGHT}" data-pagefind-meta="title">{paper.title} .</p>'
        f"<p>{paper.abstract} . {paper.others} .</p>"
        f'<p data-pagefind-weight="{NAME_WEIGHT}">{paper.authors} .</p>'
        f'<p data-pagefind-weight="{MARK_WEIGHT}">{paper.marks}</p></body></html>'
    )


def index_pages(pages: Path, bundle: Path, *, name: str) -> None:
    """Index a folder of lean pages into the folder ``bundle``; raises DigestifError with Pagefind's own message."""
    command = [sys.executable, "-m", "pagefind", "--site", str(pages), "--output-path", str(bundle)]
    command += ["--force-language", "en", "--quiet"]
    # Pagefind obeys a pagefind.toml in its folder and its environment variables: it runs without both.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PAGEFIND_")}
    ran = subprocess.run(
        command,
        cwd=pages,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if ran.returncode != 0 or not (bundle / _ENTRY).is_file():
        reason = (ran.stderr.strip() or ran.stdout.strip() or "it gave no reason").splitlines()[-1]
        raise DigestifError(
            f"search: Pagefind could not index the papers of {name}: {reason}",
            fix="check that it is installed: python -m pagefind --version; the site was not changed",
        )
    for pattern in _UNUSED:
        for file in bundle.glob(pattern):
            file.unlink()
    entry = json.loads((bundle / _ENTRY).read_bytes())
    entry["languages"]["en"]["wasm"] = _SHARED_WASM
    (bundle / _ENTRY).write_text(json.dumps(entry, separators=(",", ":")))


def page_count(bundle: Path) -> int:
    """Return the number of pages in Pagefind's own count."""
    entry = json.loads((bundle / _ENTRY).read_bytes())
    return sum(int(language["page_count"]) for language in entry["languages"].values())


def take_ids(bundle: Path) -> dict[str, str]:
    """Return the ids of results by the names of pages, and delete Pagefind's fragments: cards are shown instead."""
    ids: dict[str, str] = {}
    for file in (bundle / _FRAGMENTS).glob("*.pf_fragment"):
        content = gzip.decompress(file.read_bytes())
        if not content.startswith(SIGNATURE):
            raise DigestifError(
                f"search: {file.name} is not a fragment as Pagefind 1.5 writes it",
                fix="install the version that this project pins: pip install 'pagefind[bin]>=1.5.2,<1.6'",
            )
        page = str(json.loads(content[len(SIGNATURE) :])["url"])
        ids[page.removeprefix("/").removesuffix(PAGE)] = file.stem
    shutil.rmtree(bundle / _FRAGMENTS, ignore_errors=True)
    return ids
