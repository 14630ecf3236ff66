"""Papers as vectors: TF-IDF weights of words, the subjects that they stand for, and meanings, as whole numbers.

Methods: TF-IDF with logarithmic term frequency (Salton and Buckley, "Term-weighting approaches in automatic text
retrieval", 1988), a linear map from words to subjects that comes with Digestif (``topics.topic_words``), and the sums
of the vectors of words (``meanings``). Words say which papers are about the same thing. Subjects and meanings also
relate papers that name it differently, and keep those apart that share only common words.

The vector of a paper depends on its own text, on tables, and on how rare words are in a sample: the oldest papers, up
to the last milestone of the archive's size. The rarity of a word is rounded to ``RARITY_STEP``, so that new papers
change no vector, and a correction in the sample changes only the vectors of the few papers with a word that became
another step rarer. Nothing depends on the order in which builds saw the papers: an incremental build and a clean one
give the same bytes.

Vectors are rounded to whole numbers with a length of about ``SCALE``, so that every partial sum of a dot product is a
whole number below 2**24, which float32 represents exactly. Dot products are the same for any chunks, threads and order
of summation.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import log, sqrt
from typing import TYPE_CHECKING

from generator.batches import Named, RunBatches, run_here
from generator.catalog.related.meanings import paper_meanings
from generator.catalog.related.stop_words import STOP_WORDS
from generator.catalog.topics.phrases import spelled_words, word_of
from generator.catalog.topics.topic_words import shipped_topic_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

#: Length of a vector. Its square is below 2**24, with room for rounding.
SCALE = 4000
#: Share of the subjects in the similarity by words and subjects. With more, neighbours have the same topics and less in
#: common otherwise.
SUBJECTS_SHARE = 0.23
#: Share of meanings in the similarity of two papers; the rest is that of words and subjects.
MEANINGS_SHARE = 0.25
#: How many times each word of a title counts.
TITLE_WEIGHT = 3
#: Inverse document frequencies are rounded to multiples of this.
RARITY_STEP = 0.5
MAX_WORDS = 20_000
#: Most papers in the sample, drawn from the oldest by a hash of their keys. More papers hardly change the rarities, and
#: a change of a paper that is not drawn changes nothing.
MAX_SAMPLE = 20_000
#: Archives up to this size are sampled whole; for larger ones the sample grows by this factor at a time.
FIRST_MILESTONE = 1_000
MILESTONE_FACTOR = 1.5
#: Papers whose texts are split together.
_BATCH = 500
#: Increase it with every change that gives other vectors, so that old states are not used.
VERSION = "4"


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperText:
    """The text of a paper; ``day`` is the ordinal of its date, by which the oldest papers are found."""

    key: str
    day: int
    title: str
    abstract: str

    @property
    def fingerprint(self) -> bytes:
        """Hash of title and abstract, 16 bytes."""
        text = f"{self.title}\0{self.abstract}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, digest_size=16).digest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Space:
    """The known words. ``fingerprint`` is a hash of everything that they come from.

    ``words`` are comparable words in order, ``spellings`` the most frequent spelling of each, and ``rarities`` their
    rounded inverse document frequencies, (words,).
    """

    fingerprint: str
    words: tuple[str, ...]
    spellings: tuple[str, ...]
    rarities: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Vectors:
    """Vectors of papers, which are whole numbers.

    ``words`` are for their words, (papers, words), and ``subjects`` for their subjects, (papers, subjects). In related
    papers, the coordinates of their meanings are further columns of ``subjects``.
    """

    subjects: NDArray[np.float32]
    words: csr_matrix


@dataclass(frozen=True, kw_only=True, slots=True)
class WordCounts:
    """How many times each paper (row) has each spelling (column), in its title and in its abstract.

    ``in_order`` has two rows for each paper, its title and its abstract, with a cell for each word in their order.
    """

    spellings: tuple[str, ...]
    titles: csr_matrix
    abstracts: csr_matrix
    in_order: csr_matrix

    def of(self, rows: Sequence[int] | NDArray[np.int64]) -> WordCounts:
        """Return the counts of some of the papers."""
        import numpy as np

        texts = (2 * np.asarray(rows, dtype=np.int64)[:, None] + np.arange(2)).ravel()
        return replace(self, titles=self.titles[rows], abstracts=self.abstracts[rows], in_order=self.in_order[texts])


def sample_rows(papers: Sequence[PaperText]) -> list[int]:
    """Return the indexes of the papers that the words and their rarities come from, oldest first."""
    by_age = sorted(range(len(papers)), key=lambda row: (papers[row].day, papers[row].key))
    oldest = by_age[: milestone(len(papers))]
    if len(oldest) <= MAX_SAMPLE:
        return oldest
    drawn = set(draw(papers, oldest, MAX_SAMPLE))
    return [row for row in oldest if row in drawn]


def draw(papers: Sequence[PaperText], rows: Iterable[int], count: int) -> list[int]:
    """Return so many of the rows, chosen by a hash of the keys, which is the same in every build."""
    return sorted(rows, key=lambda row: hashlib.blake2b(papers[row].key.encode()).digest())[:count]


def milestone(count: int) -> int:
    """Return how many of the oldest papers an archive of ``count`` papers is sampled from."""
    if count <= FIRST_MILESTONE:
        return count
    size = FIRST_MILESTONE
    while int(size * MILESTONE_FACTOR) <= count:
        size = int(size * MILESTONE_FACTOR)
    return size


def space_fingerprint(fingerprints: Iterable[bytes]) -> str:
    """Return a hash of the sampled papers, by their fingerprints."""
    digest = hashlib.blake2b(VERSION.encode(), digest_size=16)
    for fingerprint in fingerprints:
        digest.update(fingerprint)
    return digest.hexdigest()


def is_significant(word: str) -> bool:
    """Return whether a comparable word may say something about a paper's subject."""
    return len(word) > 1 and word not in STOP_WORDS and not word.isdigit()


