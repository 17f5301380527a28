"""A change is one act, and is taken back as one that restores exactly, while nothing of it has begun."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from stepwell.actions import (
    announcing,
    charts,
    grouping,
    once,
    reaching,
    rosters,
    scheduling_sessions,
    unhelped,
)
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.doing_repairs import ChangedSince, HasBegun
from stepwell.actions.readers import SignedIn
from stepwell.actions.rippling import changes, proposing, refusing, snapshots
from stepwell.actions.rippling.changes import Change, Kind, Laid
from stepwell.actions.rippling.proposing import PURPOSES, SAYS, WHAT, Proposal
from stepwell.actions.unhelped import Unhelped
from stepwell.domain.wording.neutral import AppointmentText
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.schedule.models import Group, RosterEntry, Session
from stepwell.records.sessions.models import Attendance, AttendanceState, Ripple, Swap, SwapState

LATEST = timedelta(days=14)
MOST_SHOWN = 3

_CHANGED = gettext_noop("Something changed in the meantime. Look at it again, then confirm it.")
_BEGUN = gettext_noop("A session of it has begun, so it can't be taken back as one. Change what is left.")
_TOUCHED = gettext_noop("Something of it was changed since, so it can't be taken back as one.")


@transaction.atomic(durable=True)
def do(by: SignedIn, change: Change, *, seen: str, key: str, at: datetime) -> Ripple | None:
    """Do what was shown: series, sessions, roster, messages and tasks, all or nothing.

    Refused when it is no longer what was `seen`. None for a key used before.
    """
    if not once.is_first_time(key, action="ripple", account_id=by.account_id, at=at):
        return None
    _lock(change)
    proposal = proposing.propose(by, change, at=at)
    if proposal.seen != seen:
        raise ChangedSince(_CHANGED)
    laid = proposal.laid
    refusing.refuse(change, laid, at=at)
    subject = _Scope(change, laid)
    before = subject.snapshot()
    _write(by, change, laid, at=at)
    act = Ripple.objects.create(
        kind=change.kind.value,
        group=change.group if change.is_of_series else None,
        session=change.session,
        from_on=change.from_on,
        done_at=at,
        done_by=by.account_id,
        first_at=laid.first_at,
        steps=snapshots.difference(before, subject.snapshot()) | {"planned_until": subject.planned_until()},
    )
    _tell(act, SAYS.get(change.kind), _people_of(proposal), at=at)
    _ask_for_help(proposal, at=at)
    opened = [one.chart for one in proposal.touched]
    detail = {"kind": change.kind.value} | ({"reason": change.reason} if change.reason else {})
    charts.note_list(opened, WHAT, about=act.pk, at=at, **detail)
    return act


class _Scope:
    """Everything that an act may change, looked at before and after it."""

    def __init__(self, change: Change, laid: Laid) -> None:
        self._group = change.group.pk if change.group is not None and change.is_of_series else None
        self._sessions = [turn.before.pk for turn in laid.turns]
        self._people = [change.person.person.pk] if change.person else None

    def snapshot(self) -> snapshots.Snapshot:
        return snapshots.take(group=self._group, sessions=self._sessions, people=self._people)

    def planned_until(self) -> str:
        """The last day for which the series is planned; what is planned later follows when it is undone."""
        if self._group is None:
            return ""
        days = Session.objects.filter(group=self._group, held_on__isnull=False).order_by("-held_on")
        last = days.values_list("held_on", flat=True).first()
        return last.isoformat() if last else ""


def _lock(change: Change) -> None:
    """The series, then its sessions, always in one order: two never wait for each other."""
    group = change.group or (change.session.group if change.session else None)
    if group is not None:
        Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    rows = Session.objects.select_for_update(of=("self",)).order_by("pk")
    list(rows.filter(pk=change.session.pk) if change.session else rows.filter(group=group))


def _write(by: SignedIn, change: Change, laid: Laid, *, at: datetime) -> None:
    if change.group is not None and change.kind is Kind.ADD and change.person is not None:
        grouping.add_member(change.group, change.person, from_on=change.from_on, by=by, at=at)
    elif change.group is not None and change.kind is Kind.REMOVE and change.person is not None:
        grouping.remove_member(change.group, change.person, until_on=change.from_on, by=by, at=at)
    elif change.kind is Kind.CANCEL:
        keys = [turn.before.pk for turn in laid.turns]
        rosters.cancel(Session.objects.filter(pk__in=keys), by=by, at=at)
        _end_roster(change, by=by, at=at)
    else:
        save([turn.after for turn in laid.turns if turn.after is not None])
    fields = changes.of_group(change)
    if fields and change.group is not None:
        Group.objects.filter(pk=change.group.pk).update(**fields)


def _end_roster(change: Change, *, by: SignedIn, at: datetime) -> None:
    if not change.is_of_series or change.group is None:
        return
    entries = RosterEntry.objects.filter(group=change.group)
    for entry in entries.filter(until_on=None) | entries.filter(until_on__gt=change.from_on):
        rosters.end(entry, until_on=change.from_on, by=by, at=at)


def save(sessions: Sequence[Session]) -> None:
    """Write sessions and what attendances repeat of them, unless a room or leader is taken."""
    if not sessions:
        return
    scheduling_sessions.refuse_clashes_of(sessions)
    names = [field.removesuffix("_id") for field in snapshots.FIELDS["sessions"][1]]
    for session in sessions:
        with scheduling_sessions.taken_as_refusal(session):
            session.save(update_fields=names)
        rows = Attendance.objects.filter(session=session)
        rows.update(
            starts_at=session.starts_at,
            held_on=session.held_on,
            planned_minutes=rosters.minutes_of(session),
        )
        expected = rows.filter(state=AttendanceState.EXPECTED).exclude(by_video=session.by_video)
        expected.update(by_video=session.by_video)


def _people_of(proposal: Proposal) -> list[Attendance]:
    """Of everybody touched the place in the first session that changes for them, as it is now."""
    keys = [turn.before.pk for turn in proposal.laid.turns]
    rows = Attendance.objects.filter(session__in=keys).select_related("session").order_by("starts_at", "pk")
    if proposal.change.person is not None:
        rows = rows.filter(person=proposal.change.person.person)
    return _firsts(rows)


def _firsts(rows: Iterable[Attendance]) -> list[Attendance]:
    found: dict[UUID, Attendance] = {}
    for row in rows:
        found.setdefault(row.person_id, row)
    return list(found.values())


def _tell(act: Ripple, says: AppointmentText | None, rows: Sequence[Attendance], *, at: datetime) -> None:
    """One message for each, about the first session that changes for them."""
    if says is None:
        return
    state = AttendanceState.NOT_EXPECTED if says is AppointmentText.CANCELED else AttendanceState.EXPECTED
    touched = set(snapshots.keys_of(act.steps, "rows"))
    told = [row for row in rows if row.state == state and (row.pk in touched or act.kind == Kind.ROOM)]
    announcing.announce(says, told, act=act.pk, at=at)


def _ask_for_help(proposal: Proposal, *, at: datetime) -> None:
    for one in proposal.helpless:
        about = _lost(proposal, one.chart)
        if about is not None:
            due_at = at + proposing.HELP_WITHIN
            reaching.open_change_task(one.chart, about=about, due_at=due_at, at=at)


def _lost(proposal: Proposal, chart: Chart) -> UUID | None:
    keys = [turn.before.pk for turn in proposal.laid.turns]
    rows = Attendance.objects.filter(session__in=keys, person=chart.person).order_by("starts_at", "pk")
    return rows.values_list("pk", flat=True).first()


def find(by: SignedIn, ripple_id: UUID) -> Ripple:
    """An act at a site of the reader's, or NotHere."""
    act = Ripple.objects.filter(pk=ripple_id).select_related("group__site", "session__site").first()
    subject = (act.group or act.session) if act else None
    if act is None or subject is None or by.role not in PURPOSES:
        raise NotHere("There is no such thing.")
    if subject.site_id not in by.reader.site_ids:
        raise NotHere("There is no such thing.")
    return act


