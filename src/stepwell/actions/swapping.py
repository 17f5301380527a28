"""A session of this week instead of another: looked for, taken or asked for, taken back.

What does the same job is `domain.timetable.equivalent`; whether it is had at once or
asked for is the policy of the person's site. The place is taken under the lock of its
group, which joining and planning take too, so the last one goes to one person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from stepwell.actions import once, reaching, rosters, week_facts
from stepwell.actions.answering import NotAReason, Reason
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.refusals import Refusal
from stepwell.actions.week_facts import Case
from stepwell.domain.timetable import equivalent
from stepwell.domain.timetable.equivalent import Hindrance, Opening
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.people.models import Person
from stepwell.records.program.models import SwapPolicy
from stepwell.records.schedule.models import Group, Session, SessionStatus
from stepwell.records.sessions.models import (
    Attendance,
    AttendanceEntry,
    AttendanceState,
    Intent,
    Swap,
    SwapState,
)

UNDO_FOR = timedelta(hours=2)
"""How long somebody can change their mind by themselves, until either session begins. Program policy."""

MOST_OPENINGS = 3
"""Of how many hours that would open something is told."""

LIVE = (SwapState.ASKED, SwapState.TAKEN, SwapState.GRANTED)


class NothingToSwap(Refusal):
    """The session has begun, or nobody expects the person there any more."""


class Gone(Refusal):
    """What was chosen can't be had any more."""


class ChosenAlready(Refusal):
    """For this session another one was chosen before."""


class TooLateToTakeBack(Refusal):
    """The time for changing one's mind is over, or the place was given on."""


_BEGUN = gettext_noop("This session has begun or is over. Call the program, so that they know.")
_FULL = gettext_noop("The last place has just been taken. Choose another time; nothing has changed for you.")
_STARTED = gettext_noop("That session has begun. Choose another time; nothing has changed for you.")
_UNFIT = gettext_noop("That session does not fit any more. Choose another time; nothing has changed for you.")
_CHOSEN = gettext_noop("You chose another session already. Take that back first.")
_PLACE_GONE = gettext_noop("Your old place went to someone else. Ask your counselor.")
_TOO_LATE = gettext_noop("The time to take this back is over. Ask your counselor.")


@dataclass(frozen=True)
class Option:
    """One session that does the same job, and the week's minutes with it."""

    session: Session
    minutes: int
    week_minutes: int
    by_video: bool


@dataclass(frozen=True)
class Choices:
    """What there is instead of one session of a person."""

    attendance: Attendance
    options: tuple[Option, ...]
    openings: tuple[Opening, ...]
    """Hours the person might free, each with the session that it would open."""
    opened: dict[UUID, Session]
    without_minutes: int
    """The week's minutes if nothing comes instead."""
    with_minutes: int
    """The week's minutes as they were planned."""
    floor_minutes: int | None
    at_once: bool
    swap: Swap | None
    may_take_back: bool

    @property
    def session(self) -> Session:
        return self.attendance.session


def look(chart: Chart, session_id: UUID, *, at: datetime) -> Choices:
    """What the person could take instead of a session of theirs, the closest first."""
    attendance = _attendance(chart, session_id)
    return choices_of([attendance], _swaps([attendance]), at=at)[0]


def look_at(chart: Chart, sessions: list[UUID], *, at: datetime) -> list[Choices]:
    """The same for several sessions of one week, in as many questions to the database as for one."""
    rows = list(_rows(chart).filter(session__in=sessions).order_by("starts_at"))
    return choices_of(rows, _swaps(rows), at=at)


def _swaps(rows: list[Attendance]) -> dict[UUID, Swap]:
    found = Swap.objects.filter(gives__in=rows, state__in=LIVE)
    return {swap.gives_id: swap for swap in found.select_related("takes__room", "takes__leader")}


