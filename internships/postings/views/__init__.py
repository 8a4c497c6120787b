"""Pages about postings."""
