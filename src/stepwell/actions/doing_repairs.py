"""A repaired day is written as one act, and taken back as one act while nothing of it has begun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from stepwell.actions import (
    announcing,
    charts,
    once,
    reaching,
    repairing,
    rosters,
    scheduling_sessions,
    unhelped,
)
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.repairing import PURPOSES, Proposal, Repaired
from stepwell.actions.unhelped import Unhelped
from stepwell.domain.timetable.substitution import Way
from stepwell.domain.wording.neutral import AppointmentText
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.program.models import Staff, StaffAbsence
from stepwell.records.schedule.models import Group, Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState, DayRepair, Swap, SwapState

MOST_SHOWN = 3

HELP_WITHIN = timedelta(hours=4)
"""By when somebody who lost a session and finds no other is to be reached. Program policy; no source."""


class ChangedSince(Refusal):
    """What was proposed can't be done as it stood."""


class HasBegun(Refusal):
    """A session of it has begun, or was changed since, so it isn't taken back as one."""


_CHANGED = gettext_noop("Something changed in the meantime. Look at the new proposal, then confirm it.")
_BEGUN = gettext_noop("A session of it has begun, so it can't be taken back as one. Change what is left.")
_TOUCHED = gettext_noop("A session of it was changed since, so it can't be taken back as one.")


@transaction.atomic(durable=True)
def repair(
    by: SignedIn, staff: Staff, until: str, *, chosen: Mapping[UUID, str], key: str, at: datetime
) -> DayRepair | None:
    """Do what was shown: leaders, hours, messages, tasks and the absence, all or nothing.

    `chosen` names the way of every session, as it was shown; when one can't be had any
    more, or a session has come or gone, everything is refused. None for a key used before.
    """
    if not once.is_first_time(key, action="repair_day", account_id=by.account_id, at=at):
        return None
    _lock(by, staff, until, at=at)
    proposal = repairing.propose(by, staff, until, chosen=chosen, at=at)
    if {one.session.pk: one.key for one in proposal.sessions} != dict(chosen):
        raise ChangedSince(_CHANGED)
    act = DayRepair.objects.create(
        staff=staff, from_at=at, until_at=proposal.until_at, done_at=at, done_by=by.account_id
    )
    absence = StaffAbsence.objects.create(staff=staff, starts_at=at, ends_at=proposal.until_at, written_at=at)
    steps = [_do(one, proposal, act, by=by, at=at) for one in proposal.sessions]
    act.steps = [{"absence": str(absence.pk)}, *steps]
    act.save(update_fields=["steps"])
    opened = {member.chart.person.pk: member.chart for one in proposal.sessions for member in one.members}
    charts.note_list(list(opened.values()), "repaired_session", about=act.pk, at=at)
    return act


def _lock(by: SignedIn, staff: Staff, until: str, *, at: datetime) -> None:
    """The groups of these sessions, then the sessions, always in one order: two never wait for each other."""
    back_at = repairing.until_at(staff, until, at=at)
    mine = Session.objects.filter(
        leader=staff, starts_at__gt=at, starts_at__lt=back_at, status=SessionStatus.PLANNED
    )
    keys = list(mine.order_by("pk").values_list("pk", "group_id"))
    groups = sorted({group for _, group in keys if group is not None})
    list(Group.objects.select_for_update(of=("self",)).filter(pk__in=groups).order_by("pk"))
    sessions = Session.objects.select_for_update(of=("self",)).filter(pk__in=[key for key, _ in keys])
    list(sessions.order_by("pk"))


