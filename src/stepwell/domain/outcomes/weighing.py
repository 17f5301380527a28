"""A treatment score: each week weighs what its result weighs, later weeks more (Ling et al., 1976)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from stepwell.domain.outcomes.pattern import MISSING, MIXED, NEGATIVE, POSITIVE

USUAL: Mapping[str, float] = MappingProxyType({POSITIVE: 1.0, MIXED: 0.5, MISSING: 0.22, NEGATIVE: 0.0})
"""What a week weighs, by its letter."""
WORST = 120.0
"""The score of somebody who used in each week."""


def weigh(
    word: str,
    weights: Mapping[str, float] = USUAL,
    *,
    for_use: Sequence[float] | None = None,
    for_missing: Sequence[float] | None = None,
    most: Sequence[float] | None = None,
) -> float | None:
    """The weights of the weeks as a score from 0 (best) to 120; None of no weeks, or of one without a weight.

    `for_use` multiplies weeks with use or mixed ones, `for_missing` missing ones; usually each is 1. The sum
    is divided by the sum of `most`, which is usually what the weeks would weigh with use in each.

    >>> weigh("++--"), weigh("oo", for_missing=(3, 1)), weigh("_")
    (60.0, 52.8, None)
    """
    if not word or not all(letter in weights for letter in word):
        return None
    of_use, of_missing = for_use or [1.0] * len(word), for_missing or [1.0] * len(word)
    total = sum(
        weights[letter] * (use if letter in (POSITIVE, MIXED) else missing)
        for letter, use, missing in zip(word, of_use, of_missing, strict=True)
    )
    return WORST * total / sum(most or of_use)


def evenly(first: float, last: float, count: int) -> list[float]:
    """So many numbers from `first` to `last`, evenly apart; only the first if it is one.

    >>> evenly(1, 5, 3)
    [1.0, 3.0, 5.0]
    """
    return [first + (last - first) * step / max(1, count - 1) for step in range(count)]
