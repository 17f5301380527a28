"""What became of the sessions of the past: rows as the counselors' own taps would have written them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from stepwell.demo.characters import chance
from stepwell.demo.enrolled import Participant, People
from stepwell.domain.hours.attended import credited_minutes
from stepwell.kernel.spans import Span
from stepwell.records.outreach.models import Task, TaskKind
from stepwell.records.program.models import Staff
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.sessions.models import CAME, Attendance, AttendanceEntry, AttendanceState

SETTLED = timedelta(minutes=25)
"""So long after a session begins its leader has noted who is here, also who came late."""

_HERE, _LATE, _EARLY = AttendanceState.HERE, AttendanceState.LATE, AttendanceState.LEFT_EARLY
_MISSED, _EXCUSED = AttendanceState.MISSED, AttendanceState.EXCUSED
_LUCK = {
    "sure": (100, 0, 0, 0, 0),
    "steady": (88, 5, 2, 1, 4),
    "usual": (78, 8, 4, 5, 5),
    "shaky": (58, 9, 5, 21, 7),
}
"""Of a hundred sessions: here, late, left early, missed, excused."""
_STATES = (_HERE, _LATE, _EARLY, _MISSED, _EXCUSED)
_REASONS = ("work", "ill", "court", "travel", "other")
MAKES_UP = ("tendai", "devon", "omid", "samir")


@dataclass(frozen=True)
class Outcome:
    """How one session went for one person."""

    state: AttendanceState
    late: int = 0
    early: int = 0
    by_video: bool = False
    reason: str = ""


@transaction.atomic(durable=True)
def record_past(people: People, *, at: datetime) -> None:
    """Settle every session that has begun, with its history; a session somebody came to was held."""
    rows = (
        Attendance.objects.filter(starts_at__lt=at - SETTLED)
        .select_related("session", "session__leader")
        .order_by("starts_at", "pk")
    )
    by_person: dict[UUID, list[Attendance]] = {}
    for row in rows:
        by_person.setdefault(row.person_id, []).append(row)
    settled: list[Attendance] = []
    for participant in people.values():
        mine = by_person.get(participant.person.pk, [])
        settled += [
            _settle(row, outcome)
            for row, outcome in zip(mine, _outcomes(participant, mine, at), strict=True)
            if outcome is not None
        ]
    settled += list(_make_ups(people, by_person))
    _write(settled)
    held = {row.session_id for row in settled if row.state in CAME}
    Session.objects.filter(pk__in=held).update(status=SessionStatus.HELD)
    _write_calls(settled, people, at=at)


def _outcomes(participant: Participant, mine: list[Attendance], at: datetime) -> list[Outcome | None]:
    key = participant.character.key
    luck = chance(f"attends {key}")
    weights = _LUCK[participant.character.steadiness]
    told: list[Outcome | None] = []
    for row in mine:
        state = luck.choices(_STATES, weights)[0]
        told.append(
            Outcome(
                state,
                late=luck.choice((5, 8, 10, 12, 20)) if state is _LATE else 0,
                early=luck.choice((10, 15, 25, 30)) if state is _EARLY else 0,
                by_video=row.by_video or (state is _HERE and luck.random() < 0.03),
                reason=luck.choice(_REASONS) if state is _EXCUSED else "",
            )
        )
    return _as_told_of(key, told, mine, at)


def _as_told_of(
    key: str, told: list[Outcome | None], mine: list[Attendance], at: datetime
) -> list[Outcome | None]:
    """Where a story says how it went, the dice are overruled."""
    excused = {"sam": (("work", 9), ("work", 17)), "luis": (("ill", 11), ("court", 20))}
    for reason, place in excused.get(key, ()):
        if place < len(told):
            told[place] = Outcome(_EXCUSED, reason=reason)
    if key == "marcus":
        over = [number for number, row in enumerate(mine) if _ends_at(row) <= at]
        for number in range(len(told)):
            is_lost = number in over[-2:]
            told[number] = Outcome(_MISSED) if is_lost else told[number] if number in over else None
        for number in over[-5:-2]:
            told[number] = Outcome(_HERE)
    return told


def _ends_at(row: Attendance) -> datetime:
    assert row.session.ends_at is not None
    return row.session.ends_at


def _settle(row: Attendance, outcome: Outcome) -> Attendance:
    session = row.session
    assert session.starts_at is not None
    assert session.ends_at is not None
    came = outcome.state in CAME
    row.state = outcome.state
    row.minutes_late, row.minutes_left_early = outcome.late, outcome.early
    row.by_video = outcome.by_video if came else row.by_video
    row.reason = outcome.reason
    row.version = 1
    row.credited_minutes = credited_minutes(
        Span(session.starts_at, session.ends_at),
        [
            Span(
                session.starts_at + timedelta(minutes=after),
                session.starts_at + timedelta(minutes=after + long),
            )
            for after, long in session.breaks
        ],
        session.starts_at + timedelta(minutes=outcome.late) if came else None,
        session.ends_at - timedelta(minutes=outcome.early),
    )
    row.seen_at = session.starts_at + timedelta(minutes=max(5, outcome.late))
    row.seen_by = session.leader.account_id if session.leader else None
    return row


def _make_ups(people: People, by_person: dict[UUID, list[Attendance]]) -> Iterator[Attendance]:
    """A few who missed a session came to the same group of another day's people."""
    for key in MAKES_UP:
        participant = people[key]
        mine = by_person.get(participant.person.pk, [])
        missed = next((row for row in mine if row.state == _MISSED and row.session.group_id), None)
        if missed is None or missed.starts_at is None:
            continue
        later = (
            Session.objects.filter(
                site_id=missed.session.site_id,
                starts_at__gt=missed.starts_at,
                ends_at__lte=mine[-1].starts_at,
                group__isnull=False,
                by_video=False,
            )
            .exclude(attendances__person=participant.person)
            .select_related("leader")
        )
        taken = {row.held_on for row in mine}
        session = next((one for one in later.order_by("starts_at") if one.held_on not in taken), None)
        if session is not None:
            yield _made_up(missed, session)


