"""Whole numbers out of an address or a hidden field, where anybody may have typed anything."""

from __future__ import annotations

MOST_DIGITS = 6
"""More would be no page and no version of anything, and could be too many for the database."""


def number_told(text: str, *, otherwise: int) -> int:
    """The number, or `otherwise` where it is none.

    >>> number_told("3", otherwise=1), number_told("-3", otherwise=1), number_told("9" * 40, otherwise=1)
    (3, 1, 1)
    """
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else otherwise
