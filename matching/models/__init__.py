"""Ranking runs, what they found, what it said, and what became of it."""

from matching.models.feedback import Feedback
from matching.models.lists import PostingMatches, StudentMatches
from matching.models.run import RankingRun, RankingShard
from matching.models.snapshot import ExplanationSnapshot
from matching.models.vector import MatchVector

__all__ = [
    "ExplanationSnapshot",
    "Feedback",
    "MatchVector",
    "PostingMatches",
    "RankingRun",
    "RankingShard",
    "StudentMatches",
]
