"""Who came: marked by one tap or one key, saved at once, amended and never overwritten.

Each person's line is a row of its own, so two tablets that mark different people merge.
For the same person the later tap wins and is told what it replaced.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from stepwell.actions import amending_notes, charts, once, rosters
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.reaching import Outcome
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.hours.attended import LeftBeforeComing
from stepwell.domain.privacy.access import Part, Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.outreach.models import Task, TaskKind
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.sessions.models import CAME, Attendance, AttendanceEntry, AttendanceState, Intent
from stepwell.records.tenancy import composed, plainly
from stepwell.records.tenancy.composed import Gaps

OPENS_BEFORE = timedelta(minutes=30)
"""How long before its start a roster can be marked."""

MARKS = (*CAME, AttendanceState.MISSED, AttendanceState.EXCUSED)
"""What can be said of somebody at a session."""

REASONS = ("ill", "work", "school", "court", "travel", "care", "other")
"""Why somebody was excused; words of one's own are sealed beside it."""

_MOST_TRIES = 8


class TooEarly(Refusal):
    """The session is still too far ahead."""


class Cancelled(Refusal):
    """The program gave the session up."""


class NotAMark(Refusal):
    """The answer doesn't fit the session."""


class ChangedSince(Refusal):
    """Another device wrote in between, so taking back would take back somebody else's answer."""


@dataclass(frozen=True)
class Marked:
    """The attendance as it is now, and the answer of another device that it replaced, if any."""

    attendance: Attendance
    replaced: AttendanceEntry | None = None


@dataclass(frozen=True)
class Answer:
    """What is said of one person at one session."""

    state: str
    minutes_late: int = 0
    minutes_left_early: int = 0
    by_video: bool = False
    reason: str = ""
    words: str = ""
    makes_up_for: UUID | None = None


@transaction.atomic(durable=True)
def mark(
    chart: Chart,
    *,
    session_id: UUID,
    answer: Answer,
    base_version: int | None = None,
    at: datetime,
    key: str = "",
) -> Marked:
    """Say whether the person came. The same answer twice is one answer.

    `base_version` is the version the page showed. When another device has written
    since, this later answer holds and `Marked.replaced` tells what it replaced.
    """
    session = markable_session(chart.by, session_id, at=at)
    now = line_of(chart, session)
    if not once.is_first_time(key, action="mark_attendance", account_id=chart.by.account_id, at=at):
        return Marked(now)
    wanted = _values(chart, session, answer)
    for _ in range(_MOST_TRIES):
        values, words = _with_what_was_said(now, wanted, answer.words, chart)
        if _says_the_same(chart, now, values, words):
            return Marked(now)
        if write(now, {**values, "reason_words": chart.seal(words)}, by=chart.by, at=at):
            break
        now = line_of(chart, session)
    else:
        raise ChangedSince(CHANGED)
    replaced = _latest_entry(now) if base_version is not None and base_version < now.version else None
    chart.note("attendance", now.pk, at=at, state=wanted["state"])
    amending_notes.follow_attendance([chart], [now.pk], at=at)
    if wanted["state"] in CAME:
        _close_call(chart, now, at=at)
    tell_held(session)
    return Marked(line_of(chart, session), replaced)


@transaction.atomic(durable=True)
def everyone_is_here(
    opened: Sequence[Chart], *, session_id: UUID, at: datetime, key: str = ""
) -> list[Attendance]:
    """Mark as here who is still expected and didn't say they can't come; who was changed.

    Nobody who was marked already is changed. Who said "I can't make it" is left to a tap of
    its own: one tap for twelve must not credit hours to somebody who told the program they
    would be away.
    """
    if not opened:
        return []
    by = opened[0].by
    session = markable_session(by, session_id, at=at)
    if not once.is_first_time(key, action="everyone_is_here", account_id=by.account_id, at=at):
        return []
    by_person = {chart.person.pk: chart for chart in opened}
    expected = Attendance.objects.filter(
        session=session, person_id__in=list(by_person), state=AttendanceState.EXPECTED
    ).exclude(intent=Intent.CANNOT)
    changed = []
    for attendance in expected.order_by("pk"):
        chart = by_person[attendance.person_id]
        made_up = attendance.makes_up_for_id if _is_still_lost(chart, attendance.makes_up_for_id) else None
        answer = Answer(AttendanceState.HERE, by_video=attendance.by_video, makes_up_for=made_up)
        values, words = _with_what_was_said(attendance, _values(chart, session, answer), "", chart)
        values["reason_words"] = chart.seal(words)
        if write(attendance, values, by=by, at=at, only_expected=True):
            changed.append(attendance)
    if changed:
        amending_notes.follow_attendance(opened, [row.pk for row in changed], at=at)
        _close_calls(changed, by=by, at=at)
        tell_held(session)
        charts.note_list(
            [by_person[row.person_id] for row in changed], "attendance", about=session.pk, at=at, state="here"
        )
    return changed


