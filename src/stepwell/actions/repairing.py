"""A day that somebody can't lead, repaired as one act: proposed, shown with all it touches, done, undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from stepwell.actions import charts, repair_facts, week_facts
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.repair_facts import Place
from stepwell.actions.week_facts import Case
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.domain.timetable import substitution
from stepwell.domain.timetable.equivalent import Offer
from stepwell.domain.timetable.substitution import Way, WayOut
from stepwell.kernel.civil import start_of
from stepwell.kernel.weeks import Week
from stepwell.records.program.models import Room, Staff
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState

PURPOSES = {Role.MANAGER: Purpose.OPERATIONS, Role.COUNSELOR: Purpose.TREATMENT}
UNTIL = ("today", "tomorrow", "week")
"""How long somebody can be said to be away: the rest of the day, the next one too, seven days."""

_DAYS = {"today": 1, "tomorrow": 2, "week": 7}


@dataclass(frozen=True)
class Leader:
    """Somebody who could be away, and how many sessions they lead in the rest of the day."""

    staff: Staff
    sessions: int


@dataclass(frozen=True)
class Member:
    """One person who keeps a place in a session, and what becomes of it for them."""

    chart: Chart
    case: Case
    can_come: bool
    options: tuple[Session, ...]
    """What they could take instead, where they can't come or nothing is held."""


@dataclass(frozen=True)
class Repaired:
    """One session with the way chosen for it, every other way, and everybody it touches."""

    session: Session
    chosen: WayOut
    ways: tuple[WayOut, ...]
    members: tuple[Member, ...]

    @property
    def helpless(self) -> list[Member]:
        """Who loses the session and finds no other in the week."""
        return [one for one in self.members if not one.can_come and not one.options]

    @property
    def key(self) -> str:
        return key_of(self.chosen)


@dataclass(frozen=True)
class Touched:
    """One person's week before and after, as it is counted now."""

    chart: Chart
    before: int
    after: int
    floor_minutes: int | None

    @property
    def falls_below(self) -> bool:
        return self.floor_minutes is not None and self.after < self.floor_minutes <= self.before


@dataclass(frozen=True)
class Proposal:
    """A day, or a few, without somebody who leads."""

    staff: Staff
    from_at: datetime
    until_at: datetime
    sessions: tuple[Repaired, ...]
    touched: tuple[Touched, ...]
    begun: tuple[Session, ...]
    """What has begun already and stays as it is."""
    leaders: Mapping[UUID, Staff]
    rooms: Mapping[UUID, Room]

    @property
    def below(self) -> int:
        """Whose week falls below their floor by it."""
        return sum(one.falls_below for one in self.touched)


def may_repair(by: SignedIn, staff: Staff) -> bool:
    """Managers for everybody at their sites, a counselor for herself."""
    if by.role is Role.MANAGER:
        return staff.at_sites.filter(site__in=by.reader.site_ids).exists()
    return by.role is Role.COUNSELOR and by.staff is not None and by.staff.pk == staff.pk


def leaders_of(by: SignedIn, *, at: datetime) -> list[Leader]:
    """Who leads sessions at the reader's sites, the ones with sessions in the rest of the day first."""
    if by.role not in PURPOSES:
        raise NotHere("There is nothing here.")
    rows = Staff.objects.filter(
        at_sites__site__in=by.reader.site_ids, retired_at=None, account__role=Role.COUNSELOR.value
    )
    if by.role is Role.COUNSELOR:
        rows = rows.filter(pk=by.staff.pk) if by.staff else rows.none()
    today = Q(
        sessions__starts_at__gt=at,
        sessions__starts_at__lt=at + timedelta(hours=20),
        sessions__status=SessionStatus.PLANNED,
    )
    counted = rows.annotate(number=Count("sessions", filter=today, distinct=True)).distinct()
    found = [Leader(staff, staff.number) for staff in counted]
    return sorted(found, key=lambda one: (-one.sessions, one.staff.full_name))


