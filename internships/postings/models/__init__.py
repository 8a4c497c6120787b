"""Postings, and what belongs to them."""

from internships.postings.models.interest import Interest, SavedPosting
from internships.postings.models.outcome import ResearchOutcome
from internships.postings.models.parts import Phase, PostingLanguage, PostingSkill, SeatGroup
from internships.postings.models.posting import Posting, PostingTransition
from internships.postings.models.search import IndexedWords, PostingIndex

__all__ = [
    "IndexedWords",
    "Interest",
    "Phase",
    "Posting",
    "PostingIndex",
    "PostingLanguage",
    "PostingSkill",
    "PostingTransition",
    "ResearchOutcome",
    "SavedPosting",
    "SeatGroup",
]