CHANGED = gettext_noop("Another device changed this line in the meantime. Look at it, then decide again.")


def get_session(by: SignedIn, session_id: UUID) -> Session:
    """A session at the reader's sites with all a page shows of it, or NotHere; only counselors have any."""
    return _or_not_here(by, _shown_session.first(session=session_id, sites=list(by.reader.site_ids)))


def _or_not_here(by: SignedIn, session: Session | None) -> Session:
    if session is None or by.role is not Role.COUNSELOR:
        raise NotHere("There is no such session.")
    return session


@composed.once
def _bare_session(gap: Gaps) -> QuerySet[Session]:
    rows = Session.objects.filter(pk=gap.session, site_id__in=gap.many("sites"))
    return rows.select_related("site", "service")


@composed.once
def _shown_session(gap: Gaps) -> QuerySet[Session]:
    rows = Session.objects.filter(pk=gap.session, site_id__in=gap.many("sites"))
    return rows.select_related("site", "room", "leader", "group", "service")


def is_open(session: Session, *, at: datetime) -> bool:
    """Whether the roster can be marked now."""
    if session.status == SessionStatus.CANCELLED or session.starts_at is None:
        return False
    return at >= session.starts_at - OPENS_BEFORE


def markable_session(by: SignedIn, session_id: UUID, *, at: datetime) -> Session:
    """A session at the reader's sites that can be marked now; Cancelled or TooEarly where it can't."""
    session = _or_not_here(by, _bare_session.first(session=session_id, sites=list(by.reader.site_ids)))
    if session.status == SessionStatus.CANCELLED or session.starts_at is None:
        raise Cancelled(gettext_noop("This session was cancelled, so nobody can be marked."))
    if not is_open(session, at=at):
        raise TooEarly(gettext_noop("This session can be marked from 30 minutes before it starts."))
    return session


def line_of(chart: Chart, session: Session) -> Attendance:
    """The person's line at a session, or NotHere where they aren't expected."""
    row = find_expected(chart, session.pk)
    if row is None:
        raise NotHere("Nobody expects this person here.")
    return row


def find_expected(chart: Chart, session_id: UUID) -> Attendance | None:
    """The person's line at a session, where they are expected."""
    chart.need(Part.ATTENDANCE)
    return _expected.first(person=chart.person.pk, session=session_id)


@composed.once
def _expected(gap: Gaps) -> QuerySet[Attendance]:
    rows = Attendance.objects.filter(person_id=gap.person, session_id=gap.session)
    return rows.exclude(state=AttendanceState.NOT_EXPECTED)


def _values(chart: Chart, session: Session, answer: Answer) -> dict[str, Any]:
    """What the row will hold; NotAMark when the answer doesn't fit the session."""
    came = answer.state in CAME
    counts = came and answer.state != AttendanceState.HERE
    late, early = (answer.minutes_late, answer.minutes_left_early) if counts else (0, 0)
    _refuse_unfit(answer, late=late, early=early)
    return {
        "state": answer.state,
        "minutes_late": late,
        "minutes_left_early": early,
        "by_video": answer.by_video if came else session.by_video,
        "reason": answer.reason if answer.state == AttendanceState.EXCUSED else "",
        "makes_up_for_id": _made_up(chart, session, answer.makes_up_for) if came else None,
        "credited_minutes": _credit(session, late=late, early=early) if came else 0,
        # Who came although they had taken another session instead has their hours here again.
        **({"planned_minutes": rosters.minutes_of(session)} if came else {}),
    }


def _refuse_unfit(answer: Answer, *, late: int, early: int) -> None:
    if answer.state not in MARKS:
        raise NotAMark(gettext_noop("Choose here, late, left early, missed or excused."))
    if answer.state == AttendanceState.LATE and late < 1:
        raise NotAMark(gettext_noop("Say how many minutes late, from 1 up."))
    if answer.state == AttendanceState.LEFT_EARLY and early < 1:
        raise NotAMark(gettext_noop("Say how many minutes before the end, from 1 up."))
    if answer.state == AttendanceState.EXCUSED and answer.reason not in REASONS:
        raise NotAMark(gettext_noop("Choose why the person is excused."))


