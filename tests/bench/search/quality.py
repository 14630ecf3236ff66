"""How right search is: ``python -m tests.bench.search.quality [--kinds] [--misses] [--json FILE]``.

Prints nDCG@10, precision among the first five and the share of queries without results, of plain BM25 and of the site's
search, on the judged queries for tuning, on those held out, and on questions in everyday words; then how many known
papers are found: first by their exact title, and among the first five by the three rarest words of title or abstract.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.search.bm25 import PlainBM25
from tests.bench.search.engine import SiteSearch, site_search
from tests.bench.search.judged_set import QUESTIONS, JudgedQuery, judged_papers, known_queries, load_judged
from tests.bench.search.known_items import KnownItems, known_items
from tests.bench.search.measures import FIRST, TOP, ndcg, precision

#: nDCG@10 below which a query is worth a look.
BAD = 0.75
Ranking = Mapping[str, Sequence[str]]  # keys of results by id of query


@dataclass(frozen=True, kw_only=True, slots=True)
class Quality:
    """Figures of a ranking: means over some queries."""

    queries: int
    ndcg: float
    precision: float
    empty: float


def quality(queries: Sequence[JudgedQuery], ranking: Ranking) -> Quality:
    """Return the figures of a ranking for these queries."""
    return Quality(
        queries=len(queries),
        ndcg=statistics.fmean(ndcg(ranking[query.id], query.grades) for query in queries),
        precision=statistics.fmean(precision(ranking[query.id], query.grades) for query in queries),
        empty=statistics.fmean(not ranking[query.id] for query in queries),
    )


def halves(queries: Sequence[JudgedQuery]) -> dict[str, list[JudgedQuery]]:
    """Return the queries for tuning and those that are held out."""
    return {
        "tuning": [query for query in queries if not query.is_held_out],
        "held out": [query for query in queries if query.is_held_out],
    }


def kinds(queries: Sequence[JudgedQuery]) -> dict[str, list[JudgedQuery]]:
    """Return the queries of each kind, in the order of the file."""
    return {kind: [query for query in queries if query.kind == kind] for kind in dict.fromkeys(q.kind for q in queries)}


def site_ranking(site: SiteSearch, queries: Sequence[JudgedQuery]) -> Ranking:
    """Return what the site's search answers."""
    found = site.search([query.query for query in queries], first=TOP)
    return {query.id: keys for query, keys in zip(queries, found, strict=True)}


def found_known(site: SiteSearch, items: KnownItems) -> dict[str, int]:
    """Return how many papers are first by their title, and among the first five by remembered words."""
    return {
        "exact title first": _found(site, items.titles, first=1),
        "words of the title": _found(site, items.of_titles, first=FIRST),
        "words of the abstract": _found(site, items.of_abstracts, first=FIRST),
    }


def _found(site: SiteSearch, items: Sequence[tuple[str, str]], *, first: int) -> int:
    answers = site.search([query for _, query in items], first=first)
    return sum(key in keys for (key, _), keys in zip(items, answers, strict=True))


def _line(name: str, group: str, figures: Quality) -> str:
    shares = f"{figures.ndcg:8.3f} {figures.precision:11.3f} {figures.empty:12.1%}"
    return f"{name:<8} {group:<15} {figures.queries:>7} {shares}\n"


def _misses(queries: Sequence[JudgedQuery], ranking: Ranking) -> str:
    """The queries with the lowest nDCG@10, worst first, with what was found."""
    scored = sorted((ndcg(ranking[query.id], query.grades), query.id, query) for query in queries)
    return "".join(
        f"{score:.2f} {query.query}  ({query.kind}; {', '.join(ranking[query.id][:3]) or 'no results'})\n"
        for score, _, query in scored
        if score < BAD
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", action="store_true", help="also print figures by kind of query")
    parser.add_argument("--misses", action="store_true", help="also print tuning queries with bad answers")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    arguments = parser.parse_args()
    records = judged_papers()
    queries = known_queries(load_judged(), records)
    questions = known_queries(load_judged(QUESTIONS), records)
    asked = (*queries, *questions)
    items = known_items(records)
    plain = PlainBM25(records)
    with site_search(records) as site:
        rankings = {"BM25": {q.id: plain.search(q.query) for q in asked}, "site": site_ranking(site, asked)}
        known = found_known(site, items)
    groups = halves(queries) | {"questions": list(questions)} | (kinds(queries) if arguments.kinds else {})
    figures = {(name, group): quality(some, rankings[name]) for group, some in groups.items() for name in rankings}
    sys.stdout.write(f"{len(records)} papers\n")
    sys.stdout.write("search   queries         number  nDCG@10 precision@5 no results\n")
    sys.stdout.writelines(_line(name, group, found) for (name, group), found in figures.items())
    sys.stdout.writelines(f"{name}: {count} of {len(items.titles)}\n" for name, count in known.items())
    if arguments.misses:
        sys.stdout.write(_misses(groups["tuning"], rankings["site"]))
    if arguments.json:
        written = [{"search": n, "queries": g, "nDCG@10": f.ndcg, "precision@5": f.precision, "no results": f.empty}
                   for (n, g), f in figures.items()]  # fmt: skip
        arguments.json.write_text(json.dumps({"judged": written, "known": known}, indent=1) + "\n")


if __name__ == "__main__":
    main()
