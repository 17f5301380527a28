"""The record of a disclosure, which only a permit can make, and the account a person may ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from stepwell.domain.privacy.bases import MedicalEmergency
from stepwell.domain.privacy.disclosure import DisclosurePermit, DisclosureRefusal
from stepwell.domain.privacy.terms import Category, Purpose
from stepwell.domain.privacy.values import has_come, is_blank

YEARS_BACK = 3
"""Source: 42 CFR 2.25(a)."""


class Channel(Enum):
    """How something was told."""

    PAGE = "page"
    PAPER = "paper"
    FAX = "fax"
    EMAIL = "email"
    FILE = "file"
    API = "api"
    HEALTH_RECORD = "health_record"
    SPOKEN = "spoken"


class Scope(Enum):
    """What went along to say how far the consent reaches (42 CFR 2.32(b))."""

    COPY_OF_CONSENT = "copy_of_consent"
    CLEAR_EXPLANATION = "clear_explanation"


class ScopeNotAttached(ValueError):
    """What is disclosed with consent goes out with a copy of the consent, or with its scope explained."""


class RecipientUnknown(ValueError):
    """A disclosure is recorded with the name of who got it and where they are."""


@dataclass(frozen=True)
class Disclosure:
    """What was told to whom. Taking a consent back later changes nothing in it."""

    patient: str
    recipient: str
    recipient_name: str
    recipient_address: str
    purpose: Purpose
    categories: frozenset[Category]
    rule: str
    consents: tuple[str, ...]
    by: str
    at: datetime
    channel: Channel
    notice_version: str | None
    scope: Scope | None
    emergency: str | None

    @property
    def is_by_consent(self) -> bool:
        """It was made with the person's written consent."""
        return bool(self.consents)


@dataclass(frozen=True)
class DeniedAttempt:
    """A request that was refused, for the trail and never for the account of disclosures."""

    patient: str
    recipient: str
    purpose: Purpose
    categories: frozenset[Category]
    rule: str
    because: str
    by: str
    at: datetime


def disclosed(
    permit: DisclosurePermit,
    *,
    recipient_name: str,
    recipient_address: str,
    by: str,
    channel: Channel,
    scope: Scope | None = None,
) -> Disclosure:
    """The record of what a permit opened, at the permit's instant. There is no way to one without a permit.

    Source: 42 CFR 2.25, 2.32(b), 2.51(c); 45 CFR 164.528(b)(2).
    """
    if is_blank(recipient_name) or is_blank(recipient_address):
        raise RecipientUnknown("Say who got it and where they are: both belong to the account.")
    if permit.consents and scope is None:
        raise ScopeNotAttached("Send a copy of the consent with it, or a clear account of its scope.")
    basis = permit.request.basis
    return Disclosure(
        patient=permit.request.patient.id,
        recipient=permit.request.recipient.id,
        recipient_name=recipient_name,
        recipient_address=recipient_address,
        purpose=permit.request.purpose,
        categories=permit.categories,
        rule=permit.rule.name,
        consents=permit.consents,
        by=by,
        at=permit.at,
        channel=channel,
        notice_version=None if permit.notice is None else permit.notice.version,
        scope=scope,
        emergency=basis.nature if isinstance(basis, MedicalEmergency) else None,
    )


def denied(refusal: DisclosureRefusal, *, by: str) -> DeniedAttempt:
    """What the trail keeps of a request that got nothing."""
    request = refusal.request
    return DeniedAttempt(
        patient=request.patient.id,
        recipient=request.recipient.id,
        purpose=request.purpose,
        categories=request.categories,
        rule=refusal.rule.name,
        because=refusal.because,
        by=by,
        at=refusal.at,
    )


def account(disclosures: Iterable[Disclosure], *, patient: str, at: datetime) -> tuple[Disclosure, ...]:
    """The disclosures by consent of the three years before, oldest first; revoking hides none of them.

    Source: 42 CFR 2.25(a). Disclosures without consent and refusals are no part of it. Those for treatment,
    payment and operations are all in it, though the law asks only for those through an electronic record.
    """
    since = _years_before(at)
    mine = (each for each in disclosures if each.patient == patient and each.is_by_consent)
    kept = (each for each in mine if has_come(since, at=each.at) and has_come(each.at, at=at))
    return tuple(sorted(kept, key=lambda each: each.at.timestamp()))


def _years_before(at: datetime) -> datetime:
    is_leap_day = (at.month, at.day) == (2, 29)
    return at.replace(year=at.year - YEARS_BACK, day=28 if is_leap_day else at.day)
