"""What happened, and what was on paper then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
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

    def holds_on(self, day: date) -> bool:
        return self.begins <= day and (self.ends is None or day <= self.ends)


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
