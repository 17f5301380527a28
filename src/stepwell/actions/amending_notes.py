"""Amending signed notes: what is said later stands beside the original, with who, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from msgspec.structs import replace

from stepwell.actions import notes_kept, once, signed_texts
from stepwell.actions.charts import Chart
from stepwell.actions.notes_kept import Kept
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.notes import signed, written
from stepwell.domain.notes.signed import SignedText, Why
from stepwell.domain.notes.written import Participation
from stepwell.domain.privacy.access import Part
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.notes.models import Note, NoteEntry
from stepwell.records.sessions.models import Attendance
from stepwell.records.tenancy import composed, plainly
from stepwell.records.tenancy.composed import Gaps

LEAST_REASON = 3
"""Letters that a reason has at least."""


class CannotAmend(Refusal):
    """The amendment says nothing, or not why."""


@transaction.atomic(durable=True)
def amend(
    chart: Chart,
    note_id: UUID,
    *,
    line: str,
    participation: Participation,
    reason: str,
    after: int,
    at: datetime,
    key: str = "",
) -> Kept:
    """Put an amendment beside a signed note. `after` is the number of the last text that was read."""
    kept, by = notes_kept.get(chart, note_id), chart.by
    if not once.is_first_time(key, action="amend_note", account_id=by.account_id, at=at):
        return kept
    last = kept.last
    if last is None or kept.note is None:
        raise CannotAmend(gettext_noop("This note isn't signed yet. Write in it where the session is."))
    if last.row.number != after:
        raise CannotAmend(gettext_noop("This note was amended in the meantime. Read it again, then amend."))
    try:
        words, why = written.checked(line), written.checked(reason)
    except written.TooLong as error:
        raise CannotAmend(gettext_noop("That is more than a note takes. Shorten it.")) from error
    if len(why) < LEAST_REASON:
        raise CannotAmend(gettext_noop("Say why you amend the note."))
    if not words:
        raise CannotAmend(gettext_noop("A note can't be emptied. Say what is right instead."))
    told = replace(kept.written, line=words, participation=participation)
    changed = replace(
        _signed_by(last.text, by=by, at=at, zone=_zone(last.text)),
        line=words,
        participation=participation.value,
        why=Why.AMENDED,
        reason=why,
        amends=last.row.hash,
    )
    if changed.line == last.text.line and changed.participation == last.text.participation:
        raise CannotAmend(gettext_noop("Nothing was changed. Change the text first, then say why."))
    signed_texts.append(chart, kept.note, last.row.number + 1, changed, by=by, at=at)
    _write_told(chart, kept, told, by=by, at=at)
    chart.note("amended_note", kept.note.pk, at=at)
    return notes_kept.get(chart, note_id)


def follow_attendance(opened: Iterable[Chart], attendances: Sequence[UUID], *, at: datetime) -> int:
    """Where who came was corrected after the signature, an amendment says so; how many were written.

    Called inside the transaction that corrects it.
    """
    if not attendances:
        return 0
    by_person = {chart.person.pk: chart for chart in opened}
    count = 0
    for note in _signed_notes(attendances=list(attendances)):
        chart = by_person.get(note.person_id)
        if chart is None or not chart.may_read(Part.NOTES):
            continue
        kept = notes_kept.get(chart, note.pk)
        row = Attendance.objects.get(note=note)
        last = kept.last
        if last is None:
            continue
        facts = signed_texts.facts_of(row)
        if all(getattr(last.text, name) == value for name, value in facts.items()):
            continue
        zone = _zone(last.text)
        changed = replace(
            _signed_by(last.text, by=chart.by, at=at, zone=zone),
            **facts,
            why=Why.ATTENDANCE,
            reason="",
            amends=last.row.hash,
        )
        signed_texts.append(chart, note, last.row.number + 1, changed, by=chart.by, at=at)
        count += 1
    return count


def _write_told(chart: Chart, kept: Kept, told: written.Written, *, by: SignedIn, at: datetime) -> None:
    """What is written now reads as it was amended, so that next time it stands as last time's line."""
    assert kept.note is not None
    values = {"told": chart.seal(written.to_json(told)), "written_at": at, "written_by": by.account_id}
    Note.objects.filter(pk=kept.note.pk).update(**values, version=kept.version + 1)
    plainly.insert(
        NoteEntry, [{"note_id": kept.note.pk, "version": kept.version + 1, "device": "", **values}]
    )


def _signed_by(text: SignedText, *, by: SignedIn, at: datetime, zone: Any) -> SignedText:
    staff = by.staff
    return replace(
        text,
        signer=staff.full_name if staff else by.name,
        credential=staff.credential if staff else "",
        signed_at=at.astimezone(zone).isoformat(),
        is_late=signed.is_late(datetime.fromisoformat(text.ends_at), at),
    )


def _zone(text: SignedText) -> Any:
    """The offset that the text was written in."""
    return datetime.fromisoformat(text.starts_at).tzinfo


@composed.once
def _signed_notes(gap: Gaps) -> QuerySet[Note]:
    rows = Note.objects.filter(attendance_id__in=gap.many("attendances"), signed_at__isnull=False)
    return rows.order_by("pk")