def _do(one: Repaired, proposal: Proposal, act: DayRepair, *, by: SignedIn, at: datetime) -> dict[str, Any]:
    session, way = one.session, one.chosen
    rows = [member.case.attendance for member in one.members]
    before = _state(session)
    if way.way is Way.CANCELLED:
        rosters.cancel(Session.objects.filter(pk=session.pk), by=by, at=at)
        session.refresh_from_db()
        announcing.announce(AppointmentText.CANCELED, _fresh(rows), act=act.pk, at=at)
    else:
        _give_over(one, proposal)
        if way.way is not Way.SUBSTITUTE:
            announcing.announce(AppointmentText.CHANGED, _fresh(rows), act=act.pk, at=at)
    for member in one.helpless:
        reaching.open_change_task(
            member.chart,
            about=member.case.attendance.pk,
            leader=proposal.leaders.get(way.leader) if way.leader else None,
            besides=proposal.staff,
            due_at=at + HELP_WITHIN,
            at=at,
        )
    return {
        "session": str(session.pk),
        "way": way.way.value,
        "before": before,
        "after": _state(session),
        "attendances": [str(row.pk) for row in rows],
    }


def _give_over(one: Repaired, proposal: Proposal) -> None:
    session, way = one.session, one.chosen
    assert way.leader is not None  # only what is cancelled has none
    session.leader = proposal.leaders[way.leader]
    if way.way is Way.MOVED:
        session.starts_at, session.ends_at = way.span.start, way.span.end
        if way.room is not None:
            session.room = proposal.rooms[way.room]
    if way.way is Way.VIDEO:
        video = next(
            room for room in proposal.rooms.values() if room.is_video and room.site_id == session.site_id
        )
        session.room, session.by_video = video, True
        session.video_link, session.fills_room = video.video_link, False
    _save(session)


def _save(session: Session) -> None:
    """Write the session and what attendances repeat of it, unless its room or leader is taken."""
    scheduling_sessions.refuse_clashes(session)
    with scheduling_sessions.taken_as_refusal(session):
        session.save(
            update_fields=[
                "leader",
                "room",
                "starts_at",
                "ends_at",
                "by_video",
                "video_link",
                "fills_room",
                "status",
            ]
        )
    expected = Attendance.objects.filter(session=session, state=AttendanceState.EXPECTED)
    expected.update(starts_at=session.starts_at, by_video=session.by_video)


def _fresh(rows: Sequence[Attendance]) -> list[Attendance]:
    found = Attendance.objects.filter(pk__in=[row.pk for row in rows]).select_related("session")
    return list(found)


def _state(session: Session) -> dict[str, Any]:
    return {
        "leader": str(session.leader_id) if session.leader_id else None,
        "room": str(session.room_id) if session.room_id else None,
        "starts_at": session.starts_at.isoformat() if session.starts_at else None,
        "ends_at": session.ends_at.isoformat() if session.ends_at else None,
        "by_video": session.by_video,
        "video_link": session.video_link,
        "fills_room": session.fills_room,
        "status": str(session.status),
    }


def find_repair(by: SignedIn, repair_id: UUID) -> DayRepair:
    """What was done for somebody the reader may repair a day for, or NotHere."""
    act = DayRepair.objects.filter(pk=repair_id).select_related("staff").first()
    if act is None or not repairing.may_repair(by, act.staff):
        raise NotHere("There is no such thing.")
    return act


def latest(by: SignedIn, *, at: datetime) -> list[DayRepair]:
    """What was done in the last day and stands, for those the reader may repair a day for."""
    rows = DayRepair.objects.filter(undone_at=None, until_at__gt=at, done_at__gt=at - timedelta(days=7))
    found = rows.select_related("staff").order_by("-done_at")[:MOST_SHOWN]
    return [act for act in found if repairing.may_repair(by, act.staff)]


def sessions_of(act: DayRepair) -> list[tuple[str, Session]]:
    """The way and the session of every step, in the order of time."""
    ways = {UUID(step["session"]): step["way"] for step in act.steps if "session" in step}
    rows = Session.objects.filter(pk__in=ways).select_related("leader", "room", "site")
    return [(ways[row.pk], row) for row in rows.order_by("starts_at", "pk")]


def list_unhelped(by: SignedIn, act: DayRepair, *, at: datetime) -> list[Unhelped]:
    """Who could not be helped that day, with the task for each."""
    keys = [UUID(key) for step in _steps(act) for key in step["attendances"]]
    return unhelped.list_unhelped(by, keys, PURPOSES[by.role], what="repaired_session", at=at)


