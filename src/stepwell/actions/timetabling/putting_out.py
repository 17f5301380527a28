"""A draft becomes the week: groups, rosters, sessions and quiet messages, as one act that can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from stepwell.actions import charts, grouping, once, reaching, rosters, scheduling_sessions
from stepwell.actions.planning_ahead import WEEKS_AHEAD
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling import judging, publishing_hours
from stepwell.actions.timetabling.drafts import find_draft
from stepwell.actions.timetabling.gathered_services import gather_services
from stepwell.actions.timetabling.gathered_standing import list_groups
from stepwell.actions.timetabling.made import Made
from stepwell.actions.timetabling.standing_changes import Changes, NewGroup, changes_of
from stepwell.kernel.sentences import Sentence, gettext_noop
from stepwell.kernel.weeks import Week
from stepwell.records.effects.models import DoneOnce
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person
from stepwell.records.program.models import Room, Service, Site, Staff
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState
from stepwell.records.timetable.models import DraftPart, Publication, PublishedSite

GRACE = timedelta(minutes=10)
"""Messages wait so long, so that what is taken back at once is told to nobody. Program policy."""

WEEK_CHANGED = "week_changed"
_ACTION = "publish_timetable"


class CannotPublish(Refusal):
    """Something keeps the draft from being published; the sentence says what."""


@dataclass(frozen=True)
class Touched:
    """What publishing would do."""

    groups_kept: int
    groups_new: int
    groups_ended: int
    people_moved: int
    hours_moved: int
    messages: int
    first_day: date
    refusals: tuple[Sentence, ...]


def touched_by(by: SignedIn, draft_id: UUID, *, at: datetime) -> Touched:
    """What would be changed by publishing now, and what keeps it from being done; nothing is written."""
    parts = _parts(by, draft_id)
    refusals = judging.why_not(by, parts, at=at)
    changes = _changes(parts) if all(part.plan for part in parts) else []
    hours = [publishing_hours.plan_hours(one.part, at=at) for one in changes]
    moved = {person for one in changes for person in one.moved}
    alone = {person for one in hours for person in one.moved}
    return Touched(
        groups_kept=sum(len(one.kept) for one in changes),
        groups_new=sum(len(one.begun) for one in changes),
        groups_ended=sum(len(one.ended) for one in changes),
        people_moved=len(moved),
        hours_moved=len(alone),
        messages=len(moved | alone),
        first_day=parts[0].draft.monday,
        refusals=tuple(refusals),
    )


def publish(by: SignedIn, draft_id: UUID, *, key: str, at: datetime) -> UUID:
    """Let the draft's week stand from its Monday on; the key of what was done.

    Groups of which everything stays go on; others end the day before and new ones begin. Times alone of the
    week and after move to the time they have in the plan. Everybody touched gets one neutral message. All of
    it or nothing: refused when the week has begun, when today's facts no longer allow it, or when another
    timetable for a site's week is published at the same moment.
    """
    parts = _parts(by, draft_id)
    known = DoneOnce.objects.filter(key=key, account_id=by.account_id, action=_ACTION).first()
    if known is not None:
        return UUID(known.result["publication"])
    for sentence in judging.why_not(by, parts, at=at):
        raise _refused(sentence)
    try:
        return _publish(by, parts, key=key, at=at)
    except IntegrityError as error:
        raise CannotPublish(
            gettext_noop("Another timetable was published just now. Look at the week and try again.")
        ) from error


def _refused(sentence: Sentence) -> CannotPublish:
    return CannotPublish(sentence.template, **sentence.params)


def _parts(by: SignedIn, draft_id: UUID) -> list[DraftPart]:
    find_draft(by, draft_id)
    rows = DraftPart.objects.filter(draft=draft_id).select_related("site", "draft").defer("points")
    return list(rows.order_by("site"))


def _changes(parts: Sequence[DraftPart]) -> list[Changes]:
    """What would change, by the groups and rosters of this moment."""
    offered = gather_services()
    week = Week.of(parts[0].draft.monday)
    sites = [part.site for part in parts]
    standing = list_groups(sites, week, offered)
    entries = list(
        RosterEntry.objects.filter(Q(until_on=None) | Q(until_on__gt=week.monday), group__in=standing)
    )
    found = []
    for part in parts:
        here = [group for group in standing if group.site_id == part.site_id]
        keys = {group.pk for group in here}
        found.append(changes_of(part, here, [entry for entry in entries if entry.group_id in keys]))
    return found


@transaction.atomic(durable=True)
def _publish(by: SignedIn, parts: Sequence[DraftPart], *, key: str, at: datetime) -> UUID:
    note, is_new = once.claim(key, action=_ACTION, account_id=by.account_id, at=at)
    if not is_new:
        return UUID(note.result["publication"])
    draft = parts[0].draft
    publication = Publication.objects.create(
        draft=draft, monday=draft.monday, published_at=at, published_by=by.account_id
    )
    made = Made()
    _take_the_week(publication, parts, made, at=at)
    _lock_people(parts)
    changes = _changes(parts)
    for one in changes:
        _end(one, made, by=by, at=at)
    hours = [publishing_hours.plan_hours(one.part, at=at) for one in changes]
    for planned in hours:
        publishing_hours.call_off(planned, made, by=by, at=at)
    for one in changes:
        _begin(one, made, by=by, at=at)
    for planned in hours:
        publishing_hours.put(planned, made, at=at)
    _refuse_doubled(parts, draft.monday)
    moved = {person for one in changes for person in one.moved} | {p for h in hours for p in h.moved}
    charts.note_about(by, sorted(moved), "published_timetable", about=publication.pk, at=at)
    tell(moved, publication, at=at)
    made.people = sorted(moved)
    Publication.objects.filter(pk=publication.pk).update(made=made.as_json())
    DoneOnce.objects.filter(pk=note.pk).update(result={"publication": str(publication.pk)})
    return publication.pk


def _take_the_week(publication: Publication, parts: Iterable[DraftPart], made: Made, *, at: datetime) -> None:
    """One publication is in force for a site's week; two at once meet at the constraint."""
    sites = [part.site_id for part in parts]
    before = PublishedSite.objects.filter(site__in=sites, monday=publication.monday, ended_at=None)
    made.replaced = list(before.values_list("pk", flat=True))
    before.update(ended_at=at)
    PublishedSite.objects.bulk_create(
        PublishedSite(publication=publication, site_id=site, monday=publication.monday) for site in sites
    )


