"""Needs besides treatment, like housing, work, court or rides, each with owner, day and outcome."""
