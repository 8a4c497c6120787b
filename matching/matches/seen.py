"""A list as somebody sees it: what is kept of each line, to learn from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matching.enums import Side
from matching.matches.candidates import Candidate, Candidates
from matching.matches.explained import Explained
from matching.matches.reading import Match, Ranking

Pair = tuple[int, int]


@dataclass(frozen=True)
class Sight:
    """How one match stood in a list.

    Attributes
    ----------
    position : from 1, as it was displayed
    score : as it was displayed
    parts : how well each part of the score was met, in [0, 1]; empty where it was not explained
    """

    position: int
    score: float
    parts: Mapping[str, float]


@dataclass(frozen=True)
class Seen:
    """A stretch of a list of the run, by ids of student and posting."""

    run_id: int
    side: Side
    sights: Mapping[Pair, Sight]


def seen_by_student(ranking: Ranking, matches: Iterable[Match], *, first: int = 1) -> Seen:
    """What a student sees of their list, from the position `first` on.

    Positions are those on the screen: what a filter leaves out, nobody passes on the way down.
    Nothing is seen by who switched matching off, though the list is still there.
    """
    profile = ranking.profile
    listed = matches if profile.consents_to_matching else ()
    sights = {
        (profile.pk, each.posting.pk): Sight(position, each.score, parts_met(each.explained))
        for position, each in enumerate(listed, start=first)
    }
    return Seen(ranking.run.pk, Side.STUDENT, sights)


def seen_by_owner(candidates: Candidates, listed: Iterable[Candidate]) -> Seen | None:
    """What an owner sees of a posting's list; None before the first run."""
    if candidates.stored is None:
        return None
    sights = {
        (each.profile_id, candidates.posting.pk): Sight(
            each.rank, each.score, parts_met(each.explained)
        )
        for each in listed
    }
    return Seen(candidates.stored.run_id, Side.POSTING, sights)


def parts_met(explained: Explained | None) -> dict[str, float]:
    """How well each part was met, whatever it weighs; a part without weight is not met at all."""
    if explained is None:
        return {}
    return {
        part.name: min(part.share / part.most, 1.0) if part.most else 0.0
        for part in explained.parts
    }
