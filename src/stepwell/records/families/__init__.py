"""Supporters at family sessions: whether they mean to come, and whether they came."""
