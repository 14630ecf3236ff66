"""Measures of a ranking: keys in their order and grades by key in, figures out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

TOP = 10
FIRST = 5


def ndcg(keys: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return nDCG@10 with gains of 2^grade - 1 (Järvelin and Kekäläinen, 2002; the gain of Burges et al., 2005)."""
    best = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(key, 0) for key in keys]) / best if best else 0.0


def precision(keys: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the share of the first five that has grade 2 or 3; of fewer where fewer papers have such a grade."""
    good = sum(grade >= 2 for grade in grades.values())
    wanted = min(FIRST, good)
    return sum(grades.get(key, 0) >= 2 for key in keys[:wanted]) / wanted if wanted else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:TOP]))
