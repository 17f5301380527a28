"""The contacts of aftercare: fewer with time, and more again when a warning sign comes.

Source of the cadence: program policy (weekly four times, every
two weeks eight times, monthly to twelve months). A contact is a talk and not
only a survey: monitoring without counseling mostly did not help
(telephone continuing care, McKay et al. 2010). What follows a warning sign is program policy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from stepwell.kernel.civil import months_later

MONTHS = 12
WARNING_DAYS = 2
"""A warning sign is answered within two days."""
WARNING_WEEKS = 4
"""After that the contacts come weekly again for so many weeks."""
EARLY_DAYS = 2
"""A talk so many days early is the talk that was planned."""


class NotASchedule(ValueError):
    """A stretch without contacts or without days between them tapers nothing."""


@dataclass(frozen=True)
class Stretch:
    """So many contacts, so many days apart."""

    contacts: int
    every_days: int

    def __post_init__(self) -> None:
        if self.contacts < 1 or self.every_days < 1:
            raise NotASchedule("A stretch has at least one contact, and at least a day before each.")


USUAL = (Stretch(contacts=4, every_days=7), Stretch(contacts=8, every_days=14))
"""The program may change it; after the stretches the contacts come monthly."""


def planned(ended_on: date, *, stretches: Iterable[Stretch] = USUAL) -> tuple[date, ...]:
    """The days of contact in the year after, when nothing happens.

    Monthly contacts are on the day of the month on which the program ended,
    from the first that is three weeks or more after the stretches.

    >>> days = planned(date(2026, 3, 2))
    >>> len(days), days[0].isoformat(), days[-1].isoformat()
    (19, '2026-03-09', '2027-03-02')
    """
    days, day = [], ended_on
    for stretch in stretches:
        for _ in range(stretch.contacts):
            day += timedelta(days=stretch.every_days)
            days.append(day)
    months = (months_later(ended_on, number) for number in range(1, MONTHS + 1))
    return (*days, *(month for month in months if month >= day + timedelta(days=21)))


def contacts(
    ended_on: date, *, warned_on: Iterable[date] = (), stretches: Iterable[Stretch] = USUAL
) -> tuple[date, ...]:
    """The days of contact, with those that warning signs add; a sign never takes one away.

    A sign is answered within two days, then weekly for four weeks. Where a
    planned contact comes within the two days before an added one, it is enough.

    >>> before, after = planned(date(2026, 3, 2)), contacts(date(2026, 3, 2), warned_on=[date(2026, 10, 5)])
    >>> [day.isoformat() for day in after if day not in before]
    ['2026-10-07', '2026-10-14', '2026-10-21', '2026-10-28']
    """
    days = set(planned(ended_on, stretches=stretches))
    for warned in sorted(warned_on):
        for week in range(WARNING_WEEKS):
            wanted = warned + timedelta(days=WARNING_DAYS + 7 * week)
            if not any(wanted - timedelta(days=WARNING_DAYS) <= day <= wanted for day in days):
                days.add(wanted)
    return tuple(sorted(days))


def next_contact(
    days: Iterable[date], *, last_talk_on: date | None, warned_on: Iterable[date] = ()
) -> date | None:
    """The first day of contact that no talk has answered; None when all are answered.

    Only a talk answers: a try that reached nobody leaves the day as it is, so
    that it is overdue and not gone. A talk answers no sign of its own day or of a
    later one: who says in the evening that it gets harder is called within two days,
    whatever was said in the morning.

    >>> week = [date(2026, 3, 9), date(2026, 3, 16)]
    >>> next_contact(week, last_talk_on=date(2026, 3, 9), warned_on=[date(2026, 3, 9)]).isoformat()
    '2026-03-11'
    """
    if last_talk_on is None:
        return min(days, default=None)
    planned_days = (day for day in days if day > last_talk_on + timedelta(days=EARLY_DAYS))
    owed = (day + timedelta(days=WARNING_DAYS) for day in warned_on if day >= last_talk_on)
    return min((*planned_days, *owed), default=None)
