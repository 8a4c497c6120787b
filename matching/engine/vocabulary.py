"""Terms of texts: how often each occurs in each text, and how rare each is over all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from matching.engine import tokens
from matching.engine.arrays import Floats, Ints, ints
from matching.engine.matrices import Matrix, csr, from_triplets, inverse_frequency, rows_of
from matching.engine.tokens import Tokens


@dataclass(frozen=True)
class Counts:
    """How often each term occurs in each text.

    Attributes
    ----------
    matrix : sparse matrix of shape (n_texts, n_terms)
    keys : array of shape (n_terms,), ascending
        The number that stands for each term.
    """

    matrix: Matrix
    keys: Ints

    @classmethod
    def of(cls, row: Ints, key: Ints, *, total: int) -> Self:
        keys, column = np.unique(key, return_inverse=True)
        ones = np.ones(key.size, dtype=np.float32)
        return cls(matrix=from_triplets(row, column, ones, shape=(total, keys.size)), keys=keys)

    @classmethod
    def of_pieces(cls, parts: Tokens) -> Self:
        """Pieces of words: each different word is taken apart once."""
        spelling = cls.of(*tokens.pieces(parts.words), total=len(parts.words))
        ones = np.ones(parts.word.size, dtype=np.float32)
        shape = (parts.n_texts, len(parts.words))
        words = from_triplets(parts.row, parts.word, ones, shape=shape)
        matrix: Matrix = words @ spelling.matrix
        matrix.sort_indices()
        return cls(matrix=matrix, keys=spelling.keys)

    def frequencies(self) -> "Frequencies":
        return Frequencies(
            keys=self.keys,
            texts=np.bincount(self.matrix.indices, minlength=self.keys.size),
            written=int(np.count_nonzero(np.diff(self.matrix.indptr))),
        )


@dataclass(frozen=True)
class Frequencies:
    """In how many texts each term occurs: all that a vocabulary needs to know of a batch.

    Attributes
    ----------
    keys, texts : arrays of shape (n_terms,)
    written : texts with any term
    """

    keys: Ints
    texts: Ints
    written: int


@dataclass(frozen=True)
class Vocabulary:
    """The terms that are known.

    Attributes
    ----------
    keys : array of shape (n_terms,), ascending
    weight : array of shape (n_terms,)
        How rare each is (>= 1), and what else it is multiplied by.
    """

    keys: Ints
    weight: Floats

    @classmethod
    def of(cls, batches: Sequence[Frequencies], *, most: int, contrast: float = 1.0) -> Self:
        """The terms that occur in most texts, at most `most` of them.

        `contrast` is the power that rarity is raised to: above 1 rare terms count more.

        Rarity is counted among the texts with any term: else "the" is rare between Chinese ones.
        """
        every = np.concatenate([batch.keys for batch in batches])
        keys, number = np.unique(every, return_inverse=True)
        texts = np.concatenate([batch.texts for batch in batches])
        frequency = ints(np.bincount(number, weights=texts, minlength=keys.size).astype(np.int64))
        kept = np.sort(np.argsort(-frequency, kind="stable")[:most])
        total = sum(batch.written for batch in batches)
        rarity = inverse_frequency(frequency[kept], total=total)
        return cls(keys=keys[kept], weight=rarity**contrast)

    def lessened(self, share: float, *, from_key: int) -> Self:
        """The same, where terms numbered `from_key` or higher count only a share."""
        return replace(self, weight=self.weight * np.where(self.keys >= from_key, share, 1.0))

    def columns(self, keys: Ints) -> Ints:
        """The column of each key, -1 for those that are not known."""
        if not self.keys.size:
            return np.full(keys.size, -1)
        place = np.minimum(np.searchsorted(self.keys, keys), self.keys.size - 1)
        return np.where(self.keys[place] == keys, place, -1)

    def damped(self, counts: Counts) -> Matrix:
        """(1 + ln count) × weight of the known terms, of shape (n_texts, n_terms)."""
        matrix = counts.matrix
        column = self.columns(counts.keys)[matrix.indices]
        known = np.flatnonzero(column >= 0)
        starts = np.searchsorted(rows_of(matrix)[known], np.arange(matrix.shape[0] + 1))
        value = (1.0 + np.log(matrix.data[known].astype(np.float64))) * self.weight[column[known]]
        return csr(value, column[known], starts, shape=(matrix.shape[0], self.keys.size))
