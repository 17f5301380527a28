"""Who is still here after 7, 14, 30 and 90 days, of all who were admitted long enough ago.

Source: program policy (7/14/30/90-day retention, denominator = admitted; 90 days
after NIDA's Principles of Drug Addiction Treatment). Who was admitted too
short a time ago is left out of the figure and told apart, also when they have
left already: otherwise early endings would count before anybody could have
stayed. Who graduated before the day has stayed (program policy: a program may
be shorter than 90 days).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stepwell.kernel.sentences import Sentence, gettext_noop
from stepwell.kernel.weeks import Week

DAYS = (7, 14, 30, 90)


@dataclass(frozen=True)
class Stay:
    """One stay: its first day, its last if it has ended, and whether it ended in graduation."""

    admitted_on: date
    ended_on: date | None = None
    graduated: bool = False

    def __post_init__(self) -> None:
        if self.ended_on is not None and self.ended_on < self.admitted_on:
            raise ValueError("A stay ends on its first day or later.")


@dataclass(frozen=True)
class Retention:
    """How many stayed so many days, of how many who could have; and for how many it is too early to say."""

    days: int
    stayed: int
    of: int
    too_early: int

    @property
    def share(self) -> float | None:
        """None while nobody could have stayed so long."""
        return self.stayed / self.of if self.of else None

    @property
    def sentence(self) -> Sentence:
        """The figure with its denominator and what is left out of it."""
        words = gettext_noop(
            "%(stayed)d of %(of)d stayed %(days)d days or graduated; for %(early)d it is too early to say."
        )
        params = {"stayed": self.stayed, "of": self.of, "days": self.days, "early": self.too_early}
        return Sentence(words, params)


def retention(stays: Iterable[Stay], *, on: date, days: Sequence[int] = DAYS) -> tuple[Retention, ...]:
    """The figures on a day.

    >>> stays = [Stay(date(2026, 3, 2)), Stay(date(2026, 3, 2), date(2026, 3, 5)), Stay(date(2026, 5, 28))]
    >>> [str(figure.sentence) for figure in retention(stays, on=date(2026, 6, 1), days=[7])]
    ['1 of 2 stayed 7 days or graduated; for 1 it is too early to say.']
    """
    known = tuple(stays)
    return tuple(_after(known, on, length) for length in days)


def _after(stays: Sequence[Stay], on: date, days: int) -> Retention:
    long_ago = [each for each in stays if each.admitted_on + timedelta(days=days) <= on]
    stayed = sum(_stayed(each, days) for each in long_ago)
    return Retention(days, stayed, len(long_ago), len(stays) - len(long_ago))


def _stayed(stay: Stay, days: int) -> bool:
    if stay.ended_on is None or stay.graduated:
        return True
    return stay.ended_on >= stay.admitted_on + timedelta(days=days)


def per_week(days: Iterable[date], weeks: Sequence[Week]) -> tuple[int, ...]:
    """How many of these days, starts or graduations, fall into each week; a week without any is a 0.

    >>> per_week([date(2026, 12, 31), date(2027, 1, 1)], [Week(2026, 52), Week(2026, 53)])
    (0, 2)
    """
    counted = dict.fromkeys(weeks, 0)
    for day in days:
        week = Week.of(day)
        if week in counted:
            counted[week] += 1
    return tuple(counted[week] for week in weeks)
