"""Papers and requests about Sam, to be changed by the tests that use them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from stepwell.domain.privacy.consent import (
    ClassOfRecipients,
    Consent,
    LastDay,
    NamedDiscloser,
    NamedRecipient,
    NoEnd,
    OnEvent,
    RightToRevoke,
    Signature,
)
from stepwell.domain.privacy.disclosure import DisclosurePermit, DisclosureRefusal, decide
from stepwell.domain.privacy.request import Discloser, Patient, Recipient, Request
from stepwell.domain.privacy.terms import (
    TPO,
    Category,
    Purpose,
    RecipientClass,
    Relation,
    Signer,
    Statement,
)

ZONE = "America/New_York"
SIGNED = datetime(2026, 3, 2, 15, tzinfo=UTC)
NOW = SIGNED + timedelta(days=7)
SOON = timedelta(hours=1)

SAM = Patient(id="sam")
SISTER = Recipient(id="ana", relation=Relation.SUPPORTER)
DOCTOR = Recipient(id="dr-lee", relation=Relation.TREATING_PROVIDER, is_under_hipaa=True)
OFFICER = Recipient(id="officer-1", relation=Relation.CRIMINAL_JUSTICE, monitors_patient=True)
POLICE = Recipient(id="police", relation=Relation.LAW_ENFORCEMENT)
COUNSELOR = Recipient(id="robin", relation=Relation.PROGRAM_STAFF)
NORTH = Discloser(id="north")

_ELEMENTS = {
    "patient": "sam",
    "disclosers": (NamedDiscloser(id="north"),),
    "right_to_revoke": RightToRevoke(how="Write to us or press 'take back'."),
    "signatures": (Signature(by=Signer.PATIENT, is_electronic=True),),
    "signed_at": SIGNED,
}
_TPO_STATEMENTS = frozenset(
    {
        Statement.MAY_BE_REDISCLOSED_UNDER_HIPAA,
        Statement.MAY_LOSE_PROTECTION,
        Statement.CONSEQUENCES_OF_REFUSING,
    }
)


def tpo_consent(**changes: Any) -> Consent:
    """One consent for treatment, payment and operations with all ten elements."""
    elements = {
        **_ELEMENTS,
        "id": "tpo",
        "categories": frozenset({Category.EPISODE, Category.ATTENDANCE, Category.MEDICATIONS}),
        "recipients": tuple(
            ClassOfRecipients(of=each) for each in RecipientClass if each.value != "criminal_justice"
        ),
        "purposes": TPO,
        "ends": NoEnd(),
        "statements": _TPO_STATEMENTS,
    }
    return Consent(**{**elements, **changes})


def family_consent(*categories: Category, **changes: Any) -> Consent:
    """What Sam lets a sister see through the end of June."""
    elements = {
        **_ELEMENTS,
        "id": "family",
        "categories": frozenset(categories or {Category.SCHEDULE}),
        "recipients": (NamedRecipient(id="ana"),),
        "purposes": frozenset({Purpose.FAMILY}),
        "ends": LastDay(day=date(2026, 6, 30)),
    }
    return Consent(**{**elements, **changes})


def justice_consent(**changes: Any) -> Consent:
    """What a probation officer may have until the case is over, and which cannot be taken back before May."""
    elements = {
        **_ELEMENTS,
        "id": "justice",
        "categories": frozenset({Category.ATTENDANCE}),
        "recipients": (NamedRecipient(id="officer-1"),),
        "purposes": frozenset({Purpose.CRIMINAL_JUSTICE}),
        "ends": OnEvent(event="probation ends"),
        "irrevocable_until": LastDay(day=date(2026, 4, 30)),
    }
    return Consent(**{**elements, **changes})


def asked(
    *categories: Category,
    recipient: Recipient = SISTER,
    purpose: Purpose = Purpose.FAMILY,
    **more: Any,
) -> Request:
    """A request of the sister, or of whom the test says, to the north program."""
    return Request(
        **{
            "patient": SAM,
            "discloser": NORTH,
            "recipient": recipient,
            "purpose": purpose,
            "categories": frozenset(categories or {Category.SCHEDULE}),
            "zone": ZONE,
            **more,
        }
    )


def opened(request: Request, *consents: Consent, at: datetime = NOW) -> frozenset[Category]:
    """What the decision opens."""
    said = decide(request, consents, at=at)
    return said.categories if isinstance(said, DisclosurePermit) else frozenset()


def rule(request: Request, *consents: Consent, at: datetime = NOW) -> str:
    """The name of the rule that decided."""
    return decide(request, consents, at=at).rule.name


def refused(request: Request, *consents: Consent, at: datetime = NOW) -> DisclosureRefusal:
    """The refusal, or a failed test."""
    said = decide(request, consents, at=at)
    assert isinstance(said, DisclosureRefusal)
    return said


def permitted(request: Request, *consents: Consent, at: datetime = NOW) -> DisclosurePermit:
    """The permit, or a failed test."""
    said = decide(request, consents, at=at)
    assert isinstance(said, DisclosurePermit)
    return said
