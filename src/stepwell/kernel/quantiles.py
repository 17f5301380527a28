"""Quantiles that are one of the values given, so that they can be shown and checked by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from math import ceil
from typing import TypeVar

Value = TypeVar("Value", int, float, timedelta)


def nearest_rank(values: Iterable[Value], share: float) -> Value:
    """The smallest of the values that at least this share of them keeps to.

    >>> nearest_rank([4, 1, 3, 2], 0.5), nearest_rank(range(1, 11), 0.9)
    (2, 9)

    Raises ValueError when there are no values, or the share is not above 0 and up to 1.
    """
    found = sorted(values)
    if not found or not 0 < share <= 1:
        raise ValueError("A quantile needs values, and a share above 0 and up to 1.")
    return found[ceil(share * len(found) - 1e-9) - 1]
