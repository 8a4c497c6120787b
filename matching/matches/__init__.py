"""A match as it is read: a student, a posting, a score and its explanation. NumPy only.

What is explained is the score that is shown: everything is read from the run that made it, and
from what was refreshed since.
"""

from matching.matches.candidates import Candidate, Candidates
from matching.matches.explained import Explained, PartShare, SkillReason, WishReason
from matching.matches.reading import Match, Ranking, explained_match, ranking_of
from matching.matches.refusals import reasons_against

__all__ = [
    "Candidate",
    "Candidates",
    "Explained",
    "Match",
    "PartShare",
    "Ranking",
    "SkillReason",
    "WishReason",
    "explained_match",
    "ranking_of",
    "reasons_against",
]
