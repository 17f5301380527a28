"""A counselor's own notes on a talk, apart from the record ("SUD counseling notes", 42 CFR 2.11).

They have no part of the chart: whoever may open the record still reads none but their own. No
list, search, print or export knows of them, and a consent of their own would be needed to hand one on
(42 CFR 2.31(b)); the program doesn't. The session note must be complete without them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from stepwell.actions import once
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.refusals import Refusal
from stepwell.domain.notes import written
from stepwell.domain.notes.written import MOST
from stepwell.domain.privacy.access import Part, Purpose, Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.notes.models import CounselingNote, CounselingNoteEntry

AT_MOST = 100
"""How many a page shows."""


class CannotKeep(Refusal):
    """The note can't be kept as it is."""


@dataclass(frozen=True)
class Own:
    """One of the reader's own notes."""

    row: CounselingNote
    text: str


def list_own(chart: Chart) -> list[Own]:
    """What the reader wrote about this person for themselves, the latest first."""
    rows = CounselingNote.objects.filter(person=chart.person, author=_author(chart))
    return [_own(chart, row) for row in rows.order_by("-begun_at", "-pk")[:AT_MOST]]


@transaction.atomic(durable=True)
def keep(
    chart: Chart, *, text: str, note_id: UUID | None = None, version: int = 0, at: datetime, key: str = ""
) -> Own:
    """Keep a new note, or new words for one of the reader's own; earlier words stay as versions."""
    author = _author(chart)
    row = _find(chart, note_id) if note_id else None
    try:
        words = written.checked(text)
    except written.TooLong as error:
        raise CannotKeep(
            gettext_noop("A note has at most %(most)s letters. Shorten it."), most=MOST
        ) from error
    if not words and row is None:
        raise CannotKeep(gettext_noop("Write something first."))
    is_new = once.is_first_time(key, action="counseling_note", account_id=author, at=at)
    if not is_new:
        return _own(chart, row) if row else list_own(chart)[0]
    if row is not None and row.version != version:
        raise CannotKeep(gettext_noop("You changed this note on another page. Look at it, then write again."))
    sealed = chart.seal(words)
    if row is None:
        row = CounselingNote(person=chart.person, author=author, begun_at=at)
    row.told, row.version, row.written_at = sealed, row.version + 1, at
    row.save()
    CounselingNoteEntry.objects.create(note=row, version=row.version, told=sealed, written_at=at)
    return Own(row, words)


def _find(chart: Chart, note_id: UUID) -> CounselingNote:
    """One's own note, locked; what somebody else wrote looks like what doesn't exist."""
    rows = CounselingNote.objects.select_for_update()
    row = rows.filter(pk=note_id, person=chart.person, author=_author(chart)).first()
    if row is None:
        raise NotHere("There is no such note.")
    return row


def _own(chart: Chart, row: CounselingNote) -> Own:
    return Own(row, chart.read(bytes(row.told) if row.told else None, of=Part.IDENTITY))


def _author(chart: Chart) -> UUID:
    """The reader, where it is a counselor who treats the person."""
    by = chart.by
    if by.role is not Role.COUNSELOR or chart.purpose is not Purpose.TREATMENT or by.account_id is None:
        raise NotHere("There is no such page.")
    return by.account_id
