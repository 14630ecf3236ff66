"""Which words say why two papers are related: those of a subject, unlike "transferred" and "bridge"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from generator.catalog.topics.topic_words import WordWeights, shipped_topic_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Least weight of a word for its best topic with which it belongs to a subject.
_MIN_WEIGHT = 0.4
#: The same for words with endings of adverbs and participles: "federated" belongs to a subject, "transferred" to none.
_ENDINGS = ("ly", "ed")
_MIN_WEIGHT_OF_ENDINGS = 0.6
#: A word that is rarer than this has low weights because few papers taught them.
_RARE = 5.5


def telling_words(words: Sequence[str]) -> NDArray[np.float32]:
    """Return 1 for each comparable word that explains why papers are related, and 0 for the others."""
    import numpy as np

    table = shipped_topic_words().words
    return np.array([_tells(word, table.get(word)) for word in words], dtype=np.float32)


def _tells(word: str, learned: WordWeights | None) -> bool:
    weight = max(learned.weights) if learned else 0.0
    if word.endswith(_ENDINGS):
        return weight >= _MIN_WEIGHT_OF_ENDINGS
    return weight >= _MIN_WEIGHT or learned is None or learned.rarity > _RARE
