"""The grounds that need no consent: each with whom it is for, what for, and which facts it asks for.

A ground says yes by one rule, or no by the first of its conditions that does not hold.
"""

from __future__ import annotations

from datetime import datetime

from stepwell.domain.privacy import legal_grounds
from stepwell.domain.privacy.bases import (
    AuditOrEvaluation,
    Basis,
    ChildAbuseReport,
    CourtOrder,
    CrimeHere,
    DeathReport,
    DirectorForPayment,
    LegalDemand,
    MedicalEmergency,
    OwnAccess,
    PublicHealthFigures,
    QualifiedService,
    Redisclosure,
    ScientificResearch,
    ThreatToMinor,
    WithinProgram,
)
from stepwell.domain.privacy.redisclosing import redisclosure
from stepwell.domain.privacy.request import Request
from stepwell.domain.privacy.restricting import is_restricted
from stepwell.domain.privacy.rules import by_consent, by_ground
from stepwell.domain.privacy.rules.rule import Rule
from stepwell.domain.privacy.terms import MINORS, NOTES_KEPT_APART, TPO, Category, Purpose, Relation, Standing
from stepwell.domain.privacy.values import has_come, is_blank, is_over
from stepwell.domain.privacy.verdicts import Verdict, no, yes_unless
from stepwell.kernel.civil import start_of

_STAFF = frozenset({Relation.PROGRAM_STAFF, Relation.CONTROLLING_ENTITY})
_PAYERS = frozenset({Relation.HEALTH_PLAN, Relation.THIRD_PARTY_PAYER})
_AUDITORS = _PAYERS | {Relation.AUDITOR, Relation.CONTROLLING_ENTITY, Relation.PUBLIC_AGENCY}
_REPRESENTED = frozenset({Standing.LACKS_CAPACITY_BY_COURT, Standing.DECEASED})
_INSIDE = TPO | {Purpose.TRAINING, Purpose.DEFENSE, Purpose.MEDICAL_EMERGENCY}


def verdict(request: Request, category: Category, *, at: datetime) -> Verdict:
    """What the ground of the request says to one kind of information, where it is not consent."""
    match request.basis:
        case CourtOrder() as order:
            return legal_grounds.court_order(order, request, category, at=at)
        case LegalDemand():
            return no(by_ground.ORDER_NEEDED)
        case CrimeHere():
            return legal_grounds.crime_here(request, category)
        case OwnAccess():
            return _own_access(request, category)
    if request.purpose is Purpose.LEGAL_PROCEEDINGS:
        return no(by_ground.PROCEEDINGS)
    return _outside_court(request.basis, request, category, at=at)


def _outside_court(basis: Basis, request: Request, category: Category, *, at: datetime) -> Verdict:
    match basis:
        case WithinProgram():
            return _within_program(basis, request, category, at=at)
        case QualifiedService():
            return _qualified_service(basis, request, category, at=at)
        case Redisclosure():
            return redisclosure(basis, request, category)
        case ChildAbuseReport():
            return legal_grounds.child_abuse_report(basis, request, category)
        case PublicHealthFigures():
            return _public_health(request, category)
    return _of_record(basis, request, category)


def _of_record(basis: Basis, request: Request, category: Category) -> Verdict:
    """Grounds that open the record itself, but never notes kept apart, unless they say so."""
    match basis:
        case MedicalEmergency():
            return _medical_emergency(basis, request, category)
        case ScientificResearch():
            return _research(basis, request, category)
        case AuditOrEvaluation():
            return _audit(basis, request, category)
        case ThreatToMinor():
            return _threat_to_minor(basis, request, category)
        case DirectorForPayment():
            return _director_for_payment(basis, request, category)
        case DeathReport():
            return _death_report(request, category)
        case _:
            return no(by_consent.NO_CONSENT)


def _own_access(request: Request, category: Category) -> Verdict:
    is_representative = (
        request.recipient.relation is Relation.PERSONAL_REPRESENTATIVE
        and request.patient.standing in _REPRESENTED
    )
    return yes_unless(
        by_ground.OWN_ACCESS if request.is_from_patient else by_ground.REPRESENTATIVE_ACCESS,
        (request.is_from_patient or is_representative, by_ground.NOT_OWN),
        (category not in NOTES_KEPT_APART, by_ground.NOTES_NOT_IN_OWN_ACCESS),
    )


def _within_program(basis: WithinProgram, request: Request, category: Category, *, at: datetime) -> Verdict:
    common = (
        (request.recipient.relation in _STAFF, by_ground.NOT_STAFF),
        (request.purpose in _INSIDE, by_ground.WRONG_PURPOSE),
    )
    kept = (not is_restricted(request, category, at=at), by_consent.RESTRICTION_AGREED)
    if category in NOTES_KEPT_APART:
        rule = _rule_for_notes(basis, request)
        return no(by_ground.NOTES_NEED_OWN_CONSENT) if rule is None else yes_unless(rule, *common, kept)
    if category is Category.GROUP_ROSTER:
        return yes_unless(
            by_ground.LEADS_GROUP, *common, (basis.leads_group, by_ground.ROSTER_FOR_LEADERS), kept
        )
    needed = (category in basis.needs, by_ground.NOT_NEEDED)
    return yes_unless(by_ground.WITHIN_PROGRAM, *common, needed, kept)


def _rule_for_notes(basis: WithinProgram, request: Request) -> Rule | None:
    by_purpose = {
        Purpose.TRAINING: by_ground.NOTES_FOR_TRAINING,
        Purpose.DEFENSE: by_ground.NOTES_FOR_DEFENSE,
    }
    if basis.is_author and request.purpose is Purpose.TREATMENT:
        return by_ground.AUTHOR_OF_NOTES
    return by_purpose.get(request.purpose)


