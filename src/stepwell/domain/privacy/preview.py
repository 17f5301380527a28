"""What somebody would see, kind by kind: for the person who is about to sign, or to take something away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from msgspec.structs import replace

from stepwell.domain.privacy.consent import Consent
from stepwell.domain.privacy.disclosure import DisclosurePermit, DisclosureRefusal, decide
from stepwell.domain.privacy.request import Discloser, Patient, Recipient, Request
from stepwell.domain.privacy.terms import Category, Purpose


def seen(
    request: Request, consents: Iterable[Consent], *, at: datetime
) -> DisclosurePermit | DisclosureRefusal:
    """What the request would open if it asked for everything.

    A consent that is not signed yet counts as if the person signed it now, so that the preview before the
    signature and the page after it agree: both are `decide`.
    """
    everything = replace(request, categories=frozenset(Category))
    return decide(everything, [each.as_if_signed(at=at) for each in consents], at=at)


def seen_by(
    recipient: Recipient,
    consents: Iterable[Consent],
    *,
    at: datetime,
    patient: Patient,
    discloser: Discloser,
    zone: str,
    purpose: Purpose = Purpose.FAMILY,
) -> Mapping[Category, bool]:
    """What somebody would see at this instant by consent, kind by kind; the same as `seen` would open."""
    request = Request(
        patient=patient,
        discloser=discloser,
        recipient=recipient,
        purpose=purpose,
        categories=frozenset(Category),
        zone=zone,
    )
    said = seen(request, consents, at=at)
    opened = said.categories if isinstance(said, DisclosurePermit) else frozenset[Category]()
    return MappingProxyType({each: each in opened for each in Category})
