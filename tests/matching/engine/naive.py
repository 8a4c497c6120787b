"""Small sides with many ties, and their lists by sorting all pairs in plain Python."""

import numpy as np
from scipy import sparse

from matching.engine.lattice import snap
from matching.engine.sides import Side

COLUMNS, SKILLS = 12, 4


def side(random, length, *, values=(0, 0.05, 0.1)):
    """Few different values and ages, so that ties are common."""
    dense = random.choice(values, (length, COLUMNS))
    return Side(
        ids=random.permutation(length) + 10,
        age=random.integers(0, 2, length),
        matrix=sparse.csr_array(snap(dense)),
        keen=sparse.csr_array(random.integers(0, 2, (length, SKILLS)).astype(np.float32)),
    )


def naive(one, other, allowed, length):
    """Lists by sorting all pairs in plain Python."""
    scores = (one.matrix.toarray().astype(float) @ other.matrix.toarray().T.astype(float)).round(6)
    met = one.keen.toarray() @ other.keen.toarray().T
    lists = []
    for i in range(len(one)):
        order = sorted(
            (j for j in range(len(other)) if allowed[i, j] and scores[i, j] > 0),
            key=lambda j: (-scores[i, j], -met[i, j], other.age[j], other.ids[j]),
        )
        lists.append([(j, np.float32(scores[i, j])) for j in order[:length]])
    return lists
