"""Consents as they are kept, put together again as `domain.privacy` reads them.

Meant for actions that have opened a chart, or that ask the one decision about telling anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from stepwell.domain.privacy.consent import Consent, NamedRecipient, OnEvent, Signature
from stepwell.domain.privacy.request import Discloser, Patient, Restriction
from stepwell.domain.privacy.terms import Signer, Standing
from stepwell.records.consents import models as rows
from stepwell.records.consents.models import Turn
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.episodes.models import Episode
from stepwell.records.people import sealing
from stepwell.records.people.models import Person

OF_AGE = 18
"""Years from which somebody signs alone here. Below, both sign: state law may ask less (42 CFR 2.14)."""


@dataclass(frozen=True)
class Kept:
    """One consent: the paper with all that became of it, and the address of who it names."""

    row: rows.Consent
    consent: Consent
    address: str

    @property
    def is_signed(self) -> bool:
        return self.consent.signed_at is not None

    def is_in_force(self, *, at: datetime, zone: ZoneInfo) -> bool:
        """It is signed and nothing has ended it."""
        return self.is_signed and not self.is_over(at=at, zone=zone)

    def is_over(self, *, at: datetime, zone: ZoneInfo) -> bool:
        """It was taken back, replaced or declined, or has ended by itself."""
        ends = self.consent.ends
        has_ended = ends is not None and ends.has_come(at=at, zone=zone)
        declined = any(each.turn == Turn.DECLINED for each in self.row.turns.all())
        return declined or has_ended or self.consent.is_revoked(at=at, zone=zone)


def list_kept(person: Person, *, recipient: str | None = None) -> list[Kept]:
    """Every consent of the person, the latest first; of one recipient where it is named."""
    found = rows.Consent.objects.filter(person=person).order_by("-offered_at", "-pk")
    if recipient is not None:
        found = found.filter(recipient=recipient)
    return [_kept(person, row) for row in found.prefetch_related("signatures", "turns")]


def find_kept(person: Person, consent_id: UUID) -> Kept | None:
    """One consent of the person, or None for anything else."""
    found = rows.Consent.objects.filter(person=person, pk=consent_id)
    row = found.prefetch_related("signatures", "turns").first()
    return _kept(person, row) if row else None


def apart(consent: Consent, *, address: str) -> tuple[dict[str, Any], str]:
    """The coded form of a paper, and its free words to be sealed."""
    ends = consent.ends
    names = {each.id: each.name for each in consent.recipients if isinstance(each, NamedRecipient)}
    words = {
        "purpose": consent.purpose_in_words,
        "event": ends.event if isinstance(ends, OnEvent) else None,
        "names": names,
        "address": address,
    }
    bare = replace(
        consent,
        purpose_in_words=None,
        recipients=tuple(_named(each, {}) for each in consent.recipients),
        ends=replace(ends, event="") if isinstance(ends, OnEvent) else ends,
        signatures=(),
        signed_at=None,
        revoked_at=None,
    )
    return json.loads(msgspec.json.encode(bare)), json.dumps(words)


def _kept(person: Person, row: rows.Consent) -> Kept:
    words = json.loads(sealing.open_for(person, bytes(row.words or b"")) or "{}")
    paper = msgspec.convert(row.form, Consent)
    signed = list(row.signatures.all())
    turned = {each.turn: each.at for each in row.turns.all()}
    ends = paper.ends
    if isinstance(ends, OnEvent):
        ends = replace(ends, event=words.get("event") or "", happened_at=turned.get(Turn.EVENT_CAME))
    taken = [turned[turn] for turn in (Turn.REVOKED, Turn.REPLACED) if turn in turned]
    consent = replace(
        paper,
        id=str(row.pk),
        purpose_in_words=words.get("purpose"),
        recipients=tuple(_named(each, words.get("names", {})) for each in paper.recipients),
        ends=ends,
        signatures=tuple(Signature(by=Signer(one.signer), is_electronic=one.is_electronic) for one in signed),
        signed_at=max((one.signed_at for one in signed), default=None),
        revoked_at=min(taken, default=None),
        final_disposition_at=turned.get(Turn.CASE_OVER),
    )
    return Kept(row, consent, words.get("address", ""))


def _named(recipient: Any, names: Mapping[str, str | None]) -> Any:
    if not isinstance(recipient, NamedRecipient):
        return recipient
    return replace(recipient, name=names.get(recipient.id))


@dataclass(frozen=True)
class Known:
    """What every request about a person says of them, asked of the database once."""

    patient: Patient
    discloser: Discloser
    zone: ZoneInfo


def know(person: Person, *, at: datetime) -> Known:
    """Who has to sign, what was agreed not to be told, who would tell it, and by which clock."""
    zone = zone_of(person)
    program = Discloser(id=str(person.organization_id))
    return Known(_patient(person, today=at.astimezone(zone).date()), program, zone)


def _patient(person: Person, *, today: date) -> Patient:
    agreed = rows.Restriction.objects.filter(person=person)
    return Patient(
        id=str(person.pk),
        standing=_standing(person.birth_date, today),
        restrictions=tuple(
            replace(msgspec.convert(row.form, Restriction), agreed_at=row.agreed_at, ended_at=row.ended_at)
            for row in agreed
        ),
    )


def _standing(born: date | None, today: date) -> Standing:
    if born is None:
        return Standing.ADULT
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return Standing.ADULT if years >= OF_AGE else Standing.MINOR_WITH_GUARDIAN


def zone_of(person: Person) -> ZoneInfo:
    """The zone of the site where the person comes or last came, or asked to come; or else UTC."""
    stays = Episode.objects.filter(person=person).select_related("site")
    stay = stays.order_by("-is_open", "-starts_on").first()
    if stay is not None:
        return ZoneInfo(stay.site.zone)
    asked = Enquiry.objects.filter(person=person).order_by("-asked_at")
    return ZoneInfo(asked.values_list("site__zone", flat=True).first() or "UTC")
