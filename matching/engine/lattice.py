"""A grid for vector values that makes every order of summation give the same bytes.

A value in [0, 1] is rounded down to a multiple of 2⁻²⁴, which single precision holds exactly. A
product of two is a multiple of 2⁻⁴⁸, and a sum of those below 32 fits the 53 bits of a double.
So a score is the same to the last bit whether BLAS, SciPy or a compiled loop adds it up, in any
order, over any number of threads or shards.
"""

import numpy as np

from matching.engine.arrays import Array, Floats, Ints, Singles

STEP = 2.0**-24
MILLIONTHS = 1_000_000
_SLACK = 1e-9


def snap(values: Array) -> Singles:
    """Round fractions down to the grid.

    Parameters
    ----------
    values : array, in [0, 1]
        Anything but fractions is refused; 1e-9 above 1 is taken for 1.

    Returns
    -------
    array of the same shape, single precision

    Raises
    ------
    ValueError
        If a value is not finite, negative, or above 1.

    Examples
    --------
    >>> snap(np.array([0.25, 1.0])).tolist()
    [0.25, 1.0]
    """
    exact = np.asarray(values, dtype=np.float64)
    if not np.all(np.isfinite(exact)):
        raise ValueError("a vector holds a value that is not a finite number")
    if exact.size and (exact.min() < 0 or exact.max() > 1 + _SLACK):
        raise ValueError(f"fractions expected, got {exact.min()} to {exact.max()}")
    floored = np.floor(np.minimum(exact, 1.0) / STEP) * STEP
    return floored.astype(np.float32)


def millionths(scores: Floats) -> Ints:
    """Scores as whole millionths: the precision at which two scores are a tie."""
    return np.rint(scores * MILLIONTHS).astype(np.int64)
