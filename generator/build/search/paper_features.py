"""Papers in, files for the order "For you" out: what a browser needs to compare papers with those that a reader chose.

A file has the papers of a range of keys. Inflated, it is three lines and then bytes. The lines are, for all papers:
their keys, with spaces between them; the numbers of their topics; their telling terms, with commas within a paper and
semicolons between papers. The bytes are, for all papers: how many authors follow; four bytes for each author; the
vector of the search by meaning. Terms and authors that only one paper has are left out: they relate it to no other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from generator.build.search.cards import deflated
from generator.build.search.encoded import EncodedParts
from generator.build.search.meaning import paper_vectors
from generator.build.search.paper_terms import PaperTerms
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
    papers: Sequence[SearchRecord], terms: PaperTerms, parts: EncodedParts
) -> tuple[dict[str, Any], list[bytes]]:
    """Return what names the files, with the first key of each, and the files; ``terms`` has a row for each paper."""
    size = shipped_word_vectors().dimensions // 4
    vectors, _ = paper_vectors(terms, shipped_word_vectors(), parts)
    topics = sorted({(topic.id, topic.name) for record in papers for topic in record.topics})
    numbers = {topic: number for number, (topic, _) in enumerate(topics)}
    telling = _shared_terms(papers, parts)
    times = Counter(name for record in papers for name in set(record.authors))
    rows = sorted(range(len(papers)), key=lambda row: papers[row].key)
    files, firsts = [], []
    for start in range(0, len(rows), PAPERS_IN_FILE):
        own = rows[start : start + PAPERS_IN_FILE]
        authors = [[name for name in papers[row].authors if times[name] > 1][:_MOST_AUTHORS] for row in own]
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


@cache
def author_number(name: str) -> bytes:
    """Return four bytes that stand for a name, without case and accents."""
    number = _OFFSET
    for byte in fold(name).encode():
        number = (number ^ byte) * _PRIME & 0xFFFFFFFF
    return number.to_bytes(4, "big")


def _shared_terms(papers: Sequence[SearchRecord], parts: EncodedParts) -> list[list[str]]:
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
    times = Counter(_plain(term) for terms in candidates for term in terms)
    return [[term for term in terms if term and times[_plain(term)] > 1][:_TERMS] for terms in candidates]


def _plain(term: str) -> str:
    return fold(term).replace("-", " ")
