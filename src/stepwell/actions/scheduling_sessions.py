"""Sessions on the calendar: of a group week after week, or of one person with a counselor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Q

from stepwell.actions import charts, once, overlapping, readers, rosters
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.timetable.series import occurrences
from stepwell.kernel.sentences import gettext_noop
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week
from stepwell.records.episodes.models import Episode
from stepwell.records.levels.models import Leave
from stepwell.records.people.models import Person
from stepwell.records.program.models import Room, Service, Site, SiteHoliday, Staff
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState
from stepwell.records.tenancy import scope


class RoomTaken(Refusal):
    """Another session fills the room at that time."""


class LeaderTaken(Refusal):
    """The leader leads another session at that time."""


class NotInProgram(Refusal):
    """A session belongs to an episode of care, and the person has none that is open."""


class HasBegun(Refusal):
    """A session that has begun is recorded, not planned."""


_ROOM_TAKEN = gettext_noop("%(room)s is in use at that time. Choose another room or another time.")
_LEADER_TAKEN = gettext_noop("%(leader)s leads another session at that time. Choose another time or leader.")


def put_sessions(group: Group, *, until: date, at: datetime, by: SignedIn | None = None) -> list[Session]:
    """Put the group's sessions up to, not including, a day on the calendar; those that were new.

    Each one that hasn't begun at `at` gets everyone who is on the roster on its day.
    The place in the curriculum counts the weeks since the group began. Planning
    twice is planning once. When a room or the leader is taken at any of the
    times, nothing is planned. One line in the trail names everyone newly expected;
    without `by` the program itself planned.
    """
    group = (
        Group.objects.select_for_update(of=("self",))
        .select_related("site", "room", "leader")
        .get(pk=group.pk)
    )
    spans = _spans(group, until=until, at=at)
    there = _planned_in(group)
    new = [
        _of_group(group, number, span) for number, span in spans if Week.of(_day(group, span)) not in there
    ]
    _put(new, room=group.room, leader=group.leader)
    rows = Attendance.objects.bulk_create(_expected(group, new), batch_size=500)
    people = list(dict.fromkeys(row.person_id for row in rows))
    by = by or readers.system(scope.organization_id(), name="schedule")
    charts.note_about(by, people, "planned_session", about=group.pk, at=at)
    return new


plan_sessions = transaction.atomic(durable=True)(put_sessions)
"""`put_sessions` in a transaction of its own."""


def why_not_planned(group: Group, *, until: date, at: datetime) -> Refusal | None:
    """What `plan_sessions` would refuse now, or None when it would plan."""
    there = _planned_in(group)
    spans = _spans(group, until=until, at=at)
    new = [
        _of_group(group, number, span) for number, span in spans if Week.of(_day(group, span)) not in there
    ]
    try:
        if new:
            _refuse_clashes(new, room=group.room, leader=group.leader)
    except Refusal as refusal:
        return refusal
    return None


def _spans(group: Group, *, until: date, at: datetime) -> Iterator[tuple[int, Span]]:
    end = min(until, group.ends_on) if group.ends_on else until
    zone = ZoneInfo(group.site.zone)
    series = occurrences(group.weekday, group.start_time, group.minutes, zone, group.starts_on, end)
    closed = set(
        SiteHoliday.objects.filter(site=group.site_id, voided_at=None).values_list("on_date", flat=True)
    )
    return (
        (number, span)
        for number, span in enumerate(series)
        if span.start > at and span.start.astimezone(zone).date() not in closed
    )


def _planned_in(group: Group) -> set[Week]:
    """Weeks in which the group has its session, also one that was moved to another day or cancelled."""
    days = Session.objects.filter(group=group, held_on__isnull=False).values_list("held_on", flat=True)
    return {Week.of(day) for day in days if day is not None}


def _day(group: Group, span: Span) -> date:
    return group.site.day_at(span.start)


def _of_group(group: Group, number: int, span: Span) -> Session:
    topic = group.topics[number % len(group.topics)] if group.topics else {}
    return Session(
        group=group,
        site_id=group.site_id,
        room=group.room,
        service_id=group.service_id,
        leader=group.leader,
        title=topic or group.title,
        starts_at=span.start,
        ends_at=span.end,
        held_on=_day(group, span),
        breaks=group.breaks,
        position=number % len(group.topics) + 1 if group.topics else None,
        by_video=group.room.is_video,
        video_link=group.room.video_link if group.room.is_video else "",
        fills_room=not group.room.is_video,
    )


def _expected(group: Group, sessions: Sequence[Session]) -> Iterator[Attendance]:
    roster = list(RosterEntry.objects.filter(group=group))
    people = [entry.person_id for entry in roster]
    stays: dict[object, list[Episode]] = {}
    for episode in Episode.objects.filter(person__in=people).order_by("starts_on"):
        stays.setdefault(episode.person_id, []).append(episode)
    leaves = list(Leave.objects.filter(person__in=people, ended_on=None))
    for session in sessions:
        day = session.held_on
        assert day is not None
        on_roster = {
            e.person_id for e in roster if e.from_on <= day and (e.until_on is None or day < e.until_on)
        }
        for person_id in sorted(on_roster):
            stay = _in_force(stays.get(person_id, ()), day)
            if stay is not None:
                row = rosters.expectation(session, person_id=person_id, episode_id=stay.pk)
                if any(one.person_id == person_id and one.from_on <= day < one.returns_on for one in leaves):
                    row.state = AttendanceState.NOT_EXPECTED
                yield row


def _in_force(episodes: Iterable[Episode], day: date) -> Episode | None:
    """The stay a day belongs to; the latest that has begun by then and not ended."""
    found = [e for e in episodes if e.ends_on is None or day < e.ends_on]
    return next((e for e in reversed(found) if e.starts_on is None or e.starts_on <= day), None) or next(
        (e for e in found if e.is_open), None
    )


def put_individual(
    subject: Person | Episode | Chart,
    *,
    site: Site,
    room: Room | None,
    service: Service,
    leader: Staff,
    starts_at: datetime,
    minutes: int,
    by_video: bool = False,
    title: Mapping[str, str] | None = None,
    at: datetime,
) -> Session:
    """One session of one person with one leader, in a room or by video. Planning twice is planning once.

    By video the room may be left out; the link is that of the site's video room. Refused
    while the person, the room or the leader has another session.
    """
    episode = _episode_of(subject)
    span = Span(starts_at, starts_at + timedelta(minutes=minutes))
    same = Session.objects.filter(
        group=None, leader=leader, starts_at=span.start, attendances__person=episode.person_id
    ).exclude(status=SessionStatus.CANCELLED)
    if (there := same.first()) is not None:
        return there
    if by_video:
        room = room if room is not None and room.is_video else site.rooms.filter(is_video=True).first()
    session = Session(
        site=site,
        room=room,
        service=service,
        leader=leader,
        title=dict(title or service.title),
        starts_at=span.start,
        ends_at=span.end,
        held_on=site.day_at(span.start),
        by_video=by_video,
        video_link=room.video_link if by_video and room is not None else "",
        fills_room=not by_video and room is not None,
    )
    _put([session], room=room, leader=leader)
    overlapping.refuse_elsewhere(episode.person_id, [session])
    rosters.expectation(session, person_id=episode.person_id, episode_id=episode.pk).save(force_insert=True)
    if isinstance(subject, Chart):
        subject.note("planned_session", session.pk, at=at)
    return session


plan_individual = transaction.atomic(durable=True)(put_individual)
"""`put_individual` in a transaction of its own."""


@transaction.atomic(durable=True)
def plan_from_form(chart: Chart, *, key: str, at: datetime, **facts: Any) -> Session | None:
    """`plan_individual` once for each key: a session cancelled since doesn't come back; None then."""
    if not once.is_first_time(key, action="plan_session", account_id=chart.by.account_id, at=at):
        return None
    return put_individual(chart, **facts, at=at)


