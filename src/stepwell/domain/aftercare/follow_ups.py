"""The follow-ups after 1, 3, 6 and 12 months: who was reached, and who is missing.

Missing people are counted as missing: they are part of every denominator, and
nobody who could not be asked is taken to be well. The windows are program
policy awaiting a source. Not covered: people who died, whom a program takes
out by hand and tells of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from stepwell.kernel.civil import months_later
from stepwell.kernel.sentences import Sentence, gettext_noop


@dataclass(frozen=True)
class FollowUp:
    """A follow-up so many months after the program, and how much earlier or later it still counts."""

    months: int
    early_days: int
    late_days: int

    def window(self, ended_on: date) -> tuple[date, date]:
        """The first and the last day on which it may take place.

        >>> FollowUp(1, 7, 14).window(date(2028, 1, 31))
        (datetime.date(2028, 2, 22), datetime.date(2028, 3, 14))
        """
        due = months_later(ended_on, self.months)
        return due - timedelta(days=self.early_days), due + timedelta(days=self.late_days)


FOLLOW_UPS = (FollowUp(1, 7, 14), FollowUp(3, 14, 21), FollowUp(6, 21, 30), FollowUp(12, 30, 45))
"""1, 3, 6 and 12 months (issue of the way through); no two windows of one person meet."""


class Standing(Enum):
    """How a follow-up stands on a day."""

    UPCOMING = "upcoming"
    OPEN = "open"
    DONE = "done"
    MISSING = "missing"


def standing(follow_up: FollowUp, ended_on: date, *, done_on: Iterable[date], on: date) -> Standing:
    """Done when somebody was asked within the window, and missing once it is over without."""
    first, last = follow_up.window(ended_on)
    if any(first <= day <= last and day <= on for day in done_on):
        return Standing.DONE
    if on < first:
        return Standing.UPCOMING
    return Standing.OPEN if on <= last else Standing.MISSING


@dataclass(frozen=True)
class Person:
    """When somebody's program ended, and the days on which they were asked since."""

    ended_on: date
    done_on: tuple[date, ...] = ()


@dataclass(frozen=True)
class Reached:
    """How many were reached of all whose window is over; the others are not due yet."""

    follow_up: FollowUp
    reached: int
    missing: int
    not_due_yet: int

    @property
    def of(self) -> int:
        """Everybody whose window is over, the missing among them."""
        return self.reached + self.missing

    @property
    def share(self) -> float | None:
        """None while nobody's window is over."""
        return self.reached / self.of if self.of else None

    @property
    def sentence(self) -> Sentence:
        """The figure with its denominator."""
        words = gettext_noop("%(reached)d of %(of)d were reached; %(missing)d are missing.")
        return Sentence(words, {"reached": self.reached, "of": self.of, "missing": self.missing})


def reached(follow_up: FollowUp, people: Iterable[Person], *, on: date) -> Reached:
    """The figure on a day. Who was asked early in a window that is still open does not count yet.

    >>> asked, silent = Person(date(2026, 1, 5), (date(2026, 2, 6),)), Person(date(2026, 1, 5))
    >>> str(reached(FOLLOW_UPS[0], [asked, silent, Person(date(2026, 5, 30))], on=date(2026, 6, 1)).sentence)
    '1 of 2 were reached; 1 are missing.'
    """
    over, yet = [], 0
    for person in people:
        if follow_up.window(person.ended_on)[1] < on:
            over.append(standing(follow_up, person.ended_on, done_on=person.done_on, on=on))
        else:
            yet += 1
    done = over.count(Standing.DONE)
    return Reached(follow_up, done, len(over) - done, yet)