def _lock_people(parts: Iterable[DraftPart]) -> None:
    """Who plans for one of these people meanwhile waits (see overlapping.refuse_elsewhere)."""
    people = sorted(UUID(key) for part in parts for key in part.facts["floors"])
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").only("pk"))


def _end(changes: Changes, made: Made, *, by: SignedIn, at: datetime) -> None:
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


def _begin(changes: Changes, made: Made, *, by: SignedIn, at: datetime) -> None:
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


def _refuse_doubled(parts: Sequence[DraftPart], monday: date) -> None:
    """Nobody may be expected at two sessions at once, whatever was planned while this was written."""
    people = [UUID(key) for part in parts for key in part.facts["floors"]]
    rows = Attendance.objects.filter(
        person__in=people,
        state=AttendanceState.EXPECTED,
        held_on__gte=monday,
        held_on__lt=monday + timedelta(weeks=WEEKS_AHEAD + 1),
    ).exclude(session__status=SessionStatus.CANCELLED)
    last: dict[UUID, datetime] = {}
    times = rows.order_by("session__starts_at").values_list(
        "person_id", "session__starts_at", "session__ends_at"
    )
    for person, starts_at, ends_at in times:
        if starts_at is None or ends_at is None:
            continue
        if person in last and starts_at < last[person]:
            raise CannotPublish(
                gettext_noop(
                    "Somebody has another session at that time, this week or later. Solve the week again."
                )
            )
        last[person] = max(ends_at, last.get(person, ends_at))


def tell(people: Iterable[UUID], publication: Publication, *, at: datetime, about: str = "published") -> None:
    """One neutral message for each, said in the words and hours they wish (see composing)."""
    for person in sorted(people):
        reaching.queue(
            WEEK_CHANGED,
            key=f"{WEEK_CHANGED}:{publication.pk}:{person}:{about}",
            person_id=person,
            payload={"publication": str(publication.pk), "about": about},
            due_at=at + GRACE,
            at=at,
        )
