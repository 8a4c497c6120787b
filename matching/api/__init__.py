"""Matches and ranking runs on the wire."""
