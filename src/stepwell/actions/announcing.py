"""Neutral messages that an appointment changed or does not take place. Parts of actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from stepwell.actions import reaching
from stepwell.domain.wording.neutral import AppointmentText
from stepwell.records.program.models import SiteHoliday
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance

DAY_CLOSED = "day_closed"


def announce(kind: AppointmentText, rows: Iterable[Attendance], *, act: object, at: datetime) -> int:
    """Queue one message for each of these, in the words, hours and channel the person wishes; how many.

    `act` names what was done, so that doing it again says nothing twice. Whether it is
    still true is asked again when it is due: what was taken back meanwhile is not sent.
    """
    number = 0
    for row in rows:
        starts_at = row.session.starts_at
        reaching.queue(
            kind.value,
            key=key_of(kind, row.pk, act=act),
            person_id=row.person_id,
            payload={"attendance": str(row.pk), "starts_at": starts_at.isoformat() if starts_at else ""},
            due_at=at,
            at=at,
        )
        number += 1
    return number


def key_of(kind: AppointmentText, attendance: object, *, act: object) -> str:
    """The key under which a message about an attendance was queued for what was done."""
    return f"{kind.value}:{attendance}:{act}"


def tell_leaders(sessions: Iterable[Session], holiday: SiteHoliday, *, at: datetime) -> None:
    """Queue one message for each who leads these sessions, that their day was closed, or opened again."""
    about = "closed" if holiday.voided_at is None else "opened"
    for leader in sorted({one.leader_id for one in sessions if one.leader_id}):
        reaching.queue(
            DAY_CLOSED,
            key=f"{DAY_CLOSED}:{holiday.pk}:{leader}:{about}",
            payload={"holiday": str(holiday.pk), "staff": str(leader), "about": about},
            due_at=at,
            at=at,
        )
