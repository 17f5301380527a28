"""What a counselor has still to write, to sign and to co-sign. It names nobody but those to be co-signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from stepwell.actions.readers import SignedIn
from stepwell.kernel import clock
from stepwell.records.notes.models import Note
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import CAME, Attendance
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gaps

REACHES_BACK = timedelta(days=14)
"""How long a session stands on the list (policy); its note can be signed later still, from the session."""


@dataclass(frozen=True)
class Unsigned:
    """A session of one's own that is over, and how many of its notes are signed."""

    session: Session
    came: int
    signed: int


def list_unsigned(by: SignedIn, *, at: datetime) -> list[Unsigned]:
    """The reader's sessions with a note still to sign, the oldest first; two queries at most."""
    if by.staff is None:
        return []
    rows = Session.objects.filter(pk__in=_sessions(leader=by.staff.pk, since=at - REACHES_BACK, now=at))
    came = Q(attendances__state__in=CAME)
    counted = rows.select_related("site", "service").annotate(
        came=Count("attendances", filter=came),
        signed=Count("attendances", filter=came & Q(attendances__note__signed_at__isnull=False)),
    )
    return [Unsigned(row, row.came, row.signed) for row in counted.order_by("starts_at", "pk")]


def count_due(by: SignedIn) -> int:
    """Sessions with a note to sign, and notes to co-sign, now."""
    if by.staff is None:
        return 0
    at = clock.now()
    sessions = _sessions(leader=by.staff.pk, since=at - REACHES_BACK, now=at)
    return len(sessions) + len(_to_cosign(staff=by.staff.pk))


@composed.once
def _sessions(gap: Gaps) -> QuerySet[Attendance, UUID]:
    unsigned = Q(note__isnull=True) | Q(note__signed_at__isnull=True)
    rows = Attendance.objects.filter(
        unsigned,
        state__in=CAME,
        session__leader_id=gap.leader,
        session__ends_at__gt=gap.since,
        session__ends_at__lte=gap.now,
    )
    return rows.order_by().values_list("session_id", flat=True).distinct()


@composed.once
def _to_cosign(gap: Gaps) -> QuerySet[Note, UUID]:
    return Note.objects.filter(waits_for_id=gap.staff).values_list("pk", flat=True)
