"""Who may do what. Each rule is one question about one person and one thing."""
