"""Postings brought in from tables."""

from internships.postings.imports.importing import PostingImport, Settings
from internships.postings.imports.owners import Owners

__all__ = ["Owners", "PostingImport", "Settings"]
