"""Why a score is what it is: a walk over the columns that two vectors share. NumPy only.

It reads the vectors that made the score, so it explains the score that is shown, and its shares
sum to it exactly.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.arrays import Floats, Ints
from matching.engine.names import Names
from matching.engine.rows import Row
from matching.engine.space import Block, Layout

FUNCTION_WORDS = re.compile(
    r"(?:(?:a|about|after|all|also|an|and|any|are|as|at|be|been|but|by|can|do|each|for|from|had|has"
    r"|have|how|if|in|into|is|it|its|more|most|new|no|not|of|on|one|or|other|our|out|over|so|some"
    r"|such|than|that|the|their|them|then|there|these|they|this|those|through|to|under|up|used"
    r"|using|was|we|were|what|when|where|which|while|who|will|with|within|work|you|your) ?)+"
)
READABLE = ("words", "characters")  # pieces of words count, but say nothing to a reader


@dataclass(frozen=True)
class SkillShare:
    """What one skill adds to the score.

    Attributes
    ----------
    skill : int
    share : float
    most : float
        What it would add for a student who brings it in full.
    broader : bool
        It is a broader skill, met through a narrower one or by itself, of one that was asked for.
    must : bool
    """

    skill: int
    share: float
    most: float
    broader: bool
    must: bool


@dataclass(frozen=True)
class TermShare:
    """What one term of the texts, or one skill found in them, adds to the score."""

    term: int
    share: float


@dataclass(frozen=True)
class WishMet:
    """How far one wish is met, and what that adds to the score."""

    name: str
    share: float
    fraction: float


@dataclass(frozen=True)
class Explanation:
    """A score, taken apart.

    Attributes
    ----------
    score : float
    parts : share of each part of the score; they sum to it
    skills : of the skill part, the largest first; they sum to it
    missing : must-haves of which the student brings nothing
    terms : readable terms by number in the run's `Names`, the largest first
    bridge : skills that both texts speak of, the largest first; they sum to the bridge
    wishes : in the order of the layout; they sum to the part
    """

    score: float
    parts: dict[str, float]
    skills: tuple[SkillShare, ...]
    missing: tuple[int, ...]
    terms: tuple[TermShare, ...]
    bridge: tuple[TermShare, ...]
    wishes: tuple[WishMet, ...]


def explain(student: Row, posting: Row, *, layout: Layout, musts: Iterable[int]) -> Explanation:
    """Take the score of one pair apart.

    Parameters
    ----------
    student, posting : Row
        Their vectors in the run.
    layout : Layout
        Of the same run.
    musts : skills that the posting must have

    Raises
    ------
    ValueError
        If a vector has columns that the layout does not.

    Examples
    --------
    >>> sizes = [("skills", "direct", 2, 1.0), ("skills", "broader", 2, 1.0)]
    >>> layout = Layout.of([*sizes, ("bridge", "found", 2, 0.0)])
    >>> posting = Row(np.array([0, 1], dtype=np.int32), np.array([0.5, 0.5], dtype=np.float32))
    >>> student = Row(np.array([1], dtype=np.int32), np.array([0.5], dtype=np.float32))
    >>> explained = explain(student, posting, layout=layout, musts=[0])
    >>> explained.score, explained.missing, explained.skills[0].skill
    (0.25, (0,), 1)
    """
    columns, shares = _shared(student, posting, layout)
    block = layout.block_of(columns)
    by_block = np.bincount(block, weights=shares, minlength=len(layout.blocks))
    required = tuple(sorted(set(musts)))
    brought = student.at(np.array(required, dtype=np.int64) + layout["direct"].start)
    return Explanation(
        score=float(shares.sum()),
        parts={
            part: float(sum(by_block[i] for i, b in enumerate(layout.blocks) if b.part == part))
            for part in layout.parts()
        },
        skills=_skills(columns, shares, posting=posting, layout=layout, musts=set(required)),
        missing=tuple(skill for skill, value in zip(required, brought, strict=True) if not value),
        terms=_terms(columns, shares, layout),
        bridge=_largest_first(columns, shares, layout["found"], base=layout["found"].start),
        wishes=tuple(
            WishMet(name=b.name, share=float(total), fraction=_fraction(float(total), b.weight))
            for b, total in zip(layout.blocks, by_block, strict=True)
            if b.part == "wishes"
        ),
    )


def named_terms(
    terms: Sequence[TermShare], names: Names, *, layout: Layout | None = None, most: int = 8
) -> list[tuple[str, float]]:
    """The words that counted most, for a reader: no punctuation, nothing inside another.

    With the layout, Latin letters that stand between Chinese characters are left out: there they
    are pieces of words.

    Examples
    --------
    >>> shares = [TermShare(0, 0.2), TermShare(1, 0.1), TermShare(2, 0.1), TermShare(3, 0.1)]
    >>> named_terms(shares, Names.of(["robot", ",", "robot arm", "ros"]))
    [('robot', 0.2), ('ros', 0.1)]
    """
    first_character = len(names)
    if layout is not None:
        first_character = layout["characters"].start - layout["words"].start
    chosen: list[tuple[str, float]] = []
    for each in terms:
        name = names[each.term].strip()
        known = any(name in other or other in name for other, _ in chosen)
        is_piece = each.term >= first_character and name.isascii()
        if len(chosen) < most and _is_word(name) and not known and not is_piece:
            chosen.append((name, each.share))
    return chosen


def _is_word(name: str) -> bool:
    plain = name.replace(" ", "")
    if FUNCTION_WORDS.fullmatch(name):
        return False
    return len(plain) > 1 and plain.rstrip("+#").isalnum() and not plain.isdigit()


def _shared(student: Row, posting: Row, layout: Layout) -> tuple[Ints, Floats]:
    """Columns that both have, and what each adds to the score."""
    for row in (student, posting):
        if row.columns.size and int(row.columns[-1]) >= layout.size:
            raise ValueError("a vector has columns that the layout does not know")
    columns, of_student, of_posting = np.intersect1d(
        student.columns, posting.columns, assume_unique=True, return_indices=True
    )
    held = student.values[of_student].astype(np.float64)
    return columns.astype(np.int64), held * posting.values[of_posting]


def _skills(
    columns: Ints, shares: Floats, *, posting: Row, layout: Layout, musts: set[int]
) -> tuple[SkillShare, ...]:
    direct, broader = layout["direct"], layout["broader"]
    here = np.flatnonzero((columns >= direct.start) & (columns < broader.stop))
    most = posting.at(columns[here])
    found = []
    for column, share, whole in zip(columns[here], shares[here], most, strict=True):
        is_broader = bool(column >= broader.start)
        skill = int(column) - (broader.start if is_broader else direct.start)
        must = skill in musts and not is_broader
        found.append(SkillShare(skill, float(share), float(whole), is_broader, must))
    return tuple(sorted(found, key=lambda each: (-each.share, each.skill, each.broader)))


def _terms(columns: Ints, shares: Floats, layout: Layout) -> tuple[TermShare, ...]:
    blocks = [block for block in layout.blocks if block.name in READABLE]
    every = [
        term
        for block in blocks
        for term in _largest_first(columns, shares, block, base=layout["words"].start)
    ]
    return tuple(sorted(every, key=lambda each: (-each.share, each.term)))


def _largest_first(
    columns: Ints, shares: Floats, block: Block, *, base: int
) -> tuple[TermShare, ...]:
    here = np.flatnonzero((columns >= block.start) & (columns < block.stop))
    ordered = here[np.lexsort((columns[here], -shares[here]))]
    return tuple(TermShare(int(columns[i]) - base, float(shares[i])) for i in ordered)


def _fraction(share: float, most: float) -> float:
    return min(share / most, 1.0) if most else 1.0
