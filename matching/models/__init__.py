"""Ranking runs and what they found."""

from matching.models.lists import PostingMatches, StudentMatches
from matching.models.run import RankingRun, RankingShard
from matching.models.vector import MatchVector

__all__ = ["MatchVector", "PostingMatches", "RankingRun", "RankingShard", "StudentMatches"]
