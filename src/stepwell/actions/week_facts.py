"""A week of some people as the rule of equivalence needs it, read at once for all of them.

For actions that have asked the rules of access for everyone named: who is in a session
is known here by key, and never shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from stepwell.actions import busy_times, levels_kept, rosters
from stepwell.domain.timetable import equivalent
from stepwell.domain.timetable.equivalent import Need, Offer, Other
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week
from stepwell.records.episodes.models import BusyTime, ComingWishes, Episode, KeepApart, LeaderToAvoid
from stepwell.records.program.models import Phase, StaffSite
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.sessions.models import CAME, Attendance, AttendanceState

GONE = (AttendanceState.MISSED, AttendanceState.EXCUSED)
"""Who is on a list and keeps no place there."""


@dataclass(frozen=True)
class Case:
    """One session that one person can't come to, with everything the rule asks."""

    attendance: Attendance
    need: Need
    offers: tuple[Offer, ...]
    counted_minutes: int
    """What the week gives without the session: attended, or still to come."""
    floor_minutes: int | None

    @property
    def lost_minutes(self) -> int:
        """What is lost with the session."""
        return self.need.given_up.minutes


@dataclass(frozen=True)
class _Read:
    """The rows of one week, by person and by session."""

    sessions: Sequence[Session]
    people: Mapping[UUID, frozenset[UUID]]
    """Who keeps a place in each session."""
    theirs: Mapping[UUID, list[Attendance]]
    busy: Mapping[UUID, list[BusyTime]]
    wishes: Mapping[UUID, ComingWishes]
    apart: Mapping[UUID, frozenset[UUID]]
    avoided: Mapping[UUID, frozenset[UUID]]
    mixes: Mapping[UUID, list[Phase]]
    works_at: Mapping[UUID, frozenset[UUID]]
    floors: Mapping[UUID, int]
    """Of those whose level changed."""


def cases_of(given_up: Sequence[Attendance], *, at: datetime) -> list[Case]:
    """For sessions of one week that people can't come to, everything the rule asks.

    The rows come with their session, its group, and the episode with its template and
    person. The number of questions to the database doesn't grow with people.
    """
    if not given_up:
        return []
    held_on = given_up[0].held_on
    assert held_on is not None  # a session that can still be given up has its day
    week = Week.of(held_on)
    read = _read(given_up, week, at=at)
    return [_case(row, week, read, at=at) for row in given_up]


