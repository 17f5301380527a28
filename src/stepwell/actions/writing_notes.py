"""Writing the note of a session: saved as it is typed, merged when two write, until it is signed.

A line is a row of its own, so two who write of different people never meet. Of the same person the
words of both are kept, and every version stays (`domain.notes.written`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from msgspec.structs import replace

from stepwell.actions import attending, notes_kept, once
from stepwell.actions.charts import Chart
from stepwell.actions.notes_kept import Kept, KeptOfSession
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.notes import written
from stepwell.domain.notes.signed import Kind
from stepwell.domain.notes.written import MOST, OfSession, TooLong, Written
from stepwell.domain.privacy.access import Part
from stepwell.kernel.identifiers import new_id
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.notes import sealing
from stepwell.records.notes.models import Note, NoteEntry, SessionNote, SessionNoteEntry
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance
from stepwell.records.tenancy import plainly

_MOST_TRIES = 8
T = TypeVar("T", Written, OfSession)


class NoteTooLong(Refusal):
    """A text has more letters than a note takes."""


class AlreadySigned(Refusal):
    """The note was signed; from then on it is amended."""


class Contended(Refusal):
    """Others write the same line all the time."""


@dataclass(frozen=True)
class Typed:
    """How a writing came: on which version it was based, from which open page, with which key."""

    base_version: int
    device: str = ""
    key: str = ""


@dataclass(frozen=True)
class Saved:
    """The note as it is now; `is_merged` when it holds words of somebody else beside those sent."""

    kept: Kept
    is_merged: bool = False
    zone: str = "UTC"
    """Of the site where the session is."""


@dataclass(frozen=True)
class SavedOfSession:
    """What a session was about as it is now; the rest as in `Saved`."""

    kept: KeptOfSession
    is_merged: bool = False
    zone: str = "UTC"


@transaction.atomic(durable=True)
def write_line(chart: Chart, *, session_id: UUID, told: Written, typed: Typed, at: datetime) -> Saved:
    """Save what is written of one person at one session.

    Anyone who may mark who came may write. AlreadySigned once it was signed; nothing is written then.
    """
    chart.need(Part.NOTES)
    session = attending.markable_session(chart.by, session_id, at=at)
    row = attending.line_of(chart, session)
    wanted = _checked(told)
    kept = notes_kept.of_line(chart, row.pk)
    if not once.is_first_time(typed.key, action="write_note", account_id=chart.by.account_id, at=at):
        return Saved(kept, zone=session.site.zone)
    for _ in range(_MOST_TRIES):
        if kept.is_signed:
            raise AlreadySigned(SIGNED)
        merged = _merged_line(chart, kept, wanted, typed)
        if merged == kept.written or _write_line(chart, session, row, kept, merged, typed, at=at):
            now = notes_kept.of_line(chart, row.pk)
            return Saved(now, is_merged=merged != wanted, zone=session.site.zone)
        kept = notes_kept.of_line(chart, row.pk)
    raise Contended(gettext_noop("Somebody else writes in this line just now. Wait a moment and save again."))


SIGNED = gettext_noop("This note was signed in the meantime. What you typed can be added as an amendment.")


@transaction.atomic(durable=True)
def write_session(
    by: SignedIn, *, session_id: UUID, told: OfSession, typed: Typed, at: datetime
) -> SavedOfSession:
    """Save what a session was about. Notes that were signed keep the words they were signed with."""
    session = attending.markable_session(by, session_id, at=at)
    wanted = _checked(told)
    now = notes_kept.find_of_session(session.pk)
    if not once.is_first_time(typed.key, action="write_session_note", account_id=by.account_id, at=at):
        return SavedOfSession(now, zone=session.site.zone)
    for _ in range(_MOST_TRIES):
        merged = _merged_session(session, now, wanted, typed)
        if merged == now.told or _write_session(by, session, now, merged, typed, at=at):
            kept = notes_kept.find_of_session(session.pk)
            return SavedOfSession(kept, is_merged=merged != wanted, zone=session.site.zone)
        now = notes_kept.find_of_session(session.pk)
    raise Contended(gettext_noop("Somebody else writes in this line just now. Wait a moment and save again."))


TOO_LONG = gettext_noop("A note has at most %(most)s letters. Nothing was saved of this text: shorten it.")


def kind_of(session: Session) -> Kind:
    """What a session's notes are of."""
    kind = session.service.kind if session.service else ("group" if session.group_id else "individual")
    return Kind(kind)