class _Numbering(dict[str, int]):
    """Numbers for texts, in the order in which they are first looked up."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


@dataclass(frozen=True, kw_only=True, slots=True)
class _SplitTexts:
    """Titles and abstracts as words: ``spellings`` in the order in which they first occur, numbers of all words, and
    how many words each text has.
    """

    spellings: tuple[str, ...]
    numbers: array[int]
    lengths: array[int]


def _split_texts(_: None, papers: Sequence[PaperText]) -> _SplitTexts:
    known = _Numbering()
    numbers, lengths = array("i"), array("i")
    for paper in papers:
        for text in (paper.title, paper.abstract):
            before = len(numbers)
            numbers.extend(map(known.__getitem__, spelled_words(text)))
            lengths.append(len(numbers) - before)
    return _SplitTexts(spellings=tuple(known), numbers=numbers, lengths=lengths)


def count_words(
    papers: Sequence[PaperText], run: RunBatches = run_here, progress: Callable[[], None] = lambda: None
) -> WordCounts:
    """Split the texts of papers into words and count them, which is half of all work here."""
    import numpy as np
    from scipy.sparse import csr_matrix

    numbers = _Numbering()
    columns: list[NDArray[np.int32]] = [np.zeros(0, dtype=np.int32)]
    lengths = array("i")
    batches = ([Named(paper.key, paper) for paper in papers[start : start + _BATCH]] for start in _starts(len(papers)))
    for split in run(_split_texts, None, batches):
        known = np.fromiter(map(numbers.__getitem__, split.spellings), dtype=np.int32, count=len(split.spellings))
        columns.append(known[np.asarray(split.numbers)] if split.numbers else known)
        lengths += split.lengths
        progress()
    words, ends = np.concatenate(columns), np.concatenate(([0], np.cumsum(np.array(lengths, dtype=np.int64))))
    shape = (len(lengths), len(numbers))
    texts = csr_matrix((np.ones(len(words), dtype=np.int32), words, ends), shape=shape)
    in_order = texts.copy()
    texts.sum_duplicates()
    return WordCounts(spellings=tuple(numbers), titles=texts[::2], abstracts=texts[1::2], in_order=in_order)


def _starts(count: int) -> range:
    return range(0, count, _BATCH)


def term_frequencies(counts: WordCounts, words: Sequence[str]) -> csr_matrix:
    """Return how often each paper has each comparable word, (papers, words); a title counts ``TITLE_WEIGHT`` times."""
    import numpy as np
    from scipy.sparse import csr_matrix

    numbers = {word: column for column, word in enumerate(words)}
    columns = [numbers.get(word_of(spelling), -1) for spelling in counts.spellings]
    ends = np.concatenate(([0], np.cumsum(np.array(columns, dtype=np.int64) >= 0)))
    known = np.array([column for column in columns if column >= 0], dtype=np.int32)
    word_of_spelling = csr_matrix((np.ones_like(known), known, ends), shape=(len(columns), len(words)))
    frequencies = (TITLE_WEIGHT * counts.titles + counts.abstracts) @ word_of_spelling
    frequencies.sort_indices()
    return frequencies


def fit_space(sample: WordCounts, fingerprint: str) -> Space:
    """Return the words of a sample; the same sample gives the same space."""
    import numpy as np

    papers = sample.titles.shape[0]
    significant = tuple(filter(is_significant, {word_of(spelling): None for spelling in sample.spellings}))
    in_papers = dict(
        zip(significant, np.bincount(term_frequencies(sample, significant).indices).tolist(), strict=False)
    )
    # A word of a single paper relates it to none; a word of half of all papers relates all of them.
    least, most = (2, papers / 2) if papers >= 50 else (1, papers)
    frequent = sorted((-in_papers[word], word) for word in in_papers if least <= in_papers[word] <= most)[:MAX_WORDS]
    words = tuple(sorted(word for _, word in frequent))
    rarities = [log((1 + papers) / (1 + in_papers[word])) + 1 for word in words]
    return Space(
        fingerprint=fingerprint,
        words=words,
        spellings=_frequent_spellings(sample, words),
        rarities=np.array([round(rarity / RARITY_STEP) * RARITY_STEP for rarity in rarities], dtype=np.float64),
    )


def _frequent_spellings(sample: WordCounts, words: Iterable[str]) -> tuple[str, ...]:
    """Return the most frequent spelling of each word: ``fine-tuning`` for "finetuning", ``MLLMs`` for "mllm"."""
    by_word: dict[str, Counter[str]] = {word: Counter() for word in words}
    totals = (sample.titles + sample.abstracts).sum(axis=0)
    for spelling, times in zip(sample.spellings, totals.tolist()[0], strict=True):
        spellings = by_word.get(word_of(spelling))
        if spellings is not None and times:
            plain = spelling.rstrip("- ")
            # A first capital may be that of a sentence or title; further capitals belong to the word.
            spellings[plain if plain[1:].lower() != plain[1:] else plain.lower()] += times
    return tuple(min(spellings.items(), key=lambda item: (-item[1], item[0]))[0] for spellings in by_word.values())


def vectors_with_meanings(space: Space, counts: WordCounts) -> Vectors:
    """Return the vectors of papers from their word counts: their words, subjects and meanings."""
    import numpy as np

    vectors = paper_vectors(space, counts, length=SCALE * sqrt(1 - MEANINGS_SHARE))
    meanings = _whole(paper_meanings(counts) * (SCALE * sqrt(MEANINGS_SHARE)))
    return replace(vectors, subjects=np.hstack((vectors.subjects, meanings)))


def paper_vectors(space: Space, counts: WordCounts, *, length: float = SCALE) -> Vectors:
    """Return vectors of words and subjects from word counts. Papers without a known word have zeros."""
    import numpy as np

    words = tf_idf(term_frequencies(counts, space.words), space.rarities)
    words.data = _whole(words.data * (length * sqrt(1 - SUBJECTS_SHARE)))
    words.eliminate_zeros()
    table = shipped_topic_words()
    known = sorted(table.words)
    rarities = np.array([table.words[word].rarity for word in known])
    weights = np.array([table.words[word].weights for word in known])
    subjects = tf_idf(term_frequencies(counts, known), rarities) @ weights
    lengths = np.sqrt(np.einsum("ij,ij->i", subjects, subjects))
    scale = np.divide(length * sqrt(SUBJECTS_SHARE), lengths, out=np.zeros_like(lengths), where=lengths > 1e-9)
    return Vectors(subjects=_whole(subjects * scale[:, None]), words=words.astype(np.float32))


def tf_idf(frequencies: csr_matrix, rarities: NDArray[np.float64]) -> csr_matrix:
    """Return TF-IDF weights from term frequencies, (papers, words), and the rarities of the words.

    Rows have length 1, except for rows of zeros. A word that occurs tf times in the paper has the weight
    (1 + ln tf) · rarity before scaling.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    tf = np.array([0.0, *(1 + log(times) for times in range(1, 1 + frequencies.data.max(initial=0)))])
    values = tf[frequencies.data] * rarities[frequencies.indices]
    # A sparse product sums each row on its own in the order of columns, so the sum does not depend on other rows.
    squares = csr_matrix((values * values, frequencies.indices, frequencies.indptr), shape=frequencies.shape)
    lengths = np.sqrt(squares @ np.ones(frequencies.shape[1]))
    values /= np.repeat(lengths, np.diff(frequencies.indptr))
    return csr_matrix((values, frequencies.indices, frequencies.indptr), shape=frequencies.shape)


def _whole(values: NDArray[np.float64]) -> NDArray[np.float32]:
    import numpy as np

    # Six decimals first, so that the last bit does not decide how a value halfway between two numbers is rounded.
    whole = np.rint(np.round(values, 6)) + 0.0  # turns -0.0 into 0.0, which has other bytes
    return np.asarray(whole, dtype=np.float32)
