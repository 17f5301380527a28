"""What a participant says ahead: I'm coming, or I can't make it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from stepwell.actions import once, reaching
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.refusals import Refusal
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.schedule.models import SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceEntry, AttendanceState, Intent

INTENT_TOLD = "intent_told"
"""The outbox kind that tells the counselor's Today page of a new word."""


class Reason(StrEnum):
    """Why somebody can't make it, as the person chose it."""

    WORK = "work"
    SCHOOL = "school"
    COURT = "court"
    ILL = "ill"
    TRAVEL = "travel"
    CARE = "care"
    OTHER = "other"


class TooLate(Refusal):
    """The session has begun, is over, or does not take place."""


class NotAReason(Refusal):
    """None of the reasons was chosen."""


class TooManyWords(Refusal):
    """More was written than a few words."""


MOST_WORDS = 1000


@transaction.atomic(durable=True)
def confirm(chart: Chart, *, session_id: UUID, key: str, at: datetime) -> Attendance:
    """Note that the person means to come. It can be changed until the session starts."""
    attendance = _open_attendance(chart, session_id)
    if not once.is_first_time(key, action="confirm", account_id=chart.by.account_id, at=at):
        return attendance
    _refuse_late(attendance, at)
    if attendance.intent == Intent.COMING:
        return attendance
    return _write(chart, attendance, intent=Intent.COMING, reason="", words="", key=key, at=at)


@transaction.atomic(durable=True)
def decline(
    chart: Chart, *, session_id: UUID, reason: str, words: str = "", key: str, at: datetime
) -> Attendance:
    """Note that the person can't come, and why. It excuses nothing: the counselor decides that.

    The words are sealed. The next word ahead of time replaces this one and keeps it.
    """
    attendance = _open_attendance(chart, session_id)
    if not once.is_first_time(key, action="decline", account_id=chart.by.account_id, at=at):
        return attendance
    _refuse_late(attendance, at)
    if reason not in set(Reason):
        raise NotAReason(gettext_noop("Choose what keeps you. “Something else” is fine too."))
    if len(words) > MOST_WORDS:
        raise TooManyWords(gettext_noop("Use at most %(most)s letters."), most=MOST_WORDS)
    return _write(chart, attendance, intent=Intent.CANNOT, reason=reason, words=words.strip(), key=key, at=at)


def _open_attendance(chart: Chart, session_id: UUID) -> Attendance:
    rows = chart.attendances.select_for_update(of=("self",)).select_related("session")
    found = rows.filter(session_id=session_id).first()
    if found is None or (
        found.state == AttendanceState.NOT_EXPECTED and found.session.status != SessionStatus.CANCELLED
    ):
        raise NotHere("There is no such session.")
    return found


def _refuse_late(attendance: Attendance, at: datetime) -> None:
    session = attendance.session
    if session.status == SessionStatus.CANCELLED:
        raise TooLate(gettext_noop("This session does not take place. There is nothing you need to do."))
    if session.starts_at is None or at >= session.starts_at or attendance.state != AttendanceState.EXPECTED:
        raise TooLate(gettext_noop("This session has begun. Call the program, so that they know."))


def _write(
    chart: Chart, attendance: Attendance, *, intent: Intent, reason: str, words: str, key: str, at: datetime
) -> Attendance:
    attendance.intent, attendance.intent_at = intent, at
    fields = ["intent", "intent_at"]
    if (attendance.reason, attendance.reason_words) != (reason, None) or words:
        # The reason lives in the history, so that a changed mind keeps what was said before.
        attendance.reason, attendance.reason_words = reason, chart.seal(words)
        attendance.version += 1
        fields += ["reason", "reason_words", "version"]
        _remember(chart, attendance, at=at)
    attendance.save(update_fields=fields)
    chart.note("intent", attendance.pk, at=at, intent=intent.value)
    reaching.queue(
        INTENT_TOLD,
        key=f"intent:{attendance.pk}:{intent.value}:{key or at.isoformat()}",
        person_id=chart.person.pk,
        payload={"attendance": str(attendance.pk), "intent": intent.value},
        due_at=at,
        at=at,
    )
    return attendance


def _remember(chart: Chart, attendance: Attendance, *, at: datetime) -> None:
    AttendanceEntry.objects.create(
        attendance=attendance,
        version=attendance.version,
        state=attendance.state,
        by_video=attendance.by_video,
        reason=attendance.reason,
        reason_words=attendance.reason_words,
        written_at=at,
        written_by=chart.by.account_id,
    )