def latest(*, group: Group | None = None, session: Session | None = None, at: datetime) -> list[Ripple]:
    """What was done of late and stands, the latest first; only the latest can be taken back."""
    rows = Ripple.objects.filter(undone_at=None, done_at__gt=at - LATEST)
    rows = rows.filter(group=group) if group is not None else rows.filter(session=session)
    return list(rows.order_by("-done_at", "-pk")[:MOST_SHOWN])


def list_unhelped(by: SignedIn, act: Ripple, *, at: datetime) -> list[Unhelped]:
    """Who could not be helped by it, with the task for each."""
    keys = snapshots.keys_of(act.steps, "rows")
    return unhelped.list_unhelped(by, keys, PURPOSES[by.role], what=WHAT, at=at)


def list_members(by: SignedIn, act: Ripple, *, at: datetime) -> list[Chart]:
    """Who joined or left with it."""
    rows = RosterEntry.objects.filter(pk__in=snapshots.keys_of(act.steps, "entries"))
    people = list(dict.fromkeys(rows.values_list("person_id", flat=True)))
    return charts.open_list(by, people, PURPOSES[by.role], what=WHAT, at=at) if people else []


def sessions_of(act: Ripple) -> list[Session]:
    """The sessions that changed, as they are now."""
    rows = Session.objects.filter(pk__in=snapshots.keys_of(act.steps, "sessions"))
    return list(rows.select_related("leader", "room", "site").order_by("starts_at", "pk"))


