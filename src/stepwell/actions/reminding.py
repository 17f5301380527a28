"""Looking ahead for sessions to remind of, and back for starts that were missed.

Both write effects and tasks; what is sent is decided when an effect is due
(actions.composing), because what was true then may not be true now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from stepwell.actions import charts, reaching, readers
from stepwell.actions.charts import Chart
from stepwell.actions.composing import BEFORE_SESSION, MISSED_START, next_safe_moment, wishes_of
from stepwell.domain.episodes.lifecycle import IN_TREATMENT
from stepwell.domain.privacy.access import Purpose
from stepwell.records.effects.models import OutboxRow
from stepwell.records.outreach.models import Task, TaskKind
from stepwell.records.people.models import ContactWishes
from stepwell.records.schedule.models import SessionStatus
from stepwell.records.sessions.models import CAME, Attendance, AttendanceState, Intent
from stepwell.records.tenancy import scope

LOOK_AHEAD = timedelta(hours=26)
LEADS = (timedelta(hours=2), timedelta(hours=12), timedelta(hours=24))
"""How long before the start a reminder goes out: the shortest that falls in safe hours. Program policy."""

MISSED_AFTER = timedelta(minutes=10)
MISSED_UNTIL = timedelta(hours=2)
"""A missed start found later than this (the worker was down) sends nobody calling. Program policy."""

BATCH = 200


def queue_reminders(*, at: datetime) -> int:
    """Queue a reminder for everyone expected within the next day; how many were new."""
    soon = Q(
        session__starts_at__gt=at, session__starts_at__lte=at + LOOK_AHEAD, state=AttendanceState.EXPECTED
    )
    new = _without_effect(_awaited(at).filter(soon), reminder_key)
    for chart, attendance, wishes in _opened(new, what="reminder", at=at):
        _queue_reminder(chart, attendance, wishes, at=at)
    return len(new)


def queue_missed_starts(*, at: datetime) -> int:
    """Queue a message and open a call task for each start missed by ten minutes; how many were new."""
    missed = _awaited(at).filter(
        state__in=[AttendanceState.EXPECTED, AttendanceState.MISSED],
        session__starts_at__lte=at - MISSED_AFTER,
        session__starts_at__gt=at - MISSED_UNTIL,
    )
    new = _without_effect(missed, missed_key)
    for chart, attendance, wishes in _opened(new, what="missed_start", at=at):
        _follow_up(chart, attendance, wishes, at=at)
    return len(new)


def close_answered_calls(*, at: datetime) -> int:
    """Close the calls that nobody need make, because the person came after all; how many."""
    waiting = Task.objects.filter(kind=TaskKind.CALL_AFTER_MISS, done_at=None)
    came = Attendance.objects.filter(pk__in=waiting.values("about"), state__in=CAME).order_by("pk")
    done = list(came)
    for chart, attendance, _ in _opened(done, what="task", at=at):
        _close_call(chart, attendance, at=at)
    return len(done)


def reminder_key(attendance: Attendance) -> str:
    """Names the reminder of one person for one start: a session that moves gets another."""
    return f"reminder:{attendance.pk}:{attendance.session.starts_at:%Y%m%dT%H%M}"


def missed_key(attendance: Attendance) -> str:
    """Names the message to one person about one missed start."""
    return f"missed:{attendance.pk}:{attendance.session.starts_at:%Y%m%dT%H%M}"


def _awaited(at: datetime) -> QuerySet[Attendance]:
    """What somebody in treatment here is awaited at: not called off by either side, not brought along.

    The days around `at` bound the search by an index; they are wide enough for any zone.
    """
    day = at.date()
    rows = Attendance.objects.filter(
        held_on__gte=day - timedelta(days=2),
        held_on__lte=day + timedelta(days=3),
        episode__is_open=True,
        episode__state__in=[state.value for state in IN_TREATMENT],
        episode__external_id="",
        session__external_id="",
        session__status__in=[SessionStatus.PLANNED, SessionStatus.HELD],
    )
    return (
        rows.exclude(intent=Intent.CANNOT)
        .select_related("session", "session__leader")
        .order_by("session__starts_at", "pk")
    )


def _without_effect(rows: QuerySet[Attendance], key: Callable[[Attendance], str]) -> list[Attendance]:
    by_key = {key(row): row for row in rows}
    keys, queued = list(by_key), set[str]()
    for start in range(0, len(keys), 500):
        found = OutboxRow.objects.filter(key__in=keys[start : start + 500])
        queued.update(found.values_list("key", flat=True))
    return [row for name, row in by_key.items() if name not in queued]


def _opened(
    rows: Sequence[Attendance], *, what: str, at: datetime
) -> Iterator[tuple[Chart, Attendance, ContactWishes | None]]:
    """Each attendance with its person's chart, opened by the program itself; one line for each batch."""
    by = readers.system(scope.organization_id(), name="reminders")
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        people = [row.person_id for row in batch]
        opened = {c.person.pk: c for c in charts.open_list(by, people, Purpose.SYSTEM, what=what, at=at)}
        wishes = wishes_of(list(opened.values()))
        for row in batch:
            if row.person_id in opened:
                yield opened[row.person_id], row, wishes.get(row.person_id)


@transaction.atomic(durable=True)
def _queue_reminder(
    chart: Chart, attendance: Attendance, wishes: ContactWishes | None, *, at: datetime
) -> None:
    starts_at = attendance.session.starts_at
    assert starts_at is not None  # _awaited compares it
    _queue(chart, BEFORE_SESSION, reminder_key(attendance), attendance, _remind_at(starts_at, wishes), at)


def _remind_at(starts_at: datetime, wishes: ContactWishes | None) -> datetime:
    """The latest safe moment by LEADS; two hours ahead where none is safe, and then nothing is sent."""
    moments = (next_safe_moment(starts_at - lead, wishes) for lead in LEADS)
    return next((moment for moment in moments if moment and moment < starts_at), starts_at - LEADS[0])


@transaction.atomic(durable=True)
def _follow_up(chart: Chart, attendance: Attendance, wishes: ContactWishes | None, *, at: datetime) -> None:
    due_at = next_safe_moment(at, wishes) or at
    _queue(chart, MISSED_START, missed_key(attendance), attendance, due_at, at)
    reaching.open_call_task(chart, attendance_id=attendance.pk, leader=attendance.session.leader, at=at)


def _queue(chart: Chart, kind: str, key: str, attendance: Attendance, due_at: datetime, at: datetime) -> None:
    starts_at = attendance.session.starts_at
    payload = {"attendance": str(attendance.pk), "starts_at": starts_at.isoformat() if starts_at else ""}
    reaching.queue(kind, key=key, person_id=chart.person.pk, payload=payload, due_at=due_at, at=at)


@transaction.atomic(durable=True)
def _close_call(chart: Chart, attendance: Attendance, *, at: datetime) -> None:
    task = chart.tasks.filter(kind=TaskKind.CALL_AFTER_MISS, about=attendance.pk, done_at=None).first()
    if task is not None:
        outcome = reaching.Outcome.CAME_AFTER_ALL.value
        chart.tasks.filter(pk=task.pk).update(outcome=outcome, done_at=at)
        chart.note("task", task.pk, at=at, outcome=outcome)
