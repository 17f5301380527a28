"""The grounds that need no consent: each with whom it is for, what for, and which facts it asks for.

A ground says yes by one rule, or no by the first of its conditions that does not hold.
"""

from __future__ import annotations

from datetime import datetime

from stepwell.domain.privacy import legal_grounds, rules
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
from stepwell.domain.privacy.rules import Rule
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
            return no(rules.ORDER_NEEDED)
        case CrimeHere():
            return legal_grounds.crime_here(request, category)
        case OwnAccess():
            return _own_access(request, category)
    if request.purpose is Purpose.LEGAL_PROCEEDINGS:
        return no(rules.PROCEEDINGS)
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
            return no(rules.NO_CONSENT)


def _own_access(request: Request, category: Category) -> Verdict:
    is_representative = (
        request.recipient.relation is Relation.PERSONAL_REPRESENTATIVE
        and request.patient.standing in _REPRESENTED
    )
    return yes_unless(
        rules.OWN_ACCESS if request.is_from_patient else rules.REPRESENTATIVE_ACCESS,
        (request.is_from_patient or is_representative, rules.NOT_OWN),
        (category not in NOTES_KEPT_APART, rules.NOTES_NOT_IN_OWN_ACCESS),
    )


def _within_program(basis: WithinProgram, request: Request, category: Category, *, at: datetime) -> Verdict:
    common = (
        (request.recipient.relation in _STAFF, rules.NOT_STAFF),
        (request.purpose in _INSIDE, rules.WRONG_PURPOSE),
    )
    kept = (not is_restricted(request, category, at=at), rules.RESTRICTION_AGREED)
    if category in NOTES_KEPT_APART:
        rule = _rule_for_notes(basis, request)
        return no(rules.NOTES_NEED_OWN_CONSENT) if rule is None else yes_unless(rule, *common, kept)
    if category is Category.GROUP_ROSTER:
        return yes_unless(rules.LEADS_GROUP, *common, (basis.leads_group, rules.ROSTER_FOR_LEADERS), kept)
    needed = (category in basis.needs, rules.NOT_NEEDED)
    return yes_unless(rules.WITHIN_PROGRAM, *common, needed, kept)


def _rule_for_notes(basis: WithinProgram, request: Request) -> Rule | None:
    by_purpose = {Purpose.TRAINING: rules.NOTES_FOR_TRAINING, Purpose.DEFENSE: rules.NOTES_FOR_DEFENSE}
    if basis.is_author and request.purpose is Purpose.TREATMENT:
        return rules.AUTHOR_OF_NOTES
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
        rules.QUALIFIED_SERVICE,
        (is_service and is_theirs and has_begun and not is_ended, rules.NO_SERVICE_AGREEMENT),
        (request.purpose in TPO, rules.WRONG_PURPOSE),
        (category not in NOTES_KEPT_APART, rules.NOTES_NEED_OWN_CONSENT),
        (category in basis.needs, rules.NOT_NEEDED),
        (not is_restricted(request, category, at=at), rules.RESTRICTION_AGREED),
    )


def _medical_emergency(basis: MedicalEmergency, request: Request, category: Category) -> Verdict:
    could_ask = not (basis.consent_cannot_be_had or basis.program_is_closed_by_disaster)
    return yes_unless(
        rules.MEDICAL_EMERGENCY,
        (
            request.recipient.relation in {Relation.MEDICAL_PERSONNEL, Relation.TREATING_PROVIDER},
            rules.MEDICAL_PERSONNEL_ONLY,
        ),
        (not is_blank(basis.nature), rules.NO_EMERGENCY),
        (not could_ask, rules.CONSENT_COULD_BE_HAD),
        (request.purpose in {Purpose.MEDICAL_EMERGENCY, Purpose.TREATMENT}, rules.WRONG_PURPOSE),
        (category not in NOTES_KEPT_APART, rules.NOTES_NEED_OWN_CONSENT),
    )


def _research(basis: ScientificResearch, request: Request, category: Category) -> Verdict:
    is_entitled = basis.route is not None and basis.director_decided
    return yes_unless(
        rules.RESEARCH,
        (request.recipient.relation is Relation.RESEARCHER and is_entitled, rules.RESEARCH_NOT_ENTITLED),
        (request.purpose is Purpose.RESEARCH, rules.WRONG_PURPOSE),
        (category not in NOTES_KEPT_APART, rules.NOTES_NEED_OWN_CONSENT),
    )


def _audit(basis: AuditOrEvaluation, request: Request, category: Category) -> Verdict:
    is_entitled = basis.done_for is not None and basis.agreed_in_writing
    may_see_notes = category is Category.COUNSELING_NOTES and basis.oversees_author
    return yes_unless(
        rules.AUDIT,
        (request.recipient.relation in _AUDITORS and is_entitled, rules.AUDIT_NOT_ENTITLED),
        (request.purpose in {Purpose.AUDIT, Purpose.OPERATIONS}, rules.WRONG_PURPOSE),
        (category not in NOTES_KEPT_APART or may_see_notes, rules.NOTES_NEED_OWN_CONSENT),
    )


def _threat_to_minor(basis: ThreatToMinor, request: Request, category: Category) -> Verdict:
    is_found = basis.lacks_capacity and basis.telling_lowers_threat_to_life
    is_guardian_of_minor = (
        request.recipient.relation is Relation.GUARDIAN and request.patient.standing in MINORS
    )
    return yes_unless(
        rules.THREAT_TO_MINOR,
        (is_found and is_guardian_of_minor and category in basis.facts, rules.NO_THREAT_TO_MINOR),
        (
            request.purpose in {Purpose.PROTECTION, Purpose.FAMILY, Purpose.MEDICAL_EMERGENCY},
            rules.WRONG_PURPOSE,
        ),
        (category not in NOTES_KEPT_APART, rules.NOTES_NEED_OWN_CONSENT),
    )


def _director_for_payment(basis: DirectorForPayment, request: Request, category: Category) -> Verdict:
    is_too_ill = request.patient.standing is Standing.LACKS_CAPACITY_FOR_NOW
    is_for_payment = request.recipient.relation in _PAYERS and request.purpose is Purpose.PAYMENT
    return yes_unless(
        rules.DIRECTOR_FOR_PAYMENT,
        (basis.director_decided and is_too_ill and is_for_payment, rules.PAYMENT_ONLY),
        (category not in NOTES_KEPT_APART, rules.NOTES_NEED_OWN_CONSENT),
    )


def _death_report(request: Request, category: Category) -> Verdict:
    is_report = (
        request.patient.standing is Standing.DECEASED
        and request.recipient.relation is Relation.VITAL_STATISTICS
        and category in {Category.CAUSE_OF_DEATH, Category.IDENTITY}
    )
    return yes_unless(
        rules.DEATH_REPORT,
        (is_report, rules.NOT_A_DEATH_REPORT),
        (request.purpose is Purpose.PUBLIC_HEALTH, rules.WRONG_PURPOSE),
    )


def _public_health(request: Request, category: Category) -> Verdict:
    is_figures = (
        category is Category.DEIDENTIFIED and request.recipient.relation is Relation.PUBLIC_HEALTH_AUTHORITY
    )
    return yes_unless(
        rules.PUBLIC_HEALTH_FIGURES,
        (is_figures, rules.FIGURES_ONLY),
        (request.purpose is Purpose.PUBLIC_HEALTH, rules.WRONG_PURPOSE),
    )
