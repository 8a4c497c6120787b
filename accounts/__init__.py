"""Who people are, and which organisation they speak for."""
