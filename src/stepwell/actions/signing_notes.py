"""Signing and co-signing notes. A signature fixes a text for good; amendments stand beside it.

Nothing here changes or deletes a signed text: `SignedNote` is appended to, in the database as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from stepwell.actions import charts, notes_kept, once, room, signed_texts
from stepwell.actions.charts import Chart
from stepwell.actions.notes_kept import Kept
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.room import Room, RoomLine
from stepwell.actions.writing_notes import kind_of
from stepwell.domain.notes import signed
from stepwell.domain.notes.signed import SignedText
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.wording.guards.note import Finding
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.notes.models import CoSignature, Note

LEAST_REASON = 3
"""Letters that a reason has at least."""


class CannotSign(Refusal):
    """Nothing of it can be signed now."""


class CannotCosign(Refusal):
    """The note waits for somebody else, or for nobody."""


@dataclass(frozen=True)
class Signing:
    """What a signature reached: who is signed now, and who is left with what the guards say."""

    signed: tuple[RoomLine, ...]
    left: tuple[RoomLine, ...]


@transaction.atomic(durable=True)
def sign(
    by: SignedIn,
    session_id: UUID,
    *,
    versions: Mapping[UUID, int],
    reasons: Mapping[tuple[UUID, str], str],
    at: datetime,
    key: str = "",
) -> Signing:
    """Sign the notes of everyone who came and whose note is finished.

    `versions` are those the page showed: a line that changed since is left, to be read again.
    `reasons` overrule findings by person and guard, where the program allows it.
    """
    now = room.open_room(by, session_id, at=at, with_findings=True)
    session = now.roster.session
    if session.ends_at is None or session.ends_at > at:
        raise CannotSign(gettext_noop("Notes are signed when the session is over. What you wrote is saved."))
    if now.findings:
        raise CannotSign(
            gettext_noop("Look at what the group did first: %(finding)s"), finding=now.findings[0].sentence
        )
    if not once.is_first_time(key, action="sign_notes", account_id=by.account_id, at=at):
        return Signing((), tuple(now.to_sign))
    done: list[RoomLine] = []
    left: list[RoomLine] = []
    for one in now.to_sign:
        person = one.person.pk
        overruled = _overruled(
            one, {guard: words for (who, guard), words in reasons.items() if who == person}
        )
        if overruled is None or versions.get(person) != one.kept.version or one.kept.note is None:
            left.append(one)
            continue
        text = text_of(now, one, overruled, by=by, at=at)
        (done if _first(one, text, by=by, at=at) else left).append(one)
    if done:
        charts.note_list([one.line.chart for one in done], "signed_note", about=session_id, at=at)
    return Signing(tuple(done), tuple(left))


@transaction.atomic(durable=True)
def cosign(chart: Chart, note_id: UUID, *, hash_read: str, at: datetime, key: str = "") -> Kept:
    """Put the supervisor's signature under the text that was read.

    CannotCosign for who isn't asked, or where the text was amended since.
    """
    kept, by = notes_kept.get(chart, note_id), chart.by
    if not once.is_first_time(key, action="cosign_note", account_id=by.account_id, at=at):
        return kept
    note, last = kept.note, kept.last
    if (
        by.account_id is None
        or note is None
        or last is None
        or by.staff is None
        or note.waits_for_id != by.staff.pk
    ):
        raise CannotCosign(gettext_noop("This note doesn't wait for your signature."))
    if last.row.hash != hash_read:
        raise CannotCosign(gettext_noop("This note was amended in the meantime. Read it again, then sign."))
    mine = Note.objects.filter(pk=note.pk, waits_for=by.staff.pk)
    if not mine.update(waits_for=None, whole_at=at):
        raise CannotCosign(gettext_noop("This note doesn't wait for your signature."))
    CoSignature.objects.create(
        signed=last.row,
        signer=by.staff.full_name,
        credential=by.staff.credential,
        hash=last.row.hash,
        signed_at=at,
        signed_by=by.account_id,
    )
    chart.note("cosigned_note", note.pk, at=at)
    return notes_kept.get(chart, note_id)


def waiting_for(by: SignedIn, *, at: datetime) -> list[tuple[Chart, Kept]]:
    """The notes that wait for the reader's co-signature, the oldest first."""
    if by.staff is None:
        return []
    rows = list(Note.objects.filter(waits_for=by.staff.pk).order_by("signed_at", "pk")[: notes_kept.MOST])
    opened = charts.open_list(
        by, [row.person_id for row in rows], Purpose.TREATMENT, what="signed_note", at=at
    )
    by_person = {chart.person.pk: chart for chart in opened}
    return [
        (by_person[row.person_id], notes_kept.get(by_person[row.person_id], row.pk))
        for row in rows
        if row.person_id in by_person
    ]


def text_of(now: Room, one: RoomLine, overruled: Sequence[str], *, by: SignedIn, at: datetime) -> SignedText:
    """The text that a signature fixes for one person of a room."""
    session, row, told = now.roster.session, one.line.attendance, one.kept.written
    about = now.told.told
    zone = ZoneInfo(session.site.zone)
    kind = kind_of(session)
    assert session.starts_at is not None
    assert session.ends_at is not None
    assert by.staff is not None
    return SignedText(
        kind=kind,
        person=one.person.full_name,
        held_on=str(session.held_on or ""),
        starts_at=session.starts_at.astimezone(zone).isoformat(),
        ends_at=session.ends_at.astimezone(zone).isoformat(),
        site=session.site.name,
        service=session.service.title.get("en", "") if session.service else "",
        title=about.title or session.title.get("en", ""),
        **signed_texts.facts_of(row),
        group_size=now.group_size if kind is signed.Kind.GROUP else None,
        led_by=" ".join(filter(None, (session.leader.full_name, session.leader.credential)))
        if session.leader
        else "",
        did=about.did,
        interventions=about.interventions,
        participation=told.participation.value,
        goals=one.goals_chosen,
        line=told.line,
        practiced=tuple(each.title.en for each in one.practiced),
        overruled=tuple(overruled),
        signer=by.staff.full_name,
        credential=by.staff.credential,
        signed_at=at.astimezone(zone).isoformat(),
        is_late=signed.is_late(session.ends_at, at),
    )


def _overruled(one: RoomLine, reasons: Mapping[str, str]) -> list[str] | None:
    """Each finding with the reason that overrules it; None where one may not be, or has none."""
    told: list[str] = []
    for finding in one.findings:
        reason = reasons.get(finding.guard.value, "").strip()
        if not may_overrule(finding) or len(reason) < LEAST_REASON:
            return None
        told.append(f"{finding.guard.value}: {reason[:500]}")
    return told


def may_overrule(finding: Finding) -> bool:
    """Whether the program lets a writer keep what this guard found, for a reason."""
    return finding.guard in room.POLICY.overrulable


def _first(one: RoomLine, text: SignedText, *, by: SignedIn, at: datetime) -> bool:
    note = one.kept.note
    assert note is not None
    assert by.staff is not None
    waits_for = by.staff.supervisor_id
    fresh = Note.objects.filter(pk=note.pk, version=note.version, signed_at=None)
    if not fresh.update(signed_at=at, waits_for_id=waits_for, whole_at=None if waits_for else at):
        return False
    signed_texts.append(one.line.chart, note, 1, text, by=by, at=at)
    return True
