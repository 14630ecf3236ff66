"""The randomized SVD: the same bytes as scikit-learn's, and close to the exact singular vectors."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse import random as random_sparse
from sklearn.utils.extmath import randomized_svd

from generator.catalog.related.svd import right_singular_vectors


def sparse(rows: int, columns: int) -> csr_matrix:
    return csr_matrix(random_sparse(rows, columns, density=0.05, random_state=np.random.RandomState(1)))


@pytest.mark.parametrize("shape", [(60, 200), (200, 60), (100, 100)], ids=["wide", "tall", "square"])
def test_the_vectors_have_the_bytes_of_scikit_learn(shape: tuple[int, int]) -> None:
    matrix = sparse(*shape)
    expected = randomized_svd(matrix, 12, n_iter=4, random_state=0)[2]
    assert right_singular_vectors(matrix, 12).tobytes() == expected.tobytes()


def test_the_vectors_are_those_of_a_full_decomposition() -> None:
    random = np.random.RandomState(1)
    matrix = csr_matrix(random.rand(60, 6) @ random.rand(6, 200))
    exact = np.linalg.svd(matrix.toarray(), full_matrices=False)[2][:4]
    found = right_singular_vectors(matrix, 4)
    assert np.abs((exact * found).sum(axis=1)) == pytest.approx(np.ones(4))
