"""What a person agreed to, what was told on that ground, and what was asked for in vain."""