def find_staff(by: SignedIn, staff_id: UUID) -> Staff:
    """Somebody the reader may say is away, or NotHere."""
    staff = Staff.objects.filter(pk=staff_id, retired_at=None).first()
    if staff is None or not may_repair(by, staff):
        raise NotHere("There is nobody like that.")
    return staff


def until_at(staff: Staff, until: str, *, at: datetime) -> datetime:
    """The instant that somebody is back: the end of a day where they work."""
    first = staff.at_sites.select_related("site").order_by("site__name").first()
    zone = ZoneInfo(first.site.zone) if first else ZoneInfo("UTC")
    day = at.astimezone(zone).date() + timedelta(days=_DAYS.get(until, 1))
    return start_of(day, zone)


def key_of(way: WayOut) -> str:
    """Names a way out in a form; the same way has the same name when it is looked for again."""
    start = f"{way.span.start:%Y%m%dT%H%M}" if way.way is Way.MOVED else ""
    return ".".join([way.way.value, way.leader.hex if way.leader else "", start])


def propose(
    by: SignedIn,
    staff: Staff,
    until: str,
    *,
    chosen: Mapping[UUID, str] | None = None,
    what: str = "repaired_session",
    at: datetime,
) -> Proposal:
    """The best way for each session, or those that were chosen by hand; one line names everyone touched.

    Every session of the time is looked at together, so that no substitute and no room is
    promised twice. Nothing is written.
    """
    back_at = until_at(staff, until, at=at)
    ahead, begun = _sessions(by, staff, at=at, until=back_at)
    if not ahead:
        return Proposal(staff, at, back_at, (), (), tuple(begun), {}, {})
    every = _places(ahead, at=at)
    places = [_without(place, {session.pk for session in ahead}) for place in every]
    people = [row.person_id for place in places for row in place.rows]
    opened = {
        chart.person.pk: chart for chart in charts.open_list(by, people, PURPOSES[by.role], what=what, at=at)
    }
    known = repair_facts.around(places, besides=staff)
    ways = {place.session.pk: repair_facts.ways_of(place, known, at=at) for place in places}
    best = substitution.best({key: _narrowed(some, (chosen or {}).get(key)) for key, some in ways.items()})
    places = [_with_what_is_held(place, before, best) for place, before in zip(places, every, strict=True)]
    offered = _offered(places)
    repaired = tuple(
        _repaired(place, best[place.session.pk], ways[place.session.pk], opened, offered, at=at)
        for place in places
    )
    return Proposal(
        staff=staff,
        from_at=at,
        until_at=back_at,
        sessions=repaired,
        touched=tuple(_touched(repaired)),
        begun=tuple(begun),
        leaders={one.pk: one for one in known.staff},
        rooms={room.pk: room for rooms in known.rooms.values() for room in rooms},
    )


def _narrowed(ways: Sequence[WayOut], key: str | None) -> list[WayOut]:
    """Only the way chosen by hand, where it still exists; cancelling stays, so that there is always one."""
    if key is None:
        return list(ways)
    wanted = [way for way in ways if key_of(way) == key]
    if not wanted or wanted[0].way is Way.CANCELLED:
        return wanted or list(ways)
    free = substitution.Loss()
    return [replace(wanted[0], loss=free), *(way for way in ways if way.way is Way.CANCELLED)]


def _sessions(
    by: SignedIn, staff: Staff, *, at: datetime, until: datetime
) -> tuple[list[Session], list[Session]]:
    rows = Session.objects.filter(
        leader=staff,
        site__in=by.reader.site_ids,
        status=SessionStatus.PLANNED,
        ends_at__gt=at,
        starts_at__lt=until,
        external_id="",
    )
    found = list(rows.select_related("site", "room", "group", "service").order_by("starts_at", "pk"))
    ahead = [one for one in found if one.starts_at is not None and one.starts_at > at]
    return ahead, [one for one in found if one not in ahead]


