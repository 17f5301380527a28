"""Taking back the last answer about somebody at a session; what was taken back stays in the history."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from stepwell.actions import amending_notes, attending, once, rosters
from stepwell.actions.attending import CHANGED, MARKS, ChangedSince
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import CAME, Attendance, AttendanceEntry, AttendanceState, Intent


class NothingToUndo(Refusal):
    """Nobody has marked this person yet."""


@transaction.atomic(durable=True)
def undo(chart: Chart, *, session_id: UUID, base_version: int, at: datetime, key: str = "") -> Attendance:
    """Take back the last answer about a person; the entry that was taken back stays in the history."""
    session = attending.markable_session(chart.by, session_id, at=at)
    now = attending.line_of(chart, session)
    if not once.is_first_time(key, action="undo_attendance", account_id=chart.by.account_id, at=at):
        return now
    if base_version < now.version:
        raise ChangedSince(CHANGED)
    standing = _standing(now)
    if not standing:
        raise NothingToUndo(gettext_noop("There is nothing to take back for this person."))
    last, before = standing[-1], standing[-2] if len(standing) > 1 else None
    values = _values_before(session, before)
    if before is None:
        values["makes_up_for_id"] = _planned_make_up(now)
    if before is None and now.intent == Intent.CANNOT:
        values = {**values, "reason": now.reason, "reason_words": now.reason_words}
    if not attending.write(now, values, by=chart.by, at=at, undoes=last.version):
        raise ChangedSince(CHANGED)
    chart.note("attendance", now.pk, at=at, undoes=last.version)
    amending_notes.follow_attendance([chart], [now.pk], at=at)
    attending.tell_held(session)
    return attending.line_of(chart, session)


def _standing(row: Attendance) -> list[AttendanceEntry]:
    """The marks that have not been taken back, in order. What the roster itself wrote is no mark."""
    kept: list[AttendanceEntry] = []
    for entry in AttendanceEntry.objects.filter(attendance=row).order_by("version"):
        if entry.undoes is not None:
            kept = [other for other in kept if other.version != entry.undoes]
        elif entry.state in MARKS:
            kept.append(entry)
    return kept


def _planned_make_up(row: Attendance) -> UUID | None:
    """What the session was taken instead of, before anybody marked it."""
    entries = AttendanceEntry.objects.filter(attendance=row, state=AttendanceState.EXPECTED, undoes=None)
    return entries.order_by("-version").values_list("makes_up_for", flat=True).first()


def _values_before(session: Session, entry: AttendanceEntry | None) -> dict[str, Any]:
    if entry is None:
        return {
            "state": AttendanceState.EXPECTED,
            "minutes_late": 0,
            "minutes_left_early": 0,
            "by_video": session.by_video,
            "reason": "",
            "reason_words": None,
            "makes_up_for_id": None,
            "credited_minutes": 0,
        }
    late, early = entry.minutes_late, entry.minutes_left_early
    minutes = rosters.minutes_of(session, late=late, left_early=early) if entry.state in CAME else 0
    return {
        "state": entry.state,
        "minutes_late": late,
        "minutes_left_early": early,
        "by_video": entry.by_video,
        "reason": entry.reason,
        "reason_words": entry.reason_words,
        "makes_up_for_id": entry.makes_up_for,
        "credited_minutes": minutes,
    }