def _episode_of(subject: Person | Episode | Chart) -> Episode:
    if isinstance(subject, Episode):
        return subject
    person = subject.person if isinstance(subject, Chart) else subject
    episode = Episode.objects.filter(person=person, is_open=True).first()
    if episode is None:
        raise NotInProgram(
            gettext_noop("This person is not in the program now. Start an episode of care first.")
        )
    return episode


def take_off(session: Session, *, by: SignedIn, at: datetime) -> Session:
    """Take a session that hasn't begun off the calendar; nobody is expected at it any more.

    It stays in the records as cancelled by the program. Cancelling twice is cancelling once.
    """
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if session.status == SessionStatus.CANCELLED:
        return session
    if session.status == SessionStatus.HELD or session.starts_at is None or session.starts_at <= at:
        raise HasBegun(gettext_noop("This session has begun, so it can't be cancelled any more."))
    rosters.cancel(Session.objects.filter(pk=session.pk), by=by, at=at)
    session.refresh_from_db(fields=["status", "fills_room"])
    return session


@transaction.atomic(durable=True)
def cancel_session(session: Session, *, by: SignedIn, at: datetime) -> Session:
    """`take_off` in a transaction of its own, with a line that names everyone who was expected."""
    expected = Attendance.objects.filter(session=session, state=AttendanceState.EXPECTED)
    people = list(expected.values_list("person_id", flat=True))
    session = take_off(session, by=by, at=at)
    charts.note_about(by, people, "cancelled_session", about=session.pk, at=at)
    return session


