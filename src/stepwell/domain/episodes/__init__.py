"""The life cycle of an episode of care."""
