"""What a list of postings can be narrowed by, on pages and on the API."""

from internships.postings.filters.posting import OwnPostingFilter, PostingFilter
from internships.postings.filters.reading import ReadingFilter

__all__ = ["OwnPostingFilter", "PostingFilter", "ReadingFilter"]