def choices_of(rows: list[Attendance], swaps: dict[UUID, Swap], *, at: datetime) -> list[Choices]:
    """Sessions of one week with what could be taken instead. For actions that hold the charts."""
    cases = week_facts.cases_of(rows, at=at)
    sessions: dict[UUID, Session] = {}
    wanted = {offer.key for case in cases for offer in case.offers}
    for session in Session.objects.filter(pk__in=wanted).select_related("room", "leader", "site", "service"):
        sessions[session.pk] = session
    return [_choices(case, sessions, swaps.get(case.attendance.pk), at=at) for case in cases]


def _choices(case: Case, sessions: dict[UUID, Session], swap: Swap | None, *, at: datetime) -> Choices:
    is_group = case.attendance.session.group_id is not None
    offers = case.offers if is_group else ()
    fit = equivalent.equivalents(case.need, offers, at=at)
    opening = equivalent.openings(case.need, offers, at=at)[:MOST_OPENINGS]
    return Choices(
        attendance=case.attendance,
        options=tuple(
            Option(sessions[one.key], one.minutes, case.counted_minutes + one.minutes, one.by_video)
            for one in fit
        ),
        openings=tuple(opening),
        opened={one.offer.key: sessions[one.offer.key] for one in opening},
        without_minutes=case.counted_minutes,
        with_minutes=case.counted_minutes + case.lost_minutes,
        floor_minutes=case.floor_minutes,
        at_once=_is_at_once(case.attendance),
        swap=swap,
        may_take_back=swap is not None and may_take_back(swap, at=at),
    )


def _is_at_once(attendance: Attendance) -> bool:
    return attendance.episode.site.swap_policy == SwapPolicy.AT_ONCE


def may_take_back(swap: Swap, *, at: datetime) -> bool:
    """Whether the person can still change their mind by themselves."""
    if swap.state == SwapState.ASKED:
        return True
    since = swap.settled_at or swap.told_at
    begins = [one.starts_at for one in (swap.gives.session, swap.takes) if one and one.starts_at]
    return swap.state in LIVE and at < since + UNDO_FOR and all(at < start for start in begins)


@transaction.atomic(durable=True)
def take(
    chart: Chart, *, session_id: UUID, takes_id: UUID | None, reason: str, key: str, at: datetime
) -> Swap:
    """Come to another session instead, or ask to where the site's policy says so.

    Without `takes_id` the counselor is asked to find something. The same again is once;
    what can't be had any more is refused, and nothing has changed.
    """
    attendance = _attendance(chart, session_id)
    first = once.is_first_time(key, action="take_instead", account_id=chart.by.account_id, at=at)
    _lock(takes_id, chart.person.pk)
    there = Swap.objects.filter(gives=attendance, state__in=LIVE).first()
    if there is not None and (there.takes_id == takes_id or not first):
        return there
    if not first:
        return _latest(attendance)
    if there is not None:
        raise ChosenAlready(_CHOSEN)
    if reason not in set(Reason):
        raise NotAReason(gettext_noop("Choose what keeps you. “Something else” is fine too."))
    # Read again: while the lock was waited for, much may have changed.
    return _begin(chart, _attendance(chart, session_id), takes_id=takes_id, reason=reason, at=at)


def _latest(attendance: Attendance) -> Swap:
    swap = Swap.objects.filter(gives=attendance).order_by("-told_at").first()
    if swap is None:
        raise NotHere("Nothing was chosen.")
    return swap


def _begin(chart: Chart, attendance: Attendance, *, takes_id: UUID | None, reason: str, at: datetime) -> Swap:
    _refuse_begun(attendance, at=at)
    at_once = takes_id is not None and _is_at_once(attendance)
    takes = _fitting(attendance, takes_id, at=at) if takes_id else None
    swap = Swap.objects.create(
        person=chart.person,
        gives=attendance,
        takes=takes,
        state=SwapState.TAKEN if at_once else SwapState.ASKED,
        reason=reason,
        told_at=at,
        told_by=chart.by.account_id,
    )
    if at_once and takes is not None:
        put(chart, swap, takes, at=at)
    else:
        _say_cannot(chart, attendance, reason=reason, at=at)
        reaching.open_change_task(
            chart, about=swap.pk, leader=attendance.session.leader, due_at=_due(attendance, at), at=at
        )
    chart.note("swap", swap.pk, at=at, state=swap.state)
    return swap