def _credit(session: Session, *, late: int, early: int) -> int:
    too_many = NotAMark(gettext_noop("That is more minutes than the session has."))
    starts_at, ends_at = session.starts_at, session.ends_at
    is_over = starts_at is not None and ends_at is not None and starts_at + timedelta(minutes=late) >= ends_at
    if late < 0 or early < 0 or is_over:
        raise too_many
    try:
        return rosters.minutes_of(session, late=late, left_early=early)
    except LeftBeforeComing as error:
        raise too_many from error


def _made_up(chart: Chart, session: Session, attendance_id: UUID | None) -> UUID | None:
    if attendance_id is None:
        return None
    if not _is_still_lost(chart, attendance_id, besides=session):
        raise NotAMark(gettext_noop("Only a missed or excused session can be made up."))
    return attendance_id


def _is_still_lost(chart: Chart, attendance_id: UUID | None, *, besides: Session | None = None) -> bool:
    if attendance_id is None:
        return False
    lost = chart.attendances.filter(
        pk=attendance_id, state__in=(AttendanceState.MISSED, AttendanceState.EXCUSED)
    )
    return lost.exclude(session=besides).exists()


def _with_what_was_said(
    row: Attendance, wanted: dict[str, Any], words: str, chart: Chart
) -> tuple[dict[str, Any], str]:
    """What the person said ahead stays beside any answer but an excuse, which has words of its own."""
    if wanted["state"] == AttendanceState.EXCUSED and words:
        return wanted, words
    if row.intent != Intent.CANNOT:
        return wanted, words
    said = chart.read(bytes(row.reason_words)) if row.reason_words else ""
    reason = wanted["reason"] or row.reason
    return {**wanted, "reason": reason}, said


def _says_the_same(chart: Chart, row: Attendance, wanted: dict[str, Any], words: str) -> bool:
    if any(getattr(row, name) != value for name, value in wanted.items()):
        return False
    sealed = row.reason_words
    return chart.read(bytes(sealed) if sealed else None) == words


def write(
    row: Attendance,
    values: dict[str, Any],
    *,
    by: SignedIn,
    at: datetime,
    undoes: int | None = None,
    only_expected: bool = False,
) -> bool:
    """One conditional UPDATE on the version that was read, then its entry; False for who was slower."""
    fresh = Attendance.objects.filter(pk=row.pk, version=row.version)
    if only_expected:
        fresh = fresh.filter(state=AttendanceState.EXPECTED)
    if not fresh.update(**values, version=row.version + 1, seen_at=at, seen_by=by.account_id):
        return False
    entry = {
        "attendance_id": row.pk,
        "version": row.version + 1,
        "state": values["state"],
        "minutes_late": values["minutes_late"],
        "minutes_left_early": values["minutes_left_early"],
        "by_video": values["by_video"],
        "reason": values["reason"],
        "reason_words": values["reason_words"],
        "makes_up_for": values["makes_up_for_id"],
        "written_at": at,
        "written_by": by.account_id,
        "undoes": undoes,
    }
    plainly.insert(AttendanceEntry, [entry])
    return True


def _latest_entry(row: Attendance) -> AttendanceEntry | None:
    return _entry.first(attendance=row.pk, version=row.version)


@composed.once
def _entry(gap: Gaps) -> QuerySet[AttendanceEntry]:
    return AttendanceEntry.objects.filter(attendance_id=gap.attendance, version=gap.version)


def _close_call(chart: Chart, row: Attendance, *, at: datetime) -> None:
    if _close_calls([row], by=chart.by, at=at):
        chart.note("task", row.pk, at=at, outcome=Outcome.CAME_AFTER_ALL.value)


def _close_calls(rows: Sequence[Attendance], *, by: SignedIn, at: datetime) -> int:
    """Who came needs no call."""
    waiting = _calls(about=[row.pk for row in rows])
    if not waiting:
        return 0
    still = Task.objects.filter(pk__in=waiting, done_at=None)
    return still.update(done_at=at, done_by=by.account_id, outcome=Outcome.CAME_AFTER_ALL.value)


@composed.once
def _calls(gap: Gaps) -> QuerySet[Task, UUID]:
    calls = Task.objects.filter(kind=TaskKind.CALL_AFTER_MISS, done_at=None)
    return calls.filter(about__in=gap.many("about")).values_list("pk", flat=True)


@composed.once
def _somebody_came(gap: Gaps) -> QuerySet[Attendance, UUID]:
    came = Attendance.objects.filter(session_id=gap.session, state__in=CAME)
    return came.values_list("pk", flat=True)[:1]


def tell_held(session: Session) -> None:
    """A session somebody came to was held; when that is taken back it is planned again."""
    came = _somebody_came(session=session.pk)
    before, after = SessionStatus.PLANNED, SessionStatus.HELD
    if not came:
        before, after = after, before
    Session.objects.filter(pk=session.pk, status=before).update(status=after)
