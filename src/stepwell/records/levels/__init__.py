"""Levels of care within an episode, leaves, and the way back of who left."""
