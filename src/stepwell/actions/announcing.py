"""Neutral messages that an appointment changed or does not take place. Parts of actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from stepwell.actions import reaching
from stepwell.domain.wording.neutral import AppointmentText
from stepwell.records.sessions.models import Attendance


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
            key=f"{kind.value}:{row.pk}:{act}",
            person_id=row.person_id,
            payload={"attendance": str(row.pk), "starts_at": starts_at.isoformat() if starts_at else ""},
            due_at=at,
            at=at,
        )
        number += 1
    return number