def _due(attendance: Attendance, at: datetime) -> datetime:
    """A day, or before the session begins."""
    day = at + timedelta(days=1)
    starts_at = attendance.session.starts_at
    return min(day, starts_at) if starts_at is not None and starts_at > at else day


def put(chart: Chart, swap: Swap, takes: Session, *, at: datetime) -> None:
    """The person is excused where they were expected, and expected where they come instead.

    Part of an action: the caller holds the group's lock and has asked whether it fits.
    The hours are planned at the new session, so that the week counts them once.
    """
    gives = swap.gives
    if gives.state == AttendanceState.EXPECTED:
        values = {"intent": Intent.CANNOT, "intent_at": at, "planned_minutes": 0}
        _write(chart, gives, at=at, state=AttendanceState.EXCUSED, reason=swap.reason, **values)
    rosters.expect(gives.episode, [takes], by=chart.by, at=at)
    row = chart.attendances.select_related("session").get(session=takes)
    made_up = gives.pk if gives.state == AttendanceState.EXCUSED else None
    _write(chart, row, at=at, state=AttendanceState.EXPECTED, makes_up_for_id=made_up)


def _write(chart: Chart, row: Attendance, *, at: datetime, state: str, **values: object) -> None:
    """One conditional update on what was read, with its entry; who was slower is refused."""
    wanted = {"state": state, "reason": "", "reason_words": None, "makes_up_for_id": None, **values}
    fresh = Attendance.objects.filter(pk=row.pk, version=row.version)
    if not fresh.update(**wanted, version=row.version + 1):
        raise Gone(_UNFIT)
    row.refresh_from_db()
    AttendanceEntry.objects.create(
        attendance=row,
        version=row.version,
        state=state,
        by_video=row.by_video,
        reason=row.reason,
        makes_up_for=row.makes_up_for_id,
        written_at=at,
        written_by=chart.by.account_id,
    )


def _say_cannot(chart: Chart, row: Attendance, *, reason: str, at: datetime) -> None:
    """Who asks for another session has said that they can't come to this one; it excuses nothing yet."""
    if row.state == AttendanceState.EXPECTED and row.intent != Intent.CANNOT:
        values = {"intent": Intent.CANNOT, "intent_at": at, "reason": reason}
        _write(chart, row, at=at, state=AttendanceState.EXPECTED, **values)


@transaction.atomic(durable=True)
def take_back(chart: Chart, *, swap_id: UUID, key: str, at: datetime) -> Swap:
    """Change one's mind while there is time and the old place is still free. Twice is once."""
    swap = _swap(chart, swap_id)
    first = once.is_first_time(key, action="take_swap_back", account_id=chart.by.account_id, at=at)
    if not first or swap.state == SwapState.TAKEN_BACK:
        return swap
    _lock(swap.gives.session_id, chart.person.pk)
    swap = _swap(chart, swap_id)
    if not may_take_back(swap, at=at):
        raise TooLateToTakeBack(_TOO_LATE)
    if swap.state != SwapState.ASKED:
        _go_back(chart, swap, at=at)
    else:
        _unsay(chart, swap.gives, at=at)
    settle_as(swap, SwapState.TAKEN_BACK, by=chart.by.account_id, at=at)
    reaching.close_change_task(chart, about=swap.pk, at=at)
    chart.note("swap", swap.pk, at=at, state=swap.state)
    return swap


