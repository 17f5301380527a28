"""How long a wait may be: a range from many simulated courses of the seats, never one number.

Each course draws how long everybody in a seat still stays from the program's
own history, early endings included. A seat that opens goes to the first on the
list whom it suits. Draws belong to the seat and the course, not to what else
happens: one more seat leaves every other draw as it was, and so never makes
anybody wait longer.

Not covered: people who come later and go before others by a rule. The range
is made anew each day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace
from random import Random

from stepwell.kernel.quantiles import nearest_rank
from stepwell.kernel.sentences import Sentence, gettext_noop

COURSES = 200
HORIZON_DAYS = 365
LOW, HIGH = 0.2, 0.8
"""The range that is told holds in six of ten courses."""

OVERSTAY_DAYS = 7
"""Somebody who has stayed longer than anybody before is thought to stay so long still: program policy."""

Fits = Callable[[str, str], bool]


class NoHistory(ValueError):
    """Without any stay that has ended, or with one of no length, nothing can be said about the next ones."""


@dataclass(frozen=True)
class Seat:
    """A seat, and for how many days somebody has had it; None when it is free now."""

    key: str
    taken_for_days: int | None = None


@dataclass(frozen=True)
class Wait:
    """Days until a seat in six of ten courses; None where that is more than a year."""

    low: int | None
    high: int | None

    @property
    def sentence(self) -> Sentence:
        """The range in words."""
        if self.low is None:
            return Sentence(gettext_noop("By what is known now it takes longer than a year."))
        if self.high is None:
            return Sentence(
                gettext_noop("It takes at least %(low)d days, maybe more than a year."), {"low": self.low}
            )
        if self.high == 0:
            return Sentence(gettext_noop("A seat is free now."))
        return Sentence(
            gettext_noop("It will probably take %(low)d to %(high)d days."),
            {"low": self.low, "high": self.high},
        )


def expected_waits(
    line: Sequence[str],
    seats: Sequence[Seat],
    *,
    stays: Sequence[int],
    fits: Fits,
    seed: int = 0,
    courses: int = COURSES,
) -> Mapping[str, Wait]:
    """For everybody in line, in order, the range of days until a seat that suits them.

    `stays` are the lengths in days of stays that have ended; `fits(person,
    seat)` says whether the hours of a seat are free in a person's week. The
    same seed gives the same ranges. Raises NoHistory without any stay.

    >>> line, seats = ["ann", "bea"], [Seat("monday"), Seat("tuesday", taken_for_days=50)]
    >>> found = expected_waits(line, seats, stays=[56, 60, 84], fits=lambda person, seat: True)
    >>> [str(found[who].sentence) for who in line]
    ['A seat is free now.', 'It will probably take 6 to 34 days.']
    """
    if not stays or min(stays) < 1:
        raise NoHistory("Give the length in days of at least one stay that has ended, each a day or more.")
    suited = {who: frozenset(seat.key for seat in seats if fits(who, seat.key)) for who in line}
    waits: dict[str, list[int]] = {who: [] for who in line}
    for course in range(courses):
        seated = _one_course(line, seats, stays, suited, f"{seed}/{course}")
        for who in line:
            waits[who].append(seated.get(who, HORIZON_DAYS + 1))
    return {who: Wait(_quantile(found, LOW), _quantile(found, HIGH)) for who, found in waits.items()}


def _one_course(
    line: Sequence[str],
    seats: Sequence[Seat],
    stays: Sequence[int],
    suited: Mapping[str, frozenset[str]],
    seed: str,
) -> dict[str, int]:
    """The day on which each gets a seat, for those who get one within the horizon."""
    opens = {seat.key: _openings(seat, stays, Random(f"{seed}/{seat.key}")) for seat in seats}  # noqa: S311  # chance, not a secret
    coming = [(next(days), key) for key, days in opens.items()]
    heapify(coming)
    left, seated = list(line), dict[str, int]()
    while left and coming and coming[0][0] <= HORIZON_DAYS:
        day, key = coming[0]
        first = next((who for who in left if key in suited[who]), None)
        if first is not None:
            left.remove(first)
            seated[first] = day
        heapreplace(coming, (next(opens[key]), key))
    return seated


def _openings(seat: Seat, stays: Sequence[int], luck: Random) -> Iterator[int]:
    """The days on which a seat opens, whoever takes it then."""
    day = 0 if seat.taken_for_days is None else _still(seat.taken_for_days, stays, luck)
    while True:
        yield day
        day += luck.choice(stays)


def _still(taken_for: int, stays: Sequence[int], luck: Random) -> int:
    longer = [stay - taken_for for stay in stays if stay > taken_for]
    return luck.choice(longer) if longer else OVERSTAY_DAYS


def _quantile(waits: Sequence[int], share: float) -> int | None:
    """The smallest wait that at least this share of courses keeps to; None beyond the horizon."""
    found = nearest_rank(waits, share)
    return found if found <= HORIZON_DAYS else None
