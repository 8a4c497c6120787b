"""Lists and sparse rows as bytes, the same on every database.

A list is records of (id: int64, score: float32), a row is records of (column: int32, value:
float32), both little-endian, after a two-byte mark of what it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LIST = np.dtype([("id", "<i8"), ("score", "<f4")])
ROW = np.dtype([("column", "<i4"), ("value", "<f4")])
LIST_MARK = b"L1"
ROW_MARK = b"R1"
LAST_COLUMN = 2**31 - 1

Ints = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
Columns = npt.NDArray[np.int32]


class Unreadable(ValueError):
    """Bytes that are not what they should be: truncated, or of another kind."""


@dataclass(frozen=True)
class RankedList:
    """Ids with their scores, best first.

    Examples
    --------
    >>> best = RankedList.of([7, 3], [0.5, 0.25])
    >>> unpack_list(pack_list(best)).ids.tolist()
    [7, 3]
    """

    ids: Ints
    scores: Singles

    @classmethod
    def of(cls, ids: object, scores: object) -> "RankedList":
        return cls(ids=np.asarray(ids, dtype=np.int64), scores=np.asarray(scores, dtype=np.float32))

    def __len__(self) -> int:
        return self.ids.size

    def score_of(self, each: int) -> float | None:
        """The score of this id, None where it is not in the list."""
        places = np.flatnonzero(self.ids == each)
        return float(self.scores[places[0]]) if places.size else None

    def without(self, each: int) -> "RankedList":
        kept = self.ids != each
        return RankedList(ids=self.ids[kept], scores=self.scores[kept])

    def by_id(self) -> dict[int, float]:
        """Score by id, best first, in millionths as they were ranked."""
        return {
            each: round(score, 6)
            for each, score in zip(self.ids.tolist(), self.scores.tolist(), strict=True)
        }

    def first(self, count: int) -> "RankedList":
        return RankedList(ids=self.ids[:count], scores=self.scores[:count])

    def millionths(self) -> Ints:
        """The scores as the whole numbers they were ranked by."""
        return millionths(self.scores)


def millionths(scores: Singles) -> Ints:
    """Scores in millionths, exactly: they were rounded to them before they were packed."""
    return np.rint(scores.astype(np.float64) * 1_000_000).astype(np.int64)


def id_bytes(each: int) -> bytes:
    """An id as it stands in a packed list."""
    return np.array(each, dtype=LIST["id"]).tobytes()


def pack_list(ranked: RankedList) -> bytes:
    """Bytes of a list; raises ValueError for scores that are not finite."""
    records = np.empty(len(ranked), dtype=LIST)
    records["id"], records["score"] = ranked.ids, ranked.scores
    if not np.isfinite(records["score"]).all():
        raise ValueError("a list holds a score that is not a number")
    return LIST_MARK + records.tobytes()


def unpack_list(packed: bytes | memoryview) -> RankedList:
    records = _records(packed, LIST_MARK, LIST)
    return RankedList(ids=records["id"].astype(np.int64), scores=records["score"].astype("f4"))


def unpack_lists(packed: Sequence[bytes | memoryview]) -> tuple[Ints, RankedList]:
    """Many lists at once: how long each is, and all their entries one after the other."""
    data = [bytes(each) for each in packed]
    for each in data:
        _check(each, LIST_MARK, LIST)
    lengths = np.array([(len(each) - len(LIST_MARK)) // LIST.itemsize for each in data], dtype="i8")
    records = np.frombuffer(b"".join(each[len(LIST_MARK) :] for each in data), dtype=LIST)
    return lengths, RankedList.of(records["id"], records["score"])


def pack_row(columns: npt.ArrayLike, values: npt.ArrayLike) -> bytes:
    """Bytes of a sparse row; raises ValueError for what no row can hold.

    That is a column below 0 or beyond 31 bits, or a value that is not finite.
    """
    records = np.empty(np.size(columns), dtype=ROW)
    numbers = np.asarray(columns, dtype=np.int64)
    if numbers.size and not 0 <= numbers.min() <= numbers.max() <= LAST_COLUMN:
        raise ValueError("a vector has a column that no row can hold")
    records["column"], records["value"] = numbers, values
    if not np.isfinite(records["value"]).all():
        raise ValueError("a vector holds a value that is not a number")
    return ROW_MARK + records.tobytes()


def unpack_row(packed: bytes | memoryview) -> tuple[Columns, Singles]:
    records = _records(packed, ROW_MARK, ROW)
    return records["column"].astype(np.int32), records["value"].astype(np.float32)


def _records(
    packed: bytes | memoryview, mark: bytes, kind: np.dtype[np.void]
) -> npt.NDArray[np.void]:
    data = bytes(packed)
    _check(data, mark, kind)
    return np.frombuffer(data, dtype=kind, offset=len(mark))


def _check(data: bytes, mark: bytes, kind: np.dtype[np.void]) -> None:
    if data[: len(mark)] != mark or (len(data) - len(mark)) % kind.itemsize:
        raise Unreadable(f"{len(data)} bytes starting {data[:2]!r} are not a list or row")