def _go_back(chart: Chart, swap: Swap, *, at: datetime) -> None:
    old = swap.gives
    if old.state == AttendanceState.EXCUSED:
        group = old.session.group
        keeping = week_facts.keeping([old.session_id]).get(old.session_id, frozenset())
        if old.session.status == SessionStatus.CANCELLED or (group and len(keeping) >= group.max_members):
            raise TooLateToTakeBack(_PLACE_GONE)
        planned = rosters.minutes_of(old.session)
        values = {"intent": Intent.NONE, "intent_at": at, "planned_minutes": planned}
        _write(chart, old, at=at, state=AttendanceState.EXPECTED, **values)
    new = chart.attendances.filter(session=swap.takes, state=AttendanceState.EXPECTED).first()
    if new is None:
        raise TooLateToTakeBack(_TOO_LATE)
    _write(chart, new, at=at, state=AttendanceState.NOT_EXPECTED)


def _unsay(chart: Chart, row: Attendance, *, at: datetime) -> None:
    if row.state == AttendanceState.EXPECTED and row.intent == Intent.CANNOT:
        _write(chart, row, at=at, state=AttendanceState.EXPECTED, intent=Intent.NONE, intent_at=at)


def settle_as(swap: Swap, state: SwapState, *, by: UUID | None, at: datetime) -> None:
    """Write how it ended, once."""
    swap.state, swap.settled_at, swap.settled_by = state, at, by
    swap.save(update_fields=["state", "settled_at", "settled_by"])


def fitting(swap: Swap, *, at: datetime) -> Session:
    """What was asked for, if it can still be had. Part of an action; takes the group's lock."""
    assert swap.takes_id is not None  # asked of swaps that chose a session
    _lock(swap.takes_id, swap.person_id)
    _refuse_begun(swap.gives, at=at)
    return _fitting(swap.gives, swap.takes_id, at=at)


def _fitting(attendance: Attendance, takes_id: UUID, *, at: datetime) -> Session:
    case = week_facts.cases_of([attendance], at=at)[0]
    offers = case.offers if attendance.session.group_id else ()
    offer = next((one for one in offers if one.key == takes_id), None)
    if offer is None:
        raise Gone(_STARTED if _has_begun(takes_id, at=at) else _UNFIT)
    speaks_against = equivalent.hindrances(case.need, offer, at=at)
    if Hindrance.BEGUN in speaks_against:
        raise Gone(_STARTED)
    if speaks_against == {Hindrance.FULL}:
        raise Gone(_FULL)
    if speaks_against:
        raise Gone(_UNFIT)
    return Session.objects.select_related("group").get(pk=takes_id)


def _has_begun(session_id: UUID, *, at: datetime) -> bool:
    return Session.objects.filter(pk=session_id, starts_at__lte=at).exists()


def _refuse_begun(attendance: Attendance, *, at: datetime) -> None:
    session = attendance.session
    if session.starts_at is None or at >= session.starts_at:
        raise NothingToSwap(_BEGUN)
    is_given_up = session.status == SessionStatus.CANCELLED
    if attendance.state != AttendanceState.EXPECTED and not is_given_up:
        raise NothingToSwap(_BEGUN)


def _lock(session_id: UUID | None, person_id: UUID) -> None:
    """The group of the place, then the person: in the order in which joining takes them."""
    if session_id is not None:
        group = Group.objects.select_for_update(of=("self",)).filter(sessions=session_id)
        list(group.values_list("pk", flat=True))
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=person_id)


def _rows(chart: Chart) -> QuerySet[Attendance]:
    return chart.attendances.select_related(
        "session__group",
        "session__room",
        "session__leader",
        "session__service",
        "session__site",
        "episode__site",
        "episode__template",
        "episode__person",
        "episode__counselor",
    )


def _attendance(chart: Chart, session_id: UUID) -> Attendance:
    row = _rows(chart).filter(session_id=session_id, session__ends_at__isnull=False).first()
    if row is None or (
        row.state == AttendanceState.NOT_EXPECTED and row.session.status != SessionStatus.CANCELLED
    ):
        raise NotHere("There is no such session.")
    return row


def _swap(chart: Chart, swap_id: UUID) -> Swap:
    rows = Swap.objects.filter(pk=swap_id, person=chart.person)
    swap = rows.select_related("takes", "gives__session__group", "gives__episode__site").first()
    if swap is None:
        raise NotHere("There is no such change.")
    return swap
