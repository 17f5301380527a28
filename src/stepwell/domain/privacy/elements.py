"""What a consent lacks: the ten elements of 42 CFR 2.31(a), and what must never be bundled."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.privacy.consent import ClassOfRecipients, Consent, IntermediaryRecipient, NoEnd, OnEvent
from stepwell.domain.privacy.request import Patient
from stepwell.domain.privacy.rules import by_consent
from stepwell.domain.privacy.rules.rule import Rule
from stepwell.domain.privacy.terms import (
    NOTES_KEPT_APART,
    TPO,
    Purpose,
    RecipientClass,
    Signer,
    Standing,
    Statement,
)
from stepwell.domain.privacy.values import has_come, is_blank
from stepwell.kernel.decisions import Permit, Refuse


def conforms(consent: Consent, patient: Patient) -> Permit | Refuse:
    """Permit to put a consent in force that has all elements and bundles nothing that must stand alone.

    The refusal names the first element that is missing. Source: 42 CFR 2.31(a), (b)(2), (b)(3), (d).
    """
    first = next(iter(lacking(consent, patient)), None)
    if first is None:
        return Permit("The consent has all ten elements and bundles nothing.")
    return Refuse(first.sentence)


def lacking(consent: Consent, patient: Patient) -> tuple[Rule, ...]:
    """Everything that is wrong with the paper itself, bundles first, then element by element."""
    return (
        *_bundles(consent),
        *_who_and_what(consent),
        *_recipients(consent),
        *_purposes(consent),
        *_duration(consent),
        *_signing(consent, patient),
        *_statements(consent),
    )


def _bundles(consent: Consent) -> Iterator[Rule]:
    has_notes = not NOTES_KEPT_APART.isdisjoint(consent.categories)
    if has_notes and len(consent.categories) > 1:
        yield by_consent.NOTES_BUNDLED
    if has_notes and consent.is_condition_of_treatment:
        yield by_consent.NOTES_FORCED
    if Purpose.LEGAL_PROCEEDINGS in consent.purposes and len(consent.purposes) > 1:
        yield by_consent.PROCEEDINGS_BUNDLED


def _who_and_what(consent: Consent) -> Iterator[Rule]:
    if is_blank(consent.patient):
        yield by_consent.ELEMENT_1
    if not consent.disclosers:
        yield by_consent.ELEMENT_2
    if not consent.categories:
        yield by_consent.ELEMENT_3


def _recipients(consent: Consent) -> Iterator[Rule]:
    if not consent.recipients:
        yield by_consent.ELEMENT_4
    for each in consent.recipients:
        if isinstance(each, IntermediaryRecipient) and not (each.participants or each.treating_participants):
            yield by_consent.ELEMENT_4_INTERMEDIARY
        if isinstance(each, ClassOfRecipients) and _needs_hipaa_statement(consent, each):
            yield by_consent.ELEMENT_4_STATEMENT


def _needs_hipaa_statement(consent: Consent, named: ClassOfRecipients) -> bool:
    is_said = Statement.MAY_BE_REDISCLOSED_UNDER_HIPAA in consent.statements
    return named.of is not RecipientClass.CRIMINAL_JUSTICE and not is_said


def _purposes(consent: Consent) -> Iterator[Rule]:
    purposes = consent.purposes
    if not purposes or (Purpose.OTHER in purposes and is_blank(consent.purpose_in_words)):
        yield by_consent.ELEMENT_5
    if Purpose.AT_PATIENT_REQUEST in purposes and not consent.is_asked_by_patient:
        yield by_consent.ELEMENT_5_ASKED
    if Purpose.FUNDRAISING in purposes and Statement.MAY_DECLINE_FUNDRAISING not in consent.statements:
        yield by_consent.ELEMENT_5_FUNDRAISING


def _duration(consent: Consent) -> Iterator[Rule]:
    right = consent.right_to_revoke
    if right is None or is_blank(right.how) or not right.says_what_stays:
        yield by_consent.ELEMENT_6
    ends = consent.ends
    if ends is None or (isinstance(ends, OnEvent) and is_blank(ends.event)):
        yield by_consent.ELEMENT_7
    if isinstance(ends, NoEnd) and not consent.purposes <= TPO:
        yield by_consent.NO_END_ONLY_FOR_TPO


def _signing(consent: Consent, patient: Patient) -> Iterator[Rule]:
    signature = _signature_missing(consent, patient)
    if signature is not None:
        yield signature
    if consent.signed_at is None:
        yield by_consent.ELEMENT_9


def _signature_missing(consent: Consent, patient: Patient) -> Rule | None:
    """Who should have signed and did not; who had to is judged by the day of signing, where that is known."""
    by = {each.by for each in consent.signatures}
    has_patient = Signer.PATIENT in by
    match patient.standing:
        case Standing.ADULT:
            return None if has_patient else by_consent.ELEMENT_8
        case Standing.MINOR_CONSENTS_ALONE:
            return None if has_patient else by_consent.MINOR_SIGNS
        case Standing.MINOR_WITH_GUARDIAN:
            return None if has_patient and Signer.GUARDIAN in by else by_consent.MINOR_AND_GUARDIAN_SIGN
        case Standing.LACKS_CAPACITY_FOR_NOW:
            return None if has_patient and _was_able(consent, patient) else by_consent.SIGNED_WITHOUT_CAPACITY
        case Standing.LACKS_CAPACITY_BY_COURT | Standing.DECEASED:
            for_them = not by.isdisjoint({Signer.REPRESENTATIVE, Signer.GUARDIAN})
            is_signed = for_them or (has_patient and _was_able(consent, patient))
            return None if is_signed else by_consent.REPRESENTATIVE_SIGNS


def _was_able(consent: Consent, patient: Patient) -> bool:
    """It was signed before the person lost capacity or died."""
    since, signed_at = patient.standing_since, consent.signed_at
    return since is not None and signed_at is not None and not has_come(since, at=signed_at)


def _statements(consent: Consent) -> Iterator[Rule]:
    if consent.purposes.isdisjoint(TPO):
        return
    if Statement.MAY_LOSE_PROTECTION not in consent.statements:
        yield by_consent.ELEMENT_10_PROTECTION
    if Statement.CONSEQUENCES_OF_REFUSING not in consent.statements:
        yield by_consent.ELEMENT_10_REFUSING
