"""What ``find_related`` remembers, as bytes for a cache and back; never trusted further than it can be read."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalog.related.neighbours import NOBODY
from generator.catalog.related.vectors import Space

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


#: Related papers that a reader is shown at most.
MOST = 6
#: Looked at, so that duplicates among them leave enough.
POOL = 12
#: Words that say why two papers are related.
SHARED_WORDS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class RelatedState:
    """What a later call need not compute again. Rows are papers in the order of keys.

    ``columns`` and ``values`` hold the papers' weighed words, row after row, each ending at its place in ``ends``;
    ``near`` and ``dots`` are each row's ``POOL`` nearest rows; ``kinds`` stand for each row's topics, ``told`` are the
    places in ``near`` of those that readers are shown, and ``words`` the columns of the words that join them; places
    and columns that nobody takes are ``NOBODY``.
    """

    space: Space
    keys: tuple[str, ...]
    fingerprints: tuple[bytes, ...]
    vectors: NDArray[np.float32]
    columns: NDArray[np.int32]
    values: NDArray[np.float32]
    ends: NDArray[np.int64]
    near: NDArray[np.int32]
    dots: NDArray[np.int32]
    kinds: NDArray[np.uint64]
    told: NDArray[np.int8]
    words: NDArray[np.int32]

    def is_of(self, other: RelatedState) -> bool:
        """Whether both are of the same papers with the same topics."""
        mine, theirs = (self.keys, self.fingerprints), (other.keys, other.fingerprints)
        return mine == theirs and self.kinds.tobytes() == other.kinds.tobytes()


def dump_state(state: RelatedState) -> bytes:
    """The state as an uncompressed NumPy archive without pickles: about 1.3 KB a paper."""
    import numpy as np

    file = io.BytesIO()
    np.savez(
        file,
        allow_pickle=False,
        space=_text((state.space.fingerprint,)),
        words=_text(state.space.words),
        shown=_text(state.space.shown),
        weights=state.space.weights,
        directions=state.space.directions,
        keys=_text(state.keys),
        fingerprints=np.frombuffer(b"".join(state.fingerprints), dtype=np.uint8),
        vectors=state.vectors.astype(np.int16),
        columns=state.columns,
        values=state.values,
        ends=state.ends,
        near=state.near,
        dots=state.dots,
        kinds=state.kinds,
        told=state.told,
        joining=state.words,
    )
    return file.getvalue()


def load_state(raw: bytes) -> RelatedState | None:
    """The state that ``dump_state`` wrote, or None for anything else: a cache may be cut short, old or foreign."""
    import numpy as np

    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
            marks = stored["fingerprints"].tobytes()
            state = RelatedState(
                space=Space(
                    fingerprint=_lines(stored["space"])[0],
                    words=_lines(stored["words"]),
                    shown=_lines(stored["shown"]),
                    weights=stored["weights"],
                    directions=stored["directions"],
                ),
                keys=_lines(stored["keys"]),
                fingerprints=tuple(marks[at : at + 16] for at in range(0, len(marks), 16)),
                vectors=stored["vectors"].astype(np.float32),
                columns=stored["columns"],
                values=stored["values"],
                ends=stored["ends"],
                near=stored["near"],
                dots=stored["dots"],
                kinds=stored["kinds"],
                told=stored["told"],
                words=stored["joining"],
            )
    except (ValueError, KeyError, IndexError, OSError, EOFError, zipfile.BadZipFile):
        return None
    return state if _fits(state) else None


def _text(lines: tuple[str, ...]) -> NDArray[np.uint8]:
    import numpy as np

    return np.frombuffer("".join(f"{line}\n" for line in lines).encode(), dtype=np.uint8)


def _lines(stored: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(stored.tobytes().decode().split("\n")[:-1])


def _fits(state: RelatedState) -> bool:
    """Whether all parts speak of the same papers and words."""
    papers, words = len(state.keys), len(state.space.words)
    return (
        len(state.fingerprints) == papers
        and len(state.space.shown) == words
        and state.space.weights.shape == (words,)
        and state.space.directions.shape[0] == words
        and state.vectors.shape == (papers, state.space.directions.shape[1])
        and state.ends.shape == (papers + 1,)
        and state.columns.shape == state.values.shape == (state.ends[-1],)
        and state.near.shape == state.dots.shape == (papers, POOL)
        and state.kinds.shape == (papers,)
        and state.told.shape == (papers, MOST)
        and state.words.shape == (papers, MOST, SHARED_WORDS)
        and bool(((state.told >= NOBODY) & (state.told < POOL)).all())
        and bool(((state.words >= NOBODY) & (state.words < words)).all())
        and bool(((state.near >= NOBODY) & (state.near < papers)).all())
        and bool(((state.columns >= 0) & (state.columns < words)).all())
    )
