"""Scorers of published questionnaires: from the raw points of the printed form to what they say.

Each module is one instrument or one family of them, with its source. No wording is held here.
"""
