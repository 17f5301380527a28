"""A person's line over time: what became of it, and who should be called first."""