def apart_of(people: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Whom each of these people must not meet. No reason is known to anybody."""
    wanted = set(people)
    pairs = KeepApart.objects.filter(Q(first__in=wanted) | Q(second__in=wanted), voided_at=None)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for one, other in pairs.values_list("first_id", "second_id"):
        found[one].add(other)
        found[other].add(one)
    return {person: frozenset(found[person]) for person in wanted if found[person]}


def avoided_leaders(people: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Whom of the leaders each of these people should not be with. No reason is known to anybody."""
    rows = LeaderToAvoid.objects.filter(person__in=set(people), voided_at=None)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for person_id, staff_id in rows.values_list("person_id", "staff_id"):
        found[person_id].add(staff_id)
    return {person: frozenset(leaders) for person, leaders in found.items()}


def sessions_in(week: Week, *, at: datetime) -> QuerySet[Session]:
    """Group sessions of a week that haven't begun, with what an offer tells."""
    rows = Session.objects.filter(
        held_on__range=(week.monday, week.sunday),
        starts_at__gt=at,
        ends_at__isnull=False,
        status=SessionStatus.PLANNED,
        group__isnull=False,
        external_id="",
    )
    return rows.select_related("group", "service", "leader", "room", "site").order_by("starts_at", "pk")


def keeping(sessions: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Who keeps a place in each of these sessions."""
    rows = Attendance.objects.filter(session__in=list(sessions))
    rows = rows.exclude(state__in=(AttendanceState.NOT_EXPECTED, *GONE))
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for session_id, person_id in rows.values_list("session_id", "person_id"):
        found[session_id].add(person_id)
    return {session_id: frozenset(people) for session_id, people in found.items()}


def is_by_video(session: Session) -> bool:
    """Nobody needs to travel to it."""
    return session.by_video or bool(session.room and session.room.is_video)


def services_of(episode: Episode, phases: Sequence[Phase], on: date) -> frozenset[str]:
    """What the phase in force is made of; all of the program before it begins and after it ends."""
    if not phases:
        return frozenset()
    weeks = (on - episode.starts_on).days // 7 if episode.starts_on else 0
    for phase in phases:
        if 0 <= weeks < phase.weeks:
            return _mix([phase])
        weeks -= phase.weeks
    return _mix(phases)


def phases_of(templates: Iterable[UUID | None]) -> dict[UUID, list[Phase]]:
    """The phases of these programs in order, with what they are made of."""
    wanted = {template for template in templates if template is not None}
    found: dict[UUID, list[Phase]] = defaultdict(list)
    rows = Phase.objects.filter(template__in=wanted).prefetch_related("mix__service")
    for phase in rows.order_by("position"):
        found[phase.template_id].append(phase)
    return found


def _mix(phases: Sequence[Phase]) -> frozenset[str]:
    return frozenset(one.service.key for phase in phases for one in phase.mix.all() if one.weekly_minutes)


def _read(given_up: Sequence[Attendance], week: Week, *, at: datetime) -> _Read:
    people = {row.person_id for row in given_up}
    services = {row.session.service_id for row in given_up}
    sessions = list(sessions_in(week, at=at).filter(service__in=services))
    theirs: dict[UUID, list[Attendance]] = defaultdict(list)
    rows = Attendance.objects.filter(person__in=people, held_on__range=(week.monday, week.sunday))
    for row in rows.exclude(state=AttendanceState.NOT_EXPECTED).select_related("session__room"):
        theirs[row.person_id].append(row)
    works_at: dict[UUID, set[UUID]] = defaultdict(set)
    leaders = {session.leader_id for session in sessions if session.leader_id}
    for staff_id, site_id in StaffSite.objects.filter(staff__in=leaders).values_list("staff_id", "site_id"):
        works_at[staff_id].add(site_id)
    return _Read(
        sessions=sessions,
        people=keeping(session.pk for session in sessions),
        theirs=theirs,
        busy=busy_times.rows_of(people),
        wishes=busy_times.wishes_of(people),
        apart=apart_of(people),
        avoided=avoided_leaders(people),
        mixes=phases_of(row.episode.template_id for row in given_up),
        works_at={staff: frozenset(sites) for staff, sites in works_at.items()},
        floors=levels_kept.minutes_of((row.episode_id for row in given_up), on=week.monday),
    )


def _case(row: Attendance, week: Week, read: _Read, *, at: datetime) -> Case:
    person, episode, wishes = row.person_id, row.episode, read.wishes.get(row.person_id)
    rest = [one for one in read.theirs.get(person, ()) if one.session_id != row.session_id]
    there = [one for one in rest if one.state not in GONE]
    phases = read.mixes.get(episode.template_id, []) if episode.template_id else []
    usual = episode.template.floor_minutes if episode.template else None
    held_on = row.held_on
    assert held_on is not None  # cases_of asks for it
    need = Need(
        person=person,
        given_up=_offer(row.session, read, row, frozenset()),
        services=services_of(episode, phases, held_on),
        languages=frozenset(episode.person.languages or ["en"]),
        busy=busy_times.keeps_in(read.busy.get(person, ()), week.days),
        others=tuple(_other(one) for one in there if one.session.ends_at),
        minutes_on=_minutes_on(there),
        apart=read.apart.get(person, frozenset()),
        avoided=read.avoided.get(person, frozenset()),
        takes_video=bool(wishes and wishes.by_video),
        most_minutes_a_day=(wishes and wishes.most_minutes_a_day) or equivalent.MOST_MINUTES_A_DAY,
        home_minutes=wishes.home_minutes if wishes else equivalent.HOME_MINUTES,
    )
    known = frozenset(one.session_id for one in rest)
    return Case(
        attendance=row,
        need=need,
        offers=tuple(_offer(session, read, row, known) for session in read.sessions),
        counted_minutes=sum(_counts(one, at=at) for one in there),
        floor_minutes=read.floors.get(episode.pk, usual),
    )


def _offer(session: Session, read: _Read, row: Attendance, known: frozenset[UUID]) -> Offer:
    """A session towards one person; who has been on its list already is on it."""
    assert session.starts_at is not None
    assert session.held_on is not None  # sessions without a time are never asked for
    people = read.people.get(session.pk, frozenset())
    site = row.episode.site_id
    return Offer(
        key=session.pk,
        span=Span(session.starts_at, session.ends_at),
        on=session.held_on,
        minutes=rosters.minutes_of(session),
        service=session.service.key if session.service else "",
        language=session.group.language if session.group else "",
        leader=session.leader_id,
        places=session.group.max_members if session.group else 0,
        people=people | {row.person_id} if session.pk in known else people,
        topic=str(session.title.get("en", "")),
        by_video=is_by_video(session),
        is_own_site=session.site_id == site,
        # Who leads must be one who may read this person's record, or nobody could mark them.
        is_open=session.leader_id is not None and site in read.works_at.get(session.leader_id, frozenset()),
    )


def _other(row: Attendance) -> Other:
    session = row.session
    assert session.starts_at is not None
    return Other(Span(session.starts_at, session.ends_at), row.by_video or is_by_video(session))


def _minutes_on(rows: Sequence[Attendance]) -> dict[date, int]:
    found: dict[Any, int] = defaultdict(int)
    for row in rows:
        found[row.held_on] += row.planned_minutes
    return dict(found)


def _counts(row: Attendance, *, at: datetime) -> int:
    """What the session gives the week: what was attended, or all of it while it is still to come."""
    if row.state in CAME:
        return row.credited_minutes
    is_ahead = row.session.ends_at is not None and row.session.ends_at > at
    return row.planned_minutes if row.state == AttendanceState.EXPECTED and is_ahead else 0
