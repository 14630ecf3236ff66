"""Places of papers on a map: related papers are near each other.

Some papers, the *anchors*, are laid out by t-SNE (van der Maaten and Hinton, "Visualizing Data using t-SNE", 2008).
Every other paper is put between the anchors that are most like it. Anchors are drawn from the oldest papers up to a
milestone of the archive's size, and words weigh as much as they are rare among anchors. So a new paper moves no other,
except at a milestone, and a corrected one that is no anchor moves only itself.

Nothing depends on the order in which builds saw the papers, nor on the number of processors: t-SNE runs in one thread,
with a fixed seed, and starts at rounded coordinates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalog.related.vectors import (
    SCALE,
    PaperText,
    Vectors,
    count_words,
    fit_space,
    paper_vectors,
)
from generator.errors import DigestifError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Coordinates are whole numbers from 0 to this.
EXTENT = 16_383
#: With fewer papers there is no map: t-SNE needs neighbours, and a list shows them better.
FEWEST_PAPERS = 20
#: Sizes of the archive at which anchors are chosen anew grow by this factor.
_MILESTONE_FACTOR = 1.5
#: Most anchors. t-SNE takes about 5 milliseconds for each.
_MOST_ANCHORS = 1_000
#: A paper lies between so many anchors; the similarity to this power is the weight of each.
_ANCHORS_OF_A_PAPER = 4
_SHARPNESS = 4
#: How many neighbours t-SNE aims at; a third of the anchors where these are few.
_PERPLEXITY = 30
_SEED = 0
#: t-SNE starts from principal components this wide, without exaggeration and in small steps. So regions stay where they
#: are when an anchor is corrected: papers move by 2 to 4% of the map. With the usual values the map turns over.
_FIRST_WIDTH = 10
_LEARNING_RATE = 50
#: Makes equal distances differ, anchor by anchor; for all anchors, less than the least difference of two others, 6e-8.
_TIE_BREAK = 1e-11
#: Fewer anchors that have known words are all in the middle: their neighbours are too few for t-SNE.
_FEWEST_LAID_OUT = 5
_NEEDED = "The map needs scikit-learn, which is not installed"

#: A place as x and y; None for a paper without a word that is known.
Place = tuple[int, int] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Places:
    """The places of papers by the fingerprints of their texts; ``made_from`` is a hash of the anchors' texts."""

    made_from: str
    by_text: Mapping[str, Place]


def find_places(papers: Sequence[PaperText], cached: Places | None = None) -> tuple[dict[str, Place], Places]:
    """Return the place of each paper, by key; there are none for fewer than ``FEWEST_PAPERS``.

    ``cached`` is what the last call returned: with it the result is the same, sooner. Raises DigestifError where
    scikit-learn is not installed, or cannot be imported.
    """
    made_from = hashlib.sha256(map_version().encode())
    anchors = _anchors(papers)
    for anchor in anchors:
        made_from.update(anchor.fingerprint)
    if not anchors:
        return {}, Places(made_from=made_from.hexdigest(), by_text={})
    texts = {paper.key: paper.fingerprint.hex() for paper in papers}
    is_same = cached is not None and cached.made_from == made_from.hexdigest()
    known = dict(cached.by_text) if cached is not None and is_same else {}
    fresh = {texts[paper.key]: paper for paper in papers if texts[paper.key] not in known}
    if fresh:
        known |= _place(anchors, fresh, known)
    by_text = {text: known[text] for text in sorted(set(texts.values()))}
    return {key: by_text[text] for key, text in texts.items()}, Places(made_from=made_from.hexdigest(), by_text=by_text)


def _place(
    anchors: Sequence[PaperText], fresh: Mapping[str, PaperText], known: Mapping[str, Place]
) -> dict[str, Place]:
    """Return the places of fresh papers, by their fingerprints; the anchors are laid out unless theirs are known.

    The words and their rarities are those of the anchors, so that no other paper changes a vector.
    """
    import numpy as np

    counts = count_words(anchors)
    space = fit_space(counts, "")
    vectors = paper_vectors(space, counts)
    own = [anchor.fingerprint.hex() for anchor in anchors]
    usable = np.flatnonzero((np.diff(vectors.words.indptr) > 0) | vectors.subjects.any(axis=1)).tolist()
    vectors = Vectors(subjects=vectors.subjects[usable], words=vectors.words[usable])
    texts = [own[row] for row in usable]
    places: dict[str, Place] = {text: known[text] for text in texts if text in known}
    if len(places) < len(set(texts)):
        places = dict(zip(texts, _lay_out(vectors), strict=True))
    others = {text: paper for text, paper in fresh.items() if text not in places}
    if others:
        of_others = paper_vectors(space, count_words(list(others.values())))
        between = _between(of_others, vectors, [places[text] for text in texts])
        places |= dict(zip(others, between, strict=True))
    return places


