"""Consents as they are kept, put together again as `domain.privacy` reads them.

Meant for actions that have opened a chart, or that ask the one decision about telling anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.db.models import F, QuerySet
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
    is_declined: bool = False

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
        return self.is_declined or has_ended or self.consent.is_revoked(at=at, zone=zone)


def list_kept(person: Person, *, recipient: str | None = None) -> list[Kept]:
    """Every consent of the person, the latest first; of one recipient where it is named."""
    found = rows.Consent.objects.filter(person=person).order_by("-offered_at", "-pk")
    if recipient is not None:
        found = found.filter(recipient=recipient)
    return _put_together(person, found)


def find_kept(person: Person, consent_id: UUID) -> Kept | None:
    """One consent of the person, or None for anything else."""
    found = rows.Consent.objects.filter(person=person, pk=consent_id)
    return next(iter(_put_together(person, found)), None)


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


def _put_together(person: Person, found: QuerySet[rows.Consent]) -> list[Kept]:
    """Each consent with its signatures and turns, all in one query: every page of a supporter asks this."""
    joined = found.annotate(
        signer=F("signatures__signer"),
        is_electronic=F("signatures__is_electronic"),
        signed_at=F("signatures__signed_at"),
        turn=F("turns__turn"),
        turned_at=F("turns__at"),
    )
    papers: dict[UUID, _Gathered] = {}
    for row in joined:
        paper = papers.setdefault(row.pk, _Gathered(row))
        if row.signer:
            paper.signed[row.signer] = (row.is_electronic, row.signed_at)
        if row.turn:
            paper.turned[row.turn] = row.turned_at
    return [_kept(person, each) for each in papers.values()]


@dataclass
class _Gathered:
    """A consent with who signed it and what became of it."""

    row: rows.Consent
    signed: dict[str, tuple[bool, datetime]] = field(default_factory=dict)
    turned: dict[str, datetime] = field(default_factory=dict)


def _kept(person: Person, paper_of: _Gathered) -> Kept:
    row, turned = paper_of.row, paper_of.turned
    signed = paper_of.signed
    words = json.loads(sealing.open_for(person, bytes(row.words or b"")) or "{}")
    paper = msgspec.convert(row.form, Consent)
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
        signatures=tuple(
            Signature(by=Signer(who), is_electronic=electronic) for who, (electronic, _) in signed.items()
        ),
        signed_at=max((signed_at for _, signed_at in signed.values()), default=None),
        revoked_at=min(taken, default=None),
        final_disposition_at=turned.get(Turn.CASE_OVER),
    )
    return Kept(row, consent, words.get("address", ""), Turn.DECLINED in turned)


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


def know(person: Person, *, at: datetime, zone: ZoneInfo | None = None) -> Known:
    """Who has to sign, what was agreed not to be told, who would tell it, and by which clock.

    `zone` where it is known already.
    """
    zone = zone or zone_of(person)
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
