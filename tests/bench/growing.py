"""Names and words as archives get them: new ones without end, and old ones more often the more often they occurred.

That is the process of Simon ("On a class of skew distribution functions", 1955). Its share of new ones is such that
a random 4% of an archive of 10,000 papers is like the papers of this repository, which are about as many of the daily
papers of these years: 3,324 names in 361 papers, 64 of them with three papers or more.
"""

from __future__ import annotations

import random
from collections.abc import Callable

NEW_NAMES = 0.46
#: Of the words that one real paper alone has. An archive of 361 papers has 7,800 words, one of 60 has 2,800.
NEW_WORDS = 0.35


class Growing:
    """Draws from what was drawn before, or makes a new one."""

    def __init__(self, drawn: random.Random, make: Callable[[int], str], *, new: float) -> None:
        self._drawn, self._make, self._new = drawn, make, new
        self._so_far: list[str] = []
        self._made = 0

    def draw(self) -> str:
        """Return a text: with the probability ``new`` one that was never returned before."""
        if not self._so_far or self._drawn.random() < self._new:
            text = self._make(self._made)
            self._made += 1
        else:
            text = self._drawn.choice(self._so_far)
        self._so_far.append(text)
        return text


def combine(fronts: list[str], backs: list[str]) -> Callable[[int], str]:
    """Return a function that gives each number a text of its own: all fronts meet all backs, in a mixed order."""
    return lambda number: f"{fronts[number % len(fronts)]}{backs[(number // len(fronts) + number) % len(backs)]}"
