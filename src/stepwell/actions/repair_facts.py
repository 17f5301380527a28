"""Who could take over which session, when and where: the ways out of a day that somebody can't lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.actions import overlapping, week_facts
from stepwell.actions.week_facts import Case
from stepwell.domain.privacy.access import Role
from stepwell.domain.timetable import equivalent
from stepwell.domain.timetable.equivalent import Hindrance, Offer
from stepwell.domain.timetable.substitution import Loss, Way, WayOut
from stepwell.kernel.civil import at_site
from stepwell.kernel.spans import Span
from stepwell.records.program.models import (
    Room,
    RoomClosure,
    Staff,
    StaffAbsence,
    StaffAvailability,
    StaffService,
    StaffSite,
)
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.sessions.models import Attendance

NOTICE = timedelta(hours=1)
"""So long before its new hour people learn of a session that moves. Program policy; no source."""

STEP = timedelta(minutes=30)
MOST_MOVES = 6
"""Of the hours a session could move to, so many of the best are weighed."""

_DAY = timedelta(days=1)
_TIMES = frozenset({Hindrance.OWN_BUSY, Hindrance.OWN_SESSION, Hindrance.LONG_DAY, Hindrance.NO_WAY_THERE})


@dataclass(frozen=True)
class Place:
    """One session to be repaired, with everybody who keeps a place in it."""

    session: Session
    rows: tuple[Attendance, ...]
    cases: tuple[Case, ...]

    @property
    def span(self) -> Span:
        assert self.session.starts_at is not None
        return Span(self.session.starts_at, self.session.ends_at)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.session.site.zone)

    @property
    def people(self) -> frozenset[UUID]:
        return frozenset(row.person_id for row in self.rows)


@dataclass(frozen=True)
class Around:
    """Everybody who could lead, when they work and what they lead already; the rooms and who is in them."""

    staff: tuple[Staff, ...]
    leads: Mapping[UUID, frozenset[UUID]]
    sites: Mapping[UUID, frozenset[UUID]]
    hours: Mapping[UUID, list[StaffAvailability]]
    away: Mapping[UUID, list[Span]]
    busy: Mapping[UUID, list[Span]]
    minutes: Mapping[tuple[UUID, date], int]
    """What each leads on a day already."""
    rooms: Mapping[UUID, list[Room]]
    taken: Mapping[UUID, list[Span]]


def around(places: Sequence[Place], *, besides: Staff) -> Around:
    """What is known of leaders and rooms in the days of these sessions, in a fixed number of questions."""
    sites = {place.session.site_id for place in places}
    first = min(place.span.start for place in places) - _DAY
    last = max(place.span.start for place in places) + 2 * _DAY
    staff = tuple(
        Staff.objects.filter(
            at_sites__site__in=sites,
            retired_at=None,
            account__role=Role.COUNSELOR.value,
            account__is_active=True,
        )
        .exclude(pk=besides.pk)
        .distinct()
        .order_by("given_name", "family_name", "pk")
    )
    keys = [one.pk for one in staff]
    rooms = list(Room.objects.filter(site__in=sites, retired_at=None).order_by("seats", "name"))
    busy, taken, minutes = _in_use(keys, rooms, first, last)
    return Around(
        staff=staff,
        leads=_grouped(StaffService.objects.filter(staff__in=keys).values_list("staff_id", "service_id")),
        sites=_grouped(StaffSite.objects.filter(staff__in=keys).values_list("staff_id", "site_id")),
        hours=_hours(keys),
        away=_away(keys, first, last),
        busy=busy,
        minutes=minutes,
        rooms=_by_site(rooms),
        taken=taken,
    )


def _grouped(pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, frozenset[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: frozenset(values) for key, values in found.items()}


def _hours(staff: Sequence[UUID]) -> dict[UUID, list[StaffAvailability]]:
    found: dict[UUID, list[StaffAvailability]] = defaultdict(list)
    for row in StaffAvailability.objects.filter(staff__in=staff).select_related("site"):
        found[row.staff_id].append(row)
    return found


def _away(staff: Sequence[UUID], first: datetime, last: datetime) -> dict[UUID, list[Span]]:
    found: dict[UUID, list[Span]] = defaultdict(list)
    rows = StaffAbsence.objects.filter(staff__in=staff, voided_at=None, starts_at__lt=last, ends_at__gt=first)
    for row in rows:
        found[row.staff_id].append(Span(row.starts_at, row.ends_at))
    return found


def _by_site(rooms: Sequence[Room]) -> dict[UUID, list[Room]]:
    found: dict[UUID, list[Room]] = defaultdict(list)
    for room in rooms:
        found[room.site_id].append(room)
    return found


def _in_use(
    staff: Sequence[UUID], rooms: Sequence[Room], first: datetime, last: datetime
) -> tuple[dict[UUID, list[Span]], dict[UUID, list[Span]], dict[tuple[UUID, date], int]]:
    busy: dict[UUID, list[Span]] = defaultdict(list)
    taken: dict[UUID, list[Span]] = defaultdict(list)
    minutes: dict[tuple[UUID, date], int] = defaultdict(int)
    keys = [room.pk for room in rooms]
    rows = (
        Session.objects.filter(Q(leader__in=staff) | Q(room__in=keys, fills_room=True))
        .filter(starts_at__gt=first - overlapping.LONGEST, starts_at__lt=last, ends_at__isnull=False)
        .exclude(status=SessionStatus.CANCELLED)
    )
    for row in rows.only("leader_id", "room_id", "fills_room", "starts_at", "ends_at", "held_on"):
        assert row.starts_at is not None
        span = Span(row.starts_at, row.ends_at)
        if row.leader_id is not None and row.held_on is not None:
            busy[row.leader_id].append(span)
            minutes[row.leader_id, row.held_on] += span.minutes
        if row.fills_room and row.room_id is not None:
            taken[row.room_id].append(span)
    closed = RoomClosure.objects.filter(room__in=keys, voided_at=None, starts_at__lt=last, ends_at__gt=first)
    for closure in closed:
        taken[closure.room_id].append(Span(closure.starts_at, closure.ends_at))
    return busy, taken, minutes


def ways_of(place: Place, known: Around, *, at: datetime) -> list[WayOut]:
    """Every way out of one session: somebody takes it over, in the room or by video, it moves, or not."""
    able = [one for one in known.staff if _may_lead(one, place, known)]
    ways: list[WayOut] = []
    for one in able:
        way = _taken_over(one, place, known)
        if way is not None:
            ways.append(way)
    ways += _moves(able, place, known, at=at)
    ways.append(_cancelled(place, at=at))
    return sorted(ways, key=lambda way: way.loss)


def _may_lead(one: Staff, place: Place, known: Around) -> bool:
    """Qualified for the service and the language, and able to read the records of those who come.

    Nobody gets a leader they should not be with; that it is so is told to no one.
    """
    session = place.session
    if any(one.pk in case.need.avoided for case in place.cases):
        return False
    if session.site_id not in known.sites.get(one.pk, frozenset()):
        return False
    if session.service_id is not None and session.service_id not in known.leads.get(one.pk, frozenset()):
        return False
    wanted = [session.group.language] if session.group else _languages(place)
    return any(language in one.languages for language in wanted)


def _languages(place: Place) -> list[str]:
    return [language for row in place.rows for language in row.episode.person.languages] or ["en"]


def _taken_over(one: Staff, place: Place, known: Around) -> WayOut | None:
    """In the room where they work there at that time, by video where they work elsewhere then."""
    span = place.span
    if not _is_free(one, span, known):
        return None
    works_here = _works(one, span, known, site=place.session.site_id)
    if not works_here and not _works(one, span, known, site=None):
        return None
    by_video = week_facts.is_by_video(place.session)
    if works_here or by_video:
        loss = Loss(strangers=_strangers(place, one), load=_load(one, place, known))
        return WayOut(place.session.pk, Way.SUBSTITUTE, span, loss, one.pk, people=place.people)
    if not any(room.is_video for room in known.rooms.get(place.session.site_id, ())):
        return None
    loss = Loss(by_video=len(place.rows), strangers=_strangers(place, one), load=_load(one, place, known))
    return WayOut(place.session.pk, Way.VIDEO, span, loss, one.pk, people=place.people)


def _is_free(one: Staff, span: Span, known: Around) -> bool:
    kept = [*known.busy.get(one.pk, ()), *known.away.get(one.pk, ())]
    return not any(other.overlaps(span) for other in kept)


def _works(one: Staff, span: Span, known: Around, *, site: UUID | None) -> bool:
    """Whether their weekly hours cover the session, at this site or (None) anywhere."""
    for row in known.hours.get(one.pk, ()):
        if site is not None and row.site_id != site:
            continue
        zone = ZoneInfo(row.site.zone)
        day = span.start.astimezone(zone).date()
        if day.weekday() != row.weekday:
            continue
        if Span(at_site(day, row.from_time, zone), at_site(day, row.until_time, zone)).covers(span):
            return True
    return False


def _strangers(place: Place, one: Staff) -> int:
    return sum(row.episode.counselor_id != one.pk for row in place.rows)


def _load(one: Staff, place: Place, known: Around) -> int:
    return known.minutes.get((one.pk, place.session.held_on or date.min), 0)


def _moves(able: Sequence[Staff], place: Place, known: Around, *, at: datetime) -> list[WayOut]:
    """Other hours of the same day at the same site, with a room, for most of those who come."""
    found = []
    for span in _other_hours(place, at=at):
        by_video = week_facts.is_by_video(place.session)
        room = None if by_video else _free_room(place, span, known)
        if room is None and not by_video:
            continue
        lose, find = _who_cannot(place, span, at=at)
        if 2 * (len(place.rows) - lose - find) <= len(place.rows):
            continue
        for one in able:
            if _is_free(one, span, known) and _works(one, span, known, site=place.session.site_id):
                loss = Loss(
                    hours_lost=lose,
                    cannot_come=find,
                    moved=len(place.rows) - lose - find,
                    strangers=_strangers(place, one),
                    load=_load(one, place, known),
                )
                found.append(
                    WayOut(
                        place.session.pk,
                        Way.MOVED,
                        span,
                        loss,
                        one.pk,
                        room.pk if room else None,
                        place.people,
                    )
                )
    found.sort(key=lambda way: (way.loss, abs(way.span.start - place.span.start), way.span.start))
    return found[:MOST_MOVES]


def _other_hours(place: Place, *, at: datetime) -> list[Span]:
    """Each half hour of the site's day, from an hour from now on, in which the session could begin."""
    zone, session = place.zone, place.session
    day = session.held_on or place.span.start.astimezone(zone).date()
    length = place.span.length
    spans = []
    start = at_site(day, datetime.min.time(), zone)
    while start.astimezone(zone).date() <= day:
        span = Span(start, start + length)
        ends_on = (start + length).astimezone(zone).date()
        if start >= at + NOTICE and ends_on == day and start != place.span.start:
            spans.append(span)
        start += STEP
    return spans