def may_undo(act: Ripple, *, at: datetime) -> bool:
    """Whether it stands and nothing of it has begun, before or after."""
    return act.undone_at is None and (act.first_at is None or act.first_at > at)


@transaction.atomic(durable=True)
def undo(by: SignedIn, ripple_id: UUID, *, key: str, at: datetime) -> Ripple:
    """Everything as it was before, as one act. Twice is once."""
    act = find(by, ripple_id)
    first = once.is_first_time(key, action="undo_ripple", account_id=by.account_id, at=at)
    if not first or act.undone_at is not None:
        return act
    group = act.group or (act.session.group if act.session else None)
    _lock(Change(Kind(act.kind), act.from_on, group=group, session=act.session))
    act = Ripple.objects.select_for_update(of=("self",)).select_related("group", "session").get(pk=act.pk)
    if act.undone_at is not None:
        return act
    if not may_undo(act, at=at):
        raise HasBegun(_BEGUN)
    _refuse_touched(act)
    people = _take_back(act, by=by, at=at)
    act.undone_at, act.undone_by = at, by.account_id
    act.save(update_fields=["undone_at", "undone_by"])
    opened = charts.open_list(by, people, PURPOSES[by.role], what=WHAT, at=at)
    charts.note_list(opened, WHAT, about=act.pk, at=at, undone=True)
    _close_tasks(opened, act, at=at)
    return act


def _refuse_touched(act: Ripple) -> None:
    """The series, its roster and its sessions have to be as the act left them."""
    for table in ("groups", "entries", "sessions"):
        model, _ = snapshots.FIELDS[table]
        for row in model._default_manager.filter(pk__in=snapshots.keys_of(act.steps, table)):
            if not snapshots.is_as(row, table, act.steps[table][str(row.pk)]["after"]):
                raise HasBegun(_TOUCHED)


def _take_back(act: Ripple, *, by: SignedIn, at: datetime) -> list[UUID]:
    later = _later(act, at=at)
    _series_back(act)
    try:
        _sessions_back(act, later)
    except IntegrityError as error:
        raise HasBegun(_TOUCHED) from error
    people = _places_back(act, by=by, at=at)
    _entries_back(act, later, by=by, at=at)
    keys = snapshots.keys_of(act.steps, "rows")
    rows = Attendance.objects.filter(pk__in=keys).select_related("session").order_by("starts_at", "pk")
    says = AppointmentText.CANCELED if act.kind == Kind.ADD else AppointmentText.CHANGED
    if act.kind in {kind.value for kind in SAYS}:
        state = AttendanceState.NOT_EXPECTED if act.kind == Kind.ADD else AttendanceState.EXPECTED
        told = [row for row in _firsts(rows) if row.state == state]
        announcing.announce(says, told, act=f"{act.pk}:undo", at=at)
    return people


def _later(act: Ripple, *, at: datetime) -> list[Session]:
    """What was planned of the series since: it follows it back."""
    until = act.steps.get("planned_until")
    if not until or act.group is None:
        return []
    rows = Session.objects.filter(group=act.group, held_on__gt=date.fromisoformat(until), starts_at__gt=at)
    return list(rows.select_related("site", "room", "leader").order_by("starts_at"))


