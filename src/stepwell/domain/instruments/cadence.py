"""How often a questionnaire is asked, and how many of the times it was asked it was answered.

A number without the forms that never came tells of those who answered, so it is shown beside every result.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

USUAL_DAYS = 14
"""Both questionnaires that are asked on the phone look back two weeks. Program policy."""
SHORTEST_DAYS, LONGEST_DAYS = 7, 60


@dataclass(frozen=True)
class Completion:
    """Of the times it was due, how often it was answered, and how often whole, so that there is a total."""

    due: int
    answered: int
    whole: int


def completion(
    given: Iterable[tuple[date, bool]], *, since: date, until: date, every: int = USUAL_DAYS
) -> Completion:
    """Count by stretches of `every` days from the first day on; each was answered, whole, or neither.

    Two forms in one stretch count once. The stretch that still runs is due only once it was answered: what
    can still come isn't missing. What came before the first day belongs to the first stretch.

    >>> first = date(2026, 3, 2)
    >>> forms = [(first, True), (first + timedelta(days=1), False), (first + timedelta(days=15), False)]
    >>> completion(forms, since=first, until=first + timedelta(days=44))
    Completion(due=3, answered=2, whole=1)
    """
    whole_of: dict[int, bool] = {}
    for on, is_whole in given:
        if on <= until:
            stretch = max(0, (on - since) // timedelta(days=every))
            whole_of[stretch] = whole_of.get(stretch, False) or is_whole
    over = max(0, (until - since).days // every)
    due = {*range(over), *whole_of}
    return Completion(len(due), len(whole_of), sum(whole_of.values()))
