"""Writing a signed text into the records, and the facts of it that attendance tells."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.domain.notes import signed
from stepwell.domain.notes.signed import SignedText
from stepwell.records.notes.models import Note, SignedNote
from stepwell.records.sessions.models import CAME, Attendance
from stepwell.records.tenancy import plainly


def append(chart: Chart, note: Note, number: int, text: SignedText, *, by: SignedIn, at: datetime) -> None:
    """Append a text to those of its note. Called inside the transaction of the act."""
    spelled = signed.spell(text)
    row = {
        "note_id": note.pk,
        "number": number,
        "text": chart.seal(spelled),
        "hash": signed.hash_of(spelled),
        "why": text.why.value,
        "minutes": text.minutes,
        "signed_at": at,
        "signed_by": by.account_id,
    }
    plainly.insert(SignedNote, [row])


def facts_of(row: Attendance) -> dict[str, Any]:
    """What a text says of who came, and for how long."""
    return {
        "came": str(row.state),
        "by_video": row.by_video,
        "minutes_late": row.minutes_late,
        "minutes_left_early": row.minutes_left_early,
        "minutes": row.credited_minutes if row.state in CAME else 0,
    }
