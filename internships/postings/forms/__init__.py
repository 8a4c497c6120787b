"""What people type about postings."""
