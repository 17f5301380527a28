"""The grounds on which a request can stand, each with the facts that its rule asks for.

A ground is what the request claims; `grounds` says whether the claim holds. A fact that is not given counts
as not so.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Annotated

from msgspec import Meta

from stepwell.domain.privacy.terms import Category
from stepwell.domain.privacy.values import Form, Instant, Key, check_day


class ByConsent(Form, frozen=True, kw_only=True, tag_field="type", tag="consent"):
    """The person's written consent (42 CFR 2.31, 2.33)."""


class OwnAccess(Form, frozen=True, kw_only=True, tag_field="type", tag="own_access"):
    """The person looks at their own record, or who represents them does (42 CFR 2.23, 2.15)."""


class WithinProgram(Form, frozen=True, kw_only=True, tag_field="type", tag="within_program"):
    """Staff whose duties need it, inside the program or who directs it (42 CFR 2.12(c)(3))."""

    needs: Annotated[frozenset[Category], Meta(description="what their duties need")] = frozenset()
    is_author: Annotated[bool, Meta(description="they wrote the notes that are asked for")] = False
    leads_group: Annotated[bool, Meta(description="they lead the group whose roster is asked for")] = False


class QualifiedService(Form, frozen=True, kw_only=True, tag_field="type", tag="qualified_service"):
    """A qualified service organization under a written agreement (42 CFR 2.11, 2.12(c)(4))."""

    agreement_with: Annotated[Key | None, Meta(description="the recipient's key, as in the agreement")] = None
    signed_on: date | None = None
    last_day: date | None = None
    needs: Annotated[frozenset[Category], Meta(description="what its services need")] = frozenset()

    def __post_init__(self) -> None:
        check_day(self.signed_on)
        check_day(self.last_day)


class MedicalEmergency(Form, frozen=True, kw_only=True, tag_field="type", tag="medical_emergency"):
    """A bona fide medical emergency (42 CFR 2.51(a))."""

    nature: Annotated[str | None, Meta(description="what the emergency is; kept with the disclosure")] = None
    consent_cannot_be_had: bool = False
    program_is_closed_by_disaster: bool = False


class ResearchRoute(Enum):
    """What the researcher has on paper."""

    HIPAA_AUTHORIZATION = "hipaa_authorization"
    HIPAA_WAIVER = "hipaa_waiver"
    COMMON_RULE = "common_rule"
    FDA = "fda"


class ScientificResearch(Form, frozen=True, kw_only=True, tag_field="type", tag="research"):
    """Scientific research (42 CFR 2.52)."""

    route: ResearchRoute | None = None
    director_decided: bool = False


class AuditFor(Enum):
    """In whose name an audit or evaluation is done."""

    GOVERNMENT = "government"
    PAYER = "payer"
    QUALITY_IMPROVEMENT = "quality_improvement"
    PROGRAM = "program"


class AuditOrEvaluation(Form, frozen=True, kw_only=True, tag_field="type", tag="audit"):
    """An audit or an evaluation of the program (42 CFR 2.53)."""

    done_for: AuditFor | None = None
    agreed_in_writing: Annotated[
        bool, Meta(description="to use it for nothing else, to protect and to destroy or return it")
    ] = False
    oversees_author: Annotated[
        bool, Meta(description="it oversees who wrote the counseling notes (2.31(b)(1))")
    ] = False


class OrderKind(Enum):
    """Under which section a court has entered its order."""

    NONCRIMINAL = "noncriminal"
    CRIMINAL_AGAINST_PATIENT = "criminal_against_patient"
    AGAINST_PROGRAM = "against_program"
    UNDERCOVER = "undercover"


class CourtOrder(Form, frozen=True, kw_only=True, tag_field="type", tag="court_order"):
    """A court order entered under subpart E (42 CFR 2.61 to 2.67), and what compels beside it."""

    kind: OrderKind
    categories: Annotated[frozenset[Category], Meta(description="what the order lets be disclosed")] = (
        frozenset()
    )
    recipients: Annotated[frozenset[Key], Meta(description="to whom, by the order")] = frozenset()
    entered_at: Instant | None = None
    ends_at: Annotated[Instant | None, Meta(description="when it was lifted, or ends")] = None
    with_subpoena: Annotated[bool, Meta(description="a subpoena or the like came with it")] = False
    covers_confidential_words: Annotated[
        bool, Meta(description="the court found what 2.63 asks before words said in confidence are told")
    ] = False


