"""What closing a day calls off, and what comes back when it is opened again. Parts of actions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from stepwell.actions import announcing, charts, rosters, scheduling_sessions
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.wording.neutral import AppointmentText
from stepwell.kernel.spans import Span
from stepwell.records.effects.models import OutboxRow
from stepwell.records.episodes.models import Episode
from stepwell.records.program.models import SiteHoliday
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState, SwapState


@dataclass(frozen=True)
class Reopened:
    """How many sessions of a day are on again, and how many stay called off: something took their place."""

    back: int
    off: int


def call_off(holiday: SiteHoliday, *, by: SignedIn, at: datetime) -> int:
    """Call off what has not begun; how many. Everybody expected and who leads gets a neutral message."""
    _lock_groups(holiday)
    sessions = Session.objects.filter(
        site=holiday.site_id, held_on=holiday.on_date, status=SessionStatus.PLANNED, starts_at__gt=at
    )
    there = list(sessions.order_by("starts_at", "pk"))
    expected = list(
        Attendance.objects.filter(session__in=there, state=AttendanceState.EXPECTED)
        .select_related("session")
        .order_by("pk")
    )
    holiday.called_off = {
        "sessions": {str(one.pk): one.fills_room for one in there},
        "expected": [str(row.pk) for row in expected],
    }
    holiday.save(update_fields=["called_off"])
    rosters.cancel(Session.objects.filter(pk__in=[one.pk for one in there]), by=by, at=at)
    announcing.announce(AppointmentText.CANCELED, expected, act=holiday.pk, at=at)
    announcing.tell_leaders(there, holiday, at=at)
    people = sorted({row.person_id for row in expected})
    charts.note_about(by, people, "cancelled_session", about=holiday.site_id, at=at)
    return len(there)


def put_back(holiday: SiteHoliday, *, by: SignedIn, at: datetime) -> Reopened:
    """Put on again what closing called off, with its people, and tell those who were told.

    A session stays off when its group has ended or its room or leader is taken; a person, who has left,
    chose another session or is expected elsewhere at that time.
    """
    _lock_groups(holiday)
    fills: Mapping[str, bool] = holiday.called_off.get("sessions", {})
    off = Session.objects.filter(pk__in=fills, status=SessionStatus.CANCELLED, starts_at__gt=at)
    waiting = list(off.select_related("group", "leader", "room").order_by("starts_at", "pk"))
    back = [one for one in waiting if _put_on(one, fills_room=fills[str(one.pk)])]
    told = _told(holiday)
    rows = _come_back(holiday, back)
    rosters.expect_again(Attendance.objects.filter(pk__in=rows), by=by, at=at)
    _expect_new(back, by=by, at=at)
    again = Attendance.objects.filter(pk__in=rows).select_related("session").order_by("pk")
    announcing.announce(
        AppointmentText.CHANGED,
        [row for row in again if row.pk in told],
        act=f"{holiday.pk}:open",
        at=at,
    )
    announcing.tell_leaders(back, holiday, at=at)
    people = sorted({row.person_id for row in again})
    charts.note_about(by, people, "planned_session", about=holiday.site_id, at=at)
    return Reopened(back=len(back), off=len(waiting) - len(back))


def _lock_groups(holiday: SiteHoliday) -> None:
    """Who plans for a group of the site, or joins one, waits; always in one order (see grouping)."""
    groups = Group.objects.select_for_update(of=("self",)).filter(
        site=holiday.site_id, weekday=holiday.on_date.weekday()
    )
    list(groups.order_by("pk").only("pk"))


def _put_on(session: Session, *, fills_room: bool) -> bool:
    group, day = session.group, session.held_on
    if group is not None and group.ends_on is not None and day is not None and group.ends_on <= day:
        return False
    if session.leader is None:
        return False
    session.status, session.fills_room = SessionStatus.PLANNED, fills_room
    try:
        scheduling_sessions.refuse_clashes(session)
        with scheduling_sessions.taken_as_refusal(session):
            session.save(update_fields=["status", "fills_room"])
    except Refusal:
        return False
    return True


def _told(holiday: SiteHoliday) -> set[UUID]:
    """Who has had the word that it is called off; who waits for it still will find it no longer true."""
    keys = {
        announcing.key_of(AppointmentText.CANCELED, row, act=holiday.pk): UUID(row)
        for row in holiday.called_off.get("expected", ())
    }
    sent = OutboxRow.objects.filter(key__in=keys, done_at__isnull=False)
    return {keys[key] for key in sent.values_list("key", flat=True)}


def _come_back(holiday: SiteHoliday, back: Sequence[Session]) -> list[UUID]:
    """The attendances of those who were expected and can be again."""
    rows = Attendance.objects.filter(
        pk__in=holiday.called_off.get("expected", ()),
        session__in=back,
        state=AttendanceState.NOT_EXPECTED,
        episode__is_open=True,
    ).exclude(swaps__state__in=(SwapState.TAKEN, SwapState.GRANTED))
    found = list(rows.select_related("session"))
    on_roster, ever = _rosters(back, holiday.on_date)
    taken = _taken({row.person_id for row in found}, holiday)
    return [
        row.pk
        for row in found
        if not _has_left(row, on_roster, ever)
        and not any(span.overlaps(_span(row.session)) for span in taken.get(row.person_id, ()))
    ]


_Members = Mapping[UUID, Collection[UUID]]


def _rosters(sessions: Iterable[Session], on: date) -> tuple[_Members, _Members]:
    """By group: who is on its roster that day, and who ever was."""
    today: dict[UUID, set[UUID]] = {}
    ever: dict[UUID, set[UUID]] = {}
    groups = [one.group_id for one in sessions if one.group_id]
    for entry in RosterEntry.objects.filter(group__in=groups):
        ever.setdefault(entry.group_id, set()).add(entry.person_id)
        if entry.from_on <= on and (entry.until_on is None or on < entry.until_on):
            today.setdefault(entry.group_id, set()).add(entry.person_id)
    return today, ever


def _has_left(row: Attendance, on_roster: _Members, ever: _Members) -> bool:
    """A member whose membership ended meanwhile; a guest never was one."""
    group = row.session.group_id
    if group is None:
        return False
    return row.person_id in ever.get(group, ()) and row.person_id not in on_roster.get(group, ())


def _taken(people: Collection[UUID], holiday: SiteHoliday) -> dict[UUID, list[Span]]:
    """When these people are expected on that day by now."""
    there = Attendance.objects.filter(
        person__in=people, held_on=holiday.on_date, state=AttendanceState.EXPECTED
    ).exclude(session__status=SessionStatus.CANCELLED)
    found: dict[UUID, list[Span]] = {}
    for row in there.select_related("session"):
        if row.session.starts_at is not None:
            found.setdefault(row.person_id, []).append(_span(row.session))
    return found


def _span(session: Session) -> Span:
    assert session.starts_at is not None  # what was called off had its hour
    return Span(session.starts_at, session.ends_at)


def _expect_new(back: Sequence[Session], *, by: SignedIn, at: datetime) -> None:
    """Who joined a group while its day was closed comes, too."""
    on_roster, _ever = _rosters(back, back[0].held_on) if back and back[0].held_on else ({}, {})
    known = set(Attendance.objects.filter(session__in=back).values_list("session_id", "person_id"))
    new = [
        (session, person)
        for session in back
        if session.group_id
        for person in sorted(on_roster.get(session.group_id, ()))
        if (session.pk, person) not in known
    ]
    stays = Episode.objects.filter(person__in={person for _, person in new}, is_open=True)
    by_person = {stay.person_id: stay for stay in stays}
    for session, person in new:
        if person in by_person:
            rosters.expect(by_person[person], [session], by=by, at=at)
