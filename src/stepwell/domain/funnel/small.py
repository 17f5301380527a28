"""Counts that leave the program: none so small that somebody could be found in it.

Source: program policy (PRV-20): an export of outcomes suppresses cells
below 11. Inside the program, for those who may open the records
anyway, counts are shown as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

SMALLEST = 11

Key = TypeVar("Key")


def without_small(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """The counts of groups that add up to a known total, with None for what is withheld.

    A zero tells of nobody. Where one small count alone is withheld it could be
    computed from the total, so the smallest of the others goes with it.

    >>> without_small({"self": 40, "court": 3, "hospital": 12})
    {'self': 40, 'court': None, 'hospital': None}
    >>> without_small({"self": 40, "court": 0, "hospital": 12})
    {'self': 40, 'court': 0, 'hospital': 12}
    """
    hidden = {key for key, count in counts.items() if 0 < count < SMALLEST}
    if len(hidden) == 1:
        others = [key for key in counts if key not in hidden and counts[key]]
        hidden |= {min(others, key=lambda key: counts[key])} if others else set()
    return {key: None if key in hidden else count for key, count in counts.items()}


def told(count: int) -> int | None:
    """One count by itself: None where it is withheld.

    >>> told(10), told(11), told(0)
    (None, 11, 0)
    """
    return None if 0 < count < SMALLEST else count
