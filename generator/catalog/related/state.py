"""The state that ``find_related`` keeps between builds, and its conversion to bytes for the cache and back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.catalog.related.ranked import EMPTY
from generator.catalog.related.telling_words import JOINING_WORDS
from generator.catalog.related.vectors import Space, Vectors
from generator.catalog.topics.topic_words import shipped_topic_words
from generator.text.word_vectors import shipped_word_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


#: Most related papers of a paper.
MAX_RELATED = 5
#: Nearest papers of a paper from which related ones are chosen: duplicates and weak matches are left out.
CANDIDATES = 12
#: Most phrases and single words that explain why two papers are related, and most words of a phrase.
MAX_REASONS, MAX_PHRASE = 3, 3


@dataclass(frozen=True, kw_only=True, slots=True)
class RelatedState:
    """Results that a later call can use again. Rows are papers in the order of keys; empty places have ``EMPTY``.

    * ``vectors`` of the papers.
    * ``drawn``: the rows of the papers that have cells, none where all pairs were compared.
    * ``near`` and ``dots``, (papers, CANDIDATES): nearest rows and their dot products.
    * ``chosen``, (papers, MAX_RELATED): indexes in ``near`` of the papers that pages show.
    * ``reasons``, (papers, MAX_RELATED, MAX_REASONS, MAX_PHRASE): columns of the words that explain them, where numbers
      from the number of columns are ``JOINING_WORDS``.
    """

    space: Space
    keys: tuple[str, ...]
    fingerprints: tuple[bytes, ...]
    vectors: Vectors
    drawn: NDArray[np.int64]
    near: NDArray[np.int32]
    dots: NDArray[np.int32]
    chosen: NDArray[np.int8]
    reasons: NDArray[np.int32]

    def has_same_papers(self, other: RelatedState) -> bool:
        """Return whether both states are of the same papers with the same texts."""
        return (self.keys, self.fingerprints) == (other.keys, other.fingerprints)


def dump_state(state: RelatedState) -> bytes:
    """Return the state as an uncompressed NumPy archive without pickles: about 1 KB per paper."""
    import numpy as np

    file = io.BytesIO()
    np.savez(
        file,
        allow_pickle=False,
        space=_text((state.space.fingerprint,)),
        words=_text(state.space.words),
        spellings=_text(state.space.spellings),
        rarities=state.space.rarities,
        keys=_text(state.keys),
        fingerprints=np.frombuffer(b"".join(state.fingerprints), dtype=np.uint8),
        subjects=state.vectors.subjects.astype(np.int16),
        columns=state.vectors.words.indices.astype(np.int32),
        values=state.vectors.words.data.astype(np.int16),
        ends=state.vectors.words.indptr.astype(np.int64),
        drawn=state.drawn,
        near=state.near,
        dots=state.dots,
        chosen=state.chosen,
        reasons=state.reasons,
    )
    return file.getvalue()


def load_state(raw: bytes) -> RelatedState | None:
    """Return the state that ``dump_state`` wrote, or None for anything else: a cache may be truncated or old."""
    import numpy as np

    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
            hashes = stored["fingerprints"].tobytes()
            state = RelatedState(
                space=Space(
                    fingerprint=_lines(stored["space"])[0],
                    words=_lines(stored["words"]),
                    spellings=_lines(stored["spellings"]),
                    rarities=stored["rarities"],
                ),
                keys=_lines(stored["keys"]),
                fingerprints=tuple(hashes[start : start + 16] for start in range(0, len(hashes), 16)),
                vectors=_load_vectors(stored),
                drawn=stored["drawn"],
                near=stored["near"],
                dots=stored["dots"],
                chosen=stored["chosen"],
                reasons=stored["reasons"],
            )
    except (ValueError, KeyError, IndexError, OSError, EOFError, zipfile.BadZipFile):
        return None
    return state if _fits(state) else None


def _load_vectors(stored: Mapping[str, NDArray[Any]]) -> Vectors:
    """Return the vectors; raises ValueError for a matrix that is not consistent."""
    import numpy as np
    from scipy.sparse import csr_matrix

    cells = (stored["values"].astype(np.float32), stored["columns"], stored["ends"])
    shape = (len(stored["ends"]) - 1, len(stored["rarities"]))
    words = csr_matrix(cells, shape=shape)
    words.check_format(full_check=True)
    return Vectors(subjects=stored["subjects"].astype(np.float32), words=words)


def _text(lines: tuple[str, ...]) -> NDArray[np.uint8]:
    import numpy as np

    return np.frombuffer("".join(f"{line}\n" for line in lines).encode(), dtype=np.uint8)


def _lines(stored: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(stored.tobytes().decode().split("\n")[:-1])


def _fits(state: RelatedState) -> bool:
    """Return whether the shapes and numbers of all arrays are consistent."""
    papers, words = len(state.keys), len(state.space.words)
    columns = len(shipped_topic_words().topics) + shipped_word_vectors().dimensions
    return (
        len(state.fingerprints) == papers
        and len(state.space.spellings) == words
        and state.space.rarities.shape == (words,)
        and state.vectors.words.shape == (papers, words)
        and state.vectors.subjects.shape == (papers, columns)
        and state.near.shape == state.dots.shape == (papers, CANDIDATES)
        and state.chosen.shape == (papers, MAX_RELATED)
        and state.reasons.shape == (papers, MAX_RELATED, MAX_REASONS, MAX_PHRASE)
        and bool(((state.chosen >= EMPTY) & (state.chosen < CANDIDATES)).all())
        and bool(((state.reasons >= EMPTY) & (state.reasons < words + len(JOINING_WORDS))).all())
        and bool(((state.near >= EMPTY) & (state.near < papers)).all())
        and state.drawn.ndim == 1
        and bool(((state.drawn >= 0) & (state.drawn < papers)).all())
    )