def _places(sessions: Sequence[Session], *, at: datetime) -> list[Place]:
    rows = (
        Attendance.objects.filter(session__in=sessions, state=AttendanceState.EXPECTED)
        .select_related(
            "session__group",
            "session__room",
            "session__service",
            "session__site",
            "episode__site",
            "episode__template",
            "episode__person",
        )
        .order_by("person__family_name", "person__given_name", "pk")
    )
    by_session: dict[UUID, list[Attendance]] = defaultdict(list)
    by_week: dict[Week, list[Attendance]] = defaultdict(list)
    for row in rows:
        by_session[row.session_id].append(row)
        if row.held_on is not None:
            by_week[Week.of(row.held_on)].append(row)
    cases: dict[UUID, Case] = {}
    for some in by_week.values():
        for case in week_facts.cases_of(some, at=at):
            cases[case.attendance.pk] = case
    return [
        Place(
            session,
            tuple(by_session[session.pk]),
            tuple(cases[row.pk] for row in by_session[session.pk] if row.pk in cases),
        )
        for session in sessions
    ]


def _without(place: Place, away: Set[UUID]) -> Place:
    """What the same person leads is no way out while it isn't known whether it is held."""
    cases = tuple(
        replace(case, offers=tuple(offer for offer in case.offers if offer.key not in away))
        for case in place.cases
    )
    return replace(place, cases=cases)


def _with_what_is_held(place: Place, before: Place, best: Mapping[UUID, WayOut]) -> Place:
    """What somebody takes over in the same hour can be taken instead after all."""

    def held(offer: Offer) -> Offer | None:
        way = best.get(offer.key)
        if way is None:
            return offer
        if way.way not in (Way.SUBSTITUTE, Way.VIDEO):
            return None
        return replace(offer, leader=way.leader, by_video=offer.by_video or way.way is Way.VIDEO)

    cases = tuple(
        replace(case, offers=tuple(one for offer in case.offers if (one := held(offer)) is not None))
        for case in before.cases
    )
    return replace(place, cases=cases)


def _offered(places: Sequence[Place]) -> dict[UUID, Session]:
    keys = {offer.key for place in places for case in place.cases for offer in case.offers}
    rows = Session.objects.filter(pk__in=keys).select_related("room", "leader", "site", "service")
    return {row.pk: row for row in rows}


def _repaired(
    place: Place,
    chosen: WayOut,
    ways: Sequence[WayOut],
    opened: Mapping[UUID, Chart],
    offered: Mapping[UUID, Session],
    *,
    at: datetime,
) -> Repaired:
    members = []
    for case in place.cases:
        chart = opened.get(case.need.person)
        if chart is None:
            continue
        comes = chosen.way is not Way.CANCELLED
        if chosen.way is Way.MOVED:
            comes = repair_facts.can_come(case, chosen.span, at=at)
        options = () if comes else tuple(offered[one.key] for one in repair_facts.options_of(case, at=at))
        members.append(Member(chart, case, comes, options))
    real = next(way for way in ways if key_of(way) == key_of(chosen))
    return Repaired(place.session, real, tuple(ways), tuple(members))


def _touched(repaired: Sequence[Repaired]) -> list[Touched]:
    """Whose week loses minutes, the ones who fall below their floor first."""
    lost: dict[tuple[UUID, Week], int] = defaultdict(int)
    seen: dict[tuple[UUID, Week], Member] = {}
    for one in repaired:
        for member in one.members:
            if not member.can_come and one.session.held_on is not None:
                place = member.chart.person.pk, Week.of(one.session.held_on)
                lost[place] += member.case.lost_minutes
                seen[place] = member
    found = []
    for place, member in seen.items():
        before = member.case.counted_minutes + member.case.lost_minutes
        found.append(Touched(member.chart, before, before - lost[place], member.case.floor_minutes))
    return sorted(found, key=lambda one: (not one.falls_below, one.chart.person.full_name))
