"""From gate to gate: how many passed, how many were lost, how many are still on the way.

Source of what is measured: program policy, after the intake funnel of one agency
(Substance Abuse Treatment, Prevention, and Policy 9:41, 2014). Every figure
carries its denominator. Who is still on the way is told apart, and counts neither as passed nor as lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from types import MappingProxyType
from typing import TypeVar

from stepwell.kernel.quantiles import nearest_rank

Key = TypeVar("Key", bound=Hashable)


class Gate(IntEnum):
    """The gates in their order."""

    ENQUIRY = 1
    SCREENING = 2
    LEVEL = 3
    """The level of care was decided and signed."""
    SEAT = 4
    ADMISSION = 5
    FIRST_SESSION = 6
    GRADUATION = 7


@dataclass(frozen=True)
class Journey:
    """When one person reached each gate, and when and why the way ended before the last."""

    reached: Mapping[Gate, datetime] = field(hash=False)
    lost_at: datetime | None = None
    why: str = ""
    """A coded reason, as the person or the program gave it."""
    source: str = ""
    """Who sent them: a code of the program."""
    program: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reached", MappingProxyType(dict(self.reached)))

    @property
    def furthest(self) -> Gate | None:
        """The last gate in the order that was reached."""
        return max(self.reached, default=None)


@dataclass(frozen=True)
class Passage:
    """What became of everybody who reached one gate, looking at a later one."""

    start: Gate
    end: Gate
    passed: int
    lost: int
    on_the_way: int
    median: timedelta | None
    """Over those who passed; None when nobody has."""
    p90: timedelta | None

    @property
    def of(self) -> int:
        """Everybody who reached the first gate: passed, lost and still on the way."""
        return self.passed + self.lost + self.on_the_way

    @property
    def share(self) -> float | None:
        """Passed, of those whose outcome is known; None while nobody's is."""
        known = self.passed + self.lost
        return self.passed / known if known else None


def passage(journeys: Iterable[Journey], start: Gate, end: Gate) -> Passage:
    """How people came from one gate to a later one. Who skipped the gates between has passed them.

    >>> from datetime import UTC
    >>> day = datetime(2026, 3, 2, tzinfo=UTC)
    >>> came = Journey({Gate.ENQUIRY: day, Gate.SCREENING: day.replace(day=4)})
    >>> lost, waits = Journey({Gate.ENQUIRY: day}, lost_at=day.replace(day=9)), Journey({Gate.ENQUIRY: day})
    >>> found = passage([came, lost, waits], Gate.ENQUIRY, Gate.SCREENING)
    >>> found.passed, found.of, found.share, found.median.days
    (1, 3, 0.5, 2)
    """
    if end <= start:
        raise ValueError("A passage goes from a gate to a later one.")
    began = [each for each in journeys if start in each.reached]
    passed = [each for each in began if (each.furthest or start) >= end]
    times = [each.reached[end] - each.reached[start] for each in passed if end in each.reached]
    lost = sum(each.lost_at is not None for each in began if (each.furthest or start) < end)
    return Passage(
        start,
        end,
        passed=len(passed),
        lost=lost,
        on_the_way=len(began) - len(passed) - lost,
        median=nearest_rank(times, 0.5) if times else None,
        p90=nearest_rank(times, 0.9) if times else None,
    )


def by(journeys: Iterable[Journey], key: Callable[[Journey], Key]) -> dict[Key, list[Journey]]:
    """The journeys in groups, by source, program, or whatever is asked; each is in one."""
    groups: dict[Key, list[Journey]] = {}
    for each in journeys:
        groups.setdefault(key(each), []).append(each)
    return groups


def where_lost(journeys: Iterable[Journey]) -> Counter[tuple[Gate | None, str]]:
    """How many were lost after which gate, and what was said of why; an empty reason was not told."""
    return Counter((each.furthest, each.why) for each in journeys if each.lost_at is not None)