def may_undo(act: DayRepair, *, at: datetime) -> bool:
    """Whether nothing of it has begun, before or after."""
    starts = [step[side]["starts_at"] for step in _steps(act) for side in ("before", "after")]
    return act.undone_at is None and all(datetime.fromisoformat(start) > at for start in starts)


def _steps(act: DayRepair) -> list[dict[str, Any]]:
    return [step for step in act.steps if "session" in step]


@transaction.atomic(durable=True)
def undo(by: SignedIn, repair_id: UUID, *, key: str, at: datetime) -> DayRepair:
    """Everything as it was before, as one act: who leads is back. Twice is once."""
    act = find_repair(by, repair_id)
    first = once.is_first_time(key, action="undo_repair", account_id=by.account_id, at=at)
    if not first or act.undone_at is not None:
        return act
    act = DayRepair.objects.select_for_update(of=("self",)).select_related("staff").get(pk=act.pk)
    if not may_undo(act, at=at):
        raise HasBegun(_BEGUN)
    people = [one for step in _steps(act) for one in _take_back(step, act, by=by, at=at)]
    for step in act.steps:
        if "absence" in step:
            StaffAbsence.objects.filter(pk=step["absence"], voided_at=None).update(voided_at=at)
    act.undone_at, act.undone_by = at, by.account_id
    act.save(update_fields=["undone_at", "undone_by"])
    opened = charts.open_list(by, people, PURPOSES[by.role], what="repaired_session", at=at)
    charts.note_list(opened, "repaired_session", about=act.pk, at=at, undone=True)
    _close_tasks(opened, act, at=at)
    return act


def _close_tasks(opened: Sequence[Chart], act: DayRepair, *, at: datetime) -> None:
    keys = {key for step in _steps(act) for key in step["attendances"]}
    by_person = {chart.person.pk: chart for chart in opened}
    for row in Attendance.objects.filter(pk__in=keys, person__in=list(by_person)):
        reaching.close_change_task(by_person[row.person_id], about=row.pk, at=at)


def _take_back(step: dict[str, Any], act: DayRepair, *, by: SignedIn, at: datetime) -> list[UUID]:
    """One session as it was, with everyone who has not taken another one since."""
    session = Session.objects.select_for_update(of=("self",)).get(pk=step["session"])
    if _state(session) != step["after"]:
        raise HasBegun(_TOUCHED)
    before = step["before"]
    session.leader_id = before["leader"]
    session.room_id = before["room"]
    session.starts_at = datetime.fromisoformat(before["starts_at"])
    session.ends_at = datetime.fromisoformat(before["ends_at"])
    session.by_video, session.video_link = before["by_video"], before["video_link"]
    session.fills_room, session.status = before["fills_room"], before["status"]
    _save(session)
    rows = _fresh(list(Attendance.objects.filter(pk__in=step["attendances"])))
    gone = Swap.objects.filter(gives__in=rows, state__in=(SwapState.TAKEN, SwapState.GRANTED))
    left = set(gone.values_list("gives_id", flat=True))
    back = [row for row in rows if row.pk not in left]
    _expect_again(back, session, by=by, at=at)
    if step["way"] != Way.SUBSTITUTE.value:
        announcing.announce(AppointmentText.CHANGED, _fresh(back), act=f"{act.pk}:undo", at=at)
    return [row.person_id for row in rows]


def _expect_again(rows: Sequence[Attendance], session: Session, *, by: SignedIn, at: datetime) -> None:
    stays = Attendance.objects.filter(pk__in=[row.pk for row in rows]).select_related("episode")
    for row in stays:
        rosters.expect(row.episode, [session], by=by, at=at)


def zone_of(staff: Staff) -> ZoneInfo:
    """The zone in which somebody works, to show their day in."""
    first = staff.at_sites.select_related("site").order_by("site__name").first()
    return ZoneInfo(first.site.zone) if first else ZoneInfo("UTC")