def _series_back(act: Ripple) -> None:
    for key, step in act.steps.get("groups", {}).items():
        group = Group.objects.get(pk=key)
        snapshots.put(group, step["before"])
        group.save(update_fields=[field.removesuffix("_id") for field in step["before"]])


def _sessions_back(act: Ripple, later: Sequence[Session]) -> None:
    found = Session.objects.filter(pk__in=snapshots.keys_of(act.steps, "sessions"))
    sessions = list(found.select_related("site", "room", "leader"))
    for session in sessions:
        snapshots.put(session, act.steps["sessions"][str(session.pk)]["before"])
    for step in act.steps.get("groups", {}).values():
        for session in later:
            _follow(session, act, step["before"])
    save([*sessions, *later])


def _follow(session: Session, act: Ripple, before: Mapping[str, Any]) -> None:
    """What was planned since, as the series was before."""
    found = Group.objects.select_related("room", "leader")
    group = found.get(sessions=session)
    if "weekday" in before or "start_time" in before:
        changes.put_at(session, group.weekday, group.start_time)
    if "minutes" in before:
        changes.make_long(session, group.minutes)
        session.breaks = group.breaks
    if "leader_id" in before:
        session.leader = group.leader
    if "room_id" in before:
        changes.put_in(session, group.room)


def _places_back(act: Ripple, *, by: SignedIn, at: datetime) -> list[UUID]:
    """Everybody's place as it was, but of who has taken another one since."""
    steps = act.steps.get("rows", {})
    rows = list(Attendance.objects.filter(pk__in=snapshots.keys_of(act.steps, "rows")))
    gone = Swap.objects.filter(gives__in=rows, state__in=(SwapState.TAKEN, SwapState.GRANTED))
    left = set(gone.values_list("gives_id", flat=True))
    wanted: dict[str, list[UUID]] = {AttendanceState.EXPECTED: [], AttendanceState.NOT_EXPECTED: []}
    for row in rows:
        step = steps[str(row.pk)]
        before = step["before"] or {"state": AttendanceState.NOT_EXPECTED}
        is_left_so = row.state == step["after"].get("state", row.state)
        if "state" in before and row.pk not in left and is_left_so and before["state"] in wanted:
            wanted[before["state"]].append(row.pk)
        _repeats_back(row, before)
    again = Attendance.objects.filter(pk__in=wanted[AttendanceState.EXPECTED])
    rosters.expect_again(again, by=by, at=at)
    no_more = Attendance.objects.filter(pk__in=wanted[AttendanceState.NOT_EXPECTED])
    rosters.expect_no_more(no_more, by=by, at=at)
    return list(dict.fromkeys(row.person_id for row in rows))


def _repeats_back(row: Attendance, before: Mapping[str, Any]) -> None:
    told = {field: value for field, value in before.items() if field != "state"}
    if told:
        snapshots.put(row, told)
        row.save(update_fields=list(told))


def _entries_back(act: Ripple, later: Sequence[Session], *, by: SignedIn, at: datetime) -> None:
    """Who belonged belongs again; who didn't never began. What was planned since follows."""
    for key, step in act.steps.get("entries", {}).items():
        entry = RosterEntry.objects.get(pk=key)
        if step["before"] is None:
            entry.until_on = entry.from_on
        else:
            snapshots.put(entry, step["before"])
        entry.save(update_fields=["from_on", "until_on"])
        episode = proposing.episode_of(entry.person_id)
        on = [one for one in later if _is_on(entry, one)]
        off = Attendance.objects.filter(session__in=later, person=entry.person_id)
        if episode is not None:
            rosters.expect(episode, on, by=by, at=at)
        rosters.expect_no_more(off.exclude(session__in=on), by=by, at=at)


def _is_on(entry: RosterEntry, session: Session) -> bool:
    day = session.held_on
    assert day is not None
    return entry.from_on <= day and (entry.until_on is None or day < entry.until_on)


def _close_tasks(opened: Sequence[Chart], act: Ripple, *, at: datetime) -> None:
    keys = snapshots.keys_of(act.steps, "rows")
    by_person = {chart.person.pk: chart for chart in opened}
    for row in Attendance.objects.filter(pk__in=keys, person__in=list(by_person)):
        reaching.close_change_task(by_person[row.person_id], about=row.pk, at=at)
