"""Questionnaires: their items as published, their sums, their bands, and what counts as change."""
