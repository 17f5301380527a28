"""Groups and rosters as a published plan has them. Parts of actions: the caller holds the transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from stepwell.actions import grouping, rosters, scheduling_sessions
from stepwell.actions.planning_ahead import WEEKS_AHEAD
from stepwell.actions.readers import SignedIn
from stepwell.actions.scheduling_sessions import LeaderTaken, RoomTaken
from stepwell.actions.timetabling.made import Made
from stepwell.actions.timetabling.standing_changes import Changes, NewGroup
from stepwell.records.episodes.models import Episode
from stepwell.records.program.models import Room, Service, Site, Staff
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import Attendance

_Dated = TypeVar("_Dated", Session, Attendance)


def end_groups(changes: Changes, made: Made, *, by: SignedIn, at: datetime) -> None:
    """End the groups that don't go on, and the memberships of who leaves one that does.

    Where the week stands alone the groups only pause in it, and who leaves one is back after it.
    """
    monday = changes.part.draft.monday
    keys = sorted(group.pk for group in changes.ended)
    locked = {group.pk: group for group in Group.objects.select_for_update(of=("self",)).filter(pk__in=keys)}
    if changes.until is None:
        _end(locked, made, monday)
        entries = RosterEntry.objects.filter(Q(until_on=None) | Q(until_on__gt=monday), group__in=keys)
        leaving = [*entries.order_by("group_id", "pk"), *changes.leaves]
    else:
        _fill(locked.values(), monday, until=changes.until, by=by, at=at)
        leaving = [entry for entry in changes.leaves if entry.from_on < changes.until]
    ahead = _in_force(Session.objects.all(), changes).filter(
        group__in=keys, status=SessionStatus.PLANNED, starts_at__gt=at
    )
    made.cancel(ahead)
    rosters.cancel(ahead, by=by, at=at)
    for entry in leaving:
        _leave(entry, changes, made, by=by, at=at)


def _in_force(rows: QuerySet[_Dated], changes: Changes) -> QuerySet[_Dated]:
    """Of these sessions or attendances those on the days that the timetable is for."""
    found = rows.filter(held_on__gte=changes.part.draft.monday)
    return found if changes.until is None else found.filter(held_on__lt=changes.until)


def _end(groups: Mapping[UUID, Group], made: Made, monday: date) -> None:
    made.ended_groups += [(key, group.ends_on) for key, group in groups.items()]
    Group.objects.filter(pk__in=groups).update(ends_on=monday)


def _fill(groups: Iterable[Group], monday: date, *, until: date, by: SignedIn, at: datetime) -> None:
    """Put the sessions of the week on the calendar, so that no later night plans what is called off now."""
    held = Session.objects.filter(group__in=groups, held_on__gte=monday, held_on__lt=until)
    there = set(held.values_list("group_id", flat=True))
    for group in groups:
        if group.pk not in there:
            with suppress(RoomTaken, LeaderTaken):
                scheduling_sessions.put_sessions(group, until=until, by=by, at=at)


def _leave(entry: RosterEntry, changes: Changes, made: Made, *, by: SignedIn, at: datetime) -> None:
    """End a membership; for a week alone, only its sessions, and a new membership begins after it."""
    before, until = entry.until_on, changes.until
    made.ended_entries.append((entry.pk, before))
    expected = _in_force(Attendance.objects.all(), changes).filter(
        person_id=entry.person_id, session__group_id=entry.group_id, starts_at__gt=at
    )
    made.expect_no_more(expected)
    if until is None:
        rosters.end(entry, until_on=changes.part.draft.monday, by=by, at=at)
        return
    rosters.expect_no_more(expected, by=by, at=at)
    entry.until_on = max(changes.part.draft.monday, entry.from_on)
    entry.save(update_fields=["until_on"])
    if before is None or before > until:
        again = RosterEntry.objects.create(
            group_id=entry.group_id,
            person_id=entry.person_id,
            from_on=until,
            until_on=before,
            written_at=at,
            written_by=by.account_id,
        )
        made.entries.append(again.pk)


def begin_groups(changes: Changes, made: Made, *, by: SignedIn, at: datetime) -> None:
    """Begin the new groups with their people and sessions, and enter who joins one that goes on.

    Where the week stands alone, all of it ends with the week.
    """
    monday = changes.part.draft.monday
    until = changes.until or max(at.date() + timedelta(weeks=WEEKS_AHEAD), monday + timedelta(weeks=1))
    known = _Known(changes)
    for new in changes.begun:
        group = known.open(new, site=changes.part.site, monday=monday, at=at)
        made.groups.append(group.pk)
        made.entries += _enter(group, new.members, changes, by=by, at=at)
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
        made.entries += _enter(group, [person], changes, by=by, at=at)
        sessions = list(_in_force(rosters.future_sessions(group, from_on=monday, at=at), changes))
        made.expected += [(person, session.pk) for session in sessions]
        rosters.expect(stays[person], sessions, by=by, at=at)


def _enter(
    group: Group, people: Iterable[UUID], changes: Changes, *, by: SignedIn, at: datetime
) -> list[UUID]:
    rows = RosterEntry.objects.bulk_create(
        RosterEntry(
            group=group,
            person_id=person,
            from_on=changes.part.draft.monday,
            until_on=changes.until,
            written_at=at,
            written_by=by.account_id,
        )
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
        self._until = changes.until

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
        if new.gender or self._until:
            Group.objects.filter(pk=group.pk).update(gender=new.gender, ends_on=self._until)
        return group


def _topics_after(group: Group, monday: date) -> list[dict[str, str]]:
    """The curriculum from the topic that would have come next."""
    topics: list[dict[str, str]] = group.topics
    weeks = max(0, -(-(monday - group.starts_on).days // 7))
    turn = weeks % len(topics) if topics else 0
    return topics[turn:] + topics[:turn]
