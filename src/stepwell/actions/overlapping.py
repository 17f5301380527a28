"""Whether somebody has to be elsewhere already. Parts of actions: the caller holds the transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from stepwell.actions.refusals import Refusal
from stepwell.domain.timetable.series import share_time
from stepwell.kernel.sentences import gettext_noop
from stepwell.kernel.spans import Span
from stepwell.records.people.models import Person
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState

LONGEST = timedelta(hours=24)
"""No session lasts longer, so a look for clashes needs to reach back no further."""


class PersonTaken(Refusal):
    """The person is expected at another session at that time."""


def refuse_elsewhere(person_id: UUID, sessions: Iterable[Session]) -> None:
    """Refuse sessions that share time with another one the person is expected at.

    The person's row is locked, so that two who plan at once wait for each other.
    """
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=person_id)
    new = [(session.pk, Span(*_ends(session))) for session in sessions if session.starts_at]
    if not new:
        return
    first, last = min(span.start for _, span in new), max(span.end or span.start for _, span in new)
    there = (
        Attendance.objects.filter(person_id=person_id, state=AttendanceState.EXPECTED)
        .filter(starts_at__gt=first - LONGEST, starts_at__lt=last, session__ends_at__gt=first)
        .exclude(session__status=SessionStatus.CANCELLED)
    )
    for key, starts_at, ends_at in there.values_list("session_id", "session__starts_at", "session__ends_at"):
        if starts_at is None:
            continue
        other = Span(starts_at, ends_at)
        if any(key != mine and span.overlaps(other) for mine, span in new):
            raise PersonTaken(
                gettext_noop("This person has another session at that time. Choose another time.")
            )


def refuse_other_group(group: Group, person: Person, *, from_on: date) -> None:
    """Refuse a group that meets while another group of the person does, on days when both go on."""
    goes_on = Q(until_on=None) | Q(until_on__gt=from_on)
    runs = Q(group__ends_on=None) | Q(group__ends_on__gt=max(from_on, group.starts_on))
    entries = RosterEntry.objects.filter(goes_on, runs, person=person).exclude(group=group)
    if group.ends_on is not None:
        entries = entries.filter(from_on__lt=group.ends_on, group__starts_on__lt=group.ends_on)
    for entry in entries.select_related("group"):
        if share_time(_slot(group), _slot(entry.group)):
            raise PersonTaken(
                gettext_noop("This person is in another group at that time. Choose another group.")
            )


def _slot(group: Group) -> tuple[int, int]:
    start = group.start_time
    return group.weekday * 1440 + start.hour * 60 + start.minute, group.minutes


def _ends(session: Session) -> tuple[datetime, datetime | None]:
    assert session.starts_at is not None
    return session.starts_at, session.ends_at
