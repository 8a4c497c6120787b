"""People and organisations on the wire."""
