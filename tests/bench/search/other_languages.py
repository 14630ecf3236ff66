"""How right search is in other languages than English: ``python -m tests.bench.search.other_languages [LANGUAGE]``.

Prints the precision of the first five and the recall of the first ten for titles of ``languages/``, and the queries
that miss something. ``zh_titles.txt`` has Chinese titles with spaces between words (``_`` is a real one), mostly
translations of titles of ``content/papers``. A title answers a query of ``zh_queries.txt`` if it has it as words or
within one, and not if it begins or ends within another word. The other files have titles, and the queries that each
answers.
"""

from __future__ import annotations

import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from generator.pages.views.search import SearchRecord, search_records
from tests.bench.search.engine import SiteSearch, site_search
from tests.bench.search.measures import FIRST, TOP
from tests.search.small_archive import paper, small_catalog

FOLDER = Path(__file__).parent / "languages"
LANGUAGES = ("zh", "ja", "ko", "de", "ar", "ru")
_LATIN = re.compile("[A-Za-z0-9]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """Titles, and the numbers of those that answer each query."""

    titles: tuple[str, ...]
    queries: dict[str, frozenset[int]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Means over queries; ``misses`` has those with less than a whole one, with titles that should not come first."""

    precision: float
    recall: float
    empty: int
    misses: tuple[str, ...]


def load_language(language: str) -> Judged:
    """Return the judged titles of a language."""
    if language == "zh":
        return _load_chinese()
    titles: list[str] = []
    answers: defaultdict[str, set[int]] = defaultdict(set)
    for number, line in enumerate((FOLDER / f"{language}.tsv").read_text(encoding="utf-8").splitlines()):
        title, queries = line.split("\t")
        titles.append(title)
        for query in queries.split("; "):
            answers[query].add(number)
    return Judged(titles=tuple(titles), queries={query: frozenset(found) for query, found in answers.items()})


def records(judged: Judged) -> list[SearchRecord]:
    """Return a paper for each title."""
    papers = {
        f"p{number:03}": (paper(title, day=date(2020, 1, 1) + timedelta(days=number)), "vision", 0)
        for number, title in enumerate(judged.titles)
    }
    return list(search_records(small_catalog(papers)))


def measure(judged: Judged, site: SiteSearch) -> Figures:
    """Ask the search of a site with these titles for all queries."""
    found = [[int(key[1:]) for key in keys if key] for keys in site.search(list(judged.queries), first=TOP)]
    precision = [_share(keys, good, FIRST) for keys, good in zip(found, judged.queries.values(), strict=True)]
    return Figures(
        precision=statistics.fmean(precision),
        recall=statistics.fmean(
            len(good.intersection(keys[:TOP])) / min(TOP, len(good))
            for keys, good in zip(found, judged.queries.values(), strict=True)
        ),
        empty=sum(not keys for keys in found),
        misses=tuple(
            f"{query}: {share:.2f} {[judged.titles[key] for key in keys if key not in good][:2]}"
            for (query, good), keys, share in zip(judged.queries.items(), found, precision, strict=True)
            if share < 1
        ),
    )


def _share(keys: Sequence[int], good: frozenset[int], first: int) -> float:
    wanted = min(first, len(good))
    return sum(key in good for key in keys[:wanted]) / wanted


def _load_chinese() -> Judged:
    lines = (FOLDER / "zh_titles.txt").read_text(encoding="utf-8").splitlines()
    queries = (FOLDER / "zh_queries.txt").read_text(encoding="utf-8").split()
    divided = [list(_words(line)) for line in lines]
    return Judged(
        titles=tuple("".join(words) for words in divided),
        queries={
            query: frozenset(number for number, words in enumerate(divided) if _answers(words, query))
            for query in queries
        },
    )


def _words(line: str) -> Iterator[str]:
    """Yield the words of a line, with a space before one that would otherwise be joined to Latin letters."""
    before = ""
    for word in line.replace("_", "\u00a0").split(" "):
        yield f" {word}" if _LATIN.match(word) and _LATIN.match(before[-1:]) else word
        before = word


def _answers(words: Sequence[str], query: str) -> bool:
    title, edges = "", {0}
    for word in words:
        title += word
        edges.add(len(title))
    for found in re.finditer(f"(?={re.escape(query)})", title):
        start, end = found.start(), found.start() + len(query)
        if {start, end} <= edges or not any(start < edge < end for edge in edges):
            return True
    return False


def main(languages: Sequence[str]) -> None:
    """Print the figures of languages."""
    for language in languages:
        judged = load_language(language)
        with site_search(records(judged)) as site:
            figures = measure(judged, site)
        print(
            f"{language}: {len(judged.titles)} titles, {len(judged.queries)} queries, precision {figures.precision:.3f}"
        )
        print(f"    recall {figures.recall:.3f}, {figures.empty} without results")
        for miss in figures.misses:
            print(f"    {miss}")


if __name__ == "__main__":
    main(sys.argv[1:] or LANGUAGES)
