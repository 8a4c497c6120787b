"""The taxonomy for programs, to be read."""
