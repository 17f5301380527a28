"""What a change may not do, said before it is done and held when it is done."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from stepwell.actions import grouping, scheduling_sessions, week_facts
from stepwell.actions.refusals import Refusal
from stepwell.actions.rippling.changes import Change, Kind, Laid
from stepwell.kernel.sentences import gettext_noop
from stepwell.kernel.weeks import Week
from stepwell.records.program.models import Room, RoomClosure, Staff, StaffAbsence
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState


class CannotChange(Refusal):
    """The change can't be made as it is asked for; the sentence says what to choose instead."""


_UNFIT_LEADER = gettext_noop("Choose a leader who works here, leads this service and speaks its language.")
_CANT_LEAD = gettext_noop("This leader can't lead this group. Choose another.")
_AWAY = gettext_noop("%(leader)s is away on one of these days. Choose another leader or another day.")
_CLOSED = gettext_noop("%(room)s is closed on one of these days. Choose another room or another day.")
_SMALL = gettext_noop("%(room)s has %(seats)d seats, and %(people)d people and a leader would be there.")
_PLACES = gettext_noop("%(people)d people belong to the group. It needs at least as many places.")
_SEATS = gettext_noop("%(room)s has seats for %(places)d people and a leader.")
_NOT_THERE = gettext_noop("This person is not in this group.")
_FAR = gettext_noop("The calendar isn't planned so far yet. Choose an earlier day.")
_SAME = gettext_noop("Nothing would change. Choose something else than it is now.")


def leaders_for(change: Change) -> list[Staff]:
    """Who works at the site, leads the service and speaks the language, and doesn't lead it already."""
    subject = change.subject
    rows = Staff.objects.filter(at_sites__site=subject.site_id, retired_at=None, account__is_active=True)
    if subject.leader_id is not None:
        rows = rows.exclude(pk=subject.leader_id)
    if subject.service_id is not None:
        rows = rows.filter(may_lead__service=subject.service_id)
    group = change.group or (change.session.group if change.session else None)
    found = rows.distinct().order_by("given_name", "family_name", "pk")
    return [one for one in found if group is None or group.language in one.languages]


def rooms_for(change: Change) -> list[Room]:
    """The other rooms of the site."""
    subject = change.subject
    rows = Room.objects.filter(site=subject.site_id, retired_at=None)
    if subject.room_id is not None:
        rows = rows.exclude(pk=subject.room_id)
    return list(rows.order_by("name", "pk"))


def why_not(change: Change, laid: Laid, *, at: datetime) -> Refusal | None:
    """What would refuse the change, or None. Nothing is written."""
    try:
        with transaction.atomic():
            refuse(change, laid, at=at)
    except Refusal as refusal:
        return refusal
    return None


def refuse(change: Change, laid: Laid, *, at: datetime) -> None:
    """Refuse what can't be done. In a transaction."""
    if change.kind is Kind.ADD:
        assert change.group is not None
        assert change.person is not None
        grouping.refuse_joining(change.group, change.person.person, from_on=change.from_on, at=at)
    elif change.kind is Kind.REMOVE:
        _refuse_stranger(change)
    elif change.kind is not Kind.CANCEL:
        _refuse_fields(change, laid)
        after = [turn.after for turn in laid.turns if turn.after is not None]
        _refuse_away(after)
        scheduling_sessions.refuse_clashes_of(after)


def _refuse_stranger(change: Change) -> None:
    assert change.group is not None
    assert change.person is not None
    entries = RosterEntry.objects.filter(group=change.group, person=change.person.person)
    if not entries.filter(Q(until_on=None) | Q(until_on__gt=change.from_on)).exists():
        raise CannotChange(_NOT_THERE)


