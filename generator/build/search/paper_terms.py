"""Papers in, numbers of their terms out: the slowest step of indexing, so its results are cached by paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from generator.build.search.definitions import definitions
from generator.build.search.usual_acronyms import usual_acronyms
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
    """The terms of papers: ``terms`` by number, and the ``numbers`` of all papers, each as ``PARTS`` describes it.

    Those of paper n are from ``starts[n]`` to ``starts[n + 1]``.
    """

    terms: tuple[str, ...]
    numbers: NDArray[np.int32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        """Return how many papers there are."""
        return len(self.starts) - 1

    def paper(self, row: int) -> NDArray[np.int32]:
        """Return the numbers of a paper."""
        return self.numbers[self.starts[row] : self.starts[row + 1]]

    def rows(self, start: int, end: int) -> PaperTerms:
        """Return some of the papers, with the same numbers of terms."""
        first, last = self.starts[[start, end]].tolist()
        starts = self.starts[start : end + 1] - first
        return PaperTerms(terms=self.terms, numbers=self.numbers[first:last], starts=starts)

    def lengths(self) -> NDArray[np.int64]:
        """Return the length of each part of each paper, (papers, parts)."""
        import numpy as np

        lengths: NDArray[np.int64] = self.numbers[self.starts[:-1, None] + np.arange(len(PARTS))].astype(np.int64)
        return lengths


class _Numbers(dict[str, int]):
    """Numbers of terms, in the order in which they are first looked up."""

    def __missing__(self, term: str) -> int:
        self[term] = number = len(self)
        return number


#: The terms of a text, and its joined spellings, each followed by the terms of its parts.
_Chunk = tuple[tuple[int, ...], tuple[tuple[int, ...], ...]]


class _Chunks(dict[str, _Chunk]):
    """The terms and joined spellings in a piece of text without spaces: few pieces of a text are new."""

    def __init__(self, numbers: _Numbers) -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, chunk: str) -> _Chunk:
        number = self._numbers
        terms = tuple([number[term_of(word)] for word in all_words(chunk) if word not in COMMON])
        compounds = tuple(
            (number[term_of(joined)], *(number[term_of(part)] for part in parts))
            for joined, parts in joined_words(chunk)
        )
        self[chunk] = found = (terms, compounds)
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
        for acronym in usual_acronyms():
            self._numbers[acronym]  # papers that have its words get it, also where no paper writes it
        self._known = known
        self._rows = {fingerprint: row for row, fingerprint in enumerate(fingerprints)}
        self._chunks = _Chunks(self._numbers)
        self._of_names = _Names(self._numbers)

    def read(self, records: Iterable[SearchRecord]) -> tuple[PaperTerms, tuple[str, ...]]:
        """Return the terms of papers in their order, and the papers' fingerprints."""
        papers, fingerprints = [], []
        for record in records:
            row = self._rows.get(record.fingerprint)
            papers.append(self._paper(record) if row is None or self._known is None else self._known.paper(row))
            fingerprints.append(record.fingerprint)
        return _together(tuple(self._numbers), papers), tuple(fingerprints)

    def _paper(self, record: SearchRecord) -> NDArray[np.int32]:
        import numpy as np

        title, abstract = self._text(record.title), self._text(record.abstract)
        compounds = [compound for _, found in (*title, *abstract) if found for compound in found]
        sequences: list[int] = []
        for compound in compounds:
            sequences += (len(compound), *compound)
        for acronym, words in definitions(f"{record.title}\n{record.abstract}"):
            sequence = [self._numbers[term_of(word)] for word in (acronym, *words)]
            sequences += (-len(sequence), *sequence)
        lead = record.lead or record
        parts = (
            [*(number for terms, _ in title for number in terms), *self._more(lead.title, record.title)],
            [*(number for terms, _ in abstract for number in terms), *self._more(lead.abstract, record.abstract)],
            [number for text in (*record.keywords, record.venue) for number in (*self._terms(text), GAP)],
            list(chain.from_iterable(map(self._of_names.__getitem__, (*record.authors, *record.other_names)))),
            [self._numbers[id_word(identifier)] for identifier in record.ids],
            list(chain.from_iterable(compounds)),
            sequences,
        )
        return np.array([*map(len, parts), *chain.from_iterable(parts)], dtype=np.int32)

    def _text(self, text: str) -> list[_Chunk]:
        return list(map(self._chunks.__getitem__, text.split()))

    def _more(self, text: str, known: str) -> list[int]:
        """The terms of a translation that leads, after a mark; none where the original leads."""
        return [] if text == known else [GAP, *self._terms(text)]

    def _terms(self, text: str) -> list[int]:
        return [number for terms, _ in self._text(text) for number in terms]


def _together(terms: tuple[str, ...], papers: Sequence[NDArray[np.int32]]) -> PaperTerms:
    import numpy as np

    return PaperTerms(
        terms=terms,
        numbers=np.concatenate([*papers, np.zeros(0, dtype=np.int32)]),
        starts=np.cumsum([0, *map(len, papers)], dtype=np.int64),
    )


def dump_terms(terms: PaperTerms, fingerprints: Sequence[str]) -> bytes:
    """Return terms of papers as bytes."""
    import numpy as np

    head = json.dumps({"terms": terms.terms, "papers": fingerprints}, ensure_ascii=False, separators=(",", ":"))
    lengths = np.diff(terms.starts).astype(np.int32)
    return b"".join((head.encode(), b"\n", lengths.tobytes(), terms.numbers.tobytes()))


def load_terms(raw: bytes) -> tuple[PaperTerms, tuple[str, ...]]:
    """Return what ``dump_terms`` was given."""
    import numpy as np

    head, _, rest = raw.partition(b"\n")
    found = json.loads(head)
    count = len(found["papers"])
    numbers = np.frombuffer(rest, dtype=np.int32)
    starts = np.append(0, np.cumsum(numbers[:count], dtype=np.int64))
    return PaperTerms(terms=tuple(found["terms"]), numbers=numbers[count:], starts=starts), tuple(found["papers"])