def _made_up(missed: Attendance, session: Session) -> Attendance:
    row = Attendance(
        session=session,
        person_id=missed.person_id,
        episode_id=missed.episode_id,
        starts_at=session.starts_at,
        held_on=session.held_on,
        planned_minutes=missed.planned_minutes,
        makes_up_for=missed,
    )
    row.save(force_insert=True)
    return _settle(row, Outcome(_HERE))


def _write(rows: list[Attendance]) -> None:
    fields = (
        "state",
        "credited_minutes",
        "minutes_late",
        "minutes_left_early",
        "by_video",
        "reason",
        "seen_at",
        "seen_by",
        "version",
    )
    # An upsert: far quicker here than bulk_update's one long CASE for each field.
    Attendance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=200
    )
    AttendanceEntry.objects.bulk_create(
        (
            AttendanceEntry(
                attendance=row,
                version=row.version,
                state=row.state,
                minutes_late=row.minutes_late,
                minutes_left_early=row.minutes_left_early,
                by_video=row.by_video,
                reason=row.reason,
                makes_up_for=row.makes_up_for_id,
                written_at=row.seen_at,
                written_by=row.seen_by,
            )
            for row in rows
            if row.seen_at is not None
        ),
        batch_size=200,
    )


def _write_calls(rows: list[Attendance], people: People, *, at: datetime) -> None:
    """Who missed a session was called: done for all but Marcus, whose counselor has yet to reach him."""
    marcus = people["marcus"].person.pk
    owners = {one.person.pk: one.episode.counselor for one in people.values()}
    last = max((row.starts_at for row in rows if row.person_id == marcus and row.starts_at), default=None)
    tasks = []
    for row in rows:
        owner = owners.get(row.person_id)
        if row.state != _MISSED or row.starts_at is None or owner is None:
            continue
        task = _call(row, owner, starts_at=row.starts_at)
        is_marcus = row.person_id == marcus
        if not (is_marcus and row.starts_at == last):
            outcome = "no_answer" if is_marcus else chance(str(row.starts_at)).choice(_CALLED)
            _close(task, outcome, at=at)
        tasks.append(task)
    Task.objects.bulk_create(tasks, batch_size=200)


def _call(row: Attendance, owner: Staff, *, starts_at: datetime) -> Task:
    opened_at = starts_at + timedelta(minutes=10)
    return Task(
        kind=TaskKind.CALL_AFTER_MISS,
        person_id=row.person_id,
        owner=owner,
        about=row.pk,
        opened_at=opened_at,
        due_at=opened_at + timedelta(minutes=30),
    )


def _close(task: Task, outcome: str, *, at: datetime) -> None:
    task.acknowledged_at = min(at, task.opened_at + timedelta(minutes=12))
    task.done_at = min(at, task.opened_at + timedelta(minutes=25))
    task.done_by = task.owner.account_id
    task.outcome = outcome


_CALLED = ("talked", "talked", "left_message", "no_answer")
