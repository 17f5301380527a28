"""Groups that meet each week, and who belongs to them from when until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from stepwell.actions import once, overlapping, rosters, seats, week_facts
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.scheduling_sessions import cancel_session, plan_individual, plan_sessions
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.episodes.models import Episode, KeepApart
from stepwell.records.people.models import Person
from stepwell.records.program.models import Room, Service, Site, Staff
from stepwell.records.schedule.models import Group, RosterEntry
from stepwell.records.sessions.models import Attendance, AttendanceState

__all__ = [
    "CannotJoin",
    "NotAMember",
    "cancel_session",
    "join",
    "leave",
    "open_group",
    "plan_individual",
    "plan_sessions",
]


_CANT_TAKE = gettext_noop("This group can't take this person.")


class CannotJoin(Refusal):
    """The group can't take this person; the sentence never tells of anybody else in it."""


class NotAMember(Refusal):
    """The person never belonged to the group."""


def make_group(
    *,
    site: Site,
    room: Room,
    service: Service,
    leader: Staff,
    title: Mapping[str, str],
    weekday: int,
    start_time: time,
    minutes: int,
    breaks: Sequence[tuple[int, int]] = (),
    topics: Sequence[Mapping[str, str]] = (),
    language: str = "en",
    starts_on: date,
    ends_on: date | None = None,
    min_members: int = 4,
    max_members: int = 12,
    at: datetime,
) -> Group:
    """A series on one weekday. Its sessions come with `plan_sessions`, its people with `join`.

    A break is (minutes after the start, minutes long). A room with fewer seats than
    `max_members` and the leader lowers the limit.
    """
    places = max_members if room.is_video else min(max_members, max(1, room.seats - 1))
    return Group.objects.create(
        site=site,
        room=room,
        service=service,
        leader=leader,
        title=dict(title),
        weekday=weekday,
        start_time=start_time,
        minutes=minutes,
        breaks=[list(one) for one in breaks],
        topics=[dict(topic) for topic in topics],
        language=language,
        starts_on=starts_on,
        ends_on=ends_on,
        min_members=min(min_members, places),
        max_members=places,
    )


open_group = transaction.atomic(durable=True)(make_group)
"""`make_group` in a transaction of its own."""


def add_member(
    group: Group, person: Person | Chart, *, from_on: date, by: SignedIn, at: datetime, key: str = ""
) -> RosterEntry:
    """Belong to a group from a day on, and be expected at its sessions that haven't begun.

    Sessions before `from_on` and sessions that have begun are left alone. Refused while
    the person belongs elsewhere at that time. Joining
    twice is joining once; the same `key` again changes nothing, even after leaving.
    """
    who = person.person if isinstance(person, Chart) else person
    if not once.is_first_time(key, action="join_group", account_id=by.account_id, at=at):
        return _latest_entry(group, who)
    group = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    there = RosterEntry.objects.filter(group=group, person=who, until_on=None).first()
    if there is not None:
        return there
    episode = _open_episode(who)
    if episode.site_id != group.site_id:
        # Who leads there may not read this person's record, so nobody could mark them on that roster.
        raise CannotJoin(gettext_noop("Choose groups of the same site."))
    refuse_joining(group, who, from_on=from_on, at=at)
    sessions = rosters.future_sessions(group, from_on=from_on, at=at)
    entry = RosterEntry.objects.create(
        group=group, person=who, from_on=from_on, written_at=at, written_by=by.account_id
    )
    rosters.expect(episode, sessions, by=by, at=at)
    if isinstance(person, Chart):
        person.note("joined_group", entry.pk, at=at)
    return entry


join = transaction.atomic(durable=True)(add_member)
"""`add_member` in a transaction of its own."""


def _open_episode(person: Person) -> Episode:
    episode = Episode.objects.filter(person=person, is_open=True).first()
    if episode is None:
        raise CannotJoin(
            gettext_noop("This person is not in the program now. Start an episode of care first.")
        )
    return episode


