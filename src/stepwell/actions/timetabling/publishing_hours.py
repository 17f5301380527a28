"""Times alone with a counselor, moved to where a published plan has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.actions import rosters
from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling.made import Made
from stepwell.kernel.civil import at_site
from stepwell.kernel.spans import Span
from stepwell.records.episodes.models import Episode
from stepwell.records.program.models import Room, Service, ServiceKind
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState
from stepwell.records.timetable.models import DraftPart


@dataclass(frozen=True)
class NewHour:
    """One time alone to be put on the calendar."""

    person_id: UUID
    leader_id: UUID
    starts: datetime
    in_person: bool


@dataclass
class Hours:
    """Of one site: which planned times alone are called off, and which are put instead."""

    part: DraftPart
    off: list[UUID] = field(default_factory=list)
    new: list[NewHour] = field(default_factory=list)
    moved: set[UUID] = field(default_factory=set)


def plan_hours(part: DraftPart, *, until: date | None = None, at: datetime) -> Hours:
    """What the plan does to times alone of its week, and of later weeks that are on the calendar already.

    Each keeps its week. Who has none in the plan keeps what is planned later, but in its own week. Nothing
    from `until` on changes.
    """
    zone, monday = ZoneInfo(part.site.zone), part.draft.monday
    told = {UUID(one["person"]): one for one in part.laid_out.get("hours", ())}
    people = {UUID(key) for key in part.facts["floors"]}
    rows = Attendance.objects.filter(
        person__in=people,
        state=AttendanceState.EXPECTED,
        held_on__gte=monday,
        starts_at__gt=at,
        session__group=None,
        session__site=part.site_id,
        session__service__kind=ServiceKind.INDIVIDUAL,
        session__status=SessionStatus.PLANNED,
    ).select_related("session")
    if until is not None:
        rows = rows.filter(held_on__lt=until)
    hours, has_week = Hours(part), set()
    for row in rows.order_by("starts_at", "pk"):
        wanted = told.get(row.person_id)
        assert row.starts_at is not None  # compared above
        assert row.held_on is not None
        week = (row.held_on - monday).days // 7
        if wanted is None:
            if week == 0:
                hours.off.append(row.session_id)
                hours.moved.add(row.person_id)
            continue
        if week == 0:
            if row.person_id in has_week:
                continue
            has_week.add(row.person_id)
        new = _new(row.person_id, wanted, zone, weeks=week)
        if (new.starts, new.leader_id) == (row.starts_at, row.session.leader_id):
            continue
        hours.off.append(row.session_id)
        hours.new.append(new)
        hours.moved.add(row.person_id)
    for person in sorted(told.keys() - has_week):
        hours.new.append(_new(person, told[person], zone, weeks=0))
        hours.moved.add(person)
    return hours


def _new(person: UUID, told: Mapping[str, object], zone: ZoneInfo, *, weeks: int) -> NewHour:
    civil = datetime.fromisoformat(str(told["starts"])).astimezone(zone)
    day: date = civil.date() + timedelta(weeks=weeks)
    clock: time = civil.time()
    return NewHour(person, UUID(str(told["leader"])), at_site(day, clock, zone), bool(told["in_person"]))


def call_off(hours: Hours, made: Made, *, by: SignedIn, at: datetime) -> None:
    """Take the old ones off the calendar."""
    sessions = Session.objects.filter(pk__in=hours.off)
    made.cancel(sessions)
    rosters.cancel(sessions, by=by, at=at)


def put(hours: Hours, made: Made, *, at: datetime) -> None:
    """Put the new ones on: in a small room that is free, or by video. A room is never asked for twice."""
    if not hours.new:
        return
    part = hours.part
    service = Service.objects.filter(kind=ServiceKind.INDIVIDUAL, retired_at=None).order_by("key").first()
    if service is None:
        return
    minutes = timedelta(minutes=part.facts["hour_minutes"])
    rooms = list(Room.objects.filter(site=part.site_id, retired_at=None).order_by("seats", "name", "pk"))
    video = next((room for room in rooms if room.is_video), None)
    taken = _taken(rooms, hours.new)
    zone = ZoneInfo(part.site.zone)
    stays = {
        row.person_id: row
        for row in Episode.objects.filter(person__in={n.person_id for n in hours.new}, is_open=True)
    }
    sessions, expected = [], []
    for new in hours.new:
        span = Span(new.starts, new.starts + minutes)
        room = _free(rooms, taken, span) if new.in_person else None
        session = Session(
            site=part.site,
            room=room or video,
            service=service,
            leader_id=new.leader_id,
            title=service.title,
            starts_at=span.start,
            ends_at=span.end,
            held_on=new.starts.astimezone(zone).date(),
            by_video=room is None,
            video_link=video.video_link if room is None and video is not None else "",
            fills_room=room is not None,
        )
        sessions.append(session)
        stay = stays[new.person_id]
        expected.append(rosters.expectation(session, person_id=new.person_id, episode_id=stay.pk))
    Session.objects.bulk_create(sessions, batch_size=200)
    Attendance.objects.bulk_create(expected, batch_size=200)
    made.sessions += [session.pk for session in sessions]


def _taken(rooms: Iterable[Room], new: Iterable[NewHour]) -> dict[UUID, list[Span]]:
    first = min(one.starts for one in new) - timedelta(hours=24)
    rows = Session.objects.filter(room__in=list(rooms), fills_room=True, starts_at__gt=first)
    taken: dict[UUID, list[Span]] = {}
    for room_id, starts_at, ends_at in rows.values_list("room_id", "starts_at", "ends_at"):
        if room_id is not None and starts_at is not None:
            taken.setdefault(room_id, []).append(Span(starts_at, ends_at))
    return taken


def _free(rooms: Iterable[Room], taken: dict[UUID, list[Span]], span: Span) -> Room | None:
    for room in rooms:
        if not room.is_video and not any(other.overlaps(span) for other in taken.get(room.pk, ())):
            taken.setdefault(room.pk, []).append(span)
            return room
    return None