def _free_room(place: Place, span: Span, known: Around) -> Room | None:
    """The session's own room, or the smallest that holds everybody and the leader."""
    own = place.session.room_id
    rooms = [room for room in known.rooms.get(place.session.site_id, ()) if not room.is_video]
    rooms.sort(key=lambda room: (room.pk != own, room.seats))
    for room in rooms:
        fits = room.pk == own or room.seats > len(place.rows)
        # The session's own hour in the room is given up with it.
        taken = [one for one in known.taken.get(room.pk, ()) if one != place.span or room.pk != own]
        if fits and not any(one.overlaps(span) for one in taken):
            return room
    return None


def _who_cannot(place: Place, span: Span, *, at: datetime) -> tuple[int, int]:
    """Of those who come, how many can't at that hour: with nothing else in the week, and with something."""
    lose = find = 0
    for case in place.cases:
        if not can_come(case, span, at=at):
            lose, find = (lose, find + 1) if options_of(case, at=at) else (lose + 1, find)
    return lose, find


def can_come(case: Case, span: Span, *, at: datetime) -> bool:
    """Whether the person's own times and sessions leave this hour free for the session."""
    given_up = case.need.given_up
    moved = Offer(
        key=given_up.key,
        span=span,
        on=given_up.on,
        minutes=given_up.minutes,
        service=given_up.service,
        language=given_up.language,
        leader=given_up.leader,
        places=given_up.places,
        people=given_up.people,
        by_video=given_up.by_video,
    )
    return not _TIMES & equivalent.hindrances(case.need, moved, at=at)


def options_of(case: Case, *, at: datetime) -> list[Offer]:
    """What the person could take instead in this week; for a session of one person there is none."""
    if case.attendance.session.group_id is None:
        return []
    return equivalent.equivalents(case.need, case.offers, at=at)


def _cancelled(place: Place, *, at: datetime) -> WayOut:
    helped = sum(bool(options_of(case, at=at)) for case in place.cases)
    loss = Loss(hours_lost=len(place.cases) - helped, cannot_come=helped)
    return WayOut(place.session.pk, Way.CANCELLED, place.span, loss)
