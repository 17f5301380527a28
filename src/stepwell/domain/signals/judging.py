"""How good probabilities were, once it is known what happened."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Judged:
    """The figures of one list of probabilities; not-a-number where there is nothing to compare."""

    weeks: int
    happened: int
    auroc: float
    auprc: float
    brier: float
    slope: float


def judge(said: Sequence[float], happened: Sequence[int]) -> Judged:
    """All figures at once.

    >>> judged = judge([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])
    >>> judged.auroc, round(judged.auprc, 3)
    (0.75, 0.833)
    """
    squares = [(p - y) ** 2 for p, y in zip(said, happened, strict=True)]
    return Judged(
        weeks=len(said),
        happened=sum(happened),
        auroc=auroc(said, happened),
        auprc=average_precision(said, happened),
        brier=sum(squares) / len(squares) if squares else math.nan,
        slope=calibration_slope(said, happened),
    )


def auroc(said: Sequence[float], happened: Sequence[int]) -> float:
    """How often a week in which it happened ranks above one in which it did not; ties count half."""
    yes = sum(happened)
    no = len(said) - yes
    if not yes or not no:
        return math.nan
    above, below = 0.0, 0
    for hits, size in _steps(said, happened, is_rising=True):
        above += hits * (below + (size - hits) / 2)
        below += size - hits
    return above / (yes * no)


def average_precision(said: Sequence[float], happened: Sequence[int]) -> float:
    """The mean of the precision over all that happened, from the highest probability down."""
    yes = sum(happened)
    if not yes:
        return math.nan
    found = seen = 0
    total = 0.0
    for hits, size in _steps(said, happened, is_rising=False):
        found, seen = found + hits, seen + size
        total += hits * found / seen
    return total / yes


def calibration_slope(said: Sequence[float], happened: Sequence[int]) -> float:
    """The slope of a logistic regression of what happened on the log odds; 1 is right (Cox, 1958)."""
    if not 0 < sum(happened) < len(happened):
        return math.nan
    odds = [_log_odds(p) for p in said]
    if max(odds) == min(odds):
        return math.nan
    start, slope = 0.0, 1.0
    for _ in range(25):
        g0 = g1 = h00 = h01 = h11 = 0.0
        for x, y in zip(odds, happened, strict=True):
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, start + slope * x))))
            v = p * (1 - p)
            g0, g1 = g0 + y - p, g1 + (y - p) * x
            h00, h01, h11 = h00 + v, h01 + v * x, h11 + v * x * x
        if (det := h00 * h11 - h01 * h01) <= 1e-12:
            return math.nan
        start, moved = start + (h11 * g0 - h01 * g1) / det, (h00 * g1 - h01 * g0) / det
        slope += moved
        if abs(moved) < 1e-9:
            break
    return slope


def threshold(said: Sequence[float], share: float) -> float:
    """The probability from which on about this share of weeks is called."""
    called = max(1, round(share * len(said)))
    return sorted(said, reverse=True)[called - 1]


def _log_odds(p: float) -> float:
    inside = min(1 - 1e-9, max(1e-9, p))
    return math.log(inside / (1 - inside))


def _steps(said: Sequence[float], happened: Sequence[int], *, is_rising: bool) -> list[tuple[int, int]]:
    """For each probability in order: how often it happened, and how many weeks have it."""
    counted: dict[float, list[int]] = {}
    for p, y in zip(said, happened, strict=True):
        both = counted.setdefault(p, [0, 0])
        both[0] += y
        both[1] += 1
    return [(hits, size) for _, (hits, size) in sorted(counted.items(), reverse=not is_rising)]
