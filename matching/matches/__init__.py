"""A match as it is read: a student, a posting, a score and its explanation. NumPy only.

What is explained is the score that is shown: everything is read from the run that made it, and
from what was refreshed since.
"""

from matching.matches.candidates import Candidate, Candidates
from matching.matches.explained import PARTS, Explained, PartShare, SkillReason, WishReason
from matching.matches.reading import Match, Ranking, explained_match, ranking_of
from matching.matches.refusals import reasons_against
from matching.matches.seen import Pair, Seen, Sight, seen_by_owner, seen_by_student

__all__ = [
    "PARTS",
    "Candidate",
    "Candidates",
    "Explained",
    "Match",
    "Pair",
    "PartShare",
    "Ranking",
    "Seen",
    "Sight",
    "SkillReason",
    "WishReason",
    "explained_match",
    "ranking_of",
    "reasons_against",
    "seen_by_owner",
    "seen_by_student",
]
