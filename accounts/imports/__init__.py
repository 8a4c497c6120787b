"""People brought in from tables."""
