"""Pages about matches and ranking runs."""
