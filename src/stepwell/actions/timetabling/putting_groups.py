"""Groups and rosters as a published plan has them. Parts of actions: the caller holds the transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from stepwell.actions import grouping, rosters, scheduling_sessions
from stepwell.actions.planning_ahead import WEEKS_AHEAD
from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling.made import Made
from stepwell.actions.timetabling.standing_changes import Changes, NewGroup
from stepwell.records.episodes.models import Episode
from stepwell.records.program.models import Room, Service, Site, Staff
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import Attendance


def end_groups(changes: Changes, made: Made, *, by: SignedIn, at: datetime) -> None:
    """End the groups that don't go on, and the memberships of who leaves one that does."""
    monday = changes.part.draft.monday
    keys = sorted(group.pk for group in changes.ended)
    locked = {group.pk: group for group in Group.objects.select_for_update(of=("self",)).filter(pk__in=keys)}
    for key in keys:
        made.ended_groups.append((key, locked[key].ends_on))
    Group.objects.filter(pk__in=keys).update(ends_on=monday)
    entries = RosterEntry.objects.filter(Q(until_on=None) | Q(until_on__gt=monday), group__in=keys)
    leaving = [*entries.order_by("group_id", "pk"), *changes.leaves]
    for entry in leaving:
        made.ended_entries.append((entry.pk, entry.until_on))
    ahead = Session.objects.filter(
        group__in=keys, status=SessionStatus.PLANNED, starts_at__gt=at, held_on__gte=monday
    )
    made.cancel(ahead)
    rosters.cancel(ahead, by=by, at=at)
    for entry in leaving:
        made.expect_no_more(
            Attendance.objects.filter(
                person_id=entry.person_id,
                session__group_id=entry.group_id,
                starts_at__gt=at,
                held_on__gte=monday,
            )
        )
        rosters.end(entry, until_on=monday, by=by, at=at)


def begin_groups(changes: Changes, made: Made, *, by: SignedIn, at: datetime) -> None:
    """Begin the new groups with their people and sessions, and enter who joins one that goes on."""
    monday = changes.part.draft.monday
    until = max(at.date() + timedelta(weeks=WEEKS_AHEAD), monday + timedelta(weeks=1))
    known = _Known(changes)
    for new in changes.begun:
        group = known.open(new, site=changes.part.site, monday=monday, at=at)
        made.groups.append(group.pk)
        made.entries += _enter(group, new.members, monday, by=by, at=at)
        made.sessions += [
            one.pk for one in scheduling_sessions.put_sessions(group, until=until, by=by, at=at)
        ]
    stays = {
        episode.person_id: episode
        for episode in Episode.objects.filter(
            person__in={person for _, person in changes.joins}, is_open=True
        )
    }
    for group, person in changes.joins:
        made.entries += _enter(group, [person], monday, by=by, at=at)
        sessions = rosters.future_sessions(group, from_on=monday, at=at)
        made.expected += [(person, session.pk) for session in sessions]
        rosters.expect(stays[person], sessions, by=by, at=at)


def _enter(group: Group, people: Iterable[UUID], monday: date, *, by: SignedIn, at: datetime) -> list[UUID]:
    rows = RosterEntry.objects.bulk_create(
        RosterEntry(group=group, person_id=person, from_on=monday, written_at=at, written_by=by.account_id)
        for person in sorted(people)
    )
    return [row.pk for row in rows]


class _Known:
    """The services, leaders and rooms new groups need, read once."""

    def __init__(self, changes: Changes) -> None:
        self._services = {row.key: row for row in Service.objects.all()}
        self._staff = {
            row.pk: row for row in Staff.objects.filter(pk__in={new.leader_id for new in changes.begun})
        }
        self._rooms = {
            row.pk: row for row in Room.objects.filter(pk__in={new.room_id for new in changes.begun})
        }
        self._limits = changes.part.facts["limits"]

    def open(self, new: NewGroup, *, site: Site, monday: date, at: datetime) -> Group:
        service = self._services[new.service]
        least, most = self._limits[new.service]
        before = new.follows
        group = grouping.make_group(
            site=site,
            room=self._rooms[new.room_id],
            service=service,
            leader=self._staff[new.leader_id],
            title=before.title if before is not None else service.title,
            weekday=new.starts.weekday(),
            start_time=new.starts.time(),
            minutes=new.minutes,
            topics=_topics_after(before, monday) if before is not None else (),
            language=new.language,
            starts_on=monday,
            min_members=least,
            max_members=most,
            at=at,
        )
        if new.gender:
            Group.objects.filter(pk=group.pk).update(gender=new.gender)
        return group


def _topics_after(group: Group, monday: date) -> list[dict[str, str]]:
    """The curriculum from the topic that would have come next."""
    topics: list[dict[str, str]] = group.topics
    weeks = max(0, -(-(monday - group.starts_on).days // 7))
    turn = weeks % len(topics) if topics else 0
    return topics[turn:] + topics[:turn]
