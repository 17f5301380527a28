"""What stands for a week if nothing new is published: groups with people, last week's times alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.actions.timetabling.gathered_services import Offered
from stepwell.actions.timetabling.going_on import entries_in, groups_in
from stepwell.domain.timetable.life import told
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week
from stepwell.records.program.models import ServiceKind, Site
from stepwell.records.schedule.models import Group, Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState


@dataclass(frozen=True)
class Elsewhere:
    """A session of the week that the timetable doesn't plan: it keeps its leader, room and people."""

    leader_id: UUID | None
    room_id: UUID | None
    span: Span
    people: frozenset[UUID]


@dataclass(frozen=True)
class Alone:
    """Somebody's time alone with a counselor, in the week before or planned in the week itself."""

    site_id: UUID
    weekday: int
    begin: time
    is_planned: bool


@dataclass
class Standing:
    """Groups that go on in the week, who is in them, and what else there is."""

    groups: list[Group] = field(default_factory=list)
    members: dict[UUID, list[UUID]] = field(default_factory=dict)
    alone: dict[UUID, Alone] = field(default_factory=dict)
    last_alone: dict[UUID, date] = field(default_factory=dict)
    elsewhere: list[Elsewhere] = field(default_factory=list)

    def held_before(self, site_id: UUID) -> tuple[told.HeldBefore, ...]:
        """The groups of one site, as the problem's previous week."""
        return tuple(
            told.HeldBefore(
                service=group.service.key,
                language=group.language,
                gender=group.gender,
                weekday=group.weekday,
                begin=group.start_time,
                by_video=group.room.is_video,
                leader=str(group.leader_id),
                members=tuple(sorted(map(str, self.members.get(group.pk, ())))),
            )
            for group in self.groups
            if group.site_id == site_id
        )

    def hours_before(self, site_id: UUID) -> dict[str, tuple[int, time]]:
        """Last week's times alone at one site."""
        return {
            str(person): (one.weekday, one.begin)
            for person, one in self.alone.items()
            if one.site_id == site_id
        }


def gather_standing(
    sites: Sequence[Site], week: Week, offered: Offered, *, shared: Sequence[UUID] = ()
) -> Standing:
    """What stands at these sites, in five queries; groups that are `shared` aren't held elsewhere."""
    groups = list_groups(sites, week, offered)
    entries = entries_in(week, groups)
    members: dict[UUID, list[UUID]] = {}
    for group_id, person_id in entries.values_list("group_id", "person_id").distinct():
        members.setdefault(group_id, []).append(person_id)
    alone, last = _alone(sites, week)
    return Standing(
        groups=groups,
        members=members,
        alone=alone,
        last_alone=last,
        elsewhere=_elsewhere(sites, week, [*(group.pk for group in groups), *shared]),
    )


def list_groups(sites: Sequence[Site], week: Week, offered: Offered) -> list[Group]:
    """The groups of these sites that a timetable plans and that go on in the week."""
    rows = groups_in(week, offered).filter(site__in=sites)
    return list(rows.order_by("weekday", "start_time", "pk"))


def _alone(sites: Sequence[Site], week: Week) -> tuple[dict[UUID, Alone], dict[UUID, date]]:
    """The time alone that stands for each person, and the last day of one within two months before.

    One that is planned in the week itself stands, or else last week's.
    """
    rows = Attendance.objects.filter(
        session__group=None,
        session__site__in=sites,
        session__service__kind=ServiceKind.INDIVIDUAL,
        session__starts_at__isnull=False,
        held_on__lte=week.sunday,
        held_on__gte=week.monday - timedelta(weeks=8),
    ).exclude(state=AttendanceState.NOT_EXPECTED)
    rows = rows.exclude(session__status=SessionStatus.CANCELLED).order_by("held_on")
    alone: dict[UUID, Alone] = {}
    last: dict[UUID, date] = {}
    zones = {site.pk: ZoneInfo(site.zone) for site in sites}
    for person, day, starts_at, site_id in rows.values_list(
        "person_id", "held_on", "session__starts_at", "session__site_id"
    ):
        assert day is not None  # compared above
        assert starts_at is not None
        if day < week.monday:
            last[person] = day
        if day >= week.previous().monday:
            civil = starts_at.astimezone(zones[site_id])
            alone[person] = Alone(site_id, civil.weekday(), civil.time(), day >= week.monday)
    return alone, last


def _elsewhere(sites: Sequence[Site], week: Week, groups: Sequence[UUID]) -> list[Elsewhere]:
    first = min(week.span(ZoneInfo(site.zone)).start for site in sites)
    lasts = [week.span(ZoneInfo(site.zone)).end for site in sites]
    last: datetime = max(end for end in lasts if end is not None)
    alone_here = Q(group=None, site__in=sites, service__kind=ServiceKind.INDIVIDUAL)
    rows = (
        Session.objects.filter(starts_at__lt=last, ends_at__gt=first, external_id="")
        .exclude(status=SessionStatus.CANCELLED)
        .exclude(group__in=groups)
        .exclude(alone_here)
    )
    sessions = list(rows.only("leader_id", "room_id", "starts_at", "ends_at"))
    here: dict[UUID, set[UUID]] = {}
    expected = Attendance.objects.filter(session__in=sessions, state=AttendanceState.EXPECTED)
    for session_id, person_id in expected.values_list("session_id", "person_id"):
        here.setdefault(session_id, set()).add(person_id)
    return [
        Elsewhere(
            session.leader_id,
            session.room_id,
            Span(session.starts_at, session.ends_at),
            frozenset(here.get(session.pk, ())),
        )
        for session in sessions
        if session.starts_at is not None
    ]
