"""The demo network: invented organisations, people and postings, and what writes them."""