def refuse_clashes(session: Session) -> None:
    """Refuse a session, as it is about to be, whose room or leader is taken then. For parts of actions."""
    if session.leader is not None:
        _refuse_clashes([session], room=session.room, leader=session.leader)


def refuse_clashes_of(sessions: Sequence[Session]) -> None:
    """Refuse sessions, as they are about to be, where the room or the leader of one is taken then."""
    together: dict[tuple[Any, Any], list[Session]] = {}
    for session in sessions:
        together.setdefault((session.room_id, session.leader_id), []).append(session)
    for some in together.values():
        if some[0].leader is not None:
            _refuse_clashes(some, room=some[0].room, leader=some[0].leader)


@contextmanager
def taken_as_refusal(session: Session) -> Iterator[None]:
    """What PostgreSQL refuses of two who write at once is a sentence too."""
    assert session.leader is not None  # somebody leads what is written
    with _constraints_as_refusals(session.room, session.leader), transaction.atomic():
        yield


def _put(sessions: Sequence[Session], *, room: Room | None, leader: Staff) -> None:
    """Write sessions of one room and leader, or refuse them all.

    On SQLite there is one writer at a time, so the look is enough. On PostgreSQL two
    may look at once; its exclusion constraints refuse the second.
    """
    if not sessions:
        return
    _refuse_clashes(sessions, room=room, leader=leader)
    with _constraints_as_refusals(room, leader), transaction.atomic():
        Session.objects.bulk_create(sessions, batch_size=200)


def _refuse_clashes(sessions: Sequence[Session], *, room: Room | None, leader: Staff) -> None:
    starts = [session.starts_at for session in sessions if session.starts_at]
    ends = [session.ends_at for session in sessions if session.ends_at]
    near = (
        Session.objects.filter(Q(room=room, fills_room=True) | Q(leader=leader))
        .filter(starts_at__gt=min(starts) - overlapping.LONGEST, starts_at__lt=max(ends))
        .filter(ends_at__gt=min(starts))
        .exclude(status=SessionStatus.CANCELLED)
        .order_by("starts_at")
    )
    for other in near.only("room_id", "leader_id", "fills_room", "starts_at", "ends_at"):
        for session in sessions:
            if session.pk != other.pk and _overlap(session, other):
                _refuse_clash(session, other, room=room, leader=leader)


def _refuse_clash(session: Session, other: Session, *, room: Room | None, leader: Staff) -> None:
    if room is not None and session.fills_room and other.fills_room and other.room_id == room.pk:
        raise RoomTaken(_ROOM_TAKEN, room=room.name)
    if other.leader_id == leader.pk:
        raise LeaderTaken(_LEADER_TAKEN, leader=str(leader))


def _overlap(one: Session, other: Session) -> bool:
    return Span(*_ends(one)).overlaps(Span(*_ends(other)))


def _ends(session: Session) -> tuple[datetime, datetime | None]:
    assert session.starts_at is not None
    return session.starts_at, session.ends_at


@contextmanager
def _constraints_as_refusals(room: Room | None, leader: Staff) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if room is not None and "a_room_holds_one_session_at_a_time" in str(error):
            raise RoomTaken(_ROOM_TAKEN, room=room.name) from error
        if "a_leader_leads_one_session_at_a_time" in str(error):
            raise LeaderTaken(_LEADER_TAKEN, leader=str(leader)) from error
        raise
