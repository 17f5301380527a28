"""Session notes as they are kept: drafts, signed texts with their amendments, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from stepwell.actions.charts import Chart, NotHere
from stepwell.domain.notes import signed, written
from stepwell.domain.notes.signed import SignedText
from stepwell.domain.notes.standing import Standing, standing_of
from stepwell.domain.notes.written import OfSession, Written
from stepwell.domain.privacy.access import Part
from stepwell.records.notes import sealing
from stepwell.records.notes.models import CoSignature, Note, NoteEntry, SessionNote, SignedNote
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gaps

MOST = 100
"""How many notes of one person a page shows."""


@dataclass(frozen=True)
class Signed:
    """A signed text, and the co-signature under it where there is one."""

    row: SignedNote
    text: SignedText
    is_whole: bool
    """The text is the one that was signed: its hash is that of the signature."""
    co_signature: CoSignature | None = None


@dataclass(frozen=True)
class Kept:
    """One person's note: what is written now, and what was signed, the first text first."""

    note: Note | None
    written: Written
    signed: tuple[Signed, ...] = ()

    @property
    def version(self) -> int:
        return self.note.version if self.note else 0

    @property
    def is_signed(self) -> bool:
        return self.note is not None and self.note.signed_at is not None

    @property
    def waits(self) -> bool:
        """It waits for a co-signature."""
        return self.note is not None and self.note.waits_for_id is not None

    @property
    def last(self) -> Signed | None:
        """The text that holds: the note, or its latest amendment."""
        return self.signed[-1] if self.signed else None

    def standing(self, *, came: bool) -> Standing:
        """Where it stands for who came, or didn't."""
        return standing_of(
            came=came, is_blank=self.written.is_blank, is_signed=self.is_signed, waits=self.waits
        )


NOTHING = Kept(None, Written())


@dataclass(frozen=True)
class KeptOfSession:
    """What a session was about, and the version of that."""

    told: OfSession
    version: int = 0
    written_at: datetime | None = None


@dataclass(frozen=True)
class NoteState:
    """What a payer's day asks of a note; it holds no word of it."""

    signed_at: datetime | None
    whole_at: datetime | None
    """When it had every signature it needs; None while one is missing."""


def of_session(opened: Iterable[Chart], session_id: UUID) -> dict[UUID, Kept]:
    """What is kept of these people at one session, by person; two queries, however many they are."""
    by_person = {chart.person.pk: chart for chart in opened if chart.may_read(Part.NOTES)}
    rows = [row for row in _of_session(session=session_id) if row.person_id in by_person]
    texts = _signed_of([row for row in rows if row.signed_at])
    return {row.person_id: _kept(by_person[row.person_id], row, texts.get(row.pk, ())) for row in rows}


def of_line(chart: Chart, attendance_id: UUID) -> Kept:
    """What is kept of one person at one session."""
    chart.need(Part.NOTES)
    row = _of_attendance.first(attendance=attendance_id)
    if row is None:
        return NOTHING
    return _kept(chart, row, _signed_of([row]).get(row.pk, ()) if row.signed_at else ())


def of_person(chart: Chart) -> list[Kept]:
    """The notes of one person, the latest first."""
    chart.need(Part.NOTES)
    rows = list(Note.objects.filter(person=chart.person).order_by("-starts_at", "-pk")[:MOST])
    texts = _signed_of(rows)
    return [_kept(chart, row, texts.get(row.pk, ())) for row in rows]


def get(chart: Chart, note_id: UUID) -> Kept:
    """One note of this person, or NotHere."""
    chart.need(Part.NOTES)
    row = Note.objects.filter(pk=note_id, person=chart.person).select_related("waits_for").first()
    if row is None:
        raise NotHere("There is no such note.")
    return _kept(chart, row, _signed_of([row]).get(row.pk, ()))


