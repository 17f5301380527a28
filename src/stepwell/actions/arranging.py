"""What a manager sets up and intake chooses from: sites, rooms, services, staff, programs, groups, people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from stepwell.actions import grouping, once, scheduling_sessions
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.planning_ahead import WEEKS_AHEAD
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.episodes.models import Episode
from stepwell.records.program.models import (
    OnCallDuty,
    ProgramTemplate,
    Room,
    Service,
    Site,
    Staff,
)
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization

_ARRANGERS = frozenset({Role.MANAGER, Role.INTAKE})


class StillInUse(Refusal):
    """What people use now can't be put away."""


@dataclass(frozen=True)
class Arranged:
    """Everything in use, each list in the order people look for it. Read once for a page."""

    organization: Organization
    sites: Sequence[Site]
    rooms: Sequence[Room]
    services: Sequence[Service]
    staff: Sequence[Staff]
    templates: Sequence[ProgramTemplate]
    on_call: Sequence[OnCallDuty]
    people: int

    @property
    def leaders(self) -> list[Staff]:
        """Staff who hold sessions: counselors."""
        return [
            one for one in self.staff if one.account is not None and one.account.role == Role.COUNSELOR.value
        ]


def arranged(by: SignedIn, *, at: datetime) -> Arranged:
    """What stands now, at the reader's sites; retired rows are left out."""
    _need(by, _ARRANGERS)
    sites = Site.objects.filter(pk__in=by.reader.site_ids, retired_at=None).order_by("name")
    duty = Q(starts_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))
    rooms = Room.objects.filter(retired_at=None, site__in=by.reader.site_ids).select_related("site")
    staff = Staff.objects.filter(retired_at=None).select_related("account")
    on_call = OnCallDuty.objects.filter(duty, site__in=by.reader.site_ids).select_related("staff", "site")
    return Arranged(
        organization=Organization.objects.get(pk=scope.organization_id()),
        sites=list(sites),
        rooms=list(rooms.order_by("site__name", "name")),
        services=list(Service.objects.filter(retired_at=None).order_by("kind", "key")),
        staff=list(staff.order_by("given_name", "family_name")),
        templates=list(ProgramTemplate.objects.filter(retired_at=None).order_by("pk")),
        on_call=list(on_call),
        people=Episode.objects.filter(is_open=True, site__in=by.reader.site_ids).count(),
    )


@transaction.atomic(durable=True)
def retire(by: SignedIn, kind: str, row_id: UUID, *, at: datetime) -> None:
    """Offer it no longer; what it was used for stays as it was. Retiring twice is retiring once."""
    _need(by, frozenset({Role.MANAGER}))
    rows = _retirable(by, kind)
    if not rows.filter(pk=row_id).exists():
        raise NotHere("There is nothing like it.")
    if kind == "staff" and by.staff is not None and by.staff.pk == row_id:
        raise StillInUse(gettext_noop("You can't retire yourself. Ask another manager."))
    today = at.date()
    in_use = {
        "site": Q(site_id=row_id),
        "room": Q(room_id=row_id),
        "service": Q(service_id=row_id),
        "staff": Q(leader_id=row_id),
    }.get(kind)
    if in_use is not None:
        running = Group.objects.filter(in_use).filter(Q(ends_on=None) | Q(ends_on__gt=today))
        if number := running.count():
            sentence = gettext_noop("Groups that still use it: %(number)d. End them first.")
            raise StillInUse(sentence, number=number)
        ahead = Session.objects.filter(in_use, status=SessionStatus.PLANNED, starts_at__gt=at)
        if number := ahead.count():
            sentence = gettext_noop(
                "Sessions ahead that need it: %(number)d. Cancel them first, on the week."
            )
            raise StillInUse(sentence, number=number)
    rows.filter(pk=row_id, retired_at=None).update(retired_at=at)


def _retirable(by: SignedIn, kind: str) -> QuerySet[Any]:
    sites = by.reader.site_ids
    tables: dict[str, QuerySet[Any]] = {
        "site": Site.objects.filter(pk__in=sites),
        "room": Room.objects.filter(site__in=sites),
        "service": Service.objects.all(),
        "staff": Staff.objects.all(),
        "program": ProgramTemplate.objects.all(),
    }
    if kind not in tables:
        raise NotHere("There is nothing like it.")
    return tables[kind]


@dataclass(frozen=True)
class PersonLine:
    """One person of a list, with the stay in force or else the latest."""

    chart: Chart
    episode: Episode | None


