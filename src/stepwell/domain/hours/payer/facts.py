"""What happened, and what was on paper then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.kernel.spans import Span


@dataclass(frozen=True)
class Session:
    """One person's session: the scheduled block, when they came and left, and what is written of it.

    It belongs as a whole to the day on which it starts at the site, also when it ends after midnight: so
    no session is split, and sums agree. Without `came_at` the person was not there; without `left_at`
    they stayed.
    """

    id: str
    person: str
    kind: str
    block: Span
    day: date
    breaks: Sequence[Span] = ()
    came_at: datetime | None = None
    left_at: datetime | None = None
    members: int = 1
    """How many were in the session, for a payer's largest group."""
    note_signed_at: datetime | None = None


@dataclass(frozen=True)
class Plan:
    """A treatment plan and the days on which it is in force, both counted; open where no end is told."""

    person: str
    begins: date
    ends: date | None = None

    def until(self, days: int | None) -> date | None:
        """The last day in force where a payer lets a plan hold for so many days.

        >>> Plan("P1", date(2026, 3, 5)).until(60)
        datetime.date(2026, 5, 3)
        """
        if days is None:
            return self.ends
        last = self.begins + timedelta(days=days - 1)
        return last if self.ends is None else min(last, self.ends)


@dataclass(frozen=True)
class Authorization:
    """So many units that a payer authorized, to be used on these days, both counted."""

    person: str
    units: int
    begins: date
    ends: date
    id: str = ""

    def holds_on(self, day: date) -> bool:
        return self.begins <= day <= self.ends


@dataclass(frozen=True)
class Events:
    """All that is to be counted, at one zone."""

    zone: ZoneInfo
    sessions: tuple[Session, ...]
    plans: tuple[Plan, ...] = ()
    authorizations: tuple[Authorization, ...] = ()

    def of(self, person: str) -> Events:
        """What is one person's."""
        return Events(
            self.zone,
            tuple(each for each in self.sessions if each.person == person),
            tuple(each for each in self.plans if each.person == person),
            tuple(each for each in self.authorizations if each.person == person),
        )