def last_lines(
    opened: Mapping[UUID, Chart], *, group_id: UUID | None, before: datetime, since: datetime
) -> dict[UUID, str]:
    """What was written last time in this group, by person."""
    if group_id is None:
        return {}
    found: dict[UUID, str] = {}
    asked = {"group": group_id, "people": list(opened), "before": before, "since": since}
    for person_id, told in _earlier(**asked):
        if person_id not in found and opened[person_id].may_read(Part.NOTES):
            found[person_id] = written.from_json(opened[person_id].read(bytes(told), of=Part.NOTES)).line
    return found


def find_of_session(session_id: UUID) -> KeptOfSession:
    """What the session was about. For actions that have asked the rules: it names nobody."""
    row = _session_note.first(session=session_id)
    if row is None:
        return KeptOfSession(OfSession())
    told = written.session_from_json(sealing.open_for(row, row.told))
    return KeptOfSession(told, row.version, row.written_at)


def states_of(attendances: Iterable[UUID]) -> dict[UUID, NoteState]:
    """When the notes of these attendances were signed; those without a note are left out.

    For actions that have asked the rules: it opens no text.
    """
    rows = Note.objects.filter(attendance__in=list(attendances))
    return {
        key: NoteState(signed_at, whole_at)
        for key, signed_at, whole_at in rows.values_list("attendance_id", "signed_at", "whole_at")
        if key is not None
    }


def list_entries(chart: Chart, note_id: UUID) -> list[tuple[NoteEntry, Written]]:
    """Every saving of a note, the first first."""
    chart.need(Part.NOTES)
    rows = NoteEntry.objects.filter(note__person=chart.person, note=note_id).order_by("version")
    return [(row, _read(chart, bytes(row.told))) for row in rows]


def _kept(chart: Chart, row: Note, texts: Sequence[SignedNote]) -> Kept:
    return Kept(row, _read(chart, bytes(row.told)), tuple(_signed(chart, each) for each in texts))


def _read(chart: Chart, told: bytes) -> Written:
    return written.from_json(chart.read(told, of=Part.NOTES))


def _signed(chart: Chart, row: SignedNote) -> Signed:
    spelled = chart.read(bytes(row.text), of=Part.NOTES)
    co_signature = getattr(row, "co_signature", None)
    return Signed(row, signed.read(spelled), signed.hash_of(spelled) == row.hash, co_signature)


def _signed_of(rows: Sequence[Note]) -> dict[UUID, list[SignedNote]]:
    found: dict[UUID, list[SignedNote]] = {}
    if rows:
        for each in _texts(notes=[row.pk for row in rows]):
            found.setdefault(each.note_id, []).append(each)
    return found


@composed.once
def _of_session(gap: Gaps) -> QuerySet[Note]:
    return Note.objects.filter(attendance__session_id=gap.session)


@composed.once
def _of_attendance(gap: Gaps) -> QuerySet[Note]:
    return Note.objects.filter(attendance_id=gap.attendance)


@composed.once
def _texts(gap: Gaps) -> QuerySet[SignedNote]:
    rows = SignedNote.objects.filter(note_id__in=gap.many("notes")).select_related("co_signature")
    return rows.order_by("note_id", "number")


@composed.once
def _session_note(gap: Gaps) -> QuerySet[SessionNote]:
    return SessionNote.objects.filter(session_id=gap.session)


@composed.once
def _earlier(gap: Gaps) -> QuerySet[Note, tuple[UUID, bytes | memoryview]]:
    rows = Note.objects.filter(
        person_id__in=gap.many("people"),
        attendance__session__group_id=gap.group,
        starts_at__lt=gap.before,
        starts_at__gte=gap.since,
    )
    return rows.order_by("-starts_at").values_list("person_id", "told")


def versions_of(session_id: UUID) -> tuple[int, dict[UUID, int]]:
    """How often a session's note and each person's part of it were written: no word of them."""
    about = _session_version.first(session=session_id) or 0
    return about, dict(_versions(session=session_id))


@composed.once
def _session_version(gap: Gaps) -> QuerySet[SessionNote, int]:
    return SessionNote.objects.filter(session_id=gap.session).values_list("version", flat=True)


@composed.once
def _versions(gap: Gaps) -> QuerySet[Note, tuple[UUID, int]]:
    return Note.objects.filter(attendance__session_id=gap.session).values_list("person_id", "version")
