"""Keyword search in either language, on either database."""

from internships.postings.search.document import words_of
from internships.postings.search.query import found_by, match_of
from internships.postings.search.words import index_words, query_terms

__all__ = ["found_by", "index_words", "match_of", "query_terms", "words_of"]
