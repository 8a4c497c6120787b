"""Data files into the taxonomy: read and checked completely first, then written in one go."""
