"""What a week gives one person, counted in a single number, so that weeks can be compared by the thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from stepwell.domain.timetable.explain.shortage import Kind, Shortage
from stepwell.domain.timetable.facts import Participant, Weights

Given = int
"""Hours, hours of each needed therapy, days, and four marks, packed; two are added up by `+`."""

_WIDTH = 16
_FIELD = (1 << _WIDTH) - 1


Worth = TypeVar("Worth")


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to become less: a shortage, and what all shortages of the person weigh together."""

    shortage: Shortage
    weighed: tuple[int, int]


class _Kept(dict[Given, Worth]):
    """Answers that are worked out once. Looking one up is the inmost step of the search."""

    def __init__(self, work_out: Callable[[Given], Worth]) -> None:
        self._work_out = work_out

    def __missing__(self, given: Given) -> Worth:
        worth = self[given] = self._work_out(given)
        return worth


class Ledger:
    """Reads and writes what a week gives this person.

    The marks: `opens` a group is new, `by_counselor` it is led by the person's own counselor, `hour` there
    is an individual hour, `hour_kept` it is where the plan has it.
    """

    def __init__(self, person: Participant, weights: Weights) -> None:
        self._person = person
        self._weights = weights
        self._needs = [(therapy, hours) for therapy, hours in person.need.items() if hours]
        self._at = {therapy: _WIDTH * (1 + index) for index, (therapy, _) in enumerate(self._needs)}
        self._day_at = _WIDTH * (1 + len(self._needs))
        needed = [(hours, self._at[therapy]) for therapy, hours in self._needs]
        self._wanted = [(person.min_hours, 0), *needed, (person.min_days, self._day_at)]
        marks = 1 << (_WIDTH * (2 + len(self._needs)))
        self.opens: Given = marks
        self.hour: Given = marks << 1
        self.hour_kept: Given = marks << 2
        self.by_counselor: Given = marks << 3
        self.once: Given = self.opens | self.hour
        self.day: Given = 1 << self._day_at
        self.weighed: Mapping[Given, tuple[int, int]] = _Kept(self._weigh)
        """All that is missing, by the weights of the problem, and then by count: the less, the better."""
        self.least: Mapping[Given, Given] = _Kept(lambda given: self._trim(given, hours_matter=False))
        """The same without what is more than enough; weeks that differ in it alone are worth the same."""
        self.least_but_hours: Mapping[Given, Given] = _Kept(
            lambda given: self._trim(given, hours_matter=True)
        )
        """As `least`, where too many hours would matter."""

    def is_less(self, given: Given, aim: Aim) -> bool:
        """True when less is missing than is aimed at: of the shortage, and all in all."""
        return self.weighed[given] < aim.weighed and self.missing(aim.shortage, given) < aim.shortage.missing

    def of_group(self, therapy: str, length: int) -> Given:
        """What a group of this therapy gives."""
        at = self._at.get(therapy)
        return length if at is None else length + (length << at)

    def hours(self, given: Given) -> int:
        """Hours of treatment, in slots."""
        return given & _FIELD

    def missing(self, shortage: Shortage, given: Given) -> int:
        """How much of what is short would still be missing."""
        match shortage.kind:
            case Kind.HOURS:
                return max(0, self._person.min_hours - self.hours(given))
            case Kind.DAYS:
                return max(0, self._person.min_days - (given >> self._day_at & _FIELD))
            case Kind.INDIVIDUAL:
                return 0 if given & self.hour else 1
            case Kind.THERAPY:
                at = self._at[shortage.therapy or ""]
                return max(0, self._person.need[shortage.therapy or ""] - (given >> at & _FIELD))

    def lost(self, before: Given, after: Given) -> int:
        """What is missing after and wasn't before, each thing for itself, by count."""
        lost = 1 if before & self.hour and not after & self.hour else 0
        for enough, at in self._wanted:
            lost += max(0, min(before >> at & _FIELD, enough) - (after >> at & _FIELD))
        return lost

    def most_of(self, several: Iterable[Given]) -> Given:
        """The most of each thing that any of these gives; no marks."""
        fields = range(0, self._day_at + _WIDTH, _WIDTH)
        listed = list(several)
        return sum(max(given >> at & _FIELD for given in listed) << at for at in fields)

    def together(self, several: Iterable[Given], days: int) -> Given:
        """At least what all of these could give on so many days."""
        total, marks = days << self._day_at, 0
        for given in several:
            total += given & (self.opens - 1)
            marks |= given & ~(self.opens - 1)
        return total | marks

    def _weigh(self, given: Given) -> tuple[int, int]:
        weights = self._weights
        hours = max(0, self._person.min_hours - self.hours(given))
        days = max(0, self._person.min_days - (given >> self._day_at & _FIELD))
        therapies = sum(max(0, need - (given >> self._at[name] & _FIELD)) for name, need in self._needs)
        individual = 0 if given & self.hour else 1
        cost = (
            weights.unmet_hour * hours
            + weights.therapy_short * therapies
            + weights.day_short * days
            + weights.indiv_missing * individual
        )
        return cost, hours + therapies + days + individual

    def _trim(self, given: Given, *, hours_matter: bool) -> Given:
        for therapy, need in self._needs:
            over = (given >> self._at[therapy] & _FIELD) - need
            if over > 0:
                given -= over << self._at[therapy]
        over = (given >> self._day_at & _FIELD) - self._person.min_days
        if over > 0:
            given -= over << self._day_at
        over = self.hours(given) - self._person.min_hours
        return given - over if over > 0 and not hours_matter else given