def _checked(told: T) -> T:
    try:
        texts: dict[str, Any] = {
            name: written.checked(getattr(told, name))
            for name in told.__struct_fields__
            if type(getattr(told, name)) is str
        }
    except TooLong as error:
        sentence = gettext_noop(
            "A note has at most %(most)s letters. Nothing was saved of this text: shorten it."
        )
        raise NoteTooLong(sentence, most=MOST) from error
    return replace(told, **texts)


def _merged_line(chart: Chart, kept: Kept, wanted: Written, typed: Typed) -> Written:
    if kept.note is None or typed.base_version >= kept.version:
        return wanted
    entries = list(kept.note.entries.filter(version__gte=typed.base_version).order_by("version"))
    if _are_own(entries, typed):
        return wanted
    base = next((each for each in entries if each.version == typed.base_version), None)
    began = written.from_json(chart.read(bytes(base.told), of=Part.NOTES)) if base else Written()
    return written.merge(began, kept.written, wanted)


def _merged_session(session: Session, now: KeptOfSession, wanted: OfSession, typed: Typed) -> OfSession:
    if typed.base_version >= now.version:
        return wanted
    note = SessionNote.objects.get(session=session)
    entries = list(note.entries.filter(version__gte=typed.base_version).order_by("version"))
    if _are_own(entries, typed):
        return wanted
    base = next((each for each in entries if each.version == typed.base_version), None)
    began = written.session_from_json(sealing.open_for(note, base.told)) if base else OfSession()
    return written.merge_sessions(began, now.told, wanted)


def _are_own(entries: list[Any], typed: Typed) -> bool:
    """All that was saved since the page's version was typed into the same page: its later words hold."""
    since = [each for each in entries if each.version > typed.base_version]
    return bool(typed.device) and all(each.device == typed.device for each in since)


def _write_line(
    chart: Chart, session: Session, row: Attendance, kept: Kept, told: Written, typed: Typed, *, at: datetime
) -> bool:
    """One conditional UPDATE on the version that was read, then its entry; False for who was slower."""
    sealed = chart.seal(written.to_json(told))
    values = {"told": sealed, "written_at": at, "written_by": chart.by.account_id}
    if kept.note is None:
        key = new_id()
        first = {
            "id": key,
            "person_id": row.person_id,
            "episode_id": row.episode_id,
            "attendance_id": row.pk,
            "kind": kind_of(session).value,
            "site_id": session.site_id,
            "starts_at": session.starts_at,
            "ends_at": session.ends_at,
            "version": 1,
            "signed_at": None,
            "waits_for_id": None,
            "whole_at": None,
            **values,
        }
        if not plainly.insert_if_new(Note, first):
            return False
        chart.note("session_note", key, at=at)
    else:
        key = kept.note.pk
        fresh = Note.objects.filter(pk=key, version=kept.version, signed_at=None)
        if not fresh.update(**values, version=kept.version + 1):
            return False
    entry = {"note_id": key, "version": kept.version + 1, "device": typed.device[:60], **values}
    plainly.insert(NoteEntry, [entry])
    return True


def _write_session(
    by: SignedIn, session: Session, now: KeptOfSession, told: OfSession, typed: Typed, *, at: datetime
) -> bool:
    text = written.to_json(told)
    if not now.version:
        ring_key, wrapped = sealing.new_key()
        sealed = sealing.seal(text, session_id=session.pk, ring_key=ring_key, wrapped=wrapped)
        values = {"told": sealed, "written_at": at, "written_by": by.account_id}
        key = new_id()
        row = {"id": key, "session_id": session.pk, "wrapped": wrapped, "ring_key": ring_key, "version": 1}
        if not plainly.insert_if_new(SessionNote, {**row, **values}):
            return False
    else:
        note = SessionNote.objects.get(session=session)
        sealed = sealing.seal(text, session_id=session.pk, ring_key=note.ring_key, wrapped=note.wrapped)
        values = {"told": sealed, "written_at": at, "written_by": by.account_id}
        fresh = SessionNote.objects.filter(pk=note.pk, version=now.version)
        if not fresh.update(**values, version=now.version + 1):
            return False
        key = note.pk
    entry = {"note_id": key, "version": now.version + 1, "device": typed.device[:60], **values}
    plainly.insert(SessionNoteEntry, [entry])
    return True