def lines_of(charts: Sequence[Chart]) -> list[PersonLine]:
    """The same people in the same order with their stays, in one question to the database."""
    people = [chart.person.pk for chart in charts]
    stays: dict[UUID, Episode] = {}
    rows = Episode.objects.filter(person__in=people).select_related("site", "template", "counselor")
    for episode in rows.order_by("is_open", "starts_on"):
        stays[episode.person_id] = episode
    return [PersonLine(chart, stays.get(chart.person.pk)) for chart in charts]


def list_groups(by: SignedIn, *, on: date) -> list[Group]:
    """Groups of the reader's sites that have not ended, with `members` on that day counted."""
    _need(by, _ARRANGERS)
    there = Q(roster__from_on__lte=on) & (Q(roster__until_on=None) | Q(roster__until_on__gt=on))
    rows = Group.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), site__in=by.reader.site_ids)
    rows = rows.select_related("site", "room", "leader", "service").annotate(
        members=Count("roster", filter=there)
    )
    return list(rows.order_by("site__name", "weekday", "start_time"))


STALLED = 10
"""So many groups are asked why they are not planned; each asks the calendar."""


@dataclass(frozen=True)
class Stalled:
    """A group that can't be planned further. `last` is the day of its last session, if it has one."""

    last: date | None
    refusal: Refusal


def list_stalled(groups: Sequence[Group], *, at: datetime) -> dict[UUID, Stalled]:
    """Groups whose coming weeks the nightly planning left out, because a room or a leader is taken."""
    ends = {}
    for group in groups:
        today = group.site.day_at(at)
        ends[group.pk] = today + timedelta(weeks=WEEKS_AHEAD)
    running = Session.objects.filter(group__in=groups).exclude(starts_at=None)
    last: dict[UUID | None, date | None] = {
        row["group_id"]: row["last"]
        for row in running.values("group_id").annotate(last=Max("held_on")).order_by()
    }
    behind = [group for group in groups if _is_behind(group, last.get(group.pk), ends[group.pk])]
    found = {}
    for group in behind[:STALLED]:
        refusal = scheduling_sessions.why_not_planned(group, until=ends[group.pk], at=at)
        if refusal is not None:
            found[group.pk] = Stalled(last.get(group.pk), refusal)
    return found


def _is_behind(group: Group, last: date | None, end: date) -> bool:
    """Whether another week of the group fits before the day planning goes up to."""
    upto = min(end, group.ends_on) if group.ends_on else end
    return (last or group.starts_on - timedelta(days=7)) + timedelta(days=7) < upto


def get_group(by: SignedIn, group_id: UUID) -> Group:
    """A group at a site of the reader's, or NotHere."""
    _need(by, _ARRANGERS)
    rows = Group.objects.filter(pk=group_id, site__in=by.reader.site_ids)
    group = rows.select_related("site", "room", "leader", "service").first()
    if group is None:
        raise NotHere("There is no such group.")
    return group


def members_of(group: Group, *, on: date) -> dict[UUID, RosterEntry]:
    """Who is or will be on the roster, by person; to be opened by `charts.open_list` before it is shown."""
    rows = RosterEntry.objects.filter(Q(until_on=None) | Q(until_on__gt=on), group=group)
    return {entry.person_id: entry for entry in rows.order_by("from_on")}


def groups_of(chart: Chart, *, on: date) -> list[RosterEntry]:
    """The groups the person belongs to now or will."""
    rows = chart.roster_entries.filter(Q(until_on=None) | Q(until_on__gt=on))
    return list(rows.select_related("group", "group__leader", "group__site").order_by("group__weekday"))


@transaction.atomic(durable=True)
def open_group_on_calendar(
    by: SignedIn, *, key: str, until: date, at: datetime, **facts: Any
) -> Group | None:
    """A group with its sessions up to a day, or neither: a room or leader in use refuses both.

    None when this key was used before. `facts` are those of `grouping.open_group`.
    """
    _need(by, _ARRANGERS)
    if not once.is_first_time(key, action="open_group", account_id=by.account_id, at=at):
        return None
    group = grouping.make_group(**facts, at=at)
    scheduling_sessions.put_sessions(group, until=until, by=by, at=at)
    return group


def _need(by: SignedIn, roles: frozenset[Role]) -> None:
    if by.role not in roles:
        raise NotHere("There is nothing here.")