def refuse_joining(group: Group, person: Person, *, from_on: date, at: datetime) -> None:
    """Refuse whom the group can't take from a day on, or who has to be elsewhere then. In a transaction."""
    _refuse_unfit(group, person, from_on=from_on)
    overlapping.refuse_elsewhere(person.pk, rosters.future_sessions(group, from_on=from_on, at=at))
    overlapping.refuse_other_group(group, person, from_on=from_on)


def _refuse_unfit(group: Group, person: Person, *, from_on: date) -> None:
    if group.ends_on is not None and group.ends_on <= from_on:
        raise CannotJoin(gettext_noop("This group has ended by that day. Choose another group."))
    present = RosterEntry.objects.filter(Q(until_on=None) | Q(until_on__gt=from_on), group=group)
    others = [entry for entry in present if entry.person_id != person.pk]
    pairs = KeepApart.objects.filter(Q(first=person) | Q(second=person), voided_at=None)
    apart = {key for pair in pairs.values_list("first_id", "second_id") for key in pair} - {person.pk}
    if apart & {entry.person_id for entry in others} or (
        apart and _are_guests(group, apart, from_on=from_on)
    ):
        raise CannotJoin(_CANT_TAKE)
    if group.leader_id in week_facts.avoided_leaders([person.pk]).get(person.pk, ()):
        raise CannotJoin(_CANT_TAKE)
    held = seats.held_in_group(group.pk, on=from_on, but=person.pk)
    if _fullest(others, from_on=from_on) + held >= group.max_members:
        raise CannotJoin(
            gettext_noop("All %(places)d places of this group are taken. Choose another group."),
            places=group.max_members,
        )


def _are_guests(group: Group, people: set[UUID], *, from_on: date) -> bool:
    """Whether any of these people is expected at a session of the group from that day on."""
    rows = Attendance.objects.filter(
        session__group=group, held_on__gte=from_on, person_id__in=people, state=AttendanceState.EXPECTED
    )
    return rows.exists()


def _fullest(entries: Sequence[RosterEntry], *, from_on: date) -> int:
    """The most people who belong on one day, from a day on. It grows only on days when somebody begins."""
    days = {max(from_on, entry.from_on) for entry in entries}
    return max((sum(_is_in_force(entry, day) for entry in entries) for day in days), default=0)


def _is_in_force(entry: RosterEntry, day: date) -> bool:
    return entry.from_on <= day and (entry.until_on is None or day < entry.until_on)


def remove_member(
    group: Group, person: Person | Chart, *, until_on: date, by: SignedIn, at: datetime, key: str = ""
) -> RosterEntry:
    """Belong to a group no longer from `until_on` on. What has begun stays as it was recorded.

    Leaving twice is leaving once; the earlier of two days counts. The same `key` again
    changes nothing, even after coming back.
    """
    who = person.person if isinstance(person, Chart) else person
    if not once.is_first_time(key, action="leave_group", account_id=by.account_id, at=at):
        return _latest_entry(group, who)
    # Trap: the group is locked before its entries everywhere, or two would wait for each other.
    Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    entries = RosterEntry.objects.filter(group=group, person=who)
    in_force = list(entries.filter(Q(until_on=None) | Q(until_on__gt=until_on)).order_by("from_on"))
    if not in_force:
        return _latest_entry(group, who)
    for entry in in_force:
        rosters.end(entry, until_on=until_on, by=by, at=at)
    if isinstance(person, Chart):
        person.note("left_group", in_force[0].pk, at=at)
    return in_force[0]


leave = transaction.atomic(durable=True)(remove_member)
"""`remove_member` in a transaction of its own."""


def _latest_entry(group: Group, person: Person) -> RosterEntry:
    entries = RosterEntry.objects.filter(group=group, person=person)
    found = entries.filter(until_on=None).first() or entries.order_by("-until_on").first()
    if found is None:
        raise NotAMember(gettext_noop("This person is not in this group."))
    return found
