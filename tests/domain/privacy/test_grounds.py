"""Every ground without consent: the request that it permits, and the facts without which it does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.privacy.papers import COUNSELOR, NOW, POLICE, SIGNED, SOON, asked, opened, permitted, rule
from stepwell.domain.privacy import bases
from stepwell.domain.privacy.bases import (
    AuditFor,
    AuditOrEvaluation,
    ChildAbuseReport,
    CourtOrder,
    CrimeHere,
    CrimeKind,
    DeathReport,
    DemandKind,
    DirectorForPayment,
    Holder,
    LegalDemand,
    MedicalEmergency,
    OrderKind,
    OwnAccess,
    PublicHealthFigures,
    QualifiedService,
    ReceivedUnder,
    Redisclosure,
    ResearchRoute,
    ScientificResearch,
    ThreatToMinor,
    WithinProgram,
)
from stepwell.domain.privacy.request import Patient, Recipient, Request, Restriction
from stepwell.domain.privacy.terms import Category, Purpose, Relation, Standing

ATTENDANCE = Category.ATTENDANCE
NOTES = Category.COUNSELING_NOTES


def somebody(relation: Relation) -> Recipient:
    return Recipient(id="who", relation=relation)


ORDER = CourtOrder(
    kind=OrderKind.NONCRIMINAL,
    categories=frozenset({ATTENDANCE, Category.SESSION_NOTES}),
    recipients=frozenset({"who"}),
    entered_at=SIGNED,
    with_subpoena=True,
)
SERVICE = QualifiedService(
    agreement_with="who", signed_on=date(2026, 3, 1), last_day=date(2026, 3, 9), needs=frozenset({ATTENDANCE})
)
EMERGENCY = MedicalEmergency(nature="overdose", consent_cannot_be_had=True)
RESEARCH = ScientificResearch(route=ResearchRoute.HIPAA_WAIVER, director_decided=True)
AUDIT = AuditOrEvaluation(done_for=AuditFor.GOVERNMENT, agreed_in_writing=True)
THREAT = ThreatToMinor(lacks_capacity=True, telling_lowers_threat_to_life=True, facts=frozenset({ATTENDANCE}))
HANDED_ON = Redisclosure(
    holder=Holder.UNDER_HIPAA, received_under=ReceivedUnder.TPO_CONSENT, hipaa_allows=True
)
CONTRACTED = Redisclosure(
    holder=Holder.OTHER, received_under=ReceivedUnder.PAYMENT_OR_OPERATIONS_CONSENT, as_necessary=True
)

REQUESTS: dict[str, Request] = {
    "own_access": asked(
        ATTENDANCE,
        recipient=Recipient(id="sam", relation=Relation.PATIENT),
        purpose=Purpose.OWN_ACCESS,
        basis=OwnAccess(),
    ),
    "representative_access": asked(
        ATTENDANCE,
        recipient=somebody(Relation.PERSONAL_REPRESENTATIVE),
        purpose=Purpose.OWN_ACCESS,
        basis=OwnAccess(),
        patient=Patient(id="sam", standing=Standing.DECEASED),
    ),
    "within_program": asked(
        ATTENDANCE,
        recipient=COUNSELOR,
        purpose=Purpose.TREATMENT,
        basis=WithinProgram(needs=frozenset({ATTENDANCE})),
    ),
    "notes_for_training": asked(NOTES, recipient=COUNSELOR, purpose=Purpose.TRAINING, basis=WithinProgram()),
    "notes_for_defense": asked(NOTES, recipient=COUNSELOR, purpose=Purpose.DEFENSE, basis=WithinProgram()),
    "qualified_service": asked(
        ATTENDANCE,
        recipient=somebody(Relation.QUALIFIED_SERVICE_ORGANIZATION),
        purpose=Purpose.OPERATIONS,
        basis=SERVICE,
    ),
    "medical_emergency": asked(
        ATTENDANCE,
        recipient=somebody(Relation.MEDICAL_PERSONNEL),
        purpose=Purpose.MEDICAL_EMERGENCY,
        basis=EMERGENCY,
    ),
    "research": asked(
        ATTENDANCE, recipient=somebody(Relation.RESEARCHER), purpose=Purpose.RESEARCH, basis=RESEARCH
    ),
    "audit": asked(ATTENDANCE, recipient=somebody(Relation.AUDITOR), purpose=Purpose.AUDIT, basis=AUDIT),
    "court_order": asked(
        ATTENDANCE, recipient=somebody(Relation.COURT), purpose=Purpose.LEGAL_PROCEEDINGS, basis=ORDER
    ),
    "child_abuse_report": asked(
        Category.INCIDENT,
        recipient=somebody(Relation.CHILD_PROTECTION),
        purpose=Purpose.PROTECTION,
        basis=ChildAbuseReport(is_initial=True),
    ),
    "crime_here": asked(
        Category.INCIDENT,
        recipient=POLICE,
        purpose=Purpose.LEGAL_PROCEEDINGS,
        basis=CrimeHere(kind=CrimeKind.AGAINST_STAFF),
    ),
    "threat_to_minor": asked(
        ATTENDANCE,
        recipient=somebody(Relation.GUARDIAN),
        purpose=Purpose.PROTECTION,
        basis=THREAT,
        patient=Patient(id="sam", standing=Standing.MINOR_CONSENTS_ALONE),
    ),
    "director_for_payment": asked(
        ATTENDANCE,
        recipient=somebody(Relation.HEALTH_PLAN),
        purpose=Purpose.PAYMENT,
        basis=DirectorForPayment(director_decided=True),
        patient=Patient(id="sam", standing=Standing.LACKS_CAPACITY_FOR_NOW),
    ),
    "death_report": asked(
        Category.CAUSE_OF_DEATH,
        recipient=somebody(Relation.VITAL_STATISTICS),
        purpose=Purpose.PUBLIC_HEALTH,
        basis=DeathReport(),
        patient=Patient(id="sam", standing=Standing.DECEASED),
    ),
    "public_health_figures": asked(
        Category.DEIDENTIFIED,
        recipient=somebody(Relation.PUBLIC_HEALTH_AUTHORITY),
        purpose=Purpose.PUBLIC_HEALTH,
        basis=PublicHealthFigures(),
    ),
    "redisclosure_under_hipaa": asked(
        ATTENDANCE, recipient=somebody(Relation.HEALTH_PLAN), purpose=Purpose.PAYMENT, basis=HANDED_ON
    ),
    "redisclosure_to_contractor": asked(
        ATTENDANCE, recipient=somebody(Relation.CONTRACTOR), purpose=Purpose.PAYMENT, basis=CONTRACTED
    ),
}

NOT_WITHOUT: list[tuple[str, dict[str, Any], str]] = [
    ("own_access", {"recipient": Recipient(id="kim", relation=Relation.PATIENT)}, "not_own"),
    ("own_access", {"categories": frozenset({NOTES})}, "notes_not_in_own_access"),
    ("representative_access", {"patient": Patient(id="sam")}, "not_own"),
    ("within_program", {"recipient": somebody(Relation.SUPPORTER)}, "not_staff"),
    ("within_program", {"basis": WithinProgram()}, "not_needed"),
    ("within_program", {"purpose": Purpose.FUNDRAISING}, "wrong_purpose"),
    ("within_program", {"purpose": Purpose.LEGAL_PROCEEDINGS}, "proceedings"),
    ("qualified_service", {"basis": replace(SERVICE, agreement_with="other")}, "no_service_agreement"),
    ("qualified_service", {"basis": replace(SERVICE, last_day=date(2026, 3, 8))}, "no_service_agreement"),
    ("qualified_service", {"basis": replace(SERVICE, signed_on=date(2026, 3, 10))}, "no_service_agreement"),
    ("qualified_service", {"basis": replace(SERVICE, needs=frozenset())}, "not_needed"),
    ("medical_emergency", {"recipient": POLICE}, "medical_personnel_only"),
    ("medical_emergency", {"recipient": somebody(Relation.SUPPORTER)}, "medical_personnel_only"),
    ("medical_emergency", {"basis": replace(EMERGENCY, nature=" ")}, "no_emergency"),
    ("medical_emergency", {"basis": MedicalEmergency(nature="overdose")}, "consent_could_be_had"),
    ("medical_emergency", {"categories": frozenset({NOTES})}, "notes_need_own_consent"),
    ("research", {"basis": replace(RESEARCH, route=None)}, "research_not_entitled"),
    ("research", {"basis": replace(RESEARCH, director_decided=False)}, "research_not_entitled"),
    ("audit", {"basis": replace(AUDIT, agreed_in_writing=False)}, "audit_not_entitled"),
    ("audit", {"recipient": POLICE}, "audit_not_entitled"),
    ("audit", {"categories": frozenset({NOTES})}, "notes_need_own_consent"),
    ("court_order", {"basis": replace(ORDER, with_subpoena=False)}, "subpoena_needed"),
    ("court_order", {"basis": replace(ORDER, entered_at=None)}, "order_not_in_force"),
    ("court_order", {"basis": replace(ORDER, entered_at=NOW + SOON)}, "order_not_in_force"),
    ("court_order", {"basis": replace(ORDER, ends_at=NOW)}, "order_not_in_force"),
    ("court_order", {"basis": replace(ORDER, recipients=frozenset({"x"}))}, "order_names_others"),
    ("court_order", {"basis": replace(ORDER, kind=OrderKind.UNDERCOVER)}, "undercover_opens_nothing"),
    ("court_order", {"categories": frozenset({Category.DRUG_TESTS})}, "order_is_narrower"),
    ("court_order", {"categories": frozenset({Category.SESSION_NOTES})}, "confidential_words"),
    ("child_abuse_report", {"basis": ChildAbuseReport()}, "initial_report_only"),
    ("child_abuse_report", {"categories": frozenset({ATTENDANCE})}, "incident_only"),
    ("crime_here", {"recipient": somebody(Relation.EMPLOYER)}, "police_only"),
    ("crime_here", {"categories": frozenset({Category.DIAGNOSIS})}, "incident_only"),
    ("threat_to_minor", {"basis": replace(THREAT, lacks_capacity=False)}, "no_threat_to_minor"),
    ("threat_to_minor", {"basis": replace(THREAT, facts=frozenset())}, "no_threat_to_minor"),
    ("threat_to_minor", {"patient": Patient(id="sam")}, "no_threat_to_minor"),
    ("director_for_payment", {"patient": Patient(id="sam")}, "payment_only"),
    ("director_for_payment", {"purpose": Purpose.TREATMENT}, "payment_only"),
    ("death_report", {"patient": Patient(id="sam")}, "not_a_death_report"),
    ("death_report", {"categories": frozenset({ATTENDANCE})}, "not_a_death_report"),
    ("public_health_figures", {"categories": frozenset({ATTENDANCE})}, "figures_only"),
    ("redisclosure_under_hipaa", {"purpose": Purpose.LEGAL_PROCEEDINGS}, "proceedings"),
    ("redisclosure_under_hipaa", {"basis": replace(HANDED_ON, hipaa_allows=False)}, "no_redisclosure"),
    (
        "redisclosure_under_hipaa",
        {"basis": replace(HANDED_ON, received_under=ReceivedUnder.RESEARCH_OR_AUDIT)},
        "not_after_research_or_audit",
    ),
    ("redisclosure_to_contractor", {"recipient": somebody(Relation.EMPLOYER)}, "no_redisclosure"),
    ("redisclosure_to_contractor", {"purpose": Purpose.TREATMENT}, "no_redisclosure"),
]


@pytest.mark.parametrize("name", REQUESTS)
def test_a_ground_whose_facts_are_there_permits(name: str) -> None:
    assert permitted(REQUESTS[name]).rule.name == name


@pytest.mark.parametrize(("name", "changes", "by"), NOT_WITHOUT)
def test_a_ground_that_lacks_a_fact_refuses_by_its_rule(name: str, changes: dict[str, Any], by: str) -> None:
    assert rule(replace(REQUESTS[name], **changes)) == by


@pytest.mark.parametrize("kind", DemandKind)
def test_a_demand_without_an_order_is_never_enough(kind: DemandKind) -> None:
    request = replace(REQUESTS["court_order"], basis=LegalDemand(kind=kind))

    assert rule(request) == "order_needed"


def test_an_order_that_speaks_of_confidential_words_opens_them() -> None:
    speaks = replace(ORDER, covers_confidential_words=True)

    assert (
        opened(replace(REQUESTS["court_order"], categories=ORDER.categories, basis=speaks))
        == ORDER.categories
    )


def test_no_ground_serves_proceedings_but_an_order_a_crime_and_ones_own_record() -> None:
    serving = {
        name
        for name, request in REQUESTS.items()
        if opened(replace(request, purpose=Purpose.LEGAL_PROCEEDINGS))
    }

    assert serving == {"own_access", "representative_access", "court_order", "crime_here"}


def test_every_ground_is_tried_here() -> None:
    tried = {type(each.basis) for each in REQUESTS.values()} | {LegalDemand, bases.ByConsent}

    assert tried == set(bases.Basis.__args__)


def test_only_what_goes_by_consent_carries_the_notice() -> None:
    assert all(permitted(each).notice is None for each in REQUESTS.values())


def test_prv_08_an_emergency_is_written_down_and_a_restriction_does_not_stop_it() -> None:
    sam = Patient(id="sam", restrictions=(Restriction(agreed_at=SIGNED),))
    request = replace(REQUESTS["medical_emergency"], patient=sam)

    assert "record_emergency" in {each.name for each in permitted(request).obligations}
    assert rule(replace(REQUESTS["within_program"], patient=sam)) == "restriction_agreed"
