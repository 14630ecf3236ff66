"""Papers in, files for the order "For you" out: what a browser needs to compare papers with those that a reader chose.

A file has the papers of a range of keys. Inflated, it is three lines and then bytes. The lines are, for all papers:
their keys, with spaces between them; the numbers of their topics; their telling terms, with commas within a paper and
semicolons between papers. The bytes are, for all papers: how many authors follow; four bytes for each author; the
vector of the search by meaning. Terms and authors that only one paper has are left out: they relate it to no other. A
new paper must not change the files of others, so what papers of the main part share depends on these alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from generator.build.search.cards import deflated
from generator.build.search.encoded import EncodedParts
from generator.build.search.telling_terms import telling_terms
from generator.pages.views.search import SearchRecord
from generator.text.folding import fold
from generator.text.word_vectors import shipped_word_vectors

#: Papers in a file: with fewer, files compress less; with more, a page loads more that it does not need.
PAPERS_IN_FILE = 128
#: Terms of a paper that are kept, and those among which they are chosen.
_TERMS = 5
_CANDIDATES = 16
_MOST_AUTHORS = 0xFF
# FNV-1a, 32 bits (RFC 9923): the browser computes it as well.
_OFFSET, _PRIME = 0x811C9DC5, 0x01000193


def feature_files(
    papers: Sequence[SearchRecord], main: int, vectors: bytes, parts: EncodedParts
) -> tuple[dict[str, Any], list[bytes]]:
    """Return the first key of each file with all topics, and the files.

    ``vectors`` are those of all papers, and the first ``main`` papers are the main part.
    """
    size = shipped_word_vectors().dimensions // 4
    topics = sorted({(topic.id, topic.name) for record in papers for topic in record.topics})
    numbers = {topic: number for number, (topic, _) in enumerate(topics)}
    telling = _shared_terms(papers, main, parts)
    times = Counter(name for record in papers[:main] for name in set(record.authors))
    of_all = times + Counter(name for record in papers[main:] for name in set(record.authors))
    files, firsts = [], []
    for own in _ranges_of_keys(papers, main):
        authors = [_shared_authors(papers[row], times if row < main else of_all) for row in own]
        lines = (
            " ".join(papers[row].key for row in own),
            " ".join(",".join(str(numbers[topic.id]) for topic in papers[row].topics) for row in own),
            ";".join(",".join(telling[row]) for row in own),
        )
        columns = (
            bytes(map(len, authors)),
            b"".join(author_number(name) for names in authors for name in names),
            b"".join(vectors[row * size : (row + 1) * size] for row in own),
        )
        files.append(deflated("".join(f"{line}\n" for line in lines).encode() + b"".join(columns)))
        firsts.append(papers[own[0]].key)
    return {"firsts": firsts, "topics": topics}, files


def _ranges_of_keys(papers: Sequence[SearchRecord], main: int) -> list[list[int]]:
    """Return the rows of each file, in the order of keys: ranges with equally many papers of the main part."""
    rows = sorted(range(len(papers)), key=lambda row: papers[row].key)
    ranges: list[list[int]] = []
    of_main = 0
    for row in rows:
        if not ranges or of_main == PAPERS_IN_FILE or len(ranges[-1]) == 2 * PAPERS_IN_FILE:
            ranges.append([])
            of_main = 0
        ranges[-1].append(row)
        of_main += row < main
    return ranges


def _shared_authors(record: SearchRecord, times: Mapping[str, int]) -> list[str]:
    return [name for name in record.authors if times[name] > 1][:_MOST_AUTHORS]


@cache
def author_number(name: str) -> bytes:
    """Return four bytes that stand for a name, without case and accents."""
    number = _OFFSET
    for byte in fold(name).encode():
        number = (number ^ byte) * _PRIME & 0xFFFFFFFF
    return number.to_bytes(4, "big")


def _shared_terms(papers: Sequence[SearchRecord], main: int, parts: EncodedParts) -> list[list[str]]:
    """Return the telling terms of each paper that another paper has, too."""
    candidates = [
        parts.part(
            "telling terms",
            (record.title.encode(), record.abstract.encode()),
            lambda: ",".join(telling_terms(record.title, record.abstract, _CANDIDATES)).encode(),  # noqa: B023  # called at once
        )
        .decode()
        .split(",")
        for record in papers
    ]
    plain = _PlainTerms().__getitem__
    times = Counter(chain.from_iterable(map(plain, terms) for terms in candidates[:main]))
    of_all = times + Counter(chain.from_iterable(map(plain, terms) for terms in candidates[main:]))
    return [
        [term for term in terms if term and (times if row < main else of_all)[plain(term)] > 1][:_TERMS]
        for row, terms in enumerate(candidates)
    ]


class _PlainTerms(dict[str, str]):
    """Terms without case, accents and hyphens; most terms are there several times."""

    def __missing__(self, term: str) -> str:
        self[term] = plain = fold(term).replace("-", " ")
        return plain
