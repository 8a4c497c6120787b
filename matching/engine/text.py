"""What labels don't capture: the words of statement, courses and projects against a posting's."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin

from matching.engine import tokens
from matching.engine.arrays import Floats, Ints, ints
from matching.engine.lattice import snap
from matching.engine.matrices import Matrix, csr, row_sums, scaled, side_by_side, unit_rows
from matching.engine.names import Names
from matching.engine.stems import stem
from matching.engine.tokens import Tokens
from matching.engine.vocabulary import Counts, Vocabulary
from matching.engine.weights import TextWeights

BLOCKS = ("words", "pieces", "characters")
BATCH = 2048  # texts at a time, to bound memory
_PAIR = 32  # bits of the second word in the number of a pair
FIRST_PAIR = 1 << _PAIR
FIRST_TRIPLE = 1 << 2 * tokens.RUN_BITS


class TextModel(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """TF-IDF of words and their pieces (Latin script and its kin) and of Chinese characters.

    A vector has three blocks: stems of words and pairs of them, pieces of three to five characters
    within words, and one to three Chinese characters in a row. Counts are damped (1 + ln). Each
    block gets Euclidean length 1, then the share of the text that is written in its script, by
    squared TF-IDF: so a vector has length 1 in every language and mixture.

    Parameters
    ----------
    weights : TextWeights

    Attributes
    ----------
    words_ : dict from stem to number
    spellings_ : list of str
        The word that each stem most often stands for.
    vocabularies_ : dict from block to Vocabulary

    References
    ----------
    Manning, Raghavan and Schütze, *Introduction to Information Retrieval* (2008), §6.2 to 6.4.

    Examples
    --------
    >>> from matching.engine.weights import Weights
    >>> texts = ["motion planning with ROS", "机器人运动规划", "a marketing plan"]
    >>> vectors = TextModel(Weights.packaged().text).fit_transform(texts)
    >>> (vectors @ vectors.T).diagonal().round(4).tolist()
    [1.0, 1.0, 1.0]
    """

    def __init__(self, weights: TextWeights) -> None:
        self.weights = weights

    def fit(self, texts: Sequence[str], y: None = None) -> Self:
        """Learn which terms there are, and how rare each is."""
        limits = {
            "words": self.weights.max_words,
            "pieces": self.weights.max_pieces,
            "characters": self.weights.max_characters,
        }
        self.words_, self.spellings_ = _frequent(texts, most=limits["words"])
        batches = [
            {name: counts.frequencies() for name, counts in self._counts(*parts).items()}
            for parts in _taken_apart(texts)
        ]
        known = {
            name: Vocabulary.of(
                [each[name] for each in batches], most=most, contrast=self.weights.contrast
            )
            for name, most in limits.items()
        }
        known["words"] = known["words"].lessened(self.weights.pairs, from_key=FIRST_PAIR)
        known["characters"] = known["characters"].lessened(
            self.weights.triples, from_key=FIRST_TRIPLE
        )
        self.vocabularies_ = known
        return self

    def sizes(self) -> dict[str, int]:
        """Columns of each block, in order."""
        return {name: self.vocabularies_[name].keys.size for name in BLOCKS}

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Vectors of texts.

        Returns
        -------
        sparse matrix of shape (n_texts, sum of sizes), rows of length 1, or less than that where
        only the `max_terms` heaviest terms are kept, or 0 without a known term
        """
        batches = [self._vectors(*parts) for parts in _taken_apart(texts)]
        stacked: Matrix = sparse.csr_array(sparse.vstack(batches, format="csr"))
        return stacked

    def _vectors(self, parts: Tokens, runs: tuple[Ints, Ints]) -> Matrix:
        counts = self._counts(parts, runs)
        blocks = {name: self.vocabularies_[name].damped(counts[name]) for name in BLOCKS}
        shares = self._script_shares(blocks)
        weighted = [
            scaled(unit_rows(block), rows=np.sqrt(shares[name])) for name, block in blocks.items()
        ]
        whole = _heaviest(unit_rows(side_by_side(weighted)), most=self.weights.max_terms)
        whole.data = snap(whole.data)
        return whole

    def _counts(self, parts: Tokens, runs: tuple[Ints, Ints]) -> dict[str, Counts]:
        return {
            "words": Counts.of(*self._word_keys(parts), total=parts.n_texts),
            "pieces": Counts.of_pieces(parts),
            "characters": Counts.of(*runs, total=parts.n_texts),
        }

    def _script_shares(self, blocks: Mapping[str, Matrix]) -> dict[str, Floats]:
        """How much of what each text says is in words, their pieces, and Chinese characters."""
        latin = row_sums(blocks["words"].power(2))
        chinese = row_sums(blocks["characters"].power(2)) * self.weights.characters
        worded = np.divide(latin, latin + chinese, out=np.zeros_like(latin), where=latin > 0)
        only_pieces = (latin + chinese) == 0
        return {
            "words": worded * self.weights.words,
            "pieces": np.where(only_pieces, 1.0, worded * self.weights.pieces),
            "characters": 1.0 - worded,
        }

    def _word_keys(self, parts: Tokens) -> tuple[Ints, Ints]:
        """Known words, and pairs of known words that follow each other, as (text, key)."""
        number = ints([self.words_.get(stem(word), -1) for word in parts.words])[parts.word]
        single = np.flatnonzero(number >= 0)
        after = single[single < number.size - 1]
        after = after[(number[after + 1] >= 0) & (parts.row[after] == parts.row[after + 1])]
        pair = ((number[after] + 1) << _PAIR) | number[after + 1]
        return (
            np.concatenate([parts.row[single], parts.row[after]]),
            np.concatenate([number[single], pair]),
        )

    def names(self) -> Names:
        """What each column stands for, to be read by a person."""
        words = self.spellings_
        keys = {name: self.vocabularies_[name].keys.tolist() for name in BLOCKS}
        return Names.of(
            [
                *[_spelled(key, words) for key in keys["words"]],
                *[tokens.spelled(key) for key in keys["pieces"]],
                *[tokens.spelled(key, bits=tokens.RUN_BITS) for key in keys["characters"]],
            ]
        )

    def save(self, folder: Path) -> None:
        """Write text.json and text.npz."""
        state = {
            "weights": asdict(self.weights),
            "words": list(self.words_),
            "spellings": self.spellings_,
        }
        (folder / "text.json").write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
        arrays: dict[str, Any] = {}
        for name, vocabulary in self.vocabularies_.items():
            arrays |= {f"{name}_keys": vocabulary.keys, f"{name}_weight": vocabulary.weight}
        np.savez(folder / "text.npz", **arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        state = json.loads((folder / "text.json").read_text(encoding="utf-8"))
        model = cls(TextWeights(**state["weights"]))
        model.words_ = {word: number for number, word in enumerate(state["words"])}
        model.spellings_ = state["spellings"]
        with np.load(folder / "text.npz", allow_pickle=False) as arrays:
            model.vocabularies_ = {
                name: Vocabulary(keys=arrays[f"{name}_keys"], weight=arrays[f"{name}_weight"])
                for name in BLOCKS
            }
        return model


def _taken_apart(texts: Sequence[str]) -> Iterator[tuple[Tokens, tuple[Ints, Ints]]]:
    """Words and runs of characters, a batch of texts at a time (one empty batch for no texts)."""
    for start in range(0, max(len(texts), 1), BATCH):
        clean = [tokens.normalised(text) for text in texts[start : start + BATCH]]
        yield Tokens.of(clean), tokens.runs(clean)


def _frequent(texts: Sequence[str], *, most: int) -> tuple[dict[str, int], list[str]]:
    """The stems that occur in most texts, in alphabetical order, and how they are spelt."""
    stems: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for text in texts:
        here = set(tokens.WORD.findall(tokens.normalised(text)))
        words.update(here)
        stems.update({stem(word) for word in here})
    known = sorted(sorted(stems, key=lambda each: (-stems[each], each))[:most])
    spelt: dict[str, str] = {}
    for word in sorted(words, key=lambda each: (-words[each], each)):
        spelt.setdefault(stem(word), word)
    return {each: number for number, each in enumerate(known)}, [spelt[each] for each in known]


def _spelled(key: int, words: Sequence[str]) -> str:
    if key < FIRST_PAIR:
        return words[key]
    return f"{words[(key >> _PAIR) - 1]} {words[key & ((1 << _PAIR) - 1)]}"


def _heaviest(matrix: Matrix, *, most: int) -> Matrix:
    """Each row's largest values; among equals those further left."""
    dropped = np.zeros(matrix.nnz, dtype=bool)
    for row in np.flatnonzero(np.diff(matrix.indptr) > most).tolist():
        start, stop = matrix.indptr[row], matrix.indptr[row + 1]
        order = np.argsort(-matrix.data[start:stop], kind="stable")
        dropped[start + order[most:]] = True
    kept = np.flatnonzero(~dropped)
    starts = np.searchsorted(kept, matrix.indptr)
    return csr(matrix.data[kept], matrix.indices[kept], starts, shape=matrix.shape)