def _refuse_fields(change: Change, laid: Laid) -> None:
    if change.is_of_series:
        _refuse_far(change)
    if change.kind is Kind.LEADER:
        _refuse_leader(change, laid)
    if change.kind is Kind.ROOM:
        assert change.room is not None
        _refuse_small(change.room, _most(laid))
    if change.kind is Kind.RESIZE and change.group is not None and change.is_of_series and change.places:
        people = max(_most(laid), _belonging(change.group, change.from_on))
        _refuse_places(change.group, change.places, people)
    if not laid.turns and not laid.staying and not _changes_series(change):
        raise CannotChange(_SAME)


def _refuse_far(change: Change) -> None:
    """Trap: weeks planned later are planned as the series is then, so none may lie before the day."""
    days = Session.objects.filter(group=change.group, held_on__isnull=False).order_by("-held_on")
    last = days.values_list("held_on", flat=True).first()
    if last is not None and change.from_on > Week.of(last).next().sunday:
        raise CannotChange(_FAR)


def _changes_series(change: Change) -> bool:
    group = change.group
    if group is None or not change.is_of_series:
        return False
    wanted = {
        Kind.MOVE: (change.weekday, change.start_time) != (group.weekday, group.start_time),
        Kind.RESIZE: (change.minutes or group.minutes, change.places or group.max_members)
        != (group.minutes, group.max_members),
        Kind.LEADER: change.leader is not None and change.leader.pk != group.leader_id,
        Kind.ROOM: change.room is not None and change.room.pk != group.room_id,
    }
    return wanted.get(change.kind, True)


def _refuse_leader(change: Change, laid: Laid) -> None:
    if change.leader is None or change.leader not in leaders_for(change):
        raise CannotChange(_UNFIT_LEADER)
    there = Attendance.objects.filter(
        session__in=[turn.before.pk for turn in laid.turns], state=AttendanceState.EXPECTED
    )
    avoided = week_facts.avoided_leaders(there.values_list("person_id", flat=True))
    if any(change.leader.pk in leaders for leaders in avoided.values()):
        raise CannotChange(_CANT_LEAD)


def _most(laid: Laid) -> int:
    """The most people who keep a place in one of the sessions."""
    return max(map(len, week_facts.keeping(turn.before.pk for turn in laid.turns).values()), default=0)


def _belonging(group: Group, day: date) -> int:
    """How many belong to the series, or will."""
    entries = RosterEntry.objects.filter(Q(until_on=None) | Q(until_on__gt=day), group=group)
    return entries.values("person").distinct().count()


def _refuse_small(room: Room, people: int) -> None:
    if not room.is_video and room.seats <= people:
        raise CannotChange(_SMALL, room=room.name, seats=room.seats, people=people)


def _refuse_places(group: Group, places: int, people: int) -> None:
    if places < people:
        raise CannotChange(_PLACES, people=people)
    if not group.room.is_video and places > group.room.seats - 1:
        raise CannotChange(_SEATS, room=group.room.name, places=group.room.seats - 1)


def _refuse_away(sessions: list[Session]) -> None:
    """Refuse hours in which the leader is away or the room is closed."""
    held = [one for one in sessions if one.status != SessionStatus.CANCELLED and one.starts_at]
    leaders = {one.leader_id for one in held}
    away = list(StaffAbsence.objects.filter(staff__in=leaders, voided_at=None).select_related("staff"))
    rooms = {one.room_id for one in held if one.fills_room}
    closed = list(RoomClosure.objects.filter(room__in=rooms, voided_at=None).select_related("room"))
    for session in held:
        assert session.starts_at is not None
        assert session.ends_at is not None
        for one in away:
            if one.staff_id == session.leader_id and _meet(one, session):
                raise CannotChange(_AWAY, leader=str(one.staff))
        for closure in closed:
            if closure.room_id == session.room_id and _meet(closure, session):
                raise CannotChange(_CLOSED, room=closure.room.name)


def _meet(one: StaffAbsence | RoomClosure, session: Session) -> bool:
    assert session.starts_at is not None
    assert session.ends_at is not None
    return one.starts_at < session.ends_at and session.starts_at < one.ends_at
