"""How the levels and places of postings are coded: what makes the files of an archive smallest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.build.search.postings import LEVELS, Postings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Postings with the same number of places, up to this one, have codes of gaps of the same width: the more places, the
#: closer they are. In texts the widths are always these, which are the best ones for abstracts; in names they are the
#: best ones of the archive, since subjects differ in how many authors a paper has.
TEXT_WIDTHS = (0, 6, 5, 5, 4, 4)
PLACE_CLASSES = len(TEXT_WIDTHS)
#: Larger numbers of places are never the usual one.
_MOST_USUAL = 15
_WIDEST = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Coding:
    """How levels and places are coded.

    ``ranks`` are levels, the most frequent first, and ``rank_width`` is the width of their codes. ``name_widths`` are
    the widths of places in names, by the number of places of the term in the paper. ``usual_places`` has the most
    frequent number of places for each level; it is 1 for names, and 0 for identifiers.
    """

    ranks: tuple[int, ...]
    rank_width: int
    name_widths: tuple[int, ...]
    usual_places: tuple[int, ...]

    @classmethod
    def of(cls, postings: Postings, in_text: NDArray[np.bool_]) -> Coding:
        """Return the coding that makes the files of all postings smallest; ``in_text`` are those with levels."""
        import numpy as np

        times = np.bincount(postings.levels[in_text], minlength=LEVELS)
        ranks = np.lexsort((np.arange(LEVELS), -times))
        sums = [int(times[ranks] @ ((np.arange(LEVELS) >> width) + 1 + width)) for width in range(3)]
        return cls(
            ranks=tuple(ranks.tolist()),
            rank_width=sums.index(min(sums)),
            name_widths=_name_widths(postings, ~in_text),
            usual_places=_usual_places(postings.levels[in_text], postings.place_counts[in_text]),
        )

    @property
    def place_widths(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The widths of places in texts and in names."""
        return TEXT_WIDTHS, self.name_widths


def place_gaps(counts: NDArray[np.int64], places: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Return for each place how many are between it and the one before of the same posting."""
    import numpy as np

    gaps = np.diff(places.astype(np.int64), prepend=-1) - 1
    firsts = (np.cumsum(counts) - counts)[counts > 0]
    gaps[firsts] = places[firsts]
    return np.maximum(gaps, 0)


def _usual_places(levels: NDArray[np.uint8], place_counts: NDArray[np.int32]) -> tuple[int, ...]:
    """Return the most frequent number of places for each level."""
    import numpy as np

    size = _MOST_USUAL + 1
    pairs = levels.astype(np.int32) * size + np.minimum(place_counts, _MOST_USUAL)
    times = np.bincount(pairs, minlength=LEVELS * size).reshape(LEVELS, size)
    return tuple(np.argmax(times, axis=1).tolist())


def _name_widths(postings: Postings, in_names: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return for each number of places in names the width that makes the codes of their gaps shortest."""
    import numpy as np

    counts = postings.place_counts[in_names].astype(np.int64)
    gaps = place_gaps(counts, postings.places[in_names.repeat(postings.place_counts)])
    classes = np.minimum(counts, PLACE_CLASSES - 1).repeat(counts)
    size = int(gaps.max(initial=0)) + 1
    times = np.bincount(classes * size + gaps, minlength=PLACE_CLASSES * size).reshape(PLACE_CLASSES, size)
    bits = [times @ ((np.arange(size) >> width) + 1 + width) for width in range(_WIDEST)]
    return tuple(np.argmin(bits, axis=0).tolist())