def _qualified_service(
    basis: QualifiedService, request: Request, category: Category, *, at: datetime
) -> Verdict:
    zone = request.clock
    has_begun = basis.signed_on is not None and has_come(start_of(basis.signed_on, zone), at=at)
    is_ended = basis.last_day is not None and is_over(basis.last_day, at=at, zone=zone)
    is_theirs = basis.agreement_with == request.recipient.id
    is_service = request.recipient.relation is Relation.QUALIFIED_SERVICE_ORGANIZATION
    return yes_unless(
        by_ground.QUALIFIED_SERVICE,
        (is_service and is_theirs and has_begun and not is_ended, by_ground.NO_SERVICE_AGREEMENT),
        (request.purpose in TPO, by_ground.WRONG_PURPOSE),
        (category not in NOTES_KEPT_APART, by_ground.NOTES_NEED_OWN_CONSENT),
        (category in basis.needs, by_ground.NOT_NEEDED),
        (not is_restricted(request, category, at=at), by_consent.RESTRICTION_AGREED),
    )


def _medical_emergency(basis: MedicalEmergency, request: Request, category: Category) -> Verdict:
    could_ask = not (basis.consent_cannot_be_had or basis.program_is_closed_by_disaster)
    return yes_unless(
        by_ground.MEDICAL_EMERGENCY,
        (
            request.recipient.relation in {Relation.MEDICAL_PERSONNEL, Relation.TREATING_PROVIDER},
            by_ground.MEDICAL_PERSONNEL_ONLY,
        ),
        (not is_blank(basis.nature), by_ground.NO_EMERGENCY),
        (not could_ask, by_ground.CONSENT_COULD_BE_HAD),
        (request.purpose in {Purpose.MEDICAL_EMERGENCY, Purpose.TREATMENT}, by_ground.WRONG_PURPOSE),
        (category not in NOTES_KEPT_APART, by_ground.NOTES_NEED_OWN_CONSENT),
    )


def _research(basis: ScientificResearch, request: Request, category: Category) -> Verdict:
    is_entitled = basis.route is not None and basis.director_decided
    return yes_unless(
        by_ground.RESEARCH,
        (request.recipient.relation is Relation.RESEARCHER and is_entitled, by_ground.RESEARCH_NOT_ENTITLED),
        (request.purpose is Purpose.RESEARCH, by_ground.WRONG_PURPOSE),
        (category not in NOTES_KEPT_APART, by_ground.NOTES_NEED_OWN_CONSENT),
    )


def _audit(basis: AuditOrEvaluation, request: Request, category: Category) -> Verdict:
    is_entitled = basis.done_for is not None and basis.agreed_in_writing
    may_see_notes = category is Category.COUNSELING_NOTES and basis.oversees_author
    return yes_unless(
        by_ground.AUDIT,
        (request.recipient.relation in _AUDITORS and is_entitled, by_ground.AUDIT_NOT_ENTITLED),
        (request.purpose in {Purpose.AUDIT, Purpose.OPERATIONS}, by_ground.WRONG_PURPOSE),
        (category not in NOTES_KEPT_APART or may_see_notes, by_ground.NOTES_NEED_OWN_CONSENT),
    )


def _threat_to_minor(basis: ThreatToMinor, request: Request, category: Category) -> Verdict:
    is_found = basis.lacks_capacity and basis.telling_lowers_threat_to_life
    is_guardian_of_minor = (
        request.recipient.relation is Relation.GUARDIAN and request.patient.standing in MINORS
    )
    return yes_unless(
        by_ground.THREAT_TO_MINOR,
        (is_found and is_guardian_of_minor and category in basis.facts, by_ground.NO_THREAT_TO_MINOR),
        (
            request.purpose in {Purpose.PROTECTION, Purpose.FAMILY, Purpose.MEDICAL_EMERGENCY},
            by_ground.WRONG_PURPOSE,
        ),
        (category not in NOTES_KEPT_APART, by_ground.NOTES_NEED_OWN_CONSENT),
    )


def _director_for_payment(basis: DirectorForPayment, request: Request, category: Category) -> Verdict:
    is_too_ill = request.patient.standing is Standing.LACKS_CAPACITY_FOR_NOW
    is_for_payment = request.recipient.relation in _PAYERS and request.purpose is Purpose.PAYMENT
    return yes_unless(
        by_ground.DIRECTOR_FOR_PAYMENT,
        (basis.director_decided and is_too_ill and is_for_payment, by_ground.PAYMENT_ONLY),
        (category not in NOTES_KEPT_APART, by_ground.NOTES_NEED_OWN_CONSENT),
    )


def _death_report(request: Request, category: Category) -> Verdict:
    is_report = (
        request.patient.standing is Standing.DECEASED
        and request.recipient.relation is Relation.VITAL_STATISTICS
        and category in {Category.CAUSE_OF_DEATH, Category.IDENTITY}
    )
    return yes_unless(
        by_ground.DEATH_REPORT,
        (is_report, by_ground.NOT_A_DEATH_REPORT),
        (request.purpose is Purpose.PUBLIC_HEALTH, by_ground.WRONG_PURPOSE),
    )


def _public_health(request: Request, category: Category) -> Verdict:
    is_figures = (
        category is Category.DEIDENTIFIED and request.recipient.relation is Relation.PUBLIC_HEALTH_AUTHORITY
    )
    return yes_unless(
        by_ground.PUBLIC_HEALTH_FIGURES,
        (is_figures, by_ground.FIGURES_ONLY),
        (request.purpose is Purpose.PUBLIC_HEALTH, by_ground.WRONG_PURPOSE),
    )
