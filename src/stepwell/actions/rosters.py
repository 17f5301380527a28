"""Who is expected at which sessions. Parts of actions: the caller holds the transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from stepwell.actions.readers import SignedIn
from stepwell.domain.hours.attended import credited_minutes
from stepwell.kernel.spans import Span
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceEntry, AttendanceState


def minutes_of(session: Session, *, late: int = 0, left_early: int = 0) -> int:
    """Minutes a session gives to who comes so late and leaves so early, by the rule of `domain.hours`.

    Without either it is all the session offers; 0 where it has no time.
    """
    starts_at, ends_at = session.starts_at, session.ends_at
    if starts_at is None or ends_at is None:
        return 0
    breaks = [
        Span(starts_at + timedelta(minutes=after), starts_at + timedelta(minutes=after + long))
        for after, long in session.breaks
    ]
    came_at, left_at = starts_at + timedelta(minutes=late), ends_at - timedelta(minutes=left_early)
    return credited_minutes(Span(starts_at, ends_at), breaks, came_at, left_at)


def expectation(session: Session, *, person_id: UUID, episode_id: UUID) -> Attendance:
    """An attendance not saved yet: the person is expected."""
    return Attendance(
        session=session,
        person_id=person_id,
        episode_id=episode_id,
        starts_at=session.starts_at,
        held_on=session.held_on,
        planned_minutes=minutes_of(session),
        by_video=session.by_video,
    )


def expect(episode: Episode, sessions: Iterable[Session], *, by: SignedIn, at: datetime) -> None:
    """Expect somebody at these sessions; who wasn't expected any more is expected again."""
    wanted = list(sessions)
    there = Attendance.objects.filter(person_id=episode.person_id, session__in=wanted)
    known = set(there.values_list("session_id", flat=True))
    new = [
        expectation(session, person_id=episode.person_id, episode_id=episode.pk)
        for session in wanted
        if session.pk not in known
    ]
    Attendance.objects.bulk_create(new)
    again = there.filter(state=AttendanceState.NOT_EXPECTED)
    _write(again, state=AttendanceState.EXPECTED, by=by, at=at)


def expect_no_more(attendances: QuerySet[Attendance], *, by: SignedIn, at: datetime) -> None:
    """Those still expected no longer are; whatever was recorded stays."""
    _write(
        attendances.filter(state=AttendanceState.EXPECTED), state=AttendanceState.NOT_EXPECTED, by=by, at=at
    )


def expect_again(attendances: QuerySet[Attendance], *, by: SignedIn, at: datetime) -> None:
    """Those who weren't expected any more are expected again; whatever was recorded stays."""
    _write(
        attendances.filter(state=AttendanceState.NOT_EXPECTED), state=AttendanceState.EXPECTED, by=by, at=at
    )


def _write(attendances: QuerySet[Attendance], *, state: AttendanceState, by: SignedIn, at: datetime) -> None:
    rows = list(attendances.select_for_update())
    for row in rows:
        row.state, row.version = state, row.version + 1
    Attendance.objects.bulk_update(rows, ["state", "version"], batch_size=200)
    AttendanceEntry.objects.bulk_create(
        AttendanceEntry(
            attendance=row,
            version=row.version,
            state=state,
            by_video=row.by_video,
            written_at=at,
            written_by=by.account_id,
        )
        for row in rows
    )


def future_sessions(group: Group, *, from_on: date, at: datetime) -> QuerySet[Session]:
    """Planned sessions of a group that haven't begun, from a day on."""
    return Session.objects.filter(
        group=group, status=SessionStatus.PLANNED, starts_at__gt=at, held_on__gte=from_on
    )


def end(entry: RosterEntry, *, until_on: date, by: SignedIn, at: datetime) -> None:
    """End a membership on a day: sessions that haven't begun are given up, the past stays."""
    # Trap: planning reads the roster under this lock; without it a session planned just now would be missed.
    Group.objects.select_for_update(of=("self",)).get(pk=entry.group_id)
    entry.until_on = max(until_on, entry.from_on)
    entry.save(update_fields=["until_on"])
    expect_no_more(
        Attendance.objects.filter(
            person_id=entry.person_id,
            session__group_id=entry.group_id,
            starts_at__gt=at,
            held_on__gte=entry.until_on,
        ),
        by=by,
        at=at,
    )


def end_all(person: Person, *, until_on: date, by: SignedIn, at: datetime) -> None:
    """End every membership and every other appointment of a person from a day on."""
    belongs = RosterEntry.objects.filter(Q(until_on=None) | Q(until_on__gt=until_on), person=person)
    for entry in belongs.order_by("group_id"):  # always in one order, so that two never wait for each other
        end(entry, until_on=until_on, by=by, at=at)
    alone = Session.objects.filter(
        group=None, attendances__person=person, starts_at__gt=at, held_on__gte=until_on
    )
    cancel(alone, by=by, at=at)


def cancel(sessions: QuerySet[Session], *, by: SignedIn, at: datetime) -> None:
    """Give sessions up: their rooms are free again and nobody is expected."""
    keys = list(sessions.values_list("pk", flat=True))
    Session.objects.filter(pk__in=keys).update(status=SessionStatus.CANCELLED, fills_room=False)
    expect_no_more(Attendance.objects.filter(session__in=keys), by=by, at=at)
