"""Change that is larger than the error of measuring it."""

from dataclasses import dataclass
from enum import Enum


class ChangeKind(Enum):
    """Whether a difference can be told from measurement error, and which way it goes."""

    RELIABLE_GAIN = "reliable_gain"
    RELIABLE_WORSENING = "reliable_worsening"
    WITHIN_ERROR = "within_error"


@dataclass(frozen=True)
class Change:
    """Two flags that are never merged: is it reliable, and did it cross the cut-off (either way)?

    `points` is after minus before, so a gain is below zero where a higher
    total means more symptoms, and above zero where it means more strength. Scores also
    fall with time alone: a change is no proof that the program caused it.
    """

    kind: ChangeKind
    points: int
    crosses_cutoff: bool


def between(
    before: int, after: int, *, reliable: int, cutoff: int | None, higher_is_better: bool = False
) -> Change:
    """Compare two totals of an instrument; a higher total means more symptoms unless it is told otherwise.

    A difference counts from `reliable` points on (Jacobson & Truax, 1991);
    a total at the cut-off counts as above it.

    >>> between(14, 8, reliable=6, cutoff=10)
    Change(kind=<ChangeKind.RELIABLE_GAIN: 'reliable_gain'>, points=-6, crosses_cutoff=True)
    >>> between(14, 9, reliable=6, cutoff=10).kind.name
    'WITHIN_ERROR'
    >>> between(32, 60, reliable=10, cutoff=52, higher_is_better=True)
    Change(kind=<ChangeKind.RELIABLE_GAIN: 'reliable_gain'>, points=28, crosses_cutoff=True)
    """
    points = after - before
    worse = -points if higher_is_better else points
    if worse <= -reliable:
        kind = ChangeKind.RELIABLE_GAIN
    elif worse >= reliable:
        kind = ChangeKind.RELIABLE_WORSENING
    else:
        kind = ChangeKind.WITHIN_ERROR
    crosses = cutoff is not None and (before >= cutoff) != (after >= cutoff)
    return Change(kind, points, crosses)
