"""Which words say why two papers are related: those of a subject, unlike "transferred" and "bridge"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from generator.catalog.related.dull_words import DULL_WORDS
from generator.catalog.topics.phrases import comparable
from generator.catalog.topics.topic_words import WordWeights, shipped_topic_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Words inside a phrase that are neither its first nor its last: "chain of thought".
LINKS = frozenset({"of"})
#: Words that do not begin a phrase, because the word before them is missing: "in-context learning".
NEVER_FIRST = LINKS | {
    "augmented", "compositional", "context", "generate", "generation", "mechanism", "model", "optimization", "scale",
    "system", "task", "thought", "time", "vocabulary",
}  # fmt: skip
#: Words that do not end one, because the word behind them is missing: "retrieval-augmented generation".
NEVER_LAST = LINKS | {"augmented", "generate", "image", "text", "user"}
#: Words that are plurals after "of": "mixture of experts".
COUNTED = frozenset({"agent", "expert", "model", "token", "word"})
#: Words that say nothing alone and are not compared, but belong to phrases: "reward model", "language model".
JOINING_WORDS = (
    "data", "dataset", "learning", "machine", "mechanism", "model", "network", "neural", "of", "search", "single",
    "system", "task", "training",
)  # fmt: skip
#: Words that are compared, and say nothing alone, but belong to phrases as well.
_COMPARED = """
abstract action active ai attention augmented batch best block box budget causal chain channel character class cold
collaborative computer conditional consistency context continual control cross custom decision depth descent digital
direct discovery document dual dynamic efficient end error expert feedback few field flow format frame free full
function game generate generation global gradient graph head hidden hierarchical high human hybrid image inference
information input instance instruction interaction iterative joint knowledge language large latent law layer level
linear local long low map mask matching memory meta mixture modal monitor motion multi nature object offline online
open optimal order pair parallel parameter part pass physical point pool preference prior process product program
question rate real report representation resolution response reverse sample scale scene score search self semantic
sequence shared shot signal similarity simulation skill small software source space sparse spatial speech stage start
state step stream structure structured style supervised supervision synthesis synthetic target temporal test text
thought time token tool trace transfer tree turn understanding unit unsupervised user value variable video view vision
visual voice weight window word world zero
"""
_JOINING = frozenset(map(comparable, _COMPARED.split()))

#: Least weight of a word for its best topic with which it belongs to a subject.
_MIN_WEIGHT = 0.4
#: The same for words with endings of adverbs and participles: "federated" belongs to a subject, "transferred" to none.
_ENDINGS = ("ly", "ed")
_MIN_WEIGHT_OF_ENDINGS = 0.6
#: A word that is rarer than this has low weights because few papers taught them.
_RARE = 5.5
#: A word that is a reason alone has this rarity, as those have that 6% of all papers use. In archives of up to 160
#: papers, where few words do, it is at most so much more frequent than the rarest.
_DISTINCTIVE, _BELOW_RAREST = 4.0, 1.0


def telling_words(words: Sequence[str]) -> NDArray[np.float32]:
    """Return 1 for each comparable word that explains why papers are related, and 0 for the others."""
    import numpy as np

    table = shipped_topic_words().words
    return np.array([_tells(word, table.get(word)) for word in words], dtype=np.float32)


def distinctive_words(rarities: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which words are rare enough in an archive to explain alone why papers are related.

    "Video" is where few papers are about videos, and is not where a sixth of them are.
    """
    least = min(_DISTINCTIVE, float(rarities.max(initial=0.0)) - _BELOW_RAREST)
    distinctive: NDArray[np.bool_] = rarities >= least
    return distinctive


def joins(word: str) -> bool:
    """Return whether a comparable word that is no reason alone can be part of a phrase that is one."""
    return word in _JOINING


def _tells(word: str, learned: WordWeights | None) -> bool:
    if word in DULL_WORDS:
        return False
    weight = max(learned.weights) if learned else 0.0
    if word.endswith(_ENDINGS):
        return weight >= _MIN_WEIGHT_OF_ENDINGS
    return weight >= _MIN_WEIGHT or learned is None or learned.rarity > _RARE
