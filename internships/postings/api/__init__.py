"""Postings on the wire."""
