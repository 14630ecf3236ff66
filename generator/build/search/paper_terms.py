"""Papers in, numbers of their terms out: the slowest step of indexing, so its results are cached by paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from generator.build.search.definitions import definitions
from generator.pages.views.search import SearchRecord
from generator.text.search_terms import term_of
from generator.text.search_words import COMMON, all_words, id_word, joined_words, name_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Number of the mark between two texts, which keeps phrases within one.
GAP = 0
#: Parts of a paper's numbers, in their order; each paper begins with the length of each part.
#: ``others`` are joined and split spellings; ``sequences`` are pairs of a term and the terms that mean the same.
PARTS = ("title", "abstract", "keywords", "names", "ids", "others", "sequences")


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperTerms:
    """The terms of papers: ``terms`` by number, and an array for each paper as ``PARTS`` describes it."""

    terms: tuple[str, ...]
    papers: tuple[NDArray[np.int32], ...]


class _Numbers(dict[str, int]):
    """Numbers of terms, in the order in which they are first looked up."""

    def __missing__(self, term: str) -> int:
        self[term] = number = len(self)
        return number


class _Chunks(dict[str, tuple[int, ...]]):
    """The numbers of the terms in a piece of text without spaces: few pieces of a text are new."""

    def __init__(self, numbers: _Numbers) -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        found = (word for word in all_words(chunk) if word not in COMMON)
        self[chunk] = numbers = tuple([self._numbers[term_of(word)] for word in found])
        return numbers


class _Compounds(dict[str, tuple[tuple[int, ...], ...]]):
    """The joined spellings in a piece of text without spaces, each followed by the terms of its parts."""

    def __init__(self, numbers: _Numbers) -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, chunk: str) -> tuple[tuple[int, ...], ...]:
        number = self._numbers
        self[chunk] = found = tuple(
            (number[term_of(joined)], *(number[term_of(part)] for part in parts))
            for joined, parts in joined_words(chunk)
        )
        return found


class _Names(dict[str, tuple[int, ...]]):
    """The numbers of the words of a name, with a mark after it."""

    def __init__(self, numbers: _Numbers) -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, name: str) -> tuple[int, ...]:
        self[name] = numbers = (*(self._numbers[word] for word in name_words(name)), GAP)
        return numbers


class TermReader:
    """Numbers the terms of papers; ``known`` is the result of an earlier build, by fingerprints of papers."""

    def __init__(self, known: PaperTerms | None = None, fingerprints: Sequence[str] = ()) -> None:
        self._numbers = _Numbers({term: number for number, term in enumerate(known.terms if known else ("",))})
        self._known = dict(zip(fingerprints, known.papers if known else (), strict=True))
        self._chunks = _Chunks(self._numbers)
        self._compounds = _Compounds(self._numbers)
        self._of_names = _Names(self._numbers)

    def read(self, records: Iterable[SearchRecord]) -> tuple[PaperTerms, tuple[str, ...]]:
        """Return the terms of papers in their order, and the papers' fingerprints."""
        papers, fingerprints = [], []
        for record in records:
            known = self._known.get(record.fingerprint)
            papers.append(self._paper(record) if known is None else known)
            fingerprints.append(record.fingerprint)
        return PaperTerms(terms=tuple(self._numbers), papers=tuple(papers)), tuple(fingerprints)

    def _paper(self, record: SearchRecord) -> NDArray[np.int32]:
        import numpy as np

        text = f"{record.title}\n{record.abstract}"
        parts = {
            "title": self._text(record.title),
            "abstract": self._text(record.abstract),
            "keywords": self._texts((*record.keywords, record.venue)),
            "names": self._names(record.authors),
            "ids": [self._numbers[id_word(identifier)] for identifier in record.ids],
            "others": [],
            "sequences": [],
        }
        for compound in chain.from_iterable(map(self._compounds.__getitem__, text.split())):
            parts["others"] += compound
            parts["sequences"] += (len(compound), *compound)
        for acronym, words in definitions(text):
            sequence = [self._numbers[term_of(word)] for word in (acronym, *words)]
            parts["sequences"] += (-len(sequence), *sequence)
        return np.array(
            [*(len(parts[name]) for name in PARTS), *(number for name in PARTS for number in parts[name])],
            dtype=np.int32,
        )

    def _text(self, text: str) -> list[int]:
        return list(chain.from_iterable(map(self._chunks.__getitem__, text.split())))

    def _texts(self, texts: Iterable[str]) -> list[int]:
        return [number for text in texts for number in (*self._text(text), GAP)]

    def _names(self, names: Iterable[str]) -> list[int]:
        return list(chain.from_iterable(map(self._of_names.__getitem__, names)))


def dump_terms(terms: PaperTerms, fingerprints: Sequence[str]) -> bytes:
    """Return terms of papers as bytes, those that no paper has left out."""
    import numpy as np

    numbers = np.concatenate([*terms.papers, np.zeros(0, dtype=np.int32)])
    head = json.dumps({"terms": terms.terms, "papers": fingerprints}, ensure_ascii=False, separators=(",", ":"))
    lengths = np.array([len(paper) for paper in terms.papers], dtype=np.int32)
    return head.encode() + b"\n" + lengths.tobytes() + numbers.tobytes()


def load_terms(raw: bytes) -> tuple[PaperTerms, tuple[str, ...]]:
    """Return what ``dump_terms`` was given."""
    import numpy as np

    head, _, rest = raw.partition(b"\n")
    found = json.loads(head)
    count = len(found["papers"])
    numbers = np.frombuffer(rest, dtype=np.int32)
    ends = np.cumsum(numbers[:count])
    papers = tuple(np.split(numbers[count:], ends[:-1])) if count else ()
    return PaperTerms(terms=tuple(found["terms"]), papers=papers), tuple(found["papers"])