class DemandKind(Enum):
    """A paper or a word that is not an order under subpart E."""

    SUBPOENA = "subpoena"
    SEARCH_WARRANT = "search_warrant"
    ARREST_WARRANT = "arrest_warrant"
    OTHER_COURT_ORDER = "other_court_order"
    POLICE_REQUEST = "police_request"
    ATTORNEY_LETTER = "attorney_letter"


class LegalDemand(Form, frozen=True, kw_only=True, tag_field="type", tag="legal_demand"):
    """A demand without an order under subpart E (42 CFR 2.61)."""

    kind: DemandKind


class ChildAbuseReport(Form, frozen=True, kw_only=True, tag_field="type", tag="child_abuse_report"):
    """A report of suspected child abuse or neglect that state law asks for (42 CFR 2.12(c)(6))."""

    is_initial: Annotated[bool, Meta(description="the report itself, not what is asked about it later")] = (
        False
    )


class CrimeKind(Enum):
    """Which crime, or threat of one, the program reports."""

    ON_PREMISES = "on_premises"
    AGAINST_STAFF = "against_staff"
    THREAT = "threat"


class CrimeHere(Form, frozen=True, kw_only=True, tag_field="type", tag="crime_here"):
    """A crime of the patient on the premises or against staff, or a threat of one (42 CFR 2.12(c)(5))."""

    kind: CrimeKind


class ThreatToMinor(Form, frozen=True, kw_only=True, tag_field="type", tag="threat_to_minor"):
    """A minor who can't decide, and a threat to life that telling a guardian lowers (42 CFR 2.14(c))."""

    lacks_capacity: bool = False
    telling_lowers_threat_to_life: bool = False
    facts: Annotated[frozenset[Category], Meta(description="the facts that bear on the threat")] = frozenset()


class DirectorForPayment(Form, frozen=True, kw_only=True, tag_field="type", tag="director_for_payment"):
    """The director decides on payment for somebody too ill to know what they do (42 CFR 2.15(a)(2))."""

    director_decided: bool = False


class DeathReport(Form, frozen=True, kw_only=True, tag_field="type", tag="death_report"):
    """The cause of a death, as laws on vital statistics or inquiries ask (42 CFR 2.15(b)(1))."""


class PublicHealthFigures(Form, frozen=True, kw_only=True, tag_field="type", tag="public_health"):
    """Figures that identify nobody, for a public health authority (42 CFR 2.54)."""


class Holder(Enum):
    """What somebody is that got records and would hand them on."""

    UNDER_HIPAA = "under_hipaa"
    PART2_PROGRAM = "part2_program"
    OTHER = "other"


class ReceivedUnder(Enum):
    """How the holder came by the records."""

    TPO_CONSENT = "tpo_consent"
    PAYMENT_OR_OPERATIONS_CONSENT = "payment_or_operations_consent"
    OTHER_CONSENT = "other_consent"
    RESEARCH_OR_AUDIT = "research_or_audit"


class Redisclosure(Form, frozen=True, kw_only=True, tag_field="type", tag="redisclosure"):
    """A recipient hands on what it got (42 CFR 2.33(b)); the discloser of the request is that recipient."""

    holder: Holder
    received_under: ReceivedUnder
    hipaa_allows: Annotated[
        bool, Meta(description="the holder has found that the HIPAA rules permit this very disclosure")
    ] = False
    as_necessary: Annotated[
        bool, Meta(description="the contractor needs it to do the payment or operations work it was got for")
    ] = False


Basis = (
    ByConsent
    | OwnAccess
    | WithinProgram
    | QualifiedService
    | MedicalEmergency
    | ScientificResearch
    | AuditOrEvaluation
    | CourtOrder
    | LegalDemand
    | ChildAbuseReport
    | CrimeHere
    | ThreatToMinor
    | DirectorForPayment
    | DeathReport
    | PublicHealthFigures
    | Redisclosure
)