def map_version() -> str:
    """Return the version of scikit-learn, which decides the places. Raises DigestifError where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("scikit-learn")
    except PackageNotFoundError as error:
        raise DigestifError(_NEEDED, fix="run: pip install 'digestif[map]', or remove map from mkdocs.yml") from error


def _check_imports() -> None:
    """Raise DigestifError where scikit-learn is installed, but files of it or of what it needs are missing."""
    try:
        import sklearn.decomposition
        import sklearn.manifold  # noqa: F401  # whether it can be imported
        import threadpoolctl  # noqa: F401  # whether it can be imported
    except ImportError as error:
        found = f"The map needs scikit-learn, which is installed, but cannot be imported: {error}"
        fix = "run: pip install --force-reinstall 'digestif[map]', or remove map from mkdocs.yml"
        raise DigestifError(found, fix=fix) from error


def _anchors(papers: Sequence[PaperText]) -> list[PaperText]:
    """Return the papers that the map is made of, in the order of their keys."""
    if len(papers) < FEWEST_PAPERS:
        return []
    oldest = sorted(papers, key=lambda paper: (paper.day, paper.key))[: _milestone(len(papers))]
    drawn = sorted(oldest, key=lambda paper: hashlib.blake2b(paper.key.encode()).digest())[:_MOST_ANCHORS]
    return sorted(drawn, key=lambda paper: paper.key)


def _milestone(count: int) -> int:
    size = FEWEST_PAPERS
    while int(size * _MILESTONE_FACTOR) <= count:
        size = int(size * _MILESTONE_FACTOR)
    return size


def _lay_out(anchors: Vectors) -> list[Place]:
    """Lay anchors out by t-SNE and fit them into the plane."""
    import numpy as np

    count = anchors.subjects.shape[0]
    if count < _FEWEST_LAID_OUT:
        return [(EXTENT // 2, EXTENT // 2)] * count
    _check_imports()
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # sums of several threads have another order
        # None are equal for a paper: numpy sorts equal ones in an order that depends on the processor.
        distances = 1 - np.clip(_similarities(anchors, anchors), 0, 1) + np.arange(count) * _TIE_BREAK
        np.fill_diagonal(distances, 0)
        tsne = TSNE(
            metric="precomputed",
            init=_first_places(anchors.subjects),
            perplexity=min(_PERPLEXITY, (count - 1) / 3),
            early_exaggeration=1,
            learning_rate=_LEARNING_RATE,
            random_state=_SEED,
            n_jobs=1,
        )
        found = tsne.fit_transform(np.sqrt(2 * distances)).astype(np.float64)
    low, high = found.min(axis=0), found.max(axis=0)
    scale = 0.94 * EXTENT / max(float((high - low).max()), 1e-9)
    whole = np.rint((found - (low + high) / 2) * scale + EXTENT / 2).astype(int)
    return [(x, y) for x, y in whole.tolist()]


def _first_places(subjects: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return where t-SNE starts: the first two principal components of the subjects.

    They are rounded, so that the last bit, which depends on the processor, does not decide the layout.
    """
    import numpy as np
    from sklearn.decomposition import PCA

    with np.errstate(invalid="ignore"):  # papers that are all the same have no variance
        places = PCA(n_components=2, svd_solver="full").fit_transform(subjects.astype(np.float64))
    places /= max(float(places[:, 0].std()), 1e-9)
    return np.asarray(np.round(places, 3) * _FIRST_WIDTH, dtype=np.float32)


def _similarities(ones: Vectors, others: Vectors) -> NDArray[np.float64]:
    """Return the cosine similarity of each pair, (ones, others): exact sums of whole numbers."""
    import numpy as np

    dots = (ones.words @ others.words.T).toarray() + ones.subjects @ others.subjects.T
    return np.asarray(dots, dtype=np.float64) / SCALE**2


def _between(papers: Vectors, anchors: Vectors, places: Sequence[Place]) -> list[Place]:
    """Return the place of each paper between its nearest anchors; None where it is like none."""
    import numpy as np

    at = np.array(places, dtype=np.float64)
    found: list[Place] = []
    for start in range(0, papers.subjects.shape[0], 500):
        rows = slice(start, start + 500)
        near = _similarities(Vectors(subjects=papers.subjects[rows], words=papers.words[rows]), anchors)
        nearest = np.argsort(-near, axis=1, kind="stable")[:, :_ANCHORS_OF_A_PAPER]
        weights = np.clip(np.take_along_axis(near, nearest, axis=1), 0, 1) ** _SHARPNESS
        totals = weights.sum(axis=1)
        means = (at[nearest] * weights[:, :, None]).sum(axis=1) / np.maximum(totals, 1e-12)[:, None]
        whole = np.rint(np.round(means, 3)).astype(int).tolist()
        found += [(x, y) if total > 0 else None for (x, y), total in zip(whole, totals.tolist(), strict=True)]
    return found
