"""The largest singular vectors of a sparse matrix by random projection.

Method: Halko, Martinsson and Tropp, "Finding structure with randomness" (SIAM Review 53, 2011), algorithms 4.4 and 5.1,
with LU factorizations between the power iterations. The steps and their order are those of scikit-learn's
``randomized_svd``, so that both give the same bytes (tests/catalog/test_svd.py). scikit-learn itself would add 60 MB to
each installation for this one function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

#: Random directions beyond those wanted, which make the wanted ones more exact.
_OVERSAMPLES = 10
_POWER_ITERATIONS = 4


def right_singular_vectors(matrix: csr_matrix, count: int) -> NDArray[np.float64]:
    """Return the right singular vectors of the ``count`` largest singular values, (count, columns), largest first.

    ``matrix`` is in double precision and has more than ``count`` rows. The seed is fixed, and the largest component of
    each left singular vector is positive.
    """
    import numpy as np
    from scipy import linalg

    wide = matrix.shape[0] < matrix.shape[1]
    tall = matrix.T if wide else matrix  # the result is the same; this side takes less time
    basis = _range_basis(tall, count + _OVERSAMPLES)
    left, _, right = linalg.svd(basis.T @ tall, full_matrices=False, lapack_driver="gesdd")
    # ``tall`` is transposed, and with it the sides, if ``matrix`` is wide.
    if wide:
        vectors, other = (basis @ left).T, right
    else:
        vectors, other = right, (basis @ left).T
    largest = np.take_along_axis(other, np.abs(other).argmax(axis=1)[:, None], axis=1)
    return np.asarray((vectors * np.sign(largest))[:count])


def _range_basis(matrix: csr_matrix, size: int) -> NDArray[np.float64]:
    """Return orthonormal columns, (rows, size), that nearly span the range of the matrix."""
    import numpy as np
    from scipy import linalg

    basis = np.random.RandomState(0).normal(size=(matrix.shape[1], size))
    for _ in range(_POWER_ITERATIONS):
        for factor in (matrix, matrix.T):
            basis, _ = linalg.lu(factor @ basis, permute_l=True, check_finite=False)
    return np.asarray(linalg.qr(matrix @ basis, mode="economic", check_finite=False)[0])
